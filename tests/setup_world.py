"""A team with a channel on a chat, an admin and a member, for the tests of settings, set-up, files and privacy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot import app
from bot.actions import actions
from bot.coach.channels import turn_on
from bot.coach.desk import Desk
from bot.commands import commands
from bot.model.card import Card, plain
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from bot.model.settings import Channel, Settings
from tests.world import World

ANA = Asker("slack:U1", "Ana", "C1", "Europe/Berlin", is_admin=True, platform="slack")
BEN = Asker("slack:U2", "Ben", "C1", "Europe/Berlin", platform="slack")
NOW = "2026-03-04T09:30:00Z"


def team(world: World, *, on: bool = False, channels: tuple[Channel, ...] = (Channel(platform="slack", id="C1"),),
         **settings: Any) -> Desk:
    """Return the desk of a team that lives in the channel C1 on Slack, with everything tied as in the program."""
    own = world.desk.records.team_id
    made = Settings(team=own, channels=tuple(replace(each, team=own) for each in channels), **settings)
    desk = replace(world.desk, settings=made, intake_of=app.intake, sample_of=app.sample)
    for each in made.channels if on else ():
        turn_on(desk, each.id)
    return desk


def at(desk: Desk, moment: str) -> Desk:
    """Return the same desk at another moment."""
    return World(desk).at(moment).desk


def say(desk: Desk, name: str, asker: Asker = ANA, **values: Any) -> Reply:
    """Run a command."""
    return commands()[name].run(desk, asker, **values)


def press(desk: Desk, name: str, subject: str = "", asker: Asker = ANA, **values: Any) -> Reply:
    """Press a button."""
    return actions()[name].run(desk, asker, subject, **values)


def title(reply: Reply) -> str:
    """Return a reply's first line."""
    return plain(reply.card.title)


def words(card: Card) -> str:
    """Return everything that a card says."""
    return plain_card(card)


def buttons(reply: Reply) -> list[str]:
    """Return the actions of a reply's buttons."""
    return [each.action for each in reply.card.buttons]


def subject(reply: Reply, action: str) -> str:
    """Return what a reply's button of an action is about."""
    return next(each.subject for each in reply.card.buttons if each.action == action)
