"""What a complaint is about, told by the words it uses. The most telling theme comes first; one may be of several."""

from __future__ import annotations

import re
from functools import lru_cache

THEMES: tuple[tuple[str, str, str], ...] = (
    ("refunds", r"refund\w*|reimburs\w*|chargeback", r"money back"),
    ("delivery", r"deliver\w*|shipp\w*|shipment|parcel\w*|package\w*|courier|tracking|arriv\w*|dispatch\w*",
     r"post office"),
    ("stock", r"unavailable|restock\w*", r"sold out|out of stock|never in stock|ran out"),
    ("price and charges", r"overcharg\w*|charged|price\w*|expensive|overpriced|ripoff|billed|invoice\w*",
     r"rip.off|hidden fees?"),
    ("waiting", r"queu\w*|wait(?:ed|ing)?|ages",
     r"slow service|on hold|no (?:one|body) (?:answers|answered|replies|replied)"),
    ("orders and bookings", r"order\w*|booking\w*|booked|reservation\w*|reserved|table|appointment\w*|cancel\w*", r""),
    ("staff", r"staff|waiter\w*|waitress\w*|rude\w*|unfriendly|impolite|manager|employee\w*|cashier", r""),
    ("website", r"website|app|checkout|login|link|page|crash\w*|error", r"web site|log in|payment fail\w*"),
    ("cleanliness", r"dirty|filthy|unclean|hygiene|smell\w*|mou?ld\w*|cockroach\w*|sick", r"hair in|food poisoning"),
    ("size and fit", r"size\w*|sizing|fit|fits", r"too (?:small|big|tight|large)|wrong colou?r"),
    ("quality", r"broke\w*|broken|stale|cold|burnt|raw|dry|soggy|leak\w*|damaged|faulty|defect\w*|quality|torn|ripped|"
                r"scratch\w*|undercooked|tasteless", r"fell apart|stopped working"),
)
"""Each theme with the single words and the phrases that tell it, in small letters."""
_WORD = re.compile(r"\b[^\W\d]\w*")
_WORDS = tuple((theme, re.compile(words)) for theme, words, _ in THEMES)
_PHRASES = tuple((theme, re.compile(rf"\b(?:{phrases})\b")) for theme, _, phrases in THEMES if phrases)
_ANY_PHRASE = re.compile(rf"\b(?:{'|'.join(phrases for _, _, phrases in THEMES if phrases)})\b")


def themes_of(text: str) -> frozenset[str]:
    """Return the themes that a complaint names.

    >>> sorted(themes_of("My parcel came late and nobody gave me my money back"))
    ['delivery', 'refunds']
    """
    small = text.casefold()
    found = {theme for word in _WORD.findall(small) for theme in _themes_of_word(word)}
    if _ANY_PHRASE.search(small):
        found |= {theme for theme, phrases in _PHRASES if phrases.search(small)}
    return frozenset(found)


@lru_cache(maxsize=16_384)
def _themes_of_word(word: str) -> tuple[str, ...]:
    """Return the themes that one word tells; people use the same words again and again."""
    return tuple(theme for theme, words in _WORDS if words.fullmatch(word))
