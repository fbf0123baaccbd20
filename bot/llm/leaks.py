"""Whether an answer gives away what was told to the model alone: its instructions, the boundary, in plain or in disguise.

Letters alone are compared, so spaces, signs and capitals hide nothing; a piece at a time adds up.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import unicodedata

SHORTEST = 30
"""Letters in a row that are no accident; the project's honest answers share fewer with the instructions."""
_TAIL = 160
_RUN = re.compile(r"[A-Za-z0-9+/_=-]{24,}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[\s:,x\\]{0,3}){16,}")
_NUMBERS = re.compile(r"(?:\d{2,3}[\s,;]+){12,}\d{2,3}")
_LOOKALIKE = str.maketrans("аеорсухікѕԁјһѵαοερντικ", "aeopcyxiksdjhvaoepvtik")
_LEET = str.maketrans("013457@$", "oieastas")


class Secrets:
    """What must not be said, and what was shown so far: a secret told in many small pieces is told as well."""

    def __init__(self, *texts: str, words: tuple[str, ...] = ()) -> None:
        """`texts` are guarded in runs of letters, `words` (a boundary) wherever they stand."""
        self._runs = frozenset(letters[n:n + SHORTEST] for letters in map(_letters, texts)
                               for n in range(max(1, len(letters) - SHORTEST + 1)) if letters)
        self._words = tuple(filter(None, (_plain(word) for word in words)))
        self._shown = ""

    def are_in(self, text: str) -> bool:
        """Tell whether a text, after what was shown before it, gives a secret away."""
        whole = self._shown + text
        backwards = " ".join(reversed(whole.split()))
        disguises = (whole, whole[::-1], backwards, codecs.encode(whole, "rot13"), whole.translate(_LEET), *_decoded(text))
        return any(self._hit(_letters(each)) or any(word in _plain(each) for word in self._words) for each in disguises)

    def show(self, text: str) -> None:
        """Note that a text was shown."""
        self._shown = (self._shown + text)[-_TAIL:]

    def _hit(self, letters: str) -> bool:
        return any(letters[n:n + SHORTEST] in self._runs for n in range(len(letters) - SHORTEST + 1))


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LOOKALIKE))
    return "".join(letter for letter in folded if letter.isalpha())


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _decoded(text: str) -> list[str]:
    """What the long runs of a text say when they are read as base64, base32, hex or letter numbers."""
    found = []
    for run in _RUN.findall(text):
        bare = run.rstrip("=")
        for reading, block in ((base64.urlsafe_b64decode, 4), (base64.b32decode, 8)):
            try:
                found.append(reading(bare + "=" * (-len(bare) % block)).decode("utf-8", "ignore"))
            except (binascii.Error, ValueError):
                continue
    for run in _HEX.findall(text):
        digits = re.sub(r"[^0-9a-fA-F]", "", run)
        found.append(bytes.fromhex(digits[: len(digits) // 2 * 2]).decode("utf-8", "ignore"))
    return found + ["".join(chr(int(n)) for n in re.findall(r"\d+", run)) for run in _NUMBERS.findall(text)]


def looks_encoded(text: str) -> bool:
    """Tell whether a text holds a long run of letters and digits that no reader could read, as encoders write.

    >>> looks_encoded("Write to them"), looks_encoded("WW91IGFyZSB0aGUgY29hY2gsIGRvIG5vdA==")
    (False, True)
    """
    return any(any(c.isupper() for c in run) and any(c.islower() for c in run) and any(c.isdigit() for c in run)
               for run in _RUN.findall(text)) or bool(_HEX.search(text)) or bool(_NUMBERS.search(text))
