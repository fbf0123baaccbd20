"""The card of a nudge: short, calm, with the facts first."""

from __future__ import annotations

import re

import pytest

from bot.coach.figures.findings import find, worded
from bot.coach.nudges.nudge_card import Standing, nudge_card, opening
from bot.model.card import Items, plain, text
from bot.model.card_text import plain_card
from bot.model.rule import Finding, NamedRule
from bot.rules import rules
from bot.store.store import Store
from tests.nudge_world import FACTS, case, comment_case, rule
from tests.test_rules import seen

STANDING = Standing("card-1", "Europe/Berlin")


def finding(named: NamedRule, *ids: str) -> Finding:
    return worded(named, comment_case(*ids) if ids else case())


def words_of_ours(card_text: str) -> int:
    return len(re.sub("“[^”]*”", "", card_text).split())


@pytest.mark.parametrize("key", sorted(rules()))
def test_a_card_of_every_rule_keeps_to_sixty_words(sqlite_store: Store, key: str) -> None:
    named = rules()[key]
    for found in find(seen(sqlite_store, named, named.rule.fires_on).desk, [named]):
        if found.case.verdict == "fires":
            assert words_of_ours(plain_card(nudge_card(found, STANDING))) <= 60


def test_the_first_line_is_the_findings_own() -> None:
    assert plain(nudge_card(finding(rule("a")), STANDING).title) == "Mend a: 3 cases in 14 days"


def test_the_footer_says_the_window_how_many_of_what_and_from_when_in_the_channels_zone() -> None:
    card = nudge_card(finding(rule("a")), STANDING)
    assert card.footer
    assert plain(card.footer) == "14 days, 3 cases, data as of Wed 4 Mar 09:00"


def test_at_most_five_items_are_listed() -> None:
    card = nudge_card(finding(rule("a"), *"abcdefg"), STANDING)
    [items] = [part for part in card.parts if isinstance(part, Items)]
    assert len(items.items) == 5


def test_items_that_do_not_fit_are_counted() -> None:
    found = worded(rule("a", title="word " * 40 + "{n}"), comment_case(*"abcde"))
    shown = plain_card(nudge_card(found, STANDING))
    assert shown.count("A question") == 1
    assert "and 4 more" in shown


def test_what_does_not_fit_is_left_out_whole_and_the_next_step_goes_last() -> None:
    named = rule("a", ask="word " * 40, next_step="step " * 20)
    shown = plain_card(nudge_card(finding(named, "c1", "c2"), STANDING))
    assert "step" in shown
    assert "word" not in shown


def test_a_comment_that_looks_like_markup_stays_its_own_letters() -> None:
    named = rule("a", title="Mend {n}: {quoted}")
    found = worded(named, case(facts={**FACTS, "quoted": "**<!channel>** {n} @everyone"}))
    assert plain(nudge_card(found, STANDING).title) == "Mend 3: **<!channel>** {n} @everyone"


def test_every_button_carries_the_card() -> None:
    assert {button.subject for button in nudge_card(finding(rule("a")), STANDING).buttons} == {"card-1"}


@pytest.mark.parametrize(("template", "last", "expected"), [
    ("Answer {n}: the oldest waited {age}", "", "Answer 5: the oldest waited 2 days"),
    ("Answer {n}: the oldest waited {age}", "Make another", "Answer 5: the oldest waited 2 days"),
    ("Answer {n}: the oldest waited {age}", "Answer 3", "The oldest waited 2 days: answer 5"),
    ("Answer {n} of them", "answer: all", "Next: answer 5 of them"),
])
def test_the_same_opening_never_comes_twice_running(template: str, last: str, expected: str) -> None:
    shown = plain(opening(text(template, n=5, age="2 days"), last))
    assert shown == expected
