"""The fake Discord does what people do there and refuses what Discord refuses."""

from __future__ import annotations

import asyncio

import aiohttp
import discord as library
import pytest

from tests.fakes.discord_server import FakeDiscord, NoAnswer, SetupError, in_discord
from tests.fakes.discord_tiny import Tiny


async def channel_of(discord: FakeDiscord, client: Tiny) -> library.TextChannel:
    """Start a client and return the channel as it sees it."""
    await discord.start(client)
    found = client.get_channel(discord.channel.id)
    assert isinstance(found, library.TextChannel)
    return found


@in_discord
async def test_a_typed_command_is_answered_and_people_read_all_of_it(discord: FakeDiscord) -> None:
    await discord.start(Tiny())
    mara = discord.user("mara")
    answer = await discord.command(mara, discord.channel, "coach", "leads", "quality", network="tiktok", days=3)
    assert answer.kind == "message"
    assert discord.read(answer.message) == "tiktok\nLeads\nof 3 days\nGood: 5\nn=9\n[Done]"
    assert discord.messages(discord.channel)[-1].labels == ["Done"]


@in_discord
async def test_an_answer_that_took_its_time_is_private_to_who_asked(discord: FakeDiscord) -> None:
    client = Tiny()
    await discord.start(client)
    mara, ben = discord.user("mara"), discord.user("ben")
    answer = await discord.command(mara, discord.channel, "coach", "slow", how="long")
    assert (answer.kind, answer.words, answer.is_private) == ("thinking", "Thought.", True)
    assert [each.words for each in discord.ephemeral(mara)] == ["Thought."]
    assert discord.ephemeral(ben) == discord.messages(discord.channel) == []


@in_discord
async def test_what_an_option_offers_can_be_asked(discord: FakeDiscord) -> None:
    await discord.start(Tiny())
    mara = discord.user("mara")
    for place in (discord.channel, None):
        offered = await discord.autocomplete(mara, place, "coach", "leads", "quality", option="network", typed="ti")
        assert offered == [("Tiktok", "tiktok")]


@in_discord
async def test_nobody_can_type_what_discord_does_not_offer(discord: FakeDiscord) -> None:
    await discord.start(Tiny())
    mara = discord.user("mara")
    for options in ({"how": "short"}, {"who": "x"}):
        with pytest.raises(SetupError):
            await discord.command(mara, discord.channel, "coach", "slow", **options)
    with pytest.raises(SetupError):
        await discord.command(mara, discord.channel, "coach", "leads", "quality", network="x", days=91)


@in_discord
async def test_commands_are_known_once_they_were_put(discord: FakeDiscord) -> None:
    mara = discord.user("mara")
    assert discord.commands(mara, discord.channel) == []
    await discord.start(Tiny())
    assert sorted(discord.commands(mara, discord.channel)) == ["coach leads quality", "coach slow"]
    put, = discord.syncs
    assert [each["name"] for each in put] == ["coach", "Log as commitment"]


@in_discord
async def test_a_button_works_after_the_client_was_started_anew(discord: FakeDiscord) -> None:
    await discord.start(Tiny())
    mara = discord.user("mara")
    card = (await discord.command(mara, discord.channel, "coach", "leads", "quality", network="x")).message
    await discord.stop()
    with pytest.raises(NoAnswer, match=r"\[Done\]"):
        await discord.press(mara, card, "Done")
    await discord.start(Tiny())
    answer = await discord.press(mara, card, "Done")
    assert (answer.kind, card.content, card.labels) == ("update", "lead1 is done", [])
    with pytest.raises(SetupError):
        await discord.press(mara, card, "Done")


@in_discord
async def test_a_message_can_be_logged_through_its_menu_and_a_modal(discord: FakeDiscord) -> None:
    await discord.start(Tiny())
    mara = discord.user("mara")
    said = await discord.say(mara, discord.channel, "I post on Monday")
    opened = await discord.context_menu(mara, said, "Log as commitment")
    assert (opened.modal.title, opened.modal.labels) == ("Log as commitment", ["What will you do?"])
    assert opened.modal.controls[0].value == "I post on Monday"
    sent = await discord.submit(mara, opened, {"What will you do?": "post"})
    assert sent.words == "Promised: post"
    opened = await discord.context_menu(mara, await discord.dm(mara, "Me too"), "Log as commitment")
    assert (await discord.submit(mara, opened, {"words": "call"})).words == "Promised: call"


@in_discord
async def test_the_client_reads_what_is_meant_for_it_alone(discord: FakeDiscord) -> None:
    await discord.start(Tiny())
    mara = discord.user("mara")
    heard = await discord.mention(mara, discord.channel, "hello")
    assert heard.answers[0].words == f"You said '{discord.bot_mention} hello'."
    assert heard.answers[0].pings == ()
    assert (await discord.say(mara, discord.channel, "secret")).answers[0].words == "You said ''."
    assert (await discord.reply(mara, heard.answers[0], "yes")).answers[0].words == "You said 'yes'."
    assert (await discord.reply(mara, heard.answers[0], "yes", pings=False)).answers[0].words == "You said ''."
    await discord.dm(discord.stranger("zoe"), "hi")
    assert [each.words for each in discord.dms(mara)] == []


