"""What a chat did not hear, told on every chat: after a restart as after a lost connection, once, and never in a channel."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.chat.watch import NOTE, Watch
from bot.coach.gaps import AWAY_S
from bot.errors import StoreError
from bot.model.settings import Nudges
from bot.store.store import Store
from tests.chat_scenes import SCENES, Scene, SceneOf, bare
from tests.chat_world import MovedClock
from tests.slack_house import Office, at_the_office
from tests.test_outbox_gone import own_id, settle_with

AWAY = "I was away from"


@pytest.fixture(params=sorted(SCENES))
def scene_of(request: pytest.FixtureRequest) -> SceneOf:
    """Each chat in turn."""
    return SCENES[request.param]


def play(scene_of: SceneOf, store: Store, scene: Any, **settings: Any) -> None:
    """Play a scene in which Ada is an admin."""

    async def played() -> None:
        async with scene_of(store) as stage:
            await settle_with(stage, admins=(own_id(stage, "Ada"),), **settings)
            await scene(stage)

    asyncio.run(played())


async def away(scene: Scene, **parts: float) -> None:
    """Let the process be gone for a time, and what it then tells be sent."""
    await scene.home.chats[0].stop_listening()
    scene.forward(**parts)
    await scene.restart()
    await told_of(scene)


async def told_of(scene: Scene) -> None:
    """Let what is to be told be sent."""
    if scene.platform == "discord":
        await scene.discord.settle()  # type: ignore[attr-defined]
    await scene.home.settle()
    await scene.home.round()
    await scene.home.settle()


def gaps(scene: Scene, person: str = "Ada") -> list[str]:
    """Return what somebody was told of gaps."""
    return [line for each in scene.told(person) for line in bare(each).splitlines() if AWAY in line]


async def heard_for(scene: Scene, minutes: int) -> None:
    """Let a process stay up for a time."""
    for _ in range(minutes):
        scene.forward(minutes=1)
        await asyncio.to_thread(watch_of(scene).look)


def watch_of(scene: Scene) -> Any:
    """Return the watch of the process that runs."""
    return scene.home.chats[-1].watch


def test_after_a_restart_an_admin_is_told_what_may_be_missed_and_the_channel_is_not(scene_of: SceneOf, store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await away(scene, minutes=30)
        assert gaps(scene) == [f"I was away from Wed 4 Mar 09:30 to 10:00: say again what you said to me on {scene.platform.title()}"]
        assert "What was said to me then I did not see" in bare(scene.told("Ada")[-1])
        assert gaps(scene, "Ben") == []
        assert scene.said() == []
        [row] = [row for row in scene.home.desk.records.rows("admin_log", n=9) if row["what"] == "gap"]
        assert row["detail"] == f"{scene.platform}: nothing heard from 2026-03-04T09:30:00Z to 2026-03-04T10:00:00Z"

    play(scene_of, store, scene)


def test_a_gap_is_told_once_however_often_the_coach_starts(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await away(scene, minutes=30)
        await away(scene, minutes=1)
        await away(scene, minutes=1)
        assert len(gaps(scene)) == 1

    play(scene_of, sqlite_store, scene)


def test_a_short_restart_tells_nobody(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await away(scene, seconds=AWAY_S - 1)
        assert gaps(scene) == []
        await away(scene, seconds=AWAY_S)
        assert len(gaps(scene)) == 1

    play(scene_of, sqlite_store, scene)


def test_the_first_start_of_all_tells_nobody(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        assert scene.home.house.note(NOTE.format(platform=scene.platform)) == "2026-03-04T09:30:00Z"
        assert gaps(scene) == []

    play(scene_of, sqlite_store, scene)


def test_of_a_process_that_was_killed_the_last_minute_it_was_heard_in_is_known(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await heard_for(scene, 20)
        name, heard = NOTE.format(platform=scene.platform), "2026-03-04T09:50:00Z"
        assert scene.home.house.note(name) == heard
        await scene.home.chats[0].stop_listening()
        scene.home.house.keep_note(name, heard)
        scene.forward(minutes=20)
        await scene.restart()
        await told_of(scene)
        assert [each.partition(": say")[0] for each in gaps(scene)] == ["I was away from Wed 4 Mar 09:50 to 10:10"]

    play(scene_of, sqlite_store, scene)


def test_what_another_process_heard_meanwhile_is_no_gap(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await scene.home.chats[0].stop_listening()
        scene.forward(minutes=30)
        scene.home.house.keep_note(NOTE.format(platform=scene.platform), "2026-03-04T09:58:00Z")
        await scene.restart()
        await told_of(scene)
        assert gaps(scene) == []

    play(scene_of, sqlite_store, scene)


def test_two_processes_that_start_at_once_tell_a_gap_once(scene_of: SceneOf, store: Store) -> None:
    async def scene(scene: Scene) -> None:
        scene.forward(minutes=30)
        watch = watch_of(scene)
        renew = scene.home.house.renew_note
        vars(scene.home.house)["renew_note"] = lambda name, before, value: renew(name, before, value) and renew(name, value, value) \
            and not renew(name, before, value)
        await asyncio.gather(asyncio.to_thread(watch.look), asyncio.to_thread(watch.look))
        await told_of(scene)
        assert len(gaps(scene)) == 1

    play(scene_of, store, scene)


def test_while_a_chat_is_away_it_does_not_count_as_heard(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        watch = watch_of(scene)
        watch.hears = lambda: False
        scene.forward(minutes=30)
        await asyncio.to_thread(watch.look)
        assert scene.home.house.note(NOTE.format(platform=scene.platform)) == "2026-03-04T09:30:00Z"
        watch.hears = lambda: True
        await asyncio.to_thread(watch.look)
        await told_of(scene)
        assert len(gaps(scene)) == 1

    play(scene_of, sqlite_store, scene)


def test_who_was_in_the_midst_of_a_talk_is_told_too(scene_of: SceneOf, store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await scene.mention("what do we do with trolls", by="Ben")
        await away(scene, minutes=30)
        assert len(gaps(scene, "Ben")) == 1
        assert len(gaps(scene)) == 1

    play(scene_of, store, scene)


def test_whose_talk_was_over_is_left_in_peace(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await scene.mention("what do we do with trolls", by="Ben")
        await heard_for(scene, 31)
        await away(scene, minutes=30)
        assert len(gaps(scene)) == 1
        assert gaps(scene, "Ben") == []

    play(scene_of, sqlite_store, scene)


def test_the_caps_hold_for_who_was_talking_and_not_for_the_admin(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        await scene.mention("what do we do with trolls", by="Ben")
        await away(scene, minutes=30)
        assert gaps(scene, "Ben") == []
        assert len(gaps(scene)) == 1

    play(scene_of, sqlite_store, scene, nudges=Nudges(person_messages_per_day=0))


def test_a_store_that_fails_keeps_nobody_from_listening(scene_of: SceneOf, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(scene: Scene) -> None:
        def busy(*_: object) -> bool:
            raise StoreError("The store is busy.")

        monkeypatch.setattr(scene.home.house, "renew_note", busy)
        await away(scene, minutes=30)
        assert "Say it like this" in bare(await scene.command("help"))
        monkeypatch.undo()
        await asyncio.to_thread(watch_of(scene).look)
        await told_of(scene)
        assert len(gaps(scene)) == 1
        scene.home.faults.clear()

    play(scene_of, sqlite_store, scene)


def test_every_round_of_a_process_says_that_its_chats_are_heard(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        scene.forward(minutes=3)
        await asyncio.to_thread(scene.home.rounds().all_teams)
        assert scene.home.house.note(NOTE.format(platform=scene.platform)) == "2026-03-04T09:33:00Z"

    play(scene_of, sqlite_store, scene)


def test_within_a_minute_nothing_is_written(scene_of: SceneOf, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(scene: Scene) -> None:
        await asyncio.to_thread(watch_of(scene).look)
        monkeypatch.setattr(scene.home.house, "note", lambda *_: pytest.fail("the store was asked"))
        scene.forward(seconds=59)
        await asyncio.to_thread(watch_of(scene).look)
        monkeypatch.undo()

    play(scene_of, sqlite_store, scene)


def test_over_http_the_process_that_serves_knows_what_it_did_not_hear(sqlite_store: Store) -> None:
    async def scene(stage: Office) -> None:
        await stage.install("T1", "U1")
        assert stage.house.note("heard slack")
        stage.clock.forward(minutes=30)
        await asyncio.to_thread(watches[0].look)
        [row] = [row for row in stage.house.desk("slack-t1").records.rows("admin_log", n=9) if row["what"] == "gap"]
        assert row["detail"].startswith("slack: nothing heard from")

    watches: list[Watch] = []
    with pytest.MonkeyPatch.context() as patch:
        begin = Watch.begin

        async def kept(watch: Watch, lost_at: Any = None) -> None:
            watches.append(watch)
            await begin(watch, lost_at)

        patch.setattr(Watch, "begin", kept)
        at_the_office(sqlite_store, scene)


def test_an_old_note_of_a_clock_that_ran_ahead_is_no_gap(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        assert isinstance(scene.home.clock, MovedClock)
        scene.home.house.keep_note(NOTE.format(platform=scene.platform), "2026-03-05T00:00:00Z")
        await asyncio.to_thread(watch_of(scene).look)
        await told_of(scene)
        assert gaps(scene) == []

    play(scene_of, sqlite_store, scene)
