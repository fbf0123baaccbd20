"""Files dropped on the coach: looked at first, imported when somebody says so, forgotten after a day.

A Markdown document of an admin's is guidance and not data.
"""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

from bot.coach.commitments.settling import settle
from bot.coach.desk import Desk
from bot.coach.files.dropped_cards import again_card, imported_card, preview_card, undone_card
from bot.coach.hour_settings import read_value
from bot.coach.own_guidance.own_documents import ENDINGS, import_document
from bot.coach.own_guidance.own_guidance_cards import added_reply
from bot.coach.posted.open_cards import settle_cards
from bot.errors import CoachError, NotAllowed, UsageError, WrongValue
from bot.model.card import Card, quoted, say, text
from bot.model.command import Asker, Reply
from bot.model.ids import new_id
from bot.model.incoming import FileTold
from bot.model.times import ago, from_text, to_text
from bot.model.words import readable

KEPT_DAYS = 1
"""Days after which a dropped file is forgotten, imported or not."""
LEASE_MINUTES = 10
"""Minutes after which an import that never ended may be tried again; the same bytes twice change nothing."""
NAME_LETTERS = 120


def receive(desk: Desk, asker: Asker, name: str, data: bytes) -> Reply:
    """Look at a dropped file and say what importing it would do; a Markdown document becomes guidance.

    What cannot be read is answered with one sentence, never raised.
    """
    known_as = readable(" ".join(name.split())).replace("\0", "")[-NAME_LETTERS:] or "the file"
    try:
        if known_as.lower().endswith(ENDINGS):
            return added_reply(import_document(desk, asker, known_as, data))
        _check_size(desk, known_as, data)
        told = desk.intake.preview(known_as, data, at=desk.now)
    except CoachError as error:
        return Reply(Card(quoted(str(error)), tone="warning"), {"file": known_as, "error": str(error)}, failed=True)
    file_id = "" if told.was_known or not (told.changes or told.asks_zone) else _keep(desk, asker, known_as, data)
    return Reply(preview_card(told, file_id), document(told, file_id))


def import_dropped(desk: Desk, asker: Asker, file_id: str) -> Reply:
    """Import a dropped file and let the new data close what it closes. Raises NotAllowed, and CoachError with the reason.

    Pressed twice it imports once.
    """
    row = _own(desk, asker, file_id)
    if row is None or not _taken(desk, file_id):
        return _over(row)
    try:
        told = desk.intake.take(row["name"], base64.b64decode(row["content"]), zone=row["zone"], at=row["dropped_at"])
    except BaseException:
        _write(desk, "put_dropped_file_back", file_id=file_id)
        raise
    _write(desk, "end_dropped_file", file_id=file_id, import_id=told.import_id)
    changed = [*settle_cards(desk), *(each.sentence for each in settle(desk))]
    return Reply(imported_card(told, changed), {**document(told, file_id), "changed": changed})


def choose_zone(desk: Desk, asker: Asker, file_id: str, zone: str) -> Reply:
    """Say in which zone a dropped file's times are, and look at it again. Raises NotAllowed and WrongValue."""
    row = _own(desk, asker, file_id)
    known = read_value("zone", zone)
    if known is None:
        raise WrongValue("A file has no default zone; write one such as Europe/Berlin.", parameter="zone")
    if row is None or row["import_id"] or not row["content"]:
        return _over(row)
    told = desk.intake.preview(row["name"], base64.b64decode(row["content"]), zone=known, at=row["dropped_at"])
    _write(desk, "set_zone_of_dropped_file", file_id=file_id, zone=known)
    return Reply(preview_card(told, file_id, known), document(told, file_id))


def not_wanted(desk: Desk, asker: Asker, file_id: str) -> Reply:
    """Forget a dropped file. Raises NotAllowed."""
    row = _own(desk, asker, file_id)
    if row is None or row["import_id"] or not row["content"]:
        return _over(row)
    _write(desk, "end_dropped_file", file_id=file_id, import_id=None)
    return Reply(Card(text("Not imported: {name}. Nothing of it is kept.", name=row["name"])), {"file": row["name"]})


