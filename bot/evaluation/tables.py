"""Columns side by side, for people and for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.evaluation.judging import Verdict
from bot.evaluation.measuring import Column

_NONE = "-"
_SECONDS = frozenset({"latency median", "latency p90"})
_LISTED = 30


def table(columns: Sequence[Column]) -> str:
    """Return the figures as a Markdown table, a column for each way of answering."""
    told = [column.figures() for column in columns]
    names = list(dict.fromkeys(name for figures in told for name in figures))
    rows = [["", *(column.name for column in columns)],
            *([name, *(_cell(name, figures.get(name)) for figures in told)] for name in names)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


def faults(columns: Sequence[Column]) -> list[str]:
    """Return one line for each answer that is not right, at most 30 a column."""
    lines = []
    for column in columns:
        wrong = [each for each in column.verdicts if not each.is_right]
        lines += [f"{column.name}: {each.question.id} {_why(each)}: {each.question.question}" for each in wrong[:_LISTED]]
        lines += [f"{column.name}: and {len(wrong) - _LISTED} more"] if len(wrong) > _LISTED else []
    return lines


def document(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return the columns for scripts: figures, and each question with what came of it."""
    return [{"name": column.name, "figures": column.figures(), "questions": [_verdict(each) for each in column.verdicts]}
            for column in columns]


def _cell(name: str, value: Any) -> str:
    match value:
        case None:
            return _NONE
        case {"share": None}:
            return _NONE
        case {"share": share, "n": n, "of": of}:
            return f"{share:.0%} ({n:,} of {of:,})"
        case float() if name in _SECONDS:
            return f"{value * 1000:,.0f} ms" if value < 1 else f"{value:,.1f} s"
        case float():
            return f"{value:,.4f}"
        case _:
            return f"{value:,}"


def _why(verdict: Verdict) -> str:
    reasons = [f"gave in ({', '.join(verdict.gave_in)})"] if verdict.gave_in else []
    reasons += [f"said {', '.join(verdict.said_wrongly)}"] if verdict.said_wrongly else []
    reasons += [f"{verdict.untraced} figures from nowhere"] if verdict.untraced else []
    if verdict.question.unanswerable and verdict.answered:
        reasons.append("answered what has no answer")
    if not verdict.question.unanswerable and not verdict.answered:
        reasons.append("not answered")
    elif verdict.unsaid and not verdict.question.unanswerable:
        reasons.append(f"left out {', '.join(verdict.unsaid)}")
    return "; ".join(reasons)


def _verdict(each: Verdict) -> dict[str, Any]:
    return {"id": each.question.id, "kind": each.question.kind, "right": each.is_right, "answered": each.answered,
            "rank": each.rank, "cited": each.cited, "rightly_cited": each.rightly_cited, "figures": each.figures,
            "untraceable": each.untraced, "unsaid": list(each.unsaid), "said_wrongly": list(each.said_wrongly),
            "gave_in": list(each.gave_in), "by": each.by, "withheld": each.withheld, "failure": each.failure,
            "tokens": each.usage.tokens, "cost": each.usage.micros / 1_000_000, "seconds": round(each.took_s, 4)}
