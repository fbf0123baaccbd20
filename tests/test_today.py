"""Today: the one thing to do, a person's promises, the week, their quiet hours, how old the data is; and help."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.coach.commitments.commitments import Promise, make
from bot.coach.desk import Desk
from bot.coach.nearest import filled_in
from bot.coach.today import as_one, today_cards
from bot.commands import commands
from bot.errors import UsageError
from bot.model.card import Card, plain, say, text
from tests.nudge_world import case, comment_case, rule
from tests.setup_world import ANA, BEN, at, press, team, title, words
from tests.setup_world import say as run
from tests.world import World, comment, post


def promised(desk: Desk, by: Any = ANA, **values: Any) -> None:
    make(desk, by, Promise(**{"what": "plan the stall", "due": "2026-03-04T15:00:00Z", "measured_by": "word"} | values))


def today(desk: Desk, asker: Any = ANA) -> tuple[Card, ...]:
    return today_cards(desk, asker)


def first(desk: Desk, asker: Any = ANA) -> str:
    return plain(today(desk, asker)[0].title)


@pytest.fixture
def filled(world: World) -> Desk:
    """A team with data, and two rules that see something."""
    world.tell(post(), comment())
    return replace(team(world, on=True), rules={
        "small": rule("small", [case("p1")], severity=1), "grave": rule("grave", [case("p2")], severity=3)})


def test_it_has_five_cards_in_their_order(filled: Desk) -> None:
    assert [plain(card.title).split(":")[0] for card in today(filled)] == [
        "Today", "My commitments", "The last 7 days", "My quiet hours", "Data"]


def test_the_gravest_finding_is_the_one_thing_to_do(filled: Desk) -> None:
    assert first(filled) == "Today: mend grave. 3 cases in 14 days"
    assert [(each.action, each.subject) for each in today(filled)[0].buttons] == [("make-commitment", "grave")]


def test_a_muted_rule_is_not_the_one_thing_to_do(filled: Desk) -> None:
    run(filled, "mute", rule="grave")
    assert first(filled) == "Today: mend small. 3 cases in 14 days"


def test_a_promise_that_is_due_today_comes_before_any_finding(filled: Desk) -> None:
    promised(filled)
    assert first(filled) == "Today: plan the stall, due Wed 4 Mar 16:00"
    assert [each.action for each in today(filled)[0].buttons] == [
        "commitment-done", "commitment-move", "commitment-smaller"]


def test_an_overdue_promise_says_so(filled: Desk) -> None:
    promised(filled)
    assert first(at(filled, "2026-03-04T16:00:00Z")) == "Today: plan the stall, was due Wed 4 Mar 16:00"


def test_the_day_is_that_of_the_askers_zone(filled: Desk) -> None:
    promised(filled, due="2026-03-04T16:30:00Z")
    assert first(filled).startswith("Today: plan the stall")
    assert not first(filled, replace(ANA, zone="Asia/Tokyo")).startswith("Today: plan the stall")


def test_a_promise_of_tomorrow_waits(filled: Desk) -> None:
    promised(filled, due="2026-03-05T15:00:00Z")
    assert first(filled).startswith("Today: mend grave")
    assert "plan the stall" in words(today(filled)[1])


def test_a_colleagues_promise_is_not_mine(filled: Desk) -> None:
    promised(filled)
    assert first(filled, BEN).startswith("Today: mend grave")
    assert "plan the stall" not in words(today(filled, BEN)[1])


def test_what_is_asked_of_me_waits_for_my_word(filled: Desk) -> None:
    promised(filled, ANA, for_person=BEN.person, due="2026-03-09T15:00:00Z")
    assert first(filled, BEN) == "Today: say whether you take this on: plan the stall"
    assert today(filled, BEN)[0].buttons[0].action == "commitment-accept"


def test_without_data_it_asks_for_data(world: World) -> None:
    desk = team(world, on=True)
    assert first(desk) == "Today: show me your data"
    assert "Drop export files on me" in words(today(desk)[0])
    assert "Not known" in words(today(desk)[2])


def test_an_admin_of_a_team_that_is_not_set_up_is_asked_for_that(world: World) -> None:
    desk = team(world)
    assert first(desk) == "Today: set me up in a channel"
    press(desk, "setup-channel", "C1")
    assert first(desk) == "Today: finish the set-up of C1"
    assert today(desk)[0].buttons[0].subject == "C1"
    assert first(desk, BEN) == "Today: show me your data"
    press(desk, "turn-on", "C1")
    assert first(desk) == "Today: show me your data"


def test_with_nothing_to_do_it_says_so(world: World) -> None:
    world.tell(post())
    assert first(replace(team(world, on=True), rules={})) == "Today: nothing asks for you"


def test_the_comments_of_a_finding_are_quoted_and_never_markup(world: World) -> None:
    world.tell(post(), comment("c1", text="**hey** <!channel> {n}"))
    desk = replace(team(world, on=True), rules={"a": rule("a", [comment_case("c1")], title="Answer {asked}")})
    card = today(desk)[0]
    assert plain(card.title) == "Today: answer 1 comments"
    assert card.parts[1].items[0].words == "how much?"  # type: ignore[union-attr]


def test_the_week_shows_the_three_figures_beside_the_usual(world: World) -> None:
    world.tell(post(), comment("c1", created_at="2026-03-02T10:00:00Z"),
               comment("r1", parent_id="c1", created_at="2026-03-02T11:00:00Z", from_team=True))
    assert "Answered: 100% of 1" in words(today(team(world))[2])


def test_the_data_card_names_what_is_old_or_missing(world: World) -> None:
    world.tell(post(), as_of="2026-02-01T00:00:00Z")
    shown = words(today(team(world))[4])
    assert "Posts: 31 days old, too old" in shown
    assert "Leads: never imported" in shown
    assert [each.action for each in today(team(world))[4].buttons] == ["import-how", "show-preview"]


def test_own_quiet_hours_are_shown_with_pause(world: World) -> None:
    desk = team(world)
    run(desk, "quiet", hours="from 17:00 to 09:00")
    card = today(desk)[3]
    assert "wait from 17:00 to 09:00" in words(card)
    assert [each.label for each in card.buttons] == ["Pause", "Set quiet hours"]


def test_the_command_shows_all_of_it_as_one_card(filled: Desk) -> None:
    reply = run(filled, "today")
    shown = words(reply.card)
    assert title(reply).startswith("Today:")
    for part in ("My commitments", "The last 7 days", "My quiet hours", "Data: "):
        assert part in shown
    assert len(reply.card.buttons) == sum(len(card.buttons) for card in today(filled))
    assert list(reply.document) == ["today", "commitments", "week", "quiet_hours", "data"]


def test_several_cards_become_one_without_losing_a_word() -> None:
    card = as_one((Card(text("one"), (say("first"),)), Card(text("{who}", who="**two**"), (say("second"),))))
    assert words(card).split() == ["one", "first", "**two**", "second"]


def test_the_buttons_of_the_data_card_answer(filled: Desk) -> None:
    assert "10 MB" in words(press(filled, "import-how").card)
    assert "would have" in title(press(filled, "show-preview"))
    assert "Drop export files" not in words(press(filled, "import-how", asker=replace(ANA, platform="terminal")).card)


def test_import_and_preview_are_words_too(filled: Desk) -> None:
    assert words(run(filled, "import").card) == words(press(filled, "import-how").card)
    assert title(run(filled, "preview")) == title(press(filled, "show-preview"))


def test_looking_writes_nothing(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(filled.records), "write", None)
    assert today(filled)


TERMINAL = replace(ANA, person="terminal:ana", platform="terminal")


def test_help_shows_examples_first() -> None:
    card = run(None, "help", TERMINAL).card  # type: ignore[arg-type]
    examples = [plain(item.headline) for item in card.parts[0].items]  # type: ignore[union-attr]
    assert examples[:3] == ["today", "ask does a post have to go viral", "audit"]


def test_help_names_every_command() -> None:
    shown = words(run(None, "help", TERMINAL).card)  # type: ignore[arg-type]
    for name in commands():
        assert name in shown, name


@pytest.mark.parametrize("name", commands())
def test_help_and_a_word_shows_that_command_with_its_examples_first(name: str) -> None:
    card = run(None, "help", TERMINAL, word=name).card  # type: ignore[arg-type]
    assert plain(card.parts[0].items[0].headline) == commands()[name].examples[0]  # type: ignore[union-attr]
    assert commands()[name].help in words(card)


@pytest.mark.parametrize(("typed", "meant"), [
    ("comit answer 5 comments", "commit answer 5 comments"), ("schedul set quiet from 17:30", "schedule set quiet from 17:30"),
    ("settings lgo", "settings log"), ("gaols leads 20", "goals leads 20"), ("todya", "today"),
])
def test_a_wrong_word_gets_the_nearest_right_command_filled_in(typed: str, meant: str) -> None:
    assert filled_in(typed.split(), commands()) == meant


def test_help_on_a_wrong_word_says_what_was_meant() -> None:
    with pytest.raises(UsageError, match="Did you mean: commit answer 5 comments"):
        run(None, "help", TERMINAL, word="comit answer 5 comments")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="help lists"):
        run(None, "help", TERMINAL, word="xyzzy")  # type: ignore[arg-type]


def test_a_group_that_is_no_command_shows_what_is_under_it() -> None:
    assert "nudges preview" in words(run(None, "help", TERMINAL, word="nudges").card)  # type: ignore[arg-type]


@given(some.lists(some.text(min_size=1, max_size=12), max_size=5))
def test_whatever_is_typed_the_command_named_is_one_that_exists(typed: list[str]) -> None:
    meant = filled_in(typed, commands())
    assert meant is None or any(meant == name or meant.startswith(f"{name} ") for name in commands())
