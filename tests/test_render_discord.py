"""Discord's messages: no value steers or pings, no limit is passed, nothing is lost, and the cards read as designed."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.model.card import Button, Card, Chart, Fields, Quote, Text, plain, quoted, say, text
from bot.render import limits
from bot.render.chart import Picture
from bot.render.discord import DiscordMessage, render
from bot.render.discord_pages import Fact, Line, Page, filled
from bot.render.discord_text import escaped, lines
from bot.render.limits import size
from bot.render.safe import inert
from tests.conftest import ROOT
from tests.test_render_slack import (
    ANSWER,
    AUDIT,
    CUTS,
    DIGEST,
    HOSTILE,
    NUDGE,
    buttons,
    cards,
    in_order,
    letters,
    said,
    texts,
)

SCHEMA = ROOT.parent / "shared" / "oracles" / "discord-openapi.json"
needs_schema = pytest.mark.skipif(not SCHEMA.is_file(), reason="the published description of Discord's requests is not here")

GOES_ON = "Goes on in the next message."
ESCAPED = re.compile(r"\\(.)")
LINK = re.compile(r"\[(Open on [^\]\n]*)\]\(<([^>\n]*)>\)")
STEERS = re.compile(r"(?<!\x00)(?:[\\*_~|`<\[\]@]|:(?=\S)|^\s*(?:[-+#>]|\d+[.)]))", re.MULTILINE)


def drawn(chart: Chart) -> Picture:
    """Return a picture without drawing one."""
    return Picture(b"png", inert(chart.alt))


def undrawn(chart: Chart) -> Picture | None:
    """Return no picture."""
    return None


def read(markdown: str) -> str:
    """Return the letters that people see of markdown. Fails where any letter but our own marks would steer."""
    words = ESCAPED.sub("\x00\\1", markdown)
    words = re.sub(r"^(?:> )?(?:-# )?", "", words, flags=re.MULTILINE)
    words = LINK.sub(lambda found: found[2].replace("", "\x00"), words)
    words = re.sub(r"(?<!\x00)(\*\*?)(\S|\S.*?\S)(?<!\x00)\1", r"\2", words, flags=re.DOTALL)
    steering = STEERS.search(words)
    assert steering is None, f"{steering} in {markdown!r}"
    return words.replace("\x00", "")


def embed_words(embed: dict[str, Any]) -> str:
    """Return what people see of an embed, in the order in which Discord shows it, but for its footer."""
    fields = [read(each[key]) for each in embed.get("fields", ()) for key in ("name", "value")]
    return "".join([read(embed.get("description", "")), *fields])


def message_words(message: DiscordMessage) -> str:
    """Return all letters of a message but its buttons, pictures, footer and the line that says there is more."""
    found = read(message.content or "") + "".join(map(embed_words, message.embeds))
    return letters(found.replace(GOES_ON, ""))


def buttons_of(message: DiscordMessage) -> list[dict[str, Any]]:
    """Return a message's buttons in order."""
    return [each for row in message.components for each in row["components"]]


