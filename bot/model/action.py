"""What pressing a button does: its name, what it still has to ask, and its function. Every front binds the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.model.command import Parameter, Reply


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `run(desk, asker, subject, **parameters)` returns a Reply, shown to the asker alone.

    `parameters`: what is asked before it runs (choices or a text); `prefill(desk, subject)` gives their first values.
    `title`: what stands above its form, at most 24 letters, so that no chat cuts it; every action that asks has one.
    Pressing twice, or pressing on a card that is done, answers with a sentence and changes nothing.
    """

    name: str
    help: str
    run: Callable[..., Reply]
    parameters: tuple[Parameter, ...] = ()
    prefill: Callable[..., Mapping[str, Any]] | None = None
    title: str = ""
