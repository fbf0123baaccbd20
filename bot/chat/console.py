"""The terminal as a chat: a prompt that takes the same commands and buttons as every other front.

A line that begins with no command is a question; a number presses that button of the last card.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.chat.binding import read
from bot.chat.live import INSTEAD, LOOKING, Live
from bot.chat.talk import Talk
from bot.coach.desk import Desk
from bot.errors import CoachError, UsageError
from bot.model.action import Action
from bot.model.card import Button, Card, Fields, text
from bot.model.command import Asker, Command, Parameter, Reply
from bot.render.safe import inert
from bot.render.terminal import Screen, render

LEAVE = ("quit", "exit", "bye")


@dataclass
class Console:
    """One conversation at a terminal. `ask_line` returns what the person typed, None at the end of input."""

    desk_of: Callable[[], Desk]
    asker: Asker
    commands: Mapping[str, Command]
    actions: Mapping[str, Action]
    ask_line: Callable[[str], str | None]
    show: Callable[[str], None]
    screen: Screen = field(default_factory=Screen)
    buttons: tuple[Button, ...] = ()
    told_of: Callable[[Exception], str] | None = None
    """Keeps a fault of ours in the log and returns the sentence for it; without one the fault ends the talk."""
    write: Callable[[str], None] | None = None
    """Prints letters without a line feed, so that an answer can be watched being written; None where nobody watches."""

    @property
    def talk_of(self) -> Talk:
        """What lines and presses mean."""
        return Talk(self.commands, self.actions)

    def talk(self) -> None:
        """Take lines until the person leaves."""
        self.say(help_card(self.commands))
        while (line := self.ask_line("coach> ")) is not None:
            if line.strip().lower() in LEAVE:
                return
            if line.strip():
                self.hear(line.strip())

    def hear(self, line: str) -> None:
        """Answer one line; whatever goes wrong is said in a sentence."""
        live = Live(self.write, self.screen) if self.write else None
        reply, fault = self._tried(line, live)
        was_watched = live is not None and live.end()
        if fault:
            self.show(fault)
        elif reply is not None:
            if was_watched and reply.rest is None:
                self.show(INSTEAD)
            self.say(reply.rest if was_watched and reply.rest else reply.card)

    def _tried(self, line: str, live: Live | None) -> tuple[Reply | None, str]:
        try:
            return self._reply(line, live), ""
        except CoachError as error:
            return None, inert(str(error))
        except Exception as error:
            if self.told_of is None:
                raise
            return None, self.told_of(error)

    def say(self, card: Card) -> None:
        """Show a card and remember its buttons for the next line."""
        if card.buttons:
            self.buttons = card.buttons
        self.show("\n" + render(card, self.screen) + "\n")

    def _desk(self, live: Live | None) -> Desk:
        return replace(self.desk_of(), show=live.take) if live else self.desk_of()

    def _reply(self, line: str, live: Live | None) -> Reply | None:
        if line.lower() in ("help", "?"):
            return Reply(help_card(self.commands))
        if line.isascii() and line.isdigit():
            return self._press(int(line), live)
        self._acknowledge(live, asks=self.talk_of.is_question(line))
        return self.talk_of.hear(self._desk(live), self.asker, line)

    def _acknowledge(self, live: Live | None, *, asks: bool) -> None:
        if live and asks:
            self.show(f"\n  {LOOKING}")

    def _press(self, number: int, live: Live | None) -> Reply | None:
        if not 1 <= number <= len(self.buttons):
            raise UsageError(f"There is no button {number}; the last card had {len(self.buttons)}. "
                             "`help` lists the commands.")
        desk, key = self._desk(live), self.buttons[number - 1].key
        form = self.talk_of.form_of(desk, key)
        values: dict[str, Any] = {}
        for parameter in form.parameters if form else ():
            value = self._ask(parameter, form.values.get(parameter.name) if form else None)
            if value is None and parameter.required:
                self.show("Nothing was changed.")
                return None
            values[parameter.name] = value
        self._acknowledge(live, asks=self.talk_of.is_asking(key))
        return self.talk_of.press(desk, self.asker, key, values)

    def _ask(self, parameter: Parameter, default: Any) -> Any:
        """Ask for one value; an empty line takes the default, and choices may be given by number."""
        self.show(f"{parameter.help}")
        for number, choice in enumerate(parameter.choices, 1):
            self.show(f"  {number}. {choice}")
        line = self.ask_line(f"{parameter.name.replace('_', ' ')}{f' [{default}]' if default is not None else ''}: ")
        word = (line or "").strip()
        if not word:
            return default
        if parameter.choices and word.isdigit() and 1 <= int(word) <= len(parameter.choices):
            return parameter.choices[int(word) - 1]
        return read(parameter, word)


def help_card(commands: Mapping[str, Command]) -> Card:
    """Return the card that lists what can be said."""
    pairs = tuple((name, command.help) for name, command in commands.items())
    return Card(
        title=text("Ask a question in your own words, or take one of these"),
        parts=(Fields(pairs),),
        footer=text("A number presses a button of the last card. quit ends this."),
    )
