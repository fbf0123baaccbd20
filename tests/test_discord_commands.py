"""The coach's commands in Discord: all of them can be typed, Discord takes them, and is told of them only when they changed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from hypothesis import given, strategies

from bot.actions import actions
from bot.chat.discord.forms import FormModal, label_and_hint, values_of
from bot.chat.discord.tree import TOP, command_tree, described
from bot.chat.talk import Talk
from bot.commands import commands
from bot.model.card import Card, text
from bot.model.command import Asker, Command, Parameter, Reply
from bot.model.form import Form
from bot.render.limits import DISCORD_MODAL_FIELDS, size
from tests.chat_scenes import DiscordScene, bare
from tests.discord_world import in_scene
from tests.fakes.discord_limits import limit_fault
from tests.fakes.discord_schema import IS_HERE, schema_fault

PUT = "/applications/1/commands"


def _nothing(*_: object, **__: object) -> Reply:
    return Reply(Card(text("Nothing")))


def told(known: Mapping[str, Command]) -> list[dict[str, Any]]:
    """Return what Discord is told of commands."""

    async def made() -> list[dict[str, Any]]:
        client = discord.Client(intents=discord.Intents.none())
        return described(command_tree(client, known))

    return asyncio.run(made())


def leaves(nodes: list[dict[str, Any]], path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Return every command that can be typed, as its words."""
    found: set[tuple[str, ...]] = set()
    for each in nodes:
        inner = [option for option in each.get("options") or [] if option["type"] in (1, 2)]
        found |= leaves(inner, (*path, each["name"])) if inner else {(*path, each["name"])}
    return found


def made_up(words: int, letters: int = 100) -> dict[str, Command]:
    """Return the coach's commands and so many more, each with a group of two and long help."""
    more = {f"word{number}{after}": Command(_nothing, (Parameter("one", "h" * letters), Parameter("two", "h" * letters)),
                                            name=f"word{number}{after}", help="w" * letters)
            for number in range(words) for after in ("", " more", " less")}
    return {**commands(), **more}


def test_every_command_can_be_typed() -> None:
    typed = leaves([each for each in told(commands()) if each["type"] == 1])
    known = {name for name, each in commands().items() if not each.in_chat}
    for name in known:
        words = tuple(name.split(" "))
        assert {words if name in TOP else ("coach", *words), ("coach", *words, "list")} & typed, name
    assert len(typed) == len(known)


def test_what_takes_a_file_of_the_machine_is_not_offered() -> None:
    assert ("coach", "guidance", "import") not in leaves([each for each in told(commands()) if each["type"] == 1])


@pytest.mark.skipif(not IS_HERE, reason="Discord's description of its requests is not beside the project")
def test_discord_s_own_description_takes_the_commands() -> None:
    assert schema_fault("PUT", PUT, told(commands())) is None


@pytest.mark.parametrize("more", [0, 3, 20, 60])
def test_however_many_commands_there_are_discord_takes_them(more: int) -> None:
    body = told(made_up(more))
    assert limit_fault("PUT", PUT, body) is None
    assert len(leaves([each for each in body if each["type"] == 1])) == sum(not each.in_chat for each in made_up(more).values())


def test_no_form_asks_more_than_discord_shows() -> None:
    forms = {name: action.parameters for name, action in actions().items()} | {"/commit": commands()["commit"].parameters}
    assert {name: len(asked) for name, asked in forms.items() if len(asked) > DISCORD_MODAL_FIELDS} == {}


def test_a_choice_of_more_than_a_menu_takes_is_written() -> None:
    zones = tuple(f"zone{number}" for number in range(26))

    async def made(choices: tuple[str, ...]) -> dict[str, Any]:
        form = Form("Set the zone", "/settings", (Parameter("zone", "the zone", "choice", choices),), {"zone": "zone1"})
        field: dict[str, Any] = FormModal(form).to_dict()["components"][0]["component"]
        return field

    written, chosen = asyncio.run(made(zones)), asyncio.run(made(zones[:25]))
    assert (written["type"], written["value"], written["placeholder"][:20]) == (4, "zone1", "One of: zone0, zone1")
    assert (chosen["type"], [each["value"] for each in chosen["options"] if each.get("default")]) == (3, ["zone1"])


