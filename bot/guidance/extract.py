"""The answer without a model: sentences quoted from the guidance, each with its source's number.

It claims nothing of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.guidance.evidence import Weighed, mark
from bot.guidance.passages import Passage, sentences
from bot.guidance.synonyms import Synonyms
from bot.guidance.words import raw_words

QUOTED = 3
"""How many passages are quoted."""
SENTENCES = 2
"""How many sentences of each."""
_LEANS = re.compile(
    r"(?:It|They|This|That|These|Those|Such|Both|So|But|And|Or|Then|Instead|Still|Offer another|One (?:says|of them)|"
    r"The (?:other|first|second|rest|way out|weakest))\b|[^.?!]*\b(?:of the (?:two|three)|these three)\b")
"""The beginnings of sentences that say nothing without the one before them."""
LONGEST_WORDS = 150
"""An answer's length in words: what is read in a chat without scrolling."""


def quote(passages: Sequence[Passage], weighed: Weighed, synonyms: Synonyms) -> str:
    """Quote the best two sentences of each of the first three passages, a line each, ending in its source's
    number.

    passages: best first; their numbers count from 1. A passage that would make the answer too long is left
    out.
    """
    lines: list[str] = []
    left = LONGEST_WORDS
    for number, passage in enumerate(passages[:QUOTED], start=1):
        best = best_sentences(passage, weighed, synonyms)
        length = sum(len(sentence.split()) for sentence in best)
        if length > left:
            best = [" ".join(best[0].split()[:left]) + " ..."] if not lines else []
            length = left
        if best:
            lines.append(f"{' '.join(best)} [{number}]")
            left -= length
    return "\n".join(lines)


def best_sentences(passage: Passage, weighed: Weighed, synonyms: Synonyms) -> list[str]:
    """Choose a passage's two sentences that cover most of a question, in their order; the earlier wins a
    tie. One that leans on the sentence before it comes with that one."""
    found = sentences(passage.text)
    worth = [_worth(each, i, weighed, synonyms) for i, each in enumerate(found)]
    chosen: list[int] = []
    while len(chosen) < min(SENTENCES, len(found)):
        lacking = [i - 1 for i in chosen if i - 1 not in chosen and _leans(found, i)]
        left = lacking or [i for i in range(len(found)) if i not in chosen]
        chosen.append(min(left, key=lambda i: (-worth[i] * _standing(found, i, chosen), i)))
    return [_closed(found[i]) for i in sorted(chosen)]


def closest(titles: Sequence[str]) -> str:
    """Say which guidance comes closest, without a claim."""
    return "The closest guidance I have: " + "; ".join(titles) + "."


def refusal(topics: Sequence[str]) -> str:
    """Say that there is no guidance, and what could be asked instead."""
    said = "I have no guidance on that."
    return f"{said} I do have guidance on these: " + " ".join(topics) if topics else said


def _standing(found: Sequence[str], place: int, chosen: Sequence[int]) -> float:
    """Return what is left of a sentence's worth: less where it would have to bring the one it leans on."""
    return 0.4 if place - 1 not in chosen and _leans(found, place) else 1.0


def _leans(found: Sequence[str], place: int) -> bool:
    return place > 0 and bool(_LEANS.match(found[place]))


def _worth(sentence: str, place: int, weighed: Weighed, synonyms: Synonyms) -> float:
    worth = weighed.coverage(mark(raw_words(sentence), synonyms)) + 0.08 / (1 + place)
    if sentence.endswith("?"):
        worth *= 0.6
    return worth * (0.7 if sentence.endswith(":") or len(sentence.split()) < 5 else 1.0)


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", ":", ";", '"', ")")) else sentence + "."
