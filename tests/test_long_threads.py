"""What is reckoned in SQL or read in order agrees with the plain way of doing it, however comments hang together."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.coach.comments.queue import documents, in_short
from bot.coach.figures.findings import cases
from bot.model.facts import Comment
from tests.world import World, comment, post

ATTACK, PRAISE, QUESTION, COMPLAINT = "You people are idiots", "Lovely, thank you!", "What are your opening hours?", "Where is my refund?"
Key = tuple[str, str]


def thread(seed: int) -> list[Comment]:
    """Return some twenty comments that hang under one another at random, attacks and answers of the team's among them."""
    rng, made = random.Random(seed), list[Comment]()
    for number in range(rng.randint(5, 25)):
        parent = rng.choice(made) if made and rng.random() < 0.8 else None
        at = f"2026-03-03T{number // 3:02d}:{number:02d}:00Z" if rng.random() < 0.8 else f"2026-03-02T{rng.randrange(24):02d}:00:00Z"
        made.append(Comment("instagram", f"c{number:02d}", "p1", at, rng.choice((ATTACK, ATTACK, PRAISE)),
                            parent_id=parent.comment_id if parent else rng.choice((None, "gone")), from_team=rng.random() < 0.5))
    return made


def fights(told: list[Comment], least: int) -> list[tuple[str, int, int]]:
    """Return, the plain way, the threads in which attacks were answered: the first attack, its answers, the attacks."""
    pairs = [(attack, answer) for answer in told if answer.from_team and answer.parent_id for attack in told
             if not attack.from_team and attack.text == ATTACK and attack.created_at <= answer.created_at
             and answer.parent_id in (attack.comment_id, attack.parent_id)]
    above: dict[str, str] = {}

    def top(key: str) -> str:
        while above.setdefault(key, key) != key:
            key = above[key]
        return key

    for one in (one for pair in pairs for one in pair if one.parent_id):
        above[top(one.comment_id)] = top(one.parent_id or "")
    grouped: dict[str, list[tuple[Comment, Comment]]] = {}
    for attack, answer in pairs:
        grouped.setdefault(top(attack.comment_id), []).append((attack, answer))
    found = []
    for each in grouped.values():
        first = min((attack for attack, _ in each), key=lambda attack: (attack.created_at, attack.comment_id))
        answers, attacks = ({pair[side].comment_id for pair in each} for side in (1, 0))
        if len(answers) >= least:
            found.append((first.comment_id, len(answers), len(attacks)))
    return sorted(found)


def test_threads_with_answered_attacks_are_those_that_following_each_answer_gives(world: World) -> None:
    fired = 0
    for seed in range(40):
        told = [replace(each, comment_id=f"{seed}-{each.comment_id}", network=f"net{seed}",
                        parent_id=each.parent_id and f"{seed}-{each.parent_id}") for each in thread(seed)]
        world.tell(*told)
        seen = [(case.subject[0].id, int(case.facts["n"]), int(str(case.facts["attacks"]).split()[0]))
                for case in cases(world.desk, world.desk.rules["feeding-the-trolls"]) if case.subject[0].network == f"net{seed}"]
        assert sorted(seen) == fights(told, 3), seed
        fired += len(seen)
    assert fired > 3


def crowd() -> Iterator[Comment]:
    """Yield comments of a month on networks that close private replies and on one that does not."""
    rng = random.Random(7)
    for number in range(120):
        yield comment(f"c{number}", rng.choice((QUESTION, COMPLAINT, PRAISE)), network=rng.choice(("instagram", "facebook", "google")),
                      created_at=f"2026-02-{rng.randint(18, 28):02d}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:00Z")


def test_the_queue_read_one_by_one_is_in_the_order_of_the_queue_that_is_sorted(world: World) -> None:
    world.tell(post("p1"), *crowd())
    ordered = [each["comment_id"] for each in documents(world.desk)]
    assert ordered == [each.comment_id for each in in_short(world.desk, 1000).first]
    assert len(ordered) > 60


@pytest.mark.parametrize("rows", [900, 1200])
def test_a_first_import_lets_the_engine_look_before_it_compares_many_rows(small_world: World, rows: int) -> None:
    from bot.intake.merge import MUCH, Merger
    from tests.world import as_row

    ran: list[str] = []
    with small_world.desk.records.write() as writer:
        class Watched:
            """A writer that notes what it is asked."""

            def __getattr__(self, name: str) -> object:
                return getattr(writer, name)

            def run(self, name: str, **values: object) -> list[dict[str, object]]:
                ran.append(name)
                return writer.run(name, **values)

            def learn(self) -> None:
                ran.append("learn")

        merger = Merger(Watched(), "many", "2026-03-04T09:30:00Z", "salt", lambda _: "other")  # type: ignore[arg-type]
        merger.add(Comment, [as_row(comment(f"c{number}", PRAISE)) for number in range(rows)])
        merger.finish()
    looked = "learn" in ran[:ran.index("mark_answered_by_replies")]
    assert looked is (rows >= MUCH)
