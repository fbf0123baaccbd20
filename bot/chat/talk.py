"""What a line, a press or a filled form means: the same on every front, bound to the one definition of each.

Nothing here knows a platform, and nothing is guessed and run: a wrong word gets the nearest right one.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.binding import bind, bind_values, command_in, read, split
from bot.coach.addressing import only_where_it_works, sayable
from bot.coach.desk import Desk
from bot.errors import UsageError, WrongValue
from bot.model.action import Action
from bot.model.command import Asker, Command, Parameter, Reply
from bot.model.form import Form

_NEAR = 0.75
_ASKING = frozenset({"ask-on", "try-again", "/ask"})
"""The buttons and forms that put a question to the guidance."""
_WORDS_OF_A_SLIP = 3
"""A longer line that begins with nearly a command's name is a question that happens to begin so."""


@dataclass(frozen=True)
class Talk:
    """The commands and actions that can be talked about."""

    commands: Mapping[str, Command]
    actions: Mapping[str, Action]

    def meaning(self, line: str, asker: Asker | None = None, *, lead: str = "") -> tuple[Command, list[str]]:
        """Return the command a line names and the words after it; a line that names none is a question.

        Raises UsageError with the nearest right line for one that nearly names a command, beginning with `lead`; nothing
        is offered that makes no sense where the asker is.
        """
        words = split(line)
        found = command_in([words[0].lower(), *words[1:]], self.commands) if words else None
        if found is not None:
            return found
        if words and len(words) <= _WORDS_OF_A_SLIP:
            known = sayable(asker, self.commands) if asker else self.commands
            nearest = difflib.get_close_matches(words[0].lower(), list(known), n=1, cutoff=_NEAR)
            if nearest:
                meant = " ".join([nearest[0], *words[1:]])
                raise UsageError(f"There is no command {words[0]!r}. Did you mean: {lead}{meant}")
        return self.commands["ask"], words

    def is_question(self, line: str) -> bool:
        """Tell whether a line asks for guidance, which may take a while."""
        try:
            return self.meaning(line)[0].name == "ask"
        except UsageError:
            return False

    def is_asking(self, target: str) -> bool:
        """Tell whether a button or a form puts a question to the guidance, by its key or what it is for."""
        return target.partition(":")[0] in _ASKING

    def hear(self, desk: Desk, asker: Asker, line: str) -> Reply:
        """Answer one line. Raises CoachError."""
        command, words = self.meaning(line, asker)
        only_where_it_works(asker, command)
        return command.run(desk, asker, **bind(command, words))

    def call(self, desk: Desk, asker: Asker, name: str, given: Mapping[str, Any]) -> Reply:
        """Run a command with the values given by name. Raises CoachError."""
        command = self._named(name)
        only_where_it_works(asker, command)
        return command.run(desk, asker, **bind_values(command, given))

    def asks(self, key: str) -> bool:
        """Tell whether a button asks something before it does anything; one that is not known asks nothing."""
        if key.startswith("/"):
            return True
        action = self.actions.get(key.partition(":")[0])
        return action is not None and bool(action.parameters)

    def form_of(self, desk: Desk, key: str) -> Form | None:
        """Return what a button asks before it does anything, None where it asks nothing. Raises UsageError.

        A button whose action is a command's name after a stroke, such as `/commit`, opens that command's form.
        """
        if key.startswith("/"):
            return _form_for(self._named(key.partition(":")[0][1:]), {})
        action, subject = self._pressed(key)
        if not action.parameters:
            return None
        filled = action.prefill(desk, subject) if action.prefill else {}
        return _form_of(action, key, _first_values(action.parameters, filled))

    def blank(self, name: str, **filled: str) -> Form:
        """Return the form of a command, with the values that are known already."""
        command = self.commands[name]
        return _form_for(command, _first_values(command.parameters, filled))

    def again(self, target: str, given: Mapping[str, Any]) -> Form:
        """Return a form as it was filled in. Raises UsageError for one of another version of the coach."""
        values = {name: str(each) for name, each in given.items() if each is not None}
        if target.startswith("/"):
            return _form_for(self._named(target[1:]), values)
        return _form_of(self._pressed(target)[0], target, values)

    def press(self, desk: Desk, asker: Asker, key: str, given: Mapping[str, Any] | None = None) -> Reply:
        """Do what a button does with what its form gave. Raises CoachError."""
        action, subject = self._pressed(key)
        return action.run(desk, asker, subject, **_values(action, given or {}))

    def submit(self, desk: Desk, asker: Asker, target: str, given: Mapping[str, Any]) -> Reply:
        """Do what a filled form is for. Raises CoachError; WrongValue names the field that is off."""
        if target.startswith("/"):
            return self.call(desk, asker, target[1:], given)
        return self.press(desk, asker, target, given)

    def check(self, target: str, given: Mapping[str, Any]) -> None:
        """Read a form's fields without doing anything. Raises WrongValue naming the one that is off."""
        if target.startswith("/"):
            bind_values(self._named(target[1:]), given)
        else:
            _values(self._pressed(target)[0], given)

    def _named(self, name: str) -> Command:
        command = self.commands.get(name)
        if command is None:
            raise UsageError("This form is of another version of the coach and does nothing now; nothing was changed.")
        return command

    def _pressed(self, key: str) -> tuple[Action, str]:
        name, _, rest = key.partition(":")
        action = self.actions.get(name)
        if action is None:
            raise UsageError("This button is of another version of the coach and does nothing now; nothing was changed.")
        return action, rest.rpartition(":")[0]


def _form_of(action: Action, key: str, values: Mapping[str, str]) -> Form:
    about = action.help.rstrip(".")
    return Form(action.title or about, key, action.parameters, values, about=about if action.title else "")


def _form_for(command: Command, values: Mapping[str, str]) -> Form:
    return Form(command.name.capitalize(), f"/{command.name}", command.parameters, values, about=command.help.rstrip("."))


def _values(action: Action, given: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for parameter in action.parameters:
        value = given.get(parameter.name)
        word = value.strip() if isinstance(value, str) else value
        if word in (None, ""):
            if parameter.required:
                raise WrongValue(f"{parameter.help} This is still open.", parameter=parameter.name)
            values[parameter.name] = parameter.default
        else:
            values[parameter.name] = read(parameter, word) if isinstance(word, str) else word
    return values


def _first_values(parameters: tuple[Parameter, ...], filled: Mapping[str, Any]) -> dict[str, str]:
    found = {each.name: filled.get(each.name, each.default) for each in parameters}
    return {name: str(value) for name, value in found.items() if value is not None}
