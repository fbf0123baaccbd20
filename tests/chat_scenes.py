"""One way to tell what happens on any chat: people type, press, fill in and read, in a fake Slack or a fake Discord.

A test that takes `scene_of` runs on both; what it asserts is what people see, and what the fakes received.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Protocol

from bot.chat.binding import bind, command_in, split
from bot.chat.slack.chat import SlackChat
from bot.chat.slack.manifest import manifest
from bot.commands import commands
from bot.model.settings import Channel, LanguageModel, Settings, Slack
from bot.model.times import from_text
from bot.store.store import Store
from tests.chat_world import Household, household, settings_for, talk
from tests.fakes.discord_server import FakeDiscord
from tests.fakes.slack_server import FakeSlack
from tests.world import NOW

PEOPLE = {"Ada": True, "Ben": False}
"""Who is there, and whether they are an admin."""


class Scene(Protocol):
    """One channel with Ada, an admin, and Ben. What returns words returns all that a person reads."""

    platform: str
    home: Household

    @property
    def channel(self) -> str:
        """The platform's id of the channel."""
        ...

    async def command(self, line: str, *, by: str = "Ada") -> str:
        """Let somebody use a command, and return what they alone now see."""
        ...

    async def press(self, label: str, *, by: str = "Ada", in_channel: bool = False, values: dict[str, str] | None = None) -> str:
        """Let somebody press a button of the newest message that they alone see, or of the channel's newest with buttons.

        `values`: what they fill into the form that opens. Returns what they alone now see.
        """
        ...

    async def mention(self, words: str, *, by: str = "Ada") -> str:
        """Let somebody mention the coach in the channel, and return what it says to that in the open."""
        ...

    async def dm(self, words: str, *, by: str = "Ada") -> str:
        """Let somebody write to the coach directly, and return what it says."""
        ...

    async def drop(self, name: str, data: bytes, *, by: str = "Ada") -> str:
        """Let somebody drop a file on the coach in a direct message, and return what it says."""
        ...

    async def log_as_commitment(self, words: str, values: dict[str, str] | None = None, *, by: str = "Ada") -> str:
        """Let somebody say something in the channel and log it as a commitment; return what they alone now see."""
        ...

    def said(self) -> list[str]:
        """Return what the coach's messages in the channel say now, oldest first."""
        ...

    def told(self, person: str) -> list[str]:
        """Return what the coach's direct messages to somebody say now, oldest first."""
        ...

    async def restart(self) -> None:
        """Let the process end and another begin on the same store."""
        ...

    def forward(self, **parts: float) -> None:
        """Let time pass, everywhere."""
        ...


