"""Slack's messages: no value is markup, no limit is passed, nothing is lost, and the cards read as they were designed."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from slack_sdk.models.blocks import Block

from bot.model.card import Button, Card, Chart, Fields, Item, Items, Paragraph, Quote, Text, plain, quoted, say, shown, text
from bot.render import limits
from bot.render.limits import link_of, size
from bot.render.safe import inert
from bot.render.slack import GOES_ON, SlackMessage, render
from bot.render.slack_chart import chart_block
from bot.render.slack_text import escaped, written
from tests.conftest import ROOT

SCHEMA = ROOT.parent / "shared" / "oracles" / "Blocks.limits.schema.json"
needs_schema = pytest.mark.skipif(not SCHEMA.is_file(), reason="the published schema of Slack's blocks is not here")

HOSTILE = ("<!channel>", "<!here|x>", "<@U12345>", "<#C1|general>", "*bold*", "_quiet_", "~gone~", "`code`", "```\ncode",
           "> quoted", ">>> all", ":smile:", "&lt;b&gt; & <b>", "**bold**", "__quiet__", "{slot}", "@everyone", "<https://e.example|x>",
           "[here](https://e.example)", "# big", "-# small", "- one", "1. one", "||hidden||", "\\", "\u202eevil", "a\u200bb", "\x1b[31m",
           "https://e.example/a?b=c&d", "javascript:alert(1)", "\n\n", " ", "", "👩‍👩‍👧‍👦", "e\u0301", "日本語", "\t", "<t:1:R>", "</ask:1>")
CUTS = some.characters(exclude_categories=("Cs",))
words = some.one_of(some.sampled_from(HOSTILE), some.text(CUTS, max_size=40),
                    some.builds(lambda each, n: each * n, some.sampled_from(HOSTILE) | some.text(CUTS, min_size=1, max_size=9),
                                some.integers(1, 400)))
short = some.sampled_from(HOSTILE) | some.text(CUTS, max_size=20)
values = some.one_of(words, some.integers(-10**9, 10**9), some.floats())
texts = some.one_of(some.builds(quoted, words), some.builds(lambda a, b: text("**Now** {a}, __{b}__**{a}**", a=a, b=b), values, short))
items = some.builds(Item, texts, some.none() | words, some.none() | texts, some.none() | words)
figures = some.none() | some.floats() | some.integers(-9, 99)
charts = some.builds(lambda title, points, alt: Chart(title, tuple(label for label, _ in points), tuple(value for _, value in points), alt),
                     short, some.lists(some.tuples(short, figures), max_size=24), words)
parts = some.one_of(some.builds(Paragraph, texts), some.builds(Quote, words, some.none() | short), charts,
                    some.builds(Fields, some.lists(some.tuples(words, values), max_size=6).map(tuple)),
                    some.builds(Items, some.lists(items, max_size=3).map(tuple)))
buttons = some.lists(some.builds(Button, words, some.sampled_from(("take", "done")), some.text(CUTS, max_size=20)), max_size=30,
                     unique_by=lambda button: button.key).map(tuple)
cards = some.builds(Card, texts, some.lists(parts, max_size=4).map(tuple), buttons, some.none() | texts,
                    some.sampled_from(("ask", "good", "warning", "plain")))


NUDGE = Card(
    text("Answer {n} comments: the oldest has waited {age}", n=2, age="2 days"),
    (Items((Item(text("Buying signal on {network}", network="instagram"), "how *much* is it?", text("due today 13:00"),
                 "https://example.com/p/1"),
            Item(text("Question on {network}", network="facebook"), "open on sunday?"))),),
    (Button("I'll take these", "take", "c1"), Button("Done", "done", "c1")), text("14 days, n 2, as of Wed 4 Mar 09:00"), "ask",
)
DIGEST = Card(
    text("Leads are up: {n} this week", n=5),
    (Fields((("Leads", "5, usual 3 (1 to 4)"), ("Answered", "78% (7 of 9)"))),
     Chart("Leads a week", ("9 Feb", "16 Feb", "23 Feb"), (1, 4, 5), "3 weeks from 1 to 5, last 5"),
     say("**Win:** {win}", win="a comment on Tuesday became a lead."), say("**Leak:** {leak}", leak="2 comments wait.")),
    (Button("Keep", "digest-keep", "lead/web/1"),), text("23 Feb to 1 Mar; data as of 2 Mar."), "good",
)
ANSWER = Card(
    quoted("Answer within the hour."),
    (say("**From the guidance**"),
     say("[{n}] **{title}**{where}. __{whose}{dated}__", n=1, title="Replies", where=", Speed", whose="The handbook", dated=", 2025"),
     Quote("People wait an hour_ at most.", "Replies")),
    (Button("Helpful", "helpful", "g1"),), text("Quoted from the guidance, no AI used."),
)
AUDIT = Card(
    text("{window}: {said}", window="This week", said="5 leads, 6 posts, 1 works"),
    (Fields((("Leads", 5), ("Answered", "78% (7 of 9)"))), say("**Act on this first**"),
     Items((Item(text("{n} comments wait", n=2), None, text("Answer them today.")),)),
     say("**What I can't see**"), say("{gap}", gap="no leads before 2 Feb"), say("__And {n} more of the kind.__", n=2)),
    (Button("Make it a commitment", "make-commitment", "unanswered_comments"),), text("Data as of: comments Mon 2 Mar 09:00."), "warning",
)


def letters(words: str) -> str:
    """Return what people see of words, without the spaces that a platform may break or trim."""
    return "".join(inert(words).split())


def said(card: Card) -> list[str]:
    """Return every value of a card's parts, in order, as letters that must be found again."""
    found = [plain(card.title)]
    for part in card.parts:
        match part:
            case Paragraph():
                found.append(plain(part.text))
            case Quote():
                found += [part.words, part.by or ""]
            case Fields():
                found += [each for label, value in part.pairs for each in (label, shown(value))]
            case Items():
                for item in part.items:
                    link = link_of(item.url or "")
                    found += [plain(item.headline), item.words or "", plain(item.why) if item.why else "",
                              link.url if link else item.url or ""]
            case Chart():
                found += [part.title, part.alt]
    return [letters(each) for each in found]


