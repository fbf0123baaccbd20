"""What the model package asks of whoever uses it: a model that speaks, and the tools of one turn."""

from __future__ import annotations

from typing import Protocol

from bot.llm.turns import OnPiece, Reply, Tool, Turn


class Toolbox(Protocol):
    """The tools of one turn."""

    tools: tuple[Tool, ...]

    async def run(self, name: str, arguments: str) -> str:
        """Run one tool and return its JSON; what is wrong with the call is told in the JSON, never raised."""
        ...


class Speaker(Protocol):
    """A language model."""

    async def reply(self, turn: Turn, toolbox: Toolbox, on_piece: OnPiece) -> Reply:
        """Answer a turn. Raises a ModelError when no whole answer came."""
        ...
