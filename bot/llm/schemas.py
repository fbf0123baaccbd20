"""The arguments a tool takes: strict JSON Schema for the model, and the same schema checked on what it sends.

Servers of one's own often ignore the schema, so nothing a model sends is used unchecked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.errors import UsageError

LONGEST_ARGUMENTS = 4000
"""Letters of one call's arguments that are read."""


def strict(**fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of an object in which every field is required and no other allowed, as strict tools demand.

    >>> strict(days=whole(1, 90, "How far back."))["required"]
    ['days']
    """
    return {"type": "object", "properties": dict(fields), "required": list(fields), "additionalProperties": False}


def whole(least: int, most: int, meaning: str) -> dict[str, Any]:
    """Return the schema of a whole number within bounds."""
    return {"type": "integer", "minimum": least, "maximum": most, "description": meaning}


def words(longest: int, meaning: str) -> dict[str, Any]:
    """Return the schema of a text of at most so many letters."""
    return {"type": "string", "maxLength": longest, "description": meaning}


def one_of(*choices: str | None, meaning: str) -> dict[str, Any]:
    """Return the schema of one word out of a few; None among them makes it nullable."""
    kind: Any = ["string", "null"] if None in choices else "string"
    return {"type": kind, "enum": list(choices), "description": meaning}


def several(item: Mapping[str, Any], least: int, most: int) -> dict[str, Any]:
    """Return the schema of a list."""
    return {"type": "array", "items": dict(item), "minItems": least, "maxItems": most}


def arguments(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Read a call's arguments. Raises UsageError naming the field that is off.

    >>> arguments('{"days": 7}', strict(days=whole(1, 90, "")))
    {'days': 7}
    """
    if len(text) > LONGEST_ARGUMENTS:
        raise UsageError(f"the arguments are longer than {LONGEST_ARGUMENTS} letters")
    try:
        given = json.loads(text or "{}")
    except (json.JSONDecodeError, RecursionError) as error:
        raise UsageError("the arguments are no JSON object") from error
    if not isinstance(given, dict):
        raise UsageError("the arguments are no JSON object")
    fields = schema["properties"]
    for name in given:
        if name not in fields:
            raise UsageError(f"there is no argument {str(name)[:40]!r}; there are {', '.join(fields) or 'none'}")
    for name, field in fields.items():
        if name not in given and not _is_nullable(field):
            raise UsageError(f"the argument {name!r} is missing")
        _check(name, given.get(name), field)
    return {name: given.get(name) for name in fields}


def _is_nullable(field: Mapping[str, Any]) -> bool:
    return isinstance(field["type"], list) and "null" in field["type"]


def _check(name: str, value: Any, field: Mapping[str, Any]) -> None:
    kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
    if not any(_is_a(value, kind) for kind in kinds):
        raise UsageError(f"the argument {name!r} is not of the type {' or '.join(kinds)}")
    if "enum" in field and value not in field["enum"]:
        raise UsageError(f"the argument {name!r} is none of {field['enum']}")
    if isinstance(value, int) and not field.get("minimum", value) <= value <= field.get("maximum", value):
        raise UsageError(f"the argument {name!r} is {value}; it goes from {field['minimum']} to {field['maximum']}")
    if isinstance(value, str) and len(value) > field.get("maxLength", len(value)):
        raise UsageError(f"the argument {name!r} is longer than {field['maxLength']} letters")
    if isinstance(value, list):
        if not field.get("minItems", 0) <= len(value) <= field.get("maxItems", len(value)):
            raise UsageError(f"the argument {name!r} takes {field['minItems']} to {field['maxItems']} entries")
        for each in value:
            _check(name, each, field["items"])


def _is_a(value: Any, kind: str) -> bool:
    match kind:
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
        case "null":
            return value is None
        case _:
            return False
