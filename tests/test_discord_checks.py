"""What the doctor says of Discord: every token, switch, command and right that is off is named, with the next step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.chat.discord.checks import discord_checks
from bot.chat.discord.invite import PERMISSIONS
from bot.chat.discord.rights import ALL, rights_in
from bot.model.check import Check
from bot.model.settings import Channel, Discord, Settings
from tests.fakes.discord_place import scene_in
from tests.fakes.discord_wire import TOKEN, WireDiscord

INVITED = discord.Permissions(sum(PERMISSIONS.values()))


async def looked_at(wire: WireDiscord, *channels: str, token: str = TOKEN, late_s: float = 0, **changed: Any) -> dict[str, Check]:
    """Return what the doctor finds, by name. `changed`: other settings than the wire's."""
    given = Discord(**{"api_url": wire.api_url, **changed})
    settings = Settings(discord=given, channels=tuple(Channel("discord", each) for each in channels))
    now = datetime.now(UTC) + timedelta(seconds=late_s)
    return {each.name: each for each in await discord_checks(settings, {"DISCORD_TOKEN": token}, now)}


on_wire = scene_in(WireDiscord)


@on_wire
async def test_where_all_is_well_everything_is_listed(wire: WireDiscord) -> None:
    wire.permit(INVITED)
    found = await looked_at(wire, str(wire.channel.id))
    assert list(found) == ["discord token", "discord clock", "discord interactions", "discord intents", "discord commands",
                           f"discord channel {wire.channel.id}"]
    assert found[f"discord channel {wire.channel.id}"].found == f"#social in {wire.guild.name}, all 7 permissions are there"
    assert {name for name, each in found.items() if each.state != "ok"} == {"discord commands"}


@on_wire
async def test_no_token_means_not_used(wire: WireDiscord) -> None:
    [found] = (await looked_at(wire, token="  ")).values()
    assert (found.state, found.found) == ("ok", "not used: DISCORD_TOKEN is empty")


@pytest.mark.parametrize(("token", "said"), [
    ("xoxb-1-made-up", "holds a token of Slack's"), ("xapp-1-made-up", "holds a token of Slack's"),
    ("Bot wire.token", "begins with the word Bot"), ("one two", "holds more than a token"),
])
def test_a_token_of_another_kind_is_told_without_asking_and_not_shown(token: str, said: str) -> None:
    async def scene(wire: WireDiscord) -> None:
        [found] = (await looked_at(wire, token=token)).values()
        assert found.state == "missing"
        assert found.found.startswith(f"DISCORD_TOKEN {said}")
        assert token not in found.found + found.next_step
        assert wire.requests("GET", "*") == []

    on_wire(scene)()


@on_wire
async def test_a_token_that_is_refused_is_told_by_its_variable(wire: WireDiscord) -> None:
    [found] = (await looked_at(wire, token="reset.since.then")).values()
    assert (found.state, found.found) == ("missing", "Discord refuses it (401)")
    assert "Reset the token under Bot" in found.next_step
    assert "DISCORD_TOKEN" in found.next_step


@on_wire
async def test_a_discord_that_fails_is_not_taken_for_a_wrong_token(wire: WireDiscord) -> None:
    wire.fail(503, "/applications/@me", "GET")
    [found] = (await looked_at(wire)).values()
    assert (found.name, found.found) == ("discord", "Discord answers 503")


@on_wire
async def test_a_discord_that_is_not_there_is_told(wire: WireDiscord) -> None:
    [found] = (await looked_at(wire, api_url="http://127.0.0.1:9/api/v10")).values()
    assert found.state == "missing"
    assert "discord.api_url" in found.next_step


@on_wire
async def test_what_was_found_before_discord_went_away_stays(wire: WireDiscord) -> None:
    wire.cut(f"/channels/{wire.channel.id}", "GET", times=3)
    found = await looked_at(wire, str(wire.channel.id))
    assert found["discord token"].state == "ok"
    assert found["discord"].state == "missing"


