"""Authors for tests: one that writes what it is told to, and the real one over a model that a script speaks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.coach.ports import Prompt, Question, Written
from bot.errors import CoachError
from bot.llm.author import ModelAuthor, Terms
from bot.llm.budget import Allowance, Price
from bot.llm.ports import Speaker
from bot.llm.settings import ModelSettings
from bot.places import PROMPTS

LOCAL = ModelSettings("made-up", base_url="http://127.0.0.1:1/v1", api_key_env="")


@dataclass
class FakeAuthor:
    """Writes one text, or fails; remembers what it was asked."""

    written: Written = field(default_factory=lambda: Written("Count leads."))
    fails: CoachError | None = None
    asked: list[Question] = field(default_factory=list)

    def write(self, question: Question, show: Callable[[str], None]) -> Written:
        """Show the text, then return it or fail."""
        self.asked.append(question)
        if self.fails:
            raise self.fails
        show(self.written.text)
        return self.written

    def prompt(self, question: Question) -> Prompt:
        """Return a prompt without sending it."""
        self.asked.append(question)
        return Prompt("made-up", "127.0.0.1", "You coach.", question.words, ("posts",), {"model": "made-up"})


@contextmanager
def author(settings: ModelSettings = LOCAL, *, speaker: Speaker | None = None, allowance: Allowance | None = None,
           price: Price | None = None) -> Iterator[ModelAuthor]:
    """Open an author over a server or a scripted speaker; its thread ends with the block."""
    opened = ModelAuthor(Terms(settings, allowance or Allowance(), price or Price()), PROMPTS, {}, speaker=speaker)
    try:
        yield opened
    finally:
        opened.close()
