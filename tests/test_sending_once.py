"""However often the process is killed in the midst of sending, each card arrives once, in Slack and in Discord."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from bot.coach.posting import Entry, queue
from bot.model.card import Card, text
from bot.model.times import from_text, to_text
from bot.store.store import Store, open_store
from tests.conftest import ROOT
from tests.fakes.discord_wire import WireDiscord
from tests.fakes.slack_server import FakeSlack
from tests.world import NOW, desk_for

CARDS = 200
KILLS = 20
EXPIRED_S = 100
"""Longer than a lease, shorter than Discord's memory of a nonce."""


def test_a_process_killed_twenty_times_sends_each_of_200_cards_once(tmp_path: Path) -> None:
    asyncio.run(_killed_and_begun_again(tmp_path))


async def _killed_and_begun_again(folder: Path) -> None:
    url = f"sqlite:///{folder / 'coach.db'}"
    store = open_store(url)
    scopes = (*FakeSlack().rules.scopes, "channels:history")
    async with FakeSlack(scopes=scopes, burst=10 * CARDS) as slack, WireDiscord() as discord:
        slack.channel("C1", members=["U1", slack.bot("T1")])
        given = {"store": url, "team": "bakery", "slack_url": slack.api_url, "slack_token": slack.token("T1"),
                 "discord_url": discord.api_url, "gateway_url": discord.gateway_url, "discord_token": discord.token}
        _fill(store, {"slack": "C1", "discord": str(discord.channel.id)})
        dice, now, killed = random.Random(20), from_text(NOW), 0

        def arrived() -> int:
            return len(slack.posts("C1")) + len(discord.messages(discord.channel))

        while arrived() < 2 * CARDS or killed < KILLS:
            aim = arrived() + dice.randint(3, 2 * CARDS // KILLS)
            process = await _begin({**given, "now": to_text(now), "sender": f"s{killed}"}, folder)
            while process.returncode is None and not (killed < KILLS and arrived() >= aim):
                await asyncio.sleep(0)
                await _moment(process)
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
                killed += 1
            await process.wait()
            now += timedelta(seconds=EXPIRED_S)
            assert killed <= KILLS
            if process.returncode == 0:
                break
        said = Counter(slack.read(each) for each in slack.posts("C1"))
        heard = Counter(each.words for each in discord.messages(discord.channel))
    assert killed == KILLS
    wanted = Counter(f"Card {number}" for number in range(CARDS))
    assert said == wanted
    assert Counter({words.strip("*"): n for words, n in heard.items()}) == wanted
    store.close()


async def _begin(given: dict[str, str], folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-W", "ignore", "-m", "tests.sending_process", json.dumps(given),
                                                cwd=ROOT, stdout=(folder / "out").open("ab"), stderr=asyncio.subprocess.STDOUT)


async def _moment(process: asyncio.subprocess.Process) -> None:
    """Let the fakes answer for a moment, or until the process ends."""
    try:
        async with asyncio.timeout(0.01):
            await process.wait()
    except TimeoutError:
        return


def _fill(store: Store, channels: dict[str, str]) -> None:
    desk = desk_for(store.team("bakery"))
    with desk.records.write() as writer:
        for number in range(CARDS):
            for platform, channel in channels.items():
                queue(writer, Entry(channel, platform, Card(text("Card {n}", n=number))), desk.now)
