"""What goes wrong in Discord: requests that fail, answers that get lost, channels that are taken away."""

from __future__ import annotations

import discord
from simcord import ChannelHandle, GuildHandle

from tests.fakes.discord_people import Person, handle
from tests.fakes.discord_place import Place
from tests.fakes.discord_rest import Answer, Fault, Rest, limited

POSTS = "/channels/*/messages"


class Faults:
    """Requests that a test can let go wrong. In `path`, * stands for anything; POSTS are the messages of any channel."""

    rest: Rest

    def fail(self, status: int, path: str = POSTS, method: str = "POST", *, code: int = 0, message: str = "Error", times: int = 1) -> None:
        """Refuse requests without carrying them out. discord.py repeats after 500, 502, 504 and 524, and never after 503."""
        self.rest.faults.append(Fault(method, path, Answer(status, {"code": code, "message": message}), times))

    def limit(self, retry_after_s: float, path: str = POSTS, method: str = "POST", *, is_global: bool = False, times: int = 1) -> None:
        """Refuse requests as too many; discord.py waits and repeats, or raises RateLimited where its client was told so."""
        self.rest.faults.append(Fault(method, path, limited(retry_after_s, is_global=is_global), times))

    def lose_answer(self, path: str = POSTS, method: str = "POST", *, status: int | None = None, times: int = 1) -> None:
        """Carry requests out and lose their answers: the connection breaks, or with `status` a gateway's error comes instead.

        discord.py raises on the first and repeats on the second with the same nonce.
        """
        answer = None if status is None else Answer(status, {"code": 0, "message": "Bad Gateway"})
        self.rest.faults.append(Fault(method, path, answer, times, is_kept=True))

    def cut(self, path: str = POSTS, method: str = "POST", *, times: int = 1) -> None:
        """Break the connection before requests are carried out."""
        self.rest.faults.append(Fault(method, path, None, times))


class Troubles(Faults, Place):
    """What a test can take away from the client."""

    async def delete_channel(self, where: ChannelHandle) -> None:
        """Delete a channel; whoever posts there gets 404 with code 10003."""
        self.env.backend.delete_channel(where.id)
        await self.settle()

    async def lock_out(self, where: ChannelHandle) -> None:
        """Hide a channel from the client; posts there get 403 with code 50001."""
        self.deny(where, ~self._granted | discord.Permissions(view_channel=True))
        await self.settle()

    async def silence(self, where: ChannelHandle) -> None:
        """Let the client read a channel and not write there; posts get 403 with code 50013."""
        self.deny(where, ~self._granted | discord.Permissions(send_messages=True, send_messages_in_threads=True))
        await self.settle()

    async def let_in(self, where: ChannelHandle) -> None:
        """Give the client back what was taken from it in a channel."""
        self.deny(where, ~self._granted)
        await self.settle()

    async def remove_bot(self, guild: GuildHandle) -> None:
        """Throw the client out of a server."""
        self.env.backend.remove_guild(guild.id)
        await self.settle()

    def refuse_dms(self, who: Person) -> None:
        """Let a person take no direct messages; they get 403 with code 50007."""
        path = f"/channels/{handle(who).dm_channel.id}/messages"
        self.fail(403, path, code=50007, message="Cannot send messages to this user", times=1_000_000)
