"""Masks what identifies a person or opens a door, before any text goes to a model: addresses, phones, cards, tokens.

Ids and links of posts, dates and figures stay as they are: the answer needs them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from bot.llm.invisible import visible
from bot.llm.numbering import is_card, is_iban, is_phone

EMAIL, PHONE, CARD, TOKEN = "[email]", "[phone]", "[card]", "[token]"
_KEPT_FIELDS = frozenset({
    "id", "post_id", "comment_id", "lead_id", "link", "permalink", "at", "due_at", "from", "to", "as_of", "network", "unit",
    "value", "n"})
"""Fields of tool results that hold what the coach itself wrote there."""

_AT = (
    r"(?:\s?[@﹫]\s?|\s?[\[({<]\s?(?:at|@|ät)\s?[\])}>]\s?|\s+(?:AT|at)\s+(?=[\w-]+(?:\s?[\[({<]\s?(?:dot"
    r"|punkt)\s?[\])}>]|\s+(?:dot|punkt|DOT)\s)))")
_DOT = r"(?:\.|\s\.\s|\s?[\[({<]\s?(?:dot|\.|punkt)\s?[\])}>]\s?|\s+(?:dot|punkt|DOT)\s+)"
_EMAIL = re.compile(
    rf"[\w.!#$%&'*+/=?^`{{|}}~-]{{0,64}}\w{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,9}}"
    rf"(?:{_DOT}[^\W\d_]{{2,24}})(?![\w-])")
_TOKEN = re.compile(
    r"""-----BEGIN\ [A-Z ]*PRIVATE\ KEY-----.*?(?:-----END\ [A-Z ]*PRIVATE\ KEY-----|\Z)
      | \b(?:sk|pk|rk)[-_](?:[A-Za-z]{1,12}[-_]){0,4}[A-Za-z0-9_-]{12,}
      | \bx(?:ox[a-z]|app)-[\w-]{8,}
      | \b(?:gh[a-z]_|github_pat_|glpat-|hf_|npm_|pypi-|SG\.|shpat_|EAA)[\w.-]{16,}
      | \b(?:AKIA|ASIA)[A-Z0-9]{12,}\b
      | \bAIza[\w-]{20,}
      | \beyJ[\w-]{8,}\.[\w-]{6,}(?:\.[\w-]*)?
      | \b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}
      | \b(?:[Bb]earer|[Bb]asic)\s+[\w.~+/=-]{12,}
      | \b[0-9a-fA-F]{32,}\b
      | \bhttps://hooks\.slack\.com/\S+ | \bhttps://discord(?:app)?\.com/api/webhooks/\S+""",
    re.VERBOSE | re.DOTALL,
)
_LONG_RUN = re.compile(r"(?<![\w/+=.-])[A-Za-z0-9_+/=-]{24,}(?![\w/+=-])")
_PASSWORD = re.compile(
    r"\b((?:pass(?:word|wort|code|phrase)?|passwd|pwd|contraseña|mot de passe|senha|api[ _-]?key"
    r"|secret|token|pin|otp|cvv|cvc)"
    r"\s*(?:is\s*|ist\s*|es\s*|:\s*|=\s*)+)(?!\[|not\b|the\b|a\b|on\b|in\b|for\b|wrong\b"
    r"|to\b)(\S{3,})", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?\b")
_URL = re.compile(r"\bhttps?://(?!wa\.me/|api\.whatsapp\.)[^\s<>\"]+")
_DIGIT_RUN = re.compile(
    r"(?<![\w.,$€£#])(?:\+|\(\+?)?\s?\d(?:[\d()\u00b7]|[ \t.\-‐-―/]{1,3}(?=[\d(])|\)(?=[ "
    r"\t\d\-/.]))*\d(?![\d%€£]|[.,]\d|[a-z])")
_SPOKEN = re.compile(r"\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)[ ,.-]+){6,}"
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b", re.IGNORECASE)
_CUE = re.compile(
    r"(?:call|phone|phn|tel|telephone|mobile|mob|cell|whats?app|wa|text(?: me)?|sms|ring|reach me|number"
    r"|nummer|"
    r"telefon|handy|tlf|numero|número|teléfono|fax|viber|signal|dm me"
    r"|contact)\W{0,3}(?:\w+\W{1,2}){0,3}$", re.IGNORECASE)
_CUE_LETTERS = 40


class Masker:
    """Masks texts. `kept`: exact strings (ids, links of the team's own) that always stay."""

    def __init__(self, kept: frozenset[str] = frozenset()) -> None:
        self.kept = kept

    def mask(self, text: str) -> str:
        """Return the text with e-mail addresses, phone numbers, cards, IBANs and tokens replaced by their kind.

        >>> Masker().mask("I wrote to ana@example.org on 2026-03-02, call 030 1234567")
        'I wrote to [email] on 2026-03-02, call [phone]'
        """
        text = visible(unicodedata.normalize("NFKC", text))
        text = _PASSWORD.sub(rf"\1{TOKEN}", _TOKEN.sub(self._unless_kept(TOKEN), text))
        text = _EMAIL.sub(EMAIL, text)
        text = _IBAN.sub(lambda hit: CARD if is_iban(hit[0]) else hit[0], text)
        pieces, place = [], 0
        for url in _URL.finditer(text):
            pieces += [self._numbers(text[place:url.start()]), url[0]]
            place = url.end()
        text = "".join([*pieces, self._numbers(text[place:])])
        return _SPOKEN.sub(PHONE, text)

    def mask_json(self, text: str) -> str:
        """Mask the values of a JSON text, but for the fields that hold ids, links and times. Else mask it as text."""
        try:
            return json.dumps(self._value(json.loads(text)), ensure_ascii=False)
        except json.JSONDecodeError:
            return self.mask(text)

    def _value(self, value: Any, field: str = "") -> Any:
        if isinstance(value, str):
            return value if field in _KEPT_FIELDS else self.mask(value)
        if isinstance(value, list):
            return [self._value(each, field) for each in value]
        if isinstance(value, dict):
            return {key: self._value(each, key) for key, each in value.items()}
        return value

    def _numbers(self, text: str) -> str:
        text = _LONG_RUN.sub(self._long_run, text)

        def number(hit: re.Match[str]) -> str:
            if hit[0].strip() in self.kept:
                return hit[0]
            if is_card(hit[0]):
                return CARD
            cued = bool(_CUE.search(text[max(0, hit.start() - _CUE_LETTERS):hit.start()]))
            return PHONE if is_phone(hit[0], cued=cued) else hit[0]

        return _DIGIT_RUN.sub(number, text)

    def _long_run(self, hit: re.Match[str]) -> str:
        run = hit[0]
        kinds = sum((any(c.islower() for c in run), any(c.isupper() for c in run), any(c.isdigit() for c in run)))
        words = re.split(r"[-_/+=]", run)
        return run if run in self.kept or kinds < 3 or all(map(_is_readable, filter(None, words))) else TOKEN

    def _unless_kept(self, mask: str) -> Callable[[re.Match[str]], str]:
        return lambda hit: hit[0] if hit[0] in self.kept else mask


def _is_readable(word: str) -> bool:
    """Whether a part of a long run is a plain word or a plain number."""
    return word.isdigit() or (word.isalpha() and (word.islower() or word.istitle() or word.isupper()))
