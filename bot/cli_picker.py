"""The column picker: a person says column by column what an unknown table means; the answer is kept for that header."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from bot.errors import UsageError
from bot.intake.dates import Order
from bot.intake.importer import ImportJob
from bot.intake.mapping import TableName
from bot.intake.picker import Mapping, Preview, Suggestion, likely_table, mapping_key, preview, suggest
from bot.intake.shapes import NETWORK_WORDS
from bot.model.times import to_text
from bot.render.safe import one_line

TABLES: tuple[TableName, ...] = ("posts", "comments", "leads", "followers", "campaigns", "outbound")
NONE = "-"


def pick(job: ImportJob, path: Path) -> ImportJob:
    """Ask what the columns of a file mean, keep the answer, and return a job that knows it. Raises UsageError."""
    seen = preview(path)
    _show(seen)
    table: TableName = click.prompt("What does each row tell of?", type=click.Choice(TABLES), err=True,
                         default=likely_table(seen.header))
    columns, constants = _asked(seen, suggest(seen.header, seen.rows, table))
    order: Order = click.prompt("In dates such as 03/04/2026, what comes first? mdy, dmy, or open when the columns tell",
                                type=click.Choice(("mdy", "dmy", "open")), default="open", err=True)
    mapping = Mapping(table, columns, constants, zone=job.options.zone, order=order)
    if mapping.missing():
        raise UsageError(f"A table of {table} needs {', '.join(mapping.missing())}; run it again and name the column.")
    key = mapping_key(seen.header)
    if not job.is_dry_run:
        with job.records.write() as writer:
            writer.run("keep_column_map", header_key=key, mapping=json.dumps(mapping.to_dict()),
                       made_at=to_text(job.options.now))
        click.echo("Kept for files with the same header.", err=True)
    return replace(job, options=replace(job.options, saved={**job.options.saved, key: mapping.as_format()}))


def _show(seen: Preview) -> None:
    click.echo(f"Nobody knows these columns (read as {seen.encoding}, header on line {seen.header_line}):", err=True)
    for place, name in enumerate(seen.header, 1):
        filled = [row[place - 1] for row in seen.rows if len(row) >= place and row[place - 1].strip()]
        cells = [one_line(cell)[:40] for cell in filled[:3]]
        click.echo(f"  {place:3}. {one_line(name)[:40]:40} {' | '.join(cells)}", err=True)
    click.echo("For each field give the column's number or name; - means there is none.", err=True)


def _asked(seen: Preview, suggestions: list[Suggestion]) -> tuple[dict[str, str], dict[str, str]]:
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    for each in suggestions:
        words = f"{each.field}{' (needed)' if each.is_required else ''}, {each.reason}"
        answer = str(click.prompt(words, default=each.column or NONE, err=True)).strip()
        if each.field == "network" and answer.casefold() in NETWORK_WORDS and answer not in seen.header:
            constants["network"] = NETWORK_WORDS[answer.casefold()]
        elif answer != NONE:
            columns[each.field] = _column(seen, answer)
        elif each.field == "network":
            constants["network"] = click.prompt("Which network are all rows from?", err=True,
                                                type=click.Choice(sorted(set(NETWORK_WORDS.values()))))
    return columns, constants


def _column(seen: Preview, answer: str) -> str:
    if answer.isdigit() and 1 <= int(answer) <= len(seen.header):
        return seen.header[int(answer) - 1]
    return answer