@pytest.mark.parametrize(("late_s", "state"), [(0, "ok"), (50, "ok"), (-50, "ok"), (75, "missing"), (-75, "missing")])
def test_a_clock_that_is_off_is_told(late_s: float, state: str) -> None:
    async def scene(wire: WireDiscord) -> None:
        found = (await looked_at(wire, late_s=late_s))["discord clock"]
        assert found.state == state
        assert ("NTP" in found.next_step) == (state == "missing")

    on_wire(scene)()


def told_otherwise(wire: WireDiscord, path: str = "/applications/@me", **changed: Any) -> None:
    """Let Discord tell something else of the application, or of what is at another path."""
    dispatched = wire.rest._dispatched

    def answer(request: Any) -> Any:
        told = dispatched(request)
        return {**told, **changed} if request.path == path else told

    vars(wire.rest)["_dispatched"] = answer


@on_wire
async def test_interactions_that_go_elsewhere_are_told(wire: WireDiscord) -> None:
    told_otherwise(wire, interactions_endpoint_url="https://elsewhere.example")
    found = (await looked_at(wire))["discord interactions"]
    assert found.state == "missing"
    assert "Empty that field under General Information" in found.next_step


@pytest.mark.parametrize(("flag", "name"), [(1 << 18, "message content"), (1 << 19, "message content"),
                                            (1 << 12, "presence"), (1 << 15, "server members")])
def test_a_privileged_intent_that_nobody_needs_is_told(flag: int, name: str) -> None:
    async def scene(wire: WireDiscord) -> None:
        told_otherwise(wire, flags=flag)
        found = (await looked_at(wire))["discord intents"]
        assert (found.state, found.found) == ("attention", f"switched on and never used: {name}")

    on_wire(scene)()


@on_wire
async def test_commands_out_of_step_are_told_until_the_coach_has_started(wire: WireDiscord) -> None:
    from bot.chat.discord.tree import command_tree
    from bot.commands import commands

    assert (await looked_at(wire))["discord commands"].found == "Discord was told none yet"
    client = discord.Client(intents=discord.Intents.none())
    tree = command_tree(client, commands())

    async def sync() -> None:
        await tree.sync()

    vars(client)["setup_hook"] = sync
    async with wire.running(client):
        assert (await looked_at(wire))["discord commands"].state == "ok"
        tree.remove_command("ask")
        await tree.sync()
        found = (await looked_at(wire))["discord commands"]
    assert (found.state, found.found) == ("attention", "Discord has others than this version")


@pytest.mark.parametrize("missing", sorted(PERMISSIONS))
def test_a_right_that_lacks_is_named_as_discord_calls_it(missing: str) -> None:
    async def scene(wire: WireDiscord) -> None:
        wire.permit(discord.Permissions(INVITED.value & ~PERMISSIONS[missing]))
        found = (await looked_at(wire, str(wire.channel.id)))[f"discord channel {wire.channel.id}"]
        assert found.state == ("missing" if missing in ("view_channel", "send_messages") else "attention")
        if missing != "view_channel":
            assert missing.replace("_", " ") in found.found.lower()
            assert "Edit Channel, Permissions" in found.next_step

    on_wire(scene)()


@on_wire
async def test_a_channel_that_the_coach_was_locked_out_of_is_told(wire: WireDiscord) -> None:
    wire.fail(403, f"/channels/{wire.channel.id}", "GET", code=50001, message="Missing Access")
    found = (await looked_at(wire, str(wire.channel.id)))[f"discord channel {wire.channel.id}"]
    assert (found.state, found.found) == ("missing", "the coach can't see it (403)")
    assert "In a private channel add it under Permissions" in found.next_step


@on_wire
async def test_a_channel_that_is_gone_is_told_with_the_way_back(wire: WireDiscord) -> None:
    found = (await looked_at(wire, "1478685936844800999"))["discord channel 1478685936844800999"]
    assert (found.state, found.found) == ("missing", "the coach can't see it (404)")
    assert "https://discord.com/oauth2/authorize?client_id=" in found.next_step


