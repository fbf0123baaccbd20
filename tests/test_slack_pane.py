"""Slack's agent pane: prompts, status, answers as they are written, asking on in a thread."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.chat.slack.listening import PROMPTS
from bot.chat.slack.place import Place
from bot.chat.slack.writing import Writing
from bot.model.card import Card, say, text
from bot.model.command import Command, Reply
from bot.running import stay_up
from bot.store.store import Store
from tests.chat_scenes import SlackScene, in_slack, tokens
from tests.slack_scene import play, with_command

HISTORY = ("channels:history", "groups:history")


def test_the_pane_offers_what_the_manifest_offers(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.slack.open_home("U1", tab="messages")
        await scene.home.settle()
        assert scene.slack.prompts("U1") == list(PROMPTS)

    play(sqlite_store, scene)


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda each: each["title"])
def test_every_prompt_that_is_offered_is_understood(sqlite_store: Store, prompt: dict[str, str]) -> None:
    async def scene(scene: SlackScene) -> None:
        said = await scene.dm(prompt["message"])
        assert said
        assert "There is no command" not in said

    play(sqlite_store, scene)


def test_prompts_that_slack_refuses_are_no_fault(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        scene.slack.refuse_next("assistant.threads.setSuggestedPrompts", "channel_not_found")
        await scene.slack.open_home("U1", tab="messages")
        await scene.home.settle()
        assert not scene.home.faults

    play(sqlite_store, scene)


def test_a_status_stands_there_while_a_question_is_looked_into(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.slack.agent_message("U1", "what do we do with trolls")
        await scene.home.settle()
        statuses = [each.args["status"] for each in scene.slack.calls if each.method == "assistant.threads.setStatus"]
        assert statuses == ["is looking into it…"]
        assert scene.slack.status("U1", scene.slack.messages("U1")[0].ts) is None

    play(sqlite_store, scene)


async def written(scene: SlackScene, *pieces: str) -> tuple[Writing, Place]:
    """Let an answer to somebody's mention be written piece by piece."""
    receipt = await scene.slack.say("U1", "C1", "what now")
    assert receipt.message is not None
    place = Place("T1", "C1", "U1", thread=receipt.message.ts, is_public=True, user_workspace="T1")
    writing = Writing(scene.chat.client(scene.slack.token(), patient=True), place)
    for number, piece in enumerate(pieces, 1):
        writing.push(piece)
        await scene.slack.seen(lambda n=number: len([each for each in scene.slack.calls if "Stream" in each.method]) >= n)  # type: ignore[misc]
    return writing, place