@in_discord
async def test_a_dropped_file_arrives_with_its_bytes(discord: FakeDiscord) -> None:
    await discord.start(Tiny())
    zoe = discord.stranger("zoe")
    dropped = await discord.drop_file(zoe, None, "posts.csv", b"a,b")
    assert [each.words for each in dropped.answers] == ["You said '' with posts.csv of 3."]
    assert [each.author for each in discord.dms(zoe)] == ["zoe", "TestBot"]


@in_discord
async def test_a_first_answer_after_three_seconds_is_refused(discord: FakeDiscord) -> None:
    client = Tiny()
    client.before_answer = lambda: discord.stall(4)
    await discord.start(client)
    with pytest.raises(NoAnswer, match="/coach slow"):
        await discord.command(discord.user("mara"), discord.channel, "coach", "slow")
    assert "10062" in discord.refused.pop()
    assert discord.errors


@in_discord
async def test_three_seconds_of_real_time_count_too(discord: FakeDiscord) -> None:
    discord.rest.first_answer_s = 0.0
    await discord.start(Tiny())
    with pytest.raises(NoAnswer):
        await discord.command(discord.user("mara"), discord.channel, "coach", "slow")
    assert "10062" in discord.refused.pop()
    assert discord.errors


@in_discord
async def test_an_answer_may_be_written_for_fifteen_minutes(discord: FakeDiscord) -> None:
    client = Tiny()
    client.work = lambda: discord.stall(14 * 60)
    await discord.start(client)
    mara = discord.user("mara")
    assert (await discord.command(mara, discord.channel, "coach", "slow")).words == "Thought."
    client.work = lambda: discord.stall(16 * 60)
    with pytest.raises(NoAnswer, match="still thinks"):
        await discord.command(mara, discord.channel, "coach", "slow")
    assert "50027" in discord.refused.pop()
    assert discord.errors


@in_discord
async def test_an_interaction_is_acknowledged_once_and_before_anything_follows(discord: FakeDiscord) -> None:
    await discord.start(Tiny())
    answer = await discord.command(discord.user("mara"), discord.channel, "coach", "slow")
    callback, = discord.requests("POST", "/interactions/*/callback")
    assert discord.rest.answer(callback).body["code"] == 40060
    discord.refused.clear()
    answer.record.responded = False
    follow_up = discord.requests("POST", f"/webhooks/*/{answer.record.token}")[0]
    assert discord.rest.answer(follow_up).status == 404
    assert "not answered yet" in discord.refused.pop()


@in_discord
async def test_the_same_nonce_makes_one_message_for_some_minutes(discord: FakeDiscord) -> None:
    channel = await channel_of(discord, Tiny())
    first = await channel.send("once", nonce="nudge-1")
    assert (await channel.send("once", nonce="nudge-1")).id == first.id
    assert (await channel.send("other", nonce="nudge-2")).id != first.id
    await discord.pass_time(600)
    second = await channel.send("once", nonce="nudge-1")
    assert second.id != first.id
    assert (await channel.send("once", nonce="nudge-1")).id == second.id
    assert [each.content for each in discord.messages(discord.channel)] == ["once", "other", "once"]


@in_discord
async def test_too_many_requests_are_waited_out_without_taking_time(discord: FakeDiscord) -> None:
    channel = await channel_of(discord, Tiny())
    discord.limit(20, times=2)
    await channel.send("late")
    assert discord.waits == [20, 20]
    assert [each.content for each in discord.messages(discord.channel)] == ["late"]


@in_discord
async def test_a_client_that_will_not_wait_that_long_is_told(discord: FakeDiscord) -> None:
    channel = await channel_of(discord, Tiny(max_ratelimit_timeout=30))
    discord.limit(31)
    with pytest.raises(library.RateLimited):
        await channel.send("late")
    assert (discord.waits, discord.messages(discord.channel)) == ([], [])


@in_discord
async def test_a_lost_answer_leaves_the_message_and_a_repeated_request_makes_no_second(discord: FakeDiscord) -> None:
    channel = await channel_of(discord, Tiny())
    discord.lose_answer(status=502)
    await channel.send("repeated by discord.py")
    discord.lose_answer()
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await channel.send("not repeated")
    discord.cut()
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await channel.send("never arrived")
    assert [each.content for each in discord.messages(discord.channel)] == ["repeated by discord.py", "not repeated"]


@in_discord
async def test_a_server_error_is_repeated_or_raised_as_discord_py_does(discord: FakeDiscord) -> None:
    channel = await channel_of(discord, Tiny())
    discord.fail(500, times=2)
    await channel.send("third time")
    assert discord.waits == [1, 3]
    discord.fail(503)
    with pytest.raises(library.DiscordServerError):
        await channel.send("never")
    assert [each.content for each in discord.messages(discord.channel)] == ["third time"]


