"""The team's own guidance: kept in versions, removed and restored, each change by an admin and in the log.

What is kept answers from the next question on, in every process; the log holds numbers and no words of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.coach.admins import note_change, only_admins
from bot.coach.desk import Desk
from bot.coach.ports import RecordsWriter
from bot.errors import UsageError
from bot.model.command import Asker
from bot.model.times import local
from bot.model.words import count, readable

Kind = Literal["piece", "document"]
TITLE_LETTERS = 140
LETTERS: dict[Kind, int] = {"piece": 8_000, "document": 1_000_000}
"""How long one text may be; a longer document is a book and would drown everything else."""
ENTRIES = 500
LETTERS_IN_ALL = 4_000_000
"""About 5,000 passages, which the search still goes through within a tenth of a second."""
VERSIONS = 50
OWN = "own/"
"""What the id of an entry begins with where it stands beside other guidance: in sources, buttons and ratings."""
_WHICH = re.compile(rf"(?:#|{OWN})?(\d{{1,9}})(?:\.(\d{{1,9}}))?")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be kept. A draft of the same kind and name as an entry becomes its next version.

    `questions`: ways to ask for it. `file_name`: of a document, with its ending.
    """

    kind: Kind
    title: str
    body: str
    questions: tuple[str, ...] = ()
    file_name: str | None = None

    @property
    def name_key(self) -> str:
        """What tells an entry's next version from a new entry."""
        return " ".join((self.file_name or self.title).split()).casefold()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry with its author; `dated` is the day in the team's zone."""

    version: int
    title: str
    body: str
    questions: tuple[str, ...]
    dated: str
    author_name: str | None = None
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece or document of the team's own, without its text. `version`: the one that answers, of `versions` kept."""

    number: int
    kind: Kind
    version: int
    versions: int
    title: str
    dated: str
    letters: int
    author_name: str | None = None
    file_name: str | None = None
    removed_at: str | None = None

    @property
    def id(self) -> str:
        """Its id as sources and ratings name it."""
        return f"{OWN}{self.number}"


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change came to. `before`: the version that answered until now, None where none did."""

    entry: Entry
    before: int | None = None
    is_new: bool = True


def keep(desk: Desk, asker: Asker, draft: Draft) -> Changed:
    """Keep a text as a new entry or as the next version of the one with its name.

    The same text again changes nothing, or brings it back where it was removed.
    Raises NotAllowed for anybody but an admin, and UsageError for a text that is empty or over a limit.
    """
    only_admins(desk, asker)
    draft = _checked(draft)
    with desk.records.write() as writer:
        writer.run("hold_team")
        found = writer.run("guidance_entry_named", kind=draft.kind, name_key=draft.name_key)
        number = int(found[0]["number"]) if found else 0
        known = [_version(row) for row in writer.run("guidance_versions", number=number)]
        before = int(found[0]["version"]) if found and not found[0]["removed_at"] else None
        if any(each.version == found[0]["version"] and _is_same(each, draft) for each in known):
            if before is None:
                _use(writer, desk, asker, _one(writer, number), int(found[0]["version"]))
            return Changed(_one(writer, number), before, is_new=before is None)
        _check_room(writer, draft, known)
        if not found:
            number = int(writer.run("add_guidance_entry", kind=draft.kind, name_key=draft.name_key)[0]["number"])
        version = int(found[0]["newest"]) + 1 if found else 1
        _add_version(writer, desk, asker, draft, (number, version))
        _note(writer, desk, asker, "guidance added", f"{draft.kind} {number}, version {version}")
        return Changed(_one(writer, number), before)


def keep_unused(desk: Desk, asker: Asker, draft: Draft, logged_as: str) -> Changed:
    """Keep a text by anybody as a version that answers nothing; what answers under its name goes on to do so.

    `entry.version` is the version that was kept. `logged_as`: how the log names it. A text that is kept already changes
    nothing. Raises UsageError for a text that is empty or over a limit.
    """
    draft = _checked(draft)
    with desk.records.write() as writer:
        writer.run("hold_team")
        found = writer.run("guidance_entry_named", kind=draft.kind, name_key=draft.name_key)
        number = int(found[0]["number"]) if found else 0
        known = [_version(row) for row in writer.run("guidance_versions", number=number)]
        same = next((each for each in known if _is_same(each, draft)), None)
        if same is not None:
            return Changed(replace(_one(writer, number), version=same.version), is_new=False)
        _check_room(writer, draft, known)
        if not found:
            number = int(writer.run("add_guidance_entry", kind=draft.kind, name_key=draft.name_key)[0]["number"])
        version = int(found[0]["newest"]) + 1 if found else 1
        _keep_version(writer, desk, asker, draft, (number, version))
        if not found:
            writer.run("use_guidance_version", number=number, version=version)
            writer.run("remove_guidance", number=number, now=desk.now)
        _note(writer, desk, asker, logged_as, f"{draft.kind} {number}, version {version}")
        return Changed(replace(_one(writer, number), version=version))


def remove(desk: Desk, asker: Asker, which: str, *, for_good: bool = False) -> Changed:
    """Let an entry answer no more; it can be restored, unless its texts are deleted `for_good`.

    Raises NotAllowed for anybody but an admin, and UsageError where there is no such entry.
    """
    only_admins(desk, asker)
    number, _ = read_which(which)
    with desk.records.write() as writer:
        entry = _entry(writer, which)
        if entry.removed_at and not for_good:
            return Changed(entry, is_new=False)
        if for_good:
            writer.run("forget_guidance_versions", number=number)
            # No name begins with a space, so the number stays taken and no name does.
            writer.run("forget_guidance_entry", number=number, name_key=f" {number}", now=desk.now)
        else:
            writer.run("remove_guidance", number=number, now=desk.now)
        _note(writer, desk, asker, "guidance deleted" if for_good else "guidance removed", f"{entry.kind} {number}")
        return Changed(replace(entry, removed_at=desk.now), None if entry.removed_at else entry.version)


def restore(desk: Desk, asker: Asker, which: str) -> Changed:
    """Let an entry answer again, or an earlier version of it in place of the newest: `3`, `3.1`.

    Raises NotAllowed for anybody but an admin, and UsageError where there is no such entry or version.
    """
    only_admins(desk, asker)
    number, version = read_which(which)
    with desk.records.write() as writer:
        entry = _entry(writer, which)
        wanted = version or entry.version
        if wanted not in {each["version"] for each in writer.run("guidance_versions", number=number)}:
            raise UsageError(f"{entry.title!r} has no version {wanted}; guidance show {number} lists what it has.")
        if wanted == entry.version and not entry.removed_at:
            return Changed(entry, is_new=False)
        _use(writer, desk, asker, entry, wanted)
        return Changed(_one(writer, number), None if entry.removed_at else entry.version)


def entries(desk: Desk) -> list[Entry]:
    """Return every entry, removed ones too, in the order of their numbers."""
    return [_as_entry(row) for row in desk.records.rows("guidance_entries")]


def entry(desk: Desk, which: str) -> tuple[Entry, list[Version]]:
    """Return an entry and its versions, oldest first. Raises UsageError where there is none of that number."""
    number, _ = read_which(which)
    found = next((each for each in entries(desk) if each.number == number), None)
    if found is None:
        raise _unknown(which)
    return found, [_version(row) for row in desk.records.rows("guidance_versions", number=number)]


def read_which(words: str) -> tuple[int, int | None]:
    """Return the number, and the version where one is named. Raises UsageError for other words.

    >>> read_which("3"), read_which("own/3"), read_which("#3.1")
    ((3, None), (3, None), (3, 1))
    """
    found = _WHICH.fullmatch(words.strip())
    if not found:
        raise UsageError(f"{words!r} is no number of your own guidance; guidance lists them, and 3.1 means version 1 of 3.")
    return int(found[1]), int(found[2]) if found[2] else None


def _checked(draft: Draft) -> Draft:
    """Return a draft as it can be kept. Raises UsageError for one that can't."""
    title, body = " ".join(_kept(draft.title).split()), _kept(draft.body).strip()
    if not any(letter.isalnum() for letter in title):
        raise UsageError("The title is empty; say in one line what it is about.")
    if len(title) > TITLE_LETTERS:
        raise UsageError(f"The title has {len(title):,} letters, more than {TITLE_LETTERS}; say it in one line.")
    if not any(letter.isalnum() for letter in body):
        raise UsageError(f"There is no advice under {title!r}; write what somebody should do.")
    if len(body) > LETTERS[draft.kind]:
        raise UsageError(f"{title!r} has {len(body):,} letters, more than the {LETTERS[draft.kind]:,} of one {draft.kind}; "
                         "cut it into several, one a subject.")
    questions = tuple(" ".join(_kept(each).split()) for each in draft.questions)
    return replace(draft, title=title, body=body, questions=tuple(dict.fromkeys(filter(None, questions))))


