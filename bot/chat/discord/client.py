"""The client on Discord's gateway: hears what is said and pressed, and hands it on. It does no work of its own.

Every interaction gets its first answer within Discord's three seconds, whatever the core is busy with.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self, TypeVar

import discord

from bot.chat.discord.forms import values_of
from bot.chat.discord.garbled import outlive_garbled_events
from bot.chat.discord.hearing import SAID, files_of, is_to_another, line_of, may_be_meant, say_unreadable
from bot.chat.discord.kept_forms import FORGOTTEN, KeptForms, opens_kept_form
from bot.chat.discord.listener import Interaction, Suggest
from bot.chat.discord.outlet import InteractionOutlet, MessageOutlet
from bot.chat.discord.refusals import FAILED, named
from bot.chat.discord.servers import Home, Servers
from bot.chat.discord.tree import SETUP, command_tree, described, fingerprint, outline
from bot.chat.turns import Turn, Turns
from bot.chat.watch import Watch
from bot.errors import CoachError, NotAllowed
from bot.model.card import Card, Fields, quoted
from bot.render.limits import DISCORD_OPTIONS

logger = logging.getLogger(__name__)

SYNCED = "discord commands"
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""All that is listened for: servers and channels that come and go, mentions, direct messages. None is privileged."""
FOLLOWING = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)
"""The same where a team lets the coach read on in threads. The last is privileged."""
RATE_WAIT_S = 30.0
"""Longest wait that discord.py sits out by itself; a longer one is handed to the outbox."""
RESTARTING = "I am restarting, so nothing was done. Ask or press again in a minute."

Out = TypeVar("Out", InteractionOutlet, MessageOutlet)
Doing = Callable[[Turn[Out]], Awaitable[None]]


@dataclass(frozen=True)
class Pace:
    """Seconds. `answer_s`: within which a form must be ready, of the three that Discord waits for a first answer;
    `write_s`: between two edits of a message that grows; `yield_s`: for which a process that stops lets another answer."""

    answer_s: float = 2.0
    write_s: float = 1.0
    yield_s: float = 1.0