def blocks_words(blocks: list[dict[str, Any]]) -> str:
    """Return all words that blocks show, but for buttons and the line that says there is more."""
    found = []
    for block in blocks:
        match block["type"]:
            case "header":
                found.append(block["text"]["text"])
            case "context":
                found += [each["text"] for each in block["elements"] if each["text"] != GOES_ON]
            case "data_visualization":
                found.append(block["title"])
            case "rich_text":
                found += [each.get("url", each["text"]) for group in block["elements"] for each in group["elements"]]
    return letters("".join(found))


def in_order(pieces: list[str], whole: str) -> str | None:
    """Return the first piece that a text lacks after those before it, None when all of them are there."""
    place = 0
    for piece in pieces:
        found = whole.find(piece, place)
        if found < 0:
            return piece
        place = found + len(piece)
    return None


@cache
def schema() -> jsonschema.Draft7Validator:
    """Return Slack's own schema of a message's blocks."""
    return jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def buttons_of(message: SlackMessage) -> list[dict[str, Any]]:
    """Return a message's buttons in order."""
    return [each for block in message.blocks if block["type"] == "actions" for each in block["elements"]]


@given(cards)
@settings(max_examples=25, deadline=None)
def test_no_card_passes_a_limit_of_a_message(card: Card) -> None:
    for message in render(card):
        assert 1 <= len(message.blocks) <= limits.SLACK_BLOCKS
        assert written(message.blocks) <= limits.SLACK_MESSAGE_LETTERS
        assert 1 <= size(message.text) <= limits.SLACK_TEXT_LETTERS
        assert len({each["action_id"] for each in buttons_of(message)}) == len(buttons_of(message))
        assert all(element["text"] for block in message.blocks if block["type"] == "rich_text"
                   for group in block["elements"] for element in group["elements"])


