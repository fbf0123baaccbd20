"""What a post mainly is, from its text alone: one of six kinds, told by the same means as comments are.

A post may do several things; its kind is what most of its words do. Promotional: an offer, a launch, an event, something
to buy or book. Teaching: how something is done or works. Encouraging: courage, thanks, congratulations. Entertaining: made
to amuse. Behind the scenes: the people, the place, the work, what went wrong. Invitation to answer: it asks its readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.triage.classify import Verdict, reasons
from bot.triage.features import Seen, see
from bot.triage.weights import weights

KINDS: tuple[str, ...] = (
    "promotional", "teaching", "encouraging", "entertaining", "behind the scenes", "invitation to answer",
)
UNKNOWN = "unknown"
"""What a post without words is: its picture may be anything."""
POSTS_WEIGHTS = Path(__file__).parent / "posts_weights.txt"

_TAGS = re.compile(r"#\w+|@\w[\w.]*|https?://\S+")
_AFTER_THE_END = re.compile(r"[^\w?¿？؟]+$")
_PARTS = re.compile(r"(?<=[.!?…\n？])\s+|\n+")
_MARKS = {
    "percent": re.compile(r"\d\s?%|\bper ?cent\b|\bprozent\b", re.IGNORECASE),
    "steps": re.compile(r"(?:^|\s)[1-9][.)]\s"),
    "some-things": re.compile(r"^\W*(?:[2-9]|1\d|three|four|five|six|seven|tres|drei|trois|tre|três)\s+[^\W\d]{3,}", re.IGNORECASE),
    "choice": re.compile(r"\b(?:or|o|oder|ou|of|czy|atau|veya|mi|mı)\b[^.!?]{1,40}\?", re.IGNORECASE),
    "gap-to-fill": re.compile(r"_{3,}"),
    "colon": re.compile(r"\w:\s"),
    "scene": re.compile(r"\w:\s*\W*$"),
    "quote": re.compile(r"[\"“„«]"),
    "hour": re.compile(r"\b\d{1,2}(?::\d\d)?\s?(?:am|pm|uhr|h)\b", re.IGNORECASE),
    "digits": re.compile(r"\d"),
    "unit": re.compile(r"\d\s?(?:g|kg|ml|cm|mm|km|l|litres?|degrees|grad|minutes?|minuten|minutos|spoons?)\b", re.IGNORECASE),
    "name": re.compile(r"[a-z,] (?!I\b)[A-Z][a-zà-ÿ]{2,}"),
    "past": re.compile(r"\b(?:\w{2,}ed|was|were|had|made|came|went|broke|spent|took|found|began|tried)\b", re.IGNORECASE),
    "of-us": re.compile(r"\b(?:we|our|us|wir|unsere?r?|uns|nous|notre|nos|nuestr[oa]s?|noss[oa]s?|nostr[oa]|ons|onze|kami|"
                        r"nasz\w*|bizim|my|mein|mi|mon|ma)\b", re.IGNORECASE),
    "of-you": re.compile(r"\b(?:you|your|du|dein\w*|dich|tu|tes|ton|toi|vous|votre|ti|tuyo|você|sua|seu|je|jouw|kamu|sen)\b",
                         re.IGNORECASE),
    "now": re.compile(r"\b(?:today|yesterday|this morning|last night|heute|gestern|hoy|ayer|hoje|ontem|oggi|ieri|aujourd'hui|"
                      r"hier soir|ce matin|vandaag|gisteren|hari ini|bugün|dün)\b", re.IGNORECASE),
    "scene-of-people": re.compile(r"\b(?:team|crew|workshop|kitchen|studio|founder|apprentice|colleague|backstage|behind the|"
                                  r"werkstatt|backstube|kulissen|taller|equipo|atelier|coulisses|équipe|laboratorio|equipe|"
                                  r"bastidores|werkplaats|atölye\w*|mutfa\w*|dapur|tim)\b", re.IGNORECASE),
    "calls": re.compile(r"\b(?:tell (?:us|me)|let (?:us|me) know|(?:share|show us|post|drop|name|describe|guess|pick|choose|reply|"
                        r"answer|vote|comment|caption)\b[^.!?]{0,40}\b(?:a|an|your|this|one|with|below|now|us|comments?)|poll|survey|"
                        r"your (?:turn|thoughts|opinion|best|favou?rite)|ask (?:me|us|our)|(?:in|dans|nei|nos|en|in den|in de) "
                        r"(?:the |los |les? |die )?(?:comm?ent\w*|kommentaren?|reacties)|schreibt|erzählt|stimmt ab|was wünscht|"
                        r"cuéntanos|te leemos|vota|dites|scrivete|conta pra|comenta|laat (?:het )?(?:ons )?weten|komen|tulis di|"
                        r"yorum\w*|dajcie znać)", re.IGNORECASE),
    "amuse": re.compile(r"\b(?:pov|me:|also me|nobody|mood|joke|plot twist|walks into|breaking|expectation|tag yourself|vs|"
                        r"quando|cuando|quand tu|als je|wenn der|ketika|when (?:you|the|your|my))\b", re.IGNORECASE),
}


def kind_of_post(text: str) -> Verdict:
    """Name the kind of one post, one of `KINDS`, or `UNKNOWN` where there are no words; never raises on any text.

    >>> kind_of_post("20% off everything until Sunday, order now").label
    'promotional'
    """
    seen = see_post(text)
    if seen is None:
        return Verdict(UNKNOWN, 1.0, ())
    model = weights(POSTS_WEIGHTS)
    chances = dict(zip(model.classes, model.chances(seen), strict=True))
    label = max(KINDS, key=chances.__getitem__)
    return Verdict(label, chances[label], reasons(model, seen, label))


def see_post(text: str) -> Seen | None:
    """Give what is seen in a post: what is seen in a comment, and the marks of posts; None where it has no words."""
    words = _TAGS.sub(" ", text[:2000])
    seen = see(text) if any(map(str.isalnum, words)) else None
    return replace(seen, marks=seen.marks.union(_post_marks(words.strip()))) if seen else None


def _post_marks(words: str) -> Iterator[str]:
    for mark, pattern in _MARKS.items():
        if pattern.search(words):
            yield mark
    parts = [part for part in _PARTS.split(_AFTER_THE_END.sub("", words)) if part.strip()]
    asking = [part.rstrip().endswith(("?", "？", "؟")) for part in parts]
    if asking and asking[0]:
        yield "asks-first"
    if asking and asking[-1]:
        yield "asks-last"
    if asking and all(asking):
        yield "asks-only"
    yield f"parts{min(len(parts), 5)}"
