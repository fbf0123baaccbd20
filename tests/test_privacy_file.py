"""What is kept about somebody, given out on a chat: a JSON file that they alone get, on Slack as on Discord."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.chat.papers import MOST_LETTERS, PART_LETTERS, as_card, pieces
from bot.model.card import Quote
from bot.model.card_text import plain_card
from bot.model.command import File
from bot.render import discord as on_discord
from bot.render import slack as on_slack
from bot.store.store import Store
from tests.chat_scenes import SCENES, Scene, SceneOf, bare
from tests.test_outbox_gone import own_id

PROMISE = "commit answer 5 comments by Friday 15:00"


@pytest.fixture(params=sorted(SCENES))
def scene_of(request: pytest.FixtureRequest) -> SceneOf:
    """Each chat in turn."""
    return SCENES[request.param]


def play(scene_of: SceneOf, store: Store, scene: Any) -> None:
    """Play a scene to its end."""

    async def played() -> None:
        async with scene_of(store) as stage:
            await scene(stage)

    asyncio.run(played())


def files_of(scene: Any, person: str) -> list[tuple[str, bytes]]:
    """Return the files that one person alone was given, by their names."""
    if scene.platform == "slack":
        user = {"Ada": "U1", "Ben": "U2"}[person]
        return [(file.name, file.content) for each in scene.slack.dms(user) for file in each.files if each.by_app]
    seen = [*scene.discord.ephemeral(scene.people[person]), *scene.discord.dms(scene.people[person])]
    return [(file.name, file.data) for each in seen for file in each.files]


def in_public(scene: Any) -> list[Any]:
    """Return the files that stand in the channel for everybody."""
    if scene.platform == "slack":
        return [file for each in scene.slack.posts(scene.channel) for file in each.files]
    return [file for each in scene.discord.messages(scene.discord.channel) if not each.is_private for file in each.files]


def test_the_asker_gets_all_of_it_as_one_file(scene_of: SceneOf, store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await scene.command(PROMISE, by="Ben")
        said = bare(await scene.command("privacy export", by="Ben"))
        assert "It comes as a file, to you alone" in said
        [(name, data)] = files_of(scene, "Ben")
        told = json.loads(data)
        assert name == "about-me.json"
        assert told["person"] == own_id(scene, "Ben")
        assert len(told["promises"]) == 1
        assert "answer 5 comments" in data.decode()

    play(scene_of, store, scene)


def test_nobody_else_gets_it_wherever_it_is_asked_for(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await scene.command(PROMISE, by="Ben")
        await scene.command("privacy export", by="Ben")
        await scene.mention("privacy export", by="Ben")
        await scene.dm("privacy export", by="Ben")
        assert len(files_of(scene, "Ben")) == 3
        assert files_of(scene, "Ada") == []
        assert in_public(scene) == []

    play(scene_of, sqlite_store, scene)


def test_where_no_file_is_taken_it_comes_in_parts(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Any) -> None:
        await scene.command(PROMISE, by="Ben")
        if scene.platform == "slack":
            scene.slack.refuse_next("files.getUploadURLExternal", "missing_scope")
        else:
            send, given_up = scene.discord.rest._dispatched, []

            def refused(request: Any) -> Any:
                from simcord.backend.errors import BackendError

                if request.files:
                    given_up.append(request)
                    raise BackendError(403, 50013, "Missing Permissions")
                return send(request)

            vars(scene.discord.rest)["_dispatched"] = refused
        await scene.command("privacy export", by="Ben")
        assert files_of(scene, "Ben") == []
        said = bare("\n".join(scene.told("Ben")))
        assert "about-me.json, in parts: no file can be given here" in said
        assert "answer 5 comments" in said

    play(scene_of, sqlite_store, scene)


def test_on_discord_it_is_attached_to_an_answer_that_the_asker_alone_sees(sqlite_store: Store) -> None:
    async def scene(scene: Any) -> None:
        await scene.command("privacy export", by="Ben")
        [message] = [each for each in scene.discord.ephemeral(scene.people["Ben"]) if each.files]
        assert message.is_private
        assert scene.told("Ben") == []

    play(SCENES["discord"], sqlite_store, scene)


def test_on_slack_the_upload_is_announced_sent_and_completed_in_direct_messages(sqlite_store: Store) -> None:
    async def scene(scene: Any) -> None:
        await scene.command("privacy export", by="Ben")
        [announced] = [each for each in scene.slack.calls if each.method == "files.getUploadURLExternal"]
        [completed] = [each for each in scene.slack.calls if each.method == "files.completeUploadExternal"]
        [(_, data)] = files_of(scene, "Ben")
        assert int(announced.args["length"]) == len(data)
        assert str(completed.args["channel_id"]).startswith("D")

    play(SCENES["slack"], sqlite_store, scene)


def test_a_person_s_id_is_no_place_for_an_upload(sqlite_store: Store) -> None:
    async def scene(scene: Any) -> None:
        client = scene.chat.client("xoxb-1")
        client.token = next(iter(scene.chat._presence.own.values()))
        with pytest.raises(Exception, match="channel_not_found"):
            await client.files_upload_v2(content="x", filename="a.txt", channel="U1")

    play(SCENES["slack"], sqlite_store, scene)


@given(some.text(max_size=3 * PART_LETTERS))
def test_the_parts_together_are_the_whole(words: str) -> None:
    found = pieces(words)
    assert "".join(found) == words
    assert all(1 <= len(each) <= PART_LETTERS for each in found)


def test_what_is_too_long_to_be_shown_says_how_much_is_missing() -> None:
    card = as_card(File("about-me.json", "é\n" * MOST_LETTERS), "Ask again.")
    assert "These are the first 30,000 of 60,000 letters. Ask again." in plain_card(card)
    assert sum(len(each.words) for each in card.parts if isinstance(each, Quote)) == MOST_LETTERS


def test_the_parts_are_drawn_whole_on_every_chat() -> None:
    words = json.dumps({f"key{number}": "<!channel> @everyone ](x) ``` \u202e" for number in range(400)}, indent=2)
    card = as_card(File("about-me.json", words), "")
    for shown in ("".join(str(page) for page in on_slack.render(card)), "".join(str(page) for page in on_discord.render(card))):
        assert all(f"key{number}" in shown for number in range(400))
