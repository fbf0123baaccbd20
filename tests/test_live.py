"""An answer watched at the terminal: wrapped, inert, and not printed a second time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.actions import actions
from bot.app import adviser
from bot.chat.console import Console
from bot.chat.live import INSTEAD, Live
from bot.cli import main
from bot.coach.ports import Written
from bot.commands import commands
from bot.errors import EmptyAnswer
from bot.model.command import Asker
from bot.render.terminal import Screen
from tests.fakes import openai_server as fake
from tests.fakes.authors import FakeAuthor
from tests.fakes.openai_server import FakeOpenAI
from tests.world import World

SAID = ("Viral is fine when leads or sales come with it [2].\n\n", "Next step: Plan the next video around ", "one step.")


def printed(*pieces: str, width: int = 40) -> str:
    out: list[str] = []
    live = Live(out.append, Screen(width=width))
    for piece in pieces:
        live.take(piece)
    live.end()
    return "".join(out)


def test_pieces_are_wrapped_to_the_screen_as_they_come() -> None:
    assert printed("Count the leads that a post ", "brings first. ", "Views come second.") == (
        "\n  Count the leads that a post brings\n  first. Views come second.\n")


def test_paragraphs_stay_and_empty_lines_never_pile_up() -> None:
    assert printed("One.\n\n\n\n", "Two.\n", "Three.") == "\n  One.\n\n  Two.\n  Three.\n"


def test_where_nothing_came_nothing_is_printed() -> None:
    assert printed() == printed(" \n") == ""


def test_nothing_in_a_piece_steers_the_screen() -> None:
    assert "\x1b" not in printed("\x1b[31mred\x1b[0m")


@given(some.lists(some.text(max_size=80), max_size=8))
def test_whatever_is_said_no_word_of_it_is_lost(pieces: list[str]) -> None:
    out: list[str] = []
    live = Live(out.append, Screen(width=30))
    for piece in pieces:
        live.take(piece)
    assert len("".join(out).split()) >= sum(bool(piece.split()) for piece in pieces)


@pytest.fixture
def config(tmp_path: Path) -> Iterator[tuple[list[str], FakeOpenAI]]:
    """The words of a command line with a model behind it, and the model's server."""
    with FakeOpenAI() as server:
        path = tmp_path / "own.toml"
        path.write_text(f'[model]\nname = "made-up"\nbase_url = "{server.url}"\napi_key_env = ""\n', encoding="utf-8")
        yield ["--config", str(path), "--store", f"sqlite:///{tmp_path}/x.db"], server


def test_at_the_command_line_the_answer_is_printed_once_with_its_sources_behind_it(
    config: tuple[list[str], FakeOpenAI], capsys: pytest.CaptureFixture[str],
) -> None:
    words, server = config
    server.script = [fake.said(*SAID)]
    assert main(["ask", "Do our posts have to go viral?", *words]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert out.startswith("Viral is fine when leads or sales come with it [1]. Next step: Plan the next video around one step.")
    assert out.count("Plan the next video") == 1
    assert "[1] Viral is fine when it brings customers too" in out
    assert out.endswith("Written by AI from these sources.")


def test_what_gave_way_to_the_quoted_answer_is_said_to(config: tuple[list[str], FakeOpenAI], capsys: pytest.CaptureFixture[str]) -> None:
    words, server = config
    server.script = [fake.said("Nice. You have 900 leads. You have 800 posts.")]
    assert main(["ask", "Do our posts have to go viral?", *words]) == 0
    out = capsys.readouterr().out
    assert INSTEAD.strip() in out
    assert "Quoted, not written" in out


def test_for_scripts_one_document_is_printed_and_nothing_else(config: tuple[list[str], FakeOpenAI], capsys: pytest.CaptureFixture[str]) -> None:
    words, server = config
    server.script = [fake.said(*SAID)]
    assert main(["ask", "Do our posts have to go viral?", *words, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["by"], said["tier"], [each["id"] for each in said["sources"]]) == ("model", "strong", ["viral-and-converting"])


def test_the_prompt_can_be_looked_at_without_sending_anything(config: tuple[list[str], FakeOpenAI], capsys: pytest.CaptureFixture[str]) -> None:
    words, server = config
    assert main(["ask", "--show-prompt", "Do our posts have to go viral? Mail ana@example.org", *words]) == 0
    out = capsys.readouterr().out
    assert "This would be sent to made-up at" in out
    assert "Mail [email]" in " ".join(out.replace("│", "").split())
    assert "ana@" not in out
    assert server.requests == []


def talked(world: World, author: FakeAuthor, *lines: str) -> str:
    """Type lines at the prompt of a desk with an author and return all that was printed."""
    out: list[str] = []
    typed = iter(lines)
    guidance = adviser(world.desk.settings)
    desk = replace(world.desk, author_of=lambda: author, adviser_of=lambda: guidance)
    Console(lambda: desk, Asker("u1", "Ada", "bakery", "UTC"), commands(), actions(), lambda _: next(typed, None), lambda line: out.append(line + "\n"),
            write=out.append).talk()
    return "".join(out[1:])


def test_at_the_prompt_the_answer_is_printed_once_and_its_buttons_work(small_world: World) -> None:
    shown = talked(small_world, FakeAuthor(Written("Count leads, not views.")), "Do our posts have to go viral?", "2")
    assert shown.count("Count leads, not views.") == 1
    assert "What the answer rests on" in shown


def test_at_the_prompt_a_question_that_fails_is_answered_from_the_guidance(small_world: World) -> None:
    shown = talked(small_world, FakeAuthor(fails=EmptyAnswer("The model's server sent an empty answer.")), "Do our posts have to go viral?")
    assert "Quoted, not written: The model's server sent an empty answer." in shown
    assert "Try again" in shown