def _kept(words: str) -> str:
    return readable(words).replace("\0", "")


def _check_room(writer: RecordsWriter, draft: Draft, known: list[Version]) -> None:
    """Raise UsageError where the team's own guidance, or the entry's versions, are as many as they may be."""
    if len(known) >= VERSIONS:
        raise UsageError(f"{draft.title!r} has {VERSIONS} versions, as many as are kept; delete it with "
                         "guidance remove NUMBER --for-good and add it anew.")
    rows = [row for row in writer.run("guidance_entries") if not row["removed_at"]]
    if not known and len(rows) >= ENTRIES:
        raise UsageError(f"There are {count(len(rows), 'entry', 'entries')} of your own, as many as fit; "
                         "remove one with guidance remove NUMBER.")
    letters = sum(int(row["letters"]) for row in rows) + len(draft.body)
    if letters > LETTERS_IN_ALL:
        raise UsageError(f"With {draft.title!r} your own guidance would have {letters:,} letters, more than "
                         f"{LETTERS_IN_ALL:,}; remove what nobody needs, or add a shorter text.")


def _add_version(writer: RecordsWriter, desk: Desk, asker: Asker, draft: Draft, place: tuple[int, int]) -> None:
    _keep_version(writer, desk, asker, draft, place)
    writer.run("use_guidance_version", number=place[0], version=place[1])


