"""An audit as a card: the verdict in one line, figures with their n, what to act on, what cannot be seen."""

from __future__ import annotations

from collections.abc import Iterable

from bot.coach.audits.audit import Audit
from bot.coach.audits.post_check import PostCheck, yield_words
from bot.coach.feeds import Feeds
from bot.coach.figures.figures import WAYS, Figure, n_of, shown
from bot.coach.leads.lead_people import NAME as PEOPLE
from bot.coach.leads.lead_people import people_words
from bot.model.card import Button, Card, Fields, Item, Items, Part, Text, Tone, plain, quoted, say, text
from bot.model.rule import Finding
from bot.model.tagged_links import quotable
from bot.model.words import count, day_and_time, listed

FINDINGS = 3
"""How many findings a card asks about."""
POSTS = 2
"""How many working and how many leaking posts a card names."""
BLIND = 3
"""How many blind spots a card names; all of them stand in the document."""
QUOTED_LETTERS = 160
_LABELS = {
    "leads": "Leads", "leads_tied": "Tied to these posts", "lead_yield": "Lead yield", "answered_share": "Answered",
    "first_response_median": "Half answered within", "first_response_p90": "9 in 10 answered within",
    "conversations": "Conversations", "posts_per_conversation": "Posts per conversation",
    "engagement_rate": "Engagement rate", "reach": "Reach, post by post", "posts": "Posts",
    "follower_growth": "Follower growth",
}
_SHOWN = {
    "week": tuple(_LABELS), "month": tuple(_LABELS), "tracking": ("posts", "leads", "leads_tied"),
    "leads": ("leads", "leads_tied", "lead_yield", "reach"),
    "comments": ("answered_share", "first_response_median", "first_response_p90", "conversations",
                 "posts_per_conversation"),
}
_VERBS = (("Working", "works", "work"), ("Leaking", "leaks", "leak"), ("Quiet", "is quiet", "are quiet"))
_WAYS = {
    "stated": "Stated post", "utm_content": "Tag of the post", "utm_campaign": "Campaign and time",
    "told": "Told in chat", "time": "Time only, not added in", "untied": "Tied to no post",
}


def audit_card(seen: Audit) -> Card:
    """Return an audit's card. It is meant for the one who asked."""
    if seen.is_empty:
        return Card(
            text("There is no data to audit yet"),
            (say("Import an export of your posts, comments or leads first: drop the file here, or run "
                 "**python -m bot import FILE**."),), tone="warning")
    firing = seen.firing[:FINDINGS]
    parts: list[Part] = [Fields(tuple(_fields(seen)))]
    if seen.view == "leads":
        parts += [*_ways(seen), *_people(seen), *_way_in(seen)]
    if firing or seen.gaps:
        parts += [say("**Act on this first**"), Items((*map(_finding, firing), *_gaps(seen)))]
    parts += _posts(seen)
    if seen.cant_see:
        parts.append(say("**What I can't see**"))
        parts += [say("{gap}", gap=gap) for gap in seen.cant_see[:BLIND]]
        if len(seen.cant_see) > BLIND:
            parts.append(say("__And {n} more of the kind.__", n=len(seen.cant_see) - BLIND))
    return Card(_title(seen), tuple(parts), tuple(_buttons(firing)), as_of_line(seen.feeds, seen.zone), _tone(seen))


def as_of_line(feeds: Feeds, zone: str) -> Text:
    """Return the line that says from when each feed's data is."""
    moments = {name: day_and_time(feed.as_of, zone) for name, feed in sorted(feeds.known.items())}
    if len(set(moments.values())) == 1:
        return text("Data as of {moment}.", moment=next(iter(moments.values())))
    return text("Data as of: {feeds}.", feeds=", ".join(f"{name} {moment}" for name, moment in moments.items()))


def figure_words(figure: Figure) -> str:
    """Return a figure for a field: its value, its n and what must be said beside it."""
    if figure.value is None:
        return figure.words()
    beside = f", {figure.note}" if figure.note else ""
    if figure.name in ("posts", "leads", "conversations"):
        return shown(figure.value, figure.unit) + beside
    return f"{shown(figure.value, figure.unit)} ({n_of(figure)}){beside}"


