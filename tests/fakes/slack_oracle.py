"""Slack's published schemas of blocks, views and events, where the folder of oracles is there.

`IN_FORCE` says which of the checks run on this machine: without the folder the fake's own rules and the library's stand alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema  # type: ignore[import-untyped]

from tests.conftest import SHARED

FOLDER = SHARED / "oracles"
HAS_SCHEMAS = all((FOLDER / f"{each}.schema.json").is_file() for each in ("Blocks.limits", "Attachments.limits", "Event"))
IN_FORCE = ("own rules", "slack_sdk's validators", *(("Slack's published schemas",) if HAS_SCHEMAS else ()))


def block_faults(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Return what the published schema finds wrong with blocks, one by one; nothing where it is not here."""
    for place, block in enumerate(blocks) if HAS_SCHEMAS else ():
        for fault in _faults("Blocks.limits", f"{_DEFINED.get(str(block.get('type')), 'KnownBlock')}", block):
            yield f"blocks[{place}]: {fault}"


def attachment_faults(attachments: list[dict[str, Any]]) -> Iterator[str]:
    """Return what the published schema finds wrong with attachments."""
    for each in attachments if HAS_SCHEMAS else ():
        yield from _faults("Attachments.limits", "MessageAttachment", each)


def event_faults(event: dict[str, Any]) -> Iterator[str]:
    """Return what the published schema of events finds wrong with an event of a payload."""
    if HAS_SCHEMAS:
        kinds = _kinds(str(event.get("type")), event.get("subtype"))
        found = [list(_faults("Event", each, event)) for each in kinds]
        if all(found):
            yield from found[0] if found else [f"there is no event {event.get('type')}, {event.get('subtype')}"]


_DEFINED = {"actions": "ActionsBlock", "section": "SectionBlock", "header": "HeaderBlock", "context": "ContextBlock",
            "context_actions": "ContextActionsBlock", "divider": "DividerBlock", "image": "ImageBlock", "input": "InputBlock",
            "markdown": "MarkdownBlock", "rich_text": "RichTextBlock", "table": "TableBlock", "data_table": "DataTableBlock",
            "card": "CardBlock", "carousel": "CarouselBlock", "container": "ContainerBlock", "alert": "AlertBlock",
            "plan": "PlanBlock", "task_card": "TaskCardBlock", "video": "VideoBlock", "file": "FileBlock"}
"""Naming the one definition makes the fault readable: without it a fault is "not valid under any of the schemas"."""


@cache
def _kinds(kind: str, subtype: str | None) -> list[str]:
    """Return the definitions an event of a kind may have: trying all hundred of them takes a tenth of a second."""
    found = []
    for name, definition in _schema("Event")["definitions"].items():
        given = definition.get("properties", {})
        if given.get("type", {}).get("const") == kind and given.get("subtype", {}).get("const") == subtype:
            found.append(name)
    return found


@cache
def _schema(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    return read


@cache
def _validator(name: str, definition: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator({**_schema(name), "$ref": f"#/definitions/{definition}"})


def _faults(name: str, definition: str, value: dict[str, Any]) -> Iterator[str]:
    for fault in _validator(name, definition).iter_errors(value):
        where = "/".join(map(str, fault.absolute_path))
        yield f"{where or value.get('type', 'it')}: {fault.message[:200]}"