def test_what_was_written_gives_way_to_the_finished_card(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        writing, place = await written(scene, "Answer first. ", "Then <!channel> post.")
        stream = scene.slack.streams[0]
        assert "Answer first" in scene.slack.read(stream)
        assert not scene.slack.pings(stream)
        assert await writing.end(Card(text("Answer within the hour")))
        assert [scene.slack.read(each) for each in scene.slack.posts("C1", thread=place.thread)] == ["Answer within the hour"]

    play(sqlite_store, scene)


def test_a_stream_that_slack_ended_gives_way_to_the_card_all_the_same(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        writing, place = await written(scene, "Answer first. ")
        scene.slack.clock.forward(301)
        writing.push("Then post.")
        assert await writing.end(Card(text("Answer within the hour")))
        assert [scene.slack.read(each) for each in scene.slack.posts("C1", thread=place.thread)] == ["Answer within the hour"]

    play(sqlite_store, scene)


def test_what_cannot_be_replaced_is_taken_away_and_the_card_shown_anew(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        writing, place = await written(scene, "Half of it. ")
        scene.slack.refuse_next("chat.update", "invalid_blocks")
        assert not await writing.end(Card(text("All of it")))
        assert not scene.slack.posts("C1", thread=place.thread)

    play(sqlite_store, scene)


def test_what_of_a_written_answer_does_not_fit_and_is_refused_is_said_to_be_missing(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        writing, place = await written(scene, "Half of it. ")
        scene.slack.refuse_next("chat.postMessage", "fatal_error")
        long = Card(text("Long"), tuple(say("{words}", words="word " * 500) for _ in range(12)))
        assert await writing.end(long)
        first, second = scene.slack.posts("C1", thread=place.thread)
        assert scene.slack.read(first).startswith("Long")
        assert "The rest of this is missing" in scene.slack.read(second)

    play(sqlite_store, scene)


def test_nothing_of_an_answer_that_failed_stays(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        writing, place = await written(scene, "Half of it. ")
        await writing.end(None)
        assert not scene.slack.posts("C1", thread=place.thread)

    play(sqlite_store, scene)


async def asked(scene: SlackScene) -> str:
    """Let Ada ask in the channel, and return the thread."""
    receipt = await scene.slack.mention("U1", "C1", "what do we do with trolls")
    await scene.home.settle()
    assert receipt.message is not None
    return receipt.message.ts


async def said_in(scene: SlackScene, thread: str, user: str, words: str) -> int:
    """Let somebody say something in a thread, and return how many answers it got."""
    before = len(scene.slack.posts("C1", thread=thread))
    await scene.slack.say(user, "C1", words, thread=thread)
    await scene.home.settle()
    return len(scene.slack.posts("C1", thread=thread)) - before


def test_who_asked_may_ask_on_for_half_an_hour(store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        thread = await asked(scene)
        assert await said_in(scene, thread, "U1", "and what about spam comments") == 1
        scene.forward(minutes=31)
        assert await said_in(scene, thread, "U1", "and what about rude ones") == 0

    play(store, scene, optional=HISTORY)


def test_the_coach_falls_silent_as_soon_as_somebody_else_speaks(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        thread = await asked(scene)
        assert await said_in(scene, thread, "U2", "I would hide them") == 0
        assert await said_in(scene, thread, "U1", "would you") == 0

    play(sqlite_store, scene, optional=HISTORY)


def test_words_to_somebody_else_are_not_answered_and_their_words_end_the_talk(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        thread = await asked(scene)
        assert await said_in(scene, thread, "U1", "<@U2> what do you think of trolls") == 0
        assert await said_in(scene, thread, "U2", "<@U1> hide them") == 0
        assert await said_in(scene, thread, "U1", "what about spam comments") == 0

    play(sqlite_store, scene, optional=HISTORY)


def test_a_mention_in_a_followed_thread_is_answered_once(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        thread = await asked(scene)
        assert await said_in(scene, thread, "U1", f"<@{scene.slack.bot()}> what about spam comments") == 1

    play(sqlite_store, scene, optional=HISTORY)


def test_without_the_optional_scope_a_thread_is_not_followed(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        assert await said_in(scene, await asked(scene), "U1", "and what about spam comments") == 0

    play(sqlite_store, scene)


def test_an_answer_in_flight_is_delivered_before_the_process_stops(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, is_at_work = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> Reply:
        is_at_work.set()
        go_on.wait(10)
        return Reply(Card(text("At last")))

    async def played() -> None:
        async with in_slack(sqlite_store) as scene:
            await scene.chat.stop_listening()
            await scene.chat.close()
            scene.home.chats.clear()
            import bot.commands

            all_of_them = {**bot.commands.commands(), "today": Command(slow, name="today", help="Waits.")}
            monkeypatch.setattr("bot.commands.commands", lambda: all_of_them)
            stop, said, faults = asyncio.Event(), list[str](), list[BaseException]()

            def told_of(error: BaseException) -> str:
                faults.append(error)
                return "fault"

            staying = asyncio.create_task(stay_up(scene.home.house, say=said.append, told_of=told_of, stop=stop,
                                                  environ=tokens(scene.slack)))
            await scene.slack.seen(lambda: scene.slack.socket.opened >= 2, timeout_s=10)
            await scene.slack.connected()
            await scene.slack.command("U1", "C1", "/coach", "today")
            assert await asyncio.to_thread(is_at_work.wait, 5)
            stop.set()
            await asyncio.sleep(0)
            go_on.set()
            await staying
            assert "At last" in scene.slack.read(scene.slack.ephemeral("C1", "U1")[-1])
            assert said[-1] == "Stopped; nothing was left half sent."
            assert not faults

    asyncio.run(played())


def test_a_fault_of_a_task_is_told_to_the_asker(sqlite_store: Store) -> None:
    def fails(*_: object, **__: object) -> Reply:
        raise ZeroDivisionError

    async def scene(scene: SlackScene) -> None:
        with_command(scene, fails)
        assert "Something went wrong on our side" in await scene.mention("today") + scene.slack.read_all("C1", for_user="U1")
        assert [type(each) for each in scene.home.faults] == [ZeroDivisionError]
        scene.home.faults.clear()

    play(sqlite_store, scene)


