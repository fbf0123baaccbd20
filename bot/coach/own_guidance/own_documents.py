"""A Markdown document on its way into the team's own guidance: from a file at the terminal, or dropped in a chat."""

from __future__ import annotations

import re
from pathlib import Path

from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import LETTERS, TITLE_LETTERS, Changed, Draft, keep
from bot.errors import CoachError, NotAllowed, UsageError
from bot.model.command import Asker
from bot.model.words import shorten

ENDINGS = (".md", ".markdown")
_BYTES = 4 * LETTERS["document"]
"""No letter takes more than four bytes, so a larger file need not be read."""
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_TITLE = re.compile(r"^title:\s*(.+?)\s*$", re.MULTILINE)
_ON_TOP = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*$", re.MULTILINE | re.DOTALL)


def import_file(desk: Desk, asker: Asker, file: str) -> Changed:
    """Keep a file of this machine as a document.

    Raises NotAllowed anywhere but at the terminal, UsageError for a file that is no Markdown, CoachError for one that
    can't be read.
    """
    if asker.platform != "terminal" or not asker.person.startswith("terminal:"):
        raise NotAllowed("Files of the machine are read at the terminal alone: python -m bot guidance import FILE. "
                         "Here, drop the file on me, or write it with guidance add.")
    path = Path(file).expanduser()
    if not path.is_file():
        raise UsageError(f"There is no file {file!r}; check its name and folder.")
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= _BYTES else b""
    except OSError as error:
        raise CoachError(f"{file} cannot be read: {error.strerror}. Check its permissions.") from error
    if size > _BYTES:
        raise _too_large(path.name)
    return import_document(desk, asker, path.name, raw)


def import_document(desk: Desk, asker: Asker, name: str, raw: bytes) -> Changed:
    """Keep the bytes of a Markdown file as a document; the same name again is its next version.

    Raises NotAllowed for anybody but an admin, UsageError for what is no Markdown or over a limit.
    """
    name = Path(name.replace("\\", "/")).name
    if not name.lower().endswith(ENDINGS):
        raise UsageError(f"{name!r} is no Markdown; save it as a file that ends in .md and import that.")
    if len(raw) > _BYTES:
        raise _too_large(name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise UsageError(f"{name} line {line}: not UTF-8; save the file as UTF-8.") from fault
    return keep(desk, asker, Draft("document", title_of(text, name), text, file_name=name))


def title_of(text: str, name: str) -> str:
    r"""Return a document's title: as it says on top of itself, else its first heading, else its file's name.

    >>> title_of("---\ntitle: 'Returns'\n---\n# Other", "r.md"), title_of("Hello\n# Tone", "t.md"), title_of("x", "a_b.md")
    ('Returns', 'Tone', 'a b')
    """
    text = text.replace("\r\n", "\n")
    on_top = _ON_TOP.match(text)
    stated = _TITLE.search(on_top[1]) if on_top else None
    heading = _HEADING.search(text[on_top.end():] if on_top else text)
    bare = re.sub(r"[-_]+", " ", Path(name).stem).strip()
    said = stated[1].strip("\"' ") if stated else heading[1] if heading else ""
    return shorten(said or bare or "A document", TITLE_LETTERS)


def _too_large(name: str) -> UsageError:
    return UsageError(f"{name} is larger than {LETTERS['document']:,} letters; cut it into several documents.")
