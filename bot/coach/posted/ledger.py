"""What was said so far, as a pure view: one ledger over all channels of a team. The real slot and the replay read the same.

A card that certainly never arrived counts nowhere. One whose answer was lost counts as a post of its channel, but its
items are free again and its rule does not rest. One that was held out rests its rule and counts nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.coach.timing.calendar import Hours, monday_of
from bot.model.rule import Case, Ref

UNSENT, LOST, HELD_OUT = "unsent", "lost", "held out"
OPEN = frozenset({"open", "taken", "snoozed"})
PACE = "pace"
"""The rule name of the note that asks whether the coach should speak less."""
NEAR_POSTS = 3
"""So many of the coach's own last posts in a channel count as its last messages; other people's it does not read."""
IGNORED_RUNNING = 3
SUBJECTS_NAMED = 5
"""A case with items names its subject too while that is so short; a longer list stands for a whole, not for its parts."""
_ACTED = frozenset({"taken", "done"})
_REACTED = frozenset({"snoozed", "not needed", "closed"})


@dataclass(frozen=True, slots=True)
class Said:
    """One card. `kind` is None where it was held out; `local_date` is its channel's; `opening` is its first line."""

    card_id: str
    channel: str
    kind: str | None
    rule: str
    at: str
    local_date: str
    opening: str
    state: str = "open"
    answered: int = 0
    items: frozenset[Ref] = frozenset()

    @property
    def is_acted_on(self) -> bool:
        """Whether somebody took it, did it, or the data shows part of it done."""
        return self.state in _ACTED or self.answered > 0

    @property
    def has_reaction(self) -> bool:
        """Whether somebody pressed a button of it, whichever, or the data shows it done."""
        return self.is_acted_on or self.state in _REACTED

    def is_about(self, rule: str, items: frozenset[Ref]) -> bool:
        """Tell whether it is a rule's card about some of the same things, or about nothing in particular."""
        return self.rule == rule and (bool(self.items & items) or not (self.items or items))

    def is_passed_over(self, local_date: str) -> bool:
        """Tell whether it found no taker by a later day: nobody pressed anything, or it was not needed."""
        if self.is_acted_on or self.local_date >= local_date:
            return False
        return self.state in ("open", "replaced", "not needed")

    def is_ignored(self, local_date: str) -> bool:
        """Tell whether nobody reacted to it at all by a later day."""
        return self.is_passed_over(local_date) and self.state != "not needed"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every card said, oldest first."""

    said: tuple[Said, ...] = ()

    def and_said(self, said: Said) -> Ledger:
        """Return the ledger with one card more."""
        return Ledger((*self.said, said))

    def and_renewed(self, card_id: str, items: frozenset[Ref], opening: str) -> Ledger:
        """Return the ledger in which a card that stays where it is names other things."""
        return Ledger(tuple(
            replace(each, items=items, opening=opening) if each.card_id == card_id else each for each in self.said
        ))

    def has_room(self, channel: str, hours: Hours, local_date: str) -> bool:
        """Tell whether the caps leave room for one more post in a channel on a day."""
        monday = monday_of(local_date)
        days = [each.local_date for each in self._posts(channel)]
        today = sum(day == local_date for day in days)
        this_week = sum(monday_of(day) == monday for day in days)
        return today < hours.nudges.channel_posts_per_day and this_week < hours.posts_per_week

    def spent_items(self, cards_per_item: int, anew: Mapping[Ref, str] | None = None) -> frozenset[Ref]:
        """Return what stands on so many cards already that no other may name it. `anew`: for what is asked for something
        else since a moment (UTC text), only the cards from then on count."""
        named = Counter(item for each in self.said if each.state not in (UNSENT, LOST, HELD_OUT) for item in each.items
                        if each.at > (anew or {}).get(item, ""))
        return frozenset(item for item, cards in named.items() if cards >= cards_per_item)

    def resting(self, local_date: str, rest_days: int) -> frozenset[str]:
        """Return the rules that spoke, in any channel, less than so many days before a day."""
        day = date.fromisoformat(local_date)
        return frozenset(
            each.rule for each in self.said
            if each.state not in (UNSENT, LOST) and (day - date.fromisoformat(each.local_date)).days < rest_days
        )

    def reactions(self, rule: str, local_date: str) -> tuple[int, int]:
        """Return how many of a rule's earlier cards were acted on, and how many found no taker."""
        cards = [each for each in self._posts() if each.rule == rule]
        return sum(each.is_acted_on for each in cards), sum(each.is_passed_over(local_date) for each in cards)

    def open_near(self, channel: str, rule: str, items: frozenset[Ref]) -> Said | None:
        """Return a rule's open card about some of the same things among a channel's last posts, or None."""
        near = list(self._posts(channel))[-NEAR_POSTS:]
        return next((each for each in reversed(near) if each.state in ("open", "taken") and each.is_about(rule, items)),
                    None)

    def open_elsewhere(self, channel: str, rule: str, items: frozenset[Ref]) -> list[str]:
        """Return the cards of a channel that ask for some of the same things and that nobody took."""
        return [
            each.card_id for each in self._posts(channel)
            if each.state in ("open", "snoozed") and each.is_about(rule, items)
        ]

    def last_opening(self, channel: str) -> str:
        """Return the first line of a channel's last post, empty before the first."""
        return next((each.opening for each in reversed(list(self._posts(channel)))), "")

    def last_post(self, channel: str) -> Said | None:
        """Return a channel's last post."""
        return next(reversed(list(self._posts(channel))), None)

    def is_ignored_running(self, channel: str, local_date: str) -> bool:
        """Tell whether a channel's last nudges, three in a row since it was asked about its pace, found nobody.

        Any reaction ends the row, also that it was not needed; a digest does not.
        """
        running = 0
        for each in reversed(list(self._posts(channel))):
            if each.rule == PACE or each.has_reaction:
                break
            if each.kind in ("audit", "nudge") and each.is_ignored(local_date):
                running += 1
        return running >= IGNORED_RUNNING

    def _posts(self, channel: str | None = None) -> Iterator[Said]:
        for each in self.said:
            if each.kind is not None and each.state != UNSENT and channel in (None, each.channel):
                yield each


def ledger_of(cards: Iterable[dict[str, Any]], items: Iterable[dict[str, Any]]) -> Ledger:
    """Return the ledger from the rows of `cards_said` and `items_said`."""
    named: dict[str, set[Ref]] = {}
    for row in items:
        named.setdefault(row["card_id"], set()).add(Ref(row["kind"], row["network"], row["item_id"]))
    return Ledger(tuple(
        Said(
            card_id=row["card_id"], channel=row["channel"], kind=row["kind"], rule=row["rule"], at=row["posted_at"],
            local_date=row["local_date"] or row["posted_at"][:10], opening=row["opening"], state=row["state"],
            answered=row["answered"], items=frozenset(named.get(row["card_id"], ())),
        )
        for row in cards
    ))


def named_on_card(case: Case) -> tuple[Ref, ...]:
    """Return the things that a card about a case names, each once: its items, and its subject where that is short."""
    items = [item.ref for item in case.items]
    subject = case.subject if not items or len(case.subject) <= SUBJECTS_NAMED else ()
    return tuple(dict.fromkeys([*items, *subject]))
