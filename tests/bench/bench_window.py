"""A full audit over 90 days, with ten times the history outside the window and without it, in one run."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bot import clock
from bot.coach.figures.findings import find
from bot.model.facts import Comment, Fact, Lead, Post, Reading
from bot.model.times import from_text, to_text
from bot.store.store import Store, open_store
from tests.world import World, desk_for

NOW = "2026-03-04T09:30:00Z"
WINDOW_DAYS, PER_DAY, COMMENTS = 90, 20, 5


def filled(folder: str, name: str, days: int) -> tuple[Store, World]:
    """Return a store with so many days of posts, comments and leads before the moment."""
    store = open_store(f"sqlite:///{folder}/{name}.db")
    world = World(desk_for(store.team("bakery"), now=NOW))
    for first in range(0, days, 30):
        world.tell(*(fact for day in range(first, min(first + 30, days)) for fact in _day(day)), as_of=NOW)
    return store, world


def _day(day: int) -> list[Fact]:
    facts: list[Fact] = []
    for n in range(PER_DAY):
        at = from_text(NOW) - timedelta(days=day, minutes=60 * n + 5)
        key, reach = f"p{day}-{n}", 500 + (day * 37 + n * 101) % 4000
        facts += [
            Post("instagram", key, to_text(at), account="bakery", link=f"https://example.com/?utm_content={key}"),
            Reading("instagram", key, NOW, reach=reach, reactions=reach // 20, comments=COMMENTS, shares=2, saves=1),
        ]
        facts += [Comment("instagram", f"{key}-{c}", key, to_text(at + timedelta(minutes=c)), "how much is it?",
                          answered_at=to_text(at + timedelta(hours=2))) for c in range(COMMENTS)]
        if n % 4 == 0:
            facts.append(Lead(key, to_text(at + timedelta(hours=3)), utm_content=key))
    return facts


def main() -> None:
    """Fill both stores, audit each in turn, print the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        worlds = [filled(folder, "window", WINDOW_DAYS), filled(folder, "history", WINDOW_DAYS * 11)]
        times: list[list[float]] = [[], []]
        for _ in range(9):
            for n, (_, world) in enumerate(worlds):
                begun = time.process_time()
                find(world.desk.at(clock.fixed(from_text(NOW))))
                times[n].append(time.process_time() - begun)
        window, history = (statistics.median(each) for each in times)
        sizes = [Path(folder, f"{name}.db").stat().st_size / 1e6 for name in ("window", "history")]
        print(f"90 days alone          {window * 1000:6.0f} ms  ({sizes[0]:.0f} MB)")
        print(f"with 10 times history  {history * 1000:6.0f} ms  ({sizes[1]:.0f} MB)   {history / window:.2f} times")
        for store, _ in worlds:
            store.close()


if __name__ == "__main__":
    main()
