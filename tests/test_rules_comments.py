"""Rules about comments: slow replies, trolls, time spent elsewhere, influential people, regulars, service trouble."""

from __future__ import annotations

from typing import Any

import pytest

from bot.coach.figures.findings import cases
from bot.model.facts import Comment
from bot.model.rule import Case
from bot.rules import rules
from tests.world import World, comment


def seen(world: World, key: str) -> list[Case]:
    """Return what one rule sees."""
    return cases(world.desk, rules()[key])


def verdicts(world: World, key: str) -> list[str]:
    """Return one rule's verdicts."""
    return [case.verdict for case in seen(world, key)]


def reply(comment_id: str, parent_id: str | None, created_at: str, **values: Any) -> Comment:
    """Return an answer of the team's."""
    return comment(comment_id, "Thanks for asking", parent_id=parent_id, created_at=created_at, from_team=True, **values)


def asked(n: int, at: str, answered_at: str | None, *, text: str = "How much is the rye loaf?", name: str = "c") -> list[Comment]:
    """Return so many comments asked at one moment and answered at another."""
    return [comment(f"{name}{number}", text, created_at=at, answered_at=answered_at) for number in range(n)]


MONDAY = "2026-02-23T09:00:00Z"


@pytest.mark.parametrize(("answered_at", "verdict"), [
    ("2026-02-23T13:00:00Z", []),
    ("2026-02-23T13:01:00Z", ["fires"]),
])
def test_a_buying_signal_is_late_after_four_hours(small_world: World, answered_at: str, verdict: list[str]) -> None:
    small_world.tell(*asked(8, MONDAY, answered_at))
    assert verdicts(small_world, "slow-replies") == verdict


def test_nights_and_weekends_are_not_waiting(small_world: World) -> None:
    small_world.tell(*asked(8, "2026-02-20T16:00:00Z", "2026-02-23T11:30:00Z"))
    assert verdicts(small_world, "slow-replies") == []


def test_a_question_has_a_day(small_world: World) -> None:
    small_world.tell(*asked(8, MONDAY, "2026-02-24T08:00:00Z", text="What are your opening hours?"))
    assert verdicts(small_world, "slow-replies") == []


@pytest.mark.parametrize(("late", "verdict"), [(6, []), (7, ["fires"])])
def test_some_late_answers_are_chance(small_world: World, late: int, verdict: list[str]) -> None:
    small_world.tell(*asked(late, MONDAY, "2026-02-25T09:00:00Z"), *asked(12 - late, MONDAY, "2026-02-23T10:00:00Z", name="d"))
    assert verdicts(small_world, "slow-replies") == verdict


def test_seven_late_answers_are_too_few_to_tell(small_world: World) -> None:
    small_world.tell(*asked(7, MONDAY, "2026-02-25T09:00:00Z"))
    assert verdicts(small_world, "slow-replies") == ["cant-tell"]


def test_comments_without_an_answer_are_not_slow(small_world: World) -> None:
    small_world.tell(*asked(20, MONDAY, None))
    assert verdicts(small_world, "slow-replies") == []


def test_answers_seen_long_ago_leave_the_present_open(small_world: World) -> None:
    small_world.tell(*asked(8, "2026-02-16T09:00:00Z", "2026-02-18T09:00:00Z"), as_of="2026-02-20T09:00:00Z")
    assert verdicts(small_world, "slow-replies") == ["cant-tell"]


ATTACK = "You people are idiots"


@pytest.mark.parametrize(("answers", "verdict"), [(2, []), (3, ["fires"])])
def test_three_answers_feed_a_troll(small_world: World, answers: int, verdict: list[str]) -> None:
    small_world.tell(comment("c1", ATTACK, created_at="2026-03-02T08:00:00Z"),
                     *(reply(f"r{n}", "c1", f"2026-03-02T{10 + n}:00:00Z") for n in range(answers)))
    assert verdicts(small_world, "feeding-the-trolls") == verdict


def test_answers_to_a_complaint_are_no_food(small_world: World) -> None:
    small_world.tell(comment("c1", "The parcel never arrived", created_at="2026-03-02T08:00:00Z"),
                     *(reply(f"r{n}", "c1", f"2026-03-02T{10 + n}:00:00Z") for n in range(4)))
    assert verdicts(small_world, "feeding-the-trolls") == []


