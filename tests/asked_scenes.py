"""Questions asked on every front of a coach with a language model: the scenes, a scripted model's server, and every frame.

A frame is one thing that a front showed somebody, as it stood at that moment. Nothing that was ever shown is left out.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from simcord import _dpy_internals

from bot.app_model import close_authors
from bot.model.settings import LanguageModel
from bot.store.store import Store
from tests.chat_scenes import DiscordScene, Scene, SlackScene, bare, chosen, first_values, in_discord, in_slack, offers
from tests.discord_world import HURRIED
from tests.fakes.openai_server import FakeOpenAI, Scripted, called, said
from tests.terminal_scene import TerminalScene, in_terminal
from tests.world import comment, lead, post, reading

WAYS = ("slack command", "slack mention", "slack dm", "slack pane", "discord command", "discord mention", "discord dm",
        "terminal command", "terminal mention")
"""Every way in which a question can be put, by its front."""
FRONTS = ("slack", "discord", "terminal")
PRIVATE_IN_SLACK = "slack command"
"""The one way whose answer nobody can watch: Slack streams no answer that one person alone sees."""
QUESTION = "How do we deal with trolls?"
ANSWER = "Do not argue with trolls, because that gives them an audience [1]."
REST = ("Skip nobody who deserves an answer, and treat trolls to no reply at all [2].", "You have 2 unanswered comments.",
        "Ignore the insult, and go back to the people who matter.")
WAITING = ("c1", "unanswered_comments", '{"network": null, "limit": 5}')
PIECES = (f"{ANSWER}\n\n", "From the guidance\n", f"{REST[0]}\n\n", "From your data\n", f"{REST[1]}\n\n", f"Next step: {REST[2]}")
QUOTED = "Do not argue with trolls."
"""How the quoted answer to the question begins."""
USERS = {"Ada": "U1", "Ben": "U2"}
"""Who people are in Slack."""
AI, NO_AI = "Written by AI from these sources", "Quoted from the guidance, no AI used"
_virtual = _dpy_internals._clock_monotonic
_HEAD_EVENTS = 2
"""Events of a stream before the first of its words: a comment that keeps it alive, and the role."""


def answering(*pieces: str, at: Callable[[int], object] | None = None) -> tuple[Scripted, ...]:
    """Return the script of a model that reads who waits and then says these pieces, or the good answer.

    `at`: called before each piece, counted from 0.
    """
    words = said(*(pieces or PIECES))
    paced = Scripted(words.body, kind=words.kind, at=lambda event: at(event - _HEAD_EVENTS) if event >= _HEAD_EVENTS else None) if at else words
    return called(WAITING), paced


@dataclass
class Stage:
    """A scene whose coach has a model. `server`: where the model is; `way`: how a question is put here."""

    scene: Scene
    server: FakeOpenAI
    way: str
    _seen: threading.Condition = field(default_factory=threading.Condition)

    async def ask(self, words: str = QUESTION, *, by: str = "Ada") -> str:
        """Put a question in this stage's way, and return what stands there in the end."""
        match self.way.split()[1]:
            case "command":
                return bare(await self.scene.command(f"ask {words}", by=by))
            case "mention":
                return bare(await self.scene.mention(words, by=by))
            case "pane":
                return bare(await self._in_pane(words, by))
            case "thread":
                return bare(await self._in_thread(words, by))
            case _:
                return bare(await self.scene.dm(words, by=by))

    async def _in_thread(self, words: str, by: str) -> str:
        """Mention the coach in a thread of people's in Discord."""
        assert isinstance(self.scene, DiscordScene)
        discord, who = self.scene.discord, self.scene.people[by]
        said = await discord.say(who, discord.channel, "let us talk about this")
        made = discord.env.backend.create_thread(discord.channel.id, "talk", who.id, message_id=said.id)
        await discord.settle()
        message = await discord.mention(who, discord.place(made.id), words)
        await self.scene._settle()
        return "\n".join(each.words for each in message.answers)

    async def _in_pane(self, words: str, by: str) -> str:
        assert isinstance(self.scene, SlackScene)
        before = len(self.scene.told(by))
        await self.scene.slack.agent_message(USERS[by], words)
        await self.scene.home.settle()
        return "\n".join(self.scene.told(by)[before:])

    async def press(self, label: str, *, by: str = "Ada", **values: str) -> str:
        """Press a button of the last answer, and return what that shows to the one who pressed."""
        how = self.way.split()[1]
        if how in ("pane", "dm", "thread") and not isinstance(self.scene, TerminalScene):
            return bare(await self._pressed_directly(label, by, values))
        return bare(await self.scene.press(label, by=by, in_channel=how == "mention", values=values or None))

    async def _pressed_directly(self, label: str, by: str, values: dict[str, str]) -> str:
        """Press a button of the newest message that has it, directly or in a thread, and return what that shows."""
        match self.scene:
            case SlackScene():
                slack, user = self.scene.slack, USERS[by]
                before = len(self.scene.told(by))
                await slack.press([each for each in slack.dms(user) if offers(each, label)][-1], label, user=user)
                await self.scene.home.settle()
                if values:
                    await slack.submit(slack.view_open_for(user), values)
                    await self.scene.home.settle()
                return "\n".join(self.scene.told(by)[before:])
            case DiscordScene():
                discord, who = self.scene.discord, self.scene.people[by]
                before = len(discord.ephemeral(who))
                shown = discord.messages(discord.threads(discord.channel)[0]) if self.way.endswith("thread") else discord.dms(who)
                opened = await discord.press(who, [each for each in shown if label in each.labels][-1], label)
                if values:
                    await discord.submit(who, opened, first_values(opened) | chosen(opened, values))
                await self.scene.home.settle()
                await discord.settle()
                return "\n".join(each.words for each in discord.ephemeral(who)[before:])
            case _:
                raise AssertionError("a terminal has no direct messages")

    def frames(self) -> list[str]:
        """Return every frame so far, oldest first, as words."""
        return [bare(html.unescape(each)) for each in _frames(self.scene)]

    def until(self, predicate: Callable[[list[str]], bool]) -> bool:
        """Wait, in a thread, until what was shown is as wished. Raises AssertionError with the frames after a while."""
        with self._seen:
            if not self._seen.wait_for(lambda: predicate(self.frames()), timeout=20):
                raise AssertionError(self.frames())
        return True

    def watch(self) -> None:
        """Begin to notice what the fakes receive."""
        def noticed() -> None:
            with self._seen:
                self._seen.notify_all()

        match self.scene:
            case SlackScene():
                self.scene.slack.changed = _after(self.scene.slack.changed, noticed)  # type: ignore[method-assign]
            case DiscordScene():
                rest = self.scene.discord.rest
                vars(rest)["answer"] = _after(rest.answer, noticed)
                self.scene.chat.client.pace = HURRIED
            case TerminalScene():
                self.scene.on_print = noticed


