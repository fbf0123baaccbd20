"""What a person enters in a view, as Slack sends it; and what Slack's own window would not let them send.

https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.slack_state import Json, elements

_FIELD = {"static_select": "selected_option", "external_select": "selected_option", "radio_buttons": "selected_option",
          "overflow": "selected_option", "checkboxes": "selected_options", "multi_static_select": "selected_options",
          "multi_external_select": "selected_options", "users_select": "selected_user", "multi_users_select": "selected_users",
          "channels_select": "selected_channel", "multi_channels_select": "selected_channels",
          "conversations_select": "selected_conversation", "multi_conversations_select": "selected_conversations",
          "datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time",
          "file_input": "files"}
_PLURAL = {"selected_options", "selected_users", "selected_channels", "selected_conversations", "files"}


class WindowRefuses(AssertionError):
    """Raised where Slack's own window would not let a person do what the test says they do."""


def inputs(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Return each block that can be filled with its element: inputs, and menus that stand beside words."""
    found = [(block, block["element"]) for block in blocks if block["type"] == "input"]
    by_id = {block["block_id"]: block for block in blocks}
    menus = [element for element in elements(blocks) if element["type"] in _FIELD]
    return found + [(by_id.get(each["block_id"], {"block_id": each["block_id"]}), each) for each in menus]


def state_values(blocks: list[Json], given: Mapping[str, Any]) -> Json:
    """Return `state.values` for what a person entered, by block_id, action_id or label; the rest keeps what it showed first.

    Raises WindowRefuses for a field that is not there, an option that is not offered, and what an input would not take.
    """
    values: Json = {}
    left = dict(given)
    for block, element in inputs(blocks):
        label = block.get("label", {}).get("text", "")
        key = next((each for each in (block["block_id"], element["action_id"], label) if each in left), None)
        entered = entry(element, left.pop(key)) if key is not None else first_entry(element)
        values.setdefault(block["block_id"], {})[element["action_id"]] = entered
    if left:
        known = [block.get("label", {}).get("text") or block["block_id"] for block, _ in inputs(blocks)]
        raise WindowRefuses(f"there is no field {', '.join(left)}; there are {known}")
    for block, element in inputs(blocks):
        _check(block, element, values[block["block_id"]][element["action_id"]])
    return values


def entry(element: Json, value: Any) -> Json:
    """Return one entered value as Slack sends it; an option is named by its value or its label. Raises WindowRefuses."""
    name = _FIELD.get(element["type"], "value")
    if name == "selected_option":
        value = None if value is None else _option(element, value)
    elif name == "selected_options":
        value = [_option(element, each) for each in value]
    elif name == "value" and value is not None:
        value = str(value) or None
    return {"type": element["type"], name: value}


def first_entry(element: Json) -> Json:
    """Return what an element holds before anybody touches it."""
    name = _FIELD.get(element["type"], "value")
    plural = name in _PLURAL
    starts = [value for key, value in element.items() if key.startswith("initial_")]
    return {"type": element["type"], name: starts[0] if starts else [] if plural else None}


def _option(element: Json, wanted: Any) -> Json:
    if element["type"] in ("external_select", "multi_external_select"):
        return wanted if isinstance(wanted, dict) else {"text": {"type": "plain_text", "text": str(wanted)}, "value": str(wanted)}
    groups = [group["options"] for group in element.get("option_groups", ())]
    options = [*element.get("options", ()), *(option for group in groups for option in group)]
    for option in options:
        if wanted in (option.get("value"), option["text"]["text"], option):
            return dict(option)
    raise WindowRefuses(f"{wanted!r} is not offered; there are {[each['text']['text'] for each in options]}")


def _check(block: Json, element: Json, entered: Json) -> None:
    label = block.get("label", {}).get("text") or block["block_id"]
    value = next(each for name, each in entered.items() if name != "type")
    if value in (None, "", []):
        if block.get("type") == "input" and not block.get("optional"):
            raise WindowRefuses(f"{label!r} is still open")
        return
    if element["type"].endswith("text_input"):
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if not least <= len(value) <= most:
            raise WindowRefuses(f"{label!r} takes from {least} to {most} letters, not {len(value)}")
    if element["type"] == "number_input":
        _check_number(label, element, str(value))


def _check_number(label: str, element: Json, value: str) -> None:
    try:
        number = float(value)
    except ValueError:
        raise WindowRefuses(f"{label!r} takes a number, not {value!r}") from None
    if not element["is_decimal_allowed"] and not number.is_integer():
        raise WindowRefuses(f"{label!r} takes a whole number, not {value!r}")
    if not float(element.get("min_value", number)) <= number <= float(element.get("max_value", number)):
        raise WindowRefuses(f"{label!r} takes from {element.get('min_value')} to {element.get('max_value')}, not {value}")


def pressed(element: Json, wanted: Any) -> Json:
    """Return what a press or a choice sends as one of `actions`; `wanted`: the option, date or word chosen, the label pressed."""
    found: Json = {"action_id": element["action_id"], "block_id": element["block_id"], "type": element["type"]}
    if element["type"] == "feedback_buttons":
        sides = [element["positive_button"], element["negative_button"]]
        side = next((each for each in sides if wanted in (each["text"]["text"], each["value"])), None)
        if side is None:
            raise WindowRefuses(f"{wanted!r} is neither of {[each['text']['text'] for each in sides]}")
        return {**found, "text": side["text"], "value": side["value"]}
    if element["type"] in ("button", "icon_button", "workflow_button"):
        shown: Json = {name: element[name] for name in ("text", "value", "style", "confirm") if name in element}
        return {**found, **shown}
    chosen = entry(element, wanted)
    return {**found, **chosen}


def names_of(element: Json) -> list[str]:
    """Return everything a test may call an element by: its label or labels, its action_id, its value."""
    labels = [element[each]["text"]["text"] for each in ("positive_button", "negative_button") if each in element]
    text = element.get("text") or element.get("placeholder") or {}
    options = element.get("options", ()) if element["type"] == "overflow" else ()
    labels += [name for each in options for name in (each["text"]["text"], each["value"])]
    return [*filter(None, (text.get("text"), element["action_id"], element.get("value"))), *labels]
