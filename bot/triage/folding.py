"""One spelling for what people type: user names masked, then case, accents and styled letters levelled.

A user name is masked before anything else is looked at, so it can never change what follows.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

HANDLE, ADDRESS, MAIL, PHONE = " \ue000 ", " \ue001 ", " \ue002 ", " \ue003 "

_LOOK_CHARS = 600
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w.+-])[@\uff20][\w.\-\u00b7\u0900-\u0dff\u0e00-\u0e7f]+")
_ADDRESS = re.compile(
    r"https?://\S*|\bwww\.\S+|\b[\w-]{1,40}(?:\.[\w-]{1,40}){0,3}"
    r"\.(?:com|net|org|io|ly|me|shop|store|xyz|info|biz|link|site|online|example|gl|gle|top|club|app)\b(?:/\S*)?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+?\d(?:[ ().-]?\d){7,14}(?!\d)")
_APOSTROPHE = re.compile(r"(?<=[a-z])'(?=(?:t|s|m|re|ve|ll|d|all|em|n)\b)")
_RUN_AT_END = re.compile(r"([^\W\d])\1{2,}\b")
_RUN = re.compile(r"([^\W\d])\1{2,}")
_SENTENCE = re.compile(r"[.!?\n\u2026\u3002;]+")
_WORD = re.compile(r"[^\W_]+(?:[\u0900-\u0dff\u0e00-\u0e7f]+[^\W_]*)*|[\ue000-\ue003]")
_DIGITS = re.compile(r"(?<!\d)(?!(?:1|5|10)(?!\d))\d+")


class _Levelled(dict[int, str]):
    """A translation table that works out each character when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = levelled = _level(code)
        return levelled


_KEPT = {
    "ß": "ss", "ı": "i", "İ": "i", "ø": "o", "Ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "Ł": "l",
    "ة": "ه", "ى": "ي", "’": "'", "‘": "'", "´": "'", "ʼ": "'", "؟": "?", "？": "?", "！": "!",
}
_TABLE = _Levelled()


@dataclass(frozen=True, slots=True)
class Folded:
    """A comment made ready: the levelled text, its words sentence by sentence, and the text as typed (masked)."""

    text: str
    sentences: tuple[tuple[str, ...], ...]
    typed: str

    @property
    def words(self) -> list[str]:
        """Give all words in order."""
        return [word for sentence in self.sentences for word in sentence]


def fold(text: str) -> Folded:
    """Mask and level a comment; of a long one only the first and the last 600 characters are looked at.

    >>> fold("@ana LOVEEE it, don't you?").words[1:]
    ['love', 'it', 'dont', 'you']
    """
    typed = _masked(text)
    plain = _once_each(level(typed))
    sentences = (tuple(_WORD.findall(part)) for part in _SENTENCE.split(plain))
    return Folded(plain, tuple(words for words in sentences if words), typed)


def level(text: str) -> str:
    """Take case, accents and the apostrophes of English away; numbers become 0, but 1, 5 and 10 stay (marks given)."""
    plain = text.lower() if text.isascii() else text.translate(_TABLE)
    if "'" in plain:
        plain = _APOSTROPHE.sub("", plain)
    return _DIGITS.sub("0", plain)


def _once_each(plain: str) -> str:
    """Shorten stretched letters: "loveee" to "love", "soooon" to "soon", "kkkk" to "k"."""
    return _RUN.sub(_shorter, _RUN_AT_END.sub(_once, plain)) if _RUN.search(plain) else plain


def _masked(text: str) -> str:
    if "@" in text or "\uff20" in text:
        text = _HANDLE.sub(HANDLE, _MAIL.sub(MAIL, text))
    if len(text) > 2 * _LOOK_CHARS:
        text = f"{text[:_LOOK_CHARS]}\n{text[-_LOOK_CHARS:]}"
    if "." in text or "://" in text:
        text = _ADDRESS.sub(ADDRESS, text)
    return _PHONE.sub(PHONE, text)


def _level(code: int) -> str:
    character = chr(code)
    if character in _KEPT:
        return _KEPT[character]
    if code < 128 or 0x0900 <= code <= 0x11FF or 0x3040 <= code <= 0x30FF or 0xAC00 <= code <= 0xD7FF:
        return character.lower()
    if 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF or code == 0x200D:
        return ""
    parts = unicodedata.normalize("NFKD", character.lower())
    return "".join(_KEPT.get(part, part) for part in parts if unicodedata.category(part) != "Mn").lower()


def _once(found: re.Match[str]) -> str:
    return found[1]


def _shorter(found: re.Match[str]) -> str:
    return found[1] * 2 if found[1] in "oe" else found[1]
