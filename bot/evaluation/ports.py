"""What is asked of whoever writes answers, and what comes back; the judge knows nothing else of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from bot.evaluation.questions import Question
from bot.model.answers import Source


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer used. `micros`: money in millionths of the price table's unit; 0 where no price is set."""

    requests: int = 0
    tokens: int = 0
    micros: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.requests + other.requests, self.tokens + other.tokens, self.micros + other.micros)


@dataclass(frozen=True, slots=True)
class Written:
    """An answer. `sources`: those its text cites by number, in the order of their numbers; `found`: what the search put
    forward, best first.

    `refused`: it says that it cannot answer. `by`: `model`, or `guidance` where the quoted answer stood in. `facts`: the
    team's figures shown beside the text, as shown. `seen`: every other text a figure may come from, and `values` every
    figure a tool gave. `withheld`: how many sentences were held back. `failure`: why the model broke off. `secret`: what
    the model was told and must not give away. `took_s`: seconds it took, where the writer knows better than whoever
    waits for it.
    """

    text: str
    sources: tuple[Source, ...] = ()
    found: tuple[Source, ...] = ()
    refused: bool = False
    by: str = "guidance"
    facts: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    values: tuple[float, ...] = ()
    withheld: int = 0
    usage: Usage = field(default_factory=Usage)
    failure: str | None = None
    secret: str = ""
    took_s: float | None = None


class Author(Protocol):
    """Somebody who answers the questions of an evaluation."""

    def write(self, question: Question) -> Written:
        """Answer a question, with its injection in its place first. Raises CoachError where nothing can be asked at all."""
        ...
