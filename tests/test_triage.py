"""Comments are told apart by their text alone, well enough on texts that nothing was learned from."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.classify import LABELS, NEEDS_ANSWER, Verdict, classify
from bot.triage.cues import LISTS, lists
from bot.triage.features import see
from bot.triage.folding import fold
from bot.triage.weights import WEIGHTS, weights
from tests.training.triage_texts import augment, fingerprint, labelled, training_texts
from tests.training.word_lists import compiled

HANDLES = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789_.", min_size=1, max_size=30)
WORDS = st.sampled_from([row["text"] for row in labelled("tune")])


@cache
def held_verdicts() -> tuple[tuple[str, str], ...]:
    return tuple((row["label"], classify(row["text"]).label) for row in labelled("held"))


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def measures(label: str) -> tuple[float, float, float]:
    pairs = held_verdicts()
    hit = sum(true == told == label for true, told in pairs)
    precision = share(hit, sum(told == label for _, told in pairs))
    recall = share(hit, sum(true == label for true, _ in pairs))
    return precision, recall, 2 * share(hit, sum(true == label for true, _ in pairs) + sum(told == label for _, told in pairs))


def needs_answer() -> tuple[float, float]:
    pairs = [(true in NEEDS_ANSWER, told in NEEDS_ANSWER) for true, told in held_verdicts()]
    both = sum(true and told for true, told in pairs)
    return share(both, sum(told for _, told in pairs)), share(both, sum(true for true, _ in pairs))


@pytest.mark.parametrize(("text", "label"), [
    ("How much is the rye loaf?", "buying signal"),
    ("Do you have this in a size 10?", "buying signal"),
    ("Still waiting for my refund after three weeks", "complaint"),
    ("What time do you open on Sunday?", "question"),
    ("Thank you, it was lovely", "thanks"),
    ("❤️🔥", "thanks"),
    ("You are all pathetic liars", "hostile"),
    ("Earn 500 a day from home, message me on WhatsApp", "spam"),
    ("@lena look 😂", "other"),
    ("¿Cuánto cuesta?", "buying signal"),
    ("Wo kann man bei euch parken?", "question"),
    ("ありがとうございます", "thanks"),
])
def test_a_plain_comment_of_each_kind_is_told(text: str, label: str) -> None:
    assert classify(text).label == label


def test_praise_that_is_denied_is_not_thanks() -> None:
    assert classify("not good, the soup was cold").label == "complaint"


def test_blame_that_is_denied_is_thanks() -> None:
    assert classify("not bad at all, best pie in town").label == "thanks"


def test_a_question_needs_no_mark() -> None:
    assert classify("what time do you open tomorrow").label == "question"


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u200d", "\ufe0f"])
def test_blank_text_is_other(blank: str) -> None:
    assert classify(blank) == Verdict("other", 1.0, ())


@pytest.mark.parametrize("text", [
    "\x00", "\ud800", "a\udfff?", "x" * 12_000, "🔥" * 12_000, "@" * 12_000, "?" * 12_000, "1 " * 6_000, "كم السعر " * 1_500, "いくら" * 4_000,
    "\u202eprice how\u202c", "<!channel>", "%s {0} \\", "@", "@.", "1" * 5_000, "a." * 6_000, "\ue000",
])
def test_no_text_is_too_odd_to_be_told(text: str) -> None:
    assert classify(text).label in LABELS


@settings(max_examples=120, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_text_gets_one_label_with_a_confidence(text: str) -> None:
    verdict = classify(text)
    assert verdict.label in LABELS
    assert 0 < verdict.confidence <= 1
    assert len(verdict.reasons) <= 3


@settings(max_examples=120, deadline=None)
@given(WORDS, HANDLES, HANDLES, st.sampled_from(["@{} {}", "{1} @{0}", "hey @{}, {}", "@{} @{} {}"]))
def test_another_user_name_never_changes_the_verdict(words: str, one: str, other: str, form: str) -> None:
    def with_name(name: str) -> str:
        return form.format(name, name, words) if form.count("{}") == 3 else form.format(name, words)

    assert classify(with_name(one)) == classify(with_name(other))


def test_a_user_name_made_of_telling_words_tells_nothing() -> None:
    assert classify("@free_crypto_price @refund.idiots").label == "other"


def test_a_long_comment_is_told_by_its_end_as_well() -> None:
    story = "we walked along the river and it rained a little " * 60
    assert classify(f"{story}. How much does one cost and do you ship to Leeds?").label == "buying signal"


def test_the_middle_of_a_very_long_comment_is_not_looked_at() -> None:
    assert "zebra" not in fold("a " * 600 + "zebra " + "b " * 600).words


def test_the_reasons_quote_what_was_said() -> None:
    assert any("how much" in reason for reason in classify("how much is it").reasons)


def test_the_same_text_gets_the_same_verdict() -> None:
    assert classify("Link? Need it before friday") == classify("Link? Need it before friday")


def test_stretched_and_styled_letters_read_as_plain_ones() -> None:
    assert fold("𝗙𝗿𝗲𝗲 LOVEEE Größe").words == ["free", "love", "grosse"]


def test_the_compiled_word_lists_are_those_of_the_languages() -> None:
    assert LISTS.read_text(encoding="utf-8") == compiled(), "run python -m tests.training.word_lists"


def test_every_word_of_the_lists_is_written_the_way_comments_are_read() -> None:
    found = lists()
    assert [term for term in (*found.words, *found.stems, *found.phrases) if " ".join(fold(term).words) != term] == []


def test_the_word_lists_hold_no_phrase_too_long_to_be_found() -> None:
    assert max(phrase.count(" ") for phrase in lists().phrases) <= 3


def test_the_weights_were_learned_from_these_texts() -> None:
    assert weights().texts == fingerprint(), "run python -m tests.training.train_triage"


def test_the_weights_know_the_labels_in_their_order() -> None:
    assert weights().classes == LABELS


def test_the_weights_stay_small() -> None:
    assert WEIGHTS.stat().st_size <= 400_000


def test_no_held_comment_was_learned_from() -> None:
    learned = {tuple(fold(row["text"]).words) or row["text"] for row in training_texts()}
    held = {row["id"]: tuple(fold(row["text"]).words) or row["text"] for row in labelled("held")}
    assert [comment_id for comment_id, words in held.items() if words in learned] == []


def test_each_class_has_enough_labelled_comments_in_each_half() -> None:
    for half in ("tune", "held"):
        assert min(Counter(row["label"] for row in labelled(half)).values()) >= 40


def test_a_third_of_the_labelled_comments_is_not_in_english() -> None:
    rows = labelled("tune") + labelled("held")
    assert len(rows) >= 640
    assert 3 * sum(row["lang"] != "en" for row in rows) >= len(rows)


def test_altered_copies_keep_their_label() -> None:
    import random

    rows = labelled("tune")[:50]
    by_label = Counter(row["label"] for row in rows)
    assert not Counter(row["label"] for row in augment(rows, random.Random(1))) - by_label


def test_nothing_is_seen_in_blank_text() -> None:
    assert see("  ") is None


def test_comments_that_need_an_answer_are_found_on_the_held_half(capsys: pytest.CaptureFixture[str]) -> None:
    precision, recall = needs_answer()
    with capsys.disabled():
        print(f"\n{'held half':<14} precision recall   F1")
        for label in LABELS:
            print(f"{label:<14} {measures(label)[0]:9.2f} {measures(label)[1]:6.2f} {measures(label)[2]:4.2f}")
        print(f"{'needs answer':<14} {precision:9.2f} {recall:6.2f}")
        print(f"macro F1 {sum(measures(label)[2] for label in LABELS) / len(LABELS):.3f} on {len(held_verdicts())} comments")
    assert recall >= 0.90
    assert precision >= 0.75


def test_the_seven_classes_are_told_apart_on_the_held_half() -> None:
    assert sum(measures(label)[2] for label in LABELS) / len(LABELS) >= 0.65
