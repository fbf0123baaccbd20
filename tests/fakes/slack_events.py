"""What people do in the fake Slack that the app hears of as an event: only what it subscribed to, has the scope for and can see."""

from __future__ import annotations

from tests.fakes import slack_payloads as payloads
from tests.fakes import slack_views
from tests.fakes.slack_delivery import Receipt
from tests.fakes.slack_methods import EVENT_SCOPES
from tests.fakes.slack_seen import Seeing
from tests.fakes.slack_state import Channel, Json, Message, Workspace
from tests.fakes.slack_words import typed

_MESSAGES = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}


class Events(Seeing):
    """Seeing, and everything that happens without a button."""

    async def say(self, user: str, channel: str, text: str, *, thread: str | None = None) -> Receipt:
        """Let a person write in a conversation. A mention of the bot in it is a second event, as with Slack.

        `text` is what they type: Slack hands it on with & < > escaped and addresses in brackets. A mention is `<@U1>`.
        """
        place = self.place(channel)
        message = self._written(user, place, text, thread)
        events = []
        for team in self._teams_in(place):
            if place.kind != "im" and f"<@{team.bot}>" in text:
                events.append((team, "app_mention", payloads.app_mention(message, team.id, self.person(user).team)))
            events.append((team, _MESSAGES[place.kind], payloads.message_event(message, place, self.person(user).team)))
        return await self._all(events, message)

    async def mention(self, user: str, channel: str, text: str, *, thread: str | None = None) -> Receipt:
        """Let a person write to the bot in a channel; the mention is put in front where the words lack it."""
        bot = self.bot(self.place(channel).team)
        return await self.say(user, channel, text if f"<@{bot}>" in text else f"<@{bot}> {text}", thread=thread)

    async def direct_message(self, user: str, text: str, *, thread: str | None = None) -> Receipt:
        """Let a person write to the bot alone. Raises AssertionError where the app has no Messages tab."""
        assert self.rules.has_messages, "the app has no Messages tab to write in"
        return await self.say(user, self.state.dm(self.person(user).id).id, text, thread=thread)

    async def agent_message(self, user: str, text: str, *, thread: str | None = None, looking_at: str | None = None) -> Receipt:
        """Let a person open the agent's pane and write in it, `looking_at` a channel meanwhile. The message begins its own thread.

        https://docs.slack.dev/ai/migrating-to-agent-messaging
        """
        await self.open_home(user, tab="messages")
        if looking_at:
            dm, seen = self.state.dm(user), self.place(looking_at)
            await self._all([(self.state.workspaces[dm.team], "app_context_changed",
                              payloads.app_context_changed(user, dm, seen, self.state.next_ts()))])
        return await self.direct_message(user, text, thread=thread)

    async def open_home(self, user: str, *, tab: str = "home") -> Receipt:
        """Let a person open the app's Home tab, or with `tab` "messages" its messages."""
        person, dm = self.person(user), self.state.dm(user)
        home = self.home(user)
        view = slack_views.as_json(home, self.state) if home else None
        return await self._all([(self.state.workspaces[person.team], "app_home_opened",
                                 payloads.app_home_opened(user, dm, tab, self.state.next_ts(), view))])

    async def drop_file(self, user: str, channel: str, name: str, content: bytes, *, text: str = "",
                        thread: str | None = None) -> Receipt:
        """Let a person share a file in a conversation, or with their own id in the bot's direct message."""
        place = self.place(channel)
        message = self._written(user, place, text, thread)
        message.files = [self.new_file(user, name, content, [place.id])]
        events = []
        for team in self._teams_in(place):
            events.append((team, "file_shared", payloads.file_shared(message.files[0], place, message.ts)))
            events.append((team, _MESSAGES[place.kind], payloads.file_share(message, place, self.state, self.url)))
        return await self._all(events, message)

    async def edit(self, message: Message, text: str) -> Receipt:
        """Let a person change what they wrote."""
        before, message.text = message.text, typed(text)
        message.edits += 1
        place = self.place(message.channel)
        return await self._all([(team, _MESSAGES[place.kind], payloads.message_changed(message, before, place, team.id, self.state.next_ts()))
                                for team in self._teams_in(place)], message)

    async def delete(self, message: Message) -> Receipt:
        """Let a person take back what they wrote."""
        message.is_deleted = True
        place = self.place(message.channel)
        return await self._all([(team, _MESSAGES[place.kind], payloads.message_deleted(message, place, team.id, self.state.next_ts()))
                                for team in self._teams_in(place)], message)

    async def join(self, user: str, channel: str, *, inviter: str | None = None) -> Receipt:
        """Let a person, or the bot, come into a channel."""
        place = self.place(channel)
        place.members.add(user)
        return await self._all([(team, f"member_joined_channel.{place.kind}",
                                 payloads.member_joined(user, place, self.state.next_ts(), inviter)) for team in self._teams_in(place)])

    async def leave(self, user: str, channel: str) -> Receipt:
        """Let a person, or the bot, go out of a channel."""
        place = self.place(channel)
        teams = self._teams_in(place)
        place.members.discard(user)
        return await self._all([(team, f"member_left_channel.{place.kind}", payloads.member_left(user, place, self.state.next_ts()))
                                for team in teams])

    async def archive(self, user: str, channel: str, *, is_archived: bool = True) -> Receipt:
        """Let a person archive a channel, or take it back."""
        place = self.place(channel)
        place.is_archived = is_archived
        events = [payloads.channel_archive(user, place, self.state.next_ts(), is_archived=is_archived)]
        return await self._all([(team, str(event["type"]), event) for team in self._teams_in(place) for event in events])

    async def rename(self, channel: str, name: str) -> Receipt:
        """Let a public channel have another name."""
        place = self.place(channel)
        place.name = name
        return await self._all([(team, "channel_rename", payloads.channel_rename(place, self.state.next_ts()))
                                for team in self._teams_in(place)])

    async def uninstall(self, team: str = "T1") -> Receipt:
        """Let an admin remove the app: its token is bad from now on, and two events say so, in the order Slack may choose."""
        found = self.state.workspaces[team]
        self.revoke(team)
        found.is_installed = False
        return await self._all([(found, "tokens_revoked", payloads.tokens_revoked(found)),
                                (found, "app_uninstalled", payloads.app_uninstalled())])

    async def event(self, event: Json, *, team: str = "T1") -> Receipt:
        """Send any event as it is, subscribed to or not. Raises AssertionError for one that Slack's schema does not have."""
        return await self._all([(self.state.workspaces[team], "", event)])

    async def echo(self, message: Message, *, is_new: bool) -> None:
        """Tell the app of a message of its own, as Slack does to who listens to messages there."""
        place = self.place(message.channel)
        for team in self._teams_in(place):
            event = payloads.message_event(message, place, team.id)
            if not is_new:
                event = payloads.message_changed(message, message.text, place, team.id, self.state.next_ts())
            await self._all([(team, _MESSAGES[place.kind], event)])

    def _written(self, user: str, place: Channel, text: str, thread: str | None) -> Message:
        person = self.person(user)
        if user not in place.members:
            raise ValueError(f"{person.id} is not in {place.id}")
        if place.is_archived:
            raise ValueError(f"{place.id} is archived, nobody can write in it")
        if thread is not None and place.message(thread) is None:
            raise ValueError(f"there is no message {thread} in {place.id} to answer to")
        message = Message(self.state.next_ts(), place.id, user, typed(text), thread_ts=thread)
        place.messages.append(message)
        self.changed()
        return message

    def _teams_in(self, place: Channel) -> list[Workspace]:
        return [each for each in self.state.workspaces.values() if each.is_installed and each.bot in place.members]

    async def _all(self, events: list[tuple[Workspace, str, Json]], message: Message | None = None) -> Receipt:
        """Deliver those events that the app is to hear of, each with an id of its own."""
        whole = Receipt(message=message)
        for team, name, event in events:
            if name and not self.hears(team, name):
                continue
            place = self.state.channels.get(str(event.get("channel", event.get("channel_id"))))
            payload = payloads.event_callback(event, team, event_id=self.state.next_id("Ev"), seconds=self.clock.seconds,
                                              is_shared=place is not None and place.is_shared)
            receipt = await self.deliver_event(payload)
            whole.is_acked = whole.is_acked and receipt.is_acked
            whole.attempts += receipt.attempts
            whole.sent += receipt.sent
        return whole

    def hears(self, team: Workspace, name: str) -> bool:
        """Return whether the app is told of an event there: it subscribed to it and has the scope."""
        subscribed = self.rules.events is None or name.split(".")[0] in self.rules.events or name in self.rules.events
        needed = EVENT_SCOPES[name]
        return subscribed and (needed is None or needed in team.scopes)
