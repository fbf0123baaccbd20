"""A piece of guidance from somebody who may not add it: kept without answering, and put before the owner to add or leave.

Its words are a colleague's own, so the message to the owner is not counted as the coach speaking unasked.
"""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import Changed, Draft, keep_unused
from bot.coach.own_guidance.owner_note import owner_of
from bot.coach.people import platform_of
from bot.coach.posting import Entry, queue
from bot.errors import UsageError
from bot.model.card import Button, Card, Quote, say, text
from bot.model.command import Asker, Reply
from bot.model.times import ago, from_text
from bot.model.words import shorten

WAITING = 10
"""How many suggestions a team keeps in seven days; more would be a flood before one person."""
LOGGED_AS = "guidance suggested"
_READ_BACK = 200
_WEEK_DAYS = 7
_QUOTED_LETTERS = 1500


def suggest(desk: Desk, asker: Asker, draft: Draft) -> Reply:
    """Keep a draft that answers nothing yet, and put it before the owner of the guidance.

    Raises UsageError for a text that cannot be kept, and where there are too many already.
    """
    since = ago(from_text(desk.now), days=_WEEK_DAYS)
    logged = desk.records.rows("admin_log", n=_READ_BACK)
    if sum(row["what"] == LOGGED_AS and row["at"] > since for row in logged) >= WAITING:
        raise UsageError(f"{WAITING} suggestions of the last {_WEEK_DAYS} days are kept already; tell the owner of the "
                         "guidance yourself.")
    changed = keep_unused(desk, asker, draft, LOGGED_AS)
    if not changed.is_new:
        return Reply(Card(text("{title} says so already; nothing was changed", title=changed.entry.title)))
    is_told = _tell_owner(desk, asker, draft, changed)
    then = "The owner of the guidance has it before them and adds it with one press." if is_told else \
        "Nobody looks after the guidance yet, so an admin has to add it."
    return Reply(
        Card(text("Suggested: {title}", title=draft.title),
             (say("Only an admin may add guidance, so it answers nothing yet."), say("{then}", then=then),
              say("An admin adds it with **guidance restore {which}** as well.", which=_which(changed))), tone="good"),
        {"id": changed.entry.id, "number": changed.entry.number, "version": changed.entry.version, "answers": False})


def _tell_owner(desk: Desk, asker: Asker, draft: Draft, changed: Changed) -> bool:
    owner = owner_of(desk)
    if owner is None:
        return False
    is_first = changed.entry.version == 1
    delete = (Button("Delete for good", "guidance-delete", str(changed.entry.number)),) if is_first else ()
    card = Card(
        text("**{who} suggests guidance:** {title}", who=asker.name, title=draft.title),
        (Quote(shorten(draft.body, _QUOTED_LETTERS), asker.name),
         *([say("It would answer: {question}", question=draft.questions[0])] if draft.questions else []),
         say("It answers nothing until you add it.")),
        (Button("Add it", "guidance-restore", _which(changed)), *delete), tone="ask")
    platform = platform_of(owner.person) or owner.place.platform
    with desk.records.write() as writer:
        queue(writer, Entry(owner.place.channel, platform, card, person=owner.person), desk.now)
    return True


def _which(changed: Changed) -> str:
    return f"{changed.entry.number}.{changed.entry.version}"
