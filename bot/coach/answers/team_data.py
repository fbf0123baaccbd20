"""The team's data as one asker may see it, read by the language model's tools; nothing here writes.

The asker's rights decide: a colleague's commitment that only they may see is not even counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.coach.answers.asked_window import window_in
from bot.coach.answers.data_answers import QUOTED, told_from_data, trend_days
from bot.coach.answers.data_questions import DataQuestion, data_question
from bot.coach.answers.named_post import post_asked_for
from bot.coach.answers.own_facts import DAYS, figures_for
from bot.coach.audits.measured_figures import notes, of_post, told
from bot.coach.comments import queue
from bot.coach.commitments.commitment_words import closed_pieces, open_pieces, outcomes
from bot.coach.commitments.commitments import visible
from bot.coach.desk import Desk
from bot.coach.feeds import Feeds, feeds_of
from bot.coach.figures import figures as reckoned
from bot.coach.figures.earlier_window import before, known_in
from bot.coach.goals.objectives import Objective, objectives, progress
from bot.coach.windows import Window, last_days
from bot.model.answers import Source
from bot.model.command import Asker
from bot.model.measured import BESIDE, Measured, Order, Piece, Reading, Span
from bot.model.times import ago, from_text
from bot.model.words import count, day

Row = dict[str, Any]
CLOSED_DAYS = 90
"""How far back closed commitments are told."""
_WAYS = {"stated": "stated", "utm_content": "stated", "utm_campaign": "stated", "told": "told", "time": "time",
         "untied": "untied"}
_WAYS_NOTE = ("stated: the lead names its post, or came by its tagged link; told: a colleague said so; "
              "time: a guess by nearness, never added in; untied: no post is known")


@dataclass(frozen=True)
class TeamReadings:
    """One team's data, for one asker. Safe to use from several threads."""

    desk: Desk
    asker: Asker

    def unanswered_comments(self, network: str | None, limit: int) -> Reading:
        """Read the comments that wait, first things first. `network` None: all."""
        feeds = feeds_of(self.desk)
        span = _span(last_days(self.desk, queue.DAYS))
        if "comments" not in feeds.known:
            return Reading(span, 0, None, note="no comments were imported yet", of="comments that wait")
        found = [each for each in queue.waiting(self.desk) if network in (None, each.network)]
        about = {"network": network} if network else {}
        counted = [Measured("unanswered comments", len(found), "count", about),
                   Measured("late comments", sum(each.is_late for each in found), "count", about)]
        if not network:
            counted += _each(found, lambda each: each.network, "unanswered comments", "network")
        labels = Counter(each.label for each in found)
        counted += [Measured(f"unanswered {label}s", n, "count", about) for label, n in sorted(labels.items())]
        return Reading(span, len(found), feeds.as_of("comments"), tuple(counted), tuple(map(_comment, found[:limit])),
                       _stale(feeds, "comments"), "comments that wait")

    def posts(self, days: int, order: Order, limit: int) -> Reading:
        """Read posts of the last days with their figures, best or newest first; a post without the figure comes last."""
        window, feeds = last_days(self.desk, days), feeds_of(self.desk)
        rows, knows_leads = reckoned.measured(self.desk, window), "leads" in feeds.known
        whole = {each.name: each for each in reckoned.post_figures(rows, window, feeds)}
        ranked = rows if order == "newest" else sorted(rows, key=lambda row: -(_RANKED[order](row) or 0))
        pieces = tuple(_post(row, knows_leads) for row in ranked[:limit])
        said = [*notes(whole), *_told(_stale(feeds, "posts"))]
        return Reading(_span(window), len(rows), feeds.as_of("posts"), (*told(whole), *_sums(rows)), pieces,
                       "; ".join(said), "posts")

    def leads_by_post(self, days: int, limit: int) -> Reading:
        """Read which posts brought the leads of the last days, and by which way they were tied."""
        return self._leads_in(last_days(self.desk, days), limit)

    def _leads_in(self, window: Window, limit: int) -> Reading:
        feeds = feeds_of(self.desk)
        figure = reckoned.leads(self.desk, window, feeds)
        if figure.value is None:
            return Reading(_span(window), 0, figure.as_of, note=figure.note or "", of="leads")
        ways: Counter[str] = Counter()
        for way, n in figure.parts["by_way"].items():
            ways[_WAYS[way]] += n
        found = [Measured("leads", figure.value, "count"),
                 *(Measured("leads", n, "count", {"way": way}) for way, n in ways.items() if n),
                 *(Measured("leads", n, "count", {"kind": kind}) for kind, n in figure.parts["by_kind"].items()),
                 Measured("unqualified leads", figure.parts["unqualified"], "count")]
        rows = self.desk.records.rows("leads_of_posts", since=window.since, until=window.until, n=limit)
        return Reading(_span(window), figure.n, figure.as_of, tuple(found), tuple(map(_lead_post, rows)),
                       "; ".join([_WAYS_NOTE, *_told(_stale(feeds, "leads"))]), "leads")

    def compare_windows(self, days: int) -> Reading:
        """Read each figure for the last days and for as many days before them."""
        feeds, window = feeds_of(self.desk), last_days(self.desk, days)
        now = reckoned.figures(self.desk, window, feeds)
        earlier = before(window, days)
        then, gaps = known_in(self.desk, earlier, reckoned.figures(self.desk, earlier, feeds))
        stale = [words for name in ("posts", "comments", "leads") for words in _told(_stale(feeds, name))]
        return Reading(_span(window), now["posts"].n, feeds.oldest, (*told(now), *told(then, _span(earlier))),
                       note="; ".join([*notes(now), *gaps, *stale]), of="two windows")

    def objectives(self) -> Reading:
        """Read the objectives that have not ended, with target and progress."""
        feeds, found = feeds_of(self.desk), objectives(self.desk)
        made = [_objective(self.desk, each, feeds) for each in found]
        note = "" if found else "no objective is set"
        since = min((each.starts_on for each in found), default=None)
        span = Span(f"{since}T00:00:00Z", self.desk.now, f"since {day(f'{since}T00:00:00Z', 'UTC')}") if since else None
        return Reading(span, len(found), feeds.oldest, pieces=tuple(made), note=note, of="objectives")

    def commitments(self, which: Literal["open", "closed"]) -> Reading:
        """Read the commitments that the asker may see: those that are open, or those closed in the last 90 days."""
        now, seen = self.desk.now, visible(self.desk, self.asker)
        if which == "open":
            held = [each for each in seen if each.is_open]
            since = min((each.made_at for each in held), default=now)
            return Reading(Span(since, now, f"made since {day(since, self.desk.zone)}"), len(held), now,
                           (Measured("open commitments", len(held), "count"),), open_pieces(held, self.asker),
                           of="open commitments")
        since = ago(from_text(now), days=CLOSED_DAYS)
        ended = [each for each in seen if each.closed_at and each.closed_at >= since]
        return Reading(Span(since, now, f"last {count(CLOSED_DAYS, 'day')}"), len(ended), now, outcomes(ended),
                       closed_pieces(ended, self.asker), of="closed commitments")

    def beside(self, question: str, previous: str | None = None) -> Reading | None:
        """Read the figures that belong to a question, so that no tool need be asked for them; None where none does.

        `previous`: the same person's question before it.
        """
        asked = data_question(question, previous)
        if asked is not None and asked.is_plain:
            return self._asked_for(asked)
        found = {each.name: each for each in figures_for(self.desk, question)}
        waits = {name: found.pop(name) for name in ("waiting",) if name in found}
        figures = (*told(found), *told(waits, _span(last_days(self.desk, queue.DAYS))))
        if not figures:
            return None
        every = [*found.values(), *waits.values()]
        moments = [each.as_of for each in every if each.as_of]
        return Reading(_span(every[0].window), max(each.n for each in every), min(moments, default=None), figures,
                       note="; ".join(notes(found)), of=BESIDE)

    def _asked_for(self, asked: DataQuestion) -> Reading | None:
        """Read what answers a question about the team's own data, over the window that it names."""
        window = window_in(asked.words, self.desk) or last_days(self.desk, DAYS)
        match asked.topic:
            case "goal":
                return self.objectives()
            case "promise":
                return self.commitments("open")
            case "waiting":
                return self.unanswered_comments(None, QUOTED)
            case "one post":
                return self._one_post(asked)
            case "best post":
                return self._leads_in(window, QUOTED)
            case "trend":
                return self.compare_windows(trend_days(asked))
        told_by = told_from_data(self.desk, self.asker, asked)
        if told_by is None or not told_by.is_known:
            return None
        found = {each.figure.name: each.figure for each in told_by.facts}
        kinds = [Measured("leads", n, "count", {"kind": kind})
                 for each in found.values() for kind, n in each.parts.get("by_kind", {}).items()]
        first = next(iter(found.values()))
        return Reading(_span(window), first.n, first.as_of, (*told(found), *kinds), note="; ".join(notes(found)),
                       of=asked.topic)

    def _one_post(self, asked: DataQuestion) -> Reading | None:
        row, feeds = post_asked_for(self.desk, asked), feeds_of(self.desk)
        if row is None:
            return None
        span = Span(row["published_at"], self.desk.now, f"since {row['published_at'][:10]}")
        return Reading(span, 1, feeds.as_of("posts"), pieces=(_post(row, "leads" in feeds.known),), of="one post")