def test_a_long_choice_of_a_command_is_offered_while_it_is_typed() -> None:
    zones = tuple(f"zone{number}" for number in range(40))
    known = {**commands(), "where": Command(_nothing, (Parameter("zone", "the zone", "choice", zones),), name="where", help="Say where.")}
    root = next(each for each in told(known) if each["name"] == "coach")
    option = next(each for each in root["options"] if each["name"] == "where")["options"][0]
    assert (option.get("autocomplete"), option.get("choices") or []) == (True, [])


@given(strategies.text(max_size=300))
def test_a_label_and_its_hint_are_never_longer_than_discord_takes(words: str) -> None:
    label, hint = label_and_hint(words)
    assert size(label) <= 45
    assert hint is None or 1 <= size(hint) <= 100


@pytest.mark.parametrize(("value", "is_so"), [("yes", True), ("no", False), (None, False)])
def test_a_yes_or_no_of_a_form_reaches_the_command(value: str | None, is_so: bool) -> None:
    seen: list[bool] = []

    def run(_desk: object, _asker: object, *, only_me: bool) -> Reply:
        seen.append(only_me)
        return _nothing()

    command = Command(run, (Parameter("only_me", "alone", "flag", default=False),), name="x")
    field = {"type": 18, "component": {"type": 3, "custom_id": "only_me", "values": [value] if value else []}}
    asker = Asker("discord:1", "Ada", "5", "UTC", platform="discord")
    Talk({"x": command}, {}).submit(None, asker, "/x", values_of({"components": [field]}))  # type: ignore[arg-type]
    assert seen == [is_so]


@in_scene
async def test_the_commands_are_told_once_however_often_the_coach_starts(scene: DiscordScene) -> None:
    await scene.restart()
    await scene.restart()
    assert len(scene.discord.syncs) == 1


@in_scene
async def test_changed_commands_are_told_once(scene: DiscordScene, monkeypatch: pytest.MonkeyPatch) -> None:
    more = {**commands(), "sing": Command(_nothing, name="sing", help="Sing.")}
    monkeypatch.setattr("tests.chat_scenes.talk", lambda: Talk(more, actions()))
    await scene.restart()
    await scene.restart()
    assert len(scene.discord.syncs) == 2


@in_scene
async def test_commands_that_another_deployment_replaced_are_told_again(scene: DiscordScene) -> None:
    await scene.chat.client.http.bulk_upsert_global_commands(scene.chat.client.application_id, [])
    await scene.restart()
    assert len(scene.discord.syncs) == 3
    assert "Say it like this" in bare(await scene.command("help"))


@in_scene
async def test_commands_that_discord_refuses_keep_nobody_from_starting(scene: DiscordScene, monkeypatch: pytest.MonkeyPatch,
                                                                     caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr("tests.chat_scenes.talk", lambda: Talk({**commands(), "sing": Command(_nothing, name="sing", help="Sing.")}, actions()))
    scene.discord.fail(400, PUT.replace("1", "*"), "PUT", code=30034, message="Max number of daily creates reached")
    await scene.restart()
    assert "commands not told" in caplog.text
    assert "Say it like this" in bare(await scene.command("help"))
    await scene.restart()
    assert len(scene.discord.syncs) == 3


@in_scene
async def test_a_command_of_an_older_version_is_answered(scene: DiscordScene) -> None:
    root = scene.chat.client.tree.get_command("coach")
    root.remove_command("today")
    assert "Write / again" in await scene.command("today")
    assert [type(each) for each in scene.discord.errors] == [discord.app_commands.CommandNotFound]


@in_scene
async def test_a_channel_is_offered_by_its_name(scene: DiscordScene) -> None:
    ada, here = scene.people["Ada"], scene.discord.channel
    await scene.command("setup")
    await scene.press("Use this channel")
    offered = await scene.discord.autocomplete(ada, here, "coach", "pause", option="channel", typed="#so")
    assert offered == [("#social", scene.channel)]


@in_scene
async def test_suggestions_that_fail_offer_nothing(scene: DiscordScene) -> None:
    def fails(*_: object) -> list[tuple[str, str]]:
        raise ZeroDivisionError

    interaction = SimpleNamespace(guild_id=scene.discord.guild.id, channel=None, channel_id=scene.discord.channel.id,
                                  user=SimpleNamespace(id=1, display_name="Ada"), permissions=discord.Permissions.none(), id=1)
    assert await scene.chat.client.suggestions(interaction, fails, "") == []
    assert isinstance(scene.home.faults.pop(), ZeroDivisionError)
