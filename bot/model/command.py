"""What a command is: its words first, its function second. Every front binds the same definition."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from bot.model.card import Card

Kind = Literal["text", "number", "choice", "flag", "moment"]
Audience = Literal["alone", "direct", "everyone"]
"""Who reads an answer: the asker alone among others, the asker in direct messages, or everybody in the channel."""


@dataclass(frozen=True)
class Parameter:
    """One word of a command. `rest` takes all words that follow; `named` is given as `--name value`.

    `suggest(desk, asker, typed)` offers values with labels while a person types, best first, where a front shows them.
    """

    name: str
    help: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    rest: bool = False
    named: bool = False
    default: Any = None
    suggest: Callable[..., Iterable[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class Asker:
    """Who asks, and from where. `person` is the front's id for them, `name` what people call them.

    On a chat `person` begins with its platform (`slack:U0AB1`), so that two chats of one team never mix people up.
    `thread`: the conversation within the channel, empty where there is none. `presses`: whether the buttons of an answer
    can be pressed from there; where they cannot, nothing is kept for them. `audience`: who reads the answer;
    where it is everyone, nothing may stand in it that the asker alone may see.
    """

    person: str
    name: str
    channel: str
    zone: str
    is_admin: bool = False
    platform: str = "terminal"
    thread: str = ""
    presses: bool = True
    audience: Audience = "alone"

    @property
    def in_public(self) -> bool:
        """Whether others read the answer too."""
        return self.audience == "everyone"


@dataclass(frozen=True, slots=True)
class File:
    """A text file that is given to the asker alone, beside the card."""

    name: str
    words: str


@dataclass(frozen=True)
class Reply:
    """What a command answers: a card for people and the same as a plain document for scripts.

    `file`: for the asker alone, where they are on a chat; at the terminal `document` is it.
    `rest` is what is left to show where the answer was watched as it was written; None where the card is to be shown whole.
    """

    card: Card
    document: Any = None
    failed: bool = False
    rest: Card | None = None
    file: File | None = None


@dataclass(frozen=True)
class Command:
    """One command. `run(desk, asker, **parameters)` returns a Reply and never prints.

    `in_chat`: what to do instead in a chat, for one that takes a file of the machine; empty for one that works anywhere.
    `name` and `help` are its file's: the name with a space after the group, the first line of the docstring.
    """

    run: Callable[..., Reply]
    parameters: tuple[Parameter, ...] = ()
    examples: tuple[str, ...] = ()
    name: str = ""
    help: str = ""
    in_chat: str = ""
