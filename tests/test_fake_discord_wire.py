"""Discord on a real port: a client logs in, is thrown out, comes back, and what it asks is kept or refused as in earnest."""

from __future__ import annotations

import aiohttp
import discord
import pytest
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.fakes.discord_tiny import Tiny
from tests.fakes.discord_wire import WireDiscord, on_the_wire, pointed_at


def channel_of(wire: WireDiscord, client: discord.Client) -> discord.TextChannel:
    """Return the channel as a client that runs sees it."""
    found = client.get_channel(wire.channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


@on_the_wire
async def test_a_client_logs_in_and_people_use_it(wire: WireDiscord) -> None:
    mara = wire.user("mara")
    async with wire.running(Tiny()):
        answer = await wire.command(mara, wire.channel, "coach", "leads", "quality", network="tiktok")
        assert answer.words.endswith("[Done]")
        assert (await wire.press(mara, answer.message, "Done")).message.content == "lead1 is done"
        offered = await wire.autocomplete(mara, wire.channel, "coach", "leads", "quality", option="network", typed="face")
        assert offered == [("Facebook", "facebook")]
        said = await wire.mention(mara, wire.channel, "hello")
        await wire.until(lambda: said.answers)
        assert said.answers[0].reply_to == said.id
        assert wire.gateway.heartbeats >= 1
    assert len(wire.syncs) == 1


@on_the_wire
async def test_a_file_is_posted_with_its_words(wire: WireDiscord) -> None:
    client = Tiny()
    async with wire.running(client):
        await channel_of(wire, client).send("a picture", file=discord.File(__file__, "a.png", description="two bars"))
        read = await wire.drop_file(wire.stranger("zoe"), None, "posts.csv", b"a,b")
        await wire.until(lambda: read.answers)
        assert read.answers[0].words == "You said '' with posts.csv of 3."
    shown, = wire.messages(wire.channel)
    assert [(each.name, each.alt) for each in shown.files] == [("a.png", "two bars")]
    assert shown.files[0].data.startswith(b'"""Discord')


@on_the_wire
async def test_a_wrong_token_is_refused(wire: WireDiscord) -> None:
    client = Tiny()
    wire.token = "another"
    with pointed_at(wire.api_url, wire.gateway_url), pytest.raises(discord.LoginFailure):
        await client.start("wrong")
    await client.close()


@on_the_wire
async def test_an_intent_that_was_not_approved_ends_the_client(wire: WireDiscord) -> None:
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with wire.running(Tiny(discord.Intents.all())):
            pass


@on_the_wire
async def test_a_client_asked_to_come_back_resumes_and_misses_nothing(wire: WireDiscord) -> None:
    mara = wire.user("mara")
    client = Tiny()
    async with wire.running(client):
        await wire.ask_reconnect()
        await wire.until(lambda: not wire.gateway.lines)
        said = await wire.mention(mara, wire.channel, "in between")
        await wire.until(lambda: said.answers)
        assert [each["session_id"] for each in wire.gateway.resumed] == ["session-1"]
        assert wire.gateway.paths == ["/gateway/", "/resume/"]
        assert (client.resumed, len(said.answers)) == (1, 1)


@on_the_wire
async def test_a_connection_that_breaks_is_taken_up_again(wire: WireDiscord) -> None:
    async with wire.running(Tiny()):
        await wire.drop()
        await wire.until(lambda: wire.gateway.resumed)
        await wire.drop(4000)
        await wire.until(lambda: len(wire.gateway.resumed) == 2)
        assert len(wire.gateway.identified) == 1


@on_the_wire
async def test_an_invalid_session_makes_a_client_identify_anew(wire: WireDiscord) -> None:
    async with wire.running(Tiny()):
        await wire.invalidate()
        await wire.until(lambda: len(wire.gateway.identified) == 2)
        assert wire.gateway.paths[-1] == "/gateway/"
        said = await wire.mention(wire.user("mara"), wire.channel, "still there")
        await wire.until(lambda: said.answers)
        assert len(said.answers) == 1


@on_the_wire
async def test_a_client_that_shards_itself_asks_where_the_gateway_is(wire: WireDiscord) -> None:
    client = commands.AutoShardedBot(commands.when_mentioned, intents=discord.Intents.default())
    async with wire.running(client):
        assert wire.requests("GET", "/gateway/bot")
        assert wire.gateway.identified[0]["shard"] == [0, 1]


@on_the_wire
async def test_requests_fail_on_the_wire_as_they_do_in_earnest(wire: WireDiscord) -> None:
    client = Tiny()
    async with wire.running(client):
        channel = channel_of(wire, client)
        wire.limit(0.01)
        await channel.send("limited")
        wire.fail(503)
        with pytest.raises(discord.DiscordServerError):
            await channel.send("refused")
        wire.fail(403, code=50013)
        with pytest.raises(discord.Forbidden):
            await channel.send("forbidden")
        wire.lose_answer()
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await channel.send("lost", nonce="n1")
        kept = wire.messages(wire.channel)[-1]
        assert (await channel.send("lost", nonce="n1")).id == kept.id
    assert [each.content for each in wire.messages(wire.channel)] == ["limited", "lost"]
    assert len(wire.posts) == 6


def test_discord_py_points_where_it_did_before() -> None:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    with pointed_at("http://127.0.0.1:1/api/v10"):
        assert Route("GET", "/x").url == "http://127.0.0.1:1/api/v10/x"
        Route.BASE = "http://elsewhere"
    assert before == (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)
