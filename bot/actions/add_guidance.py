"""Add guidance, under a question without an answer: says where a piece goes and how it begins."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.rated_answers import how_to_add
from bot.model.action import Action
from bot.model.card import Card, Quote, say, text
from bot.model.command import Asker, Reply


def run(desk: Desk, _asker: Asker, subject: str) -> Reply:
    """Show how to add a piece that answers the question `subject`."""
    piece = "\n".join([
        "---", "id: a-short-name", "title: What the piece says in one line", "source: Whose advice it is",
        f"date: {desk.now[:10]}", "questions:", f"  - {subject or 'The question it answers'}", "---", "",
        "The advice in your own words, the answer first.",
    ])
    return Reply(Card(
        text("Write a piece that answers it"),
        (say("To add it, {how} It begins like this:", how=how_to_add(desk)), Quote(piece)),
    ))


ACTION = Action("add-guidance", "Show how to add a piece of guidance.", run)
