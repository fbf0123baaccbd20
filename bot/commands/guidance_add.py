"""Add a piece of guidance of your own; it answers from the next question on."""

from __future__ import annotations

from bot.coach.answers.asked_before import carried
from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import Draft, keep
from bot.coach.own_guidance.own_guidance_cards import added_reply
from bot.model.card import Button, Card, say, text
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, title: str, **values: str | None) -> Reply:
    """Keep a piece, or offer the box for its text where none came along. Raises NotAllowed for anybody but an admin."""
    advice = (values.get("text") or "").strip()
    if not advice:
        how = "Press **Add guidance** and write it, or say it at once: **guidance add {title} --text ...**"
        return Reply(Card(text("What should it say?"), (say(how, title=title),),
                          (Button("Add guidance", "add-guidance", carried(title)),), tone="ask"), failed=True)
    return added_reply(keep(desk, asker, Draft("piece", title, advice)))


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("title", "what it is about, or the question it answers", required=True, rest=True),
        Parameter("text", "the advice, the answer first", named=True),
    ),
    examples=('guidance add How long may a refund take --text "Two weeks. Say so in the first answer."',),
)
