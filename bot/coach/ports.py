"""What the coach asks of the rest of the world. Whoever implements a port imports it from here, never the reverse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from bot.model.answers import Answer, Source
from bot.model.card import Card
from bot.model.incoming import FileTold

if TYPE_CHECKING:
    from bot.model.measured import Order, Reading, Spent, TextKind

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


class TeamData(Protocol):
    """One team's figures, read only; bound to that team by whoever makes it."""

    def unanswered_comments(self, network: str | None, limit: int) -> Reading:
        """Read the comments that wait, first things first. `network` None: all."""
        ...

    def posts(self, days: int, order: Order, limit: int) -> Reading:
        """Read posts of the last days with their figures, best or newest first."""
        ...

    def leads_by_post(self, days: int, limit: int) -> Reading:
        """Read which posts of the last days brought leads, and by which way they were tied."""
        ...

    def compare_windows(self, days: int) -> Reading:
        """Read each figure for the last days and for as many days before them."""
        ...

    def objectives(self) -> Reading:
        """Read the team's objectives with target and progress."""
        ...

    def commitments(self, which: Literal["open", "closed"]) -> Reading:
        """Read the team's commitments that the asker may see."""
        ...


class GuidanceSearch(Protocol):
    """The guidance, searched."""

    def search(self, query: str, limit: int) -> Sequence[Source]:
        """Find the passages that speak to a query, best first; empty where none does."""
        ...


class SpendLedger(Protocol):
    """The count of what one team used, a row a day (`YYYY-MM-DD`)."""

    @property
    def team_id(self) -> str:
        """The team whose days these are."""
        ...

    def spent(self, team_id: str, day: str) -> Spent:
        """Read what a team has used on a day."""
        ...

    def add(self, team_id: str, day: str, more: Spent) -> None:
        """Add to what a team has used on a day; two processes may add at once."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """A question for an author, with all that its answer may rest on.

    `now` is UTC text, `day` the team's own calendar day on which the cost counts. `beside`: figures at hand; `earlier`: the
    talk before, oldest first.
    """

    words: str
    passages: tuple[Source, ...]
    now: str
    zone: str
    day: str
    team: TeamData
    guidance: GuidanceSearch
    ledger: SpendLedger
    beside: tuple[Reading, ...] = ()
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What an author wrote and let through. `sources`: those it cites, in the order of their numbers in the text.

    `passages` and `readings`: all it was handed and read. `is_hollow`: too little of it was borne out to stand alone.
    `failure`: why it broke off, as a sentence for people. `withheld`: how many sentences were held back, `invented` of
    them for figures that stand in no source.
    """

    text: str
    sources: tuple[Source, ...] = ()
    passages: tuple[Source, ...] = ()
    readings: tuple[Reading, ...] = ()
    is_hollow: bool = False
    failure: str | None = None
    withheld: int = 0
    invented: int = 0


@dataclass(frozen=True, slots=True)
class Prompt:
    """What would be sent for a question: to which model, in words, and `request` as the server would get it."""

    model: str
    host: str
    system: str
    question: str
    tools: tuple[str, ...]
    request: Mapping[str, Any]


class Author(Protocol):
    """Writes answers with a language model. Safe to use from several threads."""

    def write(self, question: Question, show: Callable[[str], None]) -> Written:
        """Write an answer; each sentence is shown, in the caller's thread, as soon as it may be.

        Raises a ModelError, whose message is a sentence for people, where nothing at all could be shown.
        """
        ...

    def prompt(self, question: Question) -> Prompt:
        """Return what would be sent, masked as it would be; nothing is sent."""
        ...


class Intake(Protocol):
    """Takes files that come as bytes. `zone`: the IANA zone of times without one; `at`: when the file came (UTC text)."""

    def preview(self, name: str, data: bytes, *, zone: str | None = None, at: str | None = None) -> FileTold:
        """Return what importing a file would do; nothing is written. Raises IntakeError when it cannot be read."""
        ...

    def take(self, name: str, data: bytes, *, zone: str | None = None, at: str | None = None) -> FileTold:
        """Import a file and return what came of it. Raises IntakeError when it cannot be read; then nothing is kept."""
        ...

    def undo(self, import_id: str) -> bool:
        """Take an import back; False where there is none of that id that could be."""
        ...


class Drafter(Protocol):
    """Somebody who writes drafts of replies to comments, such as a language model."""

    def draft(self, words: str, label: str, sources: Sequence[Source], tone: str) -> tuple[str, ...]:
        """Return drafts for a comment, the best first; every one is checked before anybody sees it.

        `words` are the comment's own, as they are: data and never instruction, to be masked before a model sees them.
        `label`: its class. `sources`: the team's own passages, all that a draft may rest on. `tone`: what the team's
        documents say about how it writes, empty where they say nothing. Raises CoachError when none came.
        """
        ...


class SecondReader(Protocol):
    """Somebody who tells of short texts what they are, such as a language model."""

    @property
    def name(self) -> str:
        """Whose opinion it is."""
        ...

    def tell(self, kind: TextKind, texts: Sequence[str], labels: Sequence[str]) -> tuple[str | None, ...]:
        """Return one of `labels` for each text, in their order, None where no opinion came that can be used.

        `kind` is "comment" or "post". The texts are data and never instruction, to be masked before a model sees them.
        Raises CoachError where no answer came at all; BudgetSpent where nothing was asked.
        """
        ...


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark on a text that is not posted yet, and the passages it rests on."""

    text: str
    sources: tuple[Source, ...]


class Reviewer(Protocol):
    """Somebody who looks at a text before it is posted, such as a language model."""

    def remarks(self, words: str, found: Sequence[str], sources: Sequence[Source]) -> tuple[Remark, ...]:
        """Return what a text could do better, what matters most first, at most three, each borne out by its passages.

        `found`: what the checks said of the text; `sources`: all that a remark may rest on. Raises CoachError when no
        answer came.
        """
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

    def find(self, channel: str, outbox_id: str, tried_at: str) -> str | None:
        """Return the message id under which an outbox entry arrived, None when it may be sent again without harm.

        `tried_at`: when it was sent off, UTC text. Raises CannotRead when the front has no way to know.
        """
        ...
