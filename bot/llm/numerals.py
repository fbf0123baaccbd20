"""Numbers written as English words, and fractions: what they are worth.

A word is read as a number only where it stands as one: "one thing" and "second" are no figures.
"""

from __future__ import annotations

import re

_ONES_TEXT = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_TENS_TEXT = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES = {word: n for n, word in enumerate(_ONES_TEXT.split())}
_TENS = {word: 10 * n for n, word in enumerate(_TENS_TEXT.split(), 2)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
          "ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100}
_SMALL = "|".join(sorted((*_ONES, *_TENS), key=len, reverse=True))
WORDS = (rf"(?:(?:an?|{_SMALL})\s+(?:dozen|hundred|thousand|million|billion)|a\s+couple|(?:{_SMALL}))"
    rf"(?:(?:[\s-]+(?:and\s+)?)(?:{_SMALL}|dozen|hundred|thousand|million|billion)\b)*")
"""A run of number words, such as `twenty-one` or `a hundred and five`."""
FRACTION = (
    rf"(?:(?:an?|{_SMALL})[\s-]+(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|twentieth"
    rf"|hundredth|half)s?"
    r"|half|halves)")


def worth(words: str) -> float:
    """Return what a run of number words is worth.

    >>> worth("twenty-one"), worth("a hundred and five"), worth("two thousand three hundred"), worth("two dozen")
    (21.0, 105.0, 2300.0, 24.0)
    """
    total = part = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in ("a", "an"):
            part = 1
        elif word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            if word not in ("dozen", "hundred"):
                total, part = total + part, 0
        elif word == "couple":
            part = 2
        elif word != "and":
            part += _ONES.get(word, _TENS.get(word, 0))
    return float(total + part)


def fraction(words: str) -> float:
    """Return what a fraction in words is worth.

    >>> fraction("a third"), fraction("three quarters"), fraction("half")
    (0.3333333333333333, 0.75, 0.5)
    """
    found = re.findall(r"[a-z]+", words.lower())
    name = found[-1] if found[-1] in _PARTS else found[-1].rstrip("s")
    top = worth(" ".join(found[:-1])) if len(found) > 1 else 1.0
    return (top or 1.0) / _PARTS[name]
