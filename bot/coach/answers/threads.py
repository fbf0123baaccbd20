"""Talks that go on: the one who asked may ask on in the thread of an answer, until they stop it or somebody else speaks.

The coach listens to nobody else, for half an hour after the last turn, and in no other place.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from bot.coach.desk import Desk
from bot.errors import StoreError
from bot.model.command import Asker
from bot.model.times import ago, from_text, to_text
from bot.model.words import shorten

logger = logging.getLogger(__name__)

LISTENS_MINUTES = 30
"""How long after its last turn a talk may go on without a mention."""
TURN_TOKENS = 800
"""What the turns before may take of a prompt."""
MOST_TURNS = 12
_LETTERS_A_TOKEN = 4
_QUESTION, _ANSWER = 300, 850
"""Letters of a turn that count as the whole of it: together they stay below what is shown of one text."""
_SHORT_QUESTION, _SHORT_ANSWER = 120, 160
"""Letters of an older turn that are kept when the whole of it has no room."""


def begin(desk: Desk, asker: Asker, question: str, answer: str) -> None:
    """Take part in a person's talk from this turn on, and fall silent towards everybody else in its place.

    The same turn told twice is kept once. A busy store costs the turn, never the answer.
    """
    place = _place(asker)
    try:
        last = desk.records.one("last_turns", **place, n=1)
        with desk.records.write() as writer:
            writer.run("follow_talk", **place, now=desk.now)
            writer.run("stop_talks_in", channel=asker.channel, thread=asker.thread, person=asker.person, now=desk.now)
            if last is None or (last["question"], last["answer"]) != (question, answer):
                writer.run("keep_turn", **place, question=question, answer=answer, now=desk.now)
    except StoreError:
        logger.warning("turn not kept channel=%s", asker.channel)


def listens(desk: Desk, asker: Asker) -> bool:
    """Tell whether what somebody says in a thread without a mention is meant for the coach."""
    row = desk.records.one("talk", **_place(asker))
    if row is None or row["stopped_at"] is not None:
        return False
    return bool(desk.now <= to_text(from_text(row["last_at"]) + timedelta(minutes=LISTENS_MINUTES)))


def others_spoke(desk: Desk, speaker: Asker) -> None:
    """Fall silent in the speaker's thread towards everybody else: people talk to each other there now.

    Nothing is written where nobody was listened to.
    """
    heard = desk.records.rows("talks_heard", channel=speaker.channel, thread=speaker.thread, person=speaker.person)
    if heard:
        with desk.records.write() as writer:
            writer.run("stop_talks_in", channel=speaker.channel, thread=speaker.thread, person=speaker.person, now=desk.now)


def stop(desk: Desk, asker: Asker) -> bool:
    """Stop to listen to somebody in their thread. Tells whether that changed anything."""
    with desk.records.write() as writer:
        return bool(writer.run("stop_talk", **_place(asker), now=desk.now))


def earlier_turns(desk: Desk, asker: Asker, *, tokens: int = TURN_TOKENS) -> tuple[str, ...]:
    """Return a talk's turns before this one, oldest first, each as one text, together within a number of tokens.

    The newest stand whole, older ones shortened; what finds no room even so is left out.
    """
    left = tokens * _LETTERS_A_TOKEN
    found: list[str] = []
    for row in desk.records.rows("last_turns", **_place(asker), n=MOST_TURNS):
        whole = _words(row["question"], row["answer"], _QUESTION, _ANSWER)
        short = _words(row["question"], row["answer"], _SHORT_QUESTION, _SHORT_ANSWER)
        words = whole if len(whole) <= left // 2 or (not found and len(whole) <= left) else short
        if len(words) > left:
            break
        found.append(words)
        left -= len(words)
    return tuple(reversed(found))


def last_question(desk: Desk, asker: Asker) -> str | None:
    """Return what somebody asked last in their thread, None where nothing."""
    row = desk.records.one("last_turns", **_place(asker), n=1)
    return str(row["question"]) if row else None


def purge(desk: Desk) -> None:
    """Forget the turns and talks that are older than raw texts are kept; nothing is written where none is."""
    before = ago(from_text(desk.now), days=desk.settings.privacy.purge_days)
    if desk.records.one("old_turn", before=before) or desk.records.one("old_talk", before=before):
        with desk.records.write() as writer:
            writer.run("purge_turns", before=before)
            writer.run("purge_talks", before=before)


def _place(asker: Asker) -> dict[str, Any]:
    return {"platform": asker.platform, "channel": asker.channel, "thread": asker.thread, "person": asker.person}


def _words(question: str, answer: str, question_letters: int, answer_letters: int) -> str:
    return f"Asked: {shorten(question, question_letters)}\nAnswered: {shorten(answer, answer_letters)}"
