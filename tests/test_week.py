"""A week in the life on Slack and Discord at once: one team, one clock, asserted on what the two fakes received."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

from bot.demo.files import EXPORTS, FRIDAY_FILES, MONDAY_FILES
from bot.model.times import from_text
from bot.store.store import Store
from tests.chat_scenes import DiscordScene, SlackScene, bare, in_both

SUNDAY, MONDAY, TUESDAY, WEDNESDAY = ("2026-03-01T20:00:00Z", "2026-03-02T09:30:00Z", "2026-03-03T10:00:00Z",
                                      "2026-03-04T09:30:00Z")
FRIDAY, NEXT_MONDAY = "2026-03-06T12:30:00Z", "2026-03-09T09:30:00Z"

Week = Callable[[SlackScene, DiscordScene], Awaitable[None]]


def live(store: Store, week: Week) -> None:
    """Live a week to its end; nothing either platform refused, and no fault of ours, passes."""

    async def lived() -> None:
        async with in_both(store, now=SUNDAY) as (slack, discord):
            await week(slack, discord)
            assert slack.slack.refused == []

    asyncio.run(lived())


async def take_files(slack: SlackScene, names: tuple[str, ...]) -> list[str]:
    """Let Ada drop export files on the coach and press Import under each preview; return what was said to that."""
    said = []
    for name in names:
        preview = await slack.drop(name, (EXPORTS / name).read_bytes())
        label = re.search(r"\[(Import[^]]*)\]", preview)
        assert label is not None, preview
        await slack.slack.press(slack.slack.dms("U1")[-1], label.group(1), user="U1")
        await slack.home.settle()
        said.append(slack.told("Ada")[-1])
    return said


async def turn_on(scene: SlackScene | DiscordScene) -> None:
    """Let Ada, an admin, set the coach up in a channel step by step and turn it on."""
    assert "Nothing is posted before Turn on" in bare(await scene.command("setup"))
    await scene.press("Use this channel")
    await scene.press("Hours", values={})
    await scene.press("Preview")
    await scene.press("Set-up")
    assert scene.said() == []
    await scene.press("Turn on")


async def until(slack: SlackScene, discord: DiscordScene, moment: str) -> None:
    """Let it become a moment everywhere, and let the process do its round."""
    seconds = (from_text(moment) - slack.home.clock()).total_seconds()
    slack.forward(seconds=seconds)
    discord.discord.env.backend.advance_clock(seconds)
    await slack.home.round()
    await slack.home.settle()




def test_a_week_from_the_data_to_a_kept_promise(store: Store) -> None:
    async def week(slack: SlackScene, discord: DiscordScene) -> None:
        await take_files(slack, MONDAY_FILES)
        await slack.command("goals leads 60 --until 2026-06-30")
        await turn_on(slack)
        await turn_on(discord)
        assert slack.said() == discord.said() == []
        await slack.home.round()
        await until(slack, discord, MONDAY)
        assert [bare(each).split("\n")[0] for each in slack.said()] == [bare(each).split("\n")[0] for each in discord.said()]
        assert "[Keep]" in slack.said()[0]
        await until(slack, discord, TUESDAY)
        await until(slack, discord, WEDNESDAY)
        posted = slack.said(), discord.said()
        asked = next(each for each in posted[0] if "Answer 5 comments" in each)
        assert not any("Answer 5 comments" in bare(each) for each in posted[1])
        assert "Yours: Answer 5 comments, by Fri 6 Mar 15:00" in await slack.press("I'll take these", by="Ben", in_channel=True)
        assert "Answer 5 comments" in bare(await discord.command("commitments", by="Ben"))
        await until(slack, discord, FRIDAY)
        said = await take_files(slack, FRIDAY_FILES)
        assert "Kept, seen in the data" in said[0]
        await until(slack, discord, FRIDAY)
        assert any(each.startswith("Done: 5 of 5 answered") for each in slack.said())
        assert asked not in slack.said()
        assert "No commitment is open" in bare(await discord.command("commitments", by="Ben"))

    live(store, week)


def test_a_promise_made_in_slack_and_closed_in_discord_changes_its_card_in_slack(store: Store) -> None:
    async def week(slack: SlackScene, discord: DiscordScene) -> None:
        await take_files(slack, MONDAY_FILES)
        await turn_on(slack)
        await slack.home.round()
        await until(slack, discord, MONDAY)
        await until(slack, discord, TUESDAY)
        await slack.press("I'll take this", by="Ben", in_channel=True)
        assert "Taken by Ben" in slack.said()[-1]
        assert "Done" in bare(await discord.command("commitments done 1", by="Ben"))
        assert slack.said()[-1].startswith("Done")

    live(store, week)


def test_the_digests_button_opens_a_promise_that_is_filled_in(sqlite_store: Store) -> None:
    async def week(slack: SlackScene, discord: DiscordScene) -> None:
        await take_files(slack, MONDAY_FILES)
        await turn_on(discord)
        await slack.home.round()
        await until(slack, discord, MONDAY)
        words = await discord.press("Change", by="Ben", in_channel=True, values={})
        assert "Commitment 1" in bare(words)

    live(sqlite_store, week)
