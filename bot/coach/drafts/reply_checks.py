"""Checks a draft for a reply that something else wrote, before anybody sees it: what fails is left out and said.

Each check looks for what is plainly wrong; a draft that cannot be checked well is refused, since a skeleton stands ready.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model.answers import Source

LONGEST = 600
"""Letters of a reply; more is an article, and not every network takes it."""
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_PRIVATE_PLACE = re.compile(
    r"\bDMs?\b|direct(?:e|o)? mess|private (?:message|chat|channel|line)|in private|privately|inbox|messenger|e-?mail us|"
    r"call us|mensaje (?:directo|privado)|por (?:privado|interno)|message priv|en priv|direktnachricht|privatnachricht|"
    r"private nachricht|\bPN\b|messaggio privato|in privato|mensagem (?:direta|privada)|no privado|privébericht|\bpb\b|"
    r"pesan (?:langsung|pribadi)|özelden|özel mesaj|личн|приват", re.IGNORECASE)
_ASKING = re.compile(
    r"\?|\b(?:send|share|give|tell|provide|post|leave|drop|confirm|state|include|let us (?:have|know)|need|reply with|"
    r"what is|what's|comment with|schick\w*|sende\w*|nenn\w*|gib|gebt|geben|teil\w*|env[ií]a\w*|manda\w*|dinos|"
    r"d[ií]ganos|indica\w*|comparte\w*|envoy\w*|donn\w*|indiqu\w*|communiqu\w*|invia\w*|dicci|comunic\w*|envie\w*|"
    r"informe\w*|stuur|geef|kirim\w*|gönder\w*|yaz\w*)\b", re.IGNORECASE)
_PRIVATE_DATA = re.compile(
    r"\b(?:(?:tele)?phone|mobile|cell|e-?mail|(?:post(?:al)?|home|street|delivery|billing)? ?address|iban|account|card|"
    r"(?:order|booking|invoice|customer|reservation|reference|tracking) ?(?:number|no\.?|id)|number(?! of)|date of birth|"
    r"birthday|passwords?|pin|passport|full name|surname|last name|postcode|zip|tel[eé]fono|correo|direcci[oó]n|n[uú]mero|"
    r"contraseña|telefon\w*|handynummer|adresse?n?|anschrift|\w*nummer|geburtsdatum|passwort|t[eé]l[eé]phone|num[eé]ro|"
    r"courriel|indirizzo|numero|telefone|endereço|nomor|alamat|adres\w*|numara\w*)\b", re.IGNORECASE)
_ARGUING = re.compile(
    r"\byou(?:'re| are) (?:wrong|mistaken|lying|rude|overreacting)|\bthat(?:'s| is) (?:not true|a lie|nonsense|unfair)|"
    r"\byour (?:own )?(?:fault|mistake|problem)|\bcalm down|\bas (?:we|i) (?:already )?(?:said|told|explained)|"
    r"\byou should have|\bif you had|\bnobody else|\bno one else|\bactually, you|\blearn to|"
    r"\bread (?:the|our) (?:terms|rules|label)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>()\"']+|\bwww\.[^\s<>()\"']+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}(?:/[^\s<>()\"']*)?\b",
                      re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)[@＠]\w[\w.]*")
_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class Answered:
    """What a draft answers: the comment's words, its class, the passages that were given with it, and words to avoid."""

    words: str
    label: str
    sources: Sequence[Source]
    avoided: Iterable[str] = ()


def fault_in(draft: str, answered: Answered) -> str | None:
    """Return as half a sentence what is wrong with a draft, None where nothing is seen."""
    if not any(letter.isalnum() for letter in draft):
        return "it says nothing"
    if len(draft) > LONGEST:
        return f"it has {len(draft):,} letters, and {LONGEST} are enough"
    if any(_asks_for_data(sentence) for sentence in _SENTENCE.findall(draft)):
        return "it asks for private data in public"
    if _ARGUING.search(draft):
        return "it argues"
    if answered.label == "complaint" and not _PRIVATE_PLACE.search(draft):
        return "it invites to no private channel"
    return _made_up(draft, answered) or _avoided(draft, answered.avoided)


def _asks_for_data(sentence: str) -> bool:
    """Whether a sentence asks for what nobody should write in public; asking for it in private is what it should do."""
    return bool(_ASKING.search(sentence) and _PRIVATE_DATA.search(sentence) and not _PRIVATE_PLACE.search(sentence))


def _made_up(draft: str, answered: Answered) -> str | None:
    """Return what a draft names that it was not given: addresses and people have to stand in a source, since a comment may
    hold anybody's; a figure may come from the comment too."""
    given = " ".join(f"{each.section} {each.passage}" for each in answered.sources)
    for pattern, what in ((_ADDRESS, "link"), (_HANDLE, "name")):
        known = set(map(_bare, pattern.findall(given)))
        strange = next((found for found in pattern.findall(draft) if _bare(found) not in known), None)
        if strange:
            return f"its {what} {strange} stands in none of the sources"
    figures = set(_DIGITS.findall(f"{given} {answered.words}"))
    made_up = next((found for found in _DIGITS.findall(draft) if found not in figures), None)
    return f"its figure {made_up} stands in none of the sources" if made_up else None


def _bare(address: str) -> str:
    return address.rstrip(".,;:!?/").casefold()


def _avoided(draft: str, words: Iterable[str]) -> str | None:
    for each in words:
        if each and re.search(rf"(?<!\w){re.escape(each)}(?!\w)", draft, re.IGNORECASE):
            return f"it says “{each}”, which your own guidance asks to avoid"
    return None
