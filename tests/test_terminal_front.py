"""The terminal as a front: it prints, and knows nothing of what it printed."""

from __future__ import annotations

import pytest

from bot.chat.terminal import Terminal
from bot.errors import CannotRead
from bot.model.card import Button, Card, say, text

CARD = Card(text("Answer {n} comments", n=5), (say("They have waited."),), (Button("Done", "done", "c1"),))


def test_a_card_is_printed_under_its_channel_with_its_buttons() -> None:
    lines: list[str] = []
    assert Terminal(lines.append).deliver("bakery", CARD, "o1") == "o1"
    assert "[bakery]" in lines[0]
    assert "Answer 5 comments" in lines[0]
    assert "[1]\N{NO-BREAK SPACE}Done" in lines[0]


def test_an_edit_is_printed_as_an_update() -> None:
    lines: list[str] = []
    Terminal(lines.append).edit("bakery", "o1", CARD)
    assert "[bakery, updated]" in lines[0]


def test_nobody_can_ask_a_screen_what_it_showed() -> None:
    with pytest.raises(CannotRead, match="o1"):
        Terminal(print).find("bakery", "o1", "2026-03-04T09:30:00Z")
