"""A whole Discord in this process for tests of a client: servers, channels and people who type, press and read.

The client under test runs unchanged on discord.py; beneath it lies simcord, and what simcord lets pass is refused.
"""

from __future__ import annotations

from types import TracebackType

from simcord import SetupError

from tests.fakes.discord_people import NoAnswer, People, Person
from tests.fakes.discord_place import scene_in
from tests.fakes.discord_troubles import POSTS, Troubles

__all__ = ["POSTS", "FakeDiscord", "NoAnswer", "Person", "SetupError", "in_discord"]


class FakeDiscord(People, Troubles):
    """Discord with one server (`guild`), one channel (`channel`) and no client yet; an async context manager.

    Leaving it fails where a request was refused by the client's own fault, or where the client raised; a test that meant
    to provoke that empties `refused`, or reads `errors`.
    """

    async def __aenter__(self) -> FakeDiscord:
        self._open()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._close()
        if error is not None:
            for each in (*(f"Discord refused {fault}" for fault in self.refused), *(f"the client raised {fault!r}" for fault in self.errors)):
                error.add_note(each)
        else:
            assert not self.rest.broken, f"the fake cannot do this: {self.rest.broken}"
            assert not self.refused, f"Discord refused: {self.refused}"
            self.env._raise_errors_since(self.env._errors_acknowledged)


in_discord = scene_in(FakeDiscord)
"""Makes a test of a coroutine that takes a FakeDiscord first and fixtures after it."""
