"""What a given file holds, judged by its first bytes and never by its name.

Nothing is unpacked to disk, and a member that unpacks to far more than it weighs is refused before it is read.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, cast

from bot.errors import IntakeError

MAX_TEXT_BYTES = 2_000_000_000
"""The largest text table read, in bytes: about six times a million-row export."""
MAX_WORKBOOK_BYTES = 60_000_000
"""The largest workbook read, in bytes, packed: a workbook is held in memory whole."""
MAX_WORKBOOK_UNPACKED = 400_000_000
MAX_MEMBERS = 100
MAX_RATIO = 200
"""How many times its packed size a zip member may grow; real exports grow 4 to 20 times."""
_RATIO_MATTERS_FROM = 20_000_000

_PICTURES = {
    b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture",
    b"RIFF": "a picture, sound or film", b"%PDF": "a PDF", b"\x1f\x8b": "a gzip file",
    b"7z\xbc\xaf": "a 7-Zip file", b"Rar!": "a RAR file", b"SQLite format 3": "a database",
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NEXT = "Export it again as CSV or XLSX and give that file."

Content = Literal["text", "workbook"]


@dataclass(frozen=True, slots=True)
class Source:
    """One table file or zip member. `label` names it to people; `open` gives its bytes from the start, each time."""

    label: str
    content: Content
    size: int
    open: Callable[[], BinaryIO]


def open_sources(path: Path) -> list[Source]:
    """Return what the file holds: itself, or the members of a zip. Raises IntakeError with the next step."""
    head = _first_bytes(path)
    size = path.stat().st_size
    if head.startswith(_ZIP):
        return _zipped(path, size)
    content = _judge(path.name, head)
    _check_size(path.name, content, size)
    return [Source(path.name, content, size, lambda: path.open("rb"))]


def _first_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise IntakeError(f"{path} is a folder; give one export file, for example {path}/posts.csv.")
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise IntakeError(f"{path} is not there; check the name and the folder.") from None
    except PermissionError:
        raise IntakeError(f"{path} may not be read by this user; change its permissions or copy it.") from None
    except OSError as error:
        raise IntakeError(f"{path} could not be read ({error.strerror}); copy it to this disk and try again.") from None
    if not head:
        raise IntakeError(f"{path.name} is empty; export it again and check that it has rows.")
    return head


def _judge(name: str, head: bytes) -> Content:
    if head.startswith(_OLE):
        return "workbook"
    for signature, what in _PICTURES.items():
        if head.startswith(signature):
            raise IntakeError(f"{name} is {what}, not a table. {_NEXT}")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise IntakeError(f"{name} is a web page inside, not a table. Open it in a spreadsheet and save it as CSV.")
    if start.startswith((b"{", b"[{", b"[\n", b"[]")):
        raise IntakeError(_about_json(name, head))
    return "text"


def _about_json(name: str, head: bytes) -> str:
    if b"string_map_data" in head or b"Media Owner" in head:
        return (f"{name} holds the comments this account wrote, not those it received, so there is nothing to "
                "answer in it. Give a comments table with comment_id, post_id, created_at and text instead.")
    return f"{name} is JSON, not a table. {_NEXT}"


def _check_size(name: str, content: Content, size: int) -> None:
    limit = MAX_WORKBOOK_BYTES if content == "workbook" else MAX_TEXT_BYTES
    if size > limit:
        advice = "Save it as CSV, which may be larger." if content == "workbook" else "Export a shorter period."
        raise IntakeError(f"{name} has {size // 1_000_000:,} MB; the limit is {limit // 1_000_000:,} MB. {advice}")


def _zipped(path: Path, size: int) -> list[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not _is_clutter(m.filename)]
            names = {m.filename for m in archive.infolist()}
            if "xl/workbook.xml" in names or "xl/workbook.bin" in names or "content.xml" in names:
                return [_workbook(path, size, sum(m.file_size for m in members))]
            if len(members) > MAX_MEMBERS:
                raise IntakeError(f"{path.name} holds {len(members):,} files; the limit is {MAX_MEMBERS}. "
                                  "Unpack it and give the table you want.")
            sources = [_member(path, archive, member) for member in members]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise IntakeError(f"{path.name} is a damaged, cut short or locked zip ({error}). "
                          "Download it again, or unpack it and give the table.") from None
    if not sources:
        raise IntakeError(f"{path.name} is a zip with no file in it. {_NEXT}")
    return sources


def _is_clutter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(".")


def _workbook(path: Path, size: int, unpacked: int) -> Source:
    _check_size(path.name, "workbook", size)
    if unpacked > MAX_WORKBOOK_UNPACKED or (unpacked > _RATIO_MATTERS_FROM and unpacked > MAX_RATIO * size):
        raise IntakeError(f"{path.name} unpacks from {size // 1000:,} KB to {unpacked // 1_000_000:,} MB, which is "
                          "refused. Save it as CSV and give that file.")
    return Source(path.name, "workbook", size, lambda: path.open("rb"))


def _member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Source:
    label = f"{path.name}/{member.filename}"
    packed, unpacked = member.compress_size, member.file_size
    if unpacked > _RATIO_MATTERS_FROM and unpacked > MAX_RATIO * max(packed, 1):
        raise IntakeError(f"{label} unpacks from {packed // 1000:,} KB to {unpacked // 1_000_000:,} MB, which is "
                          "refused. Unpack it yourself and give the table if you trust it.")
    with archive.open(member) as file:
        head = file.read(4096)
    if head.startswith(_ZIP):
        content: Content = "workbook"
    else:
        content = _judge(label, head) if head else "text"
    _check_size(label, content, unpacked)
    return Source(label, content, unpacked, lambda: _open_member(path, member.filename))


def _open_member(path: Path, name: str) -> BinaryIO:
    archive = zipfile.ZipFile(path)
    member = archive.open(name)
    archive.close()  # the member keeps the file open until it is itself closed
    return cast(BinaryIO, member)
