"""The terminal's cards: hostile values come out as letters, nothing is lost, no line is wider than the screen."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.model.card import Button, Card, Chart, Fields, Item, Items, Paragraph, Quote, Text, plain, quoted, say, text
from bot.render.safe import columns, inert
from bot.render.terminal import Screen, render, spark_line

SGR = re.compile(r"\x1b\[\d+m")
WILD = some.text(max_size=300)


def card_of(words: str) -> Card:
    """Return a card that has the same words in every place a value can stand."""
    return Card(
        title=text("**Answer** {who}", who=words),
        parts=(Paragraph(quoted(words)), Quote(words, by=words), Fields((("Label", words),)),
               Items((Item(quoted(words), words=words, why=quoted(words), url=words),)),
               Chart(words, (words, words), (1.0, None), words)),
        buttons=(Button(words, "take", "c1"),), footer=quoted(words),
    )


@given(WILD, some.integers(20, 120), some.booleans())
def test_no_value_ever_steers_the_screen(words: str, width: int, colours: bool) -> None:
    shown = SGR.sub("", render(card_of(words), Screen(width, colours)))
    assert not [letter for letter in shown if unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n"]
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")


@given(WILD)
def test_a_value_brings_no_colour_of_its_own(words: str) -> None:
    assert "\x1b" not in render(card_of(words), Screen(80, colours=False))


@given(some.text(alphabet=some.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Mn")), max_size=400))
def test_no_letter_of_a_quote_is_lost(words: str) -> None:
    shown = render(Card(text("t"), (Quote(words),)), Screen(40))
    assert "".join(words.split()) == "".join(shown.split("\n", 1)[1].replace("│", "").split()) or "│" in words


@given(WILD, some.integers(40, 120))
def test_no_line_is_wider_than_the_screen(words: str, width: int) -> None:
    for line in render(card_of(words), Screen(width)).split("\n"):
        assert columns(line) <= width + 2


@pytest.mark.parametrize("words", ["**bold**", "__quiet__", "{slot}", "<!channel>", "@everyone", "](x)", "```", "\\x1b"])
def test_markup_in_a_value_stays_letters(words: str) -> None:
    shown = render(Card(quoted(words), (Quote(words),)), Screen(80, colours=True))
    assert shown.count(words) == 2
    assert plain(text("{words}", words=words)) == words


def test_an_escape_sequence_is_shown_as_what_it_is() -> None:
    assert inert("\x1b]8;;http://evil\x07here") == "\\x1b]8;;http://evil\\x07here"


def test_markup_of_a_template_is_styled_and_a_slot_without_value_is_a_fault() -> None:
    assert "\x1b[1mnow\x1b[0m" in render(Card(text("t"), (say("do it **now**"),)), Screen(80, colours=True))
    with pytest.raises(KeyError):
        render(Card(Text("{missing}", {})))


def test_a_gap_is_a_dot_in_the_spark_line_and_never_a_low() -> None:
    assert spark_line((1, None, 2)) == "▁·█"
    assert spark_line((5, 5)) == "▄▄"
    assert spark_line((None,)) == "·"


def test_a_comma_stays_with_the_value_before_it() -> None:
    words = text("{a}, {b}", a="x" * 18, b="yy")
    assert render(Card(text("t"), (Paragraph(words),)), Screen(22)).split("\n")[2:] == ["  " + "x" * 18 + ",", "  yy"]


def test_wide_letters_count_twice() -> None:
    assert columns("日本") == 4
    assert columns("e\u0301") == 1


def test_a_card_reads_as_it_was_designed() -> None:
    card = Card(
        title=text("Answer {n} comments: the oldest has waited {age}", n=2, age="2 days"),
        parts=(
            say("**1** of them wants to buy."),
            Items((Item(text("Buying signal on {network}", network="instagram"), words="how much is it?",
                        why=text("due today 13:00"), url="https://example.com/p/1"),
                   Item(text("Question on {network}", network="facebook"), words="open on sunday?"))),
            Fields((("Leads", 1200), ("Answered", "7 of 9"))),
            Chart("Leads", ("5 Jan", "23 Feb"), (1, 3, 2), "Leads a week, 1 to 3."),
        ),
        buttons=(Button("I'll take these", "take", "c1"), Button("Done", "done", "c1")),
        footer=text("14 days, n=2, as of 4 March"), tone="ask",
    )
    assert render(card, Screen(60)) == """\
▌ Answer 2 comments: the oldest has waited 2 days

  1 of them wants to buy.

  1. Buying signal on instagram
     “how much is it?”
     due today 13:00
     https://example.com/p/1
  2. Question on facebook
     “open on sunday?”

  Leads     1,200
  Answered  7 of 9

  Leads  ▁█▅  5 Jan to 23 Feb
  Leads a week, 1 to 3.

  14 days, n=2, as of 4 March

  [1]\u00a0I'll take these   [2]\u00a0Done"""


def test_no_line_breaks_within_a_button() -> None:
    labels = ("Done", "Need more time", "Make it smaller", "Blocked", "Drop it")
    drawn = render(Card(text("Will it be done?"), buttons=tuple(Button(label, "done") for label in labels)), Screen(width=78))
    shown = drawn.replace("\u00a0", " ")
    assert [label for label in labels if f"] {label}" not in shown] == []
    assert max(map(columns, drawn.splitlines())) <= 78
