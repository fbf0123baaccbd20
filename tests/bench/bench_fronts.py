"""What people wait for on each front: from the model's first whole sentence to the first words they see, and fifty at once.

Run it: python tests/bench/bench_fronts.py. The fronts are the real ones over the fakes of Slack, Discord and the terminal, the
model's server is the strict fake, and the wall clock counts. It prints figures beside their aims and asserts nothing, since a
loaded machine is not a fault.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.chat.discord.client import Pace  # noqa: E402
from bot.store.store import open_store  # noqa: E402
from tests.asked_scenes import (  # noqa: E402
    AI,
    ANSWER,
    PIECES,
    PRIVATE_IN_SLACK,
    QUESTION,
    WAITING,
    WAYS,
    Stage,
    answering,
    staged,
)
from tests.chat_scenes import DiscordScene, SlackScene  # noqa: E402
from tests.fakes.openai_server import called, said  # noqa: E402
from tests.terminal_scene import TerminalScene  # noqa: E402

RUNS, WARM = 11, 2
AT_ONCE, WAVES = 50, 10
_AFTER_FIRST = 1
"""The piece before which the first whole sentence has left the server."""


def main() -> None:
    """Print what was measured beside its aim."""
    for way in WAYS:
        asyncio.run(on_stage(way))
    asyncio.run(in_waves())


async def on_stage(way: str) -> None:
    """Print how long after its first sentence has left the server a front shows it; a private answer comes as a whole."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/x.db")
        async with staged(store, way) as stage:
            if isinstance(stage.scene, DiscordScene):
                stage.scene.chat.client.pace = Pace()
            waits = [await (whole(stage) if way == PRIVATE_IN_SLACK else first_words(stage)) for _ in range(RUNS + WARM)][WARM:]
        store.close()
    what = "whole answer after the model's last word" if way == PRIVATE_IN_SLACK else "first words after the model's first sentence"
    print(f"{way:18} {what}: median {1000 * statistics.median(waits):.0f} ms, longest {1000 * max(waits):.0f} ms (aim 300)")


async def first_words(stage: Stage) -> float:
    """Return the seconds from the server's first whole sentence to the frame that shows it."""
    waits: list[float] = []
    if isinstance(stage.scene, TerminalScene):
        stage.scene.printed.clear()
    before = sum(ANSWER in each for each in stage.frames())

    def at(piece: int) -> None:
        if piece == _AFTER_FIRST:
            began = time.perf_counter()
            stage.until(lambda frames: sum(ANSWER in each for each in frames) > before)
            waits.append(time.perf_counter() - began)

    stage.server.script = list(answering(at=at))
    await stage.ask()
    return waits[0]


async def whole(stage: Stage) -> float:
    """Return the seconds from the server's last event to the end of the answer."""
    ended: list[float] = []
    stage.server.script = list(answering(at=lambda _: ended.append(time.perf_counter())))
    await stage.ask()
    return time.perf_counter() - ended[-1]


async def in_waves() -> None:
    """Print how long fifty questions at once take on a front, and what memory the process holds after each wave."""
    resident, seconds = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/x.db")
        async with staged(store, PRIVATE_IN_SLACK, settings={"requests_per_day": 0, "tokens_per_day": 0}) as stage:
            assert isinstance(stage.scene, SlackScene)
            slack = stage.scene.slack
            stage.server.answers = lambda request: (
                said(*PIECES) if any(each["role"] == "tool" for each in request["messages"]) else called(WAITING))
            for _ in range(WAVES):
                began = time.perf_counter()
                for _ in range(AT_ONCE):
                    await slack.command("U1", "C1", "/ask", QUESTION)
                await stage.scene.home.settle()
                seconds = time.perf_counter() - began
                written = sum(AI in slack.read(each) for each in slack.ephemeral("C1", "U1"))
                forget(stage)
                resident.append(resident_mb())
        store.close()
    print(f"{AT_ONCE} questions at once in Slack: {written} written, {seconds:.1f} s a wave; resident memory after {AT_ONCE} questions "
          f"{resident[0]:.0f} MB, after {AT_ONCE * WAVES} {resident[-1]:.0f} MB ({', '.join(f'{each:.0f}' for each in resident)})")


def forget(stage: Stage) -> None:
    """Let the fakes forget what they recorded, so that the memory that grows is the coach's."""
    assert isinstance(stage.scene, SlackScene)
    slack = stage.scene.slack
    slack.calls.clear()
    slack.hooks.clear()
    slack.triggers.clear()
    slack.place("C1").messages.clear()
    for kept in (stage.server.requests, stage.server.headers, stage.server.arrived):
        kept.clear()


def resident_mb() -> float:
    """Return the memory this process holds, in megabytes (10^6 bytes)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
