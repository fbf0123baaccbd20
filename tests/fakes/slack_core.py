"""The inside of the fake Slack that its parts share: the world as arranged by a test, triggers, response addresses, records."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.fakes.slack_clock import SlackClock
from tests.fakes.slack_hooks import Hook
from tests.fakes.slack_limits import Limits
from tests.fakes.slack_socket import Socket
from tests.fakes.slack_state import Channel, File, Message, State, User, Workspace
from tests.fakes.slack_views import Trigger
from tests.fakes.slack_web import Record

T = TypeVar("T")
SCOPES = ("app_mentions:read", "assistant:write", "channels:read", "chat:write", "commands", "files:read", "files:write",
          "groups:read", "im:history", "im:read", "im:write", "users:read")
"""What the app asks for when it is installed, without the scopes a team may add."""


@dataclass
class Install:
    """One installation under way: what its code will be exchanged for."""

    team: str
    user: str
    born: float
    redirect_uri: str | None = None
    is_used: bool = False


@dataclass(frozen=True)
class Rules:
    """What is set for the app in Slack: None for commands, shortcuts or events allows every one."""

    scopes: tuple[str, ...] = SCOPES
    app_scopes: tuple[str, ...] = ("connections:write",)
    commands: Mapping[str, bool] | None = None
    shortcuts: frozenset[str] | None = None
    events: frozenset[str] | None = None
    has_sockets: bool = True
    has_home: bool = True
    has_messages: bool = True
    is_distributed: bool = False


class Core:
    """State, records and the arranging of both. `calls`: every call as answered; `refused`: those answered with an error."""

    def __init__(self, rules: Rules, *, burst: int) -> None:
        self.rules = rules
        self.clock = SlackClock()
        self.state = State(self.clock)
        self.limits = Limits(self.clock, burst=burst, is_distributed=rules.is_distributed)
        self.socket = Socket(self)
        self.app_token = "xapp-1-A1-1-made-up"
        self.client_id, self.client_secret, self.signing_secret = "1.1", "made-up-client-secret", "made-up-signing-secret"
        self.url = ""
        self.app_scopes = set(rules.app_scopes)
        self.calls: list[Record] = []
        self.triggers: dict[str, Trigger] = {}
        self.hooks: dict[str, Hook] = {}
        self.codes: dict[str, Install] = {}
        self._watchers: set[asyncio.Future[None]] = set()

    @property
    def refused(self) -> list[Record]:
        """Every call that was answered with an error."""
        return [each for each in self.calls if each.error]

    @property
    def has_sockets(self) -> bool:
        """Whether Socket Mode is turned on."""
        return self.rules.has_sockets

    @property
    def has_home(self) -> bool:
        """Whether the app has a Home tab."""
        return self.rules.has_home

    @property
    def is_distributed(self) -> bool:
        """Whether the app is given to others outside the Marketplace, which limits reading of history."""
        return self.rules.is_distributed

    def workspace(self, team: str = "T1", *, scopes: Iterable[str] | None = None, name: str = "", is_installed: bool = True) -> Workspace:
        """Make a workspace with the app in it, or return the one that is there; `scopes` given, they are granted from now on."""
        if team not in self.state.workspaces:
            granted = set(self.rules.scopes if scopes is None else scopes)
            self.state.workspaces[team] = Workspace(team, granted, name or f"Team {team}", is_installed=False)
            bot = self.state.bot_in(team)
            self.state.users[bot] = User(bot, team, "coach", is_bot=True)
            if is_installed:
                self.installed(team)
        elif scopes is not None:
            self.state.workspaces[team].scopes = set(scopes)
        return self.state.workspaces[team]

    def installed(self, team: str) -> Workspace:
        """Put the app into a workspace, with a new token where it has none that is good."""
        found = self.workspace(team, is_installed=False)
        found.is_installed = True
        if not found.token or found.token in self.state.revoked:
            found.token = f"xoxb-{self.state.next_id(team)}"
            self.state.tokens[found.token] = team
        return found

    def token(self, team: str = "T1") -> str:
        """Return a workspace's bot token."""
        return self.state.workspaces[team].token

    def revoke(self, team: str = "T1") -> None:
        """Make a workspace's bot token bad."""
        self.state.revoked.add(self.token(team))

    def bot(self, team: str = "T1") -> str:
        """Return the bot's user id in a workspace."""
        return self.state.bot_in(team)

    def user(self, user: str, name: str = "", *, is_admin: bool = False, tz: str = "Europe/Berlin", team: str = "T1",
             is_deleted: bool = False, is_guest: bool = False) -> User:
        """Make a person, or return the one that is there. A workspace only named here does not have the app."""
        self.workspace(team, is_installed=False)
        return self.state.users.setdefault(user, User(user, team, name or user, is_admin, tz, is_deleted, is_guest=is_guest))

    def channel(self, channel: str, *, members: Iterable[str] = (), name: str = "", shared: bool = False, archived: bool = False,
                private: bool = False, has_bot: bool = True, team: str = "T1") -> Channel:
        """Make a channel with people in it, made where they are not there yet, or return the one that is there."""
        has_bot = self.workspace(team, is_installed=False).is_installed and has_bot
        if channel not in self.state.channels:
            inside = {self.user(each, team=self.state.users[each].team if each in self.state.users else team).id for each in members}
            inside |= {self.bot(team)} if has_bot else set()
            self.state.channels[channel] = Channel(channel, team, name or channel.lower(), "group" if private else "channel", inside,
                                                   shared, archived)
        return self.state.channels[channel]

    def new_code(self, team: str = "T1", *, user: str = "U1", redirect_uri: str | None = None) -> str:
        """Return the code with which Slack sends someone back after they agreed to an installation; it serves once."""
        code = self.state.next_id("code")
        self.codes[code] = Install(team, user, self.clock.seconds, redirect_uri)
        return code

    def new_trigger(self, user: str, *, view: str | None = None) -> str:
        """Return a trigger id for what a person did now."""
        trigger = self.state.next_id("trigger.")
        self.triggers[trigger] = Trigger(user, self.state.users[user].team, self.clock.seconds, view)
        return trigger

    def new_hook(self, channel: str, user: str, message: Message | None = None) -> str:
        """Return a response address for what a person did now."""
        key = self.state.next_id("hook")
        self.hooks[key] = Hook(channel, user, self.clock.seconds, message)
        return f"{self.url}/hooks/{key}"

    def new_file(self, user: str, name: str, content: bytes, channels: list[str]) -> File:
        """Keep a file of a person's."""
        file = File(self.state.next_id("F"), self.state.users[user].team, name, content, user, channels=channels)
        self.state.files[file.id] = file
        return file

    def changed(self) -> None:
        """Wake those who wait to see something."""
        watchers, self._watchers = self._watchers, set()
        for each in watchers:
            if not each.done():
                each.set_result(None)

    async def seen(self, predicate: Callable[[], T], *, timeout_s: float = 3.0) -> T:
        """Wait until a condition holds and return its value. Raises AssertionError with what there is to see, after `timeout_s`."""
        deadline = asyncio.get_running_loop().time() + timeout_s
        while True:
            found = predicate()
            if found:
                return found
            watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._watchers.add(watcher)
            left = deadline - asyncio.get_running_loop().time()
            _, waiting = await asyncio.wait({watcher}, timeout=max(0.0, left))
            if waiting and not predicate():
                self._watchers.discard(watcher)
                raise AssertionError(f"not seen within {timeout_s:g} s; there is:\n{self.transcript()}")

    def transcript(self) -> str:
        """Return everything there is to see, and what was refused, as lines."""
        raise NotImplementedError

    def person(self, user: str) -> User:
        """Return a person. Raises ValueError for one the test did not make."""
        if user not in self.state.users:
            raise ValueError(f"there is no user {user}; make one with slack.user({user!r})")
        return self.state.users[user]

    def place(self, channel: str) -> Channel:
        """Return a conversation by its id, or a person's direct message by theirs. Raises ValueError for an unknown one."""
        if channel in self.state.users:
            return self.state.dm(channel)
        if channel not in self.state.channels:
            raise ValueError(f"there is no channel {channel}; make one with slack.channel({channel!r}, members=[...])")
        return self.state.channels[channel]


def rules_of(manifest: Mapping[str, Any], *, optional: Iterable[str] = (), **more: Any) -> Rules:
    """Return what an app's manifest sets; `optional`: which of its optional scopes a team granted."""
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    scopes = manifest["oauth_config"]["scopes"]
    given = {
        "scopes": (*scopes["bot"], *optional),
        "commands": {each["command"]: bool(each.get("should_escape")) for each in features.get("slash_commands", ())},
        "shortcuts": frozenset(each["callback_id"] for each in features.get("shortcuts", ())),
        "events": frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        "has_sockets": bool(settings.get("socket_mode_enabled")),
        "has_home": bool(features.get("app_home", {}).get("home_tab_enabled")),
        "has_messages": bool(features.get("app_home", {}).get("messages_tab_enabled")),
    }
    return Rules(**{**given, **more})
