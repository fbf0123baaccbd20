"""Rows of a posts table to posts and readings, a batch at a time.

A post's key is the network's id; where a spreadsheet spoilt it, the id in its link, else the link, else the row is
held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from typing import Any
from zoneinfo import ZoneInfo

from bot.intake.columns import Counts, Remarks, Words, texts, trimmed
from bot.intake.escaping import unescaped
from bot.intake.evidence import Evidence
from bot.intake.ids import bare_id, fits, has_lost_digits, is_damaged, whole_in_link
from bot.intake.idtimes import IdTimes
from bot.intake.links import clean_link, handle_in_link, id_in_link, link_key
from bot.intake.mapping import Binding, Format
from bot.intake.moments import Moments
from bot.intake.shapes import KIND_WORDS, NETWORK_WORDS
from bot.model.facts import FIGURES

Cells = Sequence[str]
Columns = Sequence[Cells]
Row = tuple[Any, ...]

_FLOATS = ("watch_hours",)
_PROOF = 5


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole table: its header, the zone its clock is in, the time of its figures, the present."""

    header: tuple[str, ...]
    zone: ZoneInfo | None
    as_of: str
    now: datetime


class Posts:
    """Turn batches of one table's columns into tuples in the field order of Post and Reading."""

    def __init__(self, form: Format, binding: Binding, setting: Setting, evidence: Evidence) -> None:
        self._form = form
        self._at = binding.columns
        self._setting = setting
        self._networks = Words(NETWORK_WORDS)
        self.kinds = Words(form.kinds or KIND_WORDS)
        self._moments = self._moments_of("published_at", setting, evidence, required=True)
        self._as_ofs = self._moments_of("as_of", setting, evidence, required=False) if "as_of" in self._at else None
        self._id_times = IdTimes()
        self._figures = {name: self._counts_of(name, evidence) for name in FIGURES if name in self._at}
        self._durations = self._counts_of("duration_s", evidence) if "duration_s" in self._at else None
        self._ids_suspect = False

    def __call__(self, columns: Columns, remarks: Remarks) -> tuple[list[Row], list[Row | None]]:
        """Return one post and one reading, or None where no figure is given, for each row."""
        networks = self._network_column(columns, remarks)
        links = self._link_column(columns)
        ids, key_kinds = self._ids(columns, networks, links, remarks)
        if self._form.network == "youtube" and "permalink" not in self._at:
            links = [f"https://www.youtube.com/watch?v={post_id}" for post_id in ids]
        published, exact = self._moments(columns[self._at["published_at"]], remarks)
        self._id_times(networks, ids, links, published, exact, remarks)
        captions = self._captions(columns)
        posts = zip(
            networks, ids, published, exact, key_kinds, self._accounts(columns, networks, links), links,
            self._kind_column(columns, captions), captions, self._plain("link", columns),
            self._plain("campaign", columns), self._seconds(columns, remarks), strict=False,
        )
        return list(posts), self._readings(columns, networks, ids, remarks)

    def look_at_ids(self, cells: Cells) -> None:
        """Note whether most long ids end in zeros after their fifteenth digit: together, proof of damage."""
        long = [text for text in map(bare_id, cells) if text.isdigit() and len(text) > 15]
        self._ids_suspect = len(long) >= _PROOF and sum(map(has_lost_digits, long)) > len(long) / 2

    def _label(self, field: str) -> str:
        return self._setting.header[self._at[field]]

    def _moments_of(self, field: str, setting: Setting, evidence: Evidence, *, required: bool) -> Moments:
        column = self._at[field]
        return Moments(self._label(field), order=lambda: evidence.order(column),
                       rule=self._form.time, zone=setting.zone, now=setting.now, required=required)

    def _counts_of(self, field: str, evidence: Evidence) -> Counts:
        column = self._at[field]
        clock_scale = self._form.scales.get(field, 1.0)
        return Counts(field, self._label(field), style=lambda: evidence.style(column),
                      whole=field not in (*_FLOATS, "duration_s"), scale=clock_scale,
                      signed=field in self._form.signed)

    def _network_column(self, columns: Columns, remarks: Remarks) -> list[str]:
        if self._form.network:
            return [self._form.network] * len(columns[0])
        at = self._at.get("network")
        if at is None:
            return [self._form.constants.get("network", "other")] * len(columns[0])
        names = [self._networks[cell] for cell in columns[at]]
        if None in names:
            for row, name in enumerate(names):
                if name is None:
                    remarks.hold(row, f"{self._label('network')} is empty, and the row needs it")
        if "other" in names:
            for row, name in enumerate(names):
                if name == "other" and columns[at][row].strip().casefold() != "other":
                    remarks.note(row, f"the network '{columns[at][row].strip()[:40]}' is not known and counts as other")
        return [name or "other" for name in names]

    def _link_column(self, columns: Columns) -> list[str | None]:
        at = self._at.get("permalink")
        if at is None:
            return [None] * len(columns[0])
        return [link if link[:8] == "https://" and "?" not in link and "#" not in link else clean_link(link) or None
                for link in columns[at]]

    def _ids(self, columns: Columns, networks: list[str], links: list[str | None],
             remarks: Remarks) -> tuple[list[str | None], list[str]]:
        at = self._at.get("post_id")
        cells = columns[at] if at is not None else [""] * len(links)
        joined = "".join(cells)
        if self._form.network is None:
            is_plain = joined.replace("_", "").isalnum()
        else:
            is_plain = joined.isascii() and joined.isdigit() and self._form.network != "youtube"
        if is_plain and "" not in cells and not self._ids_suspect:
            ids: list[str | None] = list(cells)
            kinds = ["id"] * len(ids)
            for row in [row for row, cell in enumerate(cells) if cell.endswith("000") or len(cell) > 20]:
                ids[row], kinds[row] = self._one_id(row, cells[row], networks[row], links[row] or "", remarks)
            return ids, kinds
        pairs = [self._one_id(row, cell, networks[row], links[row] or "", remarks) for row, cell in enumerate(cells)]
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def _one_id(self, row: int, cell: str, network: str, link: str, remarks: Remarks) -> tuple[str | None, str]:
        text = bare_id(cell)
        shape = network if self._form.network else None
        linked = id_in_link(network, link) or (whole_in_link(text, link) if is_damaged(text) else None)
        damaged = is_damaged(text) or (has_lost_digits(text) and (self._ids_suspect or text.endswith("000")))
        proved = is_damaged(text) or self._ids_suspect
        if text and fits(shape, text) and (not damaged or (not proved and linked in (None, text))):
            return text, "id"
        if linked:
            if text:
                remarks.note(row, "the id is spoilt by a spreadsheet; the one in the link is taken")
            return linked, "id"
        if link:
            return link_key(link), "permalink"
        if not text:
            remarks.hold(row, "has neither a post id nor a link, so it cannot be told from other posts")
        elif is_damaged(text) or damaged:
            remarks.hold(row, f"the id '{text}' is spoilt by a spreadsheet and there is no link to take it from; "
                              "export the file again and import it unopened")
        else:
            remarks.hold(row, f"the id '{text[:40]}' does not look like one of {network}, and there is no link")
        return None, "id"

    def _captions(self, columns: Columns) -> list[str | None]:
        places = [self._at[field] for field in self._form.texts if field in self._at]
        if not places:
            return [None] * len(columns[0])
        if len(places) == 1:
            captions = texts(columns[places[0]])
            if self._form.network is None:
                return [unescaped(text) if text else None for text in captions]
            return captions
        return [max(cells, key=len) or None for cells in zip(*(columns[place] for place in places), strict=True)]

    def _kind_column(self, columns: Columns, captions: list[str | None]) -> list[str | None]:
        form, at = self._form, self._at.get("kind")
        words = self.kinds
        found = [words[cell] for cell in columns[at]] if at is not None else [form.kind] * len(captions)
        if form.reply_mark is None:
            return found
        mark = form.reply_mark
        return ["reply" if text and text.startswith(mark) else kind for text, kind in zip(captions, found, strict=True)]

    def _accounts(self, columns: Columns, networks: list[str], links: list[str | None]) -> list[str | None]:
        if "account" in self._at:
            return trimmed(columns[self._at["account"]])
        if self._form.network in ("x", "tiktok"):
            return [handle_in_link(network, link or "") for network, link in zip(networks, links, strict=True)]
        return [self._form.constants.get("account")] * len(links)

    def _plain(self, field: str, columns: Columns) -> Sequence[str | None] | Iterator[None]:
        return trimmed(columns[self._at[field]]) if field in self._at else repeat(None)

    def _seconds(self, columns: Columns, remarks: Remarks) -> Sequence[float | None] | Iterator[None]:
        if self._durations is None:
            return repeat(None)
        # A picture's length is written 0, which is no length.
        return [seconds or None for seconds in self._durations(columns[self._at["duration_s"]], remarks)]

    def _readings(self, columns: Columns, networks: list[str], ids: list[str | None],
                  remarks: Remarks) -> list[Row | None]:
        remarks.rounded.clear()
        found = {name: read(columns[self._at[name]], remarks) for name, read in self._figures.items()}
        if not found:
            return [None] * len(ids)
        rounded: Iterator[tuple[str, ...]] = repeat(())
        if remarks.rounded:
            rounded = (tuple(remarks.rounded.get(row, ())) for row in range(len(ids)))
        figures: list[Sequence[float | None] | Iterator[None]] = [found.get(name, repeat(None)) for name in FIGURES]
        readings: list[Row | None] = list(zip(networks, ids, self._as_of_column(columns, remarks), *figures,
                                                          rounded, strict=False))
        if all(None in column for column in found.values()):
            wanted = list(zip(*found.values(), strict=True))
            return [reading if any(value is not None for value in values) else None
                    for reading, values in zip(readings, wanted, strict=True)]
        return readings

    def _as_of_column(self, columns: Columns, remarks: Remarks) -> Sequence[str] | Iterator[str]:
        if self._as_ofs is None:
            return repeat(self._setting.as_of)
        found, _ = self._as_ofs(columns[self._at["as_of"]], remarks)
        return [text or self._setting.as_of for text in found]

