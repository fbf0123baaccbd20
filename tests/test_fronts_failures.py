"""A model that fails, on every front: the guidance is quoted in its place and says why, and Try again asks once more."""

from __future__ import annotations

import pytest

from bot.store.store import Store
from tests.asked_scenes import AI, ANSWER, NO_AI, PIECES, QUOTED, WAITING, Stage, answering, play
from tests.fakes import openai_server as fake
from tests.fakes.openai_server import Scripted

WAYS = ("slack command", "slack pane", "discord command", "discord mention", "terminal command")
BARE: dict[str, tuple[tuple[Scripted, ...], str]] = {
    "500": ((fake.failed(500),), "The model's server answered 500."),
    "429 with a long wait": ((fake.failed(429, Retry_After="120"),), "The model's server asks for 120 seconds of patience."),
    "429 without": ((fake.failed(429),), "The model's server has no room for more requests now."),
    "an empty stream": ((fake.said(),), "The model's server sent an empty answer."),
    "an empty body": ((Scripted(b""),), "The model's server sent an empty answer."),
    "an error with status 200": ((fake.error_with_200("model is loading"),), "The model's server reported a fault: model is loading."),
    "an error in the stream": ((fake.raw_stream(['data: {"error": {"message": "overloaded"}}']),), "The model's server reported a fault: overloaded."),
    "a stream cut before its first sentence": ((fake.cut("Do not argue "),), "The model's answer broke off on its way."),
    "a tool call that breaks off": ((fake.called(WAITING), fake.cut()), ""),
    "a web page": ((fake.page(),), "What answered at base_url is a web page or text and no model server."),
}
"""What the server does, and what the one who asked is told of it."""


@pytest.mark.parametrize("trouble", BARE)
@pytest.mark.parametrize("way", WAYS)
def test_the_quoted_answer_stands_in_says_why_and_can_be_tried_again(sqlite_store: Store, way: str, trouble: str) -> None:
    async def scene(stage: Stage) -> None:
        script, why = BARE[trouble]
        stage.server.script = list(script)
        words = " ".join((await stage.ask()).split())
        assert QUOTED in words
        assert f"Quoted, not written: {why}" in words or (not why and "Quoted, not written: " in words)
        assert NO_AI in words
        stage.server.script = list(answering())
        again = " ".join((await stage.press("Try again")).split())
        assert ANSWER in again
        assert AI in again

    play(sqlite_store, way, scene, settings={"retries": 0 if "wait" not in trouble else 1})


@pytest.mark.parametrize("way", WAYS)
def test_silence_ends_at_the_hard_stop_with_its_reason(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = [Scripted(b"", holds=True)]
        words = " ".join((await stage.ask()).split())
        assert "Quoted, not written: The model took longer than 0.2 seconds. Try again, or ask for less at once." in words
        assert QUOTED in words
        assert "Try again]" in words or "Try again" in words.rpartition(NO_AI)[2]

    play(sqlite_store, way, scene, settings={"hard_stop_s": 0.2})


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_that_is_cut_keeps_what_was_seen_and_says_that_it_ends_there(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = [fake.called(WAITING), fake.cut(*PIECES[:3], "From your da")]
        words = " ".join((await stage.ask()).split())
        assert ANSWER in words
        assert "The answer ends here: The model's answer broke off on its way." in words
        stage.server.script = list(answering())
        assert "The answer ends here" not in await stage.press("Try again")

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", WAYS)
def test_a_key_that_is_refused_is_told_and_not_offered_to_be_tried_again(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.server.script = [fake.failed(401)]
        words = " ".join((await stage.ask()).split())
        assert "Quoted, not written: The model's server refused the key (401)." in words
        assert "Try again" not in words

    play(sqlite_store, way, scene)
