"""The five checks of a post in words: reach, conversation, lead path, follow-up, objective.

What is unknown is neither good nor bad.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.coach.audits.post_ground import Ground, Row, Talk, has_link, has_own_tag
from bot.coach.figures.baselines import MIN_POSTS, Rank
from bot.coach.figures.figures import per_1000
from bot.coach.goals.objectives import LEAD_KINDS
from bot.model.words import count, day, shorten

LOW = 0.25
"""Below this rank a post is in the bottom quarter of the account's own by reach."""


@dataclass(frozen=True, slots=True)
class Check:
    """One of the five checks in words; `is_good` is None where it cannot be known."""

    name: Literal["reach", "conversation", "lead path", "follow-up", "objective"]
    words: str
    is_good: bool | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A post and what it is judged from."""

    row: Row
    ground: Ground
    talk: Talk
    rank: Rank
    expected: float | None


def look_at(ground: Ground, row: Row) -> Seen:
    """Return a post with its talk, its rank by reach and the leads that were likely. row: one of the ground's."""
    return Seen(row, ground, ground.talk_of(row), ground.peers.rank(row), ground.expected_leads(row))


def five_checks(seen: Seen) -> tuple[Check, ...]:
    """Return the five checks in their order."""
    return (_reach(seen), _conversation(seen), _lead_path(seen), _follow_up(seen), _objective(seen))


def facts_of(seen: Seen) -> dict[str, Any]:
    """Return what a verdict rests on, with window, n and as-of; the percentile and the yields as numbers."""
    row, own = seen.row, seen.ground.own_yield(seen.row)
    lead_yield = per_1000(row["leads"], row["reach"]) if row["reach"] else None
    return {
        "window": seen.ground.window.name, "n": seen.rank.n, "as_of": row["figures_as_of"], "among": seen.rank.among,
        "published": day(row["published_at"], seen.ground.desk.zone), "reach": row["reach"],
        "reach_percentile": None if seen.rank.below is None else round(seen.rank.below, 4),
        "leads": row["leads"], "expected_leads": None if seen.expected is None else round(seen.expected, 2),
        "lead_yield": None if lead_yield is None else round(lead_yield, 4),
        "own_yield": None if own is None else round(1000 * own, 4),
        "comments": seen.talk.comments, "waiting": seen.talk.waiting, "conversations": seen.talk.conversations,
        "has_link": has_link(row), "has_own_tag": has_own_tag(row),
    }


def _reach(seen: Seen) -> Check:
    reach, rank = seen.row["reach"], seen.rank
    if reach is None:
        views = seen.row["views"]
        return Check("reach", "not known" if views is None else f"not known; {views:,} views", None)
    if rank.below is None or rank.n < MIN_POSTS or not seen.ground.is_settled(seen.row):
        beside = count(rank.n, "own post") if rank.n else "no own post"
        return Check("reach", f"{reach:,} people; {beside} to compare with", None)
    above = "more than any" if rank.below == 1 else "fewer than any" if rank.below == 0 else f"above {rank.below:.0%}"
    return Check("reach", f"{reach:,} people, {above} of {rank.n:,} {rank.among}", rank.below >= LOW)


def _conversation(seen: Seen) -> Check:
    talk = seen.talk
    if not talk.comments and "comments" not in seen.ground.feeds.known:
        return Check("conversation", "no comments were imported yet", None)
    talked = count(talk.conversations, "conversation") if talk.conversations else "no conversation"
    words = f"{talked}, {count(talk.comments, 'comment') if talk.comments else 'no comment'}"
    return Check("conversation", words, talk.conversations > 0)


def _lead_path(seen: Seen) -> Check:
    row = seen.row
    brought = f"; {count(row['leads'], 'lead')} tied to it" if row["leads"] else ""
    if has_own_tag(row):
        tag = f"utm_content={row['utm_content']}" if row["utm_content"] else f"utm_campaign={row['utm_campaign']}"
        return Check("lead path", f"a link with a tag of its own ({shorten(tag, 60)}){brought}", True)
    if row["utm_content"] or row["utm_campaign"]:
        return Check("lead path", f"a link whose tag other posts carry too{brought}", bool(row["leads"]))
    words = "a link without a tag" if has_link(row) else "no link"
    return Check("lead path", words + brought, bool(row["leads"]))


def _follow_up(seen: Seen) -> Check:
    trouble = seen.ground.feeds.trouble("comments")
    if seen.talk.waiting:
        return Check("follow-up", f"{count(seen.talk.waiting, 'comment')} without an answer", False)
    return Check("follow-up", trouble or "no comment waits for an answer", None if trouble else True)


def _objective(seen: Seen) -> Check:
    if not seen.ground.objectives:
        return Check("objective", "no objective is set", None)
    goal = seen.ground.objectives[0]
    if goal.metric == "leads" or goal.metric in LEAD_KINDS:
        serves = bool(seen.row["leads"]) or has_own_tag(seen.row)
        can = "can bring leads for it" if serves else "has no way to bring any"
        how = "brought leads for it" if seen.row["leads"] else can
        return Check("objective", f"{goal.goal} by {goal.last_day}: it {how}", serves)
    serves = bool(seen.talk.comments)
    return Check("objective", f"{goal.goal} by {goal.last_day}: {count(seen.talk.comments, 'comment')} under it", serves)