@cache
def schema() -> jsonschema.Draft202012Validator:
    """Return Discord's own schema of a request that creates a message."""
    resource = Resource.from_contents(json.loads(SCHEMA.read_text(encoding="utf-8")), default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("urn:discord", resource)
    return jsonschema.Draft202012Validator({"$ref": "urn:discord#/components/schemas/MessageCreateRequest"}, registry=registry)


@given(cards, some.sampled_from((drawn, undrawn)))
@settings(max_examples=20, deadline=None)
def test_no_card_passes_a_limit_of_a_message(card: Card, draw: Any) -> None:
    for message in render(card, draw):
        assert (message.content or "").strip() or message.embeds
        assert size(message.content or "") <= limits.DISCORD_CONTENT_LETTERS
        assert len(message.embeds) <= limits.DISCORD_EMBEDS
        assert sum(map(embed_letters, message.embeds)) <= limits.DISCORD_EMBEDS_LETTERS
        assert len(message.components) <= limits.DISCORD_ROWS
        assert all(1 <= len(row["components"]) <= limits.DISCORD_ROW_BUTTONS for row in message.components)
        assert len(message.files) <= limits.DISCORD_FILES
        assert all(size(each.alt) <= limits.DISCORD_ALT_LETTERS for each in message.files)
        for embed in message.embeds:
            assert size(embed.get("description", "")) <= limits.DISCORD_DESCRIPTION_LETTERS
            assert len(embed.get("fields", ())) <= limits.DISCORD_FIELDS
            assert all(each["name"].strip() and each["value"].strip() for each in embed.get("fields", ()))
            assert embed.keys() & {"description", "fields", "image"}


def embed_letters(embed: dict[str, Any]) -> int:
    """Return what Discord counts of an embed."""
    fields = [each[key] for each in embed.get("fields", ()) for key in ("name", "value")]
    return sum(map(size, [embed.get("description", ""), embed.get("footer", {}).get("text", ""), *fields]))


@needs_schema
@given(cards)
@settings(max_examples=8, deadline=None)
def test_the_published_schema_refuses_no_message(card: Card) -> None:
    for message in render(card, drawn):
        schema().validate(message.payload)


@given(cards)
@settings(max_examples=20, deadline=None)
def test_nothing_a_card_says_is_lost_and_no_letter_of_it_steers(card: Card) -> None:
    messages = render(card, undrawn)
    shown = "".join(map(message_words, messages))
    assert in_order(said(card), shown) is None
    footer = messages[0].embeds[-1].get("footer", {}).get("text", "") if messages[0].embeds else ""
    assert letters(plain(card.footer or text(""))) in (letters(footer) or shown)


@given(some.text(CUTS, max_size=60) | some.lists(some.sampled_from(HOSTILE), max_size=6).map("".join))
@settings(max_examples=100, deadline=None)
def test_every_letter_of_a_value_is_shown_as_itself(words: str) -> None:
    assert letters(read("\n".join(lines(quoted(words))))) == letters(words)
    assert letters(read("\n".join(lines(text("**{a}**{a}__{a}__ {a}", a=words))))) == letters(words * 4)


@given(buttons, texts)
@settings(max_examples=20, deadline=None)
def test_every_button_is_there_once_and_in_order(some_buttons: tuple[Button, ...], title: Text) -> None:
    messages = render(Card(title, buttons=some_buttons))
    assert [each["custom_id"] for message in messages for each in buttons_of(message)] == [each.key for each in some_buttons]
    assert all(1 <= size(each["label"]) <= limits.DISCORD_LABEL_LETTERS for message in messages for each in buttons_of(message))


@pytest.mark.parametrize(("words", "written"), [
    ("@everyone", "\\@everyone"), ("<@123>", "\\<\\@123>"), ("<#123>", "\\<#123>"), (":smile:", "\\:smile\\:"), ("# big", "\\# big"),
    ("-# small", "\\-# small"), ("- one", "\\- one"), ("1. one", "1\\. one"), ("> quoted", "\\> quoted"), (">>> all", "\\>>> all"),
    ("https://e.example", "https\\://e.example"), ("[a](https://b.example)", "\\[a\\](https\\://b.example)"),
    ("discord.gg/abc", "discord\\.gg/abc"), ("```", "\\`\\`\\`"), ("||x||", "\\|\\|x\\|\\|"), ("\\*", "\\\\\\*"),
    ("at 13:00: two", "at 13\\:00: two"),
])
def test_what_could_steer_is_shown_as_letters(words: str, written: str) -> None:
    assert escaped(words) == written


def test_nobody_is_pinged_whatever_the_words() -> None:
    message, = render(Card(quoted("@everyone <@1>")))
    assert message.payload["allowed_mentions"] == {"parse": []}


def test_a_long_comment_comes_out_whole_over_several_messages_and_the_buttons_stay_with_the_first() -> None:
    comment = "".join(f"line {n} of a very long comment\n" for n in range(400))[:12_000]
    first, *others = render(Card(text("One comment"), (Quote(comment),), (Button("Done", "done", "c1"),), text("n=1")))
    assert others
    assert [each["label"] for each in buttons_of(first)] == ["Done"]
    assert not any(map(buttons_of, others))
    assert first.embeds[-1]["description"].endswith(f"\n\n-# {GOES_ON}")
    assert first.embeds[-1]["footer"] == {"text": "n=1"}
    assert letters(comment) in "".join(map(message_words, (first, *others)))
    assert all(line.startswith("> ") for each in others for embed in each.embeds for line in embed["description"].split("\n"))


def test_a_key_too_long_for_a_front_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="shorten its subject, at most 100 letters"):
        render(Card(text("t"), buttons=(Button("Ask on", "ask-on", "x" * 100),)))


def test_buttons_beyond_five_rows_come_with_a_message_of_their_own() -> None:
    messages = render(Card(text("t"), buttons=tuple(Button(f"b{n}", "done", str(n)) for n in range(27))))
    assert [[len(row["components"]) for row in message.components] for message in messages] == [[5, 5, 5, 5, 5], [2]]
    assert [message.content for message in messages] == ["**t**", "More buttons:"]


def test_a_chart_is_a_picture_with_its_words_or_its_words_alone() -> None:
    card = Card(text("t"), (Chart("Leads", ("5 Jan", "12 Jan"), (1, 3), "Leads rose."),))
    message, = render(card, drawn)
    assert message.embeds == [{"color": 0x999999, "image": {"url": "attachment://chart-1.png"}}]
    assert [(each.filename, each.alt) for each in message.files] == [("chart-1.png", "Leads rose.")]
    assert message.payload["attachments"] == [{"id": "0", "filename": "chart-1.png", "description": "Leads rose."}]
    message, = render(card, undrawn)
    assert (message.files, message.embeds[0]["description"]) == ((), "**Leads**\n▁█  5 Jan to 12 Jan\n-# Leads rose.")


