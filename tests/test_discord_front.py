"""Discord as a front of the outbox: each message of a card once, whatever is lost, and never more than the coach may do."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import discord
import pytest

from bot.chat.discord.front import NONCE_LETTERS, nonce_of
from bot.chat.discord.invite import PERMISSIONS
from bot.chat.discord.outlet import directly
from bot.chat.discord.posting import UNSHOWN
from bot.coach.channels import turn_on
from bot.coach.posting import Entry, queue
from bot.errors import AnswerLost, ChannelGone, CoachError, TryLater
from bot.model.card import Card, Chart, say, text
from bot.model.settings import Channel
from tests.chat_scenes import DiscordScene, bare
from tests.chat_world import TEAM, settings_for
from tests.discord_world import in_scene, long_card, tell_comments
from tests.fakes.discord_rest import Lost
from tests.fakes.discord_seen import Seen

CHART = Card(text("Reach by week"), (Chart("Reach", ("W1", "W2"), (10.0, 20.0), "Reach went from 10 to 20."),))
_SAID = (0, 19)
"""The kinds of messages that somebody wrote; the others are Discord's own."""


async def deliver(scene: DiscordScene, card: Card, outbox_id: str = "o1", channel: str = "") -> str:
    """Deliver a card as the sender does."""
    front = scene.chat.front(TEAM)
    return str(await scene.discord.outside(front.deliver, channel or scene.channel, card, outbox_id))


async def edit(scene: DiscordScene, message_id: str, card: Card) -> None:
    """Edit a card as the sender does."""
    await scene.discord.outside(scene.chat.front(TEAM).edit, scene.channel, message_id, card)


def shown(scene: DiscordScene) -> list[list[Seen]]:
    """Return the messages of the channel and those of each of its threads."""
    places = [scene.discord.channel, *scene.discord.threads(scene.discord.channel)]
    return [[each for each in scene.discord.messages(place) if each.stored.type in _SAID] for place in places]


def numbers(scene: DiscordScene) -> list[int]:
    """Return which posts a long card's messages speak of, in their order."""
    words = "\n".join(each.words for place in shown(scene) for each in place)
    return [int(line.rpartition(" ")[2]) for line in words.splitlines() if "Look at post" in line]


@in_scene
async def test_the_rest_of_a_card_goes_to_a_thread_of_it(scene: DiscordScene) -> None:
    await deliver(scene, long_card())
    first, rest = shown(scene)
    assert len(first) == 1
    assert len(rest) >= 2
    assert numbers(scene) == list(range(120))


@in_scene
async def test_a_card_delivered_again_stands_there_once_with_all_its_pages(scene: DiscordScene) -> None:
    ids = {await deliver(scene, long_card()) for _ in range(3)}
    assert len(ids) == 1
    assert numbers(scene) == list(range(120))
    assert len(scene.discord.threads(scene.discord.channel)) == 1


@in_scene
async def test_a_thread_whose_answer_was_lost_is_gone_on_with(scene: DiscordScene) -> None:
    scene.discord.lose_answer("/channels/*/messages/*/threads")
    await deliver(scene, long_card())
    assert numbers(scene) == list(range(120))
    assert len(shown(scene)) == 2


@pytest.mark.parametrize("lost", range(3))
def test_whichever_answer_is_lost_every_page_stands_there_once(lost: int) -> None:
    async def scene(scene: DiscordScene) -> None:
        rest, answer, posts = scene.discord.rest, scene.discord.rest.answer, count()

        def loses(request: Any) -> Any:
            carried_out = answer(request)
            if request.method == "POST" and request.path.endswith("/messages") and next(posts) == lost:
                raise Lost("on its way back")
            return carried_out

        vars(rest)["answer"] = loses
        try:
            await deliver(scene, long_card())
        except AnswerLost:
            await deliver(scene, long_card())
        assert numbers(scene) == list(range(120))

    in_scene(scene)()


def test_each_page_has_a_nonce_of_its_own_that_discord_takes() -> None:
    found = [nonce_of("o1", page) for page in range(5)] + [nonce_of("o2")]
    assert len(set(found)) == 6
    assert {len(each) for each in found} == {NONCE_LETTERS}
    assert nonce_of("o1") == nonce_of("o1", 0)


@in_scene
async def test_where_a_thread_is_refused_the_rest_stands_beneath(scene: DiscordScene) -> None:
    scene.discord.fail(403, "/channels/*/messages/*/threads", code=50013)
    await deliver(scene, long_card())
    assert len(shown(scene)) == 1
    assert numbers(scene) == list(range(120))


