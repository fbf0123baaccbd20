"""Cuts a growing text into whole sentences, so that each can be looked at before anyone sees it.

A sentence ends at a new line, or at its full stop once the next one has begun: a source number may still follow it.
"""

from __future__ import annotations

import re

LONGEST = 900
"""Letters after which a sentence that never ends is taken as one."""
_ABBREVIATIONS = "".join(
    rf"(?<!\b{short})"
    for short in (r"e\.g", r"i\.e", "etc", "[Aa]pprox", "vs", "ca", "[Nn]o", "Mr", "Ms", "Dr", "St", "incl"))
_NOT_AFTER = _ABBREVIATIONS + r"(?<!^\d)(?<!^\d\d)(?<!\n\d)"
_END = re.compile(
    rf"\n+|{_NOT_AFTER}[.!?…。！？]+[\"'”’)\]]*(?:\s*\[\d{{1,3}}(?:\s*[,;]\s*\d{{1,3}})*\])*(?:\.)?[ "
    rf"\t]+(?=[^\s\[\]a-z])", re.MULTILINE)


class Sentences:
    """What has come of a text and was not yet handed out."""

    def __init__(self) -> None:
        self._rest = ""

    def add(self, piece: str) -> list[str]:
        """Take a piece and return the sentences that are whole now, each with the white space behind it."""
        self._rest += piece
        whole = []
        while (end := self._end()) is not None:
            whole.append(self._rest[:end])
            self._rest = self._rest[end:]
        return whole

    def rest(self) -> str:
        """Return what is left when nothing more comes, and forget it."""
        left, self._rest = self._rest, ""
        return left

    def _end(self) -> int | None:
        hit = _END.search(self._rest)
        if hit and hit.end() <= LONGEST:
            return hit.end() if hit.end() < len(self._rest) or hit[0].endswith("\n") else None
        if len(self._rest) <= LONGEST:
            return None
        space = self._rest.rfind(" ", 0, LONGEST)
        return space + 1 if space > 0 else LONGEST


def sentences(text: str) -> list[str]:
    """Cut a whole text into sentences.

    >>> sentences("Twelve wait. [1] Answer e.g. the first.\\nThen rest.")
    ['Twelve wait. [1] ', 'Answer e.g. the first.\\n', 'Then rest.']
    """
    cutter = Sentences()
    whole = cutter.add(text)
    return [*whole, *filter(None, [cutter.rest()])]
