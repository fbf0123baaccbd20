"""Help as it is asked for on each chat: in the words that can be said there, and nothing that can't."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.coach.addressing import as_typed
from bot.commands import commands
from bot.model.command import Asker
from bot.store.store import Store
from tests.chat_scenes import SCENES, Scene, SceneOf, bare

LEAD = {"slack": "/coach ", "discord": ""}
HERE = {"slack": "Type it with /coach before it", "discord": "Type / and choose, or mention me"}


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


def test_help_says_how_to_say_it_here(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        said = bare(await scene.command("help"))
        assert HERE[scene.platform] in said
        assert f"{LEAD[scene.platform]}audit\n" in said
        assert f"{LEAD[scene.platform]}help commit shows one of them" in said

    play(scene_of, sqlite_store, scene)


def test_help_of_one_command_shows_it_as_it_is_said_here(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        example = commands()["commit"].examples[0]
        assert f"{LEAD[scene.platform]}{example}" in bare(await scene.command("help commit"))

    play(scene_of, sqlite_store, scene)


def test_what_takes_a_file_of_the_machine_is_not_offered_and_is_explained(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        assert "guidance import" not in bare(await scene.command("help"))
        assert "guidance import" not in bare(await scene.command("help guidance"))
        for said in (await scene.command("help guidance import"), await scene.dm("guidance import /etc/passwd")):
            assert "Drop the Markdown file on me here" in bare(said)

    play(scene_of, sqlite_store, scene)


def test_help_on_a_wrong_word_says_what_was_meant_as_it_is_said_here(scene_of: SceneOf, sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        assert f"Did you mean: {LEAD[scene.platform]}commit" in bare(await scene.command("help comit"))
        said = bare(await scene.command("help guidance imprt"))
        assert "guidance import" not in said

    play(scene_of, sqlite_store, scene)


def test_a_slip_after_the_slash_is_answered_with_the_slash(sqlite_store: Store) -> None:
    async def scene(scene: Scene) -> None:
        assert "Did you mean: /coach digest" in bare(await scene.command("digst"))

    play(SCENES["slack"], sqlite_store, scene)


def test_a_command_that_lacks_its_file_opens_no_form_for_it(sqlite_store: Store) -> None:
    async def scene(scene: Any) -> None:
        assert "Drop the Markdown file on me here" in bare(await scene.command("guidance import"))

    play(SCENES["slack"], sqlite_store, scene)


def test_every_command_that_takes_a_path_says_what_to_do_in_a_chat() -> None:
    paths = {name for name, each in commands().items() if any("of this machine" in one.help for one in each.parameters)}
    assert paths == {name for name, each in commands().items() if each.in_chat} == {"guidance import"}


def test_at_the_terminal_a_line_is_typed_as_it_stands() -> None:
    asker = Asker("terminal:ana", "Ana", "terminal", "UTC")
    assert as_typed(asker, "audit week") == "audit week"
    assert as_typed(replace(asker, platform="slack"), "audit week") == "/coach audit week"
