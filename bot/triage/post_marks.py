"""Marks of posts that comments hardly have: patterns, and words of several languages that speak for what a post does."""

from __future__ import annotations

import re


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})", re.IGNORECASE)


_THINGS = "[2-9]|1\\d|three|four|five|six|seven|tres|drei|trois|tre|três"
_WHERE = "(?:in|dans|nei|nos|en|in den|in de) (?:the |los |les? |die )?(?:comm?ent\\w*|kommentaren?|reacties)"
_BIDDING = "share|show us|post|drop|name|describe|guess|pick|choose|reply|answer|vote|comment|caption"

MARKS: dict[str, re.Pattern[str]] = {
    "percent": re.compile(r"\d\s?%|\bper ?cent\b|\bprozent\b", re.IGNORECASE),
    "steps": re.compile(r"(?:^|\s)[1-9][.)]\s"),
    "some-things": re.compile(rf"^\W*(?:{_THINGS})\s+[^\W\d]{{3,}}", re.IGNORECASE),
    "choice": re.compile(r"\b(?:or|o|oder|ou|of|czy|atau|veya|mi|mı)\b[^.!?]{1,40}\?", re.IGNORECASE),
    "gap-to-fill": re.compile(r"_{3,}"),
    "colon": re.compile(r"\w:\s"),
    "scene": re.compile(r"\w:\s*\W*$"),
    "quote": re.compile(r"[\"“„«]"),
    "hour": re.compile(r"\b\d{1,2}(?::\d\d)?\s?(?:am|pm|uhr|h)\b", re.IGNORECASE),
    "digits": re.compile(r"\d"),
    "unit": re.compile(r"\d\s?(?:g|kg|ml|cm|mm|km|l|litres?|degrees|grad|minut\w+|spoons?)\b", re.IGNORECASE),
    "name": re.compile(r"[a-z,] (?!I\b)[A-Z][a-zà-ÿ]{2,}"),
    "past": _words(r"\w{2,}ed\b", r"(?:was|were|had|made|came|went|broke|spent|took|found|began|tried)\b"),
    "of-us": _words(
        r"(?:we|our|us|my|wir|uns|unsere?r?|mein|nous|notre|nos|mon|ma|nuestr[oa]s?|mi|noss[oa]s?|nostr[oa]|ons|onze|kami)\b",
        r"nasz\w*", r"bizim\b",
    ),
    "of-you": _words(
        r"(?:you|your|du|dein\w*|dich|tu|tes|ton|toi|vous|votre|ti|tuyo|você|sua|seu|je|jouw|kamu|sen)\b",
    ),
    "now": _words(
        r"(?:today|yesterday|this morning|last night|heute|gestern|hoy|ayer|hoje|ontem|oggi|ieri|vandaag|gisteren)\b",
        r"(?:aujourd'hui|hier soir|ce matin|hari ini|bugün|dün)\b",
    ),
    "of-people": _words(
        r"(?:team|crew|workshop|kitchen|studio|founder|apprentice|colleague|backstage|behind the|laboratorio)\b",
        r"(?:werkstatt|backstube|kulissen|taller|equipo|atelier|coulisses|équipe|equipe|bastidores|werkplaats)\b",
        r"(?:dapur|tim)\b", r"atölye", r"mutfa",
    ),
    "calls": _words(
        r"(?:tell|let) (?:us|me)\b",
        rf"(?:{_BIDDING})\b[^.!?]{{0,40}}\b(?:an?|your|this|one|with|below|now|us|comments?)\b",
        "poll", "survey", r"your (?:turn|thoughts|opinion|best|favou?rite)", "ask (?:me|us|our)", _WHERE,
        "schreibt|erzählt|stimmt ab|was wünscht|cuéntanos|te leemos|vota|dites|scrivete|conta pra|comenta",
        r"laat (?:het )?(?:ons )?weten|komen|tulis di|yorum|dajcie znać",
    ),
    "offers": _words(
        r"(?:order|pre-?order|book (?:now|your|a|online)|reserve|buy|shop|sale|discount|voucher|tickets?)\b",
        r"(?:in stock|available|\w+ off|free (?:delivery|shipping|trial)|half price|save \d|sign up|register)\b",
        r"(?:limited|offer|deal|coupon|code)\b",
        r"(?:rabatt|angebot|bestell|gutschein|termin|oferta|descuento|rebaja|reserv|promo|soldes|offre|command|sconto)",
        r"(?:prenot|ordin|desconto|frete|korting|aanbieding|diskon|gratis|indirim|sipariş|zamów|taniej)",
    ),
    "amuse": _words(
        r"(?:pov|me:|also me|nobody|mood|joke|plot twist|walks into|breaking|expectation|tag yourself|vs)\b",
        r"(?:quando|cuando|quand tu|als je|wenn der|ketika|when (?:you|the|your|my))\b",
    ),
}
"""Each mark with the pattern that shows it; searched in a post without its hashtags, names and addresses."""
