"""What people do in Discord, and what they see of it: they type commands, press, fill in, write, drop files and read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from simcord import ChannelHandle, InteractionResult, MemberActor, UserHandle
from simcord.actors import _dispatch_actor_interaction, _resolve_visible_command
from simcord.backend import serializers
from simcord.backend.models import AllowedMentions, Message
from simcord.enums import AppCommandType, InteractionType

from tests.fakes.discord_place import Grounds
from tests.fakes.discord_seen import KINDS, Answered, Seen

Person = MemberActor | UserHandle
"""A member of a server, or somebody who only writes direct messages."""
File = tuple[str, bytes]


class NoAnswer(AssertionError):
    """The person saw that the application did not respond, or that it thinks for ever."""


class People(Grounds):
    """What anybody can do. A channel of None is the direct conversation with the client."""

    async def command(self, who: Person, where: ChannelHandle | None, /, *path: str, **options: Any) -> Answered:
        """Run a typed command, such as "coach", "help". Raises NoAnswer, and SetupError where a person could not have typed it.

        options: words, numbers, people, channels, and files as (name, bytes).
        """
        name = " ".join(path)
        if isinstance(who, MemberActor) and where is not None and where.guild is not None:
            result = await who.slash(where, name, **options)
        else:
            result = await handle(who).slash(name, **options)
        return self._answered(result, f"/{name}")

    async def autocomplete(self, who: Person, where: ChannelHandle | None, *path: str, option: str, typed: str = "",
                           filled: Mapping[str, Any] | None = None) -> list[tuple[str, Any]]:
        """Type into an option and return what is offered: name and value of each. Raises NoAnswer.

        filled: the options that were given before.
        """
        name, before = " ".join(path), set(self.rest.callbacks)
        if isinstance(who, MemberActor) and where is not None and where.guild is not None:
            found = await who.autocomplete(where, name, option, typed, **filled or {})
        else:
            found = await handle(who).autocomplete(name, option, typed, **filled or {})
        if set(self.rest.callbacks) == before:
            raise NoAnswer(f"nothing was offered for {option} of /{name}")
        return [(each["name"], each["value"]) for each in found]

    def commands(self, who: Person, where: ChannelHandle | None = None) -> list[str]:
        """Return the typed commands that a person is offered in a place, such as "coach help"."""
        if isinstance(who, MemberActor) and where is not None and where.guild is not None:
            return list(who.available_commands(where))
        return list(handle(who).available_commands())

    async def context_menu(self, who: Person, message: Seen, name: str) -> Answered:
        """Pick a command from the menu of a message."""
        place = self.place(message.channel_id)
        if isinstance(who, MemberActor) and place.guild is not None:
            return self._answered(await who.context_menu(place, name, message.handle), name)
        actor = handle(who)
        root = _resolve_visible_command(actor, place.id, name, AppCommandType.MESSAGE)
        shown = {str(message.id): dict(serializers.message_payload(self.env.backend, message.stored))}
        data = {"id": root["id"], "name": name, "type": AppCommandType.MESSAGE, "target_id": str(message.id), "resolved": {"messages": shown}}
        return self._answered(await _dispatch_actor_interaction(actor, InteractionType.APPLICATION_COMMAND, place, data), name)

    async def press(self, who: Person, message: Seen, label: str = "", *, key: str | None = None) -> Answered:
        """Press a button by its label, or by its custom_id where two have the same."""
        actor = who if self._is_in_guild(message) else handle(who)
        return self._answered(await actor.click(message.handle, label=label or None, custom_id=key), f"[{label or key}]")

    async def choose(self, who: Person, message: Seen, values: Sequence[Any], *, key: str | None = None) -> Answered:
        """Choose values in a menu of a message."""
        actor = who if self._is_in_guild(message) else handle(who)
        return self._answered(await actor.select(message.handle, values, custom_id=key), "the menu")

    async def submit(self, who: Person, opened: Answered, values: Mapping[str, Any]) -> Answered:
        """Fill in a modal that opened for this person and send it. values: by a field's label or custom_id."""
        modal = opened.modal
        actor = who if opened.record.guild_id is not None else handle(who)
        result = await actor.submit_modal(opened.result, {modal.key_of(name): value for name, value in values.items()})
        return self._answered(result, f"the modal {modal.title!r}")

    async def say(self, who: Person, where: ChannelHandle | None, words: str, *, reply_to: Seen | None = None,
                  files: Iterable[File] = (), pings: bool = True) -> Seen:
        """Write a message and return it; what the client said to it is in its `answers`.

        pings: whether a reply alerts the author it replies to, as it does unless the person turns that off.
        """
        backend = self.env.backend
        place = where if where is not None and where.guild is not None else handle(who).dm_channel
        if place.guild is not None:
            backend.require_permissions(place.guild.id, who.id, place.id, "send_messages_in_threads" if place.is_thread else "send_messages")
        reference = None if reply_to is None else {"channel_id": str(reply_to.channel_id), "message_id": str(reply_to.id)}
        stored = backend.create_message(place.id, who.id, words, reference=reference, allowed_mentions=AllowedMentions(replied_user=pings),
                                        attachments=backend.store_attachments(place.id, list(files)))
        await self.env._settle_internal(dispatch="say")
        return Seen(self.env, stored)

    async def mention(self, who: MemberActor, where: ChannelHandle, words: str, *, files: Iterable[File] = ()) -> Seen:
        """Write a message that begins with a mention of the client."""
        return await self.say(who, where, f"{self.bot_mention} {words}".strip(), files=files)

    async def dm(self, who: Person, words: str, *, files: Iterable[File] = ()) -> Seen:
        """Write to the client directly."""
        return await self.say(who, None, words, files=files)

    async def reply(self, who: Person, message: Seen, words: str, *, files: Iterable[File] = (), pings: bool = True) -> Seen:
        """Reply to a message."""
        return await self.say(who, self.place(message.channel_id), words, reply_to=message, files=files, pings=pings)

    async def drop_file(self, who: Person, where: ChannelHandle | None, name: str, data: bytes, words: str = "") -> Seen:
        """Drop a file into a channel or a direct conversation, with words or without; mention the client in them to be heard."""
        return await self.say(who, where, words, files=[(name, data)])

    def messages(self, where: ChannelHandle) -> list[Seen]:
        """Return what everybody sees in a channel, the oldest first."""
        return [each for each in self._seen(where.id) if not each.is_private]

    def threads(self, where: ChannelHandle) -> list[ChannelHandle]:
        """Return the threads of a channel."""
        return where.threads

    def ephemeral(self, who: Person) -> list[Seen]:
        """Return what only this person sees, in all channels, the oldest first."""
        found = [seen for place in self.env.backend.messages for seen in self._seen(place) if seen.is_private]
        return sorted((each for each in found if each.stored.visible_to(who.id)), key=lambda each: each.id)

    def dms(self, who: Person) -> list[Seen]:
        """Return the direct conversation of a person with the client, the oldest first."""
        return self._seen(handle(who).dm_channel.id)

    def read(self, message: Seen) -> str:
        """Return all words of a message with those of its embeds and the labels of its buttons."""
        return message.words

    def _seen(self, channel_id: int) -> list[Seen]:
        kept: dict[int, Message] = self.env.backend.messages.get(channel_id, {})
        return [Seen(self.env, kept[each]) for each in sorted(kept)]

    def _is_in_guild(self, message: Seen) -> bool:
        return self.env.backend.get_channel(message.channel_id).guild_id is not None

    def _answered(self, result: InteractionResult, what: str) -> Answered:
        callbacks = self.rest.callbacks.get(result._interaction.id, [])
        if not callbacks:
            raise NoAnswer(f"the application did not respond to {what}")
        if result._interaction.loading:
            raise NoAnswer(f"the application still thinks about {what}")
        return Answered(self.env, result, KINDS[callbacks[0]])


def handle(who: Person) -> UserHandle:
    """Return a person apart from any server, as in a direct conversation."""
    return who.user if isinstance(who, MemberActor) else who
