"""Content words of a text, cut to stems, so that "answering" meets "answers" where a claim is held against a passage."""

from __future__ import annotations

import re

_STOP_TEXT = """
a an the and or but if then than that this these those there here of in on at to for from by with without
into onto over under up down out off as is are was were be been being am do does did done have has had
having will would can could should may might must shall not no nor so too very more most much many few
some any all each every both it its they them their theirs he she his her him you your yours we us our
ours i me my mine who whom whose which what when where why how also just only even still yet get got one
ones thing things way make makes made put let lets per via about after before again because while during
until since own same such other another both between your you're it's don't isn't text texts guidance says
said say
"""
_STOP = frozenset(_STOP_TEXT.split())
_ENDINGS = (
    "fulness", "ations", "ation", "ments", "ment", "ingly", "ings", "ing", "edly", "ed", "ness", "ful", "es", "s", "e")
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def stem(word: str) -> str:
    """Cut a word's ending.

    >>> [stem(word) for word in ("answering", "answers", "replies", "reply", "posted")]
    ['answer', 'answer', 'reply', 'reply', 'post']
    """
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word.endswith(("ies", "ied")) and len(word) > _SHORTEST + 2:
        word = word[:-3] + "y"
    if word.endswith("ly") and len(word) > _SHORTEST + 3:
        word = word[:-2]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "aeio" else word


def stems(text: str) -> frozenset[str]:
    """Return the stems of a text's content words."""
    return frozenset(stem(word) for word in _WORD.findall(text) if len(word) > 2 and word.lower() not in _STOP)
