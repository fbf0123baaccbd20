"""Reading the pieces of guidance from a folder.

A fault in one file never hides the faults in the others: all are told at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.errors import GuidanceError

Origin = Literal["ours", "team"]

MAX_BYTES = 1_000_000
"""A larger file is refused: it is a book or a dump and would drown everything else."""

_NEEDED = ("id", "title", "source", "source_id", "questions")
_KNOWN = frozenset((*_NEEDED, "date", "words"))


@dataclass(frozen=True, slots=True)
class Piece:
    """One idea of the guidance. `body` is Markdown without the front matter; `questions` are ways to ask for
    it. `words` are further words and phrases people use for it: searched, never shown. `source` and
    `source_id` name the text it rests on; a team's own document has no `source_id`."""

    id: str
    title: str
    source: str
    source_id: str | None
    date: str | None
    questions: tuple[str, ...]
    body: str
    origin: Origin
    words: str = ""


def read_corpus(folder: Path, origin: Origin) -> tuple[Piece, ...]:
    """Read every Markdown file beneath a folder, ordered by id.

    Shipped pieces need their front matter; a team's own may be plain Markdown, titled by its first heading or
    its file name. Raises GuidanceError with one line a fault, each naming file and line, and where the folder
    is missing.
    """
    if not folder.is_dir():
        raise GuidanceError(f"there is no folder {folder}; create it or correct the path of the guidance")
    pieces: dict[str, Piece] = {}
    faults: list[str] = []
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        try:
            piece = _read_piece(path, name, origin)
        except GuidanceError as fault:
            faults.append(str(fault))
            continue
        if piece.id in pieces:
            faults.append(f"{name} line 1: the id '{piece.id}' is taken by another file; rename one of the two")
        pieces[piece.id] = piece
    if faults:
        raise GuidanceError("\n".join(faults))
    return tuple(pieces[key] for key in sorted(pieces))


def own_document(name: str, text: str) -> Piece:
    """Make a piece of a team's own Markdown, with or without front matter; `name` is the file's, and names the piece."""
    lines = text.splitlines()
    if not _is_fenced(lines) or "---" not in map(str.strip, lines[1:]):
        return _plain(name, text, {}, ())
    fields, questions, after = _front_matter(lines, name, strict=False)
    return _plain(name, "\n".join(lines[after:]).strip(), fields, questions)


def _read_piece(path: Path, name: str, origin: Origin) -> Piece:
    text = _text(path, name)
    if origin == "team":
        return own_document(name, text)
    lines = text.splitlines()
    if not _is_fenced(lines):
        raise GuidanceError(f"{name} line 1: no front matter; begin the file with a line of three dashes")
    fields, questions, after = _front_matter(lines, name, strict=True)
    return _shipped(path.stem, name, "\n".join(lines[after:]).strip(), fields, questions)


def _is_fenced(lines: list[str]) -> bool:
    return bool(lines) and lines[0].strip() == "---"


def _text(path: Path, name: str) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise GuidanceError(f"{name} line 1: larger than {MAX_BYTES:,} bytes; cut it into several files")
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise GuidanceError(f"{name} line {line}: not UTF-8; save the file as UTF-8") from fault


def _front_matter(lines: list[str], name: str, *, strict: bool) -> tuple[dict[str, str], tuple[str, ...], int]:
    """Read the fields between the two lines of dashes: the subset of YAML that is `key: value` and a list of
    `- item`."""
    fields: dict[str, str] = {}
    questions: list[str] = []
    key = ""
    for number, line in enumerate(lines[1:], start=2):
        if line.strip() == "---":
            return fields, tuple(questions), number
        item = re.fullmatch(r"\s+- +(.+)", line) or re.fullmatch(r"- +(.+)", line)
        found = re.fullmatch(r"([A-Za-z_]+):\s*(.*)", line)
        if item and key == "questions":
            questions.append(_unquoted(item[1]))
        elif found and (found[1] in _KNOWN or not strict):
            key = found[1]
            fields[key] = _unquoted(found[2])
        elif strict and found:
            raise GuidanceError(f"{name} line {number}: '{found[1]}' is no field; use {', '.join(sorted(_KNOWN))}")
        elif strict and line.strip() and not line.lstrip().startswith("#"):
            raise GuidanceError(f"{name} line {number}: cannot read '{line.strip()}'; write 'field: value'")
    raise GuidanceError(f"{name} line {len(lines)}: the front matter never ends; close it with a line of three dashes")


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _shipped(stem: str, name: str, body: str, fields: dict[str, str], questions: tuple[str, ...]) -> Piece:
    missing = [key for key in _NEEDED if not fields.get(key) and not (key == "questions" and questions)]
    if missing:
        raise GuidanceError(f"{name} line 1: the front matter lacks {', '.join(missing)}; add it")
    if fields["id"] != stem:
        raise GuidanceError(f"{name} line 2: the id is '{fields['id']}'; make it '{stem}', the name of the file")
    if not body:
        raise GuidanceError(f"{name} line 1: there is no text under the front matter; write the piece")
    return Piece(
        stem,
        fields["title"],
        fields["source"],
        fields["source_id"],
        fields.get("date") or None,
        questions,
        body,
        "ours",
        fields.get("words", ""),
    )


def _plain(name: str, body: str, fields: dict[str, str], questions: tuple[str, ...]) -> Piece:
    """Make a piece of a team's own document; its id is told apart from ours by its prefix."""
    heading = re.search(r"^#{1,6}\s+(.+?)\s*#*\s*$", body, re.MULTILINE)
    bare = Path(name).stem.replace("-", " ").replace("_", " ").strip()
    title = fields.get("title") or (heading[1] if heading else "") or bare
    source = fields.get("source") or Path(name).name
    date, words = fields.get("date") or None, fields.get("words", "")
    return Piece("team/" + name.removesuffix(".md"), title, source, None, date, questions, body, "team", words)
