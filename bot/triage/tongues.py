"""Which language a text is in, as far as the word lists tell: a hint for whoever answers it, never a decision.

English, and whatever is not plain, gives None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.triage.cues import COMMON, hits
from bot.triage.folding import Folded, fold

_NAMES: Mapping[str, str] = {
    "arabic": "Arabic, Persian or Hebrew", "dutch": "Dutch", "french": "French", "german": "German",
    "hindi": "Hindi or Urdu", "indonesian": "Indonesian or Malay", "italian": "Italian", "nordic": "a Nordic language",
    "polish": "Polish", "portuguese": "Portuguese", "slavic": "a Slavic language", "spanish": "Spanish",
    "turkish": "Turkish",
}
"""The word lists and what people call their languages; a list of several names the family."""
_SCRIPTS = (
    ("Japanese", re.compile("[\u3040-\u30ff\uff66-\uff9f]")), ("Korean", re.compile("[\uac00-\ud7a3]")),
    ("Thai", re.compile("[\u0e00-\u0e7f]")), ("Chinese or Japanese", re.compile("[\u3400-\u9fff]")),
)
_LONG_WORD = 4
_LEAST_WORDS = 2
_SCRIPT_SHARE = 0.3


def language_of(text: str) -> str | None:
    """Return the language that a text plainly is in, None for English and for what cannot be told.

    >>> language_of("¿Cuánto cuesta el pan y dónde lo puedo comprar?"), language_of("how much is it?")
    ('Spanish', None)
    """
    folded = fold(text)
    letters = [letter for letter in folded.typed if letter.isalpha()]
    for name, script in _SCRIPTS:
        if letters and len(script.findall(folded.typed)) >= _SCRIPT_SHARE * len(letters):
            return name
    return _by_words(folded)


def _by_words(folded: Folded) -> str | None:
    """Return the language of which most words are known, where it is one alone and not by a single word."""
    told: dict[str, set[str]] = {}
    for number, sentence in enumerate(folded.sentences):
        for hit in hits(sentence, number):
            if hit.cue == COMMON or len(hit.words) >= _LONG_WORD:
                told.setdefault(hit.language, set()).add(hit.words)
    ranked = sorted(told, key=lambda language: -len(told[language]))
    if not ranked or len(told[ranked[0]]) < _LEAST_WORDS:
        return None
    if len(ranked) > 1 and len(told[ranked[1]]) == len(told[ranked[0]]):
        return None
    return _NAMES.get(ranked[0])
