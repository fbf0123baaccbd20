"""The coach's commands as application commands of Discord, made from their definitions.

A word that has words after it (`comments answered`) becomes a group; what it means alone becomes its `list`.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import logging
from collections.abc import Iterable, Mapping
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat.discord.listener import Interaction, Suggest, listener_of
from bot.chat.discord.names import channel_names
from bot.chat.discord.refusals import FAILED, named
from bot.coach.channels import places
from bot.model.command import Asker, Command, Parameter
from bot.render.limits import DISCORD_CHOICE_LETTERS, DISCORD_COMMAND_LETTERS, DISCORD_OPTIONS, shortened, size
from bot.render.safe import one_line

if TYPE_CHECKING:
    from bot.coach.desk import Desk

logger = logging.getLogger(__name__)

ROOT = "coach"
ALONE = "list"
SETUP = "setup"
TOP = ("ask", "audit", "commit", "digest")
"""Commands that stand alone, without /coach before them, which has room for twenty-five words."""
CONTEXT_MENU = "Log as commitment"
CHANGED = "This command changed with a new version of the coach. Write / again and pick it from the list."
_WIDTHS = ((100, 100), (100, 80), (100, 60), (100, 50), (80, 40), (60, 30), (40, 20))
"""Letters of a command's and of an option's description; the widest with which /coach keeps to Discord's limit is taken."""
_CHANNEL = "channel"
"""The name of the parameter that takes a channel; Discord's number of it is nothing to be typed."""
_TYPES: Mapping[str, type] = {"number": int, "flag": bool}

Widths = tuple[int, int]


class CoachTree(app_commands.CommandTree[Any]):
    """The tree of commands; what Discord sends that is not in it is answered too."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Answer a command that is not known any more or has other options now, and keep any other fault."""
        if interaction.type is discord.InteractionType.autocomplete:
            await _offer_nothing(interaction)
            return
        is_of_old = isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch
                               | app_commands.TransformerError)
        hears = listener_of(interaction)
        hears.tell(interaction, CHANGED if is_of_old else hears.told_of(error))


async def _offer_nothing(interaction: Interaction) -> None:
    """Offer nothing while somebody types; where even that is refused, nobody is harmed."""
    try:
        await interaction.response.autocomplete([])
    except (*FAILED, discord.InteractionResponded) as error:
        logger.info("nothing offered id=%s error=%s", interaction.id, named(error))


def command_tree(client: discord.Client, commands: Mapping[str, Command]) -> CoachTree:
    """Return the tree of every command, for servers, direct messages and accounts that installed the coach.

    Where there are more words than /coach has room for, the last of them stand alone too.
    """
    tree = CoachTree(client, allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
                     allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True))
    for width in _WIDTHS:
        tree.clear_commands(guild=None)
        _fill(tree, commands, width)
        if all(_letters(each) <= DISCORD_COMMAND_LETTERS for each in described(tree)):
            break
    return tree


