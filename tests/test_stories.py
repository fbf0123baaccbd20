"""Posts told in several places are one story, and rules that count posts of content count it once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.figures.findings import cases
from bot.model.facts import Comment, Fact, Lead, Post, Reading
from bot.model.rule import Case
from bot.rules import rules
from bot.rules._accounts import accounts
from bot.rules._stories import stories, told_once, words_said
from tests.world import World

NETWORKS = ("instagram", "facebook")


def told(post_id: str = "p", network: str = "instagram", text: str | None = "Rye is back!", at: str = "2026-03-02T09:00:00Z",
         **values: Any) -> dict[str, Any]:
    return {"network": network, "post_id": post_id, "account": "bakery", "text": text, "published_at": at, **values}


def sizes(*rows: dict[str, Any]) -> list[int]:
    return [len(each) for each in stories(rows)]


def verdicts(world: World, key: str) -> list[Case]:
    return cases(world.desk, rules()[key])


@pytest.mark.parametrize("text", [
    "RYE is back", "Rye… is back 🍞", "Rye is back! #rye #bread", "Rye is back! https://bakery.example/?utm_content=p9",
    "@townmarket Rye is back! www.bakery.example", "Ryé is back",
])
def test_the_same_words_on_another_network_are_one_story(text: str) -> None:
    assert sizes(told("a"), told("b", "facebook", text)) == [2]


@pytest.mark.parametrize(("network", "text", "at"), [
    ("facebook", "Rye is black!", "2026-03-02T09:00:00Z"), ("facebook", "Rye is back at 4", "2026-03-02T09:00:00Z"),
    ("facebook", "Rye is back!", "2026-03-05T09:00:01Z"), ("facebook", "Rye is back!", "2026-02-27T08:59:59Z"),
    ("instagram", "Rye is back!", "2026-03-02T12:00:00Z"),
])
def test_other_words_a_later_day_or_the_same_account_are_another_story(network: str, text: str, at: str) -> None:
    assert sizes(told("a"), told("b", network, text, at)) == [1, 1]


def test_three_days_later_is_still_the_same_story() -> None:
    assert sizes(told("a"), told("b", "facebook", at="2026-03-05T09:00:00Z")) == [2]


def test_two_accounts_of_one_network_tell_one_story() -> None:
    assert sizes(told("a"), told("b", account="bakery north")) == [2]


@pytest.mark.parametrize("text", [None, "", "🔥🔥", "#rye", "https://bakery.example/"])
def test_posts_without_words_are_stories_of_their_own(text: str | None) -> None:
    assert sizes(told("a", text=text), told("b", "facebook", text)) == [1, 1]


def test_a_story_told_again_later_is_told_elsewhere_once_more() -> None:
    again = "2026-03-03T09:00:00Z"
    assert sizes(told("a"), told("b", "facebook"), told("c", at=again), told("d", "facebook", at=again)) == [2, 2]


@given(st.lists(st.tuples(st.sampled_from(NETWORKS), st.sampled_from(("x", "y", "")), st.integers(1, 9)), max_size=12))
def test_every_post_is_in_one_story_and_no_account_twice_in_it(drawn: list[tuple[str, str, int]]) -> None:
    rows = [told(f"p{n}", network, text, f"2026-03-0{day}T09:00:00Z") for n, (network, text, day) in enumerate(drawn)]
    found = stories(rows)
    assert sorted(row["post_id"] for each in found for row in each) == sorted(row["post_id"] for row in rows)
    assert all(len({row["network"] for row in each}) == len(each) for each in found)


@given(st.text())
def test_words_said_are_the_same_when_said_again(text: str) -> None:
    assert words_said(words_said(text)) == words_said(text)


def test_a_story_stands_on_the_account_where_the_team_posts_most() -> None:
    rows = [told("a"), told("b", text="More"), told("c", "facebook", conversations=2)]
    once = told_once(accounts([{"conversations": 1, **row} for row in rows]), ("conversations",))
    assert {each.network: [(row["post_id"], row["conversations"]) for row in each.posts] for each in once} == {
        "facebook": [], "instagram": [("a", 3), ("b", 1)]}


def offers(n: int, network: str = "instagram", *, first: int = 0) -> list[Post]:
    """Return posts that sell, each with words of its own."""
    wares = ("rye loaf", "spelt rolls", "seeded buns", "plum cake", "oat bread", "apple pie", "cheese straws", "corn bread")
    return [Post(network, f"{network}{number}", f"2026-02-{20 + number % 8:02d}T1{number // 8}:00:00Z", account="bakery",
                 text=f"20% off every {wares[number % 8]} until Sunday, order now") for number in range(first, first + n)]


def test_offers_told_on_two_networks_are_counted_once(world: World) -> None:
    world.tell(*offers(7), *offers(7, "facebook"))
    [case] = verdicts(world, "always-selling")
    assert (case.verdict, case.facts["selling"]) == ("cant-tell", 7)


def near_copies(n: int) -> list[Post]:
    """Return the same offers on the other network with one word more each."""
    return [Post(each.network, each.post_id, each.published_at, account="bakery", text=f"{each.text} today")
            for each in offers(n, "facebook")]


def test_offers_with_another_word_each_are_counted_twice(world: World) -> None:
    world.tell(*offers(7), *near_copies(7))
    [case] = verdicts(world, "always-selling")
    assert case.facts["selling"] == 14


@pytest.mark.parametrize(("key", "setting"), [("value-mix", 12), ("no-human-face", 8), ("nobody-asked", 5)])
def test_posts_told_twice_are_too_few_for_the_other_kinds_too(world: World, key: str, setting: int) -> None:
    half = setting // 2 + 1
    world.tell(*offers(half), *offers(half, "facebook"))
    [case] = verdicts(world, key)
    assert case.verdict == "cant-tell"
    assert f"{half} posts" in (case.reason or "")


def weeks(copied: bool) -> list[Fact]:
    """Return twelve weeks on two networks: at the end Facebook's posts treble, copied from Instagram's or its own."""
    facts: list[Fact] = []
    for week in range(12):
        for n in range(6):
            day = f"{8 + 7 * week + n}"
            at = _day(int(day))
            facts += _post("instagram", f"i{week}-{n}", at, f"Story {week} of {n}", 70 - week % 3)
            if n < 2 or (week >= 8 and copied):
                facts += _post("facebook", f"f{week}-{n}", at, f"Story {week} of {n}" if copied else f"Page {week} of {n}",
                               60 + n if week < 8 else 20 + n)
            elif week >= 8:
                facts += _post("facebook", f"f{week}-{n}", at, f"Page {week} of {n}", 20 + n)
    return facts


def _day(number: int) -> str:
    return f"{date(2025, 12, 2) + timedelta(days=number)}T08:00:00Z"


def _post(network: str, key: str, at: str, text: str, reactions: int) -> list[Fact]:
    return [Post(network, key, at, account="bakery", text=text),
            Reading(network, key, "2026-03-04T00:00:00Z", reach=1000, reactions=reactions)]


def test_telling_stories_elsewhere_too_is_no_more_content(world: World) -> None:
    world.tell(*weeks(copied=True))
    assert [case.subject[0].network for case in verdicts(world, "volume-up-quality-down")] == []


def test_more_stories_of_its_own_are_more_content(world: World) -> None:
    world.tell(*weeks(copied=False))
    assert [case.subject[0].network for case in verdicts(world, "volume-up-quality-down")] == ["facebook"]


def test_a_story_that_stands_out_on_two_accounts_is_one_finding(world: World) -> None:
    facts: list[Fact] = []
    for network in NETWORKS:
        for n in range(20):
            facts += _post(network, f"{network}{n}", f"2026-02-{1 + n:02d}T12:00:00Z", f"Loaf {n} of {network}", 9)
        facts += _post(network, f"{network}-star", "2026-02-22T12:00:00Z", "Bake with us on Saturday", 9)
        facts += [Lead(f"{network}{n}", "2026-02-26T12:00:00Z", network=network, post_id=f"{network}{2 * n}") for n in range(10)]
        facts += [Lead(f"{network}s{n}", "2026-02-26T12:00:00Z", network=network, post_id=f"{network}-star") for n in range(8)]
    world.tell(*facts, feeds={"leads": "2026-03-04T08:00:00Z"})
    [case] = verdicts(world, "quiet-winner")
    assert {ref.id for ref in case.subject} == {"instagram-star", "facebook-star"}


def conversation(network: str, n: int, at: str) -> list[Fact]:
    day = at[:10]
    return [Comment(network, f"{network}c{n}", f"{network}{n}", f"{day}T09:00:00Z", "How much is the rye loaf?"),
            Comment(network, f"{network}r{n}", f"{network}{n}", f"{day}T10:00:00Z", "4.20", parent_id=f"{network}c{n}", from_team=True),
            Comment(network, f"{network}t{n}", f"{network}{n}", f"{day}T11:00:00Z", "Thank you", parent_id=f"{network}c{n}")]


def moved_talk(copied: bool) -> list[Fact]:
    """Return twelve weeks of Instagram posts that were talked about there, and lately only under Facebook's tellings."""
    facts: list[Fact] = []
    for n in range(28):
        at = _day(8 + 3 * n)
        facts.append(Post("instagram", f"instagram{n}", at, account="bakery", text=f"Story number {n}"))
        if n < 19:
            facts += conversation("instagram", n, at)
        else:
            facts.append(Post("facebook", f"facebook{n}", at, account="bakery", text=f"Story number {n}" + "" * copied + " there" * (not copied)))
            facts += conversation("facebook", n, at)
            facts.append(Comment("instagram", f"q{n}", f"instagram{n}", f"{at[:10]}T12:00:00Z", "Do you deliver?"))
    return facts