class CoachClient(discord.AutoShardedClient):
    """One bot account. Without the message-content intent it hears mentions, replies and direct messages alone."""

    def __init__(self, turns: Turns, servers: Servers, watch: Watch, pace: Pace | None = None,
                 forms: KeptForms | None = None) -> None:
        intents = FOLLOWING if turns.household.settings.discord.follows_threads else INTENTS
        super().__init__(intents=intents, allowed_mentions=discord.AllowedMentions.none(), max_messages=None,
                         max_ratelimit_timeout=RATE_WAIT_S)
        self.turns = turns
        self.servers = servers
        self.watch = watch
        self.pace = pace or Pace()
        self.forms = forms or KeptForms()
        self.is_stopping = False
        self.tree = command_tree(self, turns.talk.commands)
        outlive_garbled_events(self, self.told_of)

    def anew(self) -> Self:
        """Return a client that takes the place of this one, which is closed for good; what people filled in stays kept."""
        return type(self)(self.turns, self.servers, self.watch, self.pace, self.forms)

    async def setup_hook(self) -> None:
        """Tell Discord the commands where their set changed since any process of this deployment told them last, or where
        Discord has others now."""
        household, bridge = self.turns.household, self.turns.bridge
        now = f"{self.application_id} {fingerprint(self.tree)}"
        try:
            if await bridge.call(household.note, SYNCED) != now or not await self._are_known():
                await self.tree.sync()
                await bridge.call(household.keep_note, SYNCED, now)
        except (discord.DiscordException, *FAILED) as error:
            logger.warning("commands not told, those that Discord has stay error=%s", named(error))

    async def on_ready(self) -> None:
        """Find out whose the servers are; after a time in which nothing was heard say that something may be missed."""
        lost_at = self.watch.found()
        self.servers.know_owner(self)
        await self.servers.learn(self)
        if not self.is_stopping:
            await self.watch.begin(lost_at)

    async def on_disconnect(self) -> None:
        """Remember since when nothing is heard."""
        self.watch.lost()

    async def on_resumed(self) -> None:
        """Forget the gap: Discord has sent again what was missed."""
        await self.watch.resumed()

    async def on_guild_join(self, _guild: discord.Guild) -> None:
        """Find out whose the new server is."""
        await self.servers.learn(self)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that the coach was removed from; what waits for its channels finds them gone."""
        logger.warning("removed from server=%s", guild.id)
        self.servers.forget(guild.id)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Tell whoever runs the coach what went wrong while an event was dealt with."""
        error = sys.exc_info()[1]
        logger.warning("event failed event=%s", event_method)
        if error is not None:
            self.told_of(error)

    def call(self, interaction: Interaction, name: str, given: dict[str, Any]) -> None:
        """Begin to run a command."""
        async def doing(turn: Turn[InteractionOutlet]) -> None:
            await turn.call(name, given)

        self._begin(interaction, doing, given, sets_up=name == SETUP)

    def log_as_commitment(self, interaction: Interaction, words: str) -> None:
        """Begin to open the form of a commitment with a message's words in it."""
        async def doing(turn: Turn[InteractionOutlet]) -> None:
            await turn.form_for("commit", words)

        self._begin(interaction, doing, {"message": words}, acknowledges=False)

    def told_of(self, error: BaseException) -> str:
        """Keep a fault of ours where it can be looked up, and return the sentence for the one who met it."""
        return self.turns.bridge.told_of(error)

    def tell(self, interaction: Interaction, sentence: str) -> None:
        """Begin to say one sentence to the one who asked."""
        self._spawn(interaction, self._outlet(interaction).tell(sentence))

    async def suggestions(self, interaction: Interaction, suggest: Suggest, typed: str) -> list[tuple[str, str]]:
        """Return what a person may mean while they type; nothing where no team is at home, or where it takes too long."""
        try:
            async with asyncio.timeout(self.pace.answer_s):
                return await self._suggestions(interaction, suggest, typed)
        except TimeoutError:
            logger.info("nothing suggested in time id=%s", interaction.id)
        except Exception as error:
            self.turns.bridge.told_of(error)
        return []

    async def on_interaction(self, interaction: Interaction) -> None:
        """Take presses and submitted forms: what they are for stands in their ids, so no restart loses one."""
        data: Any = interaction.data or {}
        if interaction.type is discord.InteractionType.component:
            self._press(interaction, str(data.get("custom_id", "")))
        elif interaction.type is discord.InteractionType.modal_submit:
            self._submit(interaction, str(data.get("custom_id", "")), values_of(data))

    async def on_message(self, message: discord.Message) -> None:
        """Answer a mention, a reply or a direct message; of other messages there is nothing to see, but in threads where
        the team lets the coach follow them."""
        if message.author.bot or self.user is None or message.type not in SAID:
            return
        if message.guild is None or self.user in message.mentions:
            self._hear(message, self._said)
        elif may_be_meant(message, self.user.id):
            self._hear(message, self._said if self.intents.message_content else say_unreadable)
        elif self.intents.message_content and isinstance(message.channel, discord.Thread):
            self._hear(message, self._overheard, is_meant=False)

    async def _said(self, turn: Turn[MessageOutlet]) -> None:
        assert self.user is not None
        await turn.said(line_of(turn.outlet.message, self.user.id), files_of(turn))

    async def _overheard(self, turn: Turn[MessageOutlet]) -> None:
        assert self.user is not None
        message = turn.outlet.message
        await turn.overheard(line_of(message, self.user.id), to_another=is_to_another(message))

    async def _suggestions(self, interaction: Interaction, suggest: Suggest, typed: str) -> list[tuple[str, str]]:
        household, bridge = self.turns.household, self.turns.bridge
        outlet = self._outlet(interaction)
        outlet.home = await self.servers.home_of(self, interaction)
        team = await bridge.call(household.team_at, "discord", outlet.workspace, outlet.channel)
        if team is None:
            return []
        desk, asker = await bridge.call(household.desk, team), await outlet.asker()
        return await bridge.call(lambda: list(islice(suggest(desk, asker, typed), DISCORD_OPTIONS)))

    async def _are_known(self) -> bool:
        """Tell whether Discord still has the commands that it was told, which another deployment may have replaced."""
        told = [each.to_dict() for each in await self.tree.fetch_commands()]
        return outline(told) == outline(described(self.tree))

    def _press(self, interaction: Interaction, key: str) -> None:
        """Begin to deal with a press; one that opens a form is acknowledged by the form."""
        if opens_kept_form(key):
            self._open_kept(interaction, key)
            return

        async def doing(turn: Turn[InteractionOutlet]) -> None:
            await turn.press(key)

        self._begin(interaction, doing, {}, acknowledges=not self.turns.talk.asks(key))

    def _open_kept(self, interaction: Interaction, key: str) -> None:
        outlet, form = self._outlet(interaction), self.forms.of(interaction.user.id, key)
        if form is None or self.is_stopping:
            self._spawn(interaction, self._refused(outlet, RESTARTING if form else FORGOTTEN, {}))
        else:
            self._spawn(interaction, outlet.open_form(form))

    def _submit(self, interaction: Interaction, target: str, given: dict[str, Any]) -> None:
        """Begin to do what a form is for; one that was filled in wrong can be mended."""

        async def doing(turn: Turn[InteractionOutlet]) -> None:
            try:
                await turn.submit(target, given)
            except NotAllowed:
                raise
            except CoachError as error:
                await turn.outlet.offer(self.turns.talk.again(target, given), str(error), "Fill in again")

        self._begin(interaction, doing, given)

    def _begin(self, interaction: Interaction, doing: Doing[InteractionOutlet], given: Mapping[str, Any], *,
               acknowledges: bool = True, sets_up: bool = False) -> None:
        """Begin to deal with an interaction. `given`: what a person wrote, shown to them where it is refused."""
        outlet = self._outlet(interaction)

        async def begun() -> None:
            if acknowledges and not await outlet.is_open():
                return
            home = self.servers.home_of(self, interaction, sets_up=sets_up)
            work = self._spawn(interaction, self._dealt(outlet, home, interaction.id, doing))
            if not acknowledges and not (await asyncio.wait({work}, timeout=self.pace.answer_s))[0]:
                await outlet.acknowledge()

        self._spawn(interaction, self._refused(outlet, RESTARTING, given) if self.is_stopping else begun())

    def _hear(self, message: discord.Message, doing: Doing[MessageOutlet], *, is_meant: bool = True) -> None:
        outlet = MessageOutlet(message, self.turns.household, self, pause_s=self.pace.write_s)

        async def begun() -> None:
            if self.is_stopping:
                if not is_meant:
                    return
                await asyncio.sleep(self.pace.yield_s)
            does = _say_restarting if self.is_stopping else doing
            await self._dealt(outlet, self.servers.home_of_message(self, message), message.id, does, is_meant=is_meant)

        self._spawn(message, begun())

    async def _dealt(self, outlet: Out, finding: Awaitable[Home], event_id: int, doing: Doing[Out], *,
                     is_meant: bool = True) -> None:
        """Find out whose team asks, then deal with what it asks."""
        try:
            outlet.home = await finding
        except Exception as error:
            await outlet.tell(self.turns.bridge.told_of(error))
        else:
            await self.turns.begin(outlet, str(event_id), doing, is_meant=is_meant)

    async def _refused(self, outlet: InteractionOutlet, sentence: str, given: Mapping[str, Any]) -> None:
        """Say why this process does nothing, with what a person wrote, unless another process answers meanwhile."""
        await asyncio.sleep(self.pace.yield_s)
        pairs = tuple((name.replace("_", " "), str(value)) for name, value in given.items() if value is not None)
        if await outlet.is_open():
            await outlet.answer(Card(quoted(sentence), (Fields(pairs),) if pairs else (), tone="warning"))

    def _outlet(self, interaction: Interaction) -> InteractionOutlet:
        return InteractionOutlet(interaction, self.turns.household, self.forms, pause_s=self.pace.write_s)

    def _spawn(self, of: Interaction | discord.Message, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return self.turns.bridge.spawn(work, name=f"discord {of.id}")


async def _say_restarting(turn: Turn[MessageOutlet]) -> None:
    await turn.outlet.tell(RESTARTING)