@given(cards)
@settings(max_examples=25, deadline=None)
def test_the_library_of_slack_refuses_no_block(card: Card) -> None:
    for message in render(card):
        for block in message.blocks:
            known = Block.parse(block)
            assert known is not None or block["type"] == "data_visualization"
            if known is not None:
                known.validate_json()


@needs_schema
@given(cards)
@settings(max_examples=10, deadline=None)
def test_the_published_schema_refuses_no_message(card: Card) -> None:
    for message in render(card):
        schema().validate([block for block in message.blocks if block["type"] != "data_visualization"])


@given(cards)
@settings(max_examples=25, deadline=None)
def test_nothing_a_card_says_is_lost(card: Card) -> None:
    messages = render(Card(card.title, card.parts, card.buttons))
    assert in_order(said(card), "".join(blocks_words(each.blocks) for each in messages)) is None
    everything = "".join(blocks_words(each.blocks) for each in render(card))
    assert letters(plain(card.footer or text(""))) in everything


@given(buttons, texts)
@settings(max_examples=25, deadline=None)
def test_every_button_is_there_once_and_in_order(some_buttons: tuple[Button, ...], title: Text) -> None:
    messages = render(Card(title, buttons=some_buttons))
    assert [each["value"] for message in messages for each in buttons_of(message)] == [each.key for each in some_buttons]
    shown_words = "".join(blocks_words(each.blocks) for each in messages)
    for button in some_buttons:
        label = letters(button.label)
        assert size(button.label) <= limits.SLACK_LABEL_LETTERS // 10 or label in shown_words or any(
            letters(each["text"]["text"]) == label for message in messages for each in buttons_of(message))


@pytest.mark.parametrize("words", [each for each in HOSTILE if each.strip() and each == inert(each)])
def test_a_value_stands_where_slack_reads_no_markup(words: str) -> None:
    card = Card(quoted(words), (Paragraph(quoted(words)), Quote(words, words), Fields(((words, words),)), Items((Item(quoted(words), words),)),
                                Chart(words, (words,), (1,), words)), footer=quoted(words))
    for block in render(card)[0].blocks:
        assert block["type"] in ("rich_text", "header", "context", "data_visualization")
        if block["type"] != "rich_text":
            assert not {"&", "<", ">"} & set(json.dumps(block))
            assert ":smile:" not in json.dumps(block)
            assert "mrkdwn" not in json.dumps(block)
    assert not [each for block in render(card)[0].blocks if block["type"] == "rich_text" for group in block["elements"]
                for each in group["elements"] if each["type"] not in ("text", "link")]


@given(cards)
@settings(max_examples=25, deadline=None)
def test_the_fallback_mentions_nobody(card: Card) -> None:
    for message in render(card):
        assert not {"<", ">"} & set(message.text)
        assert "\u202e" not in message.text


def test_the_fallback_begins_with_the_title_and_says_all_that_the_blocks_say() -> None:
    message, = render(Card(text("Answer {n}", n=2), (Quote("a < b"), say("do it **now**")), footer=text("n=2")))
    assert message.text == "Answer 2\n“a &lt; b”\ndo it now\nn=2"
    assert message.arguments["unfurl_links"] is message.arguments["unfurl_media"] is False
    assert escaped("&lt;") == "&amp;lt;"


def test_a_long_comment_comes_out_whole_over_several_messages_and_the_buttons_stay_with_the_first() -> None:
    comment = "".join(f"line {n} of a very long comment\n" for n in range(400))[:12_000]
    first, *others = render(Card(text("One comment"), (Quote(comment),), (Button("Done", "done", "c1"),), text("n=1")))
    assert others
    assert [each["text"]["text"] for each in buttons_of(first)] == ["Done"]
    assert not any(map(buttons_of, others))
    assert [block["type"] for block in first.blocks[-3:]] == ["context", "context", "actions"]
    assert first.blocks[-3]["elements"][0]["text"] == GOES_ON
    whole = "".join(each["text"] for message in (first, *others) for block in message.blocks if block["type"] == "rich_text"
                    for group in block["elements"] for each in group["elements"])
    assert whole == comment


def test_a_key_too_long_for_a_front_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="shorten its subject, at most 100 letters"):
        render(Card(text("t"), buttons=(Button("Ask on", "ask-on", "x" * 100),)))


