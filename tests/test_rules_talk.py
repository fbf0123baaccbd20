"""Followers against engagement, broadcasting against talking, and what can be told of format and timing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.coach.figures.findings import cases
from bot.model.facts import Comment, Followers, Lead, Post, Reading
from bot.model.rule import Case
from bot.model.times import from_text, to_text
from bot.rules import rules
from tests.world import NOW, World, comment, lead, post, reading

BEFORE = [29 + 3.5 * number for number in range(16)]
RECENT = [4 + 2.4 * number for number in range(10)]


def at(days_ago: float, hours: float = 0) -> str:
    """Return the moment so many days before now, and so many hours after that."""
    return to_text(from_text(NOW) - timedelta(days=days_ago) + timedelta(hours=hours))


def posts(days_ago: list[float], *, reactions: int = 60, **values: Any) -> list[Post | Reading]:
    """Return posts so many days before now, each with about so many reactions of a thousand people."""
    return [fact for number, days in enumerate(days_ago) for fact in (
        post(f"p{days}", at(days), **values), reading(f"p{days}", NOW, reach=1000, reactions=reactions + number % 5))]


def seen(world: World, key: str) -> list[Case]:
    """Return what one rule sees."""
    return cases(world.desk, rules()[key])


def verdicts(world: World, key: str) -> list[str]:
    """Return one rule's verdicts."""
    return [case.verdict for case in seen(world, key)]


def totals(start: int, end: int, account: str = "bakery") -> list[Followers]:
    """Return an account's followers five weeks ago and yesterday."""
    return [Followers("instagram", account, at(35)[:10], start), Followers("instagram", account, at(1)[:10], end)]


FOLLOWERS = "followers-up-engagement-down"


def test_a_growing_account_that_moves_fewer_people_is_seen(small_world: World) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT, reactions=30), *totals(2000, 2200))
    [case] = seen(small_world, FOLLOWERS)
    assert (case.verdict, case.facts["growth"], case.facts["followers"]) == ("fires", "10%", 2200)


@pytest.mark.parametrize(("end", "reactions"), [(2050, 30), (1900, 30), (2200, 60)])
def test_no_growth_or_no_fall_is_no_finding(small_world: World, end: int, reactions: int) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT, reactions=reactions), *totals(2000, end))
    assert seen(small_world, FOLLOWERS) == []


def test_net_changes_are_added_to_a_total(small_world: World) -> None:
    changes = [Followers("instagram", "bakery", at(days)[:10], 20, "delta") for days in range(1, 11)]
    small_world.tell(*posts(BEFORE), *posts(RECENT, reactions=30), totals(2000, 0)[0], *changes)
    [case] = seen(small_world, FOLLOWERS)
    assert case.facts["followers"] == 2200


def test_net_changes_alone_say_nothing_of_a_share(small_world: World) -> None:
    changes = [Followers("instagram", "bakery", at(days)[:10], 200, "delta") for days in range(1, 11)]
    small_world.tell(*posts(BEFORE), *posts(RECENT, reactions=30), *changes)
    assert seen(small_world, FOLLOWERS) == []


def test_the_only_account_of_a_network_is_found_under_another_spelling(small_world: World) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT, reactions=30), *totals(2000, 2200, "The Bakery"))
    assert verdicts(small_world, FOLLOWERS) == ["fires"]


def test_followers_of_another_account_are_not_ours(small_world: World) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT, reactions=30), *totals(2000, 2200, "cafe"), *totals(2000, 2000, "@Bakery"))
    assert seen(small_world, FOLLOWERS) == []


def test_growth_without_rates_cannot_be_judged(small_world: World) -> None:
    small_world.tell(*posts(RECENT), *totals(2000, 2200))
    assert verdicts(small_world, FOLLOWERS) == ["cant-tell"]


def talk(days_ago: list[float]) -> list[Comment]:
    """Return a conversation under each of these posts."""
    return [each for days in days_ago for each in (
        comment(f"c{days}", post_id=f"p{days}", created_at=at(days, 1)),
        comment(f"r{days}", "It is 4.20", post_id=f"p{days}", created_at=at(days, 2), parent_id=f"c{days}", from_team=True),
        comment(f"t{days}", "Thank you", post_id=f"p{days}", created_at=at(days, 3), parent_id=f"c{days}"))]


def questions(days_ago: list[float], answered: int = 0) -> list[Comment]:
    """Return a question under each of these posts, some of them answered."""
    return [comment(f"q{days}", post_id=f"p{days}", created_at=at(days, 1), answered_at=at(days, 2) if number < answered else None)
            for number, days in enumerate(days_ago)]


