"""What a post mainly is, told by its text alone, well enough on posts that nothing was learned from."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.figures.purposes import PURPOSES
from bot.rules import _purposes as rates
from bot.triage.classify import Verdict
from bot.triage.folding import fold
from bot.triage.posts import KINDS, POSTS_WEIGHTS, UNKNOWN, kind_of_post
from bot.triage.weights import weights
from tests.training.triage_texts import fingerprint, labelled, training_texts


@cache
def held_pairs() -> tuple[tuple[str, str, str], ...]:
    """Return the true kind, the told kind and the text of each held post."""
    return tuple((row["label"], kind_of_post(row["text"]).label, row["text"]) for row in labelled("held", "posts"))


def as_held(truly: list[bool], told: list[bool]) -> rates.Held:
    """Return how often something is told rightly and wrongly."""
    pairs = list(zip(truly, told, strict=True))
    return rates.Held(right=sum(a and b for a, b in pairs), of_kind=sum(truly), wrong=sum(b and not a for a, b in pairs),
                      of_others=len(truly) - sum(truly))


def measured(kinds: tuple[str, ...]) -> rates.Held:
    """Return how often some kinds are told rightly and wrongly on the held half."""
    return as_held([true in kinds for true, _, _ in held_pairs()], [told in kinds for _, told, _ in held_pairs()])


def f1(kind: str) -> float:
    """Return the harmonic mean of precision and recall of a kind on the held half."""
    found = measured((kind,))
    return 2 * found.right / (found.of_kind + found.right + found.wrong)


@pytest.mark.parametrize(("text", "kind"), [
    ("20% off everything until Sunday, order now", "promotional"),
    ("How to sharpen a knife: hold it at 20 degrees and pull it across the stone", "teaching"),
    ("Keep going, you are stronger than you think", "encouraging"),
    ("POV: it's Friday and your laptop starts an update 😂", "entertaining"),
    ("Meet the team: this is Anna, our head baker", "behind the scenes"),
    ("Tea or coffee? Tell us in the comments 👇", "invitation to answer"),
    ("Jetzt bestellen: 15 % auf alle Jacken, nur heute", "promotional"),
    ("¿Café o té? Cuéntanos en los comentarios", "invitation to answer"),
])
def test_a_plain_post_of_each_kind_is_told(text: str, kind: str) -> None:
    assert kind_of_post(text).label == kind


@pytest.mark.parametrize("blank", ["", " \n", "🔥🔥", "#rye #bread", "https://bakery.example/rye", "@ana"])
def test_a_post_without_words_is_not_guessed(blank: str) -> None:
    assert kind_of_post(blank) == Verdict(UNKNOWN, 1.0, ())


@pytest.mark.parametrize("text", ["\x00a", "\ud800a", "x" * 20_000, "share " * 5_000, "a?" * 9_000, "1. " * 6_000, "いくら" * 4_000, "a" + "_" * 9_000])
def test_no_post_is_too_odd_to_be_told(text: str) -> None:
    assert kind_of_post(text).label in KINDS


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(), max_size=300))
def test_any_post_gets_one_kind_with_a_confidence(text: str) -> None:
    verdict = kind_of_post(text)
    assert verdict.label in {*KINDS, UNKNOWN}
    assert 0 < verdict.confidence <= 1
    assert len(verdict.reasons) <= 3


def test_the_reasons_name_what_spoke_for_the_kind() -> None:
    assert kind_of_post("20% off all shoes, only today").reasons


def test_a_person_chooses_from_the_kinds_that_are_told() -> None:
    assert PURPOSES == KINDS


def test_the_weights_were_learned_from_these_posts() -> None:
    assert weights(POSTS_WEIGHTS).texts == fingerprint("posts"), "run python -m tests.training.train_posts"
    assert weights(POSTS_WEIGHTS).classes == KINDS


def test_the_weights_for_posts_stay_small() -> None:
    assert POSTS_WEIGHTS.stat().st_size <= 100_000


def test_the_labelled_posts_are_enough_and_in_several_languages() -> None:
    rows = labelled("tune", "posts") + labelled("held", "posts")
    assert len(rows) >= 260
    assert 10 * sum(row["lang"] != "en" for row in rows) >= 3 * len(rows)
    assert min(Counter(row["label"] for row in labelled("held", "posts")).values()) >= 20


def test_the_half_of_a_labelled_post_is_the_hash_of_its_words() -> None:
    import hashlib

    for half in ("tune", "held"):
        assert {hashlib.sha256(row["text"].encode()).digest()[0] % 2 for row in labelled(half, "posts")} == {int(half == "held")}


def test_no_held_post_was_learned_from() -> None:
    learned = {tuple(fold(row["text"]).words) for row in training_texts("posts")}
    assert [row["id"] for row in labelled("held", "posts") if tuple(fold(row["text"]).words) in learned] == []


def test_the_six_kinds_are_told_apart_on_the_held_half(capsys: pytest.CaptureFixture[str]) -> None:
    macro = sum(map(f1, KINDS)) / len(KINDS)
    with capsys.disabled():
        print(f"\n{'held half':<22} precision recall   F1")
        for kind in KINDS:
            found = measured((kind,))
            print(f"{kind:<22} {found.right / (found.right + found.wrong):9.2f} {found.right / found.of_kind:6.2f} {f1(kind):4.2f}")
        print(f"macro F1 {macro:.3f} on {len(held_pairs())} posts")
    assert macro >= 0.70
    assert min(map(f1, KINDS)) >= 0.60


def test_the_errors_that_rules_count_with_are_those_of_the_held_half() -> None:
    assert dict(rates.HELD) == {kind: measured((kind,)) for kind in rates.HELD}
    assert measured(rates.VALUE) == rates.HELD_VALUE


def test_the_error_of_telling_whether_a_post_asks_is_that_of_the_held_half() -> None:
    truly = [true == rates.ASKING for true, _, _ in held_pairs()]
    told = [kind == rates.ASKING or rates.asks_at_the_end(text) for _, kind, text in held_pairs()]
    assert as_held(truly, told) == rates.HELD_ASKING
