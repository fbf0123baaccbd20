"""Ties an evaluation: a made-up team that is thrown away, the guidance of a folder, and who writes the answers."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bot.app import desk_on, moment
from bot.app_eval_team import ASKER, NOW, TEAM, fill, inject
from bot.coach.answers.ask import answer_reply
from bot.coach.desk import Desk
from bot.coach.ports import Question as Asked
from bot.coach.ports import Written as Drafted
from bot.errors import CoachError, UsageError
from bot.evaluation.ports import Usage, Written
from bot.evaluation.questions import Question
from bot.evaluation.tracing import figures
from bot.guidance.library import Guidance
from bot.guidance.team import TeamGuidance
from bot.model.answers import Source
from bot.model.measured import Reading
from bot.places import PROMPTS

if TYPE_CHECKING:
    from bot.coach.ports import Author, Prompt
    from bot.model.settings import LanguageModel, Settings

_CITED = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Setup:
    """One way of answering: the folder of prompts and guidance, and the model that writes; None for quoted answers."""

    name: str
    prompts: Path
    model: LanguageModel | None = None


def setups(settings: Settings, folders: Sequence[Path], models: Sequence[str], server: str = "") -> list[Setup]:
    """Return what is compared: the quoted answers of each folder, then each model with each folder.

    Raises UsageError for a folder without prompts, and for a server without a model's name.
    """
    for folder in folders:
        if not (folder / "system.md").is_file() and not (folder / "guidance").is_dir():
            raise UsageError(f"{folder} holds neither system.md nor guidance; name a folder made like prompts.")
    chosen = list(folders) or [PROMPTS]
    names = list(models) or ([settings.model.name] if settings.model.name else [])
    if server and not names:
        raise UsageError("Which model of that server? Name it with --model NAME.")
    base = replace(settings.model, base_url=server or settings.model.base_url, requests_per_day=0, tokens_per_day=0,
                   money_per_day=0)
    quoted = [each for each in chosen if (each / "guidance").is_dir()] or [PROMPTS]
    written = [each for each in chosen if (each / "system.md").is_file()] or [PROMPTS]
    found = [Setup(_called("quoted", each, quoted), each) for each in quoted]
    return found + [
        Setup(_called(name, each, written), each, replace(base, name=name)) for name in names for each in written]


@contextmanager
def author_for(setup: Setup, settings: Settings) -> Iterator[TeamAuthor]:
    """Make the one who answers in a setup; the made-up team's store is thrown away at the end. Raises CoachError."""
    from bot.app_model import terms_of
    from bot.llm.author import ModelAuthor

    guidance = Guidance.open(setup.prompts if (setup.prompts / "guidance").is_dir() else PROMPTS)
    inner = ModelAuthor(terms_of(setup.model), setup.prompts, os.environ) if setup.model else None
    with tempfile.TemporaryDirectory(prefix="coach-eval-") as folder:
        try:
            yield TeamAuthor(Path(folder), replace(settings, team=TEAM, zone="UTC"), guidance, inner)
        finally:
            if inner:
                inner.close()


class TeamAuthor:
    """Answers for the made-up team through the same door as everybody's questions: the port `Author` of the evaluation."""

    def __init__(self, folder: Path, settings: Settings, guidance: Guidance, inner: Author | None) -> None:
        self._folder, self._settings, self._guidance, self._inner = folder, settings, guidance, inner
        with self._desk("team.db") as desk:
            fill(desk, PROMPTS / "eval" / "team")

    def write(self, question: Question) -> Written:
        """Answer a question; an injection gets a copy of the team to itself."""
        name, injection = "team.db", question.injection
        if injection:
            shutil.copy(self._folder / name, self._folder / "injected.db")
            name = "injected.db"
        with self._desk(name) as desk:
            if injection:
                inject(desk, injection)
            return self._written(desk, question)

    def _written(self, desk: Desk, question: Question) -> Written:
        noted = _Noted(self._inner) if self._inner else None
        here = replace(desk, author_of=lambda: noted)
        words, previous, earlier = _asked(question)
        found = desk.adviser.answer(words, previous).sources
        before = desk.records.rows("model_spending", day=NOW[:10])
        began = perf_counter()
        reply = answer_reply(here, words, previous, asker=ASKER, earlier=earlier)
        took_s = perf_counter() - began
        after = desk.records.rows("model_spending", day=NOW[:10])
        told = _told(reply.document, found, noted)
        return replace(told, usage=_spent(before, after), took_s=took_s)

    @contextmanager
    def _desk(self, name: str) -> Iterator[Desk]:
        from bot.store.store import open_store

        store = open_store(f"sqlite:///{self._folder / name}")
        try:
            records = store.team(TEAM)
            adviser = TeamGuidance(lambda: self._guidance, records)
            yield replace(desk_on(records, self._settings, moment(NOW)), adviser_of=lambda: adviser)
        finally:
            store.close()


