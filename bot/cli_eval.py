"""`python -m bot eval`: questions put to the quoted answers and to language models, and the figures side by side."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from bot.app import settings_for
from bot.app_eval import author_for, setups
from bot.cli_show import options_of
from bot.evaluation.measuring import Column, measure
from bot.evaluation.questions import read_questions
from bot.evaluation.tables import document, faults, table
from bot.places import PROMPTS


def evaluate(given: dict[str, Any]) -> int:
    """Run the questions of a file through every setup and print what came of it."""
    as_json, settings = given.pop("as_json"), settings_for(options_of(given))
    questions = read_questions(given["file"] or PROMPTS / "eval" / "questions.jsonl")
    columns: list[Column] = []
    for setup in setups(settings, [Path(each) for each in given["prompts"]], given["models"], given["server"] or ""):
        with author_for(setup, settings) as author:
            columns.append(measure(setup.name, questions, author, perf_counter, _progress))
    if as_json:
        click.echo(json.dumps(document(columns), ensure_ascii=False, indent=2))
        return 0
    click.echo(table(columns))
    for line in faults(columns) if given["faults"] else ():
        click.echo(line, err=True)
    return 0


def _progress(words: str) -> None:
    """Show how far it is, on one line of a terminal alone."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{words}", nl=False, err=True)
