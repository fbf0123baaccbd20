"""What nudging did: nudges that were said beside those that chance held back, and what the data shows done after each.

Both sides are measured alike, by the data alone: what people press on a card has no counterpart where no card was. Done is
a reply of the team's under one of the comments, or that the rule does not see the thing any more, within seven days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot import clock
from bot.coach.desk import Desk
from bot.coach.feeds import Feeds, feeds_of
from bot.coach.figures.findings import cases
from bot.coach.posted.ledger import HELD_OUT, Said, ledger_of, named_on_card
from bot.model.rule import Ref
from bot.model.statistics import difference_bounds
from bot.model.times import ago, from_text

WITHIN_DAYS = 7
"""So long after its slot what was done counts: as long as a rule rests."""
LEAST = 10
"""Fewer than this on either side make no difference that could be told."""
NARROW = 0.1
"""A difference that surely stays within so many points (as a share) of none is taken for none."""
Verdict = Literal["helps", "no gain", "hardly any difference", "open", "too few", "nothing held back"]
ENDS: tuple[Verdict, ...] = ("no gain", "hardly any difference")
"""The verdicts after which a rule might as well be silent."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One nudge that a slot chose. `is_done` is what the data shows; None where it cannot show it, or not yet."""

    card_id: str
    rule: str
    is_held_out: bool
    is_acted_on: bool
    is_done: bool | None


@dataclass(frozen=True, slots=True)
class Effect:
    """The two sides of one rule, or of all. `acted_on` counts what people pressed and the data shows of those said."""

    said: int
    acted_on: int
    held_out: int
    said_seen: int
    said_done: int
    held_out_seen: int
    held_out_done: int

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The 95% bounds of the difference in shares done, None where a side is too small."""
        if min(self.said_seen, self.held_out_seen) < LEAST:
            return None
        return difference_bounds(self.said_done, self.said_seen, self.held_out_done, self.held_out_seen)

    @property
    def difference(self) -> float | None:
        """How much higher the share done is of those said, None where a side is too small."""
        return self.said_done / self.said_seen - self.held_out_done / self.held_out_seen if self.bounds else None

    @property
    def verdict(self) -> Verdict:
        """What can be said of it."""
        if not self.held_out:
            return "nothing held back"
        if self.bounds is None:
            return "too few"
        low, high = self.bounds
        if low > 0:
            return "helps"
        if high <= 0:
            return "no gain"
        return "hardly any difference" if low >= -NARROW and high <= NARROW else "open"


@dataclass(frozen=True, slots=True)
class Report:
    """All nudges of a window (UTC text): together, by rule (most chosen first), and the last card said of each rule.

    `unseen`: of so many the data cannot show yet, or at all, what became of them.
    """

    since: str
    until: str
    overall: Effect
    rules: Mapping[str, Effect]
    last_card: Mapping[str, str]
    unseen: int


def nudge_report(desk: Desk, days: int) -> Report:
    """Return what nudging did in the last `days` days."""
    since = ago(from_text(desk.now), days=days)
    chosen = chosen_since(desk, since)
    rules = sorted({each.rule for each in chosen}, key=lambda rule: (-sum(each.rule == rule for each in chosen), rule))
    return Report(
        since=since, until=desk.now, overall=effect_of(chosen),
        rules={rule: effect_of(each for each in chosen if each.rule == rule) for rule in rules},
        last_card={each.rule: each.card_id for each in chosen if not each.is_held_out},
        unseen=sum(each.is_done is None for each in chosen))


def effect_of(chosen: Iterable[Chosen]) -> Effect:
    """Add up both sides of some nudges."""
    chosen = list(chosen)
    said, held = ([each for each in chosen if each.is_held_out is is_held] for is_held in (False, True))
    seen, held_seen = ([each for each in side if each.is_done is not None] for side in (said, held))
    return Effect(
        said=len(said), acted_on=sum(each.is_acted_on for each in said), held_out=len(held),
        said_seen=len(seen), said_done=sum(bool(each.is_done) for each in seen),
        held_out_seen=len(held_seen), held_out_done=sum(bool(each.is_done) for each in held_seen))


def chosen_since(desk: Desk, since: str) -> list[Chosen]:
    """Return the nudges that slots chose since a moment, oldest first, with what the data shows of each."""
    window = {"since": since, "until": desk.now}
    rows = [row for row in desk.records.rows("nudges_chosen", **window) if row["rule"] in desk.rules]
    replies = {row["card_id"]: min((row[name] for name in _REPLIES if row[name]), default=None)
               for row in desk.records.rows("replies_after_cards", **window)}
    items = {said.card_id: said.items for said in _named(desk)}
    seen = _Seen(desk, feeds_of(desk), _has_replies(desk, since), replies)
    return [Chosen(row["card_id"], row["rule"], row["state"] == HELD_OUT,
                   row["state"] in ("taken", "done") or row["answered"] > 0,
                   seen.is_done(row["card_id"], row["rule"], row["posted_at"], items.get(row["card_id"], frozenset())))
            for row in rows]


_REPLIES = ("replied_at", "replied_in_thread_at", "stated_at")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the data can show. `replies`: the first reply after each card that names comments, None for none."""

    desk: Desk
    feeds: Feeds
    has_replies: bool
    replies: Mapping[str, str | None]

    def is_done(self, card_id: str, rule: str, posted_at: str, items: frozenset[Ref]) -> bool | None:
        """Return whether the data shows a nudge done in time; None where it does not reach so far or cannot show it."""
        end = ago(from_text(posted_at), days=-WITHIN_DAYS)
        if card_id in self.replies:
            if (self.feeds.as_of("comments") or "") < end or not self.has_replies:
                return None
            replied_at = self.replies[card_id]
            return replied_at is not None and replied_at <= end
        if max((feed.as_of for feed in self.feeds.known.values()), default="") < end:
            return None
        return self._is_gone(rule, end, items)

    def _is_gone(self, rule: str, at: str, items: frozenset[Ref]) -> bool | None:
        """Return whether a rule does not see the same things any more at a moment; None where it can't tell."""
        seen = cases(self.desk.at(clock.fixed(from_text(at))), self.desk.rules[rule])
        named = [(case.verdict, frozenset(named_on_card(case))) for case in seen]
        if any(verdict == "fires" and (refs & items or not (refs or items)) for verdict, refs in named):
            return False
        return None if any(verdict == "cant-tell" for verdict, _ in named) else True


def _named(desk: Desk) -> Sequence[Said]:
    return ledger_of(desk.records.rows("cards_said"), desk.records.rows("items_said")).said


def _has_replies(desk: Desk, since: str) -> bool:
    """Tell whether the data shows the team's replies at all."""
    return bool((desk.records.one("replies_between", since=since, until=desk.now) or {}).get("replies"))
