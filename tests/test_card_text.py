"""A card travels through the outbox as text and comes out the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.card import Button, Card, Chart, Fields, Item, Items, Paragraph, Quote, Text, say, text
from bot.model.card_text import card_from_text, card_to_text, plain_card

words = st.text(st.characters(exclude_categories=()), max_size=20)
value = st.one_of(words, st.integers(-10**15, 10**15), st.floats(allow_nan=False))
texts = st.builds(Text, words, st.dictionaries(words, value, max_size=3))
items = st.builds(Item, texts, st.none() | words, st.none() | texts, st.none() | words)
parts = st.one_of(
    st.builds(Paragraph, texts),
    st.builds(Quote, words, st.none() | words),
    st.builds(Fields, st.lists(st.tuples(words, value), max_size=3).map(tuple)),
    st.builds(Items, st.lists(items, max_size=3).map(tuple)),
    st.builds(Chart, words, st.lists(words, max_size=3).map(tuple), st.lists(st.none() | st.floats(allow_nan=False), max_size=3)
              .map(tuple), words),
)
buttons = st.builds(Button, words, words, words, st.integers(1, 9))
cards = st.builds(Card, texts, st.lists(parts, max_size=4).map(tuple), st.lists(buttons, max_size=3).map(tuple),
                  st.none() | texts, st.sampled_from(["ask", "good", "warning", "plain"]))


@given(cards)
@settings(max_examples=60, deadline=None)
def test_every_card_comes_back_equal(card: Card) -> None:
    assert card_from_text(card_to_text(card)) == card


@given(cards)
@settings(max_examples=40, deadline=None)
def test_the_text_is_one_line_of_ascii_that_any_store_keeps(card: Card) -> None:
    written = card_to_text(card)
    assert written.isascii()
    assert "\x00" not in written
    assert "\n" not in written


def test_numbers_come_back_as_the_same_kind_of_number() -> None:
    back = card_from_text(card_to_text(Card(text("{a} {b}", a=1, b=1.0))))
    assert [type(each) for each in back.title.values.values()] == [int, float]


def test_an_unknown_part_is_refused_by_name() -> None:
    written = json.loads(card_to_text(Card(text("a"), (say("b"),))))
    written["parts"][0]["is"] = "film"
    with pytest.raises(ValueError, match="film"):
        card_from_text(json.dumps(written))


def test_the_plain_card_quotes_other_peoples_words_and_leaves_the_buttons_away() -> None:
    card = Card(text("**Answer** {n}", n=1200), (Items((Item(text("A question"), "how *much*?", None, "https://e.example"),)),),
                (Button("Done", "done", "c1"),), text("14 days"))
    assert plain_card(card) == "Answer 1,200\nA question\n“how *much*?”\nhttps://e.example\n14 days"
