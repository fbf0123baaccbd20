"""A form as a Slack modal, and what a person filled in as plain values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.model.command import Parameter
from bot.model.form import Form
from bot.render.limits import (
    SLACK_INPUT_LETTERS,
    SLACK_LABEL_LETTERS,
    SLACK_METADATA_LETTERS,
    SLACK_MODAL_TITLE_LETTERS,
    SLACK_OPTIONS,
    shortened,
    size,
)
from bot.render.safe import inert, one_line
from bot.render.slack_text import Json, plain_line, plain_text, rich_blocks

CALLBACK = "form"
_FIELD = "value"
_LABEL_LETTERS = 300
"""Of a field's label; Slack takes 2,000, which nobody reads."""


def modal(form: Form, metadata: str = "") -> Json:
    """Return the view that asks what a form asks. `metadata` comes back with the answers.

    Raises ValueError for metadata that Slack would not carry.
    """
    if size(metadata) > SLACK_METADATA_LETTERS:
        raise ValueError(f"the metadata of the form {form.target!r} has {size(metadata)} letters; "
                         f"Slack carries {SLACK_METADATA_LETTERS}")
    title = one_line(form.title)
    short = shortened(title, SLACK_MODAL_TITLE_LETTERS) or "Coach"
    about = one_line(form.about) or (title if short != title else "")
    head = rich_blocks([plain_line(about, style="bold")]) if about else []
    return {
        "type": "modal", "callback_id": CALLBACK, "private_metadata": metadata, "title": plain_text(short),
        "submit": plain_text(form.submit), "close": plain_text("Cancel"),
        "blocks": [*head, *(_field(each, form.values.get(each.name, "")) for each in form.parameters)],
    }


def message_modal(title: str, words: str) -> Json:
    """Return the view that says one thing and asks nothing."""
    short = shortened(one_line(title), SLACK_MODAL_TITLE_LETTERS)
    return {"type": "modal", "callback_id": "said", "title": plain_text(short), "close": plain_text("Close"),
            "blocks": rich_blocks([plain_line(words)])}


def values_of(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was filled in, by the names of the parameters: texts, and True for a flag that was ticked."""
    stated: Mapping[str, Any] = view.get("state", {}).get("values", {})
    return {name: _value(fields.get(_FIELD) or {}) for name, fields in stated.items()}


def faults_of(view: Mapping[str, Any], parameter: str, words: str) -> dict[str, str]:
    """Return an error as Slack shows it: beside its field, or beside the first where the form has no such field."""
    names = [str(block["block_id"]) for block in view.get("blocks", []) if block.get("type") == "input"]
    place = parameter if parameter in names else next(iter(names), parameter)
    return {place: inert(words)}


def _field(parameter: Parameter, value: str) -> Json:
    words = one_line(parameter.help)
    label = shortened(words[:1].upper() + words[1:], _LABEL_LETTERS) or parameter.name
    return {"type": "input", "block_id": parameter.name, "optional": not parameter.required, "label": plain_text(label),
            "element": _element(parameter, value)}


def _element(parameter: Parameter, value: str) -> Json:
    if parameter.kind == "flag":
        option = {"text": plain_text("Yes"), "value": "yes"}
        ticked: Json = {"initial_options": [option]} if value == "True" else {}
        return {"type": "checkboxes", "action_id": _FIELD, "options": [option], **ticked}
    if parameter.choices:
        options = {choice: {"text": plain_text(shortened(choice, SLACK_LABEL_LETTERS)), "value": choice}
                   for choice in parameter.choices[:SLACK_OPTIONS]}
        chosen = {"initial_option": options[value]} if value in options else {}
        return {"type": "static_select", "action_id": _FIELD, "options": list(options.values()), **chosen}
    first = {"initial_value": shortened(inert(value), SLACK_INPUT_LETTERS)} if value else {}
    return {"type": "plain_text_input", "action_id": _FIELD, "multiline": parameter.rest, **first}


def _value(field: Mapping[str, Any]) -> Any:
    if "selected_options" in field:
        return bool(field["selected_options"])
    if "selected_option" in field:
        return (field["selected_option"] or {}).get("value")
    return field.get("value")
