"""How far the set-up of a channel has come: its steps, each open, done or put off. All of it is read from the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.coach.admins import note_change
from bot.coach.channels import Place, place, places
from bot.coach.desk import Desk
from bot.coach.feeds import feeds_of
from bot.coach.goals.objectives import objectives
from bot.coach.hour_settings import shown, stored
from bot.model.command import Asker
from bot.model.words import listed

Name = Literal["channel", "hours", "goal", "data", "preview", "on"]
LATER, SAMPLE = "later", "sample"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: whether it is done, and in words what it came to or what it is for."""

    name: Name
    is_done: bool
    words: str


@dataclass(frozen=True, slots=True)
class SetUp:
    """A channel's set-up. `where` is None before the channel was taken up; `choices` by step."""

    channel: str
    where: Place | None
    steps: tuple[Step, ...]
    choices: Mapping[str, str]

    @property
    def open(self) -> list[Step]:
        """The steps that are not done, in their order."""
        return [step for step in self.steps if not step.is_done]

    @property
    def is_ready(self) -> bool:
        """Whether somebody chose the channel, its hours and looked at the preview, so that it may be turned on."""
        return all(step.is_done for step in self.steps if step.name in ("channel", "hours", "preview"))


def set_up_of(desk: Desk, channel: str) -> SetUp:
    """Return how far a channel's set-up is."""
    where = place(desk, channel)
    choices = {row["step"]: row["choice"] for row in desk.records.rows("setup_steps") if row["channel"] == channel}
    is_on = bool(where and where.is_on)
    chosen = where is not None and ("channel" in choices or is_on)
    steps = (
        Step("channel", chosen, channel if chosen else "where I am to speak"),
        Step("hours", "hours" in choices, _hours(where)),
        _goal(desk, choices), _data(desk, choices),
        Step("preview", "preview" in choices, "you have seen it" if "preview" in choices
             else "what would have come in the last 28 days"),
        Step("on", is_on, "I may post" if is_on else "nothing is posted before you turn me on"),
    )
    return SetUp(channel, where, steps, choices)


def half_done(desk: Desk) -> list[SetUp]:
    """Return the set-ups that were begun and are not turned on, in the order of their channels."""
    begun = sorted({row["channel"] for row in desk.records.rows("setup_steps")})
    waiting = {each.channel for each in places(desk) if not each.is_on}
    return [set_up_of(desk, channel) for channel in begun if channel in waiting]


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose in a step of a channel's set-up."""

    channel: str
    step: Name
    choice: str


def keep_choice(desk: Desk, asker: Asker, chosen: Choice) -> None:
    """Remember a choice; made again, the newest counts. Taking up a channel goes into the log of settings."""
    with desk.records.write() as writer:
        if chosen.step == "channel":
            note_change(writer, desk, asker, "set-up begun", chosen.channel)
        writer.run("keep_setup_step", channel=chosen.channel, step=chosen.step, choice=chosen.choice, person=asker.person,
                   now=desk.now)


def document(seen: SetUp) -> dict[str, Any]:
    """Return a set-up for scripts."""
    return {"channel": seen.channel, "ready": seen.is_ready, "missing": [step.name for step in seen.open],
            "steps": [{"step": step.name, "done": step.is_done, "words": step.words} for step in seen.steps]}


def _hours(where: Place | None) -> str:
    if where is None:
        return "when I may speak"
    hours = where.hours
    days = shown("quiet_days", stored(hours, "quiet_days"))
    return (f"nudges at {hours.nudges.nudge_at}, quiet {hours.nudges.quiet_from} to {hours.nudges.quiet_to} and {days}, "
            f"{hours.zone}")


def _goal(desk: Desk, choices: Mapping[str, str]) -> Step:
    found = objectives(desk)
    if found:
        return Step("goal", True, f"{found[0].goal} by {found[0].last_day}")
    if choices.get("goal") == LATER:
        return Step("goal", True, "put off; audits can't say what a post serves")
    return Step("goal", False, "what success is: leads, bookings, answered share")


def _data(desk: Desk, choices: Mapping[str, str]) -> Step:
    known = sorted(feeds_of(desk).known)
    if known:
        return Step("data", True, f"{listed(known)} imported")
    match choices.get("data"):
        case "sample":
            return Step("data", True, "a made-up team's for the preview; none of your own yet")
        case "later":
            return Step("data", True, "put off; without it I have nothing to say")
        case _:
            return Step("data", False, "your posts, comments and leads")