@dataclass(frozen=True)
class GuidancePassages:
    """The guidance, searched for the language model; what is only near is found as well."""

    desk: Desk

    def search(self, query: str, limit: int) -> Sequence[Source]:
        """Find the passages that speak to a query, best first; empty where none does."""
        return self.desk.adviser.answer(query).sources[:limit]


_RANKED: dict[str, Callable[[Row], float | None]] = {
    "reach": lambda row: row["reach"], "leads": lambda row: row["leads"], "engagement": reckoned.engagement,
}


def _span(window: Window) -> Span:
    return Span(window.since, window.until, window.name)


def _stale(feeds: Feeds, name: str) -> str:
    return feeds.trouble(name) or ""


def _told(words: str) -> list[str]:
    return [words] if words else []


def _each(things: Iterable[Any], key: Callable[[Any], str], metric: str, dim: str) -> list[Measured]:
    return [Measured(metric, n, "count", {dim: value}) for value, n in sorted(Counter(map(key, things)).items())]


def _sums(rows: Sequence[Row]) -> list[Measured]:
    """Return how many posts there are on each network, whom they reached and, where that can be seen, what they brought."""
    found = _each(rows, lambda row: row["network"], "posts", "network")
    found += _by_network(rows, "reach", "people")
    return [*found, *(each for each in _by_network(rows, "leads", "count") if each.value)]