def test_answers_before_the_attack_do_not_count(small_world: World) -> None:
    small_world.tell(comment("c1", "What are your opening hours?", created_at="2026-03-01T08:00:00Z"),
                     *(reply(f"r{n}", "c1", f"2026-03-02T{10 + n}:00:00Z") for n in range(3)),
                     comment("c2", ATTACK, parent_id="c1", created_at="2026-03-02T18:00:00Z"))
    assert verdicts(small_world, "feeding-the-trolls") == []


def test_a_thread_in_which_each_answer_hangs_under_the_last_is_one(small_world: World) -> None:
    small_world.tell(
        comment("c1", ATTACK, created_at="2026-03-02T08:00:00Z"), reply("r1", "c1", "2026-03-02T09:00:00Z"),
        comment("c2", ATTACK, parent_id="r1", created_at="2026-03-02T10:00:00Z"), reply("r2", "c2", "2026-03-02T11:00:00Z"),
        comment("c3", ATTACK, parent_id="r2", created_at="2026-03-02T12:00:00Z"), reply("r3", "c3", "2026-03-02T13:00:00Z"),
    )
    [case] = seen(small_world, "feeding-the-trolls")
    assert (case.facts["n"], case.subject[0].id) == (3, "c1")


def test_answers_of_long_ago_are_over(small_world: World) -> None:
    small_world.tell(comment("c1", ATTACK, created_at="2026-02-01T08:00:00Z"),
                     *(reply(f"r{n}", "c1", f"2026-02-02T{10 + n}:00:00Z") for n in range(4)))
    assert verdicts(small_world, "feeding-the-trolls") == []


def chatter(n: int) -> list[Comment]:
    """Return so many remarks, each with an answer of the team's."""
    return [each for number in range(n) for each in (
        comment(f"o{number}", "haha classic", created_at="2026-03-01T08:00:00Z"),
        reply(f"r{number}", f"o{number}", "2026-03-02T08:00:00Z"))]


@pytest.mark.parametrize(("remarks", "waiting", "verdict"), [(5, 3, ["fires"]), (4, 3, []), (5, 2, [])])
def test_time_goes_elsewhere_while_buyers_wait(small_world: World, remarks: int, waiting: int, verdict: list[str]) -> None:
    small_world.tell(*chatter(remarks), *asked(waiting, "2026-03-01T08:00:00Z", None))
    assert verdicts(small_world, "off-objective-time") == verdict


def test_a_few_waiting_among_many_answered_is_no_time_lost(small_world: World) -> None:
    small_world.tell(*chatter(8), *asked(3, "2026-03-01T08:00:00Z", None),
                     *asked(10, "2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z", name="d"))
    assert verdicts(small_world, "off-objective-time") == []


def test_buyers_of_today_have_not_waited_yet(small_world: World) -> None:
    small_world.tell(*chatter(8), *asked(5, "2026-03-03T12:00:00Z", None))
    assert verdicts(small_world, "off-objective-time") == []


def test_answers_to_thanks_are_time_well_spent(small_world: World) -> None:
    small_world.tell(*(each for n in range(8) for each in (
        comment(f"o{n}", "Lovely, thank you!", created_at="2026-03-01T08:00:00Z"), reply(f"r{n}", f"o{n}", "2026-03-02T08:00:00Z"))),
        *asked(5, "2026-03-01T08:00:00Z", None))
    assert verdicts(small_world, "off-objective-time") == []


@pytest.mark.parametrize(("followers", "verdict"), [(4999, []), (5000, ["fires"])])
def test_five_thousand_followers_stand_out(small_world: World, followers: int, verdict: list[str]) -> None:
    small_world.tell(comment("c1", "My mother baked like this", author="a", author_followers=followers),
                     comment("c2", "My mother baked like this", author="b", author_followers=60))
    assert verdicts(small_world, "hidden-influence") == verdict


def test_among_large_writers_only_the_largest_stand_out(small_world: World) -> None:
    small_world.tell(*(comment(f"c{n}", "My mother baked like this", author=f"a{n}", author_followers=10_000 + n) for n in range(39)),
                     comment("big", "My mother baked like this", author="big", author_followers=900_000))
    [case] = seen(small_world, "hidden-influence")
    assert {ref.id for ref in case.subject} == {"big", "c38"}


def test_an_answered_comment_of_somebody_influential_is_done(small_world: World) -> None:
    small_world.tell(comment("c1", "My mother baked like this", author="a", author_followers=90_000),
                     reply("r1", "c1", "2026-03-03T09:00:00Z"))
    assert verdicts(small_world, "hidden-influence") == []