@pytest.mark.parametrize("missing", ["create_public_threads", "send_messages_in_threads"])
def test_where_threads_are_not_allowed_the_rest_stands_beneath(missing: str) -> None:
    async def scene(scene: DiscordScene) -> None:
        scene.discord.permit(discord.Permissions(sum(PERMISSIONS.values()) & ~PERMISSIONS[missing]))
        await scene.discord.settle()
        await deliver(scene, long_card())
        assert scene.discord.threads(scene.discord.channel) == []
        assert numbers(scene) == list(range(120))

    in_scene(scene)()


@in_scene
async def test_a_card_whose_thread_fails_to_take_pages_is_not_sent_again(scene: DiscordScene, caplog: pytest.LogCaptureFixture) -> None:
    rest, answer = scene.discord.rest, scene.discord.rest.answer

    def refuses(request: Any) -> Any:
        if request.method == "POST" and request.path.endswith("/messages") and scene.channel not in request.path:
            scene.discord.fail(403, request.path, code=50001)
        return answer(request)

    vars(rest)["answer"] = refuses
    assert (await deliver(scene, long_card())).isdigit()
    assert caplog.text.count("rest of a card not posted error=Forbidden 403/50001") == 2
    assert len(shown(scene)[0]) == 1


@in_scene
async def test_a_picture_that_is_too_large_is_told_in_words(scene: DiscordScene) -> None:
    scene.discord.fail(413, code=40005, message="Request entity too large")
    await deliver(scene, CHART)
    only, = shown(scene)[0]
    assert only.files == ()
    assert "Reach went from 10 to 20" in bare(only.words)


@in_scene
async def test_where_no_file_may_be_attached_a_picture_is_told_in_words(scene: DiscordScene) -> None:
    scene.discord.permit(discord.Permissions(sum(PERMISSIONS.values()) & ~PERMISSIONS["attach_files"]))
    await deliver(scene, CHART)
    assert "Reach went from 10 to 20" in bare(shown(scene)[0][0].words)


@in_scene
async def test_a_picture_that_is_refused_in_the_rest_is_told_in_words_there(scene: DiscordScene) -> None:
    scene.discord.permit(discord.Permissions(sum(PERMISSIONS.values()) & ~PERMISSIONS["attach_files"]))
    long = long_card()
    await deliver(scene, replace(long, parts=(*long.parts, *CHART.parts)))
    assert numbers(scene) == list(range(120))
    assert "Reach went from 10 to 20" in bare(shown(scene)[1][-1].words)


@in_scene
async def test_where_no_link_may_be_embedded_the_card_says_what_it_lacks(scene: DiscordScene) -> None:
    scene.discord.permit(discord.Permissions(sum(PERMISSIONS.values()) & ~PERMISSIONS["embed_links"]))
    await deliver(scene, Card(text("Look here"), (say("Three things."),)))
    assert shown(scene)[0][0].words == f"**Look here**\n{UNSHOWN}"
    await scene.mention("goals")
    assert UNSHOWN in scene.said()[-1]
    scene.discord.refused.clear()


@in_scene
async def test_the_coach_works_with_exactly_what_its_invite_link_asks_for(scene: DiscordScene) -> None:
    tell_comments(scene)
    scene.discord.permit(discord.Permissions(sum(PERMISSIONS.values())))
    await deliver(scene, long_card())
    await deliver(scene, CHART, "o2")
    message = await scene.discord.mention(scene.people["Ben"], scene.discord.channel, "comments")
    await scene._settle()
    assert message.answers[0].reply_to == message.id
    assert len(shown(scene)) == 2
    assert [each.name for each in shown(scene)[0][1].files] == ["chart-1.png"]
    assert scene.discord.refused == []


@pytest.mark.parametrize("missing", [name for name in PERMISSIONS if name not in ("view_channel", "send_messages")])
def test_without_one_of_the_invited_permissions_a_mention_is_answered_still(missing: str) -> None:
    async def scene(scene: DiscordScene) -> None:
        tell_comments(scene)
        scene.discord.permit(discord.Permissions(sum(PERMISSIONS.values()) & ~PERMISSIONS[missing]))
        assert "2 comments to answer" in bare(await scene.mention("comments", by="Ben"))
        scene.discord.refused.clear()

    in_scene(scene)()