@pytest.mark.parametrize(("copied", "expected"), [(True, []), (False, ["instagram"])])
def test_a_story_talked_about_elsewhere_is_talked_about(world: World, copied: bool, expected: list[str]) -> None:
    world.tell(*moved_talk(copied), feeds={"comments": "2026-03-04T08:00:00Z"})
    fired = [case for case in verdicts(world, "broadcasting") if case.verdict == "fires"]
    assert [case.subject[0].network for case in fired] == expected


def offer(network: str, n: int, price: str) -> Post:
    return Post(network, f"{network}{n}", f"2026-02-2{n}T12:00:00Z", account="bakery", campaign="Spring bake",
                text=f"Our spring box with rye and buns for {price}, order until Friday")


def test_one_story_told_twice_makes_no_norm(world: World) -> None:
    other = Post("instagram", "i9", "2026-02-26T12:00:00Z", account="bakery", campaign="Spring bake",
                 text="A small spring box with rye for €9, collect it yourself")
    world.tell(offer("instagram", 1, "€18"), offer("facebook", 1, "€18"), other)
    assert verdicts(world, "mixed-messages") == []


def test_a_price_against_a_story_told_twice_is_still_seen(world: World) -> None:
    world.tell(offer("instagram", 1, "€18"), offer("facebook", 1, "€18"), offer("instagram", 4, "€15"))
    [case] = verdicts(world, "mixed-messages")
    assert (case.facts["says"], case.facts["norm"]) == ("15.00 eur", "18.00 eur")
