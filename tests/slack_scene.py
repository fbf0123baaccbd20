"""What the tests of Slack share: a scene played to its end, a nudge that stands in the channel, a command that does something else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.coach.channels import turn_on
from bot.model.command import Command, Reply
from bot.store.store import Store
from tests.chat_scenes import SlackScene, in_slack
from tests.world import comment, post, reading


def play(store: Store, scene: Callable[[SlackScene], Awaitable[None]], **given: Any) -> None:
    """Play a scene in a fake Slack."""

    async def played() -> None:
        async with in_slack(store, **given) as stage:
            await scene(stage)

    asyncio.run(played())


async def begun(scene: SlackScene) -> None:
    """Let a nudge stand in the channel."""
    scene.home.world.tell(post(), reading(reach=500), comment(), comment("c2", "do you deliver?"))
    await asyncio.to_thread(turn_on, scene.home.desk, scene.channel)
    await scene.home.round()
    scene.forward(days=1)
    await scene.home.round()
    await scene.home.settle()


def with_command(scene: SlackScene, run: Callable[..., Reply]) -> None:
    """Let `today` do something else."""
    turns = scene.chat._listening.turns
    object.__setattr__(turns.talk, "commands", {**turns.talk.commands, "today": Command(run, name="today", help="Waits.")})
