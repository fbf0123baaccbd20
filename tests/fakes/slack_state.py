"""What the fake Slack knows: workspaces, people, channels, messages, files, views, streams.

Plain data; who may see or change it is decided elsewhere. Times are `ts` words as Slack writes them, in the fake's own time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.fakes.slack_clock import SlackClock

Json = dict[str, Any]
APP = "A1"
BOT_NAME = "coach"
KINDS = {"channel": "public channel", "group": "private channel", "im": "direct message", "mpim": "group message"}


@dataclass
class Workspace:
    """A workspace where the app is installed. `scopes`: what its bot token was granted."""

    id: str
    scopes: set[str]
    name: str = ""
    token: str = ""
    is_installed: bool = True
    enterprise: str | None = None

    @property
    def bot(self) -> str:
        """The bot's user id here."""
        return f"UB{self.id}"

    @property
    def bot_id(self) -> str:
        """The bot's own id here, as `bot_id` of its messages."""
        return f"B{self.id}"


@dataclass
class User:
    """A person, in one workspace."""

    id: str
    team: str
    name: str
    is_admin: bool = False
    tz: str = "Europe/Berlin"
    is_deleted: bool = False
    is_bot: bool = False
    is_guest: bool = False


@dataclass
class File:
    """A file as Slack keeps it; without `is_complete` it was only announced."""

    id: str
    team: str
    name: str
    content: bytes
    user: str
    title: str = ""
    alt: str = ""
    announced_size: int | None = None
    is_complete: bool = True
    channels: list[str] = field(default_factory=list)


@dataclass
class Message:
    """A message. `only_for`: who alone sees it, None for everybody; `stream`: whether it is still being written."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    only_for: str | None = None
    by_app: bool = False
    metadata: Json | None = None
    attachments: list[Json] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    edits: int = 0
    is_deleted: bool = False
    is_broadcast: bool = False
    markdown: str = ""
    sent: Json = field(default_factory=dict)
    stream: Literal["in_progress", "completed", "errored"] | None = None
    reactions: list[str] = field(default_factory=list)

    @property
    def buttons(self) -> list[Json]:
        """Every element of it that acts, in order."""
        return list(elements(self.blocks))

    @property
    def root(self) -> str:
        """The thread it stands in or would begin."""
        return self.thread_ts or self.ts


@dataclass
class View:
    """A modal or a Home tab as one person sees it. `errors`: by block, after a submission that was refused."""

    id: str
    team: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        return list(self.body["blocks"])

    @property
    def buttons(self) -> list[Json]:
        """Every element of it that acts, in order; inputs are not among them."""
        return list(elements(self.blocks))


@dataclass
class Channel:
    """A conversation. `kind` is Slack's word for it; `user`: whose direct message with the bot this is."""

    id: str
    team: str
    name: str = ""
    kind: Literal["channel", "group", "im", "mpim"] = "channel"
    members: set[str] = field(default_factory=set)
    is_shared: bool = False
    is_archived: bool = False
    user: str | None = None
    messages: list[Message] = field(default_factory=list)
    status: dict[str, tuple[str, float]] = field(default_factory=dict)
    prompts: list[Json] = field(default_factory=list)

    def message(self, ts: str) -> Message | None:
        """Return the message with this ts that everybody sees, None when there is none."""
        return next((each for each in self.messages if each.ts == ts and not each.is_deleted and each.only_for is None), None)


@dataclass
class State:
    """All of it, and how ids and times are given out."""

    clock: SlackClock = field(default_factory=SlackClock)
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[tuple[str, str], View] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    _count: int = 0

    def next_id(self, prefix: str) -> str:
        """Return an id that was not given before."""
        self._count += 1
        return f"{prefix}{self._count:04d}"

    def next_ts(self) -> str:
        """Return a message's time, later than every one before it."""
        self._count += 1
        return f"{int(self.clock.seconds)}.{self._count:06d}"

    def dm(self, user: str) -> Channel:
        """Return a person's direct message with the bot, opened now if it was not."""
        person = self.users[user]
        bot = self.workspaces[person.team].bot
        return self.channels.setdefault(f"D{user}", Channel(f"D{user}", person.team, "", "im", {user, bot}, user=user))

    def bot_in(self, team: str) -> str:
        """Return the bot's user id in a workspace."""
        return self.workspaces[team].bot


def elements(blocks: list[Json]) -> Iterator[Json]:
    """Return every element that acts by itself, each with the `block_id` it stands in; inputs act by being submitted."""
    for block in blocks:
        inside = block.get("elements", []) if block["type"] in ("actions", "context_actions") else []
        inside = inside + block.get("actions", []) if block["type"] == "card" else inside
        accessory = [block["accessory"]] if "action_id" in block.get("accessory", ()) else []
        for element in [*inside, *accessory]:
            if "action_id" in element:
                yield {**element, "block_id": block["block_id"]}
        for inner in (*block.get("child_blocks", ()), *(block.get("elements", ()) if block["type"] == "carousel" else ())):
            yield from elements([{"block_id": block.get("block_id", ""), **inner}])
