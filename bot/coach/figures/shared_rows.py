"""What several rules of one pass ask alike is read once. Rules see the same rows as if each had asked by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from bot.coach.ports import Records, Row

_Key = tuple[tuple[str, Any], ...]


class SharedRows:
    """The rows of the queries of one pass, kept no longer than the last rule that asks for them. Nobody changes them."""

    def __init__(self, records: Records, queries: Iterable[str]) -> None:
        self._records = records
        self._left = Counter(queries)
        self._kept: dict[str, dict[_Key, list[Row]]] = {}

    def of(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        """Return what a query gives; it is asked anew where the values it names differ."""
        self._left[sql] -= 1
        kept = self._kept.setdefault(sql, {})
        key = tuple(sorted((name, value) for name, value in values.items() if f":{name}" in sql))
        rows = kept[key] if key in kept else self._records.detect(sql, values)
        if self._left[sql] > 0:
            kept[key] = rows
        else:
            del self._kept[sql]
        return rows
