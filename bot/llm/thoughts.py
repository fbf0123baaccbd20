"""Leaves out what some models write to themselves between `<think>` and `</think>` before they answer."""

from __future__ import annotations

import re

_OPENS = re.compile(r"<(think|thinking|reasoning)>", re.IGNORECASE)
_LONGEST_TAG = len("</reasoning>")


class Thoughts:
    """Filters a text that comes in pieces; a tag may be cut between two of them."""

    def __init__(self) -> None:
        self._held = ""
        self._closing = ""

    def without(self, piece: str) -> str:
        """Take a piece and return what of the text so far is answer and was not returned yet."""
        self._held += piece
        spoken = ""
        while self._held:
            if self._closing:
                _, closes, rest = self._held.lower().partition(self._closing)
                if not closes:
                    self._held = self._held[-_LONGEST_TAG:]
                    return spoken
                self._held, self._closing = self._held[len(self._held) - len(rest):], ""
                continue
            opens = _OPENS.search(self._held)
            if not opens:
                break
            spoken += self._held[:opens.start()]
            self._held, self._closing = self._held[opens.end():], f"</{opens[1].lower()}>"
        cut = self._held.rfind("<", max(0, len(self._held) - _LONGEST_TAG))
        end = cut if cut >= 0 and not self._closing else len(self._held)
        spoken, self._held = spoken + self._held[:end], self._held[end:]
        return spoken

    def rest(self) -> str:
        """Return what is left at the end; nothing of a thought that was never closed."""
        left, self._held = "" if self._closing else self._held, ""
        return left
