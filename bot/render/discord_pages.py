"""Fills Discord messages with a card's pieces in their order: lines, facts side by side, pictures.

No embed and no message passes a limit; within an embed Discord shows text, then facts, then the picture, so a piece that
would change its place begins a new embed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, assert_never

from bot.render.limits import (
    DISCORD_DESCRIPTION_LETTERS,
    DISCORD_EMBEDS,
    DISCORD_EMBEDS_LETTERS,
    DISCORD_FIELDS,
    DISCORD_FILES,
    size,
)

INLINE_LETTERS = 60
"""Of a fact that stands beside others; a longer one has a row of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of markdown; `gap` leaves an empty line above it."""

    words: str
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value, both markdown, short enough for a field."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class File:
    """A picture to be sent with a message, and in words what it shows."""

    filename: str
    png: bytes
    alt: str


Piece = Line | Fact | File


@dataclass
class Page:
    """One message's embeds and files while they are filled; `kept_letters` and `kept_embeds` stay free for its end."""

    colour: int
    kept_letters: int = 0
    kept_embeds: int = 0
    embeds: list[dict[str, Any]] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    letters: int = 0

    def takes(self, piece: Piece) -> bool:
        """Add a piece when there is room for it, and say whether there was."""
        match piece:
            case Line():
                return self._take_line(piece)
            case Fact():
                return self._take_fact(piece)
            case File():
                return self._take_file(piece)
            case _:
                assert_never(piece)

    def free_the_end(self) -> None:
        """Let the room that was kept be used."""
        self.kept_letters = self.kept_embeds = 0

    def _take_line(self, line: Line) -> bool:
        last = self.embeds[-1] if self.embeds else {}
        before = last.get("description", "")
        between = "\n\n" if line.gap else "\n"
        words = f"{before}{between}{line.words}" if before else line.words
        is_open = bool(last) and not last.keys() & {"fields", "image"} and size(words) <= DISCORD_DESCRIPTION_LETTERS
        added = size(words) - size(before) if is_open else size(line.words)
        if not self._has_room(added):
            return False
        if is_open:
            last["description"] = words
        elif not self._begin({"description": line.words}):
            return False
        self.letters += added
        return True

    def _take_fact(self, fact: Fact) -> bool:
        entry = {"name": fact.name, "value": fact.value, "inline": size(fact.value) <= INLINE_LETTERS}
        added = size(fact.name) + size(fact.value)
        if not self._has_room(added):
            return False
        last = self.embeds[-1] if self.embeds else {}
        if last and "image" not in last and len(last.get("fields", ())) < DISCORD_FIELDS:
            last.setdefault("fields", []).append(entry)
        elif not self._begin({"fields": [entry]}):
            return False
        self.letters += added
        return True

    def _take_file(self, file: File) -> bool:
        if len(self.files) >= DISCORD_FILES:
            return False
        image = {"url": f"attachment://{file.filename}"}
        if self.embeds and "image" not in self.embeds[-1]:
            self.embeds[-1]["image"] = image
        elif not self._begin({"image": image}):
            return False
        self.files.append(file)
        return True

    def _begin(self, embed: dict[str, Any]) -> bool:
        if len(self.embeds) >= DISCORD_EMBEDS - self.kept_embeds:
            return False
        self.embeds.append({"color": self.colour, **embed})
        return True

    def _has_room(self, letters: int) -> bool:
        return self.letters + letters <= DISCORD_EMBEDS_LETTERS - self.kept_letters


def filled(pieces: Iterable[Piece], first: Page) -> list[Page]:
    """Return the pages that take all pieces in their order, beginning with the given one."""
    pages = [first]
    for piece in pieces:
        if not pages[-1].takes(piece):
            pages.append(Page(first.colour))
            if not pages[-1].takes(piece):
                raise ValueError(f"a piece of {type(piece).__name__} is longer than a message; cut it apart first")
    return pages