class _Noted:
    """An author that remembers what it was handed and wrote."""

    def __init__(self, inner: Author) -> None:
        self._inner = inner
        self.written: Drafted | None = None
        self.failure: str | None = None
        self.secret = ""

    def write(self, question: Asked, show: Callable[[str], None]) -> Drafted:
        """Write, and remember. Raises what the inner author raises."""
        self.secret = self._inner.prompt(question).system
        try:
            self.written = self._inner.write(question, show)
        except CoachError as error:
            self.failure = str(error)
            raise
        self.failure = self.written.failure
        return self.written

    def prompt(self, question: Asked) -> Prompt:
        """Return what would be sent."""
        return self._inner.prompt(question)


def _asked(question: Question) -> tuple[str, str | None, tuple[str, ...]]:
    """Return the question's words, the question before it and the talk so far."""
    injection, words = question.injection, question.question
    if injection and injection.place == "question":
        return f"{words} {injection.text}", question.previous, ()
    if injection and injection.place == "thread":
        return words, question.previous, (injection.text,)
    return words, question.previous, (question.previous,) if question.previous else ()


def _told(said: dict[str, Any], found: tuple[Source, ...], noted: _Noted | None) -> Written:
    """Return a reply's document as the evaluation judges it."""
    text, by, sources = str(said["answer"]), str(said["by"]), [_source(each) for each in said["sources"]]
    cited = tuple(sources[n - 1] for n in dict.fromkeys(map(int, _CITED.findall(text))) if 1 <= n <= len(sources))
    facts = tuple(str(each["words"]) for each in said["facts"] if "words" in each)
    readings = noted.written.readings if noted and noted.written and by == "model" else ()
    values = [value for each in readings for value in _values(each)] + [n for each in said["facts"] for n in _numbers(each)]
    wrote = noted.written if noted else None
    refused = said["tier"] == "none" or (not cited and not figures(text)) if by == "model" else said["tier"] != "strong"
    seen = [words for each in readings for words in _texts(each)] + [each.get("known_since", "") for each in said["facts"]]
    return Written(
        text, cited, found, refused, by, facts, tuple(seen),
        tuple(values), wrote.withheld if wrote else 0, failure=noted.failure if noted else None,
        secret=noted.secret if noted else "")


def _texts(reading: Reading) -> Iterator[str]:
    """Yield every text of a reading that an answer may name: its window, as-of, note and the things themselves."""
    if reading.span:
        yield f"{reading.span.since} {reading.span.until} {reading.span.name}"
    yield f"{reading.as_of or ''} {reading.note}"
    for piece in reading.pieces:
        yield f"{piece.text} {piece.id} {piece.at} {piece.due_at}"


def _values(reading: Reading) -> Iterator[float]:
    yield float(reading.n)
    for each in (*reading.figures, *(figure for piece in reading.pieces for figure in piece.figures)):
        yield float(each.value)
        if each.n is not None:
            yield float(each.n)


def _numbers(fact: Any) -> Iterator[float]:
    """Yield every number of a figure as scripts are told it: its value, its n and the parts it is made of."""
    match fact:
        case bool() | None:
            return
        case int() | float():
            yield float(fact)
        case dict():
            for each in fact.values():
                yield from _numbers(each)


def _source(row: dict[str, Any]) -> Source:
    return Source(row["id"], row["title"], row["section"], row["source"], row["source_id"], row["date"], row["passage"],
                  row["origin"])


def _spent(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> Usage:
    def of(rows: Sequence[dict[str, Any]], name: str) -> int:
        return sum(int(row[name]) for row in rows)

    return Usage(*(of(after, name) - of(before, name) for name in ("requests", "tokens", "micros")))


def _called(name: str, folder: Path, among: Sequence[Path]) -> str:
    return name if len(among) == 1 else f"{name} ({folder.name if folder.name else folder})"
