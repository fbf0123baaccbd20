"""The operator's longer work: backup, console, run, demo and classify."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.app import opened
from bot.cli_show import asker_at, options_of, screen
from bot.coach.desk import Desk
from bot.errors import CoachError, UsageError
from bot.model.words import readable

if TYPE_CHECKING:
    from bot.coach.ports import Front
    from bot.house import House


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
    from bot.coach.privacy.exports import csv_pieces, export_rows
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
    from bot.commands import commands
    from bot.fault_log import kept_in_log

    Console(desk_of=lambda: desk, asker=asker_at(desk), commands=commands(), actions=actions(), ask_line=_ask_line,
            show=click.echo, screen=screen(), told_of=kept_in_log,
            write=(lambda words: click.echo(words, nl=False)) if desk.settings.model.name else None).talk()


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
    """Stay up: listen wherever there is a token, speak at the slots, stop cleanly on Ctrl-C and SIGTERM."""
    import asyncio

    from bot.fault_log import kept_in_log, say_what_happens
    from bot.house import housed
    from bot.running import stay_up

    given.pop("as_json")
    with housed(options_of(given)) as house:
        fronts = _terminal(house)
        if given["once"]:
            desk = house.desk(house.settings.team)
            house.work(house.settings.team, fronts, f"process-{os.getpid()}")
            click.echo(_next_slot(desk), err=True)
            return 0
        say = _aloud(house)
        say_what_happens()
        asyncio.run(stay_up(house, fronts=fronts.values(), say=say, told_of=kept_in_log))
    return 0


def web(given: dict[str, Any]) -> int:
    """Take Slack's requests over HTTP until Ctrl-C or SIGTERM; the slots are the business of `run`."""
    import asyncio

    from bot.fault_log import kept_in_log, say_what_happens
    from bot.house import housed
    from bot.serving import serve

    given.pop("as_json")
    with housed(options_of(given)) as house:
        say_what_happens()
        asyncio.run(serve(house, say=lambda words: click.echo(words, err=True), told_of=kept_in_log))
    return 0


def manifest(given: dict[str, Any]) -> int:
    """Print the manifest for Slack or the invite link for Discord."""
    if given["platform"] == "discord":
        from bot.chat.discord.invite import invite

        words = invite(given["app_id"])
        click.echo(json.dumps({"invite": words}) if given["as_json"] else words)
        return 0
    from bot.chat.slack.manifest import manifest as slack_manifest
    from bot.commands import commands

    click.echo(json.dumps(slack_manifest(commands(), public_url=given["url"], follows_threads=given["follow_threads"]),
                          indent=2))
    return 0


def _terminal(house: House) -> dict[str, Front]:
    """Return the terminal as a front, its channels on; none where a chat has a token and only the default names it."""
    from bot.chat.terminal import Terminal
    from bot.coach.channels import turn_on
    from bot.model.settings import Settings

    settings = house.settings
    has_chat = any(os.environ.get(name) for name in (settings.slack.bot_token_env, settings.discord.token_env))
    if has_chat and settings.channels == Settings().channels:
        return {}
    for channel in settings.channels:
        if channel.platform == Terminal.platform:
            turn_on(house.desk(channel.team or settings.team), channel.id)
    return {Terminal.platform: Terminal(click.echo, screen())}


def _aloud(house: House) -> Callable[[str], None]:
    """Return how a process that stays up says what it does: with the next slot once it is up."""
    def say(words: str) -> None:
        more = f" {_next_slot(house.desk(house.settings.team))}" if words.startswith("Up for") else ""
        click.echo(words + more, err=True)

    return say


def _next_slot(desk: Desk) -> str:
    from bot.model.words import day_and_time

    slots = desk.records.rows("schedules")
    if not slots:
        return "No channel is on, so nothing will be posted."
    first = slots[0]
    return f"Next: {first['kind']} on {day_and_time(first['next_due_at'], first['zone'])} ({first['zone']})."


def classify(given: dict[str, Any]) -> int:
    """Label the texts that come on standard input, a line each."""
    from bot.coach.comments.classifying import classify_lines
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
