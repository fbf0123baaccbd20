"""Questions about the team's own data answered from it, without a model: the figures with window, n and as-of.

What the data does not hold is told as "can't tell", with what to import; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.coach.answers.asked_window import during, window_in
from bot.coach.answers.data_questions import DataQuestion, Topic
from bot.coach.answers.named_post import post_asked_for
from bot.coach.answers.own_facts import DAYS
from bot.coach.audits.measured_figures import of_post
from bot.coach.comments.queue import DAYS as QUEUE_DAYS
from bot.coach.comments.queue import in_short
from bot.coach.commitments.commitments import visible
from bot.coach.commitments.settling import OUTCOMES, as_seen, outcome_of, rate
from bot.coach.desk import Desk
from bot.coach.feeds import Feeds, feeds_of
from bot.coach.figures import figures as reckoned
from bot.coach.figures.earlier_window import before, known_in
from bot.coach.figures.figures import Figure
from bot.coach.goals.objectives import LEAD_KINDS, Objective, objectives, progress, reached
from bot.coach.timing.due import said
from bot.coach.windows import Window, last_days
from bot.model.card import Item, text
from bot.model.command import Asker
from bot.model.networks import network_name
from bot.model.times import from_text
from bot.model.words import count, day, listed, shorten

_NINE_OF_TEN_FROM = 10
_UNKNOWN_SHARE = 0.1
"""Of a window: where nothing is known of more than this, the answer says so."""
QUOTED = 3
"""How many comments or posts are shown with their words."""
_QUOTED_LETTERS = 140
_HOW = {
    "leads": "Import your leads as a table, or log them as they come: **lead 3 enquiries from LINK**.",
    "comments": "Import an export of your comments that holds your own replies too.",
    "posts": "Import an export of your posts with their figures.",
    "followers": "Import an export of your followers, day by day.",
}
_PLURALS = {"enquiry": "enquiries"}
_CASES = {"waiting": "comment", "promises": "promise"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of an answer under the name people know it by. `value`: where it is a part of the figure's own.

    `known_since`: the moment before which nothing is known, where that lies well within the window.
    """

    name: str
    figure: Figure
    value: float | None = None
    known_since: str | None = None

    def document(self) -> dict[str, Any]:
        """Return it for scripts: name, value, unit, window, n, as_of and words."""
        found = self.figure.document() | ({} if self.value is None else {"value": self.value})
        found |= {"known_since": self.known_since} if self.known_since else {}
        shown = reckoned.shown(found["value"], self.figure.unit)
        return {"name": self.name, **found, "words": f"{self.name}: {shown}, {self.figure.window.name}, {self.cases}"}

    @property
    def cases(self) -> str:
        """What it rests on: its n with what that counts."""
        name, n = self.figure.name, self.figure.n
        noun = _CASES.get(name) or ("lead" if name in LEAD_KINDS else "")
        return count(n, noun) if noun else reckoned.n_of(self.figure)


@dataclass(frozen=True, slots=True)
class Told:
    """What the data says to a question. `lines`: the answer first; `items`: somebody else's words, shown as theirs.

    `more`: a template of ours without slots that names the command which shows more, or what to import where
    `is_known` is false. `is_private`: it rests on what the asker alone may see.
    """

    lines: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    more: str = ""
    items: tuple[Item, ...] = ()
    is_known: bool = True
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    """From where a question is looked at."""

    desk: Desk
    asker: Asker
    asked: DataQuestion
    window: Window
    feeds: Feeds

    def known(self, figure: Figure) -> Figure:
        """Return a figure of the window, without its value where nothing is known of that."""
        known, _ = known_in(self.desk, self.window, {figure.name: figure})
        return figure if figure.name in known else replace(figure, value=None, note=None)

    def told(self, first: str, facts: Sequence[Fact], more: str, *others: str, items: tuple[Item, ...] = (),
             feed: str = "") -> Told:
        """Return an answer with what must be said beside it. `feed`: where it is of the window and of one feed."""
        beside = ["That is of all networks together."] if self.asked.network else []
        began = self._begins_late(feed)
        if began:
            beside.append(f"The first of your {feed} in the data is of {day(began, self.desk.zone)}.")
            facts = [replace(each, known_since=began) for each in facts]
        trouble = self.feeds.trouble(feed) if feed else None
        beside += [f"{trouble[:1].upper()}{trouble[1:]}."] if trouble else []
        return Told((first, *others, *beside), tuple(facts), more, items)

    def _begins_late(self, feed: str) -> str | None:
        """Return since when a feed is known, where a good part of the window lies before that."""
        began: str | None = self.desk.records.rows("first_moments")[0].get(feed)
        since, until = from_text(self.window.since), from_text(self.window.until)
        return began if began and from_text(began) - since > _UNKNOWN_SHARE * (until - since) else None

    def cannot(self, figure: Figure, feed: str) -> Told:
        """Return why a figure is not known, and what to import."""
        never = self.feeds.trouble(feed) if feed not in self.feeds.known else None
        why = never or figure.note or f"nothing is known of your {feed} {during(self.window)}"
        return Told((f"Can't tell: {why}.",), more=_HOW[feed], is_known=False)


