"""`run` as a process of its own on both chats, stopped in the midst of sending: what is on its way arrives, nothing new is begun."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot import clock
from bot.chat.bridge import Bridge
from bot.chat.slack.manifest import manifest
from bot.coach.posting import Entry, queue
from bot.commands import commands
from bot.house import House
from bot.model.card import Card, text
from bot.model.settings import Channel
from bot.running import DRAIN_S, stay_up
from bot.store.store import Store, open_store
from tests.chat_scenes import in_slack, tokens
from tests.chat_world import settings_for
from tests.conftest import ROOT
from tests.fakes.discord_wire import WireDiscord
from tests.fakes.slack_server import FakeSlack
from tests.world import desk_for


@dataclass
class Running:
    """A process of the coach between a Slack and a Discord of this machine, and the store that it works on."""

    slack: FakeSlack
    discord: WireDiscord
    store: Store
    process: asyncio.subprocess.Process
    output: Path

    def wait_in_slack(self, words: str) -> None:
        """Let one more card wait in the outbox."""
        _queue(self.store, Entry("C1", "slack", Card(text(words))), "2026-03-04T09:32:00Z")

    def outcome(self) -> list[tuple[str, bool]]:
        """Return where each entry of the outbox went, and whether it is known to have been sent."""
        rows = self.store.driver.rows("select platform, sent_at from outbox order by platform, outbox_id", {})
        return [(row["platform"], row["sent_at"] is not None) for row in rows]


def _queue(store: Store, entry: Entry, now: str) -> None:
    with store.team("bakery").write() as writer:
        queue(writer, entry, now)


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Running]:
    """Let `python -m bot run` begin with a card for each chat in its outbox; Slack's answer to the first is held back."""
    url = f"sqlite:///{folder / 'coach.db'}"
    store = open_store(url)
    desk_for(store.team("bakery"))
    async with FakeSlack.from_manifest(manifest(commands())) as slack, WireDiscord() as discord:
        slack.channel("C1", members=["U1"])
        held = slack.hold_next_answer("chat.postMessage")
        _queue(store, Entry(str(discord.channel.id), "discord", Card(text("To Discord"))), "2026-03-04T09:30:00Z")
        _queue(store, Entry("C1", "slack", Card(text("To Slack"))), "2026-03-04T09:31:00Z")
        _queue(store, Entry("C1", "slack", Card(text("Not begun"))), "2026-03-04T09:31:30Z")
        config = folder / "coach.toml"
        config.write_text(f'''team = "bakery"
[slack]
api_url = "{slack.api_url}"
[discord]
api_url = "{discord.api_url}"
gateway_url = "{discord.gateway_url}"
[[channels]]
platform = "slack"
id = "C1"
[[channels]]
platform = "discord"
id = "{discord.channel.id}"
''', encoding="utf-8")
        output = folder / "output"
        with output.open("wb") as file:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--config", str(config), "--store", url, cwd=folder, stdout=file, stderr=file,
                env={"PYTHONPATH": str(ROOT), **tokens(slack), "DISCORD_TOKEN": discord.token})
        try:
            yield Running(slack, discord, store, process, output)
        finally:
            held.set()
            if process.returncode is None:
                process.kill()
                await process.wait()
            store.close()


def test_a_post_on_its_way_is_finished_and_recorded_and_nothing_new_is_begun_after_sigterm(tmp_path: Path) -> None:
    async def played() -> None:
        async with running(tmp_path) as here:
            await here.slack.seen(lambda: here.slack.posts("C1"), timeout_s=20)
            here.wait_in_slack("Too late for this process")
            began = asyncio.get_running_loop().time()
            here.process.send_signal(signal.SIGTERM)
            await here.slack.seen(lambda: not here.slack.socket.connections, timeout_s=5)
            assert here.process.returncode is None
            for each in here.slack._held.values():
                each.set()
            assert await asyncio.wait_for(here.process.wait(), 10) == 0
            assert [here.slack.read(each) for each in here.slack.posts("C1")] == ["To Slack"]
            assert [each.words for each in here.discord.messages(here.discord.channel)] == ["**To Discord**"]
            assert asyncio.get_running_loop().time() - began < DRAIN_S
            assert here.outcome() == [("discord", True), ("slack", True), ("slack", False), ("slack", False)]
            assert "nothing was left half sent" in here.output.read_text(encoding="utf-8")

    asyncio.run(played())


def test_a_stop_while_slack_lets_wait_at_the_start_is_heard_at_once(sqlite_store: Store) -> None:
    async def played() -> None:
        async with FakeSlack.from_manifest(manifest(commands())) as slack:
            held = slack.hold_next_answer("auth.test")
            settings = settings_for(Channel("slack", "C1"))
            settings = replace(settings, slack=replace(settings.slack, api_url=slack.api_url))
            house, stop, said = House(sqlite_store, settings, clock.now), asyncio.Event(), list[str]()
            staying = asyncio.create_task(stay_up(house, say=said.append, told_of=repr, stop=stop, environ=tokens(slack)))
            await slack.seen(lambda: slack.calls)
            stop.set()
            await asyncio.wait_for(staying, 5)
            held.set()
            assert said == ["Stopped before it was up."]

    asyncio.run(played())


def test_an_event_that_was_answered_at_the_very_end_is_known_as_dealt_with_afterwards(sqlite_store: Store) -> None:
    async def played() -> None:
        async with in_slack(sqlite_store) as scene:
            await scene.chat.stop_listening()
            await scene.chat.close()
            scene.home.chats.clear()
            stop, is_up = asyncio.Event(), asyncio.Event()
            staying = asyncio.create_task(stay_up(
                scene.home.house, say=lambda _: is_up.set(), told_of=repr, stop=stop, environ=tokens(scene.slack)))
            await asyncio.wait_for(is_up.wait(), 20)
            held = scene.slack.hold_next_answer("users.info")
            await scene.slack.command("U1", "C1", "/coach", "help")
            await scene.slack.seen(lambda: any(each.method == "users.info" for each in scene.slack.calls))
            stop.set()
            await asyncio.sleep(0)
            held.set()
            await staying
            rows = sqlite_store.driver.rows("select done_at from chat_events", {})
            assert [row["done_at"] is not None for row in rows] == [True]

    asyncio.run(played())


def test_work_that_begets_work_is_given_up_when_the_time_is_over() -> None:
    async def played() -> None:
        bridge = Bridge()

        async def again() -> None:
            await asyncio.sleep(0.01)
            bridge.spawn(again(), name="again")

        bridge.spawn(again(), name="again")
        assert await bridge.drain(timeout_s=0.1) == 1
        bridge.close()

    asyncio.run(asyncio.wait_for(played(), 5))
