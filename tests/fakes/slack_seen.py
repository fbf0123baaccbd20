"""What people see in the fake Slack: the reading side of the test API."""

from __future__ import annotations

from tests.fakes.slack_delivery import Delivering
from tests.fakes.slack_state import Json, Message, View
from tests.fakes.slack_words import pings, read

STATUS_S = 120
"""https://docs.slack.dev/reference/methods/assistant.threads.setStatus"""


class Seeing(Delivering):
    """Delivering, with eyes. Messages come oldest first; what was deleted is not seen."""

    def messages(self, channel: str, *, thread: str | None = None, by_app: bool | None = None) -> list[Message]:
        """Return what everybody in a conversation sees; in one thread alone, or only what the app or only what people wrote."""
        shown = [each for each in self.place(channel).messages if each.only_for is None and not each.is_deleted]
        return [each for each in shown if (thread is None or each.root == thread) and by_app in (None, each.by_app)]

    def posts(self, channel: str, *, thread: str | None = None) -> list[Message]:
        """Return what the app wrote in a conversation."""
        return self.messages(channel, thread=thread, by_app=True)

    def ephemeral(self, channel: str, user: str) -> list[Message]:
        """Return what only one person sees in a conversation."""
        return [each for each in self.place(channel).messages if each.only_for == user and not each.is_deleted]

    def dms(self, user: str) -> list[Message]:
        """Return what the app wrote to a person directly."""
        return self.posts(self.person(user).id)

    def home(self, user: str) -> View | None:
        """Return a person's Home tab as published, None before it was."""
        return self.state.homes.get((self.person(user).team, user))

    def view_open_for(self, user: str) -> View | None:
        """Return the modal a person has before them, None for none."""
        stack = self.state.stacks.get(user)
        return self.state.views[stack[-1]] if stack else None

    @property
    def streams(self) -> list[Message]:
        """Every message that was streamed, oldest first; `stream` says whether it is still being written."""
        return [each for channel in self.state.channels.values() for each in channel.messages if each.stream]

    def status(self, channel: str, thread: str) -> str | None:
        """Return what the app is said to be doing in a thread, None for nothing; after two minutes Slack takes it away."""
        words, since = self.place(channel).status.get(thread, (None, 0.0))
        return words if self.clock.seconds - since < STATUS_S else None

    def prompts(self, user: str) -> list[Json]:
        """Return what a person is offered to ask."""
        return self.state.dm(self.person(user).id).prompts

    def read(self, shown: Message | View | Json | None) -> str:
        """Return what a person reads of a message, a view or a block, as lines of words."""
        return read(shown)

    def pings(self, message: Message) -> list[str]:
        """Return whom a message calls by name: `@U1`, `!channel`; none for one that leaves everybody in peace."""
        return pings(message)

    def read_all(self, channel: str, *, for_user: str | None = None) -> str:
        """Return a conversation as read from top to bottom, with what one person alone sees there."""
        shown = [each for each in self.place(channel).messages if not each.is_deleted and each.only_for in (None, for_user)]
        return "\n".join(read(each) for each in shown)

    def transcript(self) -> str:
        """Return everything there is to see, and what was refused or not acknowledged, as lines."""
        lines = []
        for channel in self.state.channels.values():
            for each in channel.messages:
                whose = f" (only {each.only_for})" if each.only_for else ""
                lines.append(f"  {channel.id} {each.ts} {each.user}{whose}: {read(each)[:300]!r}")
        lines += [f"  home of {user}: {read(view)[:300]!r}" for (_, user), view in self.state.homes.items()]
        lines += [f"  modal of {user}: {read(self.state.views[stack[-1]])[:300]!r}" for user, stack in self.state.stacks.items() if stack]
        lines += [f"  refused {each.method}: {each.answer}" for each in self.refused]
        lines += [f"  not acknowledged: {each.kind}, try {each.attempt}, {each.reason}" for each in self.failures]
        return "\n".join(lines) or "  nothing"
