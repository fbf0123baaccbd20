"""The prompt: commands, questions, buttons by number, and a clear word for whatever cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.chat.binding import bind, command_in, split
from bot.chat.console import Console
from bot.errors import CoachError, UsageError
from bot.model.action import Action
from bot.model.card import Button, Card, quoted, text
from bot.model.command import Asker, Command, Parameter, Reply

ADA = Asker("terminal:ada", "Ada", "terminal", "UTC")
COUNT = Parameter("days", "how many days", "number", default=28, named=True)
WHAT = Parameter("what", "what it is", rest=True, required=True)
VIEW = Parameter("view", "what to look at", "choice", choices=("week", "month"), default="week")


def echo(name: str) -> Any:
    """Return a command's function that answers with what it was given."""
    return lambda *_, **values: Reply(Card(quoted(f"{name} {sorted(values.items())}"),
                                                     buttons=(Button("Done", "finish", "c1"),)))


COMMANDS = {
    "ask": Command(echo("ask"), (WHAT,), ("ask why?",), "ask", "Ask."),
    "look": Command(echo("look"), (VIEW, COUNT), ("look month --days 3",), "look", "Look."),
    "look up": Command(echo("look up"), (WHAT,), ("look up x",), "look up", "Look up."),
}
ACTIONS = {"finish": Action("finish", "Finish it.", echo("finish"), (Parameter("why", "Why?", "choice", ("spam", "other")),))}


@pytest.fixture
def talk() -> Any:
    """Type lines at the prompt and return what was shown."""
    def run(*lines: str) -> str:
        shown: list[str] = []
        typed: Iterator[str] = iter(lines)
        Console(lambda: None, ADA, COMMANDS, ACTIONS, lambda _: next(typed, None), shown.append).talk()  # type: ignore[arg-type]
        return "\n".join(shown[1:])

    return run


def test_a_line_that_is_no_command_is_a_question(talk: Any) -> None:
    assert "ask [('what', 'why is nobody answering?')]" in talk("why is nobody answering?")


def test_a_fault_of_ours_is_told_and_the_talk_goes_on() -> None:
    def broken(*_: object, **__: object) -> Reply:
        raise ZeroDivisionError

    shown: list[str] = []
    typed = iter(["break", "why?"])
    commands = {**COMMANDS, "break": Command(broken, (), ("break",), "break", "Break.")}
    Console(lambda: None, ADA, commands, ACTIONS, lambda _: next(typed, None), shown.append,  # type: ignore[arg-type, return-value]
            told_of=lambda error: f"kept {type(error).__name__}").talk()
    assert shown[1] == "kept ZeroDivisionError"
    assert "ask [('what', 'why?')]" in shown[2]


def test_what_an_error_quotes_steers_no_screen(talk: Any) -> None:
    assert "\x1b" not in talk("look \x1b[31m")


def test_the_longest_name_of_a_command_wins(talk: Any) -> None:
    assert "look up [('what', 'the post')]" in talk("look up the post")
    assert "look [('days', 3), ('view', 'month')]" in talk("look month --days 3")


def test_a_half_typed_command_gets_the_nearest_one(talk: Any) -> None:
    assert "Did you mean: look month" in talk("loook month")


def test_a_number_presses_a_button_of_the_last_card_and_asks_what_is_missing(talk: Any) -> None:
    assert "finish [('why', 'spam')]" in talk("look", "1", "1")


def test_a_button_that_is_not_there_is_said(talk: Any) -> None:
    assert "There is no button 7" in talk("look", "7")


def test_leaving_ends_the_talk(talk: Any) -> None:
    assert talk("quit", "look") == ""


@pytest.mark.parametrize(("words", "said"), [
    (["year"], "view is 'year'"),
    (["mnth"], "did you mean month"),
    (["week", "--dys", "3"], "did you mean --days"),
    (["week", "--days", "many"], "whole number"),
    (["week", "--days"], "needs a value"),
    (["week", "and", "more"], "does not know what to do with 'and'"),
])
def test_words_that_do_not_fit_are_named(words: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        bind(COMMANDS["look"], words)


def test_a_required_word_that_is_missing_is_named_with_an_example() -> None:
    with pytest.raises(UsageError, match=r"ask needs what.*Example: ask why\?"):
        bind(COMMANDS["ask"], [])


@given(some.text(max_size=200))
def test_whatever_is_typed_is_bound_or_refused_in_words(line: str) -> None:
    found = command_in(split(line), COMMANDS)
    command, words = found or (COMMANDS["ask"], split(line))
    with suppress(CoachError):
        assert list(bind(command, words)) == [parameter.name for parameter in command.parameters]


def test_quotes_hold_words_together_and_apostrophes_are_letters() -> None:
    assert split("look up \"two words\" what's new") == ["look", "up", "two words", "what's", "new"]
    assert text("{x}", x="a").values == {"x": "a"}