def described(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """Return what Discord is told of the commands."""
    kinds = (discord.AppCommandType.chat_input, discord.AppCommandType.message)
    return [each.to_dict(tree) for kind in kinds for each in tree.get_commands(type=kind)]


def fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """Return what changes when the set of commands does, so that Discord is told only then."""
    return hashlib.sha256(json.dumps(described(tree), sort_keys=True, default=str).encode()).hexdigest()


def outline(commands: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Return what people see of commands as Discord describes them, in an order of its own, to be compared."""
    return sorted([each["type"], each["name"], each.get("description") or "", outline(each.get("options") or ())]
                  for each in commands)


def _fill(tree: CoachTree, commands: Mapping[str, Command], width: Widths) -> None:
    commands = {name: each for name, each in commands.items() if not each.in_chat}
    root = app_commands.Group(name=ROOT, description="Everything the coach can do")
    inside = _inside(commands)
    heads = {name.split(" ")[0] for name in commands if " " in name}
    groups: dict[str, app_commands.Group] = {}
    for name, command in commands.items():
        head, _, word = name.partition(" ")
        place: Any = root if head in inside else tree
        if head in heads:
            if head not in groups:
                groups[head] = app_commands.Group(name=head, description=f"What can be done with {head}")
                place.add_command(groups[head])
            place, word = groups[head], word or ALONE
        place.add_command(_app_command(word or head, command, width))
    tree.add_command(root)
    tree.add_command(app_commands.ContextMenu(name=CONTEXT_MENU, callback=_log_as_commitment))


def _inside(commands: Mapping[str, Command]) -> set[str]:
    """Return the words that stand beneath /coach: the first that find room there."""
    words = dict.fromkeys(name.split(" ")[0] for name in commands if name not in TOP)
    return set(list(words)[:DISCORD_OPTIONS])


def _letters(node: Mapping[str, Any]) -> int:
    """Return how many letters Discord counts of a command: names, descriptions and the values of choices."""
    own = size(str(node.get("name") or "")) + size(str(node.get("description") or ""))
    choices = sum(size(str(each["name"])) + size(str(each["value"])) for each in node.get("choices") or ())
    return own + choices + sum(map(_letters, node.get("options") or ()))


async def _log_as_commitment(interaction: Interaction, message: discord.Message) -> None:
    listener_of(interaction).log_as_commitment(interaction, message.content)


def _app_command(name: str, command: Command, width: Widths) -> app_commands.Command[Any, ..., None]:
    return app_commands.Command(name=name, description=_described(command.help, width[0]),
                                callback=_callback(command, width[1]))


def _callback(command: Command, width: int) -> Any:
    """Return the function that discord.py reads the options from; it begins to deal with the command."""

    async def called(interaction: Interaction, **given: Any) -> None:
        listener_of(interaction).call(interaction, command.name, {
            each.name: given[_name(each)] for each in command.parameters if given.get(_name(each)) is not None})

    first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction)
    called.__signature__ = inspect.Signature([first, *map(_option, command.parameters)])  # type: ignore[attr-defined]
    made: Any = app_commands.describe(**{_name(each): _described(each.help, width) for each in command.parameters})(called)
    renamed = {_name(each): each.name for each in command.parameters if _name(each) != each.name}
    choices = {_name(each): [app_commands.Choice(name=choice, value=choice) for choice in each.choices]
               for each in command.parameters if each.choices and len(each.choices) <= DISCORD_OPTIONS}
    suggests = {_name(each): _autocomplete(each) for each in command.parameters
                if _name(each) not in choices and (each.suggest or each.choices or each.name == _CHANNEL)}
    made = app_commands.rename(**renamed)(made) if renamed else made
    made = app_commands.choices(**choices)(made) if choices else made
    return app_commands.autocomplete(**suggests)(made) if suggests else made


def _name(parameter: Parameter) -> str:
    """Return a parameter's name as Python takes it: `for` is a word of its own there."""
    return f"{parameter.name}_" if iskeyword(parameter.name) else parameter.name


def _option(parameter: Parameter) -> inspect.Parameter:
    kind: Any = _TYPES.get(parameter.kind, str)
    is_open = not parameter.required
    return inspect.Parameter(_name(parameter), inspect.Parameter.KEYWORD_ONLY, annotation=kind | None if is_open else kind,
                             default=None if is_open else inspect.Parameter.empty)


def _autocomplete(parameter: Parameter) -> Any:
    kind = _TYPES.get(parameter.kind, str)

    async def offered(interaction: Interaction, typed: Any) -> list[app_commands.Choice[Any]]:
        suggest = parameter.suggest or (
            _channels(interaction) if parameter.name == _CHANNEL else _among(parameter.choices))
        found = await listener_of(interaction).suggestions(interaction, suggest, str(typed or ""))
        return [app_commands.Choice(name=_described(label, DISCORD_CHOICE_LETTERS), value=kind(value))
                for value, label in found if 1 <= size(value) <= DISCORD_CHOICE_LETTERS][:DISCORD_OPTIONS]

    return offered


def _among(choices: tuple[str, ...]) -> Suggest:
    return lambda _desk, _asker, typed: [(each, each) for each in choices if typed.lower() in each.lower()]


def _channels(interaction: Interaction) -> Suggest:
    """Return what offers the team's channels in the asker's server by their names."""
    named = channel_names(interaction.client, [interaction.guild_id or 0])

    def suggest(desk: Desk, _asker: Asker, typed: str) -> list[tuple[str, str]]:
        found = [(each.channel, named(each.channel)) for each in places(desk)]
        return [(own_id, name) for own_id, name in found if name != own_id and typed.strip("#").lower() in name.lower()]

    return suggest


def _described(words: str, width: int) -> str:
    return shortened(one_line(words), width) or "…"
