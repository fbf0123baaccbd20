"""A chart's picture and the words that go with it or stand for it."""

from __future__ import annotations

import math
import sys
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.model.card import Chart
from bot.render.chart import LINE, Picture, draw, in_words, known_values

needs_matplotlib = pytest.mark.skipif(find_spec("matplotlib") is None, reason="matplotlib is not installed: no picture to look at")

LEADS = Chart("Leads a week", ("5 Jan", "12 Jan", "19 Jan"), (1, None, 3), "Leads a week, from 1 to 3.")


def test_without_matplotlib_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("matplotlib", "matplotlib.figure"):
        monkeypatch.setitem(sys.modules, name, None)
    assert draw(LEADS) is None


def test_a_chart_in_words_shows_its_gap_and_its_ends() -> None:
    assert in_words(LEADS) == "▁·█  5 Jan to 19 Jan"
    assert in_words(Chart("t", ("only",), (2,), "")) == "▄  only"
    assert in_words(Chart("t", (), (), "")) == ""


def test_what_is_no_finite_number_is_a_gap() -> None:
    assert known_values(Chart("t", ("a", "b", "c", "d"), (math.nan, math.inf, None, 0.0), "")) == (None, None, None, 0.0)


@given(some.lists(some.none() | some.floats(), max_size=12).map(tuple))
@settings(max_examples=60, deadline=None)
def test_any_values_have_one_block_each(values: tuple[float | None, ...]) -> None:
    assert len(in_words(Chart("t", (), values, ""))) == len(values)


@needs_matplotlib
def test_a_picture_is_a_png_that_carries_its_words() -> None:
    picture = draw(LEADS)
    assert isinstance(picture, Picture)
    assert picture.png.startswith(b"\x89PNG\r\n\x1a\n")
    assert picture.alt == LEADS.alt


@needs_matplotlib
def test_the_same_chart_gives_the_same_picture_and_a_gap_is_no_zero() -> None:
    assert draw(LEADS) == draw(LEADS)
    assert draw(LEADS) != draw(Chart(LEADS.title, LEADS.labels, (1, 0, 3), LEADS.alt))


@needs_matplotlib
@pytest.mark.parametrize("words", ["$x^$", "\\frac{", "a\nb", "<!channel>", "x" * 400, ""])
def test_words_are_drawn_as_letters_and_never_read_as_a_formula(words: str) -> None:
    assert draw(Chart(words, (words, "b"), (1, 2), words))


@needs_matplotlib
@pytest.mark.parametrize("chart", [
    Chart("t", tuple(str(n) for n in range(90)), tuple(float(n) for n in range(90)), ""), Chart("t", (), (1, 2), ""),
    Chart("t", ("a", "b", "c"), (1,), ""), Chart("t", ("a",), (-1e6,), ""),
])
def test_odd_charts_are_drawn_too(chart: Chart) -> None:
    assert draw(chart)


@needs_matplotlib
def test_a_chart_of_nothing_known_has_no_picture() -> None:
    assert draw(Chart("t", ("a", "b"), (None, math.nan), "")) is None


def test_the_line_is_of_the_palette_for_colour_blind_readers() -> None:
    okabe_ito = {"#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#000000"}
    assert LINE in okabe_ito


@needs_matplotlib
def test_whole_numbers_have_whole_figures_beside_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.figure import Figure

    ticks: list[float] = []
    monkeypatch.setattr(Figure, "savefig", lambda figure, *_, **__: ticks.extend(figure.axes[0].get_yticks()))
    draw(Chart("Leads a week", ("a", "b", "c"), (4, 2, 19), "Leads."))
    draw(Chart("Leads a week", ("a", "b"), (1, 2), "Leads."))
    assert ticks
    assert [tick for tick in ticks if tick != int(tick)] == []