@on_wire
async def test_a_server_that_the_coach_was_removed_from_is_told(wire: WireDiscord) -> None:
    wire.fail(404, f"/guilds/{wire.guild.id}", "GET", code=10004)
    found = (await looked_at(wire, str(wire.channel.id)))[f"discord channel {wire.channel.id}"]
    assert (found.state, found.found) == ("missing", "#social: the coach is not in its server")


@on_wire
async def test_what_is_no_text_channel_is_told(wire: WireDiscord) -> None:
    told_otherwise(wire, f"/channels/{wire.channel.id}", type=2)
    found = (await looked_at(wire, str(wire.channel.id)))[f"discord channel {wire.channel.id}"]
    assert (found.state, found.found) == ("missing", "social is no text channel of a server")


@pytest.mark.parametrize("channel", ["social", "²", "12 34"])
def test_what_is_no_channels_id_is_told(channel: str) -> None:
    async def scene(wire: WireDiscord) -> None:
        found = (await looked_at(wire, channel))[f"discord channel {channel}"]
        assert found.found == "this is no channel's id"

    on_wire(scene)()


def member(*roles: int) -> dict[str, Any]:
    """Return a member with roles."""
    return {"user": {"id": "7"}, "roles": [str(each) for each in roles]}


def server(**roles: int) -> dict[str, Any]:
    """Return a server whose roles have permissions; `everyone` is that of its own id, 1."""
    return {"id": "1", "roles": [{"id": "1" if name == "everyone" else name[1:], "permissions": str(bits)} for name, bits in roles.items()]}


def channel(*changes: tuple[int, int, int, int]) -> dict[str, Any]:
    """Return a channel with overwrites: whose, of which kind, what is allowed, what is denied."""
    return {"permission_overwrites": [{"id": str(own), "type": kind, "allow": str(allow), "deny": str(deny)}
                                      for own, kind, allow, deny in changes]}


def test_a_role_gives_what_everyone_lacks() -> None:
    assert rights_in(channel(), server(everyone=1, r5=2, r6=4), member(5)) == 3


def test_an_administrator_may_do_everything_whatever_a_channel_says() -> None:
    assert rights_in(channel((1, 0, 0, 1), (7, 1, 0, 8)), server(everyone=1, r5=8), member(5)) == ALL


def test_a_channel_gives_to_a_role_what_it_takes_from_another_and_to_the_member_above_all() -> None:
    place = channel((5, 0, 0, 2), (6, 0, 2, 0))
    assert rights_in(place, server(everyone=2, r5=0, r6=0), member(5, 6)) == 2
    assert rights_in(channel((6, 0, 2, 0), (7, 1, 0, 2)), server(everyone=0, r6=0), member(6)) == 0


BITS = (1, 2, 4, 16)


def subsets() -> Iterator[int]:
    """Return every set of a few permissions as bits."""
    for size in range(len(BITS) + 1):
        yield from (sum(each) for each in combinations(BITS, size))


bits = some.sampled_from(sorted(set(subsets())))


@given(everyone=bits, role=bits, changes=some.lists(some.tuples(some.sampled_from([(1, 0), (5, 0), (6, 0), (7, 1)]), bits, bits),
                                                      unique_by=lambda each: each[0], max_size=4))
def test_it_reckons_as_discord_py_does(everyone: int, role: int, changes: list[tuple[tuple[int, int], int, int]]) -> None:
    place = channel(*((own, kind, allow, deny & ~allow) for (own, kind), allow, deny in changes))
    assert rights_in(place, server(everyone=everyone, r5=role, r6=16), member(5)) == as_discord_py(place, everyone, role)


def as_discord_py(place: dict[str, Any], everyone: int, role: int) -> int:
    """Return what discord.py reckons of the same, with its own permissions and overwrites."""
    has = discord.Permissions(everyone | role)
    rows = {each["id"]: (int(each["allow"]), int(each["deny"])) for each in place["permission_overwrites"]}
    for own in ("1", "5", "7"):
        has.handle_overwrite(*rows.get(own, (0, 0)))
    return has.value