@dataclass
class SlackScene:
    """The scene in a fake Slack over Socket Mode."""

    slack: FakeSlack
    home: Household
    chat: SlackChat
    platform: str = "slack"

    @property
    def channel(self) -> str:
        """The channel's id."""
        return "C1"

    async def command(self, line: str, *, by: str = "Ada") -> str:
        """Type /coach and the line."""
        before = len(self._private(by))
        await self.slack.command(_user(by), self.channel, "/coach", line)
        await self.home.settle()
        return self._new(by, before)

    async def press(self, label: str, *, by: str = "Ada", in_channel: bool = False, values: dict[str, str] | None = None) -> str:
        """Press a button, and fill in what opens."""
        before, shown = len(self._private(by)), self.slack.posts(self.channel) if in_channel else self._private(by)
        newest = [each for each in shown if offers(each, label)][-1]
        await self.slack.press(newest, label, user=_user(by))
        await self.home.settle()
        if values is not None:
            await self._submit(by, values)
        return self._new(by, before)

    async def mention(self, words: str, *, by: str = "Ada") -> str:
        """Mention the coach."""
        receipt = await self.slack.mention(_user(by), self.channel, words)
        await self.home.settle()
        assert receipt.message is not None
        thread = receipt.message.thread_ts or receipt.message.ts
        return "\n".join(self.slack.read(each) for each in self.slack.posts(self.channel, thread=thread))

    async def dm(self, words: str, *, by: str = "Ada") -> str:
        """Write a direct message."""
        before = len(self.told(by))
        await self.slack.direct_message(_user(by), words)
        await self.home.settle()
        return "\n".join(self.told(by)[before:])

    async def drop(self, name: str, data: bytes, *, by: str = "Ada") -> str:
        """Drop a file into the direct messages."""
        before = len(self.told(by))
        await self.slack.drop_file(_user(by), _user(by), name, data)
        await self.home.settle()
        return "\n".join(self.told(by)[before:])

    async def log_as_commitment(self, words: str, values: dict[str, str] | None = None, *, by: str = "Ada") -> str:
        """Use the message shortcut."""
        receipt, before = await self.slack.say(_user(by), self.channel, words), len(self._private(by))
        await self.home.settle()
        await self.slack.shortcut(_user(by), "log_commitment", receipt.message)
        await self.home.settle()
        await self._submit(by, values or {})
        return self._new(by, before)

    def said(self) -> list[str]:
        """Read the channel, threads among it."""
        return [self.slack.read(each) for each in self.slack.posts(self.channel)]

    def told(self, person: str) -> list[str]:
        """Read the direct messages."""
        return [self.slack.read(each) for each in self.slack.dms(_user(person)) if each.user == self.slack.bot("T1")]

    async def restart(self) -> None:
        """Connect another chat in the place of this one."""
        await self.chat.stop_listening()
        await self.chat.close()
        self.home.chats.remove(self.chat)
        self.chat = await _slack_chat(self.slack, self.home)

    def forward(self, **parts: float) -> None:
        """Move both clocks."""
        self.slack.clock.forward(timedelta(**parts).total_seconds())
        self.home.clock.forward(**parts)

    async def _submit(self, by: str, values: dict[str, str]) -> None:
        await self.slack.submit(self.slack.view_open_for(_user(by)), values)
        await self.home.settle()

    def _private(self, by: str) -> list[Any]:
        return self.slack.ephemeral(self.channel, _user(by))

    def _new(self, by: str, before: int) -> str:
        return "\n".join(self.slack.read(each) for each in self._private(by)[before:])


