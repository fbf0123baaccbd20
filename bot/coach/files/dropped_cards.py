"""What a dropped file holds and what came of it, as cards. Names and reasons are the file's own words, never markup."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.card import Button, Card, Fields, Item, Items, Part, quoted, say, text
from bot.model.incoming import FileTold
from bot.model.networks import network_name
from bot.model.words import count, day_and_time, period, shorten

REASONS = 5
"""How many rows that were not taken are shown with their reason."""
NOTES = 4
_LETTERS = 240


def preview_card(told: FileTold, file_id: str, zone: str | None = None) -> Card:
    """Return what importing a file would do. Without a file id there is nothing to press: nothing would change."""
    title = text("**{file}**, {came}", file=told.file, came=_came(told))
    parts: list[Part] = [Fields(tuple(_facts(told, zone))), *_rows(told), *_notes(told)]
    if told.was_known:
        return Card(title, (say("This very file was imported before; importing it again changes nothing."), *parts))
    if not file_id:
        return Card(title, (say("There is nothing in it to import."), *parts), tone="warning")
    buttons = (Button(f"Import {count(told.changes, 'row')}", "import-file", file_id),) if told.changes else ()
    choose = Button("Choose the time zone", "import-zone", file_id)
    if told.asks_zone:
        parts.append(say("Say in which time zone its times are, and more of it can be read."))
        buttons = (choose, *buttons)
    elif told.doubts_zone:
        parts.append(say("If the hours look wrong to you, choose the file's own time zone before you import it."))
        buttons = (*buttons, choose)
    parts.append(say("__Nothing was written yet. The file is forgotten after a day.__"))
    return Card(title, tuple(parts), (*buttons, Button("Not now", "drop-file", file_id)), tone="ask")


def imported_card(told: FileTold, changed: Sequence[str]) -> Card:
    """Return what came of an import, and what the new data closed."""
    parts: list[Part] = [say("{sentence}", sentence=each) for each in changed]
    parts += [*_rows(told), *_notes(told)]
    if told.was_known:
        return Card(text("**{file}** was imported before; nothing was changed", file=told.file), tuple(parts))
    if not changed:
        parts.insert(0, say("It closed no promise and no card. **audit** shows what it says."))
    return Card(text("**Imported: {file}**, {came}", file=told.file, came=_came(told)), tuple(parts),
                (Button("Undo import", "undo-import", told.import_id),), tone="good")


def undone_card(name: str) -> Card:
    """Return that an import was taken back."""
    return Card(text("**Taken back:** {name}", name=name),
                (say("Figures went back to the readings that are left. Texts that it had changed stay as they are."),),
                tone="good")


def again_card() -> Card:
    """Return what to do about a file that is not kept any more."""
    return Card(text("This file is not kept any more; nothing was changed"), (say("Drop it again to import it."),),
                tone="warning")


def _came(told: FileTold) -> str:
    """Return how many rows a file has and what they are: `3 rows: 2 new, 1 held`."""
    came = ", ".join(f"{n:,} {name}" for name, n in told.counts.items() if n) or "nothing"
    return f"{count(told.read, 'row')}: {came}"


def _facts(told: FileTold, zone: str | None) -> list[tuple[str, str]]:
    kind = f"{network_name(told.network)} {told.feed}" if told.network else told.feed.capitalize()
    facts = [("What it holds", f"{kind} (format {told.format})")]
    if told.since and told.until:
        facts.append(("From", period(told.since, told.until)))
    where = zone or "UTC"
    facts.append(("Figures as of", f"{day_and_time(told.as_of, where)} {where}"))
    return [*facts, ("Time zone", zone)] if zone else facts


def _rows(told: FileTold) -> list[Part]:
    """Return the first rows that are not taken with their reasons; rows that hold no data are only counted."""
    rows = [row for row in told.rows if row.status != "ignored"]
    if not rows:
        return []
    items = tuple(
        Item(text("{where}: {status}", where=f"{row.sheet} line {row.line}".strip(), status=row.status),
             why=quoted(shorten(row.reason, _LETTERS)))
        for row in rows[:REASONS])
    more = len(rows) - len(items)
    parts: list[Part] = [say("**Not taken**"), Items(items)]
    return [*parts, say("__and {n} more__", n=more)] if more else parts


def _notes(told: FileTold) -> list[Part]:
    parts: list[Part] = [say("__Note: {note}__", note=shorten(note, _LETTERS)) for note in told.notes[:NOTES]]
    if told.unknown_columns:
        parts.append(say("__Columns kept but not used: {names}__",
                         names=shorten(", ".join(told.unknown_columns), _LETTERS)))
    return parts
