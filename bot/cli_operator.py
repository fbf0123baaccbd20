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


SUBJECTS = ("posts", "comments", "leads", "followers", "commitments")
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
        click.Option(["--format", "form"], metavar="NAME", help="Take the file for this format, whatever its headers."),
        click.Option(["--zone"], metavar="ZONE", help="The IANA zone of times without one, such as Europe/Berlin."),
        click.Option(["--as-of"], metavar="TIME", help="The moment the figures are from, 2026-03-01T08:00:00Z say."),
        click.Option(["--dry-run"], is_flag=True, help="Say what would happen and write nothing."),
        click.Option(["--map", "ask_columns"], is_flag=True, help="Say column by column what an unknown table means."),
        click.Option(["--rejects"], type=click.Path(path_type=Path), metavar="FILE",
                     help="Write the rows not taken to this CSV."),
        click.Option(["--undo"], metavar="ID", help="Take an import back by its id."),
    ),
)
def _import(**given: Any) -> int:
    """Read export files into the store: formats are known by their headers, every row is accounted for."""
    from bot.cli_import import run

    return run(given)


@_command("doctor", "doctor", "doctor --config coach.toml --json")
def _doctor(**given: Any) -> int:
    """Say what is configured, what is missing, and what to do next."""
    from bot.cli_show import options_of, show
    from bot.doctor import examine

    as_json = given.pop("as_json")
    reply = examine(options_of(given))
    show(reply.card, reply.document, as_json=as_json)
    return 1 if reply.failed else 0


@_command("backup", "backup monday.db",
          params=(click.Argument(["file"], type=click.Path(path_type=Path)),
                  click.Option(["--force"], is_flag=True, help="Write over a file that is there.")))
def _backup(**given: Any) -> int:
    """Copy the whole store into one file, while it is in use."""
    from bot.cli_run import backup

    return backup(given)


@_command("console", "console", "console --store sqlite:///coach.db")
def _console(**given: Any) -> int:
    """Talk with the coach at a prompt: the same commands, cards and buttons as in a chat."""
    from bot.cli_run import console

    return console(given)


@_command("run", "run", "run --config coach.toml",
          params=(click.Option(["--once"], is_flag=True, help="Do what is due now and stop."),))
def _run(**given: Any) -> int:
    """Stay up and speak at the slots; without chat tokens the terminal is the channel. Stops on Ctrl-C and SIGTERM."""
    from bot.cli_run import run

    return run(given)


@_command("web", "web --config coach.toml")
def _web(**given: Any) -> int:
    """Take Slack's requests over HTTP, for many workspaces: /slack/events, /slack/install, /healthz."""
    from bot.cli_run import web

    return web(given)


@_command("manifest", "manifest slack", "manifest slack --url https://coach.example.com", "manifest discord --app 123456",
          params=(click.Argument(["platform"], type=click.Choice(("slack", "discord"))),
                  click.Option(["--url"], default="", metavar="URL", help="Slack over HTTP: the public address."),
                  click.Option(["--follow-threads"], is_flag=True,
                               help="Slack: also the scopes for asking on in a thread without a mention."),
                  click.Option(["--app", "app_id"], default="", metavar="ID", help="Discord: the application's id.")))
def _manifest(**given: Any) -> int:
    """Print what to paste into Slack's app settings, or the link that invites the coach to a Discord server."""
    from bot.cli_run import manifest

    return manifest(given)


@_command("demo", "demo", "demo --keep demo.db",
          params=(click.Option(["--keep"], type=click.Path(path_type=Path), metavar="FILE",
                               help="Keep the demo's store in this file."),))
def _demo(**given: Any) -> int:
    """Play one week of a made-up bakery, then hand over the prompt where there is a terminal."""
    from bot.cli_run import demo

    return demo(given)


@_command("classify", "classify --json < comments.jsonl",
          params=(click.Option(["--posts"], is_flag=True, help="The texts are posts, not comments."),))
def _classify(**given: Any) -> int:
    """Say what comments are, by their text alone: reads lines of {"id", "text"}, prints lines of {"id", "label"}."""
    from bot.cli_run import classify

    return classify(given)


@_command(
    "eval", "eval", "eval my-questions.jsonl --model gpt-a --model gpt-b",
    "eval --prompts prompts --prompts my-prompts --json",
    params=(
        click.Argument(["file"], type=click.Path(path_type=Path), required=False),
        click.Option(["--prompts"], type=click.Path(path_type=Path), multiple=True, metavar="DIR",
                     help="A folder made like prompts; give it twice to compare two."),
        click.Option(["--model", "models"], multiple=True, metavar="NAME", help="A model; give it twice to compare two."),
        click.Option(["--server"], metavar="URL", help="The server of the models, where it is not the configured one."),
        click.Option(["--faults"], is_flag=True, help="List the answers that are not right as well."),
    ),
)
def _eval(**given: Any) -> int:
    """Measure the answers: questions with what is expected, put to a made-up team's coach; your store is not touched."""
    from bot.cli_eval import evaluate

    return evaluate(given)


@_command("export", "export posts > posts.json", "export leads --format csv > leads.csv",
          params=(click.Argument(["subject"], type=click.Choice(SUBJECTS)),
                  click.Option(["--format", "form"], type=click.Choice(("json", "csv")), default="json",
                               help="json (the default) or csv.")))
def _export(**given: Any) -> int:
    """Write posts, comments, leads, followers or commitments to standard output, so that nobody is locked in."""
    from bot.cli_run import export

    return export(given)
