"""A form as a Discord modal, and what a person filled in as plain values.

Every field's id is the parameter's name and the modal's is what it is for, so a modal still works after a restart: what
was submitted is read from Discord's own words, never from an object that this process may have forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.model.command import Parameter
from bot.model.form import Form
from bot.render.limits import (
    DISCORD_CHOICE_LETTERS,
    DISCORD_INPUT_LETTERS,
    DISCORD_MODAL_FIELDS,
    DISCORD_MODAL_TITLE_LETTERS,
    DISCORD_OPTIONS,
    shortened,
    size,
)
from bot.render.safe import inert, one_line

_HINT_LETTERS = 100
_BREAKS = ("? ", "; ", ". ", ": ", " (", ", ")
"""Where a line of help may be broken in two, the best first."""
_FLAG = ("no", "yes")
_AS_FLAG = {"": "no", "False": "no", "True": "yes"}


class FormModal(discord.ui.Modal):
    """The modal of a form. Its submission is dealt with where all interactions arrive, so discord.py need not keep it."""

    def __init__(self, form: Form) -> None:
        super().__init__(title=label_and_hint(form.title)[0] or "Coach", timeout=None, custom_id=form.target)
        for parameter in form.parameters[:DISCORD_MODAL_FIELDS]:
            self.add_item(_field(parameter, form.values.get(parameter.name, "")))
        self.stop()


def values_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was filled in, by the names of the parameters, from the data of a submitted modal: texts, None for
    what was left open."""
    return {str(each["custom_id"]): _value(each) for each in _inputs(data.get("components") or ())}


def label_and_hint(help_line: str) -> tuple[str, str | None]:
    """Return what stands above a field and beneath that, from one line of help that may be too long to stand above.

    >>> label_and_hint("by when? Such as Friday 15:00 or tomorrow at nine"), label_and_hint("what you will do, and by when")
    (('By when?', 'Such as Friday 15:00 or tomorrow at nine'), ('What you will do, and by when', None))
    """
    line = _capital(one_line(help_line))
    if size(line) <= DISCORD_MODAL_TITLE_LETTERS:
        return line, None
    for mark in _BREAKS:
        head, _, rest = line.partition(mark)
        if rest and size(head) < DISCORD_MODAL_TITLE_LETTERS:
            return head + mark.strip(" ;:,.("), shortened(_capital(mark.strip(" ?;:,.") + rest), _HINT_LETTERS)
    return shortened(line, DISCORD_MODAL_TITLE_LETTERS), shortened(line, _HINT_LETTERS)


def _field(parameter: Parameter, value: str) -> discord.ui.Label[discord.ui.Modal]:
    label, hint = label_and_hint(parameter.help)
    return discord.ui.Label(text=label or parameter.name, description=hint, component=_input(parameter, value))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _input(parameter: Parameter, value: str) -> discord.ui.Item[Any]:
    """Return a menu of what can be chosen, or a line to write in where there is more than a menu takes."""
    choices = _FLAG if parameter.kind == "flag" else parameter.choices
    if choices and len(choices) <= DISCORD_OPTIONS and max(map(size, choices)) <= DISCORD_CHOICE_LETTERS:
        chosen = _AS_FLAG.get(value, value) if parameter.kind == "flag" else value
        options = [discord.SelectOption(label=each, value=each, default=each == chosen) for each in choices]
        return discord.ui.Select(custom_id=parameter.name, options=options, required=parameter.required)
    style = discord.TextStyle.paragraph if parameter.rest else discord.TextStyle.short
    first = shortened(inert(value), DISCORD_INPUT_LETTERS) or None
    hint = shortened(f"One of: {', '.join(choices)}", _HINT_LETTERS) if choices else None
    return discord.ui.TextInput(custom_id=parameter.name, style=style, required=parameter.required, default=first,
                                placeholder=hint)


def _inputs(components: Any) -> Iterator[Mapping[str, Any]]:
    for each in components:
        if "component" in each:
            yield from _inputs([each["component"]])
        elif "components" in each:
            yield from _inputs(each["components"])
        elif "custom_id" in each:
            yield each


def _value(field: Mapping[str, Any]) -> Any:
    return next(iter(field["values"]), None) if "values" in field else field.get("value")
