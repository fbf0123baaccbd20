"""Fifty questions that wait for a model at once in one process, while everything else goes on."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from bot.store.store import Store
from tests.asked_scenes import AI, ANSWER, PRIVATE_IN_SLACK, QUESTION, Stage, play
from tests.chat_scenes import SlackScene
from tests.fakes.openai_server import Scripted, said

AT_ONCE = 50


class Crowd:
    """Holds every answer back until so many questions wait for one. `waiting`: how many do."""

    def __init__(self) -> None:
        self.waiting = 0
        self._changed = threading.Condition()
        self._is_free = threading.Event()

    def answer(self, _request: dict[str, Any]) -> Scripted:
        """Answer once all may go."""
        with self._changed:
            self.waiting += 1
            self._changed.notify_all()
        self._is_free.wait(30)
        return said(f"{ANSWER}")

    def gather(self, n: int) -> bool:
        """Wait until so many are there; tells whether they came."""
        with self._changed:
            return self._changed.wait_for(lambda: self.waiting >= n, timeout=20)

    def release(self) -> None:
        """Let all go."""
        self._is_free.set()


def test_fifty_questions_wait_at_once_and_a_command_is_answered_meanwhile(sqlite_store: Store) -> None:
    async def scene(stage: Stage) -> None:
        assert isinstance(stage.scene, SlackScene)
        slack, crowd = stage.scene.slack, Crowd()
        stage.server.answers = crowd.answer
        try:
            for _ in range(AT_ONCE):
                await slack.command("U1", "C1", "/ask", QUESTION)
            assert await asyncio.to_thread(crowd.gather, AT_ONCE)
            await slack.command("U2", "C1", "/coach", "comments")
            assert "2 comments to answer" in slack.read((await slack.seen(lambda: slack.ephemeral("C1", "U2"), timeout_s=10))[-1])
        finally:
            crowd.release()
        await stage.scene.home.settle()
        assert sum(AI in slack.read(each) for each in slack.ephemeral("C1", "U1")) == AT_ONCE

    play(sqlite_store, PRIVATE_IN_SLACK, scene)