def _title(seen: Audit) -> Text:
    name = seen.window.name.capitalize()
    if seen.view == "tracking":
        return text("{window}: {gaps}", window=name, gaps=count(len(seen.gaps), "gap") + " between posts and leads")
    if seen.view == "comments":
        share = seen.figures["answered_share"]
        said = "no comment needed an answer" if share.value is None else (
            f"{share.parts['answered']} of {count(int(share.parts['needed']), 'comment')} that needed an answer got one")
        return text("{window}: {said}", window=name, said=said)
    leads = seen.figures["leads"]
    came = "leads not known" if leads.value is None else count(int(leads.value), "lead")
    posts = count(len(seen.checks), "post") if seen.checks else "no post"
    return text("{window}: {came}, {posts}{verdicts}", window=name, came=came, posts=posts, verdicts=_verdicts(seen))


def _verdicts(seen: Audit) -> str:
    """Return how many posts got which verdict, the first of them with its noun; those that can't be told are left out."""
    counted = [(n, one if n == 1 else many) for verdict, one, many in _VERBS
               if (n := sum(each.verdict == verdict for each in seen.checks))]
    first = "it" if len(seen.checks) == 1 else ""
    said = [f"{n:,} {verb}" if place else f"{first or count(n, 'post')} {verb}" for place, (n, verb) in enumerate(counted)]
    return f"; {listed(said)}" if said else ""


def _tone(seen: Audit) -> Tone:
    if seen.feeds.stale or any(each.severity == 3 for each in seen.firing):
        return "warning"
    return "good" if any(each.verdict == "Working" for each in seen.checks) and not seen.firing else "plain"


def _fields(seen: Audit) -> Iterable[tuple[str, str]]:
    for name in _SHOWN[seen.view]:
        figure = seen.figures[name]
        if figure.value is not None or name in ("leads", "answered_share", "lead_yield"):
            yield _LABELS[name], figure_words(figure)


def _ways(seen: Audit) -> list[Part]:
    leads = seen.figures["leads"]
    counts = leads.parts["by_way"]
    pairs = tuple((_WAYS[way], int(counts[way])) for way in (*WAYS, "untied") if counts[way])
    if not pairs:
        return []
    parts: list[Part] = [say("**How leads were tied to posts**"), Fields(pairs)]
    reasons = list(leads.parts["untied_reasons"].items())[:BLIND]
    return parts + [say("{leads} untied: {reason}.", leads=count(n, "lead"), reason=reason) for reason, n in reasons]


def _people(seen: Audit) -> list[Part]:
    words = people_words(seen.figures[PEOPLE])
    return [say("{people}.", people=words)] if words else []


def _way_in(seen: Audit) -> list[Part]:
    """Return how leads and posts could come together, where one of the two is missing."""
    leads = seen.figures["leads"]
    if not leads.n:
        return [say("Tell leads as they come: **lead 3 enquiries from LINK**. Or give each post a link of its own, so that "
                    "its leads are known: **link https://your-site.example/page**.")]
    if "posts" not in seen.feeds.known:
        return [say("Import your posts too: then these leads find the ones that brought them.")]
    return []


def _finding(finding: Finding) -> Item:
    words = finding.case.words and quotable(finding.case.words, QUOTED_LETTERS)
    return Item(finding.headline, words, finding.next_step, finding.case.url)


def _gaps(seen: Audit) -> list[Item]:
    return [Item(gap.headline, None, gap.next_step) for gap in seen.gaps]


def _posts(seen: Audit) -> list[Part]:
    """Return the best and the leaking posts, without those that a finding on the card asks about."""
    asked = {(ref.network, ref.id) for each in seen.firing[:FINDINGS] for ref in each.case.subject if ref.kind == "post"}
    parts: list[Part] = []
    for verdict, heading in (("Working", "**Best by leads**"), ("Leaking", "**Leaking**")):
        chosen = [each for each in seen.checks if each.verdict == verdict and _key(each) not in asked][:POSTS]
        if chosen and seen.view in ("week", "month", "leads"):
            parts += [say(heading), Items(tuple(map(_post, chosen)))]
    return parts


def _key(check: PostCheck) -> tuple[str, str]:
    return check.row["network"], check.row["post_id"]


def _post(check: PostCheck) -> Item:
    return Item(check.headline, None, quoted(f"{yield_words(check)}. {plain(check.next_step)}"), check.row["permalink"])


def _buttons(firing: list[Finding]) -> Iterable[Button]:
    for number, finding in enumerate(firing, 1):
        label = "Make it a commitment" if len(firing) == 1 else f"Commit to no. {number}"
        yield Button(label, "make-commitment", finding.rule)
