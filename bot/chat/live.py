"""An answer as it is written, on a terminal: sentence by sentence, wrapped to the screen, with nothing that steers it."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.render.safe import columns, inert
from bot.render.terminal import Screen

_WORDS = re.compile(r"\n|[^\s]+")
_INDENT = 2
LOOKING = "Looking into it…"
"""What is said at once where a language model is asked."""
INSTEAD = "\nThat alone does not stand, so this is quoted instead:\n"
"""What is said where what was watched gave way to the quoted answer."""


class Live:
    """One answer. `write` prints letters without a line feed; `take` may be given to a desk as its `show`."""

    def __init__(self, write: Callable[[str], None], screen: Screen) -> None:
        self._write = write
        self._width = max(20, screen.width)
        self._used = 0
        self._breaks = 0
        self.has_shown = False

    def take(self, piece: str) -> None:
        """Print a piece of the answer."""
        for word in _WORDS.findall(inert(piece)):
            if word == "\n":
                self._breaks += 1
            else:
                self._put(word)

    def end(self) -> bool:
        """End the last line. Tells whether anything was printed."""
        if self.has_shown:
            self._write("\n")
        return self.has_shown

    def _put(self, word: str) -> None:
        size = columns(word)
        if not self.has_shown:
            lead = "\n" + " " * _INDENT
        elif self._breaks:
            lead = "\n" * min(2, self._breaks) + " " * _INDENT
        elif self._used + 1 + size > self._width:
            lead = "\n" + " " * _INDENT
        else:
            lead = " "
        self._used = size + (self._used + 1 if lead == " " else _INDENT)
        self._breaks, self.has_shown = 0, True
        self._write(lead + word)
