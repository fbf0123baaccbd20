"""The times inside post ids, held against the times in the file.

They fill in the hour where the file has the day only, and betray a wrong zone or a wrong order of day and month.
"""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from statistics import median

from bot.intake.columns import Remarks
from bot.intake.dates import Precision
from bot.intake.ids import INSTAGRAM_EPOCH_MS, id_ms, instagram_ms
from bot.model.facts import Post

_DAY_MS = 86_400_000
_CODE = re.compile(r"instagram\.com/(?:[^/]+/)?(?:p|reel|reels|tv)/([\w-]{11})(?:/|$)")


class IdTimes:
    """Compare and fill a batch's published times in place."""

    def __init__(self) -> None:
        self._starts = _DayStarts()

    def __call__(self, networks: Sequence[str], ids: Sequence[str | None], links: Sequence[str | None],
                 published: list[str | None], exact: list[Precision], remarks: Remarks) -> None:
        """Fill in hours where only the day is known, and remark times more than a day off."""
        for row in self._suspects(networks, links, published, exact):
            text = published[row]
            inside = upload_ms(networks[row], ids[row], links[row]) if text else None
            if text is None or inside is None:
                continue
            if exact[row] == "day":
                if -_DAY_MS <= inside - self._starts[text[:10]] <= 2 * _DAY_MS:
                    published[row], exact[row] = _utc_text(inside), "minute"
                    continue
            elif abs(inside - ms_of(text)) <= _DAY_MS:
                continue
            remarks.note(row, f"the date {text[:10]} is more than a day from {_utc_text(inside)[:10]}, "
                              "which the post's own id tells")

    def _suspects(self, networks: Sequence[str], links: Sequence[str | None], published: Sequence[str | None],
                  exact: Sequence[Precision]) -> Iterable[int]:
        """Return the rows worth a closer look: for Instagram, at full speed, those whose id tells another day."""
        every = range(len(networks))
        if "day" in exact or None in published or None in links or networks.count("instagram") != len(networks):
            return every
        starts, decode, number = self._starts, a2b_base64, int.from_bytes
        try:
            codes = [link.split("/", 5)[4][:8].replace("-", "+").replace("_", "/") for link in links if link]
            gaps = [(number(decode(code)) >> 5) - starts[text[:10]]
                    for code, text in zip(codes, published, strict=True) if text]
        except (ValueError, IndexError):
            return every
        least = -INSTAGRAM_EPOCH_MS
        return [row for row, gap in enumerate(gaps) if not least <= gap <= least + _DAY_MS]


def upload_ms(network: str, post_id: str | None, link: str | None) -> int | None:
    """Return the time a post's id or link carries, in ms since 1970, or None."""
    if network == "instagram":
        found = _CODE.search(link or "")
        return instagram_ms(found[1]) if found else None
    return id_ms(network, post_id) if post_id else None


def median_gap_hours(posts: Sequence[Post]) -> float | None:
    """Return by how many hours the posts' times usually lie after those in their ids, or None for fewer than three."""
    gaps = [ms_of(post.published_at) - inside for post in posts if post.published_precision == "minute"
            and (inside := upload_ms(post.network, post.post_id, post.permalink)) is not None]
    return median(gaps) / 3_600_000 if len(gaps) >= 3 else None


def ms_of(text: str) -> int:
    """Return a stored time in ms since 1970."""
    return int(datetime.fromisoformat(text).timestamp() * 1000)


class _DayStarts(dict[str, int]):
    def __missing__(self, day: str) -> int:
        start = ms_of(f"{day}T00:00:00Z")
        self[day] = start
        return start


def _utc_text(ms: int) -> str:
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
