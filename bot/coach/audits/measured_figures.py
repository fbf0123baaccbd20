"""The coach's figures as the language model is told them: each with its metric in people's words, its unit and its n.

A figure that is not known is left out, never told as 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.coach.audits.post_ground import has_own_tag
from bot.coach.figures.figures import Figure, engagement, engagement_rate, per_1000
from bot.model.measured import Measured, Span

Row = dict[str, Any]
_DIGITS = 4
_CASES = {
    "reach": "posts", "lead_yield": "posts", "engagement_rate": "posts", "posts_per_conversation": "posts",
    "first_response_median": "answers", "first_response_p90": "answers", "follower_growth": "accounts",
    "answered_share": "comments that needed an answer",
}
_METRICS = {
    "posts": "posts", "reach": "reach", "lead_yield": "lead yield", "engagement_rate": "engagement rate",
    "leads": "leads", "answered_share": "answered share of comments", "first_response_median": "first response, median",
    "first_response_p90": "first response, 90th percentile", "conversations": "conversations",
    "posts_per_conversation": "posts per conversation", "follower_growth": "follower growth",
    "waiting": "unanswered comments",
}
"""The figures that can be told. Leads tied to posts are told post by post, so that nobody takes them for all leads."""


def told(figures: Mapping[str, Figure], span: Span | None = None) -> tuple[Measured, ...]:
    """Return the figures that are known, in their order. `span`: where it is not that of the whole reading."""
    return tuple(
        each for name, figure in figures.items() if name in _METRICS and figure.value is not None
        for each in (_measured(figure, span), *_beside(figure, span))
    )


def notes(figures: Mapping[str, Figure]) -> list[str]:
    """Return what must be said beside figures, and why those that are missing are not known."""
    return [f"{_METRICS[name]}: {figure.note}" for name, figure in figures.items() if name in _METRICS and figure.note]


def of_post(row: Row, *, knows_leads: bool) -> tuple[Measured, ...]:
    """Return what is known of one post. `row`: of `posts_measured`, its leads those tied in a way that can be trusted.

    `knows_leads`: false where no leads were imported. No lead is told as 0 only of a post whose own tag would show one.
    """
    about = {"post": row["post_id"], "network": row["network"]}
    seen = bool(row["leads"]) or (knows_leads and has_own_tag(row))
    found = [(metric, value(row), unit) for metric, value, unit in _OF_POST if seen or "lead" not in metric]
    return tuple(Measured(metric, number, unit, about) for metric, number, unit in found if number is not None)


def _measured(figure: Figure, span: Span | None) -> Measured:
    value = round(figure.value, _DIGITS) if isinstance(figure.value, float) else figure.value or 0
    cases = _CASES.get(figure.name, "")
    return Measured(_METRICS[figure.name], value, figure.unit, n=figure.n if cases else None, cases=cases, span=span)


def _beside(figure: Figure, span: Span | None) -> tuple[Measured, ...]:
    """Return the counts of which a figure is made, and what its parts add to it."""
    parts = figure.parts
    match figure.name:
        case "answered_share":
            return (Measured("comments answered", parts["answered"], "count", span=span),
                    Measured("comments that needed an answer", parts["needed"], "count", span=span))
        case "follower_growth":
            return (Measured("net new followers", parts["net"], "people", span=span),)
        case _:
            return ()


def _views(row: Row) -> float | None:
    shown: int | None = row["impressions"] if row["impressions"] is not None else row["views"]
    return shown


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


_OF_POST: tuple[tuple[str, Callable[[Row], float | None], Any], ...] = (
    ("reach", lambda row: row["reach"], "people"),
    ("impressions", _views, "count"),
    ("leads", lambda row: row["leads"], "count"),
    ("lead yield", lambda row: _rounded(per_1000(row["leads"], row["reach"])) if row["reach"] else None,
     "per 1,000 reached"),
    ("engagement", engagement, "count"),
    ("engagement rate", lambda row: _rounded(engagement_rate(row)), "share"),
    ("comments", lambda row: row["comments"], "count"),
    ("saves", lambda row: row["saves"], "count"),
    ("shares", lambda row: row["shares"], "count"),
    ("clicks", lambda row: row["clicks"], "count"),
)