@in_scene
async def test_a_message_that_somebody_deleted_is_not_edited_for_hours(scene: DiscordScene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    message_id = await deliver(scene, Card(text("Old")))
    scene.discord.env.backend.delete_message(scene.discord.channel.id, int(message_id))
    await edit(scene, message_id, Card(text("New")))
    assert "nothing to edit" in caplog.text


@in_scene
async def test_an_edit_replaces_what_stood_there(scene: DiscordScene) -> None:
    message_id = await deliver(scene, Card(text("Old")))
    await edit(scene, message_id, Card(text("New"), (say("With more."),)))
    only, = shown(scene)[0]
    assert only.words == "**New**\nWith more."
    assert not only.stored.flags & 4


@in_scene
async def test_channels_are_called_by_their_names(scene: DiscordScene) -> None:
    stranger = scene.discord.new_channel("secret", scene.discord.new_guild("Another shop"))
    await deliver(scene, Card(text("{here} and {there}", here=scene.channel, there=str(stranger.id))))
    assert shown(scene)[0][0].words == f"**\\#social and {stranger.id}**"


@in_scene
async def test_only_what_discord_says_of_a_channel_switches_it_off(scene: DiscordScene) -> None:
    kinds = {(403, 50001): ChannelGone, (403, 50013): ChannelGone, (404, 10003): ChannelGone, (403, 50278): ChannelGone,
             (403, 0): CoachError, (404, 0): CoachError, (401, 0): CoachError, (400, 50035): CoachError, (503, 0): AnswerLost}
    for (status, code), kind in kinds.items():
        scene.discord.fail(status, code=code)
        with pytest.raises(CoachError) as told:
            await deliver(scene, Card(text("Hello")))
        assert type(told.value) is kind, (status, code)


@in_scene
async def test_a_long_wait_that_discord_asks_for_is_handed_on(scene: DiscordScene) -> None:
    scene.discord.limit(120)
    with pytest.raises(TryLater) as told:
        await deliver(scene, Card(text("Hello")))
    assert told.value.retry_after_s == 120
    assert shown(scene) == [[]]


@in_scene
async def test_what_is_no_channel_at_all_is_gone(scene: DiscordScene) -> None:
    with pytest.raises(ChannelGone, match="Copy Channel ID"):
        await deliver(scene, Card(text("Hello")), channel="#social")


@in_scene
async def test_a_person_is_told_directly(scene: DiscordScene) -> None:
    await deliver(scene, Card(text("Hello")), channel=f"discord:{scene.people['Ben'].id}")
    assert scene.told("Ben") == ["**Hello**"]


@pytest.mark.parametrize("trouble", ["lock_out", "silence", "delete_channel", "remove_bot"])
def test_a_channel_that_is_lost_is_switched_off_and_told_of_once_elsewhere(trouble: str) -> None:
    async def scene(scene: DiscordScene) -> None:
        scene.home.house._owners.clear()
        gone, lost = scene.discord.channel, scene.discord.guild if trouble == "remove_bot" else scene.discord.channel
        other = scene.discord.new_channel("team", scene.discord.new_guild("Second shop"))
        scene.home.house.settings = settings_for(Channel("discord", scene.channel), Channel("discord", str(other.id)))
        desk = scene.home.desk
        object.__setattr__(desk, "settings", scene.home.house.settings)
        for channel in (scene.channel, str(other.id)):
            await asyncio.to_thread(turn_on, desk, channel)
        await getattr(scene.discord, trouble)(lost)
        for number in range(3):
            with desk.records.write() as writer:
                queue(writer, Entry(str(gone.id), "discord", Card(text("Hello {n}", n=number))), desk.now)
            await scene.home.round()
        told = [each.words for each in scene.discord.messages(other) if each.is_from_bot]
        assert len(told) == 1
        assert "I can't write there any more" in bare(told[0])

    in_scene(scene)()


@in_scene
async def test_a_picture_that_is_refused_on_a_later_page_repeats_no_page_before_it(scene: DiscordScene) -> None:
    scene.discord.permit(discord.Permissions(sum(PERMISSIONS.values()) & ~PERMISSIONS["attach_files"]))
    long, sent = long_card(), list[str]()

    class Person:
        async def send(self, *, files: Sequence[discord.File] = (), embeds: Sequence[discord.Embed] = (), **more: Any) -> None:
            if files:
                raise discord.HTTPException(TooLarge(), {"code": 40005, "message": "Request entity too large"})
            sent.append(f"{more.get('content')} {[each.to_dict() for each in embeds]}")

    class TooLarge:
        status, reason = 413, "Payload Too Large"

    await directly(Person(), replace(long, parts=(*long.parts, *CHART.parts)))  # type: ignore[arg-type]
    assert len(sent) > 1
    assert len(set(sent)) == len(sent)
