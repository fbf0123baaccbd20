"""200 mentions a second for a minute: how soon they are acknowledged, and what an answer costs beside a bare Bolt app's.

Run as `python -m tests.bench.bench_chats [--seconds 60] [--rounds 1]`. The server that sends them shares the two cores with the
process it measures. Both processes post the very same message; of several rounds in turn the middle one counts, by its CPU.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.loud_slack import LoudSlack, loud_slack
from tests.conftest import ROOT

A_SECOND = 200
CHANNELS = 400
"""Enough that no channel gets more than one answer a second."""
WARM_UP = 10**6 - 1


@dataclass
class Seen:
    """What was measured of one process: seconds to each acknowledgement, mentions answered, its CPU seconds and memory."""

    acks_s: list[float]
    sent: int
    answered: int
    cpu_s: float
    idle_mb: float

    @property
    def p99_s(self) -> float:
        """The time within which 99 of 100 were acknowledged."""
        return statistics.quantiles(self.acks_s, n=100)[98]

    @property
    def cpu_each_s(self) -> float:
        """The CPU seconds of one mention."""
        return self.cpu_s / self.sent


def middle(found: Sequence[Seen]) -> Seen:
    """Return the middle one of several rounds by its CPU."""
    return sorted(found, key=lambda one: one.cpu_each_s)[len(found) // 2]


def process_of(pid: int) -> tuple[float, float]:
    """Return the CPU seconds a process has used and its resident memory in MB."""
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    ticks = os.sysconf("SC_CLK_TCK")
    resident = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return (int(stat[11]) + int(stat[12])) / ticks, resident / 1e6


async def measured(words: list[str], seconds: int, folder: Path) -> Seen:
    """Run one process under the load and measure it."""
    async with loud_slack() as slack:
        config = folder / "coach.toml"
        config.write_text(f'store = "sqlite:///{folder}/coach.db"\n[slack]\napi_url = "{slack.url}/api/"\n'
                          '[[channels]]\nplatform = "slack"\nid = "C0"\n', encoding="utf-8")
        environ = {**os.environ, "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "API_URL": f"{slack.url}/api/",
                   "PYTHONPATH": str(ROOT)}
        process = await asyncio.create_subprocess_exec(sys.executable, "-W", "ignore", *words, cwd=folder, env=environ)
        await slack.connected.wait()
        await slack.mention(WARM_UP, CHANNELS)
        await _until_answered(slack, 1)
        idle_cpu, idle_mb = process_of(process.pid)
        await _load(slack, seconds)
        await _until_answered(slack, seconds * A_SECOND + 1)
        cpu, _ = process_of(process.pid)
        process.terminate()
        await process.wait()
        return Seen(slack.acks_s, seconds * A_SECOND, len(slack.answered) - 1, cpu - idle_cpu, idle_mb)


async def _load(slack: LoudSlack, seconds: int) -> None:
    began = time.perf_counter()
    for number in range(seconds * A_SECOND):
        if (wait := began + number / A_SECOND - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        await slack.mention(number, CHANNELS)


async def _until_answered(slack: LoudSlack, wanted: int) -> None:
    """Wait until so many threads have their answer, for at most a minute after the last mention."""
    for _ in range(600):
        if len(slack.answered) >= wanted:
            return
        await asyncio.sleep(0.1)


def main() -> None:
    """Measure the bare app and the coach in turn and print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    runs = {"bare Bolt app": ["-m", "tests.bench.bare_bolt"], "the coach": ["-m", "bot", "run", "--config", "coach.toml"]}
    seen: dict[str, list[Seen]] = {name: [] for name in runs}
    for _ in range(given.rounds):
        for name, words in runs.items():
            with tempfile.TemporaryDirectory() as folder:
                seen[name].append(asyncio.run(measured(words, given.seconds, Path(folder))))
    for name, found in seen.items():
        each = middle(found)
        slowest = max(one.p99_s for one in found)
        print(f"{name:14} {sum(one.sent for one in found)} mentions, {sum(one.answered for one in found)} answered; acknowledged "
              f"within {slowest * 1000:.0f} ms (99 of 100); {each.cpu_each_s * 1000:.2f} ms of CPU each; {each.idle_mb:.0f} MB idle")
    bare, ours = (middle(found).cpu_each_s for found in seen.values())
    print(f"our share beside Bolt's: {(ours - bare) / bare:.2f} times")


if __name__ == "__main__":
    main()
