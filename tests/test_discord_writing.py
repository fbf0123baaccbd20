"""An answer can be watched being written in Discord: a second apart, nothing that was withheld, and the card takes its place."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.app import adviser, refusal
from bot.chat.discord.client import Pace
from bot.errors import ModelError
from bot.model.card import Card, say, text
from tests.chat_scenes import DiscordScene, bare
from tests.chat_world import TEAM
from tests.discord_world import Waiting, in_scene, long_card, writes
from tests.fakes.authors import author
from tests.fakes.model_team import ScriptedSpeaker

BORNE_OUT = "Viral is fine when leads or sales come with it"
WITHHELD = "You have 40 unanswered comments"


def sent(scene: DiscordScene) -> list[tuple[str, Any]]:
    """Return the requests that made and changed messages of the channel, with what they said."""
    found = scene.discord.requests("POST", "/channels/*/messages") + scene.discord.requests("PATCH", "/channels/*/messages/*")
    return [(each.method, each.body) for each in scene.discord.rest.requests if each in found]


def moment(scene: DiscordScene, waiting: Waiting, number: int) -> None:
    """Wait until the first piece is shown; after any other let the loop do what it would do with it now."""
    if number == 0:
        waiting.until("POST", "/messages")
    for _ in range(50):
        scene.home.bridge.wait(asyncio.sleep(0), timeout_s=5)


@in_scene
async def test_an_answer_grows_in_one_message_that_the_card_replaces(scene: DiscordScene) -> None:
    waiting = Waiting(scene)

    def after(number: int) -> None:
        if number == 0:
            waiting.until("POST", "/messages")

    writes(scene, "First. ", "Second.", after=after)
    assert bare(await scene.mention("why")) == "The whole answer\nWith its sources."
    assert (sent(scene)[0][0], sent(scene)[0][1]["content"]) == ("POST", "First.")
    assert len(scene.said()) == 1


@pytest.mark.parametrize(("card", "flag"), [(Card(text("All"), (say("With more."),)), 0), (Card(text("All")), 4)])
def test_only_a_card_with_embeds_of_ours_shows_any(card: Card, flag: int) -> None:
    async def scene(scene: DiscordScene) -> None:
        waiting = Waiting(scene)

        def after(number: int) -> None:
            waiting.until(*(("POST", "/messages") if number == 0 else ("PATCH", "")))

        writes(scene, "First.", "Second.", after=after, ends=lambda: card)
        await scene.mention("why")
        assert [body["flags"] & 4 for _, body in sent(scene)] == [4, 4, flag]

    in_scene(scene)()


@in_scene
async def test_nothing_is_sent_more_often_than_the_pause_allows(scene: DiscordScene) -> None:
    waiting = Waiting(scene)
    scene.chat.client.pace = Pace(write_s=3600)

    writes(scene, *("One. ",) * 5, after=lambda number: moment(scene, waiting, number))
    await scene.mention("why")
    assert [method for method, _ in sent(scene)] == ["POST", "PATCH"]


@in_scene
async def test_pieces_steer_nothing_and_ping_nobody(scene: DiscordScene) -> None:
    waiting = Waiting(scene)
    writes(scene, "Look\n# Loud\n@everyone <@&1> https://evil.example", after=lambda _: waiting.until("POST", "/messages"))
    await scene.mention("why")
    first = sent(scene)[0][1]
    assert first["content"] == "Look\n\\# Loud\n\\@everyone \\<\\@&1> https\\://evil.example"
    assert first["allowed_mentions"]["parse"] == []


@in_scene
async def test_what_the_check_withheld_is_never_shown(scene: DiscordScene) -> None:
    with author(speaker=ScriptedSpeaker(lambda _: f"{BORNE_OUT} [2]. {WITHHELD}. ")) as it:
        guidance, desk = adviser(scene.home.desk.settings), scene.home.desk
        scene.home.house._desks[TEAM] = replace(desk, author_of=lambda: it, adviser_of=lambda: guidance, refusal_of=refusal)
        said = await scene.mention("Do our posts have to go viral?")
    assert BORNE_OUT in bare(said)
    assert BORNE_OUT in bare(str(sent(scene)[0]))
    assert not [body for _, body in sent(scene) if "40 unanswered" in bare(str(body))]


@in_scene
async def test_a_failure_takes_back_what_was_written_and_says_why(scene: DiscordScene) -> None:
    def fails() -> Card:
        raise ModelError("The model gave no answer.")

    waiting = Waiting(scene)
    writes(scene, "Half an ans", after=lambda _: waiting.until("POST", "/messages"), ends=fails)
    await scene.mention("why")
    assert scene.said() == ["**The model gave no answer.**"]


@in_scene
async def test_a_written_answer_that_somebody_deleted_is_given_once_more_and_whole(scene: DiscordScene) -> None:
    waiting, backend = Waiting(scene), scene.discord.env.backend

    def after(number: int) -> None:
        moment(scene, waiting, number)
        if number == 0:
            backend.delete_message(scene.discord.channel.id, max(backend.messages[scene.discord.channel.id]))

    writes(scene, *("Half. ",) * 5, after=after)
    await scene.mention("why")
    assert [bare(each) for each in scene.said()] == ["The whole answer\nWith its sources."]
    assert [method for method, _ in sent(scene)] == ["POST", "PATCH", "PATCH", "POST"]


@in_scene
async def test_an_answer_to_a_deleted_question_is_written_beneath(scene: DiscordScene) -> None:
    backend = scene.discord.env.backend

    writes(scene, "First.", after=lambda _: backend.delete_message(
        scene.discord.channel.id, min(backend.messages[scene.discord.channel.id])), ends=lambda: long_card(3, "Whole"))
    await scene.mention("why")
    assert "Whole" in scene.said()[0]


@in_scene
async def test_a_long_answer_that_was_watched_goes_on_in_a_thread(scene: DiscordScene) -> None:
    waiting = Waiting(scene)
    writes(scene, "First.", after=lambda _: waiting.until("POST", "/messages"), ends=long_card)
    await scene.mention("why")
    assert len(scene.discord.threads(scene.discord.channel)) == 1


@in_scene
async def test_pieces_longer_than_a_message_are_cut_and_the_card_is_whole(scene: DiscordScene) -> None:
    waiting = Waiting(scene)
    writes(scene, "word " * 900, after=lambda _: waiting.until("POST", "/messages"))
    await scene.mention("why")
    assert len(sent(scene)[0][1]["content"]) <= 2000
    assert bare(scene.said()[0]).startswith("The whole answer")
