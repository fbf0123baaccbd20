"""What a format is: data that says which headers make it out and which column gives which field.

A format is recognised by a subset of its headers, never by the whole list: networks add columns month by month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.intake.dates import Order
from bot.intake.headers import plain_name, plain_names
from bot.intake.numbers import Style

TableName = Literal["posts", "comments", "leads", "followers", "campaigns", "outbound"]


@dataclass(frozen=True, slots=True)
class TimeRule:
    """How a source writes its times. `zone` is the IANA zone its wall clock is in; None when the file must say.

    `falls_to_team` lets the team's own zone stand in, for sources that show times on the reader's clock.
    """

    order: Order = "open"
    zone: str | None = None
    falls_to_team: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """One export format. `aliases` gives, for each field, its plain header names, the likeliest first.

    `required` are the fields whose columns make the format out; `known` are columns that are understood and left
    aside; `least_share` is the part of a header that must be known and `strange` are headers that rule the format out
    (both for tables with few required columns).
    `texts` are fields of which the longest is the post's text. `kinds` maps a source's word to the coach's; `kind` is
    every post's where no column tells, and a text that begins with `reply_mark` is a reply. `scales` turns a figure's
    unit into ours, `signed` names figures that may lie below 0, `style` is the source's decimal mark, and `constants`
    are values that hold for every row.
    """

    name: str
    makes: TableName
    required: tuple[str, ...]
    aliases: Mapping[str, tuple[str, ...]]
    network: str | None = None
    time: TimeRule = TimeRule()
    known: tuple[str, ...] = ()
    texts: tuple[str, ...] = ("text",)
    kinds: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None
    reply_mark: str | None = None
    scales: Mapping[str, float] = field(default_factory=dict)
    signed: tuple[str, ...] = ()
    style: Style = "open"
    least_share: float = 0.0
    strange: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A table that is recognised and of no use here: why, and what to give instead."""

    name: str
    required: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Binding:
    """A format laid over one header: the column index of each field, and the columns nobody knows."""

    columns: Mapping[str, int]
    unknown: tuple[tuple[int, str], ...]


def bind(form: Format, header: Sequence[str]) -> Binding:
    """Return which column gives which field; an exact name decides, and an earlier alias wins over a later one."""
    names = plain_names(header)
    places = {name: n for n, name in enumerate(names)}
    columns: dict[str, int] = {}
    for each, aliases in form.aliases.items():
        place = next((places[alias] for alias in aliases if alias in places), None)
        if place is not None and place not in columns.values():
            columns[each] = place
    taken = set(columns.values())
    known = set(form.known) | {alias for aliases in form.aliases.values() for alias in aliases}
    unknown = tuple((n, header[n]) for n, name in enumerate(names) if name and n not in taken and name not in known)
    return Binding(columns, unknown)


def score(form: Format | Refusal, names: frozenset[str]) -> tuple[int, int]:
    """Return how many required columns a header has, all or none, and how many of its columns are known.

    `names` are plain names.

    >>> score(Refusal("x", ("date", "views"), ""), frozenset({"date", "subscription status", "views"}))
    (2, 2)
    """
    if isinstance(form, Refusal):
        return (len(form.required), len(form.required)) if names.issuperset(form.required) else (0, 0)
    aliases = form.aliases
    if any(names.isdisjoint(aliases[each]) for each in form.required) or not names.isdisjoint(form.strange):
        return 0, 0
    matched = sum(not names.isdisjoint(options) for options in aliases.values())
    known = matched + len(names.intersection(form.known))
    if known < form.least_share * len(names):
        return 0, 0
    return len(form.required), known


def missing_columns(form: Format, header: Sequence[str]) -> tuple[str, ...]:
    """Return the required fields that a header lacks, by their likeliest header names."""
    names = {plain_name(cell) for cell in header}
    return tuple(form.aliases[each][0] for each in form.required if names.isdisjoint(form.aliases[each]))
