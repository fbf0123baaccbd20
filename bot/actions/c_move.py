"""Need more time, or Suggest another time: a due moment in plain words."""

from __future__ import annotations

from bot.coach.asking_person import tell_asker
from bot.coach.commitments.commitment_cards import changed_reply
from bot.coach.commitments.commitment_changes import later, move
from bot.coach.commitments.commitments import every, numbered
from bot.coach.desk import Desk
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply


def run(desk: Desk, asker: Asker, subject: str, words: str) -> Reply:
    """Give a commitment another due moment."""
    was_asked = not numbered(desk, asker, subject).is_accepted
    change = move(desk, asker, subject, words)
    if was_asked:
        tell_asker(desk, change, asker.name)
    return changed_reply(desk, change)


def prefill(desk: Desk, subject: str) -> dict[str, str]:
    """Offer the same weekday and time of the week after."""
    found = next((each for each in every(desk) if str(each.number) == subject), None)
    return {"words": later(found, desk.now)} if found else {}


ACTION = Action("commitment-move", "Give a commitment another due moment.", run, (
    Parameter("words", "By when? Such as Friday 15:00 or tomorrow at 9", required=True),
), prefill, title="Move the due date")
