"""One request of somebody on a chat, from its place to its answer: whose team, who asks, what it means, how it is shown.

The same for every platform; an `Outlet` is all that differs. Every failure ends in a sentence to the one who asked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from bot.chat.bridge import Bridge
from bot.chat.ports import Household
from bot.chat.taking import Taking
from bot.chat.talk import Talk
from bot.coach.addressing import as_typed, only_where_it_works
from bot.coach.answers.threads import listens, others_spoke
from bot.coach.desk import Desk
from bot.coach.files.dropped import receive
from bot.coach.settings.outsiders import outsiders_in
from bot.errors import CoachError
from bot.model.card import Card
from bot.model.command import Asker, File, Reply
from bot.model.form import Form

logger = logging.getLogger(__name__)

OUTSIDERS = ("Other companies read along in this channel, so I keep quiet here. Ask me in a direct message, "
             "or let an admin write /coach settings outsiders on here.")
STRANGER = "This coach belongs to another company's team, so nothing was changed."

Fetch = Callable[[], Awaitable[tuple[str, bytes]]]
"""Fetches one dropped file: its name and its bytes. Raises CoachError."""


class Writing(Protocol):
    """An answer as it is written."""

    def push(self, piece: str) -> None:
        """Take one piece, on the loop."""
        ...

    async def end(self, card: Card | None) -> bool:
        """Let the finished card take the place of what was written; False where nothing was shown yet."""
        ...


class Outlet(Protocol):
    """The place one request came from, and how it is answered there."""

    @property
    def platform(self) -> str:
        """The platform's name."""
        ...

    @property
    def workspace(self) -> str:
        """The platform's id of the workspace or server, empty in a direct message of a platform that has none there."""
        ...

    @property
    def channel(self) -> str:
        """The platform's id of the channel."""
        ...

    @property
    def nobodys(self) -> str:
        """What is said where no team is at home."""
        ...

    async def acknowledge(self) -> None:
        """Let the platform know that the request arrived; more than once does no harm."""
        ...

    async def asker(self) -> Asker:
        """Return who asks."""
        ...

    async def is_stranger(self) -> bool:
        """Tell whether the one who asks is of another company."""
        ...

    async def has_outsiders(self) -> bool:
        """Tell whether others than the team would read a public answer."""
        ...

    async def answer(self, card: Card) -> None:
        """Show a card where it was asked for."""
        ...

    async def give(self, file: File) -> None:
        """Give a file to the asker alone; where the platform takes none, what it says."""
        ...

    async def tell(self, sentence: str) -> None:
        """Say one sentence to the asker, to them alone where the platform can."""
        ...

    async def open_form(self, form: Form) -> None:
        """Open a form."""
        ...

    async def think(self, *, is_slow: bool) -> None:
        """Show that a question is being looked into. `is_slow`: a language model is asked, so words of its own are due."""
        ...

    def writing(self) -> Writing | None:
        """Return where an answer can be watched being written, None where it cannot."""
        ...


Out = TypeVar("Out", bound=Outlet)


@dataclass(frozen=True)
class Turns:
    """Deals with requests. `talk` says what they mean."""

    household: Household
    talk: Talk
    bridge: Bridge

    def begin(self, outlet: Out, event_id: str, doing: Callable[[Turn[Out]], Awaitable[None]], *,
              is_meant: bool = True) -> asyncio.Task[None]:
        """Begin to deal with a request; nobody has to wait for it.

        `is_meant`: it was said to the coach; what was not gets no refusal either.
        """
        work = self._deal(outlet, event_id, doing, is_meant=is_meant)
        return self.bridge.spawn(work, name=f"{outlet.platform} {event_id}")

    async def _deal(self, outlet: Out, event_id: str, doing: Callable[[Turn[Out]], Awaitable[None]], *,
                    is_meant: bool) -> None:
        try:
            async with self._taking.taken_up(outlet, event_id) as (team, desk):
                if team is None:
                    if is_meant:
                        await outlet.tell(outlet.nobodys)
                elif desk is None:
                    logger.info("event known already platform=%s event_id=%s", outlet.platform, event_id)
                else:
                    await self._told(outlet, self._do(outlet, desk, doing, is_meant=is_meant))
                    self.household.end(team, outlet.platform, event_id)
                    self.household.look_soon(team)
        except Exception as error:
            await self._tell(outlet, self.bridge.told_of(error))

    @cached_property
    def _taking(self) -> Taking:
        return Taking(self.household, self.bridge)

    async def _do(self, outlet: Out, desk: Desk, doing: Callable[[Turn[Out]], Awaitable[None]], *, is_meant: bool) -> None:
        if await outlet.is_stranger() and not await self.allows_outsiders(outlet, desk):
            if is_meant:
                await outlet.tell(STRANGER)
            return
        await doing(Turn(self, outlet, desk, await outlet.asker()))

    async def allows_outsiders(self, outlet: Outlet, desk: Desk) -> bool:
        """Tell whether an admin, or where none said anything the configuration, lets the coach speak before outsiders."""
        said = await self.bridge.call(outsiders_in, desk, outlet.channel)
        return desk.settings.slack.answers_outsiders if said is None else said

    async def _told(self, outlet: Out, work: Awaitable[None]) -> None:
        try:
            await work
        except CoachError as error:
            await self._tell(outlet, str(error))
        except Exception as error:
            await self._tell(outlet, self.bridge.told_of(error))

    async def _tell(self, outlet: Out, sentence: str) -> None:
        try:
            await outlet.tell(sentence)
        except CoachError as error:
            # The asker cannot be reached at all; the log is what is left.
            logger.warning("asker not told platform=%s channel=%s why=%s", outlet.platform, outlet.channel, error)
        except Exception as error:
            self.bridge.told_of(error)


