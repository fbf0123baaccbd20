"""A form: what is still asked before something is done. A chat opens it as a modal, a terminal asks line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.command import Parameter


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked, in order. `title` names it in a word or two, `about` says more where there is room.

    `values` are the first values of the fields, as a person would write them. `target` is what will be done with the
    answers: the key of a button, or `/` and the name of a command.
    """

    title: str
    target: str
    parameters: tuple[Parameter, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    submit: str = "Save"
    about: str = ""
