"""Whether a cited passage bears the sentence that cites it: the number exists, and the claim's own words stand there.

Of all passages at hand the cited one must fit about best: words that stand in every passage prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.llm.figures import Figure, figures
from bot.llm.rounding import is_rounding
from bot.llm.stems import stem, stems
from bot.model.answers import Source

_CITED = re.compile(r"\[(\d{1,3})\]")
_LIST = re.compile(r"\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})+)\]")
_FEWEST = 2
_SHARE = 0.25
_BESIDE_BEST = 0.55
_AROUND = 60
"""Letters either side of a figure in a passage in which its subject is looked for."""


def spread(text: str) -> str:
    """Return a text with `[1, 2]` written as `[1][2]`.

    >>> spread("So it is [1, 3].")
    'So it is [1][3].'
    """
    return _LIST.sub(lambda hit: "".join(f"[{n}]" for n in re.findall(r"\d+", hit[1])), text)


def cited(text: str) -> tuple[int, ...]:
    """Return the numbers of the sources a text cites, in order, each once."""
    return tuple(dict.fromkeys(int(n) for n in _CITED.findall(text)))


def words_of(passage: Source) -> frozenset[str]:
    """Return the stems of a passage with its title and section."""
    return stems(f"{passage.title} {passage.section} {passage.passage}")


def is_borne(sentence: str, number: int, passages: Sequence[Source]) -> bool:
    """Tell whether the passage of this number bears the sentence. `number` counts from 1 and exists."""
    claim = stems(_CITED.sub(" ", sentence))
    held = [words_of(passage) for passage in passages]
    weight = {word: 1 / sum(word in words for words in held) for word in claim if any(word in words for words in held)}
    scores = [sum(weight[word] for word in claim & words) for words in held]
    shared = claim & held[number - 1]
    enough = len(shared) >= min(_FEWEST, len(claim)) and len(shared) >= _SHARE * len(claim)
    return enough and scores[number - 1] >= _BESIDE_BEST * max(scores)


def bears_figure(figure: Figure, sentence: str, passage: Source) -> bool:
    """Tell whether a passage holds a figure of the same value, unit and subject."""
    text = f"{passage.title}. {passage.passage}"
    around = stems(sentence[max(0, figure.start - _AROUND):figure.end + _AROUND])
    for other in figures(text):
        if other.unit != figure.unit or other.key != figure.key:
            continue
        if figure.unit not in ("date", "clock", "id") and not is_rounding(replace(figure, hedge=""), other.value):
            continue
        if figure.noun and other.noun and stem(figure.noun) != stem(other.noun):
            continue
        near = stems(text[max(0, other.start - _AROUND):other.end + _AROUND])
        if len(around & near) >= (1 if figure.noun and figure.noun == other.noun else 2):
            return True
    return False
