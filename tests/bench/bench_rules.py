"""All rules over 100,000 posts and 1,000,000 comments, beside one full scan of the comments in the same run.

The posts lie over three years, evenly, so that the 90 days before the moment hold a twelfth of them, as in a large team's
store. Prints what each rule takes on SQLite, all of them together in one pass, the peak memory of that process, and the same
on PostgreSQL.

One full scan is what anybody who reads all comments has to do: every comment's row is read from the table and its text
handed to the program, one by one, and nothing is done with it. Beside it stands what the engine alone needs to look at every
text and hand over none, which is less than any rule could do with them.
`python -m tests.bench.bench_rules [comments [FOLDER]]`; fewer comments have as many fewer posts. With a folder the made store
is kept there and used again.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from operator import attrgetter
from pathlib import Path

from bot.coach.figures.findings import find
from bot.coach.figures.purposes import keep_purposes
from bot.intake.merge import Merger
from bot.model.facts import Campaign, Comment, Fact, Followers, Lead, Outbound, Post, Reading
from bot.model.times import from_text, to_text
from bot.rules._post_examples import ASKING, ENCOURAGING, ENTERTAINING, INSIDE, OFFERS, TEACHING
from bot.store.store import open_store
from tests.engines import missing_reason, server
from tests.simulation.words import SHARES, TEXTS
from tests.world import World, desk_for

NOW = "2026-03-04T09:30:00Z"
YEARS_DAYS = 1096
COMMENTS_A_POST = 10
ANSWERED, BACK = 0.7, 0.2
ROUNDS = 5
SCAN = "select text from comments where team_id = :team_id"
LOOK = "select count(*) as n from comments where team_id = :team_id and text like '%zebra%'"
NETWORKS = ("instagram", "facebook", "linkedin")
TABLES = ("teams", "imports", "posts", "comments", "leads", "followers", "campaigns", "outbound", "objectives")
POSTS = (*OFFERS, *TEACHING, *ENCOURAGING, *ENTERTAINING, *ASKING, *INSIDE)
VALUES = {kind: attrgetter(*(each.name for each in fields(kind))) for kind in (Post, Reading, Comment, Lead)}
KIND_OF = {words: kind for kind, texts in TEXTS.items() for words in texts}


def facts(comments: int) -> Iterator[tuple[Fact, ...]]:
    """Yield the rows of a team's years, oldest posts first: a post with its reading, its comments, its leads."""
    rng, posts, now = random.Random(5), comments // COMMENTS_A_POST, from_text(NOW)
    for number in range(posts):
        at = now - timedelta(days=YEARS_DAYS * (posts - number) / posts)
        network, key = NETWORKS[number % 3], f"p{number}"
        reach = int(rng.lognormvariate(7, 0.6))
        link = f"https://bakery.example/?utm_content={key}"
        yield (Post(network, key, to_text(at), account="bakery", kind=rng.choice(("image", "video", "carousel")),
                    text=f"{rng.choice(POSTS)} {rng.randrange(999)}", link=link),
               Reading(network, key, NOW, reach=reach, reactions=reach // 20, shares=reach // 200, comments=COMMENTS_A_POST))
        yield from _talk(rng, network, key, at)
        if rng.random() < reach / 2000:
            yield (Lead(f"l{number}", to_text(min(at + timedelta(days=1), now)), utm_content=key,
                        quality=rng.choice(("unknown", "qualified", "unqualified"))),)


def _talk(rng: random.Random, network: str, post: str, at: datetime) -> Iterator[tuple[Fact, ...]]:
    """Yield the comments under a post: what people write, what the team answers, who comes back."""
    made, size, kinds = 0, COMMENTS_A_POST, list(SHARES)
    while made < size:
        name, moment = f"{post}c{made}", at + timedelta(hours=rng.expovariate(1 / 20))
        kind = rng.choices(kinds, list(SHARES.values()))[0]
        author = f"regular {rng.randrange(200)}" if rng.random() < 0.1 else f"guest {post} {made}"
        yield (Comment(network, name, post, to_text(moment), _words(rng, kind), author=author,
                       author_followers=int(rng.lognormvariate(6, 1))),)
        made += 1
        if made < size and kind != "spam" and rng.random() < ANSWERED:
            answer = moment + timedelta(hours=rng.expovariate(1 / 3))
            yield (Comment(network, f"{post}c{made}", post, to_text(answer), "Thanks for writing to us.", parent_id=name,
                           from_team=True),)
            made += 1
            if made < size and rng.random() < BACK:
                yield (Comment(network, f"{post}c{made}", post, to_text(answer + timedelta(hours=1)), _words(rng, "thanks"),
                               parent_id=name, author=author),)
                made += 1


def _words(rng: random.Random, kind: str) -> str:
    """Return what somebody writes: plainly of its kind, and no two the same."""
    return f"{rng.choice(TEXTS[kind])} ({rng.choice(TEXTS['other'])}, said number {rng.randrange(10**9)})"


def fill(world: World, comments: int) -> None:
    """Put the years into a store in batches, as imports do, and the little that stands beside posts and comments."""
    rows = list[tuple[Fact, ...]]()
    with world.desk.records.write() as writer:
        merger = Merger(writer, "years", NOW, "salt", lambda words: KIND_OF[words.partition(" (")[0]], batch_rows=100_000)
        for row in facts(comments):
            rows.append(row)
            if len(rows) == 20_000:
                _merge(merger, rows)
        _merge(merger, rows)
        merger.finish()
    days = [to_text(from_text(NOW) - timedelta(days=day)) for day in range(120)]
    world.tell(*(Followers(network, "bakery", day[:10], 9000 + n) for n, day in enumerate(reversed(days)) for network in NETWORKS),
               *(Outbound("instagram", day, "townmarket") for day in days[::3]),
               Campaign("Season box", "2026-01-01", "2026-04-30", offline="poster", offline_has_handle=True), as_of=NOW)
    world.set_objective(metric="leads", target=9000)
    world.set_objective(metric="answered share", target=80)
    world.set_objective(metric="conversations", target=5000)
    for feed in ("posts", "comments", "leads"):
        world.feed(feed, NOW)
    while keep_purposes(world.desk):
        pass


def _merge(merger: Merger, rows: list[tuple[Fact, ...]]) -> None:
    for kind in (Post, Comment, Lead):
        mine = [row for row in rows if type(row[0]) is kind]
        if mine:
            merger.add(kind, [VALUES[kind](row[0]) for row in mine],
                       [VALUES[Reading](row[1]) if len(row) > 1 else None for row in mine])
    rows.clear()


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return the wall seconds and the CPU seconds of some work; an engine of its own process shows in the first alone."""
    begun = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def middle(taken: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the median of each column."""
    wall, cpu = (statistics.median(column) for column in zip(*taken, strict=True))
    return wall, cpu


def peak_mb() -> int:
    """Return this program's peak memory. Not what getrusage tells: that counts the process it was forked from, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) // 1024


def report(url: str) -> None:
    """Measure one engine and print, from a process of its own, so that its memory is its own too."""
    store, team = open_store(url), {"team_id": "bakery"}
    desk = desk_for(store.team("bakery"), now=NOW)
    scans, looks, passes = [], [], []
    for _ in range(ROUNDS):
        scans.append(seconds(lambda: deque(store.driver.stream(SCAN, team), maxlen=0)))
        looks.append(seconds(lambda: store.driver.rows(LOOK, team)))
        passes.append(seconds(lambda: find(desk)))
    each = {key: [seconds(partial(find, desk, [named])) for _ in range(ROUNDS)] for key, named in desk.rules.items()}
    store.close()
    peak = peak_mb()
    for key, (wall, _) in sorted(((key, middle(taken)) for key, taken in each.items()), key=lambda pair: -pair[1][0]):
        print(f"  {key:30} {1000 * wall:8.1f} ms")
    scan, look, rules = middle(scans), middle(looks), middle(passes)
    for what, (wall, cpu) in (("one full scan", scan), ("the engine alone looks", look), ("all rules in one pass", rules)):
        print(f"  {what:30} {1000 * wall:8.1f} ms, {1000 * cpu:.0f} of them CPU of ours")
    print(f"  peak memory of the process     {peak:8} MB")
    print(f"measured {scan[0]} {look[0]} {rules[0]}")


def in_a_process(url: str) -> list[float]:
    """Measure an engine in a fresh process and pass on what it prints.

    Returns the wall seconds of the scan, of the engine's own look and of one pass of all rules.
    """
    words = [sys.executable, "-m", "tests.bench.bench_rules", "--measure", url]
    shown = subprocess.run(words, check=True, capture_output=True, text=True).stdout.rstrip().splitlines()
    print("\n".join(shown[:-1]))
    scan, look, rules = (float(word) for word in shown[-1].split()[1:])
    print(f"  {rules / scan:.2f} times the full scan, {rules / look:.2f} times the look of the engine alone")
    return [scan, look, rules]


def filled(url: str, comments: int) -> None:
    """Make and fill a store."""
    store = open_store(url)
    fill(World(desk_for(store.team("bakery"), now=NOW)), comments)
    store.close()


def copied(source: str, target: str) -> None:
    """Put the rows of one engine's store into the other's."""
    here, there = open_store(source), open_store(target)
    for table in TABLES:
        rows = here.driver.stream(f"select * from {table}", {})
        first = next(rows)
        with there.driver.write() as writer:
            writer.load(table, list(first), (tuple(row.values()) for row in chain([first], rows)))
    here.close()
    there.close()


def measured(comments: int, folder: Path) -> None:
    """Fill both engines, or take the store that lies in a folder, measure each, and print the ratios."""
    path = folder / f"{comments}.db"
    url = f"sqlite:///{path}"
    if not path.exists():
        filled(url, comments)
    print(f"{comments:,} comments, {comments // COMMENTS_A_POST:,} posts, {path.stat().st_size / 1e6:.0f} MB")
    print("SQLite")
    _, _, ours = in_a_process(url)
    if missing_reason():
        print(f"PostgreSQL was left out: {missing_reason()}")
        return
    with server() as there:
        copied(url, there)
        print("PostgreSQL")
        print(f"  {in_a_process(there)[2] / ours:.2f} times SQLite")


def main(comments: str = "1_000_000", folder: str = "") -> None:
    """Measure in a folder that is kept, or in one that is thrown away."""
    with tempfile.TemporaryDirectory() as scratch:
        measured(int(comments), Path(folder or scratch))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        report(sys.argv[2])
    else:
        main(*sys.argv[1:3])