def _keep_version(writer: RecordsWriter, desk: Desk, asker: Asker, draft: Draft, place: tuple[int, int]) -> None:
    number, version = place
    writer.run(
        "add_guidance_version", number=number, version=version, title=draft.title, file_name=draft.file_name,
        body=draft.body, questions="\n".join(draft.questions), dated=local(desk.now, desk.zone).date().isoformat(),
        author=asker.person, author_name=asker.name, now=desk.now)


def _use(writer: RecordsWriter, desk: Desk, asker: Asker, entry: Entry, version: int) -> None:
    writer.run("use_guidance_version", number=entry.number, version=version)
    _note(writer, desk, asker, "guidance restored", f"{entry.kind} {entry.number}, version {version}")


def _note(writer: RecordsWriter, desk: Desk, asker: Asker, what: str, detail: str) -> None:
    writer.run("stamp_guidance")
    note_change(writer, desk, asker, what, detail)


def _entry(writer: RecordsWriter, which: str) -> Entry:
    number, _ = read_which(which)
    writer.run("hold_team")
    found = [row for row in writer.run("guidance_entries") if row["number"] == number]
    if not found:
        raise _unknown(which)
    return _as_entry(found[0])


def _one(writer: RecordsWriter, number: int) -> Entry:
    return next(_as_entry(row) for row in writer.run("guidance_entries") if row["number"] == number)


def _unknown(which: str) -> UsageError:
    return UsageError(f"There is no guidance of your own with the number {which!r}; guidance lists what there is.")


def _as_entry(row: dict[str, Any]) -> Entry:
    return Entry(
        number=int(row["number"]), kind=row["kind"], version=int(row["version"]), versions=int(row["versions"]),
        title=row["title"], dated=row["dated"], letters=int(row["letters"]), author_name=row["author_name"],
        file_name=row["file_name"], removed_at=row["removed_at"])


def _version(row: dict[str, Any]) -> Version:
    return Version(
        version=int(row["version"]), title=row["title"], body=row["body"],
        questions=tuple(filter(None, row["questions"].split("\n"))), dated=row["dated"], author_name=row["author_name"],
        file_name=row["file_name"])


def _is_same(version: Version, draft: Draft) -> bool:
    return (version.title, version.body, version.questions) == (draft.title, draft.body, draft.questions)