@dataclass(frozen=True)
class Turn(Generic[Out]):
    """One request with everything known of it."""

    turns: Turns
    outlet: Out
    desk: Desk
    asker: Asker

    async def line(self, line: str) -> None:
        """Answer a command's line; a command that lacks its words opens its form."""
        command, words = self.turns.talk.meaning(line, self.asker, lead=as_typed(self.asker, ""))
        only_where_it_works(self.asker, command)
        if not words and any(each.required for each in command.parameters):
            await self.outlet.open_form(self.turns.talk.blank(command.name))
            return
        await self._answer(self.turns.talk.hear, line, asks=self.turns.talk.is_question(line))

    async def call(self, name: str, given: dict[str, Any]) -> None:
        """Run a command with its values by name."""
        await self._answer(self.turns.talk.call, name, given, asks=self.turns.talk.is_asking(f"/{name}"))

    async def said(self, line: str, files: Sequence[Fetch] = ()) -> None:
        """Answer what was said to the coach in a channel or a direct message, and take the files that came with it."""
        if await self._is_overheard():
            await self.outlet.tell(OUTSIDERS)
            return
        for each in files:
            await self._file(each)
        if line or not files:
            await self._answer(self.turns.talk.hear, line or "today", asks=self.turns.talk.is_question(line or "today"))

    async def overheard(self, line: str, *, to_another: bool = False) -> None:
        """Go on with the one who asked in a thread, and fall silent when somebody else speaks there.

        `to_another`: the words name somebody else, so they are not for the coach.
        """
        if not await self.turns.bridge.call(listens, self.desk, self.asker):
            await self.turns.bridge.call(others_spoke, self.desk, self.asker)
        elif not to_another and not await self._is_overheard():
            await self._answer(self.turns.talk.hear, line, asks=self.turns.talk.is_question(line))

    async def _is_overheard(self) -> bool:
        """Tell whether outsiders would read an answer, and nobody allowed that."""
        return await self.outlet.has_outsiders() and not await self.turns.allows_outsiders(self.outlet, self.desk)

    async def press(self, key: str) -> None:
        """Do what a button does, after its form where it has one."""
        form = await self.turns.bridge.call(self.turns.talk.form_of, self.desk, key)
        if form is not None:
            await self.outlet.open_form(form)
            return
        await self.outlet.acknowledge()
        await self._answer(self.turns.talk.press, key, asks=self.turns.talk.is_asking(key))

    async def submit(self, target: str, given: dict[str, Any]) -> None:
        """Do what a filled form is for."""
        await self._answer(self.turns.talk.submit, target, given, asks=self.turns.talk.is_asking(target))

    async def form_for(self, name: str, words: str) -> None:
        """Open a command's form with somebody's words in its first field."""
        first = self.turns.talk.commands[name].parameters[0].name
        await self.outlet.open_form(self.turns.talk.blank(name, **{first: words}))

    async def _answer(self, what: Callable[..., Reply], *given: Any, asks: bool = False) -> None:
        """Answer a request, with its file where it has one. `asks`: it is a question."""
        reply = await self._shown(what, *given, asks=asks)
        if reply.file is not None:
            await self.outlet.give(reply.file)

    async def _shown(self, what: Callable[..., Reply], *given: Any, asks: bool) -> Reply:
        """Show the answer and return it. `asks`: it is a question, so that it is acknowledged and its answer can be
        watched."""
        bridge, is_slow = self.turns.bridge, asks and bool(self.desk.settings.model.name)
        call = bridge.call_patiently if is_slow else bridge.call
        if asks:
            await self.outlet.think(is_slow=is_slow)
        writing = self.outlet.writing() if asks else None
        if writing is None:
            reply = await call(what, self.desk, self.asker, *given)
            await self.outlet.answer(reply.card)
            return reply
        watched = replace(self.desk, show=lambda piece: bridge.soon(writing.push, piece))
        try:
            reply = await call(what, watched, self.asker, *given)
        except BaseException:
            await writing.end(None)
            raise
        if not await writing.end(reply.card):
            await self.outlet.answer(reply.card)
        return reply

    async def _file(self, fetch: Fetch) -> None:
        try:
            name, data = await fetch()
        except CoachError as error:
            await self.outlet.tell(str(error))
            return
        reply = await self.turns.bridge.call(receive, self.desk, self.asker, name, data)
        await self.outlet.answer(reply.card)
