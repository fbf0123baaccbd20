"""The pages behind the pictures: nothing of a message is lost on them, nothing in a value becomes markup."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from bot.chat.discord.forms import FormModal
from bot.model.card import Button, Card, Chart, Fields, Item, Items, Quote, say, text
from bot.model.command import Parameter
from bot.model.form import Form
from bot.render.chart import Picture
from bot.render.slack_form import modal
from tests.pictures import discord_page, slack_page
from tests.pictures.fronts import FRONTS, STYLES, on_front
from tests.pictures.page import page

ROOT = Path(__file__).parent.parent
LARGEST_BYTES = 150_000
HOSTILE = '<script>alert("1")</script> <!channel> @everyone **b** [l](https://evil.example)'
CARD = Card(
    text("Answer {n} comments", n=5),
    (say("The **oldest** has __waited__ long."), Quote("do you deliver?", by="kit"), Fields((("Leads", 1200),)),
     Items((Item(text("Complaint on {where}", where="instagram"), "burnt underneath", text("wants it put right"),
                 "https://example.com/p"),)),
     Chart("Leads a week", ("5 Jan", "12 Jan"), (1, 3), "Leads rose.")),
    (Button("Draft reply", "draft"),), text("as of Sunday"), tone="ask",
)
WORDS = ("Answer 5 comments", "The oldest has waited long.", "do you deliver?", "kit", "Leads", "1,200", "Complaint on instagram",
         "burnt underneath", "wants it put right", "Leads a week", "Draft reply", "as of Sunday")
FORM = Form("Keep a promise", "/commit", (Parameter("words", "what you will do", required=True),
                                         Parameter("measure", "what shows it", "choice", ("leads", "answers"))),
            {"words": HOSTILE, "measure": "leads"})


def read(html: str) -> str:
    """Return the letters of HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))


def no_picture(_: Chart) -> None:
    """Draw nothing, so that a chart stands there in words."""


@pytest.mark.parametrize("front", FRONTS)
def test_a_page_holds_every_word_of_a_card(front: str) -> None:
    shown = read(on_front(front, CARD, no_picture))
    assert [each for each in WORDS if each not in shown] == []


@pytest.mark.parametrize("front", FRONTS)
def test_what_somebody_wrote_stays_text_on_a_page(front: str) -> None:
    html = on_front(front, Card(text("One comment"), (Quote(HOSTILE, by=HOSTILE),), (Button(HOSTILE, "draft"),)))
    assert "<script" not in html
    assert "<a>" not in html
    assert '<script>alert("1")</script>' in read(html)


def test_a_form_on_a_page_shows_what_it_asks_and_what_is_filled_in() -> None:
    async def shown() -> str:
        return discord_page.modal(FormModal(FORM).to_dict())

    import asyncio

    for html in (slack_page.modal(modal(FORM)), asyncio.run(shown())):
        assert "<script" not in html
        assert [each for each in ("Keep a promise", "What you will do", "What shows it", "leads", HOSTILE)
                if each not in read(html)] == []


def test_a_chart_is_drawn_on_slack_with_the_figure_of_every_point() -> None:
    drawn = on_front("slack", CARD).partition("<svg")[2].partition("</svg>")[0]
    assert re.findall(r">([^<>]+)</text>", drawn) == ["1", "5 Jan", "3", "12 Jan"]


def test_a_chart_on_discord_is_the_picture_that_the_renderer_made() -> None:
    html = on_front("discord", CARD, lambda chart: Picture(b"png", chart.alt))
    assert 'alt="Leads rose." src="data:image/png;base64,cG5n"' in html


def test_a_block_that_no_page_knows_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        slack_page.message([{"type": "carousel"}])


@pytest.mark.parametrize("front", FRONTS)
def test_a_page_asks_no_network(front: str) -> None:
    html = page(STYLES[front], [on_front(front, CARD, no_picture)])
    assert re.findall(r"(?:src|href)=|url\(|@import", html) == []


def test_the_pictures_in_the_readme_exist_and_are_small() -> None:
    named = re.findall(r"\]\((tests/pictures/[^)\s]+\.png)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    if not named:
        pytest.skip("the README names no picture")
    sizes = {each: (ROOT / each).stat().st_size if (ROOT / each).is_file() else None for each in named}
    assert {name: size for name, size in sizes.items() if size is None or size > LARGEST_BYTES} == {}