def take_back(desk: Desk, asker: Asker, import_id: str) -> Reply:
    """Take an import back. Raises NotAllowed, and UsageError where there is no such import."""
    found = desk.records.one("import_by_id", import_id=import_id)
    if found is None:
        raise UsageError(f"There is no import {import_id!r} to take back; doctor lists the last ones.")
    by = desk.records.one("dropper_of_import", import_id=import_id)
    if not asker.is_admin and (by is None or by["person"] != asker.person):
        raise NotAllowed(f"{found['file_name']} was imported by somebody else; ask them or an admin to take it back.")
    if found["undone_at"] or not desk.intake.undo(import_id):
        return Reply(Card(text("{name} was taken back already; nothing was changed", name=found["file_name"])))
    settle_cards(desk)
    return Reply(undone_card(found["file_name"]), {"import_id": import_id, "undone": True})


def purge_dropped(desk: Desk) -> int:
    """Forget the files that were dropped more than a day ago, and return how many."""
    before = ago(from_text(desk.now), days=KEPT_DAYS)
    old = desk.records.rows("old_dropped_files", before=before)
    if old:
        _write(desk, "purge_dropped_files", before=before)
    return len(old)


def document(told: FileTold, file_id: str) -> dict[str, Any]:
    """Return what came of a file for scripts, in the shape of `import --json`."""
    return {
        "file": told.file, "format": told.format, "network": told.network, "read": told.read, **told.counts,
        "rows": [{"line": row.line, "status": row.status, "reason": row.reason} for row in told.rows],
        "import_id": told.import_id or None, "as_of": told.as_of, "notes": list(told.notes),
        "from": told.since, "to": told.until, "dropped": file_id or None,
    }


def _check_size(desk: Desk, name: str, data: bytes) -> None:
    most = desk.settings.imports.max_chat_file_mb
    if len(data) > most * 1_000_000:
        raise UsageError(f"{name} has {len(data) / 1_000_000:,.1f} MB, and in a chat at most {most} MB are taken; "
                         f"import it at the terminal: python -m bot import {name}")


def _keep(desk: Desk, asker: Asker, name: str, data: bytes) -> str:
    file_id = new_id(from_text(desk.now))
    _write(desk, "keep_dropped_file", file_id=file_id, file_name=name, channel=asker.channel, person=asker.person,
           content=base64.b64encode(data).decode("ascii"), now=desk.now)
    return file_id


def _own(desk: Desk, asker: Asker, file_id: str) -> dict[str, Any] | None:
    """Return a dropped file that the asker may decide about, None for one that is forgotten. Raises NotAllowed."""
    row = desk.records.one("dropped_file", file_id=file_id)
    if row is not None and row["person"] != asker.person and not asker.is_admin:
        raise NotAllowed(f"{row['name']} was dropped by somebody else; they or an admin decide about it.")
    return row


def _taken(desk: Desk, file_id: str) -> bool:
    lease_from = to_text(from_text(desk.now) - timedelta(minutes=LEASE_MINUTES))
    return bool(_write(desk, "take_dropped_file", file_id=file_id, now=desk.now, lease_from=lease_from))


def _over(row: dict[str, Any] | None) -> Reply:
    """Answer a press on a file that is imported, being imported, not wanted or forgotten."""
    if row is None or (not row["content"] and not row["import_id"]):
        return Reply(again_card(), failed=True)
    template = "{name} is imported already; nothing was changed" if row["import_id"] \
        else "{name} is being imported now; nothing was changed"
    return Reply(Card(text(template, name=row["name"]), (say("**doctor** lists the last imports."),)))


def _write(desk: Desk, statement: str, **values: Any) -> list[dict[str, Any]]:
    with desk.records.write() as writer:
        return writer.run(statement, **values)
