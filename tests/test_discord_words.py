"""Whatever anybody wrote, the coach's messages in Discord ping nobody and unfurl nothing, in every way it speaks."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.chat.discord.names import with_names
from bot.model.card import Button, Card, Chart, Fields, Item, Items, Quote, say, text
from bot.model.card_text import plain_card
from tests.chat_scenes import DiscordScene, bare
from tests.chat_world import TEAM
from tests.discord_world import answers_with, in_scene, writes

LOUD = "@everyone @here <@&7> <#5> https://evil.example/a.png [x](https://evil.example) # Big"
BARE_LINK = re.compile(r"(?<![<\\])https?://")
NUMBER = "1478685936844800003"


def loud_card(who: str = "") -> Card:
    """Return a card with a stranger's words in every place that takes any."""
    words = f"{who} {LOUD}"
    return Card(text("{words}", words=words), (
        say("{words}", words=words), Quote(words, words), Fields(((words[:60], words),)),
        Items((Item(text("{words}", words=words), words, text("{words}", words=words), "https://shop.example/p"),))),
        (Button(words[:70], "done", "1"),), text("{words}", words=words))


def sent(scene: DiscordScene) -> list[Any]:
    """Return everything that was said or changed, as it was sent."""
    bodies = [each.body for each in scene.discord.rest.requests if each.method in ("POST", "PATCH") and isinstance(each.body, dict)]
    return [each.get("data") or each for each in bodies if {"content", "embeds"} & set(each.get("data") or each)]


async def as_command(scene: DiscordScene, card: Card) -> None:
    """Say it to one person alone."""
    answers_with(scene, "digest", lambda *_, **__: card)
    await scene.command("digest")


async def as_mention(scene: DiscordScene, card: Card) -> None:
    """Say it in the open."""
    answers_with(scene, "digest", lambda *_, **__: card)
    await scene.mention("digest")


async def as_written(scene: DiscordScene, card: Card) -> None:
    """Say it while it is written."""
    writes(scene, LOUD, ends=lambda: card)
    await scene.mention("why")


async def as_nudge(scene: DiscordScene, card: Card) -> None:
    """Post it, then change it."""
    front = scene.chat.front(TEAM)
    own = await scene.discord.outside(front.deliver, scene.channel, card, "o1")
    await scene.discord.outside(front.edit, scene.channel, own, card)


async def as_error(scene: DiscordScene, _card: Card) -> None:
    """Quote it in a sentence about what was wrong."""
    await scene.dm(f"audit {LOUD}")


WAYS = {each.__name__: each for each in (as_command, as_mention, as_written, as_nudge, as_error)}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_is_pinged_and_nothing_unfurls(way: str) -> None:
    async def scene(scene: DiscordScene) -> None:
        ben = scene.people["Ben"]
        await WAYS[way](scene, loud_card(f"<@{ben.id}>"))
        bodies = sent(scene)
        assert bodies
        for body in bodies:
            assert body.get("allowed_mentions", {}).get("parse", []) == []
            assert not BARE_LINK.search(body.get("content") or "")
        channels = [scene.discord.channel, *scene.discord.threads(scene.discord.channel)]
        heard = [each for channel in channels for each in scene.discord.messages(channel) if each.is_from_bot]
        assert [each.pings for each in heard + scene.discord.ephemeral(scene.people["Ada"])] == [()] * len(
            heard + scene.discord.ephemeral(scene.people["Ada"]))

    in_scene(scene)()


@in_scene
async def test_what_has_no_embed_of_ours_takes_none_of_discord_s(scene: DiscordScene) -> None:
    await scene.dm("comittments")
    plain = [each for each in sent(scene) if not each.get("embeds")]
    assert plain
    assert all(each["flags"] & 4 for each in plain)


def test_a_number_is_a_channel_s_name_in_our_words_alone() -> None:
    card = Card(text("Set up {channel}", channel=NUMBER), (
        say("In {channel} and discord:{channel}", channel=NUMBER, count=3), Quote(NUMBER, NUMBER), Fields(((NUMBER, NUMBER),)),
        Items((Item(text("{channel}", channel=NUMBER), NUMBER, text("in {channel}", channel=NUMBER)),)),
        Chart("x", (), (), NUMBER)), (Button(f"Turn on {NUMBER}", "turn-on", NUMBER),), text("{channel}", channel=NUMBER))
    named = with_names(card, lambda words: words.replace(NUMBER, "#social"))
    assert plain_card(named).count("#social") == 8
    assert (named.parts[1], named.parts[4], named.buttons[0].subject) == (card.parts[1], card.parts[4], NUMBER)
    assert with_names(named, str) == named


@in_scene
async def test_people_read_a_channel_s_name_and_not_its_number(scene: DiscordScene) -> None:
    for line in ("setup", "schedule", "settings"):
        said = bare(await scene.command(line))
        assert "#social" in said
        assert scene.channel not in said
