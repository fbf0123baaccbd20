"""A coach in a fake Discord for tests of that front alone: one server, one channel, Ada (an admin) and Ben."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from bot.chat.discord.client import Pace
from bot.model.card import Button, Card, Items, say, text
from bot.model.card import Item as Thing
from bot.model.command import Asker, Reply
from tests.chat_scenes import DiscordScene, in_discord
from tests.engines import own_store
from tests.fakes.discord_place import scene_in
from tests.fakes.discord_rest import Answer, Request
from tests.world import comment, post, reading

HURRIED = Pace(answer_s=0.15, write_s=0.0, yield_s=0.0)


@asynccontextmanager
async def played(**given: Any) -> AsyncIterator[DiscordScene]:
    """Play in a fake Discord that does not make tests wait."""
    with own_store() as store:
        async with in_discord(store, **given) as scene:
            scene.chat.client.pace = HURRIED
            yield scene


in_scene = scene_in(played)
"""Makes a test of a coroutine that takes a DiscordScene first and fixtures after it."""


def tell_comments(scene: DiscordScene) -> None:
    """Let two comments wait for an answer."""
    scene.home.world.tell(post(), reading(reach=500), comment(), comment("c2", "do you deliver?"))


def answers_with(scene: DiscordScene, name: str, run: Any) -> None:
    """Let a command answer as a test says; `run(desk, asker, **values)` returns a Card."""

    def replied(desk: Any, asker: Asker, **values: Any) -> Reply:
        return Reply(run(desk, asker, **values))

    change(scene, name, replied)


def change(scene: DiscordScene, name: str, run: Callable[..., Reply]) -> None:
    """Let a command do what a test says."""
    talk = scene.chat.client.turns.talk
    changed = replace(talk.commands[name], run=run)
    object.__setattr__(talk, "commands", {**talk.commands, name: changed})


def writes(scene: DiscordScene, *pieces: str, after: Callable[[int], object] = lambda _: None, ends: Callable[[], Card] | None = None) -> None:
    """Let `ask` write an answer in pieces before its card; `after` is called with the number of each piece, in the thread."""

    def replied(desk: Any, _asker: Asker, **_: Any) -> Reply:
        for number, piece in enumerate(pieces):
            desk.show(piece)
            after(number)
        return Reply(ends() if ends else Card(text("The whole answer"), (say("With its sources."),)))

    change(scene, "ask", replied)


def long_card(lines: int = 120, title: str = "A long week") -> Card:
    """Return a card of more than one message."""
    things = tuple(Thing(text("Look at post {n}", n=number), words="word " * 20) for number in range(lines))
    return Card(text(title), (say("Much to look at."), Items(things)), (Button("Why this?", "why-this", "x"),))


class Waiting:
    """Lets work in a thread wait for what Discord is told meanwhile."""

    def __init__(self, scene: DiscordScene) -> None:
        self._told = threading.Condition()
        self._seen: list[str] = []
        rest = scene.discord.rest
        answer = rest.answer

        def answered(request: Request) -> Answer:
            try:
                return answer(request)
            finally:
                with self._told:
                    self._seen.append(f"{request.method} {request.path}")
                    self._told.notify_all()

        vars(rest)["answer"] = answered

    def forget(self) -> None:
        """Count from now on."""
        self._seen.clear()

    def until(self, method: str, end: str, times: int = 1) -> None:
        """Wait until so many requests with a path that ends so were answered. Raises TimeoutError."""

        def is_so() -> bool:
            return sum(each.startswith(method) and each.endswith(end) for each in self._seen) >= times

        with self._told:
            if not self._told.wait_for(is_so, timeout=10):
                raise TimeoutError(f"no {method} of …{end} among {self._seen}")
