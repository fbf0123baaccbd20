"""What OpenAI's Chat Completions and Responses protocols allow in a request, as far as the coach uses them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_CHAT_FIELDS = {"model", "messages", "stream", "stream_options", "store", "tools", "tool_choice", "max_completion_tokens", "temperature", "response_format"}
_RESPONSES_FIELDS = {"model", "instructions", "input", "stream", "store", "tools", "tool_choice", "max_output_tokens", "temperature", "text"}
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def chat_fault(body: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a Chat Completions request, None where it is allowed."""
    odd = sorted(set(body) - _CHAT_FIELDS)
    if odd:
        return f"Unrecognized request argument supplied: {odd[0]}"
    if not isinstance(body.get("model"), str) or not body["model"]:
        return "you must provide a model parameter"
    if "stream_options" in body and not body.get("stream"):
        return "The 'stream_options' parameter is only allowed when 'stream' is enabled."
    if "tool_choice" in body and "tools" not in body:
        return "'tool_choice' is only allowed when 'tools' are specified."
    if body.get("tool_choice") not in (None, "auto", "none", "required"):
        return "Invalid value for 'tool_choice'."
    functions = [each.get("function") for each in body.get("tools", ())]
    form = body.get("response_format")
    return (_settings_fault(body) or _tools_fault(functions) or _messages_fault(body.get("messages"))
            or (_form_fault(form.get("json_schema"), form) if form else None))


def responses_fault(body: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a Responses request, None where it is allowed."""
    odd = sorted(set(body) - _RESPONSES_FIELDS)
    if odd:
        return f"Unknown parameter: '{odd[0]}'."
    if not isinstance(body.get("model"), str) or not body.get("input"):
        return "Missing required parameter."
    form = body.get("text", {}).get("format")
    return (_settings_fault(body) or _tools_fault(body.get("tools", ())) or _items_fault(body["input"])
            or (_form_fault(form, form) if form else None))


def _settings_fault(body: Mapping[str, Any]) -> str | None:
    for name in ("max_completion_tokens", "max_output_tokens"):
        if name in body and (not isinstance(body[name], int) or body[name] < 16):
            return f"Invalid '{name}': integer below minimum value."
    return None if isinstance(body.get("store", False), bool) else "Invalid type for 'store'."


def _tools_fault(functions: Sequence[Any]) -> str | None:
    for function in functions:
        if not isinstance(function, dict) or not _NAME.fullmatch(str(function.get("name", ""))):
            return "Invalid 'tools[0].function.name'."
        fault = _schema_fault(function.get("parameters", {})) if function.get("strict") else None
        if fault:
            return f"Invalid schema for function '{function['name']}': {fault}"
    return None


def _form_fault(form: Any, named: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the form of an answer; a strict schema has an object at its root."""
    if named.get("type") != "json_schema" or not isinstance(form, dict):
        return "Invalid type of the response format."
    if not _NAME.fullmatch(str(form.get("name", ""))) or form.get("schema", {}).get("type") != "object":
        return "Invalid schema for response_format."
    fault = _schema_fault(form["schema"]) if form.get("strict") else None
    return f"Invalid schema for response_format '{form['name']}': {fault}" if fault else None


def _schema_fault(schema: Mapping[str, Any]) -> str | None:
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            return "'additionalProperties' is required to be supplied and to be false."
        if sorted(schema.get("required", ())) != sorted(schema.get("properties", {})):
            return "'required' is required to be supplied and to be an array including every key in properties."
        return next((fault for each in schema["properties"].values() if (fault := _schema_fault(each))), None)
    if schema.get("type") == "array":
        return _schema_fault(schema["items"]) if "items" in schema else "array schema missing items."
    return None if schema.get("type") else "schema must have a 'type' key."


def _messages_fault(messages: Any) -> str | None:
    if not isinstance(messages, list) or not messages:
        return "Invalid 'messages': empty array."
    waiting: list[str] = []
    for n, message in enumerate(messages):
        role, content = message.get("role"), message.get("content")
        if role == "tool":
            if message.get("tool_call_id") not in waiting:
                return f"messages[{n}]: 'tool' messages must be a response to a preceding message with 'tool_calls'."
            waiting.remove(message["tool_call_id"])
        elif waiting:
            return f"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id': {waiting}"
        if role not in ("system", "developer", "user", "assistant", "tool"):
            return f"Invalid value: '{role}'."
        if not isinstance(content, str) and not (role == "assistant" and content is None and message.get("tool_calls")):
            return f"Invalid value for 'content': expected a string, got null in messages[{n}]."
        waiting += [call["id"] for call in message.get("tool_calls", ())]
        if len(set(waiting)) < len(waiting):
            return "Duplicate tool_call ids."
    return f"tool_call_ids did not have response messages: {waiting}" if waiting else None


def _items_fault(items: Any) -> str | None:
    known: set[str] = set()
    for item in items if isinstance(items, list) else ():
        kind = item.get("type", "message")
        if kind == "function_call":
            known.add(item["call_id"])
        elif kind == "function_call_output":
            if item["call_id"] not in known:
                return f"No tool call found for function call output with call_id {item['call_id']}."
        elif item.get("role") not in ("user", "assistant", "system", "developer"):
            return "Invalid value for 'role'."
    return None