def test_a_label_too_long_for_a_button_stands_whole_above_it() -> None:
    label = "Turn on " + "the-place-with-the-long-name-" * 4
    message, = render(Card(text("t"), buttons=(Button(label, "turn-on", "C1"),)))
    assert buttons_of(message)[0]["text"]["text"].endswith("…")
    assert letters(f"1. {label}") in blocks_words(message.blocks)


def test_more_than_five_buttons_take_a_second_row() -> None:
    message, = render(Card(text("t"), buttons=tuple(Button(f"b{n}", "done", str(n)) for n in range(7))))
    assert [len(block["elements"]) for block in message.blocks if block["type"] == "actions"] == [5, 2]


def test_a_gap_of_a_chart_is_left_out_and_named() -> None:
    block, gaps = chart_block(Chart("Leads", ("5 Jan", "12 Jan", "19 Jan"), (1, None, 3), "Leads rose.")) or ({}, "")
    series, = block["chart"]["series"]
    assert [point["label"] for point in series["data"]] == block["chart"]["axis_config"]["categories"] == ["5 Jan", "19 Jan"]
    assert gaps == "Left out, since not known: 12 Jan."


@given(charts)
@settings(max_examples=30, deadline=None)
def test_a_drawn_chart_keeps_to_slacks_limits(chart: Chart) -> None:
    drawn = chart_block(chart)
    if drawn:
        block, _ = drawn
        data = block["chart"]["series"][0]["data"]
        assert 1 <= size(block["title"]) <= limits.SLACK_CHART_TITLE_LETTERS
        assert 1 <= len(data) <= limits.SLACK_CHART_POINTS
        assert len({point["label"] for point in data}) == len(data)
        assert all(1 <= size(point["label"]) <= limits.SLACK_CHART_LABEL_LETTERS for point in data)
        assert json.dumps(block, allow_nan=False)


def test_a_chart_that_slack_cannot_draw_stands_in_words() -> None:
    many = tuple(str(n) for n in range(30))
    for chart in (Chart("t", many, (1.0,) * 30, "flat"), Chart("t", ("a", "a"), (1, 2), "up"), Chart("t" * 51, ("a",), (1,), "one"),
                  Chart("t", ("<!here>",), (1,), "one"), Chart("t", ("a",), (None,), "none"), Chart("t", (), (), "empty")):
        assert chart_block(chart) is None
    message, = render(Card(text("t"), (Chart("Leads", ("5 Jan", "12 Jan"), (1, 3), "Leads rose."),)), draws_charts=False)
    assert message.text == "t\nLeads\n▁█  5 Jan to 12 Jan\nLeads rose."


def test_a_third_chart_goes_to_the_next_message() -> None:
    chart = Chart("Leads", ("a", "b"), (1, 2), "up")
    counts = [sum(block["type"] == "data_visualization" for block in each.blocks) for each in render(Card(text("t"), (chart,) * 3))]
    assert counts == [2, 1]


def outline(block: dict[str, Any]) -> str:
    """Return a block as one line a person can read: what it is, then its words, with marks for bold and italic."""
    match block["type"]:
        case "header":
            return f"header: {block['text']['text']}"
        case "context":
            return "small: " + " | ".join(each["text"] for each in block["elements"])
        case "actions":
            return "buttons: " + " ".join(f"[{each['text']['text']}]({each['value']})" for each in block["elements"])
        case "data_visualization":
            return "chart: " + ", ".join(f"{each['label']} {each['value']}" for each in block["chart"]["series"][0]["data"])
    return " / ".join(f"{group['type'].removeprefix('rich_text_')}: " + "".join(map(marked, group["elements"]))
                      for group in block["elements"])


def marked(element: dict[str, Any]) -> str:
    """Return an element's words, in `*bold*` or `_italic_`, and a link with where it leads."""
    mark = {"bold": "*", "italic": "_"}.get(next(iter(element.get("style", ())), ""), "")
    return f"{mark}{element['text']}{mark}" + (f" ({element['url']})" if element["type"] == "link" else "")