@in_discord
async def test_what_is_taken_from_the_client_is_refused_with_its_code(discord: FakeDiscord) -> None:
    channel = await channel_of(discord, Tiny())

    async def code() -> int:
        with pytest.raises(library.HTTPException) as refusal:
            await channel.send("x")
        return refusal.value.code

    await discord.silence(discord.channel)
    assert await code() == 50013
    await discord.lock_out(discord.channel)
    assert await code() == 50001
    await discord.let_in(discord.channel)
    await channel.send("x")
    await discord.delete_channel(discord.channel)
    assert await code() == 10003


@in_discord
async def test_a_message_begins_one_thread_at_most(discord: FakeDiscord) -> None:
    channel = await channel_of(discord, Tiny())
    message = await channel.send("long")
    thread = await message.create_thread(name="more")
    await thread.send("the rest")
    with pytest.raises(library.HTTPException) as refusal:
        await message.create_thread(name="again")
    assert refusal.value.code == 160004
    shown, = discord.threads(discord.channel)
    assert [each.content for each in discord.messages(shown) if each.content] == ["the rest"]
    assert [each.content for each in discord.messages(discord.channel)[0].answers if each.channel_id == shown.id] == ["the rest"]


@in_discord
async def test_the_application_has_an_owner(discord: FakeDiscord) -> None:
    client, ada = Tiny(), discord.user("ada", admin=True)
    discord.hand_over(ada)
    await discord.start(client)
    assert client.application is not None
    assert client.application.owner.id == ada.id


@in_discord
async def test_a_client_that_shards_itself_runs_too(discord: FakeDiscord) -> None:
    await discord.start(library.AutoShardedClient(intents=library.Intents.default()))
    assert discord.env.bot.guilds[0].id == discord.guild.id


@in_discord
async def test_a_client_may_do_what_it_was_invited_for(discord: FakeDiscord) -> None:
    discord.permit(library.Permissions(view_channel=True, send_messages=True))
    channel = await channel_of(discord, Tiny())
    said = await discord.say(discord.user("mara"), discord.channel, "hello")
    assert [getattr(each, "code", 0) for each in discord.errors] == [160002]
    assert said.answers == []
    with pytest.raises(library.Forbidden):
        await channel.send(file=library.File(__file__))
    with pytest.raises(library.Forbidden):
        await channel.create_thread(name="more", type=library.ChannelType.public_thread)
    await channel.send("words", embed=library.Embed(title="lost"))
    assert discord.messages(discord.channel)[-1].words == "words"
    assert "embed_links" in discord.refused.pop()
    discord.permit(library.Permissions.all())
    await channel.send("words", embed=library.Embed(title="shown"))
    assert discord.messages(discord.channel)[-1].words == "words\nshown"


@in_discord
async def test_a_person_may_take_no_direct_messages(discord: FakeDiscord) -> None:
    client, mara = Tiny(), discord.user("mara")
    await discord.start(client)
    discord.refuse_dms(mara)
    found = await client.fetch_user(mara.id)
    with pytest.raises(library.Forbidden):
        await found.send("x")
    await discord.remove_bot(discord.guild)
    assert not client.guilds


@in_discord
async def test_people_are_pinged_only_where_the_client_allows_it(discord: FakeDiscord) -> None:
    mara = discord.user("mara")
    channel = await channel_of(discord, Tiny())
    await channel.send(f"{mara.mention} @everyone")
    await channel.send(f"{mara.mention} @everyone", allowed_mentions=library.AllowedMentions(users=[library.Object(mara.id)]))
    assert [each.pings for each in discord.messages(discord.channel)] == [(), ("mara",)]


@in_discord
async def test_work_from_another_thread_reaches_the_channel(discord: FakeDiscord) -> None:
    channel, loop = await channel_of(discord, Tiny()), asyncio.get_running_loop()

    def deliver(words: str) -> int:
        sent: library.Message = asyncio.run_coroutine_threadsafe(channel.send(words), loop).result(5)
        return sent.id

    assert await discord.outside(deliver, "nudge") == discord.messages(discord.channel)[-1].id


def test_reading_everything_is_refused_unless_discord_approved_it() -> None:
    reads_all = library.Intents.default()
    reads_all.message_content = True

    async def scene(approved: library.Intents | None) -> str:
        async with FakeDiscord(approved=approved) as discord:
            await discord.start(Tiny(reads_all))
            return (await discord.say(discord.user("mara"), discord.channel, "secret")).answers[0].words

    with pytest.raises(library.PrivilegedIntentsRequired):
        asyncio.run(scene(None))
    assert asyncio.run(scene(reads_all)) == "You said 'secret'."


def test_leaving_tells_of_what_was_refused_and_of_what_was_raised() -> None:
    async def scene(words: str) -> None:
        async with FakeDiscord() as discord:
            channel = await channel_of(discord, Tiny())
            with pytest.raises(library.HTTPException):
                await channel.send(words)
            assert words == "x" * 2001, "something else"

    with pytest.raises(AssertionError, match="Discord refused"):
        asyncio.run(scene("x" * 2001))
    with pytest.raises(AssertionError, match="something else") as fault:
        asyncio.run(scene(" "))
    assert "empty message" in fault.value.__notes__[0]
