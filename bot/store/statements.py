"""The named statements: SQL files in which each statement has a name and one line of purpose.

A statement that reads a team's table names `:team_id`; a test holds every one to that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "sql"
_HEAD = re.compile(r"^-- name: (?P<name>[a-z0-9_]+)\n-- (?P<purpose>.+)\n", re.MULTILINE)
_PARAMETER = re.compile(r"'(?:[^']|'')*'|::\w+|(?<![\w:]):([a-z_][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its name, what it is for, its text and the names of its parameters."""

    name: str
    purpose: str
    sql: str
    parameters: frozenset[str]


@cache
def statements() -> Mapping[str, Statement]:
    """Return every statement of the folder by its name. Raises ValueError when a name stands twice."""
    found: dict[str, Statement] = {}
    for path in sorted(FOLDER.glob("*.sql")):
        for statement in parse(path.read_text(encoding="utf-8")):
            if statement.name in found:
                raise ValueError(f"{path.name}: the statement {statement.name} stands twice")
            found[statement.name] = statement
    return found


def parse(text: str) -> list[Statement]:
    """Return the statements of one file's text, in order."""
    heads = list(_HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [
        Statement(head["name"], head["purpose"], sql, parameters_of(sql))
        for head, end in zip(heads, ends, strict=True)
        for sql in [text[head.end():end].strip().rstrip(";")]
    ]


def parameters_of(sql: str) -> frozenset[str]:
    """Return the names of a statement's parameters.

    >>> sorted(parameters_of("select 1 where a = :a and b = ':not' and c = :c"))
    ['a', 'c']
    """
    return frozenset(name for name in _PARAMETER.findall(sql) if name)
