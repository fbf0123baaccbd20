"""The words of an operator: import, run, console, demo, doctor, backup, export and classify from files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot.cli_words import CONTEXT, common


def operator_commands() -> list[click.Command]:
    """Return the operator's commands in the order of their names."""
    return sorted(_MADE, key=lambda each: each.name or "")


_MADE: list[click.Command] = []


def _command(name: str, *examples: str, params: tuple[click.Parameter, ...] = ()) -> Callable[..., Any]:
    """Make the decorated function a command, its docstring the help; the body is imported when it runs."""

    def made(function: Callable[..., Any]) -> Callable[..., Any]:
        lines = "\n".join(f"  python -m bot {example}" for example in examples)
        _MADE.append(click.Command(
            name, params=[*params, *common()], callback=function, help=function.__doc__, context_settings=CONTEXT,
            epilog=f"\b\nExamples:\n{lines}",
        ))
        return function

    return made


_FILES = click.Argument(["files"], type=click.Path(path_type=Path), nargs=-1)


@_command(
    "import", "import my-export.csv", "import posts.csv comments.csv --as-of 2026-03-01T08:00:00Z",
    "import table.csv --dry-run", "import --undo 01h2x",
    params=(
        _FILES,
        click.Option(["--format", "form"], metavar="NAME", help="Take the file for this format instead of asking its headers."),
        click.Option(["--zone"], metavar="ZONE", help="The IANA zone of times without one, such as Europe/Berlin."),
        click.Option(["--as-of"], metavar="TIME", help="The moment the figures are from, such as 2026-03-01T08:00:00Z."),
        click.Option(["--dry-run"], is_flag=True, help="Say what would happen and write nothing."),
        click.Option(["--map", "ask_columns"], is_flag=True, help="Say column by column what an unknown table means."),
        click.Option(["--rejects"], type=click.Path(path_type=Path), metavar="FILE", help="Write the rows not taken to this CSV."),
        click.Option(["--undo"], metavar="ID", help="Take an import back by its id."),
    ),
)
def _import(**given: Any) -> int:
    """Read export files into the store: formats are known by their headers, every row is accounted for."""
    from bot.cli_import import run

    return run(given)
