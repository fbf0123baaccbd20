"""Which finding is said at a slot. The same choice serves the real slot and the replay; it writes nothing.

Weight = severity x (1 + expected leads at stake) x how often this team acted on that rule's cards (the mean of a Beta
distribution that begins at one in two). Stakes are unknown for many rules, so none counts as one, not as nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from bot.coach.channels import Place
from bot.coach.desk import Desk
from bot.coach.figures.findings import find
from bot.coach.posted.ledger import Ledger, Said, named_on_card
from bot.model.rule import Finding, Ref
from bot.model.slots import Occurrence


@dataclass(frozen=True, slots=True)
class Weight:
    """What a finding weighs at a slot. `acted` and `passed_over` count this rule's earlier cards."""

    severity: int
    stake: float
    acted: int
    passed_over: int

    @property
    def chance(self) -> float:
        """How likely the team acts on it: the posterior mean with a prior of Beta(1, 1)."""
        return (self.acted + 1) / (self.acted + self.passed_over + 2)

    @property
    def value(self) -> float:
        """Severity x (1 + stake) x chance."""
        return self.severity * (1 + self.stake) * self.chance


@dataclass(frozen=True, slots=True)
class Choice:
    """A finding that is worth saying, and the open card that it mends where there is one."""

    finding: Finding
    weight: Weight
    mends: Said | None = None

    @property
    def items(self) -> frozenset[Ref]:
        """The things that its card names."""
        return frozenset(named_on_card(self.finding.case))


@dataclass(frozen=True, slots=True)
class Moment:
    """One slot of one channel on one date, with what was said before it."""

    place: Place
    occurrence: Occurrence
    ledger: Ledger

    @property
    def has_room(self) -> bool:
        """Whether the channel's caps leave room for a post."""
        return self.ledger.has_room(self.place.channel, self.place.hours, self.occurrence.local_date)


def choose(desk: Desk, moment: Moment) -> list[Choice]:
    """Return what a slot has to say: open cards of the channel that are mended in place, then at most one new post.

    Nothing is chosen where the caps leave no room, and nothing that somebody took lately. Each rule that does not rest is
    run once.
    """
    if not moment.has_room:
        return []
    mends: list[Choice] = []
    for choice in _ranked(desk, moment):
        near = moment.ledger.open_near(moment.place.channel, choice.finding.rule, choice.items)
        if near is None:
            return [*mends, choice]
        if near.state == "open" and all(each.mends != near for each in mends):
            mends.append(replace(choice, mends=near))
    return mends


def is_held_out(desk: Desk, occurrence: Occurrence) -> bool:
    """Tell whether chance holds this nudge back. The same occurrence always gets the same answer."""
    drawn = hashlib.sha256(f"{desk.records.team_id}/{occurrence.key}".encode()).digest()
    return int.from_bytes(drawn[:4], "big") / 2**32 < desk.settings.nudges.hold_out_share


def _ranked(desk: Desk, moment: Moment) -> list[Choice]:
    """Return the findings that may be said, those of the slot's own kind first, the heaviest on top."""
    silent = moment.ledger.resting(moment.occurrence.local_date, desk.settings.nudges.rule_rest_days)
    silent |= {row["rule"] for row in desk.records.rows("mutes", channel=moment.place.channel, now=desk.now)}
    rules = [rule for key, rule in desk.rules.items() if key not in silent]
    spent = moment.ledger.spent_items(desk.settings.nudges.cards_per_item, _moved(desk))
    found = filter(None, (_unspent(finding, spent) for finding in find(desk, rules, spent=spent)))
    choices = [Choice(finding, _weight(finding, moment)) for finding in found]
    return sorted(choices, key=lambda each: _place_in_order(each, moment.occurrence.kind))


def _moved(desk: Desk) -> dict[Ref, str]:
    """Return the complaints that were moved to a private channel, and when: from then on their end is asked for."""
    rows = desk.records.rows("open_complaints", now=desk.now)
    return {Ref("comment", row["network"], row["comment_id"]): row["moved_at"] for row in rows}


def _place_in_order(choice: Choice, kind: str) -> tuple[bool, float, str, list[tuple[str, str]]]:
    finding = choice.finding
    subject = [(ref.network, ref.id) for ref in finding.case.subject]
    return finding.slot != kind, -choice.weight.value, finding.rule, subject


def _weight(finding: Finding, moment: Moment) -> Weight:
    acted, passed_over = moment.ledger.reactions(finding.rule, moment.occurrence.local_date)
    return Weight(finding.severity, max(0.0, finding.case.stake), acted, passed_over)


def _unspent(finding: Finding, spent: frozenset[Ref]) -> Finding | None:
    """Return a finding that fires, without what stands on enough cards already; None where nothing of it may be said.

    Rules leave spent comments out of what they ask for. Where the listed ones are examples of more, spent examples are left
    out here and the figures stay; any other finding that names a spent thing is not said.
    """
    case = finding.case
    gone = spent.intersection(named_on_card(case))
    if case.verdict != "fires" or not gone:
        return finding if case.verdict == "fires" else None
    fresh = tuple(item for item in case.items if item.ref not in spent)
    is_sample = len(case.subject) > len(case.items) and all(ref.kind == "comment" for ref in gone)
    return replace(finding, case=replace(case, items=fresh)) if fresh and is_sample else None
