"""The shipped pieces are whole, in our own words and cut into passages; a team's own folder is read as kindly as it can be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import GuidanceError
from bot.guidance.corpus import MAX_BYTES, Piece, read_corpus
from bot.guidance.passages import LONGEST, cut, sentences

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
SHIPPED = read_corpus(ROOT / "prompts" / "guidance", "ours")
FIGURES = {
    "leads-not-virality": ("10,000", "2,000", "FMM Summit"),
    "real-supporters": ("few hundred", "million"),
    "follower-number-means-little": ("Ten followers", "100,000"),
    "influential-few": ("100 followers",),
    "measure-and-monitor": ("engagement rate", "follower growth", "leads"),
    "referrals-and-sales": ("Sonic", "medical"),
}
PIECE = """---
id: {id}
title: {title}
source: "A text: with a colon"
source_id: "000"
questions:
  - One way to ask?
  - Another way?
---

A piece says one thing, and says it in a sentence.
"""


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def piece(body: str, title: str = "A title") -> Piece:
    return Piece("one", title, "a text", "000", None, (), body, "ours")


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda each: each.id)
def test_a_shipped_piece_is_one_idea_of_60_to_250_words_with_three_ways_to_ask(shipped: Piece) -> None:
    assert 60 <= len(shipped.body.split()) <= 250
    assert len(shipped.questions) >= 3


def test_the_five_texts_are_all_spoken_for_in_at_least_34_pieces() -> None:
    assert len(SHIPPED) >= 34
    assert {each.source_id for each in SHIPPED} == {"000", "001", "002", "003", "004"}


def test_pieces_of_the_dated_text_carry_its_date_and_the_others_none() -> None:
    assert {each.date for each in SHIPPED if each.source_id == "003"} == {"2024-07-30"}
    assert {each.date for each in SHIPPED if each.source_id != "003"} == {None}


@pytest.mark.parametrize(("name", "figures"), FIGURES.items())
def test_figures_and_attributions_carry_over(name: str, figures: tuple[str, ...]) -> None:
    body = next(each.body for each in SHIPPED if each.id == name)
    assert [figure for figure in figures if figure.lower() not in body.lower()] == []


def test_the_two_views_on_answering_every_comment_are_both_shown_and_reconciled() -> None:
    by_id = {each.id: each for each in SHIPPED}
    assert "## The other view" in by_id["answer-comments"].body
    assert "## The other view" in by_id["not-every-comment"].body
    settled = by_id["which-comments-deserve-an-answer"].body
    assert "every comment that deserves an answer" in settled
    assert "never feed a troll" in settled


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source texts are not beside this checkout")
@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda each: each.id)
def test_no_run_of_six_words_comes_from_a_source_text(shipped: Piece) -> None:
    theirs = set[tuple[str, ...]]().union(*(runs(path.read_text(encoding="utf-8"), 6) for path in SEEDS.glob("*.txt")))
    ours = " | ".join((shipped.title, *shipped.questions, shipped.words, shipped.body))
    assert runs(ours, 6) & theirs == set()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source texts are not beside this checkout")
def test_the_comparison_with_the_texts_would_see_a_sentence_taken_over() -> None:
    text = next(iter(sorted(SEEDS.glob("*.txt")))).read_text(encoding="utf-8")
    assert runs("They say: " + " ".join(text.split()[60:75]), 6) & runs(text, 6)


def test_a_team_document_without_front_matter_is_titled_by_its_first_heading(tmp_path: Path) -> None:
    folder = written(tmp_path, "tone.md", "Intro\n\n# How we sound\n\nWe are warm.")
    (found,) = read_corpus(folder, "team")
    assert (found.id, found.title, found.source, found.source_id, found.origin) == (
        "team/tone",
        "How we sound",
        "tone.md",
        None,
        "team",
    )


def test_a_team_document_without_a_heading_is_titled_by_its_file_name(tmp_path: Path) -> None:
    (found,) = read_corpus(written(tmp_path, "sub/price_list.md", "Everything costs ten."), "team")
    assert (found.id, found.title) == ("team/sub/price_list", "price list")


def test_a_team_document_may_have_front_matter_of_other_tools(tmp_path: Path) -> None:
    text = "---\ntitle: 'Returns'\nlayout: page\ntags:\n  - shop\n---\nSend it back within a month."
    (found,) = read_corpus(written(tmp_path, "r.md", text), "team")
    assert (found.title, found.body) == ("Returns", "Send it back within a month.")


def test_a_team_document_that_begins_with_a_rule_is_read_whole(tmp_path: Path) -> None:
    (found,) = read_corpus(written(tmp_path, "r.md", "---\nWe open at nine."), "team")
    assert found.body.endswith("We open at nine.")


def test_quoted_values_keep_their_colon_and_lose_their_quotes(tmp_path: Path) -> None:
    (found,) = read_corpus(written(tmp_path, "a.md", PIECE.format(id="a", title="T")), "ours")
    assert found.source == "A text: with a colon"
    assert found.questions == ("One way to ask?", "Another way?")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No front matter.", "bad.md line 1: no front matter"),
        (PIECE.format(id="other", title="T"), "bad.md line 2: the id is 'other'; make it 'bad'"),
        (PIECE.format(id="bad", title=""), "bad.md line 1: the front matter lacks title"),
        (PIECE.format(id="bad", title="T").replace("title:", "titel:"), "bad.md line 3: 'titel' is no field"),
        ("---\nid: bad\ntitle: T", "bad.md line 3: the front matter never ends"),
        ("---\nid: bad\nwhat is this\n---\nx", "bad.md line 3: cannot read 'what is this'"),
        (PIECE.format(id="bad", title="T").split("\n\n")[0], "there is no text under the front matter"),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_next_step(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(GuidanceError, match=re.escape(said)):
        read_corpus(written(tmp_path, "bad.md", text), "ours")


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, "a.md", "none")
    written(tmp_path, "b.md", PIECE.format(id="b", title="fine"))
    (tmp_path / "c.md").write_bytes(b"one\ntwo \xff")
    with pytest.raises(GuidanceError) as told:
        read_corpus(tmp_path, "ours")
    assert [line.split(":")[0] for line in str(told.value).splitlines()] == ["a.md line 1", "c.md line 2"]


def test_a_missing_folder_and_a_dump_are_told_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(GuidanceError, match="create it or correct the path"):
        read_corpus(tmp_path / "nowhere", "team")
    written(tmp_path, "dump.md", "x" * (MAX_BYTES + 1))
    with pytest.raises(GuidanceError, match="cut it into several files"):
        read_corpus(tmp_path, "team")


def test_passages_are_cut_at_headings_and_keep_them_apart() -> None:
    words = "Plain words that fill a section until it is long enough to stand. " * 5
    first, second = cut(piece(f"{words}\n\n## Second part\n\n{words}"))
    assert (first.heading, second.heading) == ("", "Second part")
    assert "Second part" not in second.text


def test_a_short_section_joins_the_one_before_and_keeps_its_heading_in_the_text() -> None:
    words = "Plain words that fill a section until it is long enough to stand. " * 5
    (only,) = cut(piece(f"{words}\n\n## Tail\n\nShort."))
    assert only.text.endswith("Tail\n\nShort.")


def test_a_list_item_is_a_sentence_without_its_mark() -> None:
    assert sentences("Sort them:\n- the first\n  goes on\n2. the next. And more.") == [
        "Sort them:", "the first goes on", "the next.", "And more.",
    ]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["word", "end.", "\n", "\n\n", "## Head\n", "- item", "A", "longer", "(x)", "3."]), max_size=400
    )
)
def test_every_word_stands_in_exactly_one_passage_of_a_fair_length(parts: list[str]) -> None:
    body = " ".join(parts)
    passages = cut(piece(body))
    kept = [word for each in passages for word in f"{each.heading} {each.text}".replace("#", " ").split()]
    headed = body.replace("#", " ").split()
    assert sorted(word for word in kept if word != "Head") == sorted(word for word in headed if word != "Head")
    assert all(len(each.text.split()) <= LONGEST for each in passages)