@dataclass
class DiscordScene:
    """The scene in a fake Discord."""

    discord: FakeDiscord
    home: Household
    chat: Any
    people: dict[str, Any]
    platform: str = "discord"

    @property
    def channel(self) -> str:
        """The channel's id."""
        return str(self.discord.channel.id)

    async def command(self, line: str, *, by: str = "Ada") -> str:
        """Type the application command that the line names, with its options."""
        from bot.chat.discord.tree import TOP

        before, found = len(self._private(by)), command_in(split(line), commands())
        assert found is not None, f"{line!r} is no command"
        command, words = found
        alone = " " not in command.name and any(name.startswith(f"{command.name} ") for name in commands())
        path = (command.name,) if command.name in TOP else ("coach", *command.name.split(" "), *(("list",) if alone else ()))
        options = {each.name: value for each in command.parameters
                   if (value := bind(command, words)[each.name]) not in (None, each.default)}
        await self.discord.command(self.people[by], self.discord.channel, *path, **options)
        await self._settle()
        return self._new(by, before)

    async def press(self, label: str, *, by: str = "Ada", in_channel: bool = False, values: dict[str, str] | None = None) -> str:
        """Press a button, and fill in what opens."""
        before = len(self._private(by))
        shown = self.discord.messages(self.discord.channel) if in_channel else self._private(by)
        newest = [each for each in shown if label in each.labels][-1]
        answered = await self.discord.press(self.people[by], newest, label)
        if values is not None:
            await self.discord.submit(self.people[by], answered, first_values(answered) | chosen(answered, values))
        await self._settle()
        return self._new(by, before)

    async def mention(self, words: str, *, by: str = "Ada") -> str:
        """Mention the coach."""
        message = await self.discord.mention(self.people[by], self.discord.channel, words)
        await self._settle()
        return "\n".join(each.words for each in message.answers)

    async def dm(self, words: str, *, by: str = "Ada") -> str:
        """Write a direct message."""
        before = len(self.told(by))
        await self.discord.dm(self.people[by], words)
        await self._settle()
        return "\n".join(self.told(by)[before:])

    async def drop(self, name: str, data: bytes, *, by: str = "Ada") -> str:
        """Drop a file into the direct messages."""
        before = len(self.told(by))
        await self.discord.dm(self.people[by], "", files=[(name, data)])
        await self._settle()
        return "\n".join(self.told(by)[before:])

    async def log_as_commitment(self, words: str, values: dict[str, str] | None = None, *, by: str = "Ada") -> str:
        """Use the message's menu."""
        before = len(self._private(by))
        message = await self.discord.say(self.people[by], self.discord.channel, words)
        opened = await self.discord.context_menu(self.people[by], message, "Log as commitment")
        await self.discord.submit(self.people[by], opened, first_values(opened) | (values or {}))
        await self._settle()
        return self._new(by, before)

    def said(self) -> list[str]:
        """Read the channel."""
        return [each.words for each in self.discord.messages(self.discord.channel) if each.is_from_bot]

    def told(self, person: str) -> list[str]:
        """Read the direct messages."""
        return [each.words for each in self.discord.dms(self.people[person]) if each.is_from_bot]

    async def restart(self) -> None:
        """Start another client in the place of this one."""
        from bot.chat.discord.chat import DiscordChat

        self.home.chats.remove(self.chat)
        self.chat = DiscordChat(self.home.house, talk(), self.home.bridge, TOKEN, self.home.clock)
        await self.discord.restart(self.chat.client)
        self.home.chats.append(self.chat)

    def forward(self, **parts: float) -> None:
        """Move both clocks."""
        self.discord.env.backend.advance_clock(timedelta(**parts).total_seconds())
        self.home.clock.forward(**parts)

    async def _settle(self) -> None:
        await self.home.settle()
        await self.discord.settle()

    def _private(self, by: str) -> list[Any]:
        return self.discord.ephemeral(self.people[by])

    def _new(self, by: str, before: int) -> str:
        return "\n".join(each.words for each in self._private(by)[before:])


SceneOf = Callable[..., AbstractAsyncContextManager[Scene]]
TOKEN = {"DISCORD_TOKEN": "made-up-token"}


@asynccontextmanager
async def in_slack(store: Store, *, settings: Settings | None = None, now: str = NOW, optional: tuple[str, ...] = (),
                   model: LanguageModel | None = None, **fake: Any) -> AsyncIterator[SlackScene]:
    """Play in a fake Slack that knows what the manifest asks for and nothing else."""
    made = manifest(commands(), follows_threads=bool(optional))
    async with FakeSlack.from_manifest(made, optional=optional, **fake) as slack:
        furnish(slack, now)
        given = settings or settings_for(Channel("slack", "C1"))
        given = replace(given, slack=replace(given.slack, api_url=slack.api_url), model=model or given.model)
        async with household(store, given, now=now) as home:
            yield SlackScene(slack, home, await _slack_chat(slack, home))