@pytest.mark.parametrize(("talked", "answered", "verdict"), [(12, 0, ["fires"]), (4, 0, []), (12, 5, [])])
def test_posts_without_talk_or_answers_are_broadcast(small_world: World, talked: int, answered: int, verdict: list[str]) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT), *talk(BEFORE[:talked]), *questions(RECENT, answered))
    assert verdicts(small_world, "broadcasting") == verdict


def test_as_much_talk_as_before_is_no_broadcast(small_world: World) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT), *talk(BEFORE[:12]), *talk(RECENT[:6]), *questions(RECENT))
    assert verdicts(small_world, "broadcasting") == []


def test_one_post_that_everybody_talked_about_is_no_habit(small_world: World) -> None:
    crowd = [each for number in range(12) for each in (
        comment(f"c{number}", post_id=f"p{BEFORE[3]}", created_at=at(30)),
        comment(f"r{number}", "Yes", post_id=f"p{BEFORE[3]}", created_at=at(30, 1), parent_id=f"c{number}", from_team=True),
        comment(f"t{number}", "Thanks", post_id=f"p{BEFORE[3]}", created_at=at(30, 2), parent_id=f"c{number}"))]
    small_world.tell(*posts(BEFORE), *posts(RECENT), *crowd, *questions(RECENT))
    assert verdicts(small_world, "broadcasting") == []


def test_talk_that_was_not_imported_lately_may_be_there(small_world: World) -> None:
    small_world.tell(*posts(BEFORE), *posts(RECENT))
    small_world.tell(*talk(BEFORE[:12]), *questions(RECENT), as_of=at(9))
    assert verdicts(small_world, "broadcasting") == ["cant-tell"]


def tracked(n: int, **values: Any) -> list[Post | Reading]:
    """Return posts, one every two days, each with a tag of its own; every third is a video, the others are images."""
    return [fact for number in range(n) for fact in (
        post(f"p{number}", at(4 + 2 * number), kind="video" if number % 3 == 0 else "image",
             link=f"https://bakery.example/?utm_content=p{number}", **values),
        reading(f"p{number}", NOW, reach=1000 + number))]


def tagged(n: int, *, video: int, image: int) -> list[Lead]:
    """Return so many leads for each video and each image."""
    return [lead(f"l{number}-{each}", at(3), utm_content=f"p{number}")
            for number in range(n) for each in range(video if number % 3 == 0 else image + number % 2)]


FORMAT = "format-and-timing"


def test_the_format_that_brings_leads_is_named_with_n_and_range(small_world: World) -> None:
    small_world.tell(*tracked(30), *tagged(30, video=6, image=1))
    [case] = seen(small_world, FORMAT)
    assert (case.verdict, case.subject[0].id, case.facts["posts"]) == ("fires", "video", "10 posts")
    assert case.facts["low"] == "5.9"
    assert case.facts["high"] == "6.0"


@pytest.mark.parametrize(("posts_seen", "leads_seen", "why"), [
    (30, tagged(30, video=2, image=1), "more than chance"),
    (19, tagged(19, video=6, image=1), "only 19 posts"),
    (30, tagged(30, video=6, image=1)[:9], "only 9 leads"),
])
def test_too_little_to_tell_is_said(small_world: World, posts_seen: int, leads_seen: list[Lead], why: str) -> None:
    small_world.tell(*tracked(posts_seen), *leads_seen)
    [case] = seen(small_world, FORMAT)
    assert case.verdict == "cant-tell"
    assert why in (case.reason or "")


def test_posts_whose_leads_cannot_be_seen_are_not_compared(small_world: World) -> None:
    hidden = [fact for number in range(20) for fact in (
        post(f"h{number}", at(5 + 2 * number), kind="reel"), reading(f"h{number}", NOW, reach=1000))]
    small_world.tell(*tracked(30), *tagged(30, video=2, image=2), *hidden)
    [case] = seen(small_world, FORMAT)
    assert case.facts["n"] == 30
    assert "reel" not in [group["name"] for group in case.facts["groups"]]


def test_an_hour_that_is_unknown_makes_no_time_of_day(small_world: World) -> None:
    small_world.tell(*tracked(30, published_precision="day"), *tagged(30, video=6, image=1))
    [case] = seen(small_world, FORMAT)
    assert "time of day" not in {group["dimension"] for group in case.facts["groups"]}


def test_an_account_with_a_higher_yield_does_not_make_its_format_better(small_world: World) -> None:
    other = [fact for number in range(20) for fact in (
        post(f"x{number}", at(5 + 2 * number), kind="video", account="cafe", link=f"https://cafe.example/?utm_content=x{number}"),
        reading(f"x{number}", NOW, reach=1000))]
    small_world.tell(*tracked(30), *tagged(30, video=1, image=1), *other,
                     *(lead(f"x{number}-{each}", at(3), utm_content=f"x{number}") for number in range(20) for each in range(9)))
    assert verdicts(small_world, FORMAT) == ["cant-tell"]
