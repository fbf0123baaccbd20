"""The words of drafts for a reply, one file a class of comment in `prompts/drafts`, read when one is asked for.

Above the first `---` stand the advice and, for each slot, what a person puts there; the drafts follow, parted by `---`.
A slot that nothing fills is shown in [brackets], so that nobody posts it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.errors import ConfigError

FOLDER = Path(__file__).parents[3] / "prompts" / "drafts"
MOST = 2
"""How many drafts are offered for one comment."""
_ADVICE = "advice"
_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One class: its advice, what each slot is for, and its drafts with the slots open; no drafts where none is due."""

    advice: str
    hints: Mapping[str, str]
    drafts: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Return the drafts, each slot with its value or, in brackets, what a person puts there.

        >>> Skeleton("", {"what": "what went wrong"}, ("Sorry for {what}. {who}",)).filled({"who": "Ann"})
        ('Sorry for [what went wrong]. Ann',)
        """
        return tuple(_SLOT.sub(lambda found: values.get(found[1]) or f"[{self.hints[found[1]]}]", each)
                     for each in self.drafts)


@cache
def skeleton(label: str) -> Skeleton:
    """Return the skeleton of a class of comments. Raises ConfigError naming the file and what is wrong with it."""
    path = FOLDER / f"{label.replace(' ', '-')}.md"
    try:
        return read_skeleton(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); put the shipped file back.") from error
    except ValueError as error:
        raise ConfigError(f"{path}: {error}.") from error


def read_skeleton(words: str) -> Skeleton:
    """Return what a file says. Raises ValueError naming the line or the slot that is off."""
    head, *drafts = (part.strip() for part in re.split(r"^---\s*$", words, flags=re.MULTILINE))
    hints: dict[str, str] = {}
    for number, line in enumerate(head.splitlines(), 1):
        name, colon, hint = line.partition(":")
        if not colon or not hint.strip():
            raise ValueError(f"line {number} is {line!r}; write a slot's name, a colon and what a person puts there")
        hints[name.strip()] = hint.strip()
    if _ADVICE not in hints:
        raise ValueError("there is no line that begins with advice:")
    used = {slot for draft in drafts for slot in _SLOT.findall(draft)}
    if used - set(hints):
        raise ValueError(f"the slot {{{sorted(used - set(hints))[0]}}} is used, but no line says what it is for")
    if len(drafts) > MOST:
        raise ValueError(f"there are {len(drafts)} drafts, and {MOST} at most are offered")
    return Skeleton(hints.pop(_ADVICE), hints, tuple(each for each in drafts if each))
