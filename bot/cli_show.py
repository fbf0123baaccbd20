"""Runs one of the coach's commands for a person at a terminal or a script, and shows its reply."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from bot.app import Options, opened
from bot.model.command import Asker, Command
from bot.model.words import readable

if TYPE_CHECKING:
    from bot.coach.desk import Desk
    from bot.model.card import Card
    from bot.render.terminal import Screen


def answer(command: Command, given: dict[str, Any]) -> int:
    """Run a command with what click read and show the reply; return the exit code."""
    as_json, chosen = given.pop("as_json"), options_of(given)
    for parameter in command.parameters:
        if parameter.rest:
            given[parameter.name] = " ".join(given[parameter.name]) or parameter.default
        if isinstance(given[parameter.name], str):
            given[parameter.name] = readable(given[parameter.name])
    with opened(chosen) as desk:
        if desk.settings.model.name and not as_json:
            return _watched(command, desk, given)
        reply = command.run(desk, replace(asker_at(desk), presses=False), **given)
        show(reply.card, reply.document, as_json=as_json)
        return 1 if reply.failed else 0


def _watched(command: Command, desk: Desk, given: dict[str, Any]) -> int:
    """Run a command and print what is written while it is; what was watched is not printed again."""
    from bot.chat.live import INSTEAD, LOOKING, Live

    if command.name == "ask" and not given.get("show_prompt"):
        click.echo(LOOKING, err=True)
    live = Live(lambda words: click.echo(words, nl=False), screen())
    try:
        reply = command.run(replace(desk, show=live.take), replace(asker_at(desk), presses=False), **given)
    finally:
        was_watched = live.end()
    if was_watched:
        click.echo(INSTEAD if reply.rest is None else "")
    show(reply.rest if was_watched and reply.rest else reply.card, reply.document, as_json=False)
    return 1 if reply.failed else 0


def options_of(given: dict[str, Any]) -> Options:
    """Take the options that every command has out of what click read."""
    return Options(**{name: given.pop(name) for name in ("config", "store", "team", "now")})


def asker_at(desk: Desk) -> Asker:
    """Return the person at the terminal; whoever may start the program here may change its settings."""
    name = os.environ.get("USER") or os.environ.get("USERNAME") or "you"
    return Asker(person="terminal:you", name=name, channel="terminal", zone=desk.zone, is_admin=True)


def show(card: Card, document: Any, *, as_json: bool) -> None:
    """Print a card for people, or a document for scripts; an iterator becomes a JSON list, piece by piece."""
    if not as_json:
        from bot.render.terminal import render

        click.echo(render(card, screen()))
        return
    if isinstance(document, Iterator):
        print_list(document)
    else:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def print_list(items: Iterator[Any]) -> None:
    """Print a JSON list item by item, with flat memory."""
    out = sys.stdout
    out.write("[")
    for number, item in enumerate(items):
        out.write((",\n" if number else "\n") + json.dumps(item, ensure_ascii=False))
    out.write("\n]\n")


def screen() -> Screen:
    """Return what the terminal can show: its width up to 100 columns, and colours unless NO_COLOR is set."""
    import shutil

    from bot.render.terminal import Screen

    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    return Screen(width=width, colours=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
