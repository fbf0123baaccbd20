"""Show what can be said, with examples; help and a word shows one command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.coach.addressing import as_typed, how_to_say_it, only_where_it_works, sayable
from bot.coach.desk import Desk
from bot.coach.nearest import filled_in
from bot.commands import commands
from bot.errors import UsageError
from bot.model.card import Card, Fields, Item, Items, Paragraph, Part, say, text
from bot.model.command import Asker, Command, Parameter, Reply

FIRST = ("today", "ask", "audit", "comments", "commit", "commitments", "digest", "goals", "schedule", "pause", "setup",
         "settings", "privacy")
"""The commands whose examples come first; the others are named beneath."""


def run(_desk: Desk, asker: Asker, word: str | None = None) -> Reply:
    """Show one command or all of them, as they are said where the asker is. Raises UsageError with the nearest right
    command filled in, or with what to do instead."""
    known = sayable(asker, commands())
    if not word:
        return _all(asker, known)
    words = word.lower().removeprefix("/coach ").split() or [word]
    for name in (" ".join(words[:2]), words[0]):
        if name in commands():
            only_where_it_works(asker, commands()[name])
            return _one(asker, known[name], [each for each in known if each.startswith(f"{name} ")])
    group = [each for each in known if each.startswith(f"{words[0]} ")]
    if group:
        return _group(asker, words[0], group, known)
    meant = filled_in(words, known)
    hint = f"Did you mean: {as_typed(asker, meant)}" if meant else f"{as_typed(asker, 'help')} lists what there is."
    raise UsageError(f"There is no command {word!r}. {hint}")


def _all(asker: Asker, known: Mapping[str, Command]) -> Reply:
    others, how = [name for name in known if name not in FIRST], how_to_say_it(asker)
    shown: list[Part] = [Paragraph(how)] if how else []
    shown += [Items(tuple(_example(asker, known[name]) for name in FIRST if name in known)),
              say("Also: {names}.", names=", ".join(others)),
              say("**{help}** shows one of them. A line that begins with none of these words is a question.",
                  help=as_typed(asker, "help commit"))]
    return Reply(Card(text("Say it like this"), tuple(shown)), [_document(command) for command in known.values()])


def _one(asker: Asker, command: Command, under: list[str]) -> Reply:
    examples = tuple(Item(text("**{example}**", example=as_typed(asker, each))) for each in command.examples)
    parts: list[Part] = [Items(examples), say("{help}", help=command.help)]
    if command.parameters:
        parts.append(Fields(tuple((_named(each), each.help + (f" ({', '.join(each.choices)})" if each.choices else ""))
                                  for each in command.parameters)))
    if under:
        parts.append(say("__Also: {names}__", names=", ".join(under)))
    return Reply(Card(text("{name}, for example", name=command.name), tuple(parts)), _document(command))


def _group(asker: Asker, word: str, names: list[str], known: Mapping[str, Command]) -> Reply:
    items = tuple(_example(asker, known[name]) for name in names)
    return Reply(Card(text("{word}, for example", word=word), (Items(items),)), [_document(known[name]) for name in names])


def _example(asker: Asker, command: Command) -> Item:
    return Item(text("**{example}**", example=as_typed(asker, command.examples[0])), why=text("{help}", help=command.help))


def _named(parameter: Parameter) -> str:
    word = parameter.name.replace("_", "-")
    return f"--{word}" if parameter.named or parameter.kind == "flag" else word


def _document(command: Command) -> dict[str, Any]:
    parameters = [{"name": each.name, "help": each.help, "required": each.required} for each in command.parameters]
    return {"name": command.name, "help": command.help, "examples": list(command.examples), "parameters": parameters}


COMMAND = Command(
    run=run,
    parameters=(Parameter("word", "the command you want to know more of", rest=True),),
    examples=("help", "help commit"),
)
