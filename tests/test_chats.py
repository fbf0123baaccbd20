"""What people get on a chat, told once and played on Slack and on Discord: commands, talk, buttons, forms and files."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.coach.channels import turn_on
from bot.model.command import Command, Reply
from bot.store.store import Store
from tests.chat_scenes import SCENES, Scene, SceneOf, bare
from tests.chat_world import TEAM
from tests.world import comment, post, reading

Play = Callable[[Scene], Awaitable[None]]


@pytest.fixture(params=sorted(SCENES))
def scene_of(request: pytest.FixtureRequest) -> SceneOf:
    """Each chat in turn."""
    return SCENES[request.param]


def play(scene_of: SceneOf, store: Store, scene: Play, **given: object) -> None:
    """Play a scene to its end."""

    async def played() -> None:
        async with scene_of(store, **given) as stage:
            await scene(stage)

    asyncio.run(played())


def with_comments(scene: Scene) -> None:
    """Let two comments wait for an answer."""
    scene.home.world.tell(post(), reading(reach=500), comment(), comment("c2", "do you deliver?"))


@pytest.mark.parametrize(("line", "said"), [
    ("help", "Say it like this"), ("audit week", "Answer 2 comments"), ("comments", "2 comments to answer"),
    ("today", "set me up in a channel"), ("goals", "goal"), ("digest", ""), ("schedule", ""), ("settings", ""),
    ("ask does a post have to go viral", "Going viral is not the goal"),
])
def test_a_command_is_answered_to_the_asker_alone(scene_of: SceneOf, store: Store, line: str, said: str) -> None:
    async def scene(scene: Scene) -> None:
        with_comments(scene)
        words = bare(await scene.command(line))
        assert words.strip()
        assert said.lower() in words.lower()
        assert scene.said() == []

    play(scene_of, store, scene)


def test_a_promise_is_made_and_kept_by_its_button(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        assert "Fri 6 Mar 15:00" in bare(await scene.command("commit reply to all by Friday 15:00"))
        assert "Done: reply to all" in bare(await scene.press("Done"))
        assert "No commitment is open" in bare(await scene.command("commitments"))

    play(scene_of, sqlite_store, scene)


def test_a_mention_is_answered_in_the_open_where_it_was_said(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        assert "Do not argue with trolls" in bare(await scene.mention("what do we do with trolls", by="Ben"))

    play(scene_of, sqlite_store, scene)


def test_a_direct_message_is_answered_there(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        with_comments(scene)
        assert "2 comments to answer" in bare(await scene.dm("comments", by="Ben"))
        assert scene.said() == []

    play(scene_of, sqlite_store, scene)


def test_a_wrong_word_gets_the_nearest_right_one(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        assert "Did you mean: digest" in bare(await scene.dm("digst"))

    play(scene_of, sqlite_store, scene)


def test_a_nudge_is_posted_taken_and_shows_who_took_it(scene_of: SceneOf, store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await begun(scene)
        assert "Answer 2 comments" in bare(scene.said()[0])
        assert "Yours" in bare(await scene.press("I'll take these", by="Ben", in_channel=True))
        assert "Taken by Ben" in bare(scene.said()[0])
        assert len(scene.said()) == 1

    play(scene_of, store, scene)


def test_a_nudges_buttons_work_after_a_restart_and_thirty_days_later(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await begun(scene)
        await scene.restart()
        scene.forward(days=30)
        why = bare(await scene.press("Why this?", by="Ben", in_channel=True))
        assert "The rule unanswered-comments saw it" in why
        assert "2 comments" in why

    play(scene_of, sqlite_store, scene)


def test_a_message_is_logged_as_a_commitment(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        words = await scene.log_as_commitment("answer the two price questions by Friday 15:00")
        assert "answer the two price questions" in bare(words)
        assert "answer the two price questions" in bare(await scene.command("commitments"))

    play(scene_of, sqlite_store, scene)


def test_a_dropped_export_is_previewed_and_imported_only_on_a_press(scene_of: SceneOf, sqlite_store: Store) -> None:
    rows = "network,comment_id,post_id,created_at,text\ninstagram,k1,p1,2026-03-03T08:00:00Z,how much is the rye?\n"

    async def scene(scene: Scene) -> None:
        said = bare(await scene.drop("comments.csv", rows.encode()))
        assert "comments.csv" in said
        assert "1 row" in said
        assert not scene.home.desk.records.rows("feeds")

    play(scene_of, sqlite_store, scene)


def test_a_fault_of_ours_ends_in_a_sentence_to_the_asker(scene_of: SceneOf, sqlite_store: Store,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> Reply:
        raise ZeroDivisionError

    async def scene(scene: Scene) -> None:
        talk = scene.home.chats[0]
        commands = dict((talk._listening if scene.platform == "slack" else talk.client).turns.talk.commands)  # type: ignore[attr-defined]
        commands["today"] = Command(fails, name="today", help="fails.")
        turns = (talk._listening if scene.platform == "slack" else talk.client).turns  # type: ignore[attr-defined]
        object.__setattr__(turns.talk, "commands", commands)
        assert "Something went wrong on our side" in bare(await scene.command("today"))
        scene.home.faults.clear()

    play(scene_of, sqlite_store, scene)


async def begun(scene: Scene) -> None:
    """Let the channel be on and its first nudge be posted: Thursday at 09:30."""
    with_comments(scene)
    await asyncio.to_thread(turn_on, scene.home.desk, scene.channel)
    await scene.home.round()
    scene.forward(days=1)
    await scene.home.round()
    await scene.home.settle()
    assert scene.home.house.teams() == [TEAM]