def told_from_data(desk: Desk, asker: Asker, asked: DataQuestion) -> Told | None:
    """Answer a question from the team's data, with the asker's rights; None for one that no single figure answers."""
    if asked.topic == "open":
        return None
    window = window_in(asked.words, desk) or last_days(desk, DAYS)
    return _TELLERS[asked.topic](_Look(desk, asker, asked, window, feeds_of(desk)))


def _leads(at: _Look) -> Told:
    figure = at.known(reckoned.leads(at.desk, at.window, at.feeds))
    if figure.value is None:
        return at.cannot(figure, "leads")
    kinds, kind, poor = figure.parts["by_kind"], at.asked.kind, figure.parts["unqualified"]
    n = kinds.get(LEAD_KINDS[kind], 0) if kind else figure.n
    first = count(n, *((LEAD_KINDS[kind], kind) if kind else ("lead",))) + f" {during(at.window)}"
    if kind:
        first += f", of {count(figure.n, 'lead')} in all"
    elif n:
        first += f": {listed([count(each, name, _PLURALS.get(name)) for name, each in kinds.items() if each])}"
    others = [f"{poor:,} of the leads {'is' if poor == 1 else 'are'} marked unqualified."] if poor else []
    more = "**audit leads** shows which posts brought them."
    return at.told(f"{first}.", [Fact(kind or "leads", figure, n)], more, *others, feed="leads")


def _best_post(at: _Look) -> Told:
    figure = at.known(reckoned.leads(at.desk, at.window, at.feeds))
    if figure.value is None:
        return at.cannot(figure, "leads")
    rows = at.desk.records.rows("leads_of_posts", since=at.window.since, until=at.window.until, n=max(1, figure.n))
    when, whole, tied = during(at.window), count(figure.n, "lead"), figure.parts["tied"]
    if not figure.n:
        return at.told(f"No lead came {when}, so no post brought one.", [Fact("leads", figure)],
                       "**audit leads** shows the weeks before.", feed="leads")
    if not rows:
        return at.told(f"None of the {whole} {when} is tied to a post.", [Fact("leads", figure)],
                       "**audit tracking** shows how leads can be tied to posts.", feed="leads")
    best = rows[0]["leads"]
    alike = sum(row["leads"] == best for row in rows)
    whose = "One post" if alike == 1 else f"{alike} posts"
    first = f"{whose} brought the most: {count(best, 'lead')}{'' if alike == 1 else ' each'} {when}."
    items = tuple(Item(text("{n} on {network}", n=count(row["leads"], "lead"), network=network_name(row["network"])),
                       shorten(row["text"] or "a post without words", _QUOTED_LETTERS), url=row["permalink"] or None)
                  for row in rows[:QUOTED])
    return at.told(first, [Fact("leads of the best post", figure, best), Fact("leads", figure)],
                   "**audit leads** shows all of them.",
                   f"{tied:,} of {whole} {'is' if tied == 1 else 'are'} tied to a post.", items=items, feed="leads")


def _waiting(at: _Look) -> Told:
    if "comments" not in at.feeds.known:
        return Told(("Can't tell: no comments were imported yet.",), more=_HOW["comments"], is_known=False)
    found, window = in_short(at.desk, QUOTED), last_days(at.desk, QUEUE_DAYS)
    figure = Figure("waiting", found.total, "count", found.total, window, at.feeds.as_of("comments"),
                    parts={"by_label": dict(found.labels), "late": found.late})
    facts = [Fact("comments waiting", figure)]
    if not found.total:
        return at.told("No comment waits for an answer.", facts, "**audit comments** shows how they were answered.")
    of = listed([count(n, label) for label, n in sorted(found.labels.items()) if n])
    late = [f"{found.late:,} of {found.total:,} {'is' if found.late == 1 else 'are'} late."] if found.late else []
    items = tuple(Item(text("{label} on {network}: {reason}", label=each.label.capitalize(),
                            network=network_name(each.network), reason=each.reason),
                       shorten(each.text, _QUOTED_LETTERS), url=each.permalink)
                  for each in found.first)
    return at.told(f"{count(found.total, 'comment')} {'waits' if found.total == 1 else 'wait'} for an answer: {of}.", facts,
                   "**comments** lists them in the order in which to answer.", *late, items=items)


