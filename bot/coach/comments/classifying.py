"""Classifies texts that come line by line as JSON, for scripts. Every line that cannot be read is named by its number."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.errors import IntakeError
from bot.model.words import shorten

_SHAPE = 'write {"id": "...", "text": "..."} on each line'


def classify_lines(lines: Iterable[str], label: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "label"}` for each line of `{"id", "text"}`, in their order; empty lines are passed over.

    lines: read one by one, so any number of them fits. Raises IntakeError naming the first line that cannot be read.

    >>> list(classify_lines(['{"id": 7, "text": "how much?"}'], lambda words: "buying signal"))
    [{'id': 7, 'label': 'buying signal'}]
    """
    for number, line in enumerate(lines, 1):
        words = line.strip("\ufeff \t\r\n")
        if words:
            row = _row(number, words)
            yield {"id": row["id"], "label": label(row["text"])}


def _row(number: int, words: str) -> dict[str, Any]:
    try:
        row = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise IntakeError(f"Line {number} is no JSON: {shorten(words, 60)!r}; {_SHAPE}.") from error
    if not isinstance(row, dict):
        raise IntakeError(f"Line {number} is no JSON object: {shorten(words, 60)!r}; {_SHAPE}.")
    for name in ("id", "text"):
        if name not in row:
            raise IntakeError(f"Line {number} has no {name!r}: {shorten(words, 60)!r}; {_SHAPE}.")
    if not isinstance(row["id"], str | int) or isinstance(row["id"], bool):
        raise IntakeError(f"Line {number}: its id is {row['id']!r}, and neither text nor a whole number; {_SHAPE}.")
    if not isinstance(row["text"], str):
        raise IntakeError(f"Line {number}: its text is {row['text']!r}, and no text; {_SHAPE}.")
    return row
