"""Add guidance, under a question without an answer: a piece of the team's own that answers from the next question on.

Of anybody but an admin it is a suggestion, which the owner of the guidance adds or leaves.
"""

from __future__ import annotations

from bot.coach.answers.asked_before import in_full
from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import Draft, Entry, keep
from bot.coach.own_guidance.own_guidance_cards import added_reply
from bot.coach.own_guidance.suggested_guidance import suggest
from bot.model.action import Action
from bot.model.card import Paragraph, say
from bot.model.command import Asker, Parameter, Reply
from bot.model.words import shorten


def run(desk: Desk, asker: Asker, subject: str, title: str = "", advice: str = "") -> Reply:
    """Keep the advice as a piece that answers the question `subject` carries; of anybody but an admin as a suggestion.

    Raises UsageError for a text that is empty or over a limit.
    """
    question = in_full(desk, subject)
    draft = Draft("piece", title, advice, (question,) if question else ())
    if not asker.is_admin:
        return suggest(desk, asker, draft)
    changed = keep(desk, asker, draft)
    return added_reply(changed, *([_asked_again(desk, question, changed.entry)] if question and changed.is_new else []))


def prefill(desk: Desk, subject: str) -> dict[str, str]:
    """Offer the question as the title."""
    return {"title": in_full(desk, subject)}


def _asked_again(desk: Desk, question: str, entry: Entry) -> Paragraph:
    """Say whether the question finds the piece now."""
    names = [source.id for source in desk.adviser.answer(question).sources]
    asked = shorten(question, 80)
    if entry.id not in names:
        return say("Asked “{asked}”, I still do not find it: use the words of the question in it.", asked=asked)
    if names[0] == entry.id:
        return say("Asked “{asked}”, I answer with it now.", asked=asked)
    return say("Asked “{asked}”, I name it beside other guidance.", asked=asked)


ACTION = Action(
    "add-guidance", "Add a piece of your own; whoever is no admin suggests it to the owner of the guidance.", run,
    (Parameter("title", "What is it about? The question it answers will do", required=True),
     Parameter("advice", "What should somebody do? The answer first", required=True, rest=True)),
    prefill,
    title="Add guidance",
)
