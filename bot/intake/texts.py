"""Bytes to lines of text: which encoding, said aloud when it had to be guessed.

A line is never held whole beyond MAX_LINE_BYTES, so memory stays flat whatever the file holds.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from bot.errors import IntakeError
from bot.intake.sources import Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SAMPLE_BYTES = 262_144
MAX_LINE_BYTES = 8_000_000
"""The longest stretch without a line end, in bytes; the longest caption of any network is 63,206 letters."""
_BLOCK = 65_536
_LATIN = ("cp125", "latin", "iso8859", "mac", "hp_roman8", "cp437", "cp85", "cp86")
_NEVER = ("utf", "cp037", "cp1026", "cp1140", "cp273", "cp424", "cp500", "cp875")
"""What single odd bytes are taken for and no export is written in: mainframe code pages, UTF of other widths."""
_OTHER_SCRIPTS = (
    "cp1251", "cp1253", "cp1255", "cp1256", "cp855", "cp862", "cp864", "cp866", "cp869",
    "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "mac_cyrillic", "mac_greek",
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes were read. `note` is a sentence for people when the encoding was guessed, with a sample."""

    name: str
    note: str | None = None


def find_encoding(source: Source) -> Encoding:
    """Return the encoding: by byte order mark, else UTF-8 if every byte of the file agrees, else the likeliest.

    Raises IntakeError for a file that is no text.
    """
    with source.open() as file:
        head = file.read(SAMPLE_BYTES)
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise IntakeError(f"{source.label} is empty; export it again and check that it has rows.")
    if head.startswith(codecs.BOM_UTF16_LE):
        return Encoding("utf-16-le")
    if head.startswith(codecs.BOM_UTF16_BE):
        return Encoding("utf-16-be")
    if b"\0" in head:
        return _utf16_without_mark(source, head)
    odd = _first_not_utf8(source)
    if odd is None:
        return Encoding("utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8")
    return _guessed(odd)


@contextmanager
def text_lines(source: Source, encoding: str) -> Iterator[Iterator[str]]:
    """Give the lines with their line ends. Raises IntakeError for a line too long, for NUL bytes and for a cut zip."""
    with source.open() as file:
        guard = _Guard(file, source.label, allows_nul=encoding.startswith("utf-16"))
        with io.TextIOWrapper(io.BufferedReader(guard, _BLOCK), encoding, errors="replace", newline="") as lines:
            yield _two_byte_lines(lines) if guard.allows_nul else lines


def _two_byte_lines(lines: Iterator[str]) -> Iterator[str]:
    """Pass lines on without the mark before the first and without NUL, which no database holds."""
    for n, line in enumerate(lines):
        yield (line if n else line.removeprefix("\ufeff")).replace("\0", "")


class _Guard(io.RawIOBase):
    """Pass bytes through; refuse what would fill the memory or is no text."""

    def __init__(self, file: BinaryIO, label: str, *, allows_nul: bool) -> None:
        self._file = file
        self._label = label
        self.allows_nul = allows_nul
        self._run = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        block = _read(self._file, len(memoryview(buffer)), self._label)
        if b"\n" in block or b"\r" in block:
            self._run = 0
        self._run += len(block)
        if self._run > MAX_LINE_BYTES:
            raise IntakeError(f"{self._label} has a line of more than {MAX_LINE_BYTES // 1_000_000} MB, so it is no "
                              "export a network writes. Export it again as CSV.")
        if not self.allows_nul and b"\0" in block:
            raise IntakeError(f"{self._label} holds NUL bytes in the midst of text, so it is damaged or no table. "
                              "Export it again as CSV.")
        memoryview(buffer)[: len(block)] = block
        return len(block)


def _read(file: BinaryIO, size: int, label: str) -> bytes:
    import zipfile
    import zlib

    try:
        return file.read(size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise IntakeError(f"{label} ends too early or is damaged ({error}); download it again.") from None


def _utf16_without_mark(source: Source, head: bytes) -> Encoding:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even < half * 0.1:
        return Encoding("utf-16-le", "read as UTF-16 without its mark")
    if even > half * 0.4 and odd < half * 0.1:
        return Encoding("utf-16-be", "read as UTF-16 without its mark")
    raise IntakeError(f"{source.label} holds NUL bytes, so it is no text table. Export it again as CSV or XLSX.")


def _first_not_utf8(source: Source) -> bytes | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open() as file:
        while block := _read(file, _BLOCK, source.label):
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return block + _read(file, _BLOCK, source.label)
    return b"" if decoder.getstate()[0] else None


def _guessed(block: bytes) -> Encoding:
    if not block:
        return Encoding("utf-8", "the file ends in the middle of a letter, so it was probably cut short")
    from charset_normalizer import from_bytes

    odd_lines = [line for line in block.splitlines() if not line.isascii()]
    matches = list(from_bytes(b"\n".join(odd_lines)[:_BLOCK]))
    best = next((match.encoding for match in matches if not match.encoding.startswith(_NEVER)), "cp1252")
    # Detectors take short cp1252 texts for cp1250 and its neighbours, so among Latin code pages the commonest wins.
    if best.startswith(_LATIN) and best not in _OTHER_SCRIPTS and _decodes(odd_lines, "cp1252"):
        best = "cp1252"
    sample = min(odd_lines, key=len).decode(best, "replace").strip()[:80]
    return Encoding(best, f"read as {best}, which is a guess; a line reads: {sample}")


def _decodes(lines: list[bytes], encoding: str) -> bool:
    try:
        b"\n".join(lines).decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
