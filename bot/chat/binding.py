"""Words to a command's parameters: what a person types in a console or a chat, bound to the one definition.

A word that is not known gets the nearest right one; nothing is guessed and run.
"""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Mapping
from typing import Any

from bot.errors import UsageError, WrongValue
from bot.model.command import Command, Parameter


def command_in(words: list[str], commands: Mapping[str, Command]) -> tuple[Command, list[str]] | None:
    """Return the command that words begin with and the words after it, the longest name first; None when none is."""
    for length in (2, 1):
        name = " ".join(words[:length])
        if len(words) >= length and name in commands:
            return commands[name], words[length:]
    return None


def split(line: str) -> list[str]:
    """Return a line's words; quotes hold words together, and a lone quote is a letter.

    >>> split('audit post "https://example.com/a b"'), split("what's new")
    (['audit', 'post', 'https://example.com/a b'], ["what's", 'new'])
    """
    try:
        lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
        lexer.whitespace_split, lexer.commenters, lexer.quotes = True, "", '"'
        return list(lexer)
    except ValueError:
        return line.split()


def bind(command: Command, words: list[str]) -> dict[str, Any]:
    """Return the values of a command's parameters. Raises UsageError naming the word that does not fit.

    `--name value` gives a named parameter, `--name` a flag; the other words fill the rest in order.
    """
    named = {parameter.name.replace("_", "-"): parameter for parameter in command.parameters if _is_named(parameter)}
    plain = [parameter for parameter in command.parameters if not _is_named(parameter)]
    values: dict[str, Any] = {parameter.name: parameter.default for parameter in command.parameters}
    loose: list[str] = []
    rest = iter(words)
    for word in rest:
        if word.startswith("--") and len(word) > 2:
            parameter = _named(command, named, word[2:])
            values[parameter.name] = True if parameter.kind == "flag" else read(parameter, _next(rest, parameter))
        else:
            loose.append(word)
    for parameter in plain:
        if parameter.rest and loose:
            values[parameter.name], loose = read(parameter, " ".join(loose)), []
        elif loose:
            values[parameter.name] = read(parameter, loose.pop(0))
        elif parameter.required:
            raise _missing(command, parameter)
    if loose:
        raise UsageError(f"{command.name} does not know what to do with {loose[0]!r}.{_example(command)}")
    return values


def bind_values(command: Command, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a command's parameters from those given by name: a form's texts, or an application command's
    options, already of their type. Raises WrongValue naming the parameter that is missing or does not fit."""
    values = {}
    for parameter in command.parameters:
        value = given.get(parameter.name)
        if isinstance(value, str):
            value = read(parameter, value.strip()) if value.strip() else None
        if value is None and parameter.required:
            raise _missing(command, parameter)
        values[parameter.name] = parameter.default if value is None else value
    return values


def read(parameter: Parameter, word: str) -> Any:
    """Return a word as the value its parameter takes. Raises UsageError naming the parameter and what would do."""
    match parameter.kind:
        case "number":
            digits = word.replace(",", "")
            if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
                raise WrongValue(f"{parameter.name} is {word!r}; write a whole number, such as 28.",
                                 parameter=parameter.name)
            return int(digits)
        case "choice":
            if word.lower() not in parameter.choices:
                nearest = difflib.get_close_matches(word.lower(), parameter.choices, n=1)
                hint = f"; did you mean {nearest[0]}?" if nearest else f"; choose from {', '.join(parameter.choices)}."
                raise WrongValue(f"{parameter.name} is {word!r}{hint}", parameter=parameter.name)
            return word.lower()
        case "flag":
            if word.lower() not in ("yes", "no"):
                raise WrongValue(f"{parameter.name} is {word!r}; write yes or no.", parameter=parameter.name)
            return word.lower() == "yes"
        case _:
            return word


def _missing(command: Command, parameter: Parameter) -> WrongValue:
    return WrongValue(f"{command.name} needs {_called(parameter)}: {_ended(parameter.help)}{_example(command)}",
                      parameter=parameter.name)


def _called(parameter: Parameter) -> str:
    return parameter.name.replace("_", " ")


def _ended(words: str) -> str:
    """Return words of ours with the sign that ends a sentence."""
    return words if words.endswith((".", "?")) else f"{words}."


def _is_named(parameter: Parameter) -> bool:
    return parameter.named or parameter.kind == "flag"


def _named(command: Command, named: Mapping[str, Parameter], word: str) -> Parameter:
    if word in named:
        return named[word]
    nearest = difflib.get_close_matches(word, list(named), n=1)
    raise UsageError(f"{command.name} has no --{word}" + (f"; did you mean --{nearest[0]}?" if nearest else ".")
                     + _example(command))


def _next(rest: Any, parameter: Parameter) -> str:
    try:
        return str(next(rest))
    except StopIteration:
        raise UsageError(f"--{parameter.name.replace('_', '-')} needs a value: {_ended(parameter.help)}") from None


def _example(command: Command) -> str:
    return f" Example: {command.examples[0]}" if command.examples else ""
