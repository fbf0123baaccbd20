"""Requests are taken up each once, and those of a rush together; what the store cannot take of one harms no other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from bot.chat import taking
from bot.chat.taking import Taking
from bot.model.settings import Channel
from bot.store.store import Store
from tests.chat_world import TEAM, Household, household, settings_for

PATIENCE_S = 20
ODD = "odd"


@dataclass(frozen=True)
class Origin:
    """A place in the team's channel, or in nobody's."""

    platform: str = "slack"
    workspace: str = ""
    channel: str = "C1"


@dataclass
class Rush:
    """A household, what takes its requests up, and how many events each transaction took. An odd event is refused."""

    home: Household
    taking: Taking
    together: list[int]

    async def take(self, *event_ids: str, origin: Origin | None = None) -> list[str]:
        """Begin several requests at once and return what came of each."""
        async with asyncio.timeout(PATIENCE_S):
            return await asyncio.gather(*(self._one(each, origin or Origin()) for each in event_ids))

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Let one request be dealt with all the while."""
        async with self.taking.taken_up(Origin(), "busy"):
            self.together.clear()
            yield

    async def _one(self, event_id: str, origin: Origin) -> str:
        try:
            async with self.taking.taken_up(origin, event_id) as (team, desk):
                await asyncio.sleep(0)
                return "nobody's" if team is None else "known" if desk is None else "new"
        except ValueError:
            return "refused"


Play = Callable[[Callable[[Rush], Awaitable[None]]], None]


@pytest.fixture
def play(store: Store, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Play a scene with a household on each engine."""

    async def played(scene: Callable[[Rush], Awaitable[None]]) -> None:
        async with household(store, settings_for(Channel("slack", "C1"))) as home:
            rush, claim_all = Rush(home, Taking(home.house, home.bridge), []), home.house.claim_all

            def noted(team: str, events: Sequence[tuple[str, str]]) -> list[bool]:
                if any(event_id == ODD for _, event_id in events):
                    raise ValueError(ODD)
                rush.together.append(len(events))
                return claim_all(team, events)

            monkeypatch.setattr(home.house, "claim_all", noted)
            await scene(rush)

    return lambda scene: asyncio.run(played(scene))


def test_a_rush_is_taken_up_in_one_transaction(play: Play) -> None:
    async def scene(rush: Rush) -> None:
        async with rush.busy():
            assert set(await rush.take(*map(str, range(50)))) == {"new"}
        assert rush.together == [50]

    play(scene)


def test_one_that_comes_alone_waits_for_no_other(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "GATHER_S", 3600)

    async def scene(rush: Rush) -> None:
        assert [*await rush.take("a"), *await rush.take("b")] == ["new", "new"]

    play(scene)


def test_an_event_that_comes_twice_in_a_rush_is_taken_up_once(play: Play) -> None:
    async def scene(rush: Rush) -> None:
        async with rush.busy():
            assert await rush.take("a", "b", "a", "busy") == ["new", "new", "known", "known"]

    play(scene)


def test_one_that_the_store_refuses_keeps_no_other_from_being_dealt_with(play: Play) -> None:
    async def scene(rush: Rush) -> None:
        async with rush.busy():
            assert await rush.take("a", ODD, "b") == ["new", "refused", "new"]
            assert await rush.take("c") == ["new"]

    play(scene)


def test_a_place_of_nobodys_takes_nothing_up(play: Play) -> None:
    async def scene(rush: Rush) -> None:
        assert await rush.take("a", origin=Origin(channel="C9")) == ["nobody's"]
        assert rush.together == []

    play(scene)


def test_a_request_that_is_given_up_holds_up_no_other(play: Play) -> None:
    async def scene(rush: Rush) -> None:
        async with rush.busy():
            given_up = asyncio.create_task(rush.take("a"))
            await asyncio.sleep(0)
            given_up.cancel()
            assert await rush.take("b") == ["new"]

    play(scene)


def test_what_was_dealt_with_is_kept_by_the_next_transaction_where_one_fails(store: Store) -> None:
    async def scene() -> None:
        async with household(store, settings_for(Channel("slack", "C1"))) as home:
            assert home.house.claim_all(TEAM, [("slack", "a")]) == [True]
            home.house.end(TEAM, "slack", "a")
            broken: list[tuple[str, str]] = [("slack", None)]  # type: ignore[list-item]
            with pytest.raises(Exception, match=r"(?i)not.null"):
                home.house.claim_all(TEAM, broken)
            home.house.keep_ends(TEAM)
            home.clock.forward(hours=1)
            assert home.house.claim_all(TEAM, [("slack", "a"), ("slack", "b")]) == [False, True]

    asyncio.run(scene())
