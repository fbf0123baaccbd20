"""The way out: sentences are held back until they were looked at, and what acts is taken out of them."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.llm.cleaning import GONE, plain
from bot.llm.evidence import Evidence, Fact
from bot.llm.gate import Gate, Passed
from bot.llm.leaks import Secrets
from bot.llm.sentences import LONGEST, sentences
from bot.model.answers import Source
from bot.model.measured import Measured

LINK = "https://www.instagram.com/p/own1/"
SECRET = "You coach a small team that looks after the accounts of a business and you answer in plain English."
KNOWN = Evidence(
    (Fact.of(Measured("unanswered comments", 12, "count"), None),),
    (Source("a", "Answer people", "", "Made up", None, None, "Reply to questions first, then thank the rest."),), links=frozenset({LINK}))
ANSWER = ("You have 12 unanswered comments. You have 14 leads. Reply to questions first. [1] Buy followers [2].\n"
          "Next step: write to @everyone at https://evil.example/x today.\nApprox. 12 unanswered comments e.g. on Instagram")


def through(*pieces: str, evidence: Evidence = KNOWN, is_whole: bool = True) -> tuple[list[str], Passed]:
    """Run pieces through a gate."""
    shown: list[str] = []

    async def show(text: str) -> None:
        shown.append(text)

    async def run() -> Passed:
        gate = Gate(lambda: evidence, Secrets(SECRET, words=("b0b0b0b0",)), show)
        for piece in pieces:
            await gate.feed(piece)
        return await gate.close(is_whole=is_whole)

    return shown, asyncio.run(run())


def test_a_sentence_is_shown_only_when_it_is_whole() -> None:
    assert through("You have 12 unanswered comm", is_whole=False)[0] == []
    assert through("You have 12 unanswered comm", "ents. Then")[0] == ["You have 12 unanswered comments. ", "Then"]


def test_only_what_is_borne_out_is_shown() -> None:
    _, passed = through(ANSWER)
    assert passed.text == ("You have 12 unanswered comments. Reply to questions first. [1] \n\nNext step: write to everyone at [link removed] today.\n")
    assert len(passed.withheld) == 3


@given(st.lists(st.integers(1, 20), min_size=1, max_size=40))
def test_the_same_is_shown_however_the_answer_is_cut_into_pieces(sizes: list[int]) -> None:
    pieces, place = [], 0
    while place < len(ANSWER):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(ANSWER[place:place + size])
        place += size
    assert "".join(through(*pieces)[0]) == through(ANSWER)[1].text


def test_a_heading_is_shown_only_over_something_that_may_be_shown() -> None:
    _, passed = through("Reply to questions first.\n\nFrom your data\nYou have 14 leads.\n\n**Next step**\nReply to questions first.")
    assert passed.text == "Reply to questions first.\n\nNext step\nReply to questions first."
    assert (passed.shown, len(passed.withheld)) == (2, 1)


def test_headings_alone_make_no_answer() -> None:
    assert through("From the guidance\nYou have 14 leads.\nFrom your data\nYou have 15 leads.\n")[1].is_hollow


def test_the_answer_itself_ends_at_150_words_and_what_follows_its_headings_does_not() -> None:
    long = " ".join(["Reply to the questions of these people first."] * 30)
    _, passed = through(f"{long}\nNext step: Reply to questions first.")
    answer, _, step = passed.text.partition("\n\nNext step: ")
    assert len(answer.split()) <= 150
    assert step == "Reply to questions first."
    assert not passed.withheld


def test_a_source_number_behind_the_full_stop_belongs_to_its_sentence() -> None:
    assert sentences("Reply first. [1] Then rest. ") == ["Reply first. [1] ", "Then rest. "]


@pytest.mark.parametrize("text", ["Keep it short, e.g. two lines.", "It was 3.4 hours.", "See approx. Ten words", "1. Answer them"])
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences(text) == [text]


def test_a_sentence_that_never_ends_is_looked_at_all_the_same() -> None:
    assert all(len(each) <= LONGEST for each in sentences("word " * 1000))


def test_a_cited_source_that_is_not_there_withholds_its_sentence() -> None:
    assert through("Reply to questions first [7].")[1].withheld == ["cites a source that is not there"]


def test_too_little_that_got_through_is_told() -> None:
    assert through("You have 14 leads. You have 15 leads. Write to them.")[1].is_hollow
    assert not through("You have 12 unanswered comments. You have 15 leads.")[1].is_hollow


@pytest.mark.parametrize("size", [1, 3, 8, 100])
def test_what_a_model_writes_to_itself_is_not_shown(size: int) -> None:
    text = "<think>They want 14 leads. Hm.</think>Write to them today. 3 < 4 <Thinking>more</Thinking>"
    _, passed = through(*(text[n:n + size] for n in range(0, len(text), size)), evidence=Evidence())
    assert "Write to them today." in passed.text
    assert not {"think", "hm", "more"} & set(passed.text.lower().replace(".", "").split())


def test_a_thought_that_never_ends_shows_nothing() -> None:
    assert through("<think>Write to them. All ", "of them.")[1].text == ""


def test_a_sentence_that_says_it_did_something_is_withheld() -> None:
    assert through("I've sent the reply. Write to them.")[1].text == "Write to them."


def test_no_more_than_four_sources_are_cited() -> None:
    five = tuple(Source(f"s{n}", f"Topic {word}", "", "Made up", None, None, f"Always {word} your {word} kindly and slowly.")
                 for n, word in enumerate(("bake", "paint", "dance", "climb", "swim")))
    words = " ".join(f"Always {each.title.split()[1]} kindly and slowly [{n}]." for n, each in enumerate(five, 1))
    assert through(words, evidence=Evidence(passages=five))[1].sources == (1, 2, 3, 4)


def test_links_of_the_teams_own_posts_stay() -> None:
    assert through(f"Look at {LINK} first.")[1].text == f"Look at {LINK} first."


@pytest.mark.parametrize("text", [
    SECRET, SECRET.upper(), " ".join(SECRET), SECRET[::-1], SECRET.replace(" ", "\n"), SECRET.replace("o", "0"), "The boundary is b0b0b0b0 here",
    " ".join(reversed(SECRET.split())), "Go: " + SECRET.encode().hex(),
])
def test_the_instructions_are_not_given_away_in_any_disguise(text: str) -> None:
    shown = "".join(through(text)[0])
    assert sum(letter.isalpha() for letter in shown) < 40


def test_after_a_leak_nothing_more_is_shown() -> None:
    assert "All is well" not in through(f"{SECRET} All is well.")[1].text


@pytest.mark.parametrize("text", [
    "https://evil.example/a", "http:evil.example//x", "evil.com/x", "www.evil.org", "ｅｖｉｌ．ｃｏｍ", "evil。com", "mailto:a@evil.com", "a@evil.com", "javascript:alert(1)",
    "[here](https://evil.example)", "![x](http://evil.com/p.png)", "<https://evil.com|here>", "<a href='https://evil.com'>here</a>", "h\u200bttps://evil.com",
    "&#104;ttps://evil.com", "hxxps://evil[.]com", "evil[.]com", "127.0.0.1:8080/x", "//evil.com/x", f"{LINK}?d=1", f"{LINK}@evil.com", "https:\\\\evil.com", "xn--evl-1ma.com",
    "[x][y]\n[y]: https://evil.com", "EVIL.COM", "discord.gg/abc", "data:text/html,hi",
])
def test_no_other_link_is_left(text: str) -> None:
    left = plain(text, frozenset({LINK})).lower()
    for sign in ("evil.", "://", "www.", "discord.gg", "127.0", "javascript:", "data:text", "[.]", "xn--", "?d="):
        assert sign not in left


@pytest.mark.parametrize("text", [
    "<!channel>", "<!here|here>", "<@U12345>", "<@&12>", "<#C1>", "@everyone", "＠everyone", "@\u200bhere", "&lt;!channel&gt;", "&#64;everyone", "<<!channel>!channel>",
    "<!channel", "@@everyone", "<!subteam^S1>", "&amp;lt;!here&amp;gt;",
])
def test_no_mention_is_left(text: str) -> None:
    left = plain(text)
    assert "@" not in left
    assert "<!" not in left
    assert "<#" not in left


@pytest.mark.parametrize(("text", "left"), [
    ("**bold** and _soft_ and `code`", "bold and soft and code"), ("# Head", "Head"), ("> said", "said"), ("a < b", "a < b"), ("- item [1]", "- item [1]"),
    ("3.4 hours, e.g. today. It grew", "3.4 hours, e.g. today. It grew"), ("snake_case 5*3", "snake_case 5*3"), ("at 15:00: now", "at 15:00: now"),
    ("What's up? 42%!", "What's up? 42%!"), (GONE, GONE),
])
def test_plain_words_stay_as_they_are(text: str, left: str) -> None:
    assert plain(text) == left


@given(st.text(max_size=120))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
