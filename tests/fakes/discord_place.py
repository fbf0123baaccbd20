"""Discord before anybody does anything: one server, one channel, people, and what is kept of requests."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, ExitStack
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, TypeAlias, TypeVar

import discord
from simcord import ChannelHandle, Env, GuildHandle, MemberActor, UserHandle
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.fakes.discord_rest import Request, Rest
from tests.fakes.discord_session import in_place, without_waiting
from tests.world import NOW

T = TypeVar("T")
Scene: TypeAlias = Callable[Concatenate[T, ...], Coroutine[Any, Any, None]]


class Grounds:
    """A server (`guild`) with a channel (`channel`), and the means to make more; `rest` keeps and refuses requests."""

    def __init__(self, env: Env, approved: discord.Intents | None) -> None:
        self.env = env
        self.rest = Rest(env.backend, env.create_user("operator").id, sees_content=bool(approved and approved.message_content))
        self.guild: GuildHandle = env.create_guild("Bakery")
        self.channel: ChannelHandle = self.guild.create_text_channel("social")
        self._granted = discord.Permissions.all()
        env._register_dispatch_observer(self.rest.note_interaction)

    def new_guild(self, name: str) -> GuildHandle:
        """Return another server that the client is in."""
        return self.env.create_guild(name)

    def new_channel(self, name: str, guild: GuildHandle | None = None) -> ChannelHandle:
        """Return another text channel."""
        channel = (guild or self.guild).create_text_channel(name)
        self.deny(channel, ~self._granted)
        return channel

    def permit(self, permissions: discord.Permissions) -> None:
        """Give the client these permissions and no others, in all channels, as the link that invites it does."""
        self._granted = permissions
        for channel in list(self.env.backend.channels.values()):
            if channel.guild_id is not None and not channel.is_thread:
                self.deny(self.place(channel.id), ~permissions)

    def deny(self, where: ChannelHandle, permissions: discord.Permissions) -> None:
        """Deny the client permissions in one channel; whatever was denied to it alone there before is granted."""
        bot = self.env.backend.bot_user.id
        self.env.backend.set_overwrite(where.id, Overwrite(target_id=bot, type=OverwriteType.MEMBER, allow=0, deny=permissions.value))

    def place(self, channel_id: int) -> ChannelHandle:
        """Return a channel by its id."""
        channel = self.env.backend.get_channel(channel_id)
        guild = next((each for each in self.env._guilds if each.id == channel.guild_id), None)
        return ChannelHandle(self.env, guild, channel)

    def user(self, name: str, *, admin: bool = False, guild: GuildHandle | None = None) -> MemberActor:
        """Return a member of a server; an admin may do everything there."""
        guild = guild or self.guild
        roles = [guild.create_role(f"{name}'s", permissions=discord.Permissions(administrator=True))] if admin else []
        return guild.add_member(self.env.create_user(name), roles=roles)

    def stranger(self, name: str) -> UserHandle:
        """Return somebody who shares no server with the client and can only write direct messages."""
        return self.env.create_user(name)

    def hand_over(self, who: MemberActor | UserHandle) -> None:
        """Make a person the owner of the application; before, it is somebody's who is on no server."""
        self.rest.owner_id = who.id

    def stall(self, seconds: float) -> None:
        """Let time pass in the midst of the client's own work, as slow work would; may be called from any thread."""
        self.env.backend.advance_clock(seconds)

    @property
    def bot_mention(self) -> str:
        """How people mention the client."""
        return f"<@{self.env.backend.bot_user.id}>"

    @property
    def refused(self) -> list[str]:
        """What was refused by the client's own fault; a test that meant to provoke it empties the list."""
        return self.rest.refused

    def requests(self, method: str = "*", path: str = "*") -> list[Request]:
        """Return the requests to a path, in their order; in `path`, * stands for anything."""
        return [each for each in self.rest.requests if each.fits(method, path)]

    @property
    def syncs(self) -> list[list[dict[str, Any]]]:
        """What the client put as its commands, once for each time that it did."""
        return [each.body for each in self.requests("PUT", "/applications/*/commands")]


class Place(Grounds):
    """Discord in this process, with the client under test, from `now` on. Privileged intents are refused but for `approved`.

    `waits`: seconds that discord.py waited before it sent a request again. patience_s: of real time, for the client to
    come to rest after whatever happens; a sleep shorter than that is waited for.
    """

    def __init__(self, *, approved: discord.Intents | None = None, now: str = NOW, patience_s: float = 5.0) -> None:
        env = Env(nobody(), settle_timeout=patience_s, approved_intents=approved or discord.Intents.default())
        env.backend.clock._epoch = datetime.fromisoformat(now)
        super().__init__(env, approved)
        self.waits: list[float] = []
        self._stack = ExitStack()
        self._is_running = False

    def _open(self) -> None:
        self.env._loop = asyncio.get_running_loop()
        self._stack.enter_context(without_waiting(self.rest, self.waits))

    async def _close(self) -> None:
        try:
            await self.stop()
        finally:
            self._stack.close()

    async def start(self, client: discord.Client) -> None:
        """Log a client in and wait until it is ready. A client that shards itself gets one shard."""
        if isinstance(client, discord.AutoShardedClient):
            self.env.requested_shard_count = client.shard_count or 1
        self.env.bot = client
        with in_place(self.rest, client):
            await self.env.start()
        self._is_running = True

    async def stop(self) -> None:
        """Take the client away as a crash would; what happens until the next start, it never hears of."""
        if self._is_running:
            self._is_running = False
            await self.env.shutdown()
            self.env._pre_shutdown_complete = False

    async def restart(self, client: discord.Client) -> None:
        """Take the client away and log another in on the same Discord."""
        await self.stop()
        await self.start(client)

    async def outside(self, work: Callable[..., Any], *given: Any) -> Any:
        """Run a function in a thread, as the outbox does, and return its result once the client has come to rest."""
        result = await asyncio.to_thread(work, *given)
        await self.settle()
        return result

    async def settle(self) -> None:
        """Wait until the client has nothing more to do."""
        await self.env.settle()

    async def pass_time(self, seconds: float) -> None:
        """Let time pass for the client and for Discord; it takes none here."""
        await self.env.advance_time(seconds)

    @property
    def errors(self) -> list[BaseException]:
        """What the client raised in its handlers; reading it says that the test meant to provoke it."""
        return self.env.errors


def scene_in(make: Callable[[], AbstractAsyncContextManager[T]]) -> Callable[[Scene[T]], Callable[..., None]]:
    """Return what makes a test of a coroutine that takes a place first, such as a FakeDiscord, and fixtures after it."""

    def decorated(scene: Scene[T]) -> Callable[..., None]:
        asked = inspect.signature(scene)

        async def played(**fixtures: Any) -> None:
            async with make() as place:
                await scene(place, **fixtures)

        @wraps(scene)
        def test(**fixtures: Any) -> None:
            asyncio.run(played(**fixtures))

        vars(test)["__signature__"] = asked.replace(parameters=list(asked.parameters.values())[1:])
        return test

    return decorated


def nobody() -> discord.Client:
    """Return a client that stands in before the one under test comes."""
    return discord.Client(intents=discord.Intents.default())