@asynccontextmanager
async def in_discord(store: Store, *, settings: Settings | Callable[[FakeDiscord], Settings] | None = None, now: str = NOW,
                     model: LanguageModel | None = None, **fake: Any) -> AsyncIterator[DiscordScene]:
    """Play in a fake Discord that gives the coach what its invite link asks for and nothing else."""
    from discord import Permissions

    from bot.chat.discord.chat import DiscordChat
    from bot.chat.discord.invite import PERMISSIONS

    async with FakeDiscord(now=now, **{"patience_s": 60.0, **fake}) as discord:
        discord.permit(Permissions(sum(PERMISSIONS.values())))
        people = {name: discord.user(name, admin=is_admin) for name, is_admin in PEOPLE.items()}
        stated = settings(discord) if callable(settings) else settings
        given = stated or settings_for(Channel("discord", str(discord.channel.id)))
        given = replace(given, model=model or given.model)
        async with household(store, given, now=now) as home:
            chat = DiscordChat(home.house, talk(), home.bridge, TOKEN, home.clock)
            await discord.start(chat.client)
            home.chats.append(chat)
            yield DiscordScene(discord, home, chat, people)


@asynccontextmanager
async def in_both(store: Store, *, now: str = NOW) -> AsyncIterator[tuple[SlackScene, DiscordScene]]:
    """Play in both at once: one team, one process, one clock; Ben is the same person on both."""
    from bot.chat.discord.chat import DiscordChat

    async with FakeSlack.from_manifest(manifest(commands())) as slack, FakeDiscord(now=now, patience_s=60.0) as discord:
        furnish(slack, now)
        people = {name: discord.user(name, admin=is_admin) for name, is_admin in PEOPLE.items()}
        given = settings_for(Channel("slack", "C1"), Channel("discord", str(discord.channel.id)),
                             people=(("slack:U2", f"discord:{people['Ben'].id}"),))
        given = replace(given, slack=replace(given.slack, api_url=slack.api_url))
        async with household(store, given, now=now) as home:
            chat = DiscordChat(home.house, talk(), home.bridge, TOKEN, home.clock)
            await discord.start(chat.client)
            home.chats.append(chat)
            yield SlackScene(slack, home, await _slack_chat(slack, home)), DiscordScene(discord, home, chat, people)


SCENES: dict[str, SceneOf] = {"slack": in_slack, "discord": in_discord}


async def _slack_chat(slack: FakeSlack, home: Household) -> SlackChat:
    chat = SlackChat(home.house, talk(), home.bridge, tokens(slack), home.clock)
    await chat.start()
    home.chats.append(chat)
    await slack.connected()
    return chat


def offers(shown: Any, label: str) -> bool:
    """Tell whether a message in Slack has a button of that label, or has it in a menu of further ones."""
    found = [each for block in shown.blocks for each in block.get("elements", ()) if each.get("type") in ("button", "overflow")]
    return any(option["text"]["text"] == label for each in found for option in each.get("options", [each]))


def tokens(slack: FakeSlack) -> dict[str, str]:
    """Return the environment of a process with the fake's tokens."""
    names = Slack()
    return {names.bot_token_env: slack.token("T1"), names.app_token_env: slack.app_token}


def furnish(slack: FakeSlack, now: str = NOW) -> None:
    """Put the people and the channel into a fake Slack, at a moment."""
    slack.clock.seconds = from_text(now).timestamp()
    for name, is_admin in PEOPLE.items():
        slack.user(_user(name), name, is_admin=is_admin, tz="UTC")
    slack.channel("C1", members=[*map(_user, PEOPLE), slack.bot("T1")])


def _user(name: str) -> str:
    return {"Ada": "U1", "Ben": "U2"}[name]


def first_values(opened: Any) -> dict[str, Any]:
    """Return what a modal in Discord shows when it opens; a person who fills in nothing sends that."""
    return {each.key: each.value for each in opened.modal.controls if each.value}


def chosen(opened: Any, values: dict[str, str]) -> dict[str, Any]:
    """Return what is filled into a modal in Discord as it goes out: of a menu a list of what was chosen."""
    menus = {each.key for each in opened.modal.controls if each.options}
    return {name: [value] if name in menus and isinstance(value, str) else value for name, value in values.items()}


def bare(words: str) -> str:
    """Return words without the marks and escapes that a platform reads."""
    return re.sub(r"\\(.)", r"\1", re.sub(r"[*]|^-# ", "", words, flags=re.MULTILINE))