def test_words_of_a_picture_too_long_for_it_stand_whole_beside_it() -> None:
    message, = render(Card(text("t"), (Chart("Leads", ("a",), (1,), "up " * 500),)), drawn)
    assert message.files[0].alt.endswith("…")
    assert letters("up " * 500) in message_words(message)


def test_eleven_pictures_take_two_messages() -> None:
    chart = Chart("Leads", ("a",), (1,), "up")
    assert [len(each.files) for each in render(Card(text("t"), (chart,) * 11), drawn)] == [9, 2]


def test_a_piece_longer_than_a_message_is_a_fault() -> None:
    with pytest.raises(ValueError, match="cut it apart"):
        filled([Line("x" * 7000)], Page(0))
    assert len(filled([Fact("n", "v")] * 26, Page(0))[0].embeds) == 2


def test_a_nudge_reads_as_it_was_designed() -> None:
    message, = render(NUDGE)
    assert message.content == "**Answer 2 comments: the oldest has waited 2 days**"
    assert message.embeds == [{"color": 0x0072B2, "footer": {"text": "14 days, n 2, as of Wed 4 Mar 09:00"}, "description": """\
1\\. Buying signal on instagram
> how \\*much\\* is it?
-# due today 13\\:00
[Open on example.com](<https://example.com/p/1>)

2\\. Question on facebook
> open on sunday?"""}]
    assert message.components == [{"type": 1, "components": [
        {"type": 2, "style": 1, "label": "I'll take these", "custom_id": "take:c1:1"},
        {"type": 2, "style": 2, "label": "Done", "custom_id": "done:c1:1"},
    ]}]


def test_a_digest_reads_as_it_was_designed() -> None:
    message, = render(DIGEST, drawn)
    facts, words = message.embeds
    assert [(each["name"], each["value"], each["inline"]) for each in facts["fields"]] == [
        ("Leads", "5, usual 3 (1 to 4)", True), ("Answered", "78% (7 of 9)", True)]
    assert facts["image"] == {"url": "attachment://chart-1.png"}
    assert words["description"] == """\
**Win\\:** a comment on Tuesday became a lead.

**Leak\\:** 2 comments wait."""
    assert {each["color"] for each in message.embeds} == {0x009E73}
    assert words["footer"] == {"text": "23 Feb to 1 Mar; data as of 2 Mar."}


def test_an_answer_reads_as_it_was_designed() -> None:
    message, = render(ANSWER)
    assert message.content == "**Answer within the hour.**"
    assert message.embeds[0]["description"] == """\
**From the guidance**

\\[1\\] **Replies**, Speed. *The handbook, 2025*

> People wait an hour\\_ at most.
-# — Replies"""


def test_an_audit_reads_as_it_was_designed() -> None:
    message, = render(AUDIT)
    assert message.content == "**This week: 5 leads, 6 posts, 1 works**"
    assert [(each["name"], each["value"]) for each in message.embeds[0]["fields"]] == [("Leads", "5"), ("Answered", "78% (7 of 9)")]
    assert message.embeds[1]["description"] == """\
**Act on this first**

1\\. 2 comments wait
-# Answer them today.

**What I can't see**

no leads before 2 Feb

-# And 2 more of the kind."""


def test_two_marks_never_touch() -> None:
    assert lines(text("**a**__b__ __c__")) == ["**a**b *c*"]


def test_what_hides_is_shown_by_its_name() -> None:
    assert escaped("a\u202eb") == r"a\\u202eb"


def test_a_value_too_long_for_a_field_is_a_line() -> None:
    embed, = render(Card(text("t"), (Fields((("Label", "x" * 1025),)),)))[0].embeds
    assert embed["description"] == "**Label**\n" + "x" * 1025
    embed, = render(Card(text("t"), (Fields((("Label", "x" * 1024),)),)))[0].embeds
    assert embed["fields"] == [{"name": "Label", "value": "x" * 1024, "inline": False}]


def test_a_long_footer_stands_among_the_lines() -> None:
    message, = render(Card(text("t"), (say("a"),), footer=quoted("x" * 2100)))
    assert "footer" not in message.embeds[-1]
    assert "x" * 300 in message.embeds[-1]["description"]


def test_a_card_without_words_is_still_a_message() -> None:
    assert [message.content for message in render(Card(text("")))] == ["…"]
    assert render(Card(text("t"), footer=text("n=2")))[0].embeds == [{"color": 0x999999, "description": "-# n=2"}]
