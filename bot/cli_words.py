"""The words of the command line: click's commands made from the coach's definitions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.model.command import Command, Parameter

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
ALONE = "(alone)"
Resolved = tuple[str | None, click.Command | None, list[str]]


class CoachGroup(click.Group):
    """A group whose unknown words get the nearest right one. `alone` is what its own word means without another."""

    alone: click.Command | None = None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the words for `alone` where they name no command of the group."""
        if isinstance(self.alone, LazyCommand):
            self.alone.define()
            self.help, self.epilog = self.alone.help, self.alone.epilog
            if not self._names_one(args):
                args = [ALONE, *args]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name."""
        return self.alone if cmd_name == ALONE else super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Resolved:
        """Find the command that the words name. Raises click's UsageError with the nearest name."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            import difflib

            nearest = difflib.get_close_matches(name, self.list_commands(ctx), n=1, cutoff=0.5)
            said = " ".join([ctx.command_path, *nearest, *args[1:]])
            hint = f"Did you mean `{said}`?" if nearest else f"`{ctx.command_path} --help` lists what there is."
            raise click.UsageError(f"There is no command {name!r}. {hint}", ctx)
        found = super().resolve_command(ctx, args)
        return (ctx.info_name, *found[1:]) if name == ALONE else found

    def _names_one(self, args: list[str]) -> bool:
        if not args:
            return False
        takes_words = any(isinstance(each, click.Argument) for each in (self.alone.params if self.alone else ()))
        return args[0] in self.commands or args[0] in CONTEXT["help_option_names"] or (  # type: ignore[operator]
            not args[0].startswith("-") and not takes_words)


def hang_commands(group: click.Group) -> None:
    """Hang the coach's commands under a group; a command's file is imported when the command is asked for."""
    from bot.commands import commands

    known = commands()
    for name in known:
        _hang(group, name.split(" "), LazyCommand(name, known.first_line(name)))


def common() -> list[click.Parameter]:
    """Return the options that every command takes."""
    return [
        click.Option(["--config"], type=click.Path(path_type=Path), metavar="FILE",
                     help="The configuration (default: coach.toml)."),
        click.Option(["--store"], metavar="URL", help="Where the data is kept: sqlite:///FILE or postgresql://..."),
        click.Option(["--team"], metavar="NAME", help="The team whose data is meant."),
        click.Option(["--now"], metavar="TIME", help="The moment to reckon from, such as 2026-03-02T09:30:00Z."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print one JSON document and nothing else."),
    ]


def _hang(group: click.Group, names: list[str], command: click.Command) -> None:
    """Put a command under its word; a word with sub-commands keeps the command of its own as what it means alone."""
    word = names[0]
    found = group.commands.get(word)
    if len(names) == 1:
        group.add_command(command, word)
        return
    if not isinstance(found, CoachGroup):
        inner = CoachGroup(word, context_settings=CONTEXT)
        inner.alone = found
        inner.short_help = found.short_help if found else f"What can be done with {word}."
        group.add_command(inner, word)
        found = inner
    found.add_command(command, names[1])


class LazyCommand(click.Command):
    """A command that knows its name and help, and reads its definition when it is called or asked for more."""

    def __init__(self, name: str, short_help: str) -> None:
        super().__init__(name, short_help=short_help, context_settings=CONTEXT)
        self._parameters: tuple[Parameter, ...] = ()
        self._shown = ""

    def make_context(self, info_name: str | None, args: list[str], parent: click.Context | None = None,
                     **extra: Any) -> click.Context:
        """Read the definition, then go on as any command. Raises click's UsageError in the coach's own words."""
        self.define()
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.MissingParameter as error:
            raise click.UsageError(f"{self.name} needs {_needed(self._parameters, error)}.{self._example}") from None
        except click.BadParameter as error:
            raise click.UsageError(f"{self.name}: {error.message}{self._example}") from None

    @property
    def _example(self) -> str:
        return f" Example: {self._shown}" if self._shown else ""

    def define(self) -> None:
        """Take parameters, help and examples from the definition."""
        if self.callback is None:
            from bot.commands import commands

            command = commands()[str(self.name)]
            lines = [f"  python -m bot {example}" for example in command.examples]
            self._parameters, self._shown = command.parameters, lines[0].strip() if lines else ""
            self.params = [*map(_parameter, command.parameters), *common()]
            self.help, self.callback = command.help, _callback(command)
            self.epilog = "\b\nExamples:\n" + "\n".join(lines) if lines else None


def _parameter(parameter: Parameter) -> click.Parameter:
    flag = f"--{parameter.name.replace('_', '-')}"
    if parameter.kind == "flag":
        return click.Option([flag, parameter.name], is_flag=True, help=parameter.help)
    kind: Any = str
    if parameter.kind == "number":
        kind = _Whole()
    elif parameter.kind == "choice":
        kind = _OneOf(parameter.choices, case_sensitive=False)
    if parameter.named:
        return click.Option([flag, parameter.name], type=kind, default=parameter.default, help=parameter.help)
    if parameter.rest:
        return click.Argument([parameter.name], type=kind, nargs=-1, required=parameter.required)
    default = {} if parameter.default is None else {"default": parameter.default}
    return click.Argument([parameter.name], type=kind, required=parameter.required, **default)


class _OneOf(click.Choice[str]):
    """One of several words; another is answered with the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the word. Raises click's BadParameter with a sentence."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            import difflib

            nearest = difflib.get_close_matches(str(value).lower(), [str(each) for each in self.choices], n=1)
            hint = f"did you mean {nearest[0]}?" if nearest else f"choose from {', '.join(map(str, self.choices))}."
            self.fail(f"there is no {value!r} here; {hint}", param, ctx)


class _Whole(click.types.IntParamType):
    """A whole number."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number. Raises click's BadParameter with a sentence."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no whole number; write one such as 28.", param, ctx)


def _needed(parameters: tuple[Parameter, ...], error: click.MissingParameter) -> str:
    """Return what a command still needs, with its help."""
    name = error.param.name if error.param else ""
    return next((f"{each.name.replace('_', ' ')}: {each.help}" for each in parameters if each.name == name), str(name))


def _callback(command: Command) -> Callable[..., int]:
    def run(**given: Any) -> int:
        from bot.cli_show import answer

        return answer(command, given)

    return run
