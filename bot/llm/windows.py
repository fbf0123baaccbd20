"""Windows of time as sentences name them: how many days, and whether it is the newest or the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.llm.numerals import WORDS, worth

_WINDOW = re.compile(
    rf"(?P<lead>(?:in\s+|over\s+|for\s+|of\s+)?the\s+|last\s+|past\s+|previous\s+|prior\s+"
    rf"|preceding\s+|these\s+|latest\s+|this\s+)+(?P<n>\d{{1,3}}|{WORDS})[\s-](?P<unit>day|week"
    rf"|month)s?(?P<tail>\s+before(?:\s+that)?|\s+earlier|\s+prior)?"
    r"|(?P<lead2>last|past|this|previous|prior|preceding|the)\s+(?P<unit2>week|month|fortnight"
    r"|quarter|year)(?P<tail2>\s+before(?:\s+that)?|\s+earlier)?"
    r"|(?P<day>\b(?:yesterday|today)\b)|(?P<now>\b(?:now|currently|at present|at the moment)\b)"
    r"|(?P<earlier>\b(?:before that|the (?:period|window) before|previously|previous (?:period"
    r"|window)|earlier (?:period|window)))", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}
_MONTH_DAYS = 28
_SLACK_DAYS = 2


@dataclass(frozen=True, slots=True)
class WindowMention:
    """A window that a sentence names: its length in days (None: not said) and how many of them lie after it."""

    start: int
    end: int
    days: int | None
    offset: int

    def is_of(self, days: int) -> bool:
        """Tell whether a window of so many days can be meant; months and longer are not counted to the day."""
        return self.days is None or (days > 0 and abs(self.days - days) <= (_SLACK_DAYS if self.days >= _MONTH_DAYS else 0))


def windows(text: str) -> Iterable[WindowMention]:
    """Return the windows that a text names, in order.

    >>> [(each.days, each.offset) for each in windows("23 in the last 7 days, 18 the week before")]
    [(7, 0), (7, 1)]
    """
    for hit in _WINDOW.finditer(text):
        if hit["earlier"] or hit["now"]:
            yield WindowMention(*hit.span(), None, int(bool(hit["earlier"])))
            continue
        if hit["day"]:
            yield WindowMention(*hit.span(), 1, 0)
            continue
        unit = (hit["unit"] or hit["unit2"]).lower()
        written = hit["n"] or "1"
        many = int(written) if written.isdigit() else int(worth(written))
        lead = (hit["lead"] or hit["lead2"] or "").lower()
        tail = hit["tail"] or hit["tail2"]
        if not tail and lead.strip().endswith("the") and not re.search(r"last|past|previous|prior|preceding|latest", lead):
            if hit["unit2"]:
                continue
            offset = 0
        else:
            offset = 1 if tail or re.search(r"previous|prior|preceding", lead) else 0
        yield WindowMention(*hit.span(), many * _DAYS[unit], offset)
