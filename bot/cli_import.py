"""`import` at the terminal: files in, a table of what came of each row out, with progress on the way."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.app import importing, opened_for_import
from bot.cli_show import options_of
from bot.errors import CoachError, UnknownTable, UsageError
from bot.intake.importer import OUTCOMES, Imported, ImportJob, import_file, undo
from bot.model.times import to_text
from bot.render.safe import inert

if TYPE_CHECKING:
    from bot.coach.desk import Desk

SHOWN_ROWS = 20


def run(given: dict[str, Any]) -> int:
    """Import the files; one that fails is told and the others go on. Return the exit code."""
    as_json, chosen = given.pop("as_json"), options_of(given)
    with opened_for_import(chosen, is_dry_run=given["dry_run"]) as desk:
        if given["undo"]:
            return _undo(desk, given["undo"], as_json=as_json)
        if not given["files"]:
            raise UsageError("Name the file to import, such as: python -m bot import my-export.csv")
        job = importing(desk, zone=given["zone"], as_of=given["as_of"], form=given["form"], is_dry_run=given["dry_run"])
        done, failed = [], 0
        for path in given["files"]:
            try:
                done.append(_one(job, path, ask_columns=given["ask_columns"]))
            except CoachError as error:
                if isinstance(error, UsageError):
                    raise
                failed += 1
                click.echo(inert(str(error)), err=True)
        _settle(desk, is_dry_run=given["dry_run"])
        if given["rejects"]:
            _write_rejects(given["rejects"], done)
        _show(done, as_json=as_json)
        return 1 if failed else 0


def _one(job: ImportJob, path: Path, *, ask_columns: bool) -> Imported:
    try:
        with _progress(path) as progress:
            return import_file(replace(job, progress=progress), path)
    except UnknownTable:
        if not ask_columns:
            raise
        from bot.cli_picker import pick

        return import_file(pick(job, path), path)


@contextmanager
def _progress(path: Path) -> Iterator[Any]:
    """Show how many rows were read, on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,} rows"),
               TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Reading {path.name}", total=None)
        yield lambda rows: bar.update(task, completed=rows)


def _settle(desk: Desk, *, is_dry_run: bool) -> None:
    """Let the new data close commitments and cards."""
    if not is_dry_run:
        from bot.app import settle

        for sentence in settle(desk):
            click.echo(inert(sentence), err=True)


def _undo(desk: Desk, import_id: str, *, as_json: bool) -> int:
    if not undo(desk.records, import_id, now=to_text(desk.clock())):
        raise UsageError(f"There is no import {import_id!r} to take back; `python -m bot doctor` lists the last ones.")
    click.echo(f"Took the import {import_id} back. Texts that it had changed stay as they are.", err=True)
    if as_json:
        import json

        click.echo(json.dumps({"import_id": import_id, "undone": True}, ensure_ascii=False, indent=2))
    return 0


def document(imported: Imported) -> dict[str, Any]:
    """Return an import as the document that scripts get."""
    rows = [{"line": row.line, "status": row.status, "reason": row.reason, **({"sheet": row.sheet} if row.sheet else {})}
            for row in imported.rows]
    return {
        "file": imported.file, "format": imported.format, "network": imported.network, "read": imported.read,
        **imported.counts,
        "rows": rows,
        "import_id": imported.import_id, "as_of": imported.as_of, "dry_run": imported.is_dry_run,
        "notes": list(imported.notes), "unknown_columns": list(imported.unknown_columns),
    }


def _show(done: list[Imported], *, as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps([document(each) for each in done], ensure_ascii=False, indent=2))
        return
    if not done:
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.render.safe import one_line

    console = Console(width=min(100, Console().width), highlight=False)
    table = Table(title="Dry run: nothing was written" if done[0].is_dry_run else None, box=None, pad_edge=False)
    table.add_column("File", overflow="fold")
    table.add_column("Format", no_wrap=True)
    table.add_column("Rows", justify="right", no_wrap=True)
    table.add_column("What came of them", overflow="fold")
    for each in done:
        came = ", ".join(f"{each.counts[name]:,} {name}" for name in OUTCOMES if each.counts[name])
        table.add_row(Text(one_line(each.file)), each.format, f"{each.read:,}", came or "none")
    console.print(table)
    for each in done:
        _show_rows(console, each)


def _show_rows(console: Any, imported: Imported) -> None:
    from rich.text import Text

    from bot.intake.batches import READ_AS
    from bot.render.safe import one_line

    for note in imported.notes:
        zone = "; if so, name it with --zone" if note.startswith(READ_AS) else ""
        console.print(Text(f"  Note: {one_line(note)}{zone}", style="dim"))
    if imported.unknown_columns:
        columns = one_line(", ".join(imported.unknown_columns))
        console.print(Text(f"  Columns kept but not used: {columns}", style="dim"))
    told = [row for row in imported.rows if row.status != "ignored"] or list(imported.rows)
    for row in told[:SHOWN_ROWS]:
        where = f"{row.sheet} line {row.line}" if row.sheet else f"line {row.line}"
        console.print(Text(f"  {one_line(imported.file)} {one_line(where)}: {row.status}, {one_line(row.reason)}"))
    if len(told) > SHOWN_ROWS:
        console.print(f"  ... and {len(told) - SHOWN_ROWS:,} more; --rejects FILE writes them all to a CSV.")
    if not imported.is_dry_run and not imported.was_known:
        console.print(Text(f"  Take it back with: python -m bot import --undo {imported.import_id}", style="dim"))


def _write_rejects(path: Path, done: list[Imported]) -> None:
    import csv

    from bot.intake.escaping import escaped

    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file)
            out.writerow(("file", "sheet", "line", "status", "reason", "cells"))
            for each in done:
                for row in each.rows:
                    cells: tuple[str | int, ...] = (
                        each.file, row.sheet, row.line, row.status, row.reason, *row.cells)
                    out.writerow([escaped(cell) for cell in cells])
    except OSError as error:
        raise CoachError(f"{path} cannot be written: {error.strerror}. Choose another file with --rejects.") from error
