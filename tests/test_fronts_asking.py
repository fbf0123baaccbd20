"""A question on every front with a model behind it: acknowledged, watched as it is written, and shaped as an answer is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.discord.client import Pace
from bot.store.store import Store
from tests.asked_scenes import AI, ANSWER, PIECES, PRIVATE_IN_SLACK, QUESTION, REST, WAITING, WAYS, Stage, answering, play
from tests.chat_scenes import DiscordScene, SlackScene
from tests.fakes.openai_server import answered, called

ACKNOWLEDGED = {
    "slack command": "Looking into it", "slack mention": "is looking into it…", "slack dm": "is looking into it…",
    "slack pane": "is looking into it…", "discord command": "5\n64", "discord mention": "/typing", "discord dm": "/typing",
    "terminal command": "Looking into it…", "terminal mention": "Looking into it…",
}
"""What each front receives before anything else; Discord's 5 says that an answer comes, 64 that one person alone sees it."""
WATCHED = tuple(each for each in WAYS if each != PRIVATE_IN_SLACK)


@pytest.mark.parametrize("way", WAYS)
def test_a_question_is_acknowledged_before_the_model_is_heard(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        seen: list[str] = []
        first, then = answering()
        stage.server.script = [replace(first, at=lambda event: seen.extend(stage.frames() if event == 0 else ())), then]
        assert ANSWER in await stage.ask()
        assert ACKNOWLEDGED[way] in "\n".join(seen)
        assert ANSWER not in "\n".join(seen)

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", WATCHED)
def test_each_sentence_is_seen_while_the_model_still_writes(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        held: list[bool] = []

        def at(piece: int) -> None:
            whole = {1: ANSWER, 3: REST[0], 5: REST[1]}.get(piece)
            if whole is not None:
                stage.until(lambda frames: any(whole in each for each in frames))
                held.append(not any(REST[2] in each for each in stage.frames()))

        stage.server.script = list(answering(at=at))
        assert REST[2] in " ".join((await stage.ask()).split())
        assert held == [True, True, True]

    play(sqlite_store, way, scene)


def test_what_one_person_alone_sees_in_slack_comes_as_a_whole(sqlite_store: Store) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = list(answering())
        await stage.ask()
        assert isinstance(stage.scene, SlackScene)
        assert [each.method for each in stage.scene.slack.calls if each.method.startswith("chat.")] == []
        told = [each.args["text"] for each in stage.scene.slack.calls if each.method == "response_url"]
        assert len(told) == 2
        assert told[0].startswith("Looking into it")

    play(sqlite_store, PRIVATE_IN_SLACK, scene)


@pytest.mark.parametrize("way", ["discord command", "discord mention", "discord dm"])
def test_discord_is_told_no_more_than_once_within_the_pause(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        assert isinstance(stage.scene, DiscordScene)
        stage.scene.chat.client.pace = Pace(write_s=3600)
        stage.server.script = list(answering(at=lambda piece: piece == 1 and stage.until(lambda frames: any(ANSWER in each for each in frames))))
        await stage.ask()
        assert sum(ANSWER in each for each in stage.frames()) == 2

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", WAYS)
def test_the_answer_comes_first_then_guidance_data_and_next_step_and_who_wrote_it(store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = list(answering())
        words = " ".join((await stage.ask()).split())
        places = [words.find(each) for each in (ANSWER, "From the guidance", REST[0], "From your data", REST[1], f"Next step: {REST[2]}", AI)]
        assert places == sorted(places)
        assert places[0] >= 0
        assert words.count(ANSWER) == 1
        assert "[1] Do not feed the trolls. The Dark Side of Social Media" in words
        assert "[2] Answering every single comment can distract you, The other view." in words
        assert words.count("2024-07-30") == 2
        assert "[3]" not in words or stage.scene.platform == "terminal"
        assert "last 90 days, 2 in all, data as of Wed 4 Mar 09:30" in words

    play(store, way, scene)


@pytest.mark.parametrize("way", WAYS)
def test_the_model_is_asked_by_the_rules_of_its_protocol_and_nothing_is_kept_there(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = list(answering())
        await stage.ask()
        asked, told = stage.server.requests
        assert (asked["store"], asked["stream"], QUESTION in asked["messages"][-1]["content"]) == (False, True, True)
        assert told["messages"][-2]["tool_calls"][0]["function"]["name"] == WAITING[1]
        assert "how much is the rye loaf?" in told["messages"][-1]["content"]

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", WAYS)
def test_a_call_without_its_index_is_answered_all_the_same(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = [called(WAITING, indexes=[None]), answering()[1]]
        assert AI in await stage.ask()

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", ["slack mention", "discord command", "terminal command"])
def test_the_responses_protocol_does_as_well(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = [answered(calls=[WAITING]), answered(*PIECES)]
        words = " ".join((await stage.ask()).split())
        assert ANSWER in words
        assert REST[1] in words
        assert AI in words
        assert [each["store"] for each in stage.server.requests] == [False, False]

    play(sqlite_store, way, scene, settings={"api": "responses"})
