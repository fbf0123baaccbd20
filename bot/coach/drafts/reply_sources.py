"""What a team's own documents say to a comment, and how they want to sound. The shipped guidance speaks to the team, not
to its customers, so it is never quoted to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.coach.desk import Desk
from bot.model.answers import Source
from bot.model.words import shorten

LONGEST_COMMENT = 500
"""Letters of a comment that are searched for."""
TONE_QUESTION = "What tone of voice and which words do we use or avoid in our posts?"
_QUOTED_LETTERS = 300
_MOST = 2
_STEM_LETTERS = 4
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_ABOUT_TONE = re.compile(r"\b(?:tone|voice|wording|words?|write|say|call)\b", re.IGNORECASE)


def own_sources(desk: Desk, words: str) -> tuple[Source, ...]:
    """Return the team's own passages that plainly speak to a comment, best first, at most two.

    The search has to be sure of its answer and a passage has to share a word with the comment; nothing comes near enough
    otherwise, since whoever wrote the comment will read what rests on it.
    """
    answer = desk.adviser.answer(" ".join(words.split())[:LONGEST_COMMENT])
    if answer.tier != "strong" or not answer.sources or answer.sources[0].origin != "team":
        return ()
    asked = _stems(words)
    found = [each for each in answer.sources if each.origin == "team" and asked & _stems(f"{each.section} {each.passage}")]
    return tuple(found[:_MOST])


def tone_of(desk: Desk) -> str:
    """Return what the team's own documents say about how it writes, empty where they say nothing."""
    answer = desk.adviser.answer(TONE_QUESTION)
    own = (source.passage for source in answer.sources if source.origin == "team" and answer.tier == "strong")
    return next((passage for passage in own if _ABOUT_TONE.search(passage)), "")


def quoted_for(source: Source, words: str) -> str:
    """Return the sentences of a passage that share a word with a comment, else its beginning."""
    asked = _stems(words)
    sentences: Sequence[str] = [each.strip() for each in _SENTENCE.split(source.passage) if each.strip()]
    near = [each for each in sentences if asked & _stems(each)]
    return shorten(" ".join(near or sentences), _QUOTED_LETTERS)


def _stems(words: str) -> set[str]:
    return {word[:_STEM_LETTERS].casefold() for word in _WORD.findall(words)}