@asynccontextmanager
async def staged(store: Store, way: str, *, settings: Mapping[str, Any] | None = None, place: Any = None, has_data: bool = True,
                 **given: Any) -> AsyncIterator[Stage]:
    """Set a stage: a small team's data, the real guidance, a strict server for the model, and the real front code.

    `settings`: of the model, where they differ; `place`: settings of the channels, such as those of two teams.
    """
    front = way.partition(" ")[0]
    with FakeOpenAI() as server, TemporaryDirectory() as folder:
        model = LanguageModel(**{"name": "made-up", "base_url": server.url, "api_key_env": "", **(settings or {})})
        make: Any = {"slack": in_slack, "discord": in_discord, "terminal": in_terminal}[front]
        more = {"folder": Path(folder)} if front == "terminal" else {"settings": place}
        try:
            async with _real_time_elsewhere(), make(store, model=model, **more, **given) as scene:
                stage = Stage(scene, server, way)
                stage.watch()
                if has_data:
                    await asyncio.to_thread(furnish, stage)
                yield stage
        finally:
            close_authors()
        assert not server.refused, server.refused


def play(store: Store, way: str, scene: Callable[[Stage], Awaitable[None]], **given: Any) -> None:
    """Play a scene to its end."""

    async def played() -> None:
        async with staged(store, way, **given) as stage:
            await scene(stage)

    asyncio.run(played())


def furnish(stage: Stage) -> None:
    """Give the team a post, two leads and two comments that wait."""
    stage.scene.home.world.tell(post("p1", text="Seeded rye is back on the shelf"), reading(reach=2000), lead("l1", post_id="p1"),
                                lead("l2"), comment("c1"), comment("c2", "do you deliver?"))


@asynccontextmanager
async def _real_time_elsewhere() -> AsyncIterator[None]:
    """Let the fake Discord's clock hold on its own loop alone: the model's loop, in a thread of its own, keeps real time."""
    here = threading.get_ident()

    def monotonic() -> float:
        return _virtual() if threading.get_ident() == here else _dpy_internals.real_monotonic()

    with patch("simcord._dpy_internals._clock_monotonic", monotonic):
        yield


def _after(does: Callable[..., Any], then: Callable[[], object]) -> Callable[..., Any]:
    def done(*given: Any, **named: Any) -> Any:
        try:
            return does(*given, **named)
        finally:
            then()

    return done


def _frames(scene: Scene) -> Iterator[str]:
    match scene:
        case SlackScene():
            yield from _in_slack(scene)
        case DiscordScene():
            yield from _in_discord(scene)
        case TerminalScene():
            for number in range(len(scene.printed)):
                yield re.sub(r"\s+", " ", "".join(scene.printed[:number + 1]))


def _in_slack(scene: SlackScene) -> Iterator[str]:
    """A stream's frame is all that was streamed of it so far; of every other call it is all that was sent."""
    streams: dict[str, str] = {}
    for each in list(scene.slack.calls):
        if each.method in ("chat.startStream", "chat.appendStream", "chat.stopStream"):
            ts = str(each.args.get("ts") or each.answer.get("ts"))
            chunks = "".join(str(chunk.get("text", "")) for chunk in each.args.get("chunks") or ())
            streams[ts] = streams.get(ts, "") + str(each.args.get("markdown_text") or "") + chunks
            yield streams[ts]
        else:
            yield _words({name: value for name, value in each.args.items() if name != "metadata"})


def _in_discord(scene: DiscordScene) -> Iterator[str]:
    for each in list(scene.discord.rest.requests):
        if each.method in ("POST", "PATCH", "PUT") and not each.path.startswith("/applications"):
            yield _words(each.body) or f"{each.method} {each.path}"


def _words(sent: Any) -> str:
    """Return every text in what was sent, one after the other."""
    match sent:
        case str():
            return sent if not sent.startswith(("{", "[")) else _words(_read(sent))
        case dict():
            return "\n".join(filter(None, map(_words, sent.values())))
        case list() | tuple():
            return "\n".join(filter(None, map(_words, sent)))
        case _:
            return str(sent) if isinstance(sent, int) and not isinstance(sent, bool) else ""


def _read(words: str) -> Any:
    try:
        return json.loads(words)
    except ValueError:
        return [words]
