"""The times inside post ids, held against the times in the file.

They fill in the hour where the file has the day only, and betray a wrong zone or a wrong order of day and month.
"""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot.intake.columns import Remarks
from bot.intake.dates import Precision
from bot.intake.ids import id_ms, instagram_ms

_DAY_MS = 86_400_000
_CODE = re.compile(r"instagram\.com/(?:[^/]+/)?(?:p|reel|reels|tv)/([\w-]{11})(?:/|$)")


class IdTimes:
    """Compare and fill a batch's published times in place; remember what was seen of the gaps."""

    def __init__(self) -> None:
        self._days = _Days()

    def __call__(self, networks: Sequence[str], ids: Sequence[str | None], links: Sequence[str | None],
                 published: list[str | None], exact: list[Precision], remarks: Remarks) -> None:
        """Fill in hours where only the day is known, and remark times more than a day off."""
        for row in self._suspects(networks, links, published, exact):
            text = published[row]
            inside = upload_ms(networks[row], ids[row], links[row]) if text else None
            if text is None or inside is None:
                continue
            if exact[row] == "day":
                if abs(inside // _DAY_MS - self._days[text[:10]]) <= 1:
                    published[row], exact[row] = _minute_text(inside), "minute"
                    continue
            elif abs(inside - _ms(text)) <= _DAY_MS:
                continue
            remarks.note(row, f"the date {text[:10]} is more than a day from {_minute_text(inside)[:10]}, "
                              "which the post's own id tells")

    def _suspects(self, networks: Sequence[str], links: Sequence[str | None], published: Sequence[str | None],
                  exact: Sequence[Precision]) -> Iterable[int]:
        """Return the rows worth a closer look: for Instagram, at full speed, those whose id tells another day."""
        every = range(len(networks))
        if "day" in exact or networks.count("instagram") != len(networks):
            return every
        days = self._days
        try:
            uploads = [int.from_bytes(a2b_base64(link.split("/", 5)[4][:8].replace("-", "+").replace("_", "/"))) >> 5
                       for link in links]  # type: ignore[union-attr]
            gaps = [upload - days[text] for upload, text in zip(uploads, [t[:10] for t in published], strict=True)]  # type: ignore[index]
        except (ValueError, IndexError, AttributeError, TypeError):
            return every
        return [row for row, gap in enumerate(gaps) if not 0 <= gap <= _DAY_MS]


class _Days(dict[str, int]):
    def __missing__(self, day: str) -> int:
        number = (datetime.fromisoformat(day) - datetime(1970, 1, 1)).days
        self[day] = number
        return number


def upload_ms(network: str, post_id: str | None, link: str | None) -> int | None:
    """Return the time a post's id or link carries, in ms since 1970, or None."""
    if network == "instagram":
        found = _CODE.search(link or "")
        return instagram_ms(found[1]) if found else None
    return id_ms(network, post_id) if post_id else None


def _minute_text(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)
