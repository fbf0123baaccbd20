r"""A card's words as Discord's markdown, in which no letter of a value steers: each that could is shown with a backslash.

Discord shows any sign after a backslash as that sign, and reads no address, mention or emoji across one.
"""

from __future__ import annotations

import re

from bot.model.card import Text, pieces
from bot.render.limits import apart, link_of, size
from bot.render.safe import inert

Run = tuple[str, frozenset[str]]

LINE_LETTERS = 3800
"""Of one line as markdown, the mark of a quotation not counted: less than a description takes."""
PIECE_LETTERS = 1800
"""Of a run before its letters are escaped, which at most doubles them."""
_ANYWHERE = re.compile(r"[\\*_~|`<@\[\]]|:(?=\S|$)|(?:(?<=discord)|(?<=discordapp))\.", re.IGNORECASE)
_AT_START = re.compile(r"^(?P<before>\s*(?:\d+(?=[.)]))?)(?P<sign>[-+#>.)])")


def lines(words: Text, mark: str = "") -> list[str]:
    """Return a text as lines of markdown, a mark before the first; a line that is quiet from end to end becomes small."""
    return [line for runs in _by_line([(mark, frozenset()), *pieces(words)]) for line in _written(runs)]


def bold_line(words: str) -> list[str]:
    """Return words of one line in bold, as several lines where they are too long for one."""
    return _written([(words, frozenset({"bold"}))])


def plain_lines(words: str) -> list[str]:
    """Return words without markup as lines of markdown."""
    return [line for runs in _by_line([(words, frozenset())]) for line in _written(runs)]


def small_lines(words: str) -> list[str]:
    """Return words as lines of small letters."""
    return [line for runs in _by_line([(words, frozenset({"quiet"}))]) for line in _written(runs)]


def quote_lines(words: str) -> list[str]:
    """Return somebody else's words as the lines of a quotation, with at most one empty line in a row."""
    kept = re.sub(r"\n\s*\n", "\n\n", inert(words).strip())
    return [f"> {line}" for line in plain_lines(kept)] if kept else []


def link_line(url: str) -> list[str]:
    """Return an address as a link labelled with its host, or as words when it cannot be followed."""
    link = link_of(url)
    return [f"[{escaped(link.label)}](<{link.url}>)"] if link else plain_lines(url)


def escaped(words: str) -> str:
    r"""Return words of which Discord shows every letter as it is, wherever on a line they stand.

    >>> escaped("@everyone *now*: https://evil.example")
    '\\@everyone \\*now\\*: https\\://evil.example'
    """
    shown = _ANYWHERE.sub(lambda found: f"\\{found.group()}", inert(words))
    return _AT_START.sub(r"\g<before>\\\g<sign>", shown)


def _by_line(runs: list[Run]) -> list[list[Run]]:
    found: list[list[Run]] = [[]]
    for letters, styles in runs:
        for number, part in enumerate(inert(letters).split("\n")):
            if number:
                found.append([])
            if part and found[-1] and found[-1][-1][1] == styles:
                found[-1][-1] = (found[-1][-1][0] + part, styles)
            elif part:
                found[-1].append((part, styles))
    return found


def _written(runs: list[Run]) -> list[str]:
    """Return the runs of one line as markdown, cut into several lines where it is too long for one."""
    seen = [styles for letters, styles in runs if letters.strip()]
    is_small = bool(seen) and all(styles == {"quiet"} for styles in seen)
    found = [""]
    for letters, styles in runs:
        for piece in apart(letters, PIECE_LETTERS):
            words = _styled(piece, frozenset() if is_small else styles, after=found[-1])
            if size(found[-1] + words) > LINE_LETTERS:
                found.append("")
            found[-1] += words
    return [f"-# {line}" if is_small else line for line in found]


def _styled(words: str, styles: frozenset[str], *, after: str) -> str:
    """Return letters between their marks; two marks never touch, since Discord would read them as one."""
    core = words.strip()
    mark = "**" if "bold" in styles else "*" if "quiet" in styles else ""
    if not core or not mark or (after.endswith("*") and words[0] == core[0]):
        return escaped(words)
    lead, _, trail = words.partition(core)
    return f"{lead}{mark}{escaped(core)}{mark}{trail}"
