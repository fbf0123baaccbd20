"""Questions with what is expected of their answers, read from JSON Lines; every fault of a file is told at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from bot.errors import UsageError

Kind = Literal["guidance", "own", "data", "unanswerable", "injection"]
Place = Literal["comment", "post", "lead note", "document", "display name", "thread", "file name", "campaign", "question"]
"""Where somebody outside may write what the writer of answers then reads."""
PLACES: tuple[Place, ...] = get_args(Place)
_FIELDS = frozenset({
    "id", "kind", "question", "previous", "expected", "must_say", "must_not_say", "unanswerable", "injection"})
_MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Injection:
    """A text of somebody outside that tries to give orders, and where it stands."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `expected`: ids of guidance (or numbers of the texts it rests on) any of which answers it.

    `must_say`: each has to stand in the answer, `a|b` one of the two; `must_not_say`: none may. `previous`: the same
    person's question before it. `unanswerable`: the right answer is that there is none.
    """

    id: str
    kind: Kind
    question: str
    previous: str | None = None
    expected: tuple[str, ...] = ()
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    unanswerable: bool = False
    injection: Injection | None = None


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a file of questions, one JSON object a line. Raises UsageError with one line a fault."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}. "
                         "Name a file of questions, one JSON object a line.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8; save it as UTF-8.") from error
    found: dict[str, Question] = {}
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            question = _question(line)
            if question.id in found:
                raise ValueError(f"the id {question.id!r} stands twice")
            found[question.id] = question
        except ValueError as error:
            faults.append(f"{path.name} line {number}: {error}")
    if faults:
        more = [f"and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
        raise UsageError("\n".join([*faults[:_MOST_FAULTS], *more]))
    if not found:
        raise UsageError(f"{path} holds no question; write one JSON object a line, with id, kind and question.")
    return tuple(found.values())


def _question(line: str) -> Question:
    """Return the question of one line. Raises ValueError saying what is off."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON ({error.msg})") from error
    if not isinstance(row, dict):
        raise ValueError("no JSON object; write {\"id\": ..., \"question\": ...}")
    odd = sorted(set(row) - _FIELDS)
    if odd:
        raise ValueError(f"{odd[0]!r} is no field; use {', '.join(sorted(_FIELDS))}")
    kind = _text(row, "kind", needed=True)
    if kind not in get_args(Kind):
        raise ValueError(f"kind is {kind!r}; choose from {', '.join(get_args(Kind))}")
    question = Question(
        _text(row, "id", needed=True), cast(Kind, kind), _text(row, "question", needed=True),
        _text(row, "previous") or None, _texts(row, "expected"), _texts(row, "must_say"), _texts(row, "must_not_say"),
        _flag(row, "unanswerable"), _injection(row.get("injection")))
    if question.unanswerable and question.expected:
        raise ValueError("it is unanswerable and expects a source; take one of the two out")
    return question


def _injection(row: Any) -> Injection | None:
    if row is None:
        return None
    if not isinstance(row, dict) or set(row) != {"place", "text"}:
        raise ValueError("injection needs place and text and nothing else")
    place = _text(row, "place", needed=True)
    if place not in PLACES:
        raise ValueError(f"the injection's place is {place!r}; choose from {', '.join(PLACES)}")
    return Injection(place, _text(row, "text", needed=True))


def _text(row: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    value = row.get(name, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise ValueError(f"{name} is {value!r}; write a text")
    return value


def _texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise ValueError(f"{name} is {value!r}; write a list of texts")
    return tuple(value)


def _flag(row: Mapping[str, Any], name: str) -> bool:
    value = row.get(name, False)
    if not isinstance(value, bool):
        raise ValueError(f"{name} is {value!r}; write true or false")
    return value
