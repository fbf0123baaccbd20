"""The operator's longer work: backup, console, run, demo and classify."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from bot.app import opened
from bot.cli_show import asker_at, options_of, screen
from bot.coach.desk import Desk
from bot.errors import CoachError, UsageError
from bot.model.words import readable


def backup(given: dict[str, Any]) -> int:
    """Copy the store into a file that is not there yet."""
    from bot.app import backup_to

    as_json, chosen, file = given.pop("as_json"), options_of(given), given["file"]
    if file.exists() and not given["force"]:
        raise UsageError(f"{file} is there already; choose another name, or write over it with --force.")
    size = backup_to(chosen, file)
    said = json.dumps({"file": str(file), "bytes": size}) if as_json else f"Copied the store to {file} ({size:,} bytes)."
    click.echo(said)
    return 0


def export(given: dict[str, Any]) -> int:
    """Stream the rows of a subject to standard output, with flat memory."""
    from bot.cli_show import print_list
    from bot.coach.exports import csv_pieces, export_rows
    from bot.intake.escaping import escaped

    given.pop("as_json")
    with opened(options_of(given)) as desk:
        rows = export_rows(desk, asker_at(desk), given["subject"])
        if given["form"] == "json":
            print_list(rows)
            return 0
        for piece in csv_pieces(given["subject"], rows, escaped):
            sys.stdout.write(piece)
    return 0


def console(given: dict[str, Any]) -> int:
    """Hand the person the prompt."""
    given.pop("as_json")
    with opened(options_of(given)) as desk:
        talk(desk)
    return 0


def talk(desk: Desk) -> None:
    """Talk at the terminal until the person leaves."""
    from bot.actions import actions
    from bot.chat.console import Console
    from bot.cli import kept_in_log
    from bot.commands import commands

    Console(desk_of=lambda: desk, asker=asker_at(desk), commands=commands(), actions=actions(), ask_line=_ask_line,
            show=click.echo, screen=screen(), told_of=kept_in_log).talk()


def _ask_line(prompt: str) -> str | None:
    """Read one line; None at the end of input."""
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        return readable(line.rstrip("\n")) if line else None
    with suppress(ImportError):
        import readline  # noqa: F401  (line editing and history at the prompt)
    try:
        return input(prompt)
    except EOFError:
        click.echo()
        return None


def run(given: dict[str, Any]) -> int:
    """Stay up, speak at the slots, stop cleanly on Ctrl-C and SIGTERM with nothing left half sent."""
    from bot.app import work
    from bot.chat.terminal import Terminal
    from bot.coach.channels import turn_on

    given.pop("as_json")
    with opened(options_of(given)) as desk:
        fronts = {Terminal.platform: Terminal(click.echo, screen())}
        for channel in desk.settings.channels:
            if channel.platform == Terminal.platform and (channel.team or desk.settings.team) == desk.records.team_id:
                turn_on(desk, channel.id)
        sender = f"process-{os.getpid()}"
        if given["once"]:
            work(desk, fronts, sender)
            click.echo(_next_slot(desk), err=True)
            return 0
        _stay_up(lambda: work(desk, fronts, sender), desk)
    return 0


def _stay_up(job: Callable[[], None], desk: Desk) -> None:
    import signal
    import threading

    from bot.outbox.clockwork import start

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    scheduler = start(job)
    click.echo(f"Up for team {desk.records.team_id}. {_next_slot(desk)} Ctrl-C stops.", err=True)
    stop.wait()
    scheduler.shutdown(wait=True)
    click.echo("Stopped; nothing was left half sent.", err=True)


def _next_slot(desk: Desk) -> str:
    from bot.model.words import day_and_time

    slots = desk.records.rows("schedules")
    if not slots:
        return "No channel is on, so nothing will be posted."
    first = slots[0]
    return f"Next: {first['kind']} on {day_and_time(first['next_due_at'], first['zone'])} ({first['zone']})."


def classify(given: dict[str, Any]) -> int:
    """Label the texts that come on standard input, a line each."""
    from bot.coach.classifying import classify_lines
    from bot.triage.classify import classify as kind_of_comment
    from bot.triage.posts import kind_of_post

    verdict = kind_of_post if given["posts"] else kind_of_comment
    for line in classify_lines(sys.stdin, lambda words: verdict(words).label):
        click.echo(json.dumps(line, ensure_ascii=False))
    return 0


def demo(given: dict[str, Any]) -> int:
    """Play the made-up week; with a terminal, hand over the prompt at its end."""
    from bot.demo.play import play

    with _demo_store(given["keep"]) as store:
        play(store, show=click.echo, screen=screen(), talk=talk if sys.stdin.isatty() and sys.stdout.isatty() else None)
    return 0


@contextmanager
def _demo_store(keep: Path | None) -> Iterator[str]:
    import tempfile

    if keep is not None:
        if keep.exists():
            raise CoachError(f"{keep} is there already; choose another name for the demo's store.")
        yield f"sqlite:///{keep}"
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/demo.db"
