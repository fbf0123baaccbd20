"""What a column's cells tell together: its decimal mark, its order of day and month.

The file is read through once, and only when a cell is met that a single look cannot settle.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.intake.dates import Order, OrderTally
from bot.intake.numbers import Style, StyleTally
from bot.intake.tables import Table


class Evidence:
    """Answer, per column, what the whole table says. `texts` are columns of prose, which say nothing on numbers."""

    def __init__(self, table: Table, *, texts: Iterable[int], source_style: Style) -> None:
        self._table = table
        self._texts = frozenset(texts)
        self._source_style = source_style
        self._styles: list[StyleTally] | None = None
        self._orders: dict[int, Order] = {}

    def style(self, column: int) -> Style:
        """Return the column's decimal mark: by its own cells, else the source's, else the other columns'."""
        tallies = self._style_tallies()
        own = tallies[column].style if column < len(tallies) else "open"
        if own != "open":
            return own
        if self._source_style != "open":
            return self._source_style
        point, comma = any(t.point for t in tallies), any(t.comma for t in tallies)
        return "open" if point == comma else "point" if point else "comma"

    def order(self, column: int) -> Order:
        """Return the column's order of day and month by its own cells."""
        if column not in self._orders:
            tally = OrderTally()
            for _, row in self._table.rows():
                if column < len(row):
                    tally.add(row[column])
            self._orders[column] = tally.order
        return self._orders[column]

    def _style_tallies(self) -> list[StyleTally]:
        if self._styles is None:
            tallies = [StyleTally() for _ in self._table.header]
            wanted = [(n, tally) for n, tally in enumerate(tallies) if n not in self._texts]
            for _, row in self._table.rows():
                width = len(row)
                for n, tally in wanted:
                    if n < width:
                        tally.add(row[n])
            self._styles = tallies
        return self._styles
