"""Slack's home tab: what it shows, and that each of its buttons does something real, before a restart and after it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.coach.settings.setup import choose_channel
from bot.model.command import Asker
from bot.store.store import Store
from tests.chat_scenes import SlackScene, bare
from tests.slack_scene import play
from tests.world import comment, lead, post, reading

Arrange = Callable[[SlackScene], Awaitable[None]]
ADA = Asker("slack:U1", "Ada", "C1", "UTC", is_admin=True, platform="slack")


async def fresh(_scene: SlackScene) -> None:
    """Leave a team as it is on its first day."""


async def half_set_up(scene: SlackScene) -> None:
    """Begin a set-up."""
    await asyncio.to_thread(choose_channel, scene.home.desk, ADA, "C1")


async def promise_due(scene: SlackScene) -> None:
    """Let Ada have promised something for today."""
    await scene.command("commit reply to all by today 15:00")


async def promise_asked(scene: SlackScene) -> None:
    """Let Ben have asked Ada to promise something."""
    await scene.command("commit --for slack:U1 write a post by tomorrow 15:00", by="Ben")


async def something_to_do(scene: SlackScene) -> None:
    """Let comments wait for an answer."""
    from bot.coach.channels import turn_on

    await asyncio.to_thread(turn_on, scene.home.desk, "C1")
    scene.home.world.tell(post(), reading(reach=500), comment(), comment("c2", "do you deliver?"), lead())


STATES: dict[str, tuple[Arrange, tuple[str, ...]]] = {
    "fresh": (fresh, ("Pause", "Set quiet hours", "Import data", "Preview", "Make a commitment", "Hours of C1")),
    "half set up": (half_set_up, ("Set-up",)),
    "promise due": (promise_due, ("Done", "Need more time", "Make it smaller")),
    "promise asked": (promise_asked, ("Accept", "Suggest another time", "Decline")),
    "something to do": (something_to_do, ("Make it a commitment",)),
}
PRESSES = [(state, label) for state, (_, labels) in STATES.items() for label in labels]
VALUES = {
    "Pause": {"until": "tomorrow"}, "Set quiet hours": {"quiet_from": "17:00", "quiet_to": "09:00"},
    "Make a commitment": {"words": "answer 2 comments by Friday 15:00"}, "Hours of C1": {"setting": "quiet from", "value": "17:30"},
    "Need more time": {"words": "Friday 15:00"}, "Make it smaller": {"words": "reply to two"},
    "Suggest another time": {"words": "Friday 15:00"}, "Decline": {"why": "no time"}, "Make it a commitment": {},
}
"""What is filled into the form that a button opens; a button that is not here opens none."""


async def at_home(scene: SlackScene, by: str = "U1") -> Any:
    """Let somebody open the home tab, and return it."""
    await scene.slack.open_home(by)
    await scene.home.settle()
    return scene.slack.home(by)


def labels_of(view: Any) -> list[str]:
    """Return the buttons of a home tab."""
    return [each["text"]["text"] for each in view.buttons if each["type"] == "button"]


async def filled(scene: SlackScene, values: dict[str, str]) -> Any:
    """Fill the fields of the open form by the name of what they ask, and send it off."""
    view = scene.slack.view_open_for("U1")
    assert view is not None
    known = {name: next(block["block_id"] for block in view.blocks if block["type"] == "input" and name in block["block_id"])
             for name in values}
    await scene.slack.submit(view, {known[name]: value for name, value in values.items()})
    await scene.home.settle()
    return view


@pytest.mark.parametrize("state", STATES)
def test_every_button_at_home_is_pressed_by_a_test(sqlite_store: Store, state: str) -> None:
    async def scene(scene: SlackScene) -> None:
        await STATES[state][0](scene)
        assert {*labels_of(await at_home(scene))} == {*STATES["fresh"][1], *STATES[state][1]}

    play(sqlite_store, scene)


@pytest.mark.parametrize("restarts", [False, True], ids=["at once", "after a restart"])
@pytest.mark.parametrize(("state", "label"), PRESSES)
def test_each_button_at_home_does_something_real_and_home_is_drawn_anew(
        sqlite_store: Store, state: str, label: str, restarts: bool) -> None:
    async def scene(scene: SlackScene) -> None:
        await STATES[state][0](scene)
        view = await at_home(scene)
        if restarts:
            await scene.restart()
        said, drawn = len(scene.told("Ada")), view.hash
        await scene.slack.press(view, label, user="U1")
        await scene.home.settle()
        assert (scene.slack.view_open_for("U1") is not None) is (label in VALUES)
        if label in VALUES:
            assert len(scene.told("Ada")) == said
            if restarts:
                await scene.restart()
            form = await filled(scene, VALUES[label])
            assert not form.errors
            assert scene.slack.view_open_for("U1") is None
        answer = "\n".join(scene.told("Ada")[said:])
        assert answer
        for never in ("another version", "went wrong", "does nothing"):
            assert never not in answer
        assert scene.slack.home("U1").hash != drawn  # type: ignore[union-attr]

    play(sqlite_store, scene)


def test_the_home_tab_shows_today_the_promises_the_week_the_quiet_hours_and_the_data(store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        words = scene.slack.read(await at_home(scene))
        for said in ("Today:", " commitments\n", "The last 7 days", " quiet hours\n", "Data:"):
            assert said in words

    play(store, scene)


def test_a_member_is_offered_no_hours(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        labels = labels_of(await at_home(scene, "U2"))
        assert "Make a commitment" in labels
        assert "Hours of C1" not in labels

    play(sqlite_store, scene)


@pytest.mark.parametrize(("label", "values", "shown"), [
    ("Make a commitment", {"words": "answer 2 comments by Friday 15:00"}, "answer 2 comments"),
    ("Set quiet hours", {"quiet_from": "17:00", "quiet_to": "09:00"}, "wait from 17:00 to 09:00"),
    ("Pause", {"until": "tomorrow"}, "No direct message until"),
])
def test_what_a_form_at_home_set_stands_there_at_once(store: Store, label: str, values: dict[str, str], shown: str) -> None:
    async def scene(scene: SlackScene) -> None:
        view = await at_home(scene)
        assert shown not in scene.slack.read(view)
        await scene.slack.press(view, label, user="U1")
        await scene.home.settle()
        await scene.restart()
        await filled(scene, values)
        assert shown in scene.slack.read(scene.slack.home("U1"))

    play(store, scene)


def test_the_hours_of_a_channel_are_changed_from_home_and_logged(store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.slack.press(await at_home(scene), "Hours of C1", user="U1")
        await scene.home.settle()
        await filled(scene, VALUES["Hours of C1"])
        assert "Quiet from 18:00 → 17:30" in bare(scene.told("Ada")[-1])
        assert scene.home.desk.records.rows("admin_log", n=1)[0]["what"] == "hours"

    play(store, scene)


def test_import_data_says_in_the_messages_tab_what_to_do(sqlite_store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await scene.slack.press(await at_home(scene), "Import data", user="U1")
        await scene.home.settle()
        assert "file" in scene.told("Ada")[-1].lower()

    play(sqlite_store, scene)


def test_a_promise_kept_at_home_is_gone_from_there(store: Store) -> None:
    async def scene(scene: SlackScene) -> None:
        await promise_due(scene)
        view = await at_home(scene)
        assert "reply to all" in scene.slack.read(view)
        await scene.slack.press(view, "Done", user="U1")
        await scene.home.settle()
        assert "Done: reply to all" in bare(scene.told("Ada")[-1])
        assert "reply to all" not in scene.slack.read(scene.slack.home("U1"))

    play(store, scene)
