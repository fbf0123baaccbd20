"""Whose a Discord server is, and whose a person is who writes directly or from elsewhere. A stranger gets no team's data.

A team has the servers of its configured channels; a team with none has the one in which the owner of the application (or
a member of the owner's developer team) said /coach setup. Every other server stays nobody's.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.chat.bridge import Bridge
from bot.chat.discord.refusals import FAILED, named
from bot.chat.ports import Household

logger = logging.getLogger(__name__)

NOTE = "discord server of {team}"
NOBODYS = ("This server belongs to no team of mine yet. Ask whoever runs the coach to say /coach setup here, or to add one "
           "of its channels under [[channels]].")
SECOND = ("Your team has another server already, so this one stays nobody's. To take it in too, add one of its channels "
          "under [[channels]].")
STRANGER = "We share no server of a team of mine, so I have nothing to tell you here. Ask me in your team's server."

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Home:
    """Whose somebody is who asks: the server of their team, empty for a stranger.

    `is_admin`: whether they may change things there. `is_here`: whether they ask in that server or directly, rather than
    in somebody else's.
    """

    server: str
    is_admin: bool = False
    is_here: bool = True
    nobodys: str = NOBODYS

    @property
    def servers(self) -> tuple[int, ...]:
        """The server as Discord numbers it, none for a stranger."""
        return (int(self.server),) if self.server else ()


NOWHERE = Home("", is_here=False)


@dataclass
class Servers:
    """What is known of servers."""

    household: Household
    bridge: Bridge
    _known: dict[int, str] = field(default_factory=dict)

    async def learn(self, client: discord.Client) -> None:
        """Learn whose the servers are."""
        own = self.household.settings.team
        for each in self.household.settings.channels:
            channel: Any = client.get_channel(int(each.id)) if each.platform == "discord" and each.id.isdigit() else None
            if channel is not None and channel.guild is not None:
                self._settle(channel.guild.id, each.team or own)
        noted = await self.bridge.call(self.household.note, NOTE.format(team=own))
        if noted and client.get_guild(int(noted)) is not None:
            self._settle(int(noted), own)

    def know_owner(self, client: discord.Client) -> None:
        """Remember who owns the application, for what only they can mend; of a developer team nobody is singled out."""
        application = client.application
        if application is not None and application.team is None and application.owner is not None:
            self.household.name_owner("discord", str(application.owner.id))

    async def home_of(self, client: discord.Client, interaction: Interaction, *, sets_up: bool = False) -> Home:
        """Return whose an interaction is. `sets_up`: it may make a server the team's, where the operator asks."""
        here = interaction.guild_id
        if here is None or client.get_guild(here) is None:
            home = await self.home_of_person(client, interaction.user.id)
            return home if here is None else Home(home.server, home.is_admin, is_here=False, nobodys=STRANGER)
        if here not in self._known:
            await self.learn(client)
        refusal = await self._take_up(client, interaction) if sets_up and here not in self._known else NOBODYS
        may = interaction.permissions
        return Home(str(here), may.manage_guild or may.administrator, nobodys=refusal)

    async def home_of_person(self, client: discord.Client, person: int) -> Home:
        """Return the first server of a team's that somebody is in; asked of Discord each time, so whoever left is out."""
        for known in sorted(self._known):
            server = client.get_guild(known)
            try:
                member = await server.fetch_member(person) if server is not None else None
            except FAILED as error:
                logger.info("no member server=%s error=%s", known, named(error))
                continue
            if member is not None:
                may = member.guild_permissions
                return Home(str(known), may.manage_guild or may.administrator)
        return Home("", nobodys=STRANGER)

    async def home_of_message(self, client: discord.Client, message: discord.Message) -> Home:
        """Return whose a message is."""
        if message.guild is None:
            return await self.home_of_person(client, message.author.id)
        if message.guild.id not in self._known:
            await self.learn(client)
        author = message.author
        may = author.guild_permissions if isinstance(author, discord.Member) else discord.Permissions.none()
        return Home(str(message.guild.id), may.manage_guild or may.administrator)

    def of_team(self, team: str) -> list[int]:
        """Return the servers that are known to be a team's."""
        return [server for server, owner in self._known.items() if owner == team]

    def forget(self, server: int) -> None:
        """Forget a server that the coach was removed from."""
        self._known.pop(server, None)

    def teams(self) -> set[str]:
        """Return the teams whose servers are known."""
        return set(self._known.values())

    async def _take_up(self, client: discord.Client, interaction: Interaction) -> str:
        """Let a server be the settings' own team's where the operator says so; return what to say where it is nobody's."""
        server, team = interaction.guild_id, self.household.settings.team
        if server is None or not is_operator(client, interaction.user.id):
            return NOBODYS
        if team in self._known.values():
            return SECOND
        await self.bridge.call(self.household.keep_note, NOTE.format(team=team), str(server))
        self._settle(server, team)
        logger.info("server taken up server=%s team=%s", server, team)
        return NOBODYS

    def _settle(self, server: int, team: str) -> None:
        self._known[server] = team
        self.household.settle_workspace("discord", str(server), team)


def is_operator(client: discord.Client, person: int) -> bool:
    """Tell whether somebody owns the application, or is one of its developer team who may change it."""
    application = client.application
    if application is None:
        return False
    if application.team is not None:
        return any(each.id == person and each.membership_state is discord.TeamMembershipState.accepted
                   and each.role is not discord.TeamMemberRole.read_only for each in application.team.members)
    return application.owner is not None and application.owner.id == person
