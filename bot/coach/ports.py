"""What the coach asks of the rest of the world. Whoever implements a port imports it from here, never the reverse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from bot.model.answers import Answer
from bot.model.card import Card

Row = dict[str, Any]


class RecordsWriter(Protocol):
    """One open transaction on one team's records."""

    def run(self, name: str, **values: Any) -> list[Row]:
        """Run a named statement and return what it gives back."""
        ...

    def many(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run a named statement for each mapping of values."""
        ...

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Fill a staging table of this transaction anew, in bulk."""
        ...

    def learn(self) -> None:
        """Let the engine look at what its tables hold now; to be called after much was written."""
        ...


class Records(Protocol):
    """One team's records, read and written by named statements; the team's id is put in by the port."""

    team_id: str

    def rows(self, name: str, **values: Any) -> list[Row]:
        """Read all rows of a named statement."""
        ...

    def one(self, name: str, **values: Any) -> Row | None:
        """Read the first row of a named statement, or None."""
        ...

    def stream(self, name: str, **values: Any) -> Iterator[Row]:
        """Read rows one by one, with flat memory."""
        ...

    def detect(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        """Run a rule's own query."""
        ...

    def write(self) -> AbstractContextManager[RecordsWriter]:
        """Open one transaction."""
        ...


class Adviser(Protocol):
    """The guidance: answers with sources, or refuses."""

    def answer(self, question: str, previous: str | None = None) -> Answer:
        """Answer a question from the guidance; `previous` is the same person's message before it in a thread."""
        ...


class Front(Protocol):
    """A place that can show cards. `deliver` returns the front's own id of what was posted."""

    platform: str

    def deliver(self, channel: str, card: Card, outbox_id: str) -> str:
        """Post a card and return its message id. `channel` may be a person's id, such as `slack:U0AB1`: a direct message.

        Raises CoachError when it was refused for certain, AnswerLost when it may have arrived.
        """
        ...

    def edit(self, channel: str, message_id: str, card: Card) -> None:
        """Replace what was posted before."""
        ...

    def find(self, channel: str, outbox_id: str) -> str | None:
        """Return the message id under which an outbox entry arrived, None when it did not.

        Raises CannotRead when the front has no way to know.
        """
        ...
