"""The grounding check on 360 replies about the sample team, in the ways models write: misses and false alarms, a row a set.

`first` was looked at while the check was mended. `second`, `third` and `fourth` were each written before a round of mending
and run only after it; what each said then stands in the README. Some true ones stay withheld by design: a difference that
nothing reckoned, a number of somebody's own in a next step.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import pytest

from bot.llm.evidence import Evidence
from bot.llm.grounding import Verdict, check
from tests.fakes.model_replies import DATA, evidence_of, rows

MOST_MISSED, MOST_FALSE_ALARMS = 0.01, 0.12


@cache
def known() -> Evidence:
    """Return what every tool gave of the sample team."""
    return evidence_of(json.loads((DATA / "replies_sample_evidence.json").read_text(encoding="utf-8")))


@cache
def judged() -> tuple[tuple[str, bool, str, Verdict], ...]:
    """Return each reply's set, whether it is true, its words and the verdict."""
    return tuple((row["set"], row["is_true"], row["reply"], check(row["reply"], known(), row["before"]))
                 for row in rows("replies_sample.jsonl"))


def test_misses_and_false_alarms_on_the_sample_team_stay_few(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Counter((name, is_true, verdict.ok) for name, is_true, _, verdict in judged())
    with capsys.disabled():
        for name in dict.fromkeys(name for name, *_ in judged()):
            print(f"\n{name}: {tally[name, True, False]} of {tally[name, True, False] + tally[name, True, True]} true ones withheld, "
                  f"{tally[name, False, True]} of {tally[name, False, False] + tally[name, False, True]} untrue ones shown", end="")
    true, untrue = ([ok for _, is_true, _, verdict in judged() for ok in [verdict.ok] if is_true is wanted] for wanted in (True, False))
    assert len(true) >= 180
    assert len(untrue) >= 180
    assert sum(untrue) <= MOST_MISSED * len(untrue)
    assert len(true) - sum(true) <= MOST_FALSE_ALARMS * len(true)


@pytest.mark.parametrize("reply", [
    "The lead yield dropped from 1.0 to 0.35 leads per 1,000 people reached.", "You went from 15 posts to 8, and leads went from 17 to 18.",
    "Your answered share fell to 59% from 100% in the 14 days before.", "Eight questions, two buying signals and one complaint are waiting.",
    "You stand at 1 of 40 leads.", "More than half of the 17 comments that needed an answer got one.", "Reply to 8 open questions this week.",
    "Per 1,000 people reached you got 0.88 leads in the last 28 days.", '"Lunch this week" brought 1 lead.',
])
def test_what_models_write_of_true_figures_passes(reply: str) -> None:
    assert check(reply, known()).ok


@pytest.mark.parametrize(("reply", "reason"), [
    ("Your answered share rose to 100% from 59% in the 14 days before.", "not borne out"),
    ("This fortnight it was 17 out of 17.", "a whole is told as its own part"), ("Your goal is 35 leads; so far 1 has come in.", "'35'"),
    ("So the post with the largest reach brought 35 leads.", "'35'"), ('"Saturday\'s seeded rye" brought more leads than any other post: 6.', "'6'"),
    ("You stand at 35 of 40 leads.", "not borne out"), ("Less than half of the 17 comments that needed an answer got one.", "'half'"),
])
def test_what_sounds_alike_and_is_untrue_is_withheld(reply: str, reason: str) -> None:
    before = "In the 14 days before, all 11 comments that needed an answer got one." if "fortnight" in reply else ""
    verdict = check(reply, known(), before)
    assert not verdict.ok
    assert reason in verdict.reason
