"""The grounding check, measured on sentences of our own writing: misses and false alarms together."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from bot.guidance.library import Guidance
from bot.llm.evidence import Evidence, Fact
from bot.llm.grounding import Verdict, check
from bot.llm.leaks import Secrets
from bot.llm.sentences import sentences
from bot.model.answers import Source
from bot.model.measured import Measured, Span
from tests.conftest import ROOT
from tests.fakes.model_replies import Marked, evidences, marked

NOW = Span("2026-02-23T00:00:00Z", "2026-03-02T00:00:00Z", "last 7 days")
BEFORE = Span("2026-02-16T00:00:00Z", "2026-02-23T00:00:00Z", "the 7 days before")
MOST_MISSED, MOST_FALSE_ALARMS = 0.01, 0.05
PASSAGES = (
    Source("answer", "Answer people", "", "Made up", None, None, "Reply to questions first. Answer complaints within 4 hours."),
    Source("selling", "Do not only advertise", "", "Made up", None, None, "Count your last twenty posts: how many are adverts?"),
)


@cache
def judged() -> tuple[tuple[str, Marked, Verdict], ...]:
    known = evidences()
    return tuple((name, each, check(each.reply, known[each.evidence], each.before))
                 for name in ("honest", "lying") for each in marked(f"replies_{name}.jsonl"))


def evidence(*measured: Measured, span: Span = NOW) -> Evidence:
    return Evidence(tuple(Fact.of(each, span) for each in measured), PASSAGES)


LEADS = evidence(Measured("leads", 23, "count"), Measured("leads", 18, "count", span=BEFORE), Measured("unanswered comments", 14, "count"))


def test_misses_and_false_alarms_stay_few(capsys: pytest.CaptureFixture[str]) -> None:
    tally: Counter[tuple[str, str, str]] = Counter()
    wrong: Counter[tuple[str, str, str]] = Counter()
    for name, each, verdict in judged():
        row = (name, each.half, each.kind)
        tally[row] += 1
        wrong[row] += verdict.ok == (name == "lying")
    with capsys.disabled():
        print("\nsentences  half  kind                         n  wrong")
        for row in sorted(tally):
            print(f"{row[0]:<10} {row[1]:<5} {row[2]:<26} {tally[row]:>3} {wrong[row]:>6}")
        for name, word in (("honest", "withheld, false alarms"), ("lying", "shown, misses")):
            for half in ("tune", "held"):
                n = sum(tally[row] for row in tally if row[:2] == (name, half))
                bad = sum(wrong[row] for row in wrong if row[:2] == (name, half))
                print(f"{name} {half}: {bad} of {n} {word}")
    for name, bound in (("lying", MOST_MISSED), ("honest", MOST_FALSE_ALARMS)):
        assert sum(wrong[row] for row in wrong if row[0] == name) <= bound * sum(tally[row] for row in tally if row[0] == name)


def test_there_are_enough_sentences_of_each_kind() -> None:
    names = Counter(name for name, *_ in judged())
    assert names["honest"] >= 100
    assert names["lying"] >= 100


def test_no_honest_sentence_is_taken_for_the_instructions() -> None:
    secrets = Secrets((ROOT / "prompts" / "system.md").read_text(encoding="utf-8"))
    assert not [each.reply for name, each, _ in judged() if name == "honest" and secrets.are_in(each.reply)]


@pytest.mark.parametrize("sentence", [
    "You have 14 unanswered comments.", "You got 23 leads, up from 18 the week before.", "Leads rose from 18 to 23.",
    "Reply to questions first [1].", "Answer complaints within 4 hours [1].", "Write to them today.", "1. Reply to the questions [1].",
])
def test_what_is_borne_out_passes(sentence: str) -> None:
    assert check(sentence, LEADS) == Verdict(True)


@pytest.mark.parametrize(("sentence", "reason"), [
    ("You have 14 leads.", "'14'"), ("14% of comments wait.", "'14%'"), ("You got 18 leads in the last 7 days.", "'18'"),
    ("Reply to questions first [3].", "not there"), ("Reply to questions first [0].", "not there"), ("Reply to questions first [2].", "does not say so"),
    ("Answer complaints within 5 hours [1].", "'5 hours'"), ("Answer complaints within 4 hours.", "'4 hours'"), ("Leads fell from 18 to 23.", "the other way"),
])
def test_what_is_not_borne_out_is_withheld_with_its_reason(sentence: str, reason: str) -> None:
    verdict = check(sentence, LEADS)
    assert not verdict.ok
    assert reason in verdict.reason


def test_what_the_guidance_counts_is_not_told_as_the_teams_own() -> None:
    assert not check("You had twenty posts of adverts [2].", LEADS).ok


def test_a_figure_may_lean_on_the_sentence_before_it() -> None:
    known = evidence(Measured("unanswered comments", 14, "count"), Measured("unanswered complaints", 5, "count"))
    assert check("Of these, 5 are complaints.", known, "14 comments are waiting.").ok
    assert not check("Of these, 5 are complaints.", known).ok


def test_figures_of_two_posts_are_not_told_as_one() -> None:
    known = evidence(*(Measured(metric, value, unit, {"post": post}) for post, reach, leads in (("a", 5420, 3), ("b", 1210, 9))
                       for metric, value, unit in (("reach", reach, "people"), ("leads", leads, "count"))))  # type: ignore[arg-type]
    assert check("One post reached 5,420 people and brought 3 leads.", known).ok
    assert not check("One post reached 5,420 people and brought 9 leads.", known).ok


def test_without_a_network_the_figure_of_one_is_not_that_of_all() -> None:
    known = evidence(Measured("leads", 17, "count", {"network": "instagram"}), Measured("leads", 6, "count", {"network": "tiktok"}))
    assert not check("You got 17 leads.", known).ok
    assert check("You got 17 leads on Instagram.", known).ok


def test_the_number_of_cases_may_be_named_beside_its_figure() -> None:
    known = evidence(Measured("answered share of comments", 0.4167, "share", n=24, cases="comments that needed an answer"))
    assert check("42% of the 24 comments that needed an answer were answered.", known).ok
    assert not check("You have 24 comments.", known).ok


def test_the_shipped_guidance_may_be_quoted_with_its_number() -> None:
    guidance = Guidance.open(ROOT / "prompts")
    withheld = n = 0
    for piece_id in sorted(guidance.ids()):
        sources = guidance.answer(guidance.piece(piece_id).questions[0]).sources
        for number, source in enumerate(sources, 1):
            for sentence in sentences(source.passage):
                words = re.sub(r"^\s*[-#*]+\s*", "", sentence).strip().rstrip(".!?:")
                if len(words.split()) > 4:
                    n += 1
                    withheld += not check(f"{words} [{number}].", Evidence(passages=sources)).ok
    assert n > 100
    assert withheld <= 0.01 * n


def test_without_any_evidence_no_figure_passes() -> None:
    assert [name for name, each, _ in judged() if name == "lying" and check(each.reply, Evidence()).ok] == []


@pytest.mark.parametrize("sentence", ["90% of your replies came from one colleague.", "90% of answers came late.",
                                      "90% of your replies came in within the deadline."])
def test_nine_of_ten_answers_are_a_percentile_only_where_a_time_follows(sentence: str) -> None:
    assert not check(sentence, Evidence()).ok
