"""The titles of the guidance that a rule rests on. Guidance that knows no titles is named by its ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from bot.coach.desk import Desk


class Titled(Protocol):
    """A piece of guidance, as far as it is named here."""

    @property
    def title(self) -> str:
        """Its title."""
        ...


@runtime_checkable
class Shelf(Protocol):
    """Guidance whose pieces can be looked up."""

    def piece(self, piece_id: str) -> Titled:
        """Return the piece of an id."""
        ...


def titles(desk: Desk, ids: Iterable[str]) -> list[str]:
    """Return the titles of pieces of guidance in the order of their ids. Raises GuidanceError for one that is not there."""
    adviser = desk.adviser
    if isinstance(adviser, Shelf):
        return [adviser.piece(each).title for each in ids]
    return list(ids)
