"""Memory with both fronts connected and idle, beside a process that only imports and connects slack_bolt and discord.py.

Run as `python -m tests.bench.bench_memory [--seconds 45]`. Resident memory counts the pages of shared libraries in full;
`own` leaves out every page that another process could share. The coach has the demo's data in its store, one channel of
each chat turned on, and two ticks behind it when it is looked at.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.app import Options, opened
from bot.coach.channels import turn_on
from bot.demo.sample import fill
from tests.bench.loud_slack import LoudSlack, loud_slack
from tests.conftest import ROOT
from tests.fakes.discord_wire import WireDiscord

SETTLED_S = 45
"""Two ticks of twenty seconds and what follows them."""
START_S = 60
CONFIG = """store = "sqlite:///{folder}/coach.db"
[slack]
api_url = "{slack}/api/"
[discord]
api_url = "{api}"
gateway_url = "{gateway}"
[[channels]]
platform = "slack"
id = "C0"
[[channels]]
platform = "discord"
id = "{channel}"
"""


@dataclass(frozen=True)
class Resident:
    """What a process holds, in MB: all pages, its part of shared ones with its own, and its own alone."""

    rss: float
    pss: float
    own: float

    @classmethod
    def of(cls, pid: int) -> Resident:
        """Read what a process holds now."""
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
        kb = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
        return cls(kb["Rss"] / 1e3, kb["Pss"] / 1e3, (kb["Private_Clean"] + kb["Private_Dirty"]) / 1e3)


def prepare(folder: Path, slack: LoudSlack, discord: WireDiscord) -> None:
    """Write a configuration with a channel of each chat, and a store with the demo's data where both are on."""
    config = folder / "coach.toml"
    config.write_text(CONFIG.format(folder=folder, slack=slack.url, api=discord.api_url, gateway=discord.gateway_url,
                                    channel=discord.channel.id), encoding="utf-8")
    with opened(Options(config=config)) as desk:
        fill(desk)
        for channel in ("C0", str(discord.channel.id)):
            assert turn_on(desk, channel)


async def measured(words: list[str], seconds: int) -> Resident:
    """Let one process connect to both doubles, wait, and return what it holds."""
    async with loud_slack() as slack, WireDiscord() as discord:
        with tempfile.TemporaryDirectory() as folder:
            await asyncio.to_thread(prepare, Path(folder), slack, discord)
            environ = {**os.environ, "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "DISCORD_TOKEN": discord.token,
                       "SLACK_URL": f"{slack.url}/api/", "DISCORD_URL": discord.api_url, "GATEWAY_URL": discord.gateway_url,
                       "PYTHONPATH": str(ROOT)}
            process = await asyncio.create_subprocess_exec(sys.executable, "-W", "ignore", *words, cwd=folder, env=environ)
            async with asyncio.timeout(START_S):
                await slack.connected.wait()
                await discord.until(lambda: discord.gateway.lines and discord.gateway.lines[0].session, START_S)
            await asyncio.sleep(seconds)
            assert process.returncode is None, f"{words} ended by itself"
            held = Resident.of(process.pid)
            process.terminate()
            await process.wait()
            return held


def main() -> None:
    """Measure both processes in turn and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=SETTLED_S)
    seconds = parser.parse_args().seconds
    bare = asyncio.run(measured(["-m", "tests.bench.bare_chats"], seconds))
    ours = asyncio.run(measured(["-m", "bot", "run", "--config", "coach.toml"], seconds))
    for name, each in (("both libraries", bare), ("the coach", ours)):
        print(f"{name:14} {each.rss:.0f} MB resident ({each.pss:.0f} with shared pages divided, {each.own:.0f} of its own)")
    print(f"the coach holds {ours.rss / bare.rss:.2f} times as much ({ours.own / bare.own:.2f} times of its own)")


if __name__ == "__main__":
    main()