@pytest.mark.parametrize(("card", "designed"), [
    (NUDGE, """\
header: Answer 2 comments: the oldest has waited 2 days
section: 1. Buying signal on instagram / quote: how *much* is it? / section: _due today 13:00_
Open on example.com (https://example.com/p/1)
section: 2. Question on facebook / quote: open on sunday?
small: 14 days, n 2, as of Wed 4 Mar 09:00
buttons: [I'll take these](take:c1:1) [Done](done:c1:1)"""),
    (DIGEST, """\
header: Leads are up: 5 this week
section: *Leads*  5, usual 3 (1 to 4)
*Answered*  78% (7 of 9)
chart: 9 Feb 1, 16 Feb 4, 23 Feb 5
small: 3 weeks from 1 to 5, last 5
section: *Win:* a comment on Tuesday became a lead.
section: *Leak:* 2 comments wait.
small: 23 Feb to 1 Mar; data as of 2 Mar.
buttons: [Keep](digest-keep:lead/web/1:1)"""),
    (ANSWER, """\
header: Answer within the hour.
section: *From the guidance*
section: [1] *Replies*, Speed. _The handbook, 2025_
quote: People wait an hour_ at most. / section: _— Replies_
small: Quoted from the guidance, no AI used.
buttons: [Helpful](helpful:g1:1)"""),
    (AUDIT, """\
header: This week: 5 leads, 6 posts, 1 works
section: *Leads*  5
*Answered*  78% (7 of 9)
section: *Act on this first*
section: 1. 2 comments wait
_Answer them today._
section: *What I can't see*
section: no leads before 2 Feb
small: And 2 more of the kind.
small: Data as of: comments Mon 2 Mar 09:00.
buttons: [Make it a commitment](make-commitment:unanswered_comments:1)"""),
], ids=["nudge", "digest", "answer", "audit"])
def test_a_card_reads_as_it_was_designed(card: Card, designed: str) -> None:
    message, = render(card)
    assert "\n".join(map(outline, message.blocks)) == designed


def test_the_first_button_of_an_ask_is_the_one_that_stands_out() -> None:
    assert [each.get("style") for each in buttons_of(render(NUDGE)[0])] == ["primary", None]
    assert [each.get("style") for each in buttons_of(render(DIGEST)[0])] == [None]


def test_a_title_that_slack_might_read_is_rich_text() -> None:
    for words in ("Tom & Ann ask", "<!here>", "a :smile:", "x" * 151):
        assert render(Card(quoted(words)))[0].blocks[0]["type"] == "rich_text"
    assert render(Card(quoted("two\nlines")))[0].text == "two lines"


def test_a_card_without_words_is_still_a_message() -> None:
    assert [message.text for message in render(Card(text("")))] == ["…"]


@pytest.mark.parametrize("parts", [(), (Quote("word " * 900),)], ids=["short", "long"])
def test_buttons_that_do_not_fit_with_a_long_footer_come_at_the_end(parts: tuple[Quote, ...]) -> None:
    many = tuple(Button("label " * 12, "done", f"{n:090}") for n in range(60))
    messages = render(Card(text("t"), parts, many, quoted("foot " * 400)))
    assert [each["value"] for message in messages for each in buttons_of(message)] == [each.key for each in many]
    assert messages[0].blocks[0]["type"] == "header"
    assert buttons_of(messages[0])


def test_the_fifty_first_block_goes_to_the_next_message() -> None:
    first, second = render(Card(text("t"), tuple(say("line {n}", n=n) for n in range(60))))
    assert (len(first.blocks), second.text.split("\n")[0]) == (limits.SLACK_BLOCKS, "line 48")


def test_buttons_too_long_to_stand_with_the_title_come_after_all_else() -> None:
    control = tuple(Button('"' * 75, f"{n}" + "\x01" * 95, "") for n in range(5))
    first, last = render(Card(quoted(('"' * 400 + "t" * 1100) * 2), buttons=control))
    assert not buttons_of(first)
    assert [each["value"] for each in buttons_of(last)] == [each.key for each in control]
