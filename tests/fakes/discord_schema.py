"""Discord's own description of its requests, asked whether a body is one it would take.

Read once, and a path's part of it only when a body for that path comes. Where the file is absent nothing is checked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

SCHEMA = Path(__file__).parents[3] / "shared" / "oracles" / "discord-openapi.json"
IS_HERE = SCHEMA.is_file()
"""Whether bodies are checked at all; tests that rest on it skip by this."""
_URN = "urn:discord"
_ID = {"message_id", "channel_id", "guild_id", "recipient_id", "parent_id"}
_IDS = {"users", "roles", "sticker_ids"}


def schema_fault(method: str, path: str, body: Any) -> str | None:
    """Return why Discord's description refuses a request's JSON body, None when it takes it or says nothing of the path."""
    if not IS_HERE:
        return None
    template = _template(path, method.lower())
    if template is None:
        return None
    kind, validator = _validator(template, method.lower())
    if validator is None or (body is None and kind == "optional"):
        return None
    if body is None:
        return f"{method} {template} needs a body"
    return _fault(template, method.lower(), json.dumps(_as_described(body)))


@lru_cache(maxsize=64)
def _fault(template: str, method: str, body: str) -> str | None:
    """Return why a body is refused; what is sent again and again, such as the commands, is looked at once."""
    _, validator = _validator(template, method)
    found = next(iter(validator.iter_errors(json.loads(body))), None) if validator else None
    return None if found is None else _said(found)


def _said(found: ValidationError) -> str:
    """Return the fault within the alternative that was meant, which is the one whose type fits."""
    while found.context:
        meant: dict[Any, list[ValidationError]] = {}
        for each in found.context:
            meant.setdefault(each.schema_path[0], []).append(each)
        found = min(meant.values(), key=lambda group: (any(map(_is_another_kind, group)), len(group)))[0]
    where = "/".join(map(str, found.absolute_path)) or "the body"
    message = found.message if len(found.message) < 200 else f"{found.message[:60]}…{found.message[-60:]}"
    return f"{where}: {message}"


def _is_another_kind(fault: ValidationError) -> bool:
    return list(fault.path)[-1:] == ["type"] or (fault.validator == "type" and not fault.path)


@cache
def _description() -> tuple[Mapping[str, Any], Registry[Any]]:
    whole = json.loads(SCHEMA.read_text(encoding="utf-8"))
    resource = Resource.from_contents(whole, default_specification=DRAFT202012)
    return whole["paths"], Registry().with_resource(_URN, resource)


@cache
def _templates() -> dict[tuple[int, str], list[tuple[list[str], str]]]:
    """Return the described paths by their length and method."""
    found: dict[tuple[int, str], list[tuple[list[str], str]]] = {}
    for path, methods in _description()[0].items():
        parts = path.strip("/").split("/")
        for method in methods:
            found.setdefault((len(parts), method), []).append((parts, path))
    return found


def _template(path: str, method: str) -> str | None:
    parts = path.strip("/").split("/")
    fits = [(sum(a == b for a, b in zip(parts, wanted, strict=True)), template)
            for wanted, template in _templates().get((len(parts), method), ())
            if all(a == b or b.startswith("{") for a, b in zip(parts, wanted, strict=True))]
    return max(fits)[1] if fits else None


@cache
def _validator(template: str, method: str) -> tuple[str, jsonschema.Draft202012Validator | None]:
    paths, registry = _description()
    request = paths[template][method].get("requestBody")
    if request is None or "application/json" not in request["content"]:
        return "optional", None
    kind = "required" if request.get("required") else "optional"
    pointer = "/".join(_escaped(each) for each in ("paths", template, method, "requestBody", "content", "application/json", "schema"))
    return kind, jsonschema.Draft202012Validator({"$ref": f"{_URN}#/{pointer}"}, registry=registry)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


def _as_described(body: Any, within: str = "") -> Any:
    """Return a body with ids as the words they are described as; Discord takes numbers too, and discord.py sends both."""
    if isinstance(body, dict):
        return {key: str(value) if _is_id(key, value, within) else _as_described(value, key) for key, value in body.items()}
    if isinstance(body, list):
        return [str(each) if within in _IDS and type(each) is int else _as_described(each, within) for each in body]
    return body


def _is_id(key: str, value: Any, within: str) -> bool:
    return type(value) is int and (key in _ID or (key == "id" and within == "attachments"))
