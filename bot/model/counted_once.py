"""Which leads that were told in chat are the same as leads of a table, so that each counts once.

One lead of a table stands for at most one told lead; nothing is joined that is not of the same post and the same kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.model.ties import TIES
from bot.model.times import from_text
from bot.model.words import day

NEAR = timedelta(hours=24)
"""So long before it was told a lead may stand in the table; on the same day it may stand there later too."""
Row = dict[str, Any]
Run = Callable[..., list[Row]]


@dataclass(frozen=True, slots=True)
class Joined:
    """A told lead that counts as a lead of a table. `telling`: the code of what was told; `told_at` is UTC text."""

    lead_id: str
    counted_as: str
    telling: str
    told_at: str


def tie_anew(run: Run, now: str) -> list[Joined]:
    """Tie the leads anew and count each told one once, in an open transaction; return those that were joined now."""
    for step in TIES:
        run(step)
    return join_told_leads(run, now)


def join_told_leads(run: Run, now: str) -> list[Joined]:
    """Count each told lead once that a table brought too, in an open transaction; return those that were joined now.

    `run` runs a named statement. What a person said of a told lead wins: one that was kept apart is left alone.
    """
    run("return_told_leads")
    run("forget_returned_leads")
    run("take_told_quality_back")
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in run("told_leads_with_a_post"):
        groups.setdefault((row["tied_network"], row["tied_post_id"], row["kind"]), []).append(row)
    joined = []
    for (network, post_id, kind), told in groups.items():
        others = run("leads_they_may_be", network=network, post_id=post_id, kind=kind)
        for row, other in pairs(told, others):
            set_aside(run, row["lead_id"], other["lead_id"], "data", now)
            joined.append(Joined(row["lead_id"], other["lead_id"], row["telling_id"], row["created_at"]))
    return joined


def set_aside(run: Run, lead_id: str, counted_as: str, joined_how: str, now: str) -> bool:
    """Let one row stand for a told lead; False where the told lead is not there, or the row stands for another."""
    if not run("set_told_lead_aside", lead_id=lead_id, counted_as=counted_as, joined_how=joined_how, now=now):
        return False
    run("drop_lead_set_aside", lead_id=lead_id)
    run("hand_quality_over", counted_as=counted_as)
    return True


def pairs(told: Sequence[Row], others: Sequence[Row], *, known_before: bool = False) -> list[tuple[Row, Row]]:
    """Return which told lead may be which other one, the nearest in time first, each at most once.

    rows: `lead_id` and `created_at`, UTC text, all of one post and one kind; of the others `imported_at` too. Who tells of
    leads when the table is in already means further ones, so those count only with `known_before`.
    """
    near = sorted((apart, one["lead_id"], other["lead_id"], one, other) for one in told for other in others
                  if (known_before or not other["imported_at"] or other["imported_at"] >= one["created_at"])
                  and (apart := _apart(one["created_at"], other["created_at"])) is not None)
    found: dict[str, tuple[Row, Row]] = {}
    taken: set[str] = set()
    for _, lead_id, other_id, one, other in near:
        if lead_id not in found and other_id not in taken:
            found[lead_id] = one, other
            taken.add(other_id)
    return list(found.values())


def told_once(joined: Iterable[Joined], zone: str) -> list[str]:
    """Return what was joined in sentences, one for each telling."""
    tellings: dict[str, list[Joined]] = {}
    for each in joined:
        tellings.setdefault(each.telling, []).append(each)
    return [_sentence(telling, found, zone) for telling, found in tellings.items()]


def _apart(told: str, other: str) -> timedelta | None:
    """Return how far a lead of a table lies from the moment one was told, None where they are not near."""
    apart = from_text(told) - from_text(other)
    return abs(apart) if told[:10] == other[:10] or timedelta() <= apart <= NEAR else None


def _sentence(telling: str, found: Sequence[Joined], zone: str) -> str:
    ones, each = ("one", "it") if len(found) == 1 else ("ones", "each")
    told_on = day(found[0].told_at, zone)
    return (f"{len(found)} of these leads may be {ones} told in chat on {told_on}; {each} is counted once. If they are not "
            f"the same, say: lead once {telling} apart")
