"""Words cut apart to fit a limit join again, and links lead where they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.model.card import Button
from bot.render.limits import KEY_LETTERS, apart, checked, link_of, shortened, size
from tests.test_render_slack import words


@given(words, some.integers(20, 90))
@settings(max_examples=40, deadline=None)
def test_words_cut_apart_join_again(long: str, most: int) -> None:
    pieces = apart(long, most)
    assert "".join(pieces) == long
    assert all(0 < size(piece) <= most for piece in pieces)
    assert size(shortened(long, most)) <= most


def test_a_family_of_emoji_is_not_cut() -> None:
    assert apart("ab👩‍👧", 6) == ["ab", "👩‍👧"]
    assert apart("abe\u0301", 3) == ["ab", "e\u0301"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://e.example/a b", "https://", "http://[::1", "https://e.example\\@f.example",
                                 "https://xn--é.example", "HTTPS://e.example:99999", "https://e.example/" + "a" * 2000, "e.example", ""])
def test_an_address_nobody_should_follow_is_shown_as_words(url: str) -> None:
    assert link_of(url) is None


def test_a_link_says_where_it_really_leads() -> None:
    link = link_of("https://instagram.example@evil.example/?a=(b)>")
    assert link is None
    link = link_of("https://instagram.example@evil.example/?a=(b)")
    assert link
    assert (link.label, link.url) == ("Open on evil.example", "https://instagram.example@evil.example/?a=%28b%29")


def test_a_letter_beyond_the_first_plane_counts_twice() -> None:
    assert (size("ab"), size("é日"), size("👍")) == (2, 2, 2)


def test_a_key_that_no_front_could_carry_back_is_refused() -> None:
    with pytest.raises(ValueError, match="key of another button"):
        checked((Button("a", "done", "c1"), Button("b", "done", "c1")))
    with pytest.raises(ValueError, match="101 letters"):
        checked((Button("a", "a", "x" * (KEY_LETTERS - 3)),))
    assert checked((Button("a", "a", "x" * (KEY_LETTERS - 4)),))
