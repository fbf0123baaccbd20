"""Checks one post five ways and says whether it works: reach, conversation, lead path, follow-up, objective.

Leads decide; reach comes second. What cannot be known is "Can't tell", with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.coach.audits.five_checks import LOW, Check, Seen, facts_of, five_checks, look_at
from bot.coach.audits.post_ground import SETTLE_HOURS, Ground, Row, has_link, has_own_tag
from bot.coach.figures.baselines import MIN_POSTS
from bot.model.card import Text, text
from bot.model.networks import network_name
from bot.model.tagged_links import quotable
from bot.model.words import amount, count

PostVerdict = Literal["Working", "Leaking", "Quiet", "Can't tell"]
RULE = "post-check"
MIN_EXPECTED = 3
"""Expected leads from which none is hardly chance: Poisson gives 5%."""
_RESTS_ON = {
    "Working": ("small-but-fruitful", "leads-not-virality"),
    "Leaking": ("leads-not-virality", "back-to-the-drawing-board"),
    "Quiet": ("listen-and-ask", "who-is-it-for"),
    "Can't tell": ("measure-and-monitor",),
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why something cannot be told, and what would let the next audit tell."""

    why: str
    next_step: str


@dataclass(frozen=True, slots=True)
class PostCheck:
    """One post's checks, verdict and next step. `reason` says why nothing can be told."""

    row: Row
    verdict: PostVerdict
    headline: Text
    next_step: Text
    checks: tuple[Check, ...]
    facts: dict[str, Any]
    reason: str | None = None

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The guidance behind the verdict."""
        return _RESTS_ON[self.verdict]

    @property
    def lead_yield(self) -> float:
        """Leads per 1,000 people reached, -1 where unknown: what posts are ranked by, reach second."""
        return -1.0 if self.facts["lead_yield"] is None else float(self.facts["lead_yield"])


def check_post(ground: Ground, row: Row) -> PostCheck:
    """Return a post's five checks, its verdict and one next step. row: one of the ground's."""
    seen = look_at(ground, row)
    verdict, unknown = _verdict(seen)
    return PostCheck(
        row=row, verdict=verdict, headline=_headline(seen, verdict, unknown),
        next_step=_next_step(seen, verdict, unknown), checks=five_checks(seen), facts=facts_of(seen),
        reason=unknown.why if unknown else None,
    )


def post_name(row: Row) -> str:
    """Return how people know a post: the start of its words, or its kind and id."""
    words = " ".join((row["text"] or "").split())
    return f"“{quotable(words, 48)}”" if words else f"the {row['kind'] or 'post'} {row['post_id']}"


def yield_words(check: PostCheck) -> str:
    """Return a post's lead yield beside the account's own, in words."""
    if check.facts["lead_yield"] is None:
        return "lead yield not known"
    own = check.facts["own_yield"]
    beside = f"; your posts in all: {amount(own)}" if own else ""
    return f"{amount(check.lead_yield)} leads per 1,000 reached{beside}"


def _verdict(seen: Seen) -> tuple[PostVerdict, Unknown | None]:
    if seen.row["leads"]:
        return "Working", None
    if seen.talk.conversations and any(each.metric == "conversations" for each in seen.ground.objectives):
        return "Working", None
    unknown = _unknown_reach(seen)
    if unknown:
        return "Can't tell", unknown
    if (seen.rank.below or 0) < LOW and not seen.talk.conversations:
        trouble = None if seen.row["comments"] == 0 else _stale(seen, "comments")
        return ("Can't tell", trouble) if trouble else ("Quiet", None)
    unknown = _unseen_leads(seen)
    return ("Can't tell", unknown) if unknown else ("Leaking", None)


def _stale(seen: Seen, feed: str) -> Unknown | None:
    trouble = seen.ground.feeds.trouble(feed)
    return Unknown(trouble, f"Import the newest {feed}, then look again.") if trouble else None


def _unknown_reach(seen: Seen) -> Unknown | None:
    """Return why a post's reach says nothing, or None."""
    stale = _stale(seen, "posts")
    if stale:
        return stale
    if seen.row["reach"] is None:
        if all(each["reach"] is None for each in seen.ground.rows if each["network"] == seen.row["network"]):
            return Unknown(f"no reach is known of any post on {network_name(seen.row['network'])}",
                           "Give the next one a link of its own, so that its leads show what it brings: link ADDRESS.")
        return Unknown("its reach is not known", "Import an export that holds the reach of each post.")
    if not seen.ground.is_settled(seen.row):
        return Unknown(f"its figures were taken less than {SETTLE_HOURS} hours after it was published",
                       "Import newer figures in a few days, then look again.")
    if seen.rank.n < MIN_POSTS:
        return Unknown(f"it can be held against {count(seen.rank.n, 'own post')} only, and {MIN_POSTS} are needed",
                       "Import older posts too, or look again when there are more.")
    return None


def _unseen_leads(seen: Seen) -> Unknown | None:
    """Return why no lead could be seen, or why none may be chance; None when leads are missing indeed."""
    stale, row = _stale(seen, "leads"), seen.row
    if stale:
        return stale
    if not has_link(row):
        return Unknown("no link leads from it to a lead",
                       "Put a link with a tag of its own (utm_content) into the next post.")
    if seen.expected is None:
        return Unknown("no lead is tied to any own post of these 90 days",
                       "Import your leads with the post or the tag each one came by.")
    if seen.expected >= MIN_EXPECTED:
        return None
    if not has_own_tag(row):
        shared = row["utm_content"] or row["utm_campaign"]
        return Unknown("other posts carry the same tag" if shared else "its link carries no tag",
                       "Give each post's link a tag of its own (utm_content), so that its leads can be seen.")
    return Unknown(f"at your own yield {amount(seen.expected)} leads were likely, so none may be chance",
                   "Change nothing on this alone; look at your strongest posts first.")


def _headline(seen: Seen, verdict: PostVerdict, unknown: Unknown | None) -> Text:
    name, reach = post_name(seen.row), seen.row["reach"]
    if unknown:
        return text("Can't tell about {post}: {reason}", post=name, reason=unknown.why)
    if verdict == "Quiet":
        return text("Quiet: {post} reached {reach} people, without a lead or a conversation", post=name, reach=reach)
    if verdict == "Leaking":
        return text("Leaking: {post} reached {reach} people and brought no lead, where {expected} were likely",
                    post=name, reach=reach, expected=amount(seen.expected or 0))
    if not seen.row["leads"]:
        return text("Working: {post} started {talk}", post=name, talk=count(seen.talk.conversations, "conversation"))
    brought = count(seen.row["leads"], "lead")
    if reach is None:
        return text("Working: {post} brought {leads}", post=name, leads=brought)
    return text("Working: {post} brought {leads} from {reach} people reached", post=name, leads=brought, reach=reach)


def _next_step(seen: Seen, verdict: PostVerdict, unknown: Unknown | None) -> Text:
    if verdict == "Leaking":
        return text("Write down whom it is for, what they need and their next step; then post it again.")
    if seen.talk.waiting:
        return text("Answer those who wait under it ({waiting}), those who want to buy first.",
                    waiting=count(seen.talk.waiting, "comment"))
    if verdict == "Working":
        return text("Make another for the same people, with the same need and the same next step.")
    if verdict == "Quiet":
        return text("Ask one question that your customers can answer, and reply to each answer.")
    return text("{step}", step=unknown.next_step if unknown else "")