def test_an_attack_by_somebody_influential_asks_for_no_answer(small_world: World) -> None:
    small_world.tell(comment("c1", ATTACK, author="a", author_followers=90_000))
    assert verdicts(small_world, "hidden-influence") == []


def test_without_any_known_audience_influence_cannot_be_told(small_world: World) -> None:
    small_world.tell(comment("c1", "My mother baked like this"))
    assert verdicts(small_world, "hidden-influence") == ["cant-tell"]


def regular(n: int, *, author: str = "ann", posts: int = 9, answered_at: str | None = None) -> list[Comment]:
    """Return so many comments of one person, one every five days up to now, under so many posts."""
    return [comment(f"{author}{number}", "Saturday is rye day", author=author, post_id=f"p{number % posts}",
                    created_at=f"2026-02-{28 - 5 * number:02d}T08:00:00Z", answered_at=answered_at if number == 0 else None)
            for number in range(n)]


@pytest.mark.parametrize(("n", "posts", "verdict"), [(3, 3, ["fires"]), (2, 2, []), (4, 2, [])])
def test_three_comments_under_three_posts_make_a_regular(small_world: World, n: int, posts: int, verdict: list[str]) -> None:
    small_world.tell(*regular(n, posts=posts))
    assert verdicts(small_world, "thank-your-regulars") == verdict


def test_a_regular_who_had_an_answer_lately_is_thanked(small_world: World) -> None:
    small_world.tell(*regular(4, answered_at="2026-03-01T08:00:00Z"))
    assert verdicts(small_world, "thank-your-regulars") == []


def test_an_answer_of_two_months_ago_is_not_lately(small_world: World) -> None:
    small_world.tell(*regular(4), comment("old", "Rye again", author="ann", created_at="2026-01-10T08:00:00Z",
                                          answered_at="2026-01-10T09:00:00Z"))
    assert verdicts(small_world, "thank-your-regulars") == ["fires"]


def test_somebody_who_stopped_coming_is_no_regular(small_world: World) -> None:
    small_world.tell(*regular(4))
    small_world.feed("comments", "2026-03-30T09:00:00Z")
    assert verdicts(small_world.at("2026-03-30T09:30:00Z"), "thank-your-regulars") == []


def test_each_regular_is_named_once_by_the_latest_comment(small_world: World) -> None:
    small_world.tell(*regular(4), *regular(3, author="bob"))
    [case] = seen(small_world, "thank-your-regulars")
    assert [ref.id for ref in case.subject] == ["ann0", "bob0"]


REFUND = "Still waiting for my refund"


def complaints(n: int, *, text: str = REFUND, name: str = "c", at: str = "2026-03-01T08:00:00Z", people: int = 99) -> list[Comment]:
    """Return so many complaints by so many people."""
    return [comment(f"{name}{number}", text, created_at=at, author=f"{name}{number % people}") for number in range(n)]


@pytest.mark.parametrize(("n", "people", "verdict"), [(3, 3, ["fires"]), (2, 2, []), (6, 2, [])])
def test_three_people_with_one_complaint_are_trouble(small_world: World, n: int, people: int, verdict: list[str]) -> None:
    small_world.tell(*complaints(n, people=people))
    assert verdicts(small_world, "service-trouble") == verdict


USUAL = ("The parcel never arrived", "Very rude staff, disappointed", "The jar came broken, disappointed", "You overcharged me")


def usual(world: World) -> World:
    """Return a world in which ten people complain of each of four things, as many as ever."""
    for number, text in enumerate(USUAL):
        world.tell(*complaints(10, text=text, name=f"now{number}-"),
                   *complaints(40, text=text, name=f"then{number}-", at="2026-01-20T08:00:00Z"))
    return world


def test_as_many_complaints_as_ever_on_many_things_are_no_news(small_world: World) -> None:
    assert verdicts(usual(small_world), "service-trouble") == []


def test_more_of_one_complaint_than_ever_is_trouble_even_among_many(small_world: World) -> None:
    usual(small_world).tell(*complaints(8))
    [case] = seen(small_world, "service-trouble")
    assert (case.facts["theme"], case.facts["people"]) == ("refunds", "8 people")


def test_complaints_of_last_month_are_over(small_world: World) -> None:
    small_world.tell(*complaints(9, at="2026-02-01T08:00:00Z"))
    assert verdicts(small_world, "service-trouble") == []
