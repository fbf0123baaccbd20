"""Write your posts, comments, leads, followers or commitments out."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.exports import SUBJECTS, export_rows
from bot.model.card import Card, say, text
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, **values: Any) -> Reply:
    """Give the rows as the reply's document, read only as they are written; the card says how to get a file."""
    subject, form = values["subject"], values.get("format") or "json"
    words = f"python -m bot export {subject} --format {form} > {subject}.{form}"
    return Reply(
        Card(text("Export {subject} to a file", subject=subject),
             (say("On the machine that runs me: **{words}**", words=words),
              say("The times are UTC; a figure that is not known is left out, never 0."))),
        export_rows(desk, asker, subject))


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("subject", "what to write out", "choice", choices=SUBJECTS, required=True),
        Parameter("format", "json or csv", "choice", choices=("json", "csv"), named=True, default="json"),
    ),
    examples=("export posts", "export leads --format csv"),
)
