"""Settings from a file where every value has its very type, as they nearly always have.

Pydantic reads what is written in another form and explains what is wrong; a process that needs neither is spared eight
megabytes and half of its start.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


class _NotPlain(Exception):
    """Something is written in another form, or is wrong."""


def plainly(kind: type[T], data: Mapping[str, Any]) -> T | None:
    """Return the settings of a kind that plain data says, None where pydantic has to look at it.

    >>> from bot.model.settings import Imports
    >>> plainly(Imports, {"max_file_mb": 64}), plainly(Imports, {"max_file_mb": "64"})
    (Imports(max_file_mb=64, max_chat_file_mb=10, fresh_days=8), None)
    """
    try:
        return _table(kind, data)
    except _NotPlain:
        return None


def _table(kind: type[T], data: Any) -> T:
    kinds = get_type_hints(kind)
    known = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    if not isinstance(data, dict) or not known.issuperset(data):
        raise _NotPlain
    return kind(**{name: _value(kinds[name], value) for name, value in data.items()})


def _value(kind: Any, value: Any) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _table(kind, value)
    if origin is tuple and type(value) is list:
        return tuple(_value(parts[0], each) for each in value)
    if origin is Mapping and type(value) is dict:
        return {_value(parts[0], name): _value(parts[1], each) for name, each in value.items()}
    if origin is Literal and type(value) is str and value in parts:
        return value
    if kind is float and type(value) is int:
        return float(value)
    if origin is None and type(value) is kind:
        return value
    raise _NotPlain
