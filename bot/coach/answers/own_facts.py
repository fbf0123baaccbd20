"""The team's own figures that belong to a question, at most three, each with window, n and as-of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.coach.comments.queue import waiting
from bot.coach.desk import Desk
from bot.coach.feeds import Feeds, feeds_of
from bot.coach.figures.figures import (
    Figure,
    answered_share,
    first_response,
    follower_growth,
    leads,
    measured,
    post_figures,
    talk,
)
from bot.coach.windows import Window, last_days

DAYS = 28
"""How far back the figures beside an answer reach."""
MOST = 3
_TOPICS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(rf"\b(?:{words})", re.IGNORECASE), names) for words, names in (
        (r"lead|sale|sell|convert|conversion|enquir|inquir|booking|order|customer|buy|roi|revenue|referral|sign-?up",
         ("leads", "lead_yield", "waiting")),
        (r"viral|reach|views?\b|impression|plays?\b|hits?\b", ("lead_yield", "leads", "reach")),
        (r"how (?:fast|quick|soon)|respon|in time|slow", ("first_response_median", "answered_share", "waiting")),
        (r"comment|repl|answer|question|complain|troll|negativ|messag|conversation|talk|communit|engag|support",
         ("answered_share", "waiting", "conversations")),
        (r"follower|fans?\b|grow|audience", ("conversations", "leads", "follower_growth")),
        (r"how (?:often|many posts|much)|post more|posting|content|video|frequen|quality",
         ("posts", "lead_yield", "conversations")),
        (r"goal|objective|target|measur|metric|kpi|track|report|figure", ("leads", "answered_share", "conversations")),
    )
)
_NAMES = {
    "leads": "leads", "lead_yield": "lead yield", "reach": "reach, post by post", "answered_share": "answered share",
    "first_response_median": "first response, median", "conversations": "conversations", "posts": "posts",
    "follower_growth": "follower growth", "waiting": "comments waiting",
}


@dataclass(frozen=True, slots=True)
class _Reckoning:
    desk: Desk
    window: Window
    feeds: Feeds


def facts_for(desk: Desk, question: str) -> tuple[dict[str, Any], ...]:
    """Return up to three figures that belong to a question: name, value, unit, window, n, as_of and words.

    None where the question is about something else, or where nothing is known of it.
    """
    return tuple(_document(figure) for figure in figures_for(desk, question))


def figures_for(desk: Desk, question: str) -> list[Figure]:
    """Return up to three figures that belong to a question and are known."""
    names = next((names for pattern, names in _TOPICS if pattern.search(question)), ())
    if not names:
        return []
    at = _Reckoning(desk, last_days(desk, DAYS), feeds_of(desk))
    return [figure for name in names if (figure := _RECKONED[name](at)).value is not None][:MOST]


def _document(figure: Figure) -> dict[str, Any]:
    name = _NAMES[figure.name]
    return {"name": name, **figure.document(), "words": f"{name}: {figure.words()}, {figure.window.name}"}


def _waiting(at: _Reckoning) -> Figure:
    n = len(waiting(at.desk)) if "comments" in at.feeds.known else None
    return Figure("waiting", n, "count", n or 0, at.window, at.feeds.as_of("comments"))


def _of_posts(name: str) -> Callable[[_Reckoning], Figure]:
    def reckon(at: _Reckoning) -> Figure:
        return next(each for each in post_figures(measured(at.desk, at.window), at.window, at.feeds) if each.name == name)

    return reckon


_RECKONED: Mapping[str, Callable[[_Reckoning], Figure]] = {
    "leads": lambda at: leads(at.desk, at.window, at.feeds),
    "answered_share": lambda at: answered_share(at.desk, at.window, at.feeds),
    "first_response_median": lambda at: first_response(at.desk, at.window, at.feeds)[0],
    "conversations": lambda at: talk(at.desk, at.window, at.feeds, posts=0)[0],
    "follower_growth": lambda at: follower_growth(at.desk, at.window, at.feeds),
    "waiting": _waiting,
    **{name: _of_posts(name) for name in ("posts", "reach", "lead_yield")},
}
