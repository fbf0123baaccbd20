"""The scene at a terminal: one prompt for each person, everything it prints kept, letter by letter as it came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.actions import actions
from bot.app import work
from bot.chat.console import Console
from bot.chat.terminal import Terminal
from bot.commands import commands
from bot.model.command import Asker
from bot.model.settings import Channel, LanguageModel, Settings
from bot.render.terminal import Screen
from bot.store.store import Store
from tests.chat_scenes import PEOPLE
from tests.chat_world import TEAM, Household, household, settings_for
from tests.world import NOW

CHANNEL = "terminal"
_SCREEN = Screen(width=100)


@dataclass
class TerminalScene:
    """One process with a prompt for everybody. `printed`: all that it wrote, in the pieces in which it wrote them."""

    home: Household
    folder: Path
    platform: str = "terminal"
    channel: str = CHANNEL
    team: str = TEAM
    printed: list[str] = field(default_factory=list)
    prompts: dict[str, Console] = field(default_factory=dict)
    on_print: Callable[[], object] = lambda: None

    async def command(self, line: str, *, by: str = "Ada") -> str:
        """Type a line."""
        return await self._typed(by, line, {})

    async def press(self, label: str, *, by: str = "Ada", in_channel: bool = False, values: dict[str, str] | None = None) -> str:  # noqa: ARG002
        """Press a button of the last card by its number, and answer what it asks."""
        labels = [each.label for each in self.prompt(by).buttons]
        return await self._typed(by, str(labels.index(label) + 1), values or {})

    async def mention(self, words: str, *, by: str = "Ada") -> str:
        """Type it: at a terminal everything is for the coach."""
        return await self._typed(by, words, {})

    async def dm(self, words: str, *, by: str = "Ada") -> str:
        """Type it."""
        return await self._typed(by, words, {})

    async def drop(self, name: str, data: bytes, *, by: str = "Ada") -> str:
        """Give a document of this machine to the guidance."""
        path = self.folder / name
        path.write_bytes(data)
        return await self._typed(by, f"guidance import {path}", {})

    async def log_as_commitment(self, words: str, values: dict[str, str] | None = None, *, by: str = "Ada") -> str:  # noqa: ARG002
        """Promise it."""
        return await self._typed(by, f"commit {words}", {})

    def said(self) -> list[str]:
        """Return nothing: a terminal has no channel that others read."""
        return []

    def told(self, _person: str) -> list[str]:
        """Return everything that was printed."""
        return ["".join(self.printed)]

    async def restart(self) -> None:
        """Begin anew; what the last card was is forgotten."""
        self.prompts.clear()

    async def round(self) -> str:
        """Send what waits for the terminal, and return what was printed of it."""
        before = len(self.printed)
        front = Terminal(lambda words: self._print(words + "\n"), _SCREEN)
        await asyncio.to_thread(work, self.home.desk, {front.platform: front}, "test")
        return "".join(self.printed[before:])

    def forward(self, **parts: float) -> None:
        """Let time pass."""
        self.home.clock.forward(**parts)

    def prompt(self, by: str) -> Console:
        """Return somebody's prompt, made on its first use."""
        if by not in self.prompts:
            asker = Asker(f"terminal:{by.lower()}", by, CHANNEL, "UTC", is_admin=PEOPLE[by])
            self.prompts[by] = Console(lambda: self.home.house.desk(self.team), asker, commands(), actions(), lambda _: None, lambda line: self._print(line + "\n"),
                                       _SCREEN, write=self._print)
        return self.prompts[by]

    async def _typed(self, by: str, line: str, values: dict[str, str]) -> str:
        before, prompt = len(self.printed), self.prompt(by)
        prompt.ask_line = lambda asked: values.get(asked.partition(" [")[0].removesuffix(": ").replace(" ", "_"), "")
        await asyncio.to_thread(prompt.hear, line)
        return "".join(self.printed[before:])

    def _print(self, words: str) -> None:
        self.printed.append(words)
        self.on_print()


@asynccontextmanager
async def in_terminal(store: Store, *, folder: Path, settings: Settings | None = None, now: str = NOW,
                      model: LanguageModel | None = None) -> AsyncIterator[TerminalScene]:
    """Play at a terminal."""
    given = settings or settings_for(Channel())
    async with household(store, replace(given, model=model or given.model), now=now) as home:
        yield TerminalScene(home, folder)