def _by_network(rows: Sequence[Row], name: str, unit: Literal["people", "count"]) -> list[Measured]:
    known = [row for row in rows if row[name] is not None]
    return [Measured(name, sum(row[name] for row in known if row["network"] == network), unit, {"network": network})
            for network in sorted({row["network"] for row in known})]


def _comment(each: queue.Waiting) -> Piece:
    return Piece("comment", each.text, each.comment_id, each.permalink or "", each.created_at, each.due_at,
                 {"label": each.label, "network": each.network})


def _post(row: Row, knows_leads: bool) -> Piece:
    return Piece("post", row["text"] or "", row["post_id"], row["permalink"] or "", row["published_at"],
                 details={"network": row["network"], **({"format": row["kind"]} if row["kind"] else {})},
                 figures=of_post(row, knows_leads=knows_leads))


def _lead_post(row: Row) -> Piece:
    about = {"post": row["post_id"], "network": row["network"]}
    found = [Measured("leads", row["leads"], "count", about)]
    found += [Measured("unqualified leads", row["unqualified"], "count", about)] if row["unqualified"] else []
    found += [Measured("reach", row["reach"], "people", about)] if row["reach"] is not None else []
    return Piece("post", row["text"] or "", row["post_id"], row["permalink"] or "", row["published_at"] or "",
                 details={"network": row["network"]}, figures=tuple(found))


def _objective(desk: Desk, each: Objective, feeds: Feeds) -> Piece:
    """Return an objective. Its words hold no figure: those are told beside it, with their unit."""
    about = {"objective": each.objective_id}
    so_far = progress(desk, each, feeds)
    unit = so_far.unit
    target = each.target / 100 if unit == "share" else each.target
    found = [Measured(f"objective: {each.metric}, target", target, unit, about)]
    if so_far.value is not None:
        found.append(Measured(f"objective: {each.metric}, progress", round(so_far.value, 4), unit, about))
    return Piece("objective", f"Objective: {each.metric}", each.objective_id, at=f"{each.starts_on}T00:00:00Z",
                 due_at=f"{each.ends_on}T23:59:59Z", figures=tuple(found))