def _answered(at: _Look) -> Told:
    figure = at.known(reckoned.answered_share(at.desk, at.window, at.feeds))
    if figure.value is None:
        return at.cannot(figure, "comments")
    needed = count(figure.parts["needed"], "comment")
    return at.told(f"{reckoned.shown(figure.value, 'share')} {during(at.window)}: {figure.parts['answered']:,} of {needed} "
                   f"that needed an answer got one.", [Fact("answered share", figure)],
                   "**audit comments** shows which did not.", feed="comments")


def _response(at: _Look) -> Told:
    middle, late = (at.known(each) for each in reckoned.first_response(at.desk, at.window, at.feeds))
    if middle.value is None or late.value is None:
        return at.cannot(middle, "comments")
    half, nine = (reckoned.shown(each, middle.unit) for each in (middle.value, late.value))
    found = [Fact("first response, median", middle), Fact("first response, 90th percentile", late)]
    beside = f", nine of ten within {nine}" if middle.n >= _NINE_OF_TEN_FROM else ""
    return at.told(f"Half of the answers {during(at.window)} came within {half}{beside}.",
                   found[: 1 + bool(beside)], "**audit comments** shows more.", feed="comments")


def _one(name: str, feed: str, first: Callable[[Figure, str], str], more: str) -> Callable[[_Look], Told]:
    """Return what tells one figure of a window. `first` puts it into words."""
    def tell(at: _Look) -> Told:
        figure = at.known(reckoned.figures(at.desk, at.window, at.feeds)[name])
        if figure.value is None:
            return at.cannot(figure, feed)
        note = [f"Reckoned {figure.note}."] if figure.note and name == "engagement_rate" else []
        return at.told(first(figure, during(at.window)), [Fact(name.replace("_", " "), figure)], more, *note, feed=feed)

    return tell


def _followers(at: _Look) -> Told:
    figure = reckoned.follower_growth(at.desk, at.window, at.feeds)
    if "net" not in figure.parts:
        return at.cannot(figure, "followers")
    net, start = figure.parts["net"], figure.parts["start"]
    ends = f": {start:,} at the start, {start + net:,} at the end" if start else ""
    fact = Fact("net new followers", replace(figure, unit="people"), net)
    return at.told(f"{net:+,} followers {during(at.window)}{ends}.", [fact],
                   "**audit month** shows what came of it: leads and conversations.")


def _goal(at: _Look) -> Told:
    found = [(each, progress(at.desk, each, at.feeds)) for each in objectives(at.desk)]
    if not found:
        return Told(("No goal is set yet.",), more="Set one: **goals leads 20 --until 2026-12-31**.",
                    is_known=False)
    first, *others = (_goal_line(*each) for each in found)
    facts = [Fact(f"goal of {each.goal} by {each.last_day}", figure) for each, figure in found if figure.value is not None]
    return Told((first, *others), tuple(facts), "**goals** lists them with their numbers.")


def _goal_line(each: Objective, figure: Figure) -> str:
    if figure.value is None:
        return f"{each.goal} by {each.last_day}: can't tell how far, {figure.note}."
    return f"{each.goal} by {each.last_day}: {reached(figure)} so far, {figure.window.name}."


def _promise(at: _Look) -> Told:
    seen = sorted(as_seen(at.desk, visible(at.desk, at.asker)), key=lambda each: (each.made_at, each.number))
    if not seen:
        return Told(("No promise is made yet.",), more="Make one: **commit answer 5 comments by Friday 15:00**.",
                    is_known=False)
    last, still, kept = seen[-1], sum(each.is_open for each in seen), rate(at.desk)
    due = said(last.due_at, last.zone, now=at.desk.now)
    state = "open" if last.is_open else OUTCOMES[outcome_of(last)].lower()
    window = Window(seen[0].made_at, at.desk.now, f"made since {day(seen[0].made_at, at.desk.zone)}", at.desk.now)
    figure = Figure("promises", still, "count", len(seen), window, at.desk.now)
    item = Item(text("Number {number}, due {due}", number=str(last.number), due=due), last.what)
    lines = (f"The last promise is number {last.number}, due {due}: {state}.",
             f"{count(still, 'promise')} {'is' if still == 1 else 'are'} open.", *([f"{kept.sentence}."] if kept else []))
    return Told(lines, (Fact("open promises", figure),), "**commitments** lists them all.", (item,),
                is_private=any(each.seen_by != "team" for each in seen))


