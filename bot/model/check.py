"""One thing a doctor looked at: what was found, and the next step where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "missing", "attention"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `missing`: it does not work without; `attention`: it works, and something is open."""

    name: str
    state: State
    found: str
    next_step: str = ""
