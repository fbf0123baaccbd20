"""A week's figures beside the team's own eight weeks before: median and range. Weeks before the first data are gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.coach.desk import Desk
from bot.coach.feeds import Feeds
from bot.coach.figures.figures import Figure, answered_share, leads, n_of, shown, talk
from bot.coach.windows import Window, last_weeks
from bot.model.statistics import median

WEEKS = 8
"""How many weeks before the one in question make the usual."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """One figure of the week, and its values in the weeks before, oldest first; None is a gap."""

    figure: Figure
    before: tuple[float | None, ...]

    @property
    def known(self) -> list[float]:
        """The values before that are known."""
        return [value for value in self.before if value is not None]

    @property
    def middle(self) -> float | None:
        """The median of the weeks before, None where none is known."""
        return median(self.known) if self.known else None

    def words(self) -> str:
        """Return value, n and usual as people read them."""
        figure, known = self.figure, self.known
        value = "not known" if figure.value is None else shown(figure.value, figure.unit)
        of = f" of {n_of(figure)}" if figure.unit == "share" and figure.n else ""
        if not known:
            return f"{value}{of}"
        usual = (shown(each, figure.unit) for each in (median(known), min(known), max(known)))
        return "{}{}; usually {} ({} to {})".format(value, of, *usual)

    def document(self) -> dict[str, Any]:
        """Return the figure for scripts, with the usual beside it."""
        known = self.known
        usual = {"median": self.middle, "low": min(known, default=None), "high": max(known, default=None),
                 "weeks": len(known), "before": list(self.before)}
        return {**self.figure.document(), "usual": usual}


def usual_weeks(desk: Desk, feeds: Feeds) -> tuple[list[Window], dict[str, Weekly]]:
    """Return the last nine weeks, oldest first, and leads, answered share and conversations by name."""
    weeks = last_weeks(desk, WEEKS + 1)
    first = desk.records.rows("first_moments")[0]
    reckoned: dict[str, tuple[str, Callable[[Window], Figure]]] = {
        "leads": ("leads", lambda week: leads(desk, week, feeds)),
        "answered_share": ("comments", lambda week: answered_share(desk, week, feeds)),
        "conversations": ("comments", lambda week: talk(desk, week, feeds, posts=0)[0]),
    }
    return weeks, {name: _weekly(weeks, first[feed], reckon) for name, (feed, reckon) in reckoned.items()}


def _weekly(weeks: Sequence[Window], first: str | None, reckon: Callable[[Window], Figure]) -> Weekly:
    before = tuple(None if first is None or week.until < first else reckon(week).value for week in weeks[:-1])
    return Weekly(reckon(weeks[-1]), before)