def _one_post(at: _Look) -> Told | None:
    """Tell what one post reached and brought; None where it is not plain which is meant."""
    found = post_asked_for(at.desk, at.asked)
    if found is None:
        return None
    since = day(found["published_at"], at.desk.zone)
    window = Window(found["published_at"], at.desk.now, f"since {since}", at.desk.now)
    figures = {each.metric: each.value for each in of_post(found, knows_leads="leads" in at.feeds.known)}
    known = [name for name in _OF_POST if name in figures and (figures[name] or name in ("reach", "leads"))]
    if not known:
        return Told(("Can't tell: no figure of that post is in the data.",), more=_HOW["posts"], is_known=False)
    as_of = at.feeds.as_of("posts")
    facts = [Fact(name, Figure("one post", figures[name], "people" if name == "reach" else "count", 1,
                                                window, as_of)) for name in known]
    said_of = listed([_OF_POST[name](int(figures[name])) for name in known])
    item = Item(text("{network}, {day}", network=network_name(found["network"]), day=since),
                shorten(found["text"] or "", _QUOTED_LETTERS), url=found["permalink"] or None)
    return Told((f"The post {said_of}.",), tuple(facts), "**audit month** shows every post beside the others.", (item,))


def _trend(at: _Look) -> Told:
    """Tell what counts most of the last weeks beside as many before, or of the last days where a week is named."""
    days = trend_days(at.asked)
    window = last_days(at.desk, days)
    earlier = before(window, days)
    now = reckoned.figures(at.desk, window, at.feeds)
    then, gaps = known_in(at.desk, earlier, reckoned.figures(at.desk, earlier, at.feeds))
    lines: list[str] = []
    facts: list[Fact] = []
    for name in _OF_A_TREND:
        new, old = now[name], then.get(name)
        if new.value is None or old is None or old.value is None:
            continue
        label = name.replace("_", " ")
        went = "stayed" if _shown(new) == _shown(old) else "went up" if new.value > old.value else "went down"
        lines.append(f"{label.capitalize()} {went}: {_shown(new)} {during(window)}, "
                     f"{_shown(old)} in {earlier.name}.")
        facts += [Fact(label, new), Fact(f"{label} before", old)]
    if not lines:
        return Told(("Can't tell: the data does not hold two windows to compare.",), more=_HOW["leads"], is_known=False)
    beside = [f"{each[:1].upper()}{each[1:]}." for each in gaps]
    return Told((*lines, *beside), tuple(facts), "**audit month** shows what is behind it.")


def _shown(figure: Figure) -> str:
    return reckoned.shown(figure.value or 0, figure.unit)


def trend_days(asked: DataQuestion) -> int:
    """Return how many days are told beside as many before."""
    return 7 if "week" in asked.words else DAYS


def _elsewhere(_at: _Look) -> Told:
    return Told(("Can't tell: that is in none of your imports. Posts, comments, leads and followers are what I keep.",),
                more="What a campaign or a sale brought can be counted as leads: **lead 3 sales from LINK**.",
                is_known=False)


_OF_A_TREND = ("leads", "answered_share", "conversations")
_OF_POST: Mapping[str, Callable[[int], str]] = {
    "reach": lambda n: f"reached {n:,} people", "leads": lambda n: f"brought {count(n, 'lead')}",
    "comments": lambda n: f"had {count(n, 'comment')}", "saves": lambda n: f"was saved {count(n, 'time')}",
    "clicks": lambda n: f"was clicked {count(n, 'time')}",
}
_TELLERS: Mapping[Topic, Callable[[_Look], Told | None]] = {
    "one post": _one_post,
    "leads": _leads, "best post": _best_post, "waiting": _waiting, "answered share": _answered,
    "first response": _response, "followers": _followers, "goal": _goal, "promise": _promise, "trend": _trend,
    "elsewhere": _elsewhere,
    "conversations": _one(
        "conversations", "comments",
        lambda figure, when: f"{count(figure.n, 'conversation')} {when}: threads in which somebody answered your answer.",
        "**audit comments** shows more."),
    "posts": _one("posts", "posts", lambda figure, when: f"{count(figure.n, 'post')} {when}.",
                  "**audit month** shows what each did."),
    "reach": _one(
        "reach", "posts",
        lambda figure, when: f"{figure.value:,.0f} people reached {when}, post by post: whoever saw two is counted twice.",
        "**audit month** shows what each post did."),
    "engagement rate": _one(
        "engagement_rate", "posts",
        lambda figure, when: f"{reckoned.shown(figure.value or 0, 'share')} {when}, over {count(figure.n, 'post')}.",
        "**audit month** shows what each post did."),
}
