"""Questions that are none of the coach's business, told by the form in which they are asked.

The words stand in `prompts/out_of_scope.txt`; a form matches only where its words come in their order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.errors import ConfigError
from bot.model.refusal import Refusal

GAPS = {"..": 3, "...": 8}
"""How many words a gap may stand for."""
NUMBER = "#"
_COUNTED = frozenset(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozen", "hundred",
                      "hundreds", "thousand", "thousands", "k"))
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_FIELDS = ("no", "principle", "rests on", "asks", "unless")


@dataclass(frozen=True, slots=True)
class _Step:
    """One place of a form: the phrases that will do there by their first word, and how many words may stand before it."""

    phrases: Mapping[str, Sequence[tuple[str, ...]]]
    gap: int

    def ends(self, words: Sequence[str], place: int) -> list[int]:
        """Return the places at which a phrase ends that begins at a place."""
        found = []
        for phrase in self.phrases.get(words[place], ()) if place < len(words) else ():
            end = place + len(phrase)
            if all(map(_fits, phrase, words[place:end])) and end <= len(words):
                found.append(end)
        return found


@dataclass(frozen=True)
class _Form:
    """One line of the file, taken apart only for a question that holds one of its last words."""

    line: str

    @cached_property
    def last(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """The words of which one must stand in a question, and the beginnings of others that will do."""
        words = self.line.rpartition(" ")[2].replace("_", "|").split("|")
        return frozenset(words), tuple(word[:-1] for word in words if word.endswith("*"))

    def may_fit(self, words: Sequence[str]) -> bool:
        """Tell whether a question holds one of the last words."""
        known, beginnings = self.last
        return not known.isdisjoint(words) or any(word.startswith(beginnings) for word in words if beginnings)

    def fits(self, words: Sequence[str]) -> bool:
        """Tell whether a question holds the form's words in their order."""
        steps = _steps(self.line, words)
        return any(_goes_on(steps[1:], words, end) for start in range(len(words)) for end in steps[0].ends(words, start))


@dataclass(frozen=True, slots=True)
class _Topic:
    refusal: Refusal
    forms: tuple[_Form, ...]
    unless: tuple[_Form, ...] = ()

    def is_asked(self, words: Sequence[str]) -> bool:
        """Tell whether a question is one of the topic: it has one of its forms, and none that tells of other people."""
        def any_of(forms: Sequence[_Form]) -> bool:
            return any(form.may_fit(words) and form.fits(words) for form in forms)

        return any_of(self.forms) and not any_of(self.unless)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is refused, in the order of the file."""

    topics: tuple[_Topic, ...]

    @classmethod
    def read(cls, text: str) -> Scope:
        """Read the file's text. Raises ConfigError naming the line that is off."""
        blocks: list[dict[str, list[str]]] = []
        for number, line in enumerate(text.splitlines(), 1):
            line = line.strip()
            name, colon, words = line.partition(":")
            if not line or line.startswith("#"):
                continue
            if line.startswith("[") and line.endswith("]"):
                blocks.append({"topic": [line[1:-1]]})
            elif colon and name in _FIELDS and blocks:
                blocks[-1].setdefault(name, []).append(words.strip())
            else:
                raise ConfigError(f"prompts/out_of_scope.txt line {number}: {line[:40]!r} is no topic in brackets and none "
                                  f"of {', '.join(_FIELDS)}.")
        return cls(tuple(map(_topic, blocks)))

    def refusal(self, question: str) -> Refusal | None:
        """Return what to say to a question of one of the topics, None for every other."""
        words = _WORD.findall(question.lower().replace("’", "'"))
        for topic in self.topics:
            if topic.is_asked(words):
                return topic.refusal
        return None


def _topic(block: dict[str, list[str]]) -> _Topic:
    topic = block["topic"][0]
    missing = [name for name in ("no", "principle", "asks") if not block.get(name)]
    if missing:
        raise ConfigError(f"prompts/out_of_scope.txt: the topic {topic!r} has no line {missing[0]!r}.")
    rests_on = tuple(name.strip() for line in block.get("rests on", []) for name in line.split(","))
    forms, others = (tuple(map(_Form, block.get(name, []))) for name in ("asks", "unless"))
    return _Topic(Refusal(topic, block["no"][0], block["principle"][0], rests_on), forms, others)


def _steps(line: str, words: Sequence[str]) -> list[_Step]:
    """Take a form apart, as far as its words stand in a question."""
    steps: list[_Step] = []
    gap = 0
    for token in line.lower().split():
        if token in GAPS:
            gap = GAPS[token]
            continue
        phrases: dict[str, list[tuple[str, ...]]] = {}
        for phrase in token.split("|"):
            first, *rest = phrase.split("_")
            for word in {word for word in words if _fits(first, word)}:
                phrases.setdefault(word, []).append((first, *rest))
        steps.append(_Step(phrases, gap))
        gap = 0
    return steps


def _goes_on(form: Sequence[_Step], words: Sequence[str], place: int) -> bool:
    if not form:
        return True
    return any(_goes_on(form[1:], words, end)
               for start in range(place, min(place + form[0].gap, len(words)) + 1) for end in form[0].ends(words, start))


def _fits(pattern: str, word: str) -> bool:
    if pattern == NUMBER:
        return word[0].isdigit() or word in _COUNTED
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
