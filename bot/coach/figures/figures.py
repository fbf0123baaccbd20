"""The figures of a window, each with its n and the moment its data is from. Without a denominator a rate is None.

Every query is bounded by the window (or by the 90 days of a baseline): older history costs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.coach.desk import Desk
from bot.coach.feeds import Feeds
from bot.coach.figures.conversations import conversations
from bot.coach.figures.followers import growth, together
from bot.coach.timing.business_hours import business_hours
from bot.coach.windows import Window
from bot.model.statistics import median
from bot.model.words import amount, count, percent

Row = dict[str, Any]
Unit = Literal["count", "people", "share", "per 1,000 reached", "business hours", "posts"]
ENGAGEMENT = ("reactions", "comments", "shares", "saves", "clicks")
TRUSTED = ("stated", "utm_content", "utm_campaign", "told")
"""The ways a lead is tied to a post, best first."""
WAYS = (*TRUSTED, "time")
"""With them "time", a guess by nearness, which is shown and never added in."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `n` is the number of cases it rests on, `note` what must be said beside it."""

    name: str
    value: float | None
    unit: Unit
    n: int
    window: Window
    as_of: str | None
    note: str | None = None
    parts: dict[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return the figure for scripts; shares are 0 to 1, values rounded to four digits."""
        value = round(self.value, 4) if isinstance(self.value, float) else self.value
        said = {"value": value, "unit": self.unit, "n": self.n, "window": self.window.document(), "as_of": self.as_of}
        return said | ({"note": self.note} if self.note else {}) | self.parts

    def words(self) -> str:
        """Return the value as people read it, with its n."""
        if self.value is None:
            return f"not known: {self.note}" if self.note else "not known"
        beside = "" if self.unit == "count" else f" ({n_of(self)})"
        return f"{shown(self.value, self.unit)}{beside}"


def figures(desk: Desk, window: Window, feeds: Feeds, posts: Sequence[Row] | None = None) -> dict[str, Figure]:
    """Return every figure of a window by its name. `posts`: the window's rows of `posts_measured`, where at hand."""
    rows = measured(desk, window) if posts is None else posts
    found = [
        *post_figures(rows, window, feeds),
        leads(desk, window, feeds),
        answered_share(desk, window, feeds),
        *first_response(desk, window, feeds),
        *talk(desk, window, feeds, posts=len(rows)),
        follower_growth(desk, window, feeds),
    ]
    return {each.name: each for each in found}


def measured(desk: Desk, window: Window) -> list[Row]:
    """Return the posts of a window with their figures and trusted leads, newest first."""
    return desk.records.rows("posts_measured", since=window.since, until=window.until, now=window.now)


def post_figures(rows: Sequence[Row], window: Window, feeds: Feeds) -> list[Figure]:
    """Return what the posts of a window reached, engaged and brought."""
    as_of = feeds.as_of("posts")
    reached = [row for row in rows if row["reach"] is not None]
    reach = sum(row["reach"] for row in reached)
    tied = sum(row["leads"] for row in rows)
    counted = sum(row["leads"] for row in reached)
    no_posts = None if rows else feeds.gap("posts", window.since)
    nothing = feeds.gap("posts", window.since) or "no post of the window has a reach"
    lead_trouble = feeds.gap("leads", window.since) or no_posts
    both = feeds.as_of("posts", "leads")
    return [
        Figure("posts", None if no_posts else len(rows), "count", len(rows), window, as_of, no_posts),
        Figure("reach", reach if reached else None, "people", len(reached), window, as_of,
               None if reached else nothing),
        Figure("leads_tied", tied if tied or not lead_trouble else None, "count", len(rows), window, both,
               lead_trouble),
        Figure("lead_yield", per_1000(counted, reach) if counted or not lead_trouble else None, "per 1,000 reached",
               len(reached), window, both, lead_trouble or (None if reach else nothing)),
        engagement_rate_of(rows, window, as_of),
    ]


def engagement(row: Row) -> int | None:
    """Return a post's engagement: the sum of those figures the network reports, None when it reports none."""
    known = [int(row[name]) for name in ENGAGEMENT if row[name] is not None]
    return sum(known) if known else None


def engagement_rate(row: Row) -> float | None:
    """Return a post's own engagement rate per person reached, None where either is not known."""
    engaged = engagement(row)
    return engaged / row["reach"] if engaged is not None and row["reach"] else None


def engagement_rate_of(rows: Iterable[Row], window: Window, as_of: str | None) -> Figure:
    """Return the engagement rate per person reached, or per impression where no post has a reach; never both in one."""
    engaged = [row for row in rows if engagement(row) is not None]
    bases = {"reach": "per person reached", "impressions": "per impression, since no reach is reported"}
    for basis, words in bases.items():
        alike = [row for row in engaged if row[basis] is not None]
        whole = sum(row[basis] for row in alike)
        if whole:
            left_out = len(engaged) - len(alike)
            note = words if not left_out else f"{words}; {left_out} without {basis} left out"
            value = sum(engagement(row) or 0 for row in alike) / whole
            return Figure("engagement_rate", value, "share", len(alike), window, as_of, note, {"per": basis})
    return Figure("engagement_rate", None, "share", 0, window, as_of, "no post has a reach or impressions")


def leads(desk: Desk, window: Window, feeds: Feeds) -> Figure:
    """Return the leads that came in a window, all ways, and beside them how many there are of each way and kind."""
    rows = desk.records.rows("leads_counted", since=window.since, until=window.until)
    trouble = None if rows else feeds.gap("leads", window.since)
    total = sum(row["leads"] for row in rows)
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + row["leads"]
    ways = by_way(rows)
    parts = {"tied": sum(ways[way] for way in TRUSTED), "by_way": ways, "by_kind": kinds,
             "untied_reasons": untied(rows),
             "unqualified": sum(row["leads"] for row in rows if row["quality"] == "unqualified")}
    return Figure("leads", None if trouble else total, "count", total, window, feeds.as_of("leads"), trouble, parts)


def by_way(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many leads were tied each way, the best way first, those of a person's word as told; untied last."""
    counts = dict.fromkeys((*WAYS, "untied"), 0)
    for row in rows:
        way = "untied" if _is_untied(row) else "told" if row["tied_by"] == "person" else row["tied_by"]
        counts[way] = counts.get(way, 0) + row["leads"]
    return counts


def untied(rows: Iterable[Row]) -> dict[str, int]:
    """Return why leads are tied to no post, the commonest reason first."""
    reasons: dict[str, int] = {}
    for row in rows:
        if _is_untied(row):
            reason = row["tied_reason"] or "nothing says which post it came from"
            reasons[reason] = reasons.get(reason, 0) + row["leads"]
    return dict(sorted(reasons.items(), key=lambda each: (-each[1], each[0])))


def _is_untied(row: Row) -> bool:
    """Tell whether a lead has no post: nothing ties it, or a person's word gave the reason why it has none."""
    return not row["tied_by"] or (row["tied_by"] in ("told", "person") and row["tied_reason"] is not None)


def answered_share(desk: Desk, window: Window, feeds: Feeds) -> Figure:
    """Return the share of comments that needed an answer and got one from the team."""
    row = desk.records.rows("answers_counted", since=window.since, until=window.until, now=window.now)[0]
    needed, answered = int(row["needed"]), int(row["answered"])
    trouble = feeds.gap("comments", window.since) or "no comment needed an answer"
    return Figure("answered_share", answered / needed if needed else None, "share", needed, window,
                  feeds.as_of("comments"), None if needed else trouble, {"answered": answered, "needed": needed})


def first_response(desk: Desk, window: Window, feeds: Feeds) -> list[Figure]:
    """Return the median and the 90th percentile of the team's first response, in business hours.

    The percentile is the nearest rank: nine of ten answers came within it. Only replies that stand in the data count:
    when somebody pressed "answered" says nothing of when it was.
    """
    hours = business_hours(desk.settings)
    rows = desk.records.stream("first_responses", since=window.since, until=window.until, now=window.now)
    waits = sorted(hours.between(row["created_at"], row["answered_at"]) for row in rows)
    note = None if waits else "no reply of the team's is in the data"
    middle, late = (median(waits), waits[math.ceil(0.9 * len(waits)) - 1]) if waits else (None, None)
    return [
        Figure(name, value, "business hours", len(waits), window, feeds.as_of("comments"), note)
        for name, value in (("first_response_median", middle), ("first_response_p90", late))
    ]


def talk(desk: Desk, window: Window, feeds: Feeds, *, posts: int) -> list[Figure]:
    """Return how many conversations there were, and how many posts it took for each."""
    found = len(conversations(desk, window))
    as_of, trouble = feeds.as_of("comments"), None if found else feeds.gap("comments", window.since)
    return [
        Figure("conversations", None if trouble else found, "count", found, window, as_of, trouble),
        Figure("posts_per_conversation", posts / found if found else None, "posts", posts, window, as_of,
               trouble or (None if found else "there was no conversation")),
    ]


def follower_growth(desk: Desk, window: Window, feeds: Feeds) -> Figure:
    """Return net new followers by those at the start, over all accounts whose figures are of one way."""
    grown = growth(desk, window)
    sums = together(grown)
    parts = {"accounts": [{"network": each.network, "account": each.account, "net": each.net, "start": each.start,
                           "rate": each.rate, "by": each.by} for each in grown]}
    as_of = feeds.as_of("followers")
    if sums is None:
        return Figure("follower_growth", None, "share", 0, window, as_of, "too few follower figures", parts)
    net, start, way = sums
    said = "from totals" if way == "total" else "from net changes"
    note = said if start else f"{said}; the number at the start is not known"
    alike = sum(each.by == way for each in grown)
    return Figure("follower_growth", net / start if start else None, "share", alike, window, as_of, note,
                  {"net": net, "start": start, "by": way, **parts})


def per_1000(part: float, people: float) -> float | None:
    """Return how many there are to every 1,000 people, None where nobody was reached."""
    return 1000 * part / people if people else None


def shown(value: float, unit: Unit) -> str:
    """Return a value as people read it: shares in percent, counts whole, the rest in two significant figures.

    >>> shown(0.0412, "share"), shown(1200, "people"), shown(2.04, "per 1,000 reached"), shown(1.5, "business hours")
    ('4.1%', '1,200 people', '2.0 per 1,000 reached', '1.5 business hours')
    """
    if unit == "share":
        return percent(value)
    if unit == "count":
        return f"{value:,.0f}"
    if unit == "people":
        return f"{value:,.0f} people"
    return f"{amount(value)} {unit}"


def n_of(figure: Figure) -> str:
    """Return what a figure rests on: its n with what it counts."""
    nouns = {
        "answered_share": ("comment", "comments"), "first_response_median": ("answer", "answers"),
        "first_response_p90": ("answer", "answers"), "leads": ("lead", "leads"),
        "follower_growth": ("account", "accounts"), "conversations": ("thread", "threads"),
    }
    one, many = nouns.get(figure.name, ("post", "posts"))
    return count(figure.n, one, many)
