"""How far a commitment has come, as the data shows it at a moment; nothing after the due moment counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.coach.commitments.commitments import Commitment
from bot.coach.desk import Desk
from bot.coach.ports import Row


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `of`: answers, leads or posts. `worded`: those of them that rest on a person's word alone.

    `put_aside`: comments that a person said need no answer; they are not in `of`.
    """

    done: int
    of: int
    worded: int = 0
    put_aside: int = 0

    @property
    def is_reached(self) -> bool:
        """Whether all of it is done."""
        return self.of > 0 and self.done >= self.of


def progress_of(desk: Desk, commitments: Sequence[Commitment]) -> dict[str, Progress]:
    """Return the progress of each commitment by its id, as the data up to the desk's moment shows it."""
    over_comments = [each for each in commitments if each.measured_by == "answers" and _has_comments(each)]
    answers = {row["commitment_id"]: row for row in _answers(desk, over_comments)}
    return {
        each.commitment_id: _of_answers(each, answers[each.commitment_id]) if each.commitment_id in answers
        else Progress(_counted(desk, each), each.target or 1)
        for each in commitments
    }


def _has_comments(commitment: Commitment) -> bool:
    return any(ref.kind == "comment" for ref in commitment.items)


def _answers(desk: Desk, over_comments: Sequence[Commitment]) -> list[Row]:
    return desk.records.rows("commitment_answers", now=desk.now) if over_comments else []


def _of_answers(commitment: Commitment, row: Row) -> Progress:
    open_to_answer = row["items"] - row["dismissed"]
    of = min(commitment.target or open_to_answer, open_to_answer)
    return Progress(min(row["answered"], of), of, min(row["worded"], of), row["dismissed"])


def _counted(desk: Desk, commitment: Commitment) -> int:
    """Count what came between the making and the due moment, up to the desk's moment."""
    own, since, until = commitment.commitment_id, commitment.made_at, min(commitment.due_at, desk.now)
    match commitment.measured_by:
        case "leads":
            row = desk.records.one("leads_for_commitment", commitment_id=own, since=since, until=until)
        case "posts":
            row = desk.records.one("posts_for_commitment", commitment_id=own, since=since, since_day=since[:10],
                                   until=until)
        case "answers":
            row = desk.records.one("answers_given", since=since, until=until)
        case _:
            return int(commitment.outcome == "kept")
    return int(row["done"]) if row else 0
