"""What goes to the model and what comes back, in words of our own: both protocols of the API are made from these.

The system's text is always ours; what people outside wrote stands only in user and tool entries.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

OnPiece: TypeAlias = Callable[[str], Awaitable[None]]
"""Takes the model's words as they come, a piece at a time."""
Finish = Literal["stop", "length", "tools"]


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the conversation. `assistant` is the model's own earlier answer."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """One tool the model wants to have run. `arguments` is JSON as the model wrote it, perhaps broken."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A round in which the model asked for tools, with what it said beside."""

    calls: tuple[Call, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool gave back for one call, as JSON text."""

    call_id: str
    text: str


Entry: TypeAlias = Said | Asked | Result


@dataclass(frozen=True, slots=True)
class Tool:
    """A read-only tool as the model sees it; `schema` is strict JSON Schema of its arguments."""

    name: str
    purpose: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """The shape of an answer that is one JSON object; `schema` is strict JSON Schema."""

    name: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question to the model: our words, the conversation so far, the tools it may use, the form of its answer."""

    system: str
    entries: tuple[Entry, ...]
    tools: tuple[Tool, ...] = ()
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply cost: requests sent and tokens, those of the prompt and those written."""

    requests: int = 0
    prompt_tokens: int = 0
    written_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.requests + other.requests, self.prompt_tokens + other.prompt_tokens,
                     self.written_tokens + other.written_tokens)


@dataclass(frozen=True, slots=True)
class Heard:
    """One round as it came from the server. `usage` is None where the server does not count."""

    text: str
    calls: tuple[Call, ...]
    finish: Finish | None
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The model's whole answer, unchecked. `is_whole` is false where a length limit cut it."""

    text: str
    usage: Usage = field(default_factory=Usage)
    is_whole: bool = True
