"""Builders for tests of the model's answers: evidence out of JSON, and the marked sentences that rest on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.llm.evidence import Evidence, Fact
from bot.model.answers import Source
from bot.model.measured import Measured, Span

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence of a model's with its evidence. `half`: those of `tune` were looked at while the check was written."""

    evidence: str
    kind: str
    half: str
    before: str
    reply: str


def rows(name: str) -> list[dict[str, Any]]:
    """Read a file of JSON lines from the data folder."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def marked(name: str) -> list[Marked]:
    """Read marked sentences."""
    return [Marked(**row) for row in rows(name)]


def evidences() -> dict[str, Evidence]:
    """Read every made-up team's evidence by its name."""
    return {row["id"]: evidence_of(row) for row in rows("replies_evidence.jsonl")}


def evidence_of(row: dict[str, Any]) -> Evidence:
    """Build one team's evidence."""
    spans = {name: Span(*ends) for name, ends in row["spans"].items()}
    facts = tuple(
        Fact.of(Measured(each["metric"], each["value"], each["unit"], each["about"], each["n"], each["cases"]),
                spans[each["span"]], is_change=each["change"])
        for each in row["facts"]
    )
    passages = tuple(Source(each["id"], each["title"], each["section"], each["source"], None, None, each["passage"])
                     for each in row["passages"])
    names = {(key.split("|")[0], key.split("|")[1]): tuple(aliases) for key, aliases in row["names"].items()}
    return Evidence(facts, passages, frozenset(row["moments"]), tuple(row["texts"]), frozenset(row["ids"]),
                    frozenset(row["links"]), names, row["zone"])
