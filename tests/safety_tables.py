"""Three tables of what was measured: attacks, refusals, figures held back. `python -m tests.safety_tables` prints them."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.app import shipped_guidance
from bot.evaluation.questions import read_questions
from bot.llm.grounding import check
from bot.places import PROMPTS
from tests.attack_runs import measured_outcomes, table
from tests.conftest import ROOT, SHARED
from tests.fakes.model_replies import evidences, marked

Asked = Sequence[tuple[str, bool]]
"""Questions, each with whether the guidance has an answer."""


def refusal_sets() -> dict[str, Asked]:
    """Return the sets of questions by name; `held` was not looked at one by one while the search was tuned."""
    rows = [json.loads(line) for line in (ROOT / "tests/data/questions.jsonl").read_text(encoding="utf-8").splitlines()]
    found: dict[str, Asked] = {
        half: [(row["question"], bool(row["docs"])) for row in rows if row["half"] == half] for half in ("tune", "held")}
    found["eval"] = [(each.question, not each.unanswerable) for each in read_questions(PROMPTS / "eval" / "questions.jsonl")
                     if each.kind in ("guidance", "unanswerable")]
    development = SHARED / "search" / "dev_questions.jsonl"
    if development.is_file():
        given = [json.loads(line) for line in development.read_text(encoding="utf-8").splitlines()]
        found["development"] = [(row["question"], bool(row["answers"])) for row in given]
    return found


def refusal_table(*names: str) -> str:
    """Return how many questions with an answer are answered, and without one refused, by the quoted guidance, a row a set."""
    lines = ["| questions | answerable | answered | unanswerable | refused | of these: nothing near |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    sets = refusal_sets()
    for name, asked in ((name, sets[name]) for name in names or sets):
        tiers = Counter((can, shipped_guidance().search(question).tier) for question, can in asked)
        can, cannot = (sum(n for (each, _), n in tiers.items() if each is wanted) for wanted in (True, False))
        refused = cannot - tiers[False, "strong"]
        lines.append(f"| {name} | {can} | {_share(tiers[True, 'strong'], can)} | {cannot} | {_share(refused, cannot)} "
                     f"| {_share(tiers[False, 'none'], cannot)} |")
    return "\n".join(lines)


def grounding_table() -> str:
    """Return how many true sentences the check holds back, and how many untrue ones it lets out."""
    known = evidences()
    lines = ["| sentences | true | held back (false alarms) | untrue | let out (misses) |", "| --- | ---: | ---: | ---: | ---: |"]
    judged = {name: [(each.half, check(each.reply, known[each.evidence], each.before).ok) for each in marked(f"replies_{name}.jsonl")]
              for name in ("honest", "lying")}
    for half in ("tune", "held", "all"):
        honest, lying = ([ok for each, ok in judged[name] if half in ("all", each)] for name in ("honest", "lying"))
        lines.append(f"| {half} | {len(honest)} | {_share(len(honest) - sum(honest), len(honest))} | {len(lying)} "
                     f"| {_share(sum(lying), len(lying))} |")
    return "\n".join(lines)


def attack_table() -> str:
    """Return what every attack got out of a model that obeys it, by place."""
    with tempfile.TemporaryDirectory() as folder:
        return table(measured_outcomes(Path(folder)))


def _share(n: int, of: int) -> str:
    return f"{n} ({n / of:.0%})" if of else "-"


if __name__ == "__main__":
    print(f"{attack_table()}\n\n{refusal_table()}\n\n{grounding_table()}")
