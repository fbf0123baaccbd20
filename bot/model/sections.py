"""The parts of a written answer: the answer itself, then what comes from the guidance, what from the data, the next step.

A part begins with its heading, on a line of its own or before its first words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GUIDANCE, DATA, STEP = "From the guidance", "From your data", "Next step"
_HEADING = re.compile(rf"^[\s*#_-]*({GUIDANCE}|{DATA}|{STEP}s?)\b[\s*_]*(?::[\s*_]*|(?=\n|$)|[–—-]\s+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sections:
    """A written answer in its parts, each as lines without its heading; a part that is not there is empty."""

    answer: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    step: tuple[str, ...] = ()


def heading(line: str) -> tuple[str, str] | None:
    """Return the heading a line begins with and the words after it, None where it begins with none.

    >>> heading("Next step: Answer the five."), heading("Next steps are hard.")
    (('Next step', 'Answer the five.'), None)
    """
    hit = _HEADING.match(line)
    if hit is None:
        return None
    named = next(each for each in (GUIDANCE, DATA, STEP) if hit[1].lower().startswith(each.lower()))
    return named, line[hit.end():].strip()


def sections(text: str) -> Sections:
    """Cut a written answer into its parts.

    >>> sections("Yes.\\nFrom your data\\n12 wait.\\nNext step: Answer them.")
    Sections(answer=('Yes.',), guidance=(), data=('12 wait.',), step=('Answer them.',))
    """
    found: dict[str, list[str]] = {"": [], GUIDANCE: [], DATA: [], STEP: []}
    part = ""
    for line in text.split("\n"):
        named = heading(line)
        if named:
            part, line = named
        if line.strip():
            found[part].append(line.strip())
    return Sections(*(tuple(found[name]) for name in ("", GUIDANCE, DATA, STEP)))
