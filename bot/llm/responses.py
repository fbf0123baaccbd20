"""One round over OpenAI's Responses protocol, for servers that have it; nothing is kept on the server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.errors import CutAnswer, EmptyAnswer, ModelUnreachable
from bot.llm.faults import reported
from bot.llm.turns import Asked, Call, Entry, Finish, Heard, OnPiece, Result, Tool, Turn, Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from bot.llm.settings import ModelSettings


async def responses_round(client: AsyncOpenAI, settings: ModelSettings, turn: Turn, *, last: bool,
                          on_piece: OnPiece) -> Heard:
    """Ask once and stream the answer; the same bargain as a round of Chat Completions."""
    import openai

    said: list[str] = []
    done: Any = None
    request = responses_request(settings, turn, last=last)
    async with client.responses.with_streaming_response.create(**request) as response:
        if "text/event-stream" not in response.headers.get("content-type", ""):
            raise ModelUnreachable("What answered at base_url does not speak the Responses protocol. Set api to chat.")
        try:
            async for event in await response.parse():
                if event.type == "response.output_text.delta":
                    said.append(event.delta)
                    await on_piece(event.delta)
                elif event.type in ("response.completed", "response.incomplete"):
                    done = event.response
                elif event.type in ("response.failed", "error"):
                    raise reported(_fault(event))
        except (openai.APIConnectionError, json.JSONDecodeError) as error:
            raise CutAnswer("The model's answer broke off on its way.", said="".join(said)) from error
    return _heard("".join(said), done)


def responses_request(settings: ModelSettings, turn: Turn, *, last: bool) -> dict[str, Any]:
    """Return the body of a request."""
    request: dict[str, Any] = {
        "model": settings.name, "instructions": turn.system, "stream": True, "store": False,
        "max_output_tokens": settings.answer_tokens,
        "input": [item for entry in turn.entries for item in _items(entry)],
    }
    if turn.tools:
        request["tools"] = [_function(tool) for tool in turn.tools]
        request["tool_choice"] = "none" if last else "auto"
    if turn.form:
        form = {"type": "json_schema", "name": turn.form.name, "schema": dict(turn.form.schema), "strict": True}
        request["text"] = {"format": form}
    return request


def _function(tool: Tool) -> dict[str, Any]:
    return {"type": "function", "name": tool.name, "description": tool.purpose, "parameters": dict(tool.schema),
            "strict": True}


def _items(entry: Entry) -> list[dict[str, Any]]:
    if isinstance(entry, Asked):
        said = [{"role": "assistant", "content": entry.text}] if entry.text else []
        return [*said, *({"type": "function_call", "call_id": call.id, "name": call.name, "arguments": call.arguments}
                         for call in entry.calls)]
    if isinstance(entry, Result):
        return [{"type": "function_call_output", "call_id": entry.call_id, "output": entry.text}]
    return [{"role": entry.role, "content": entry.text}]


def _heard(said: str, done: Any) -> Heard:
    if done is None:
        if not said:
            raise EmptyAnswer("The model's server sent an empty answer.")
        raise CutAnswer("The model's answer broke off on its way.", said=said)
    calls = tuple(Call(item.call_id, item.name, item.arguments) for item in done.output or ()
                  if item.type == "function_call")
    if not said.strip() and not calls:
        raise EmptyAnswer("The model's server sent an empty answer.")
    finish: Finish = "tools" if calls else "length" if done.status == "incomplete" else "stop"
    usage = Usage(0, done.usage.input_tokens, done.usage.output_tokens) if done.usage else None
    return Heard(said, calls, finish, usage)


def _fault(event: Any) -> str:
    error = getattr(getattr(event, "response", None), "error", None)
    return str(getattr(error, "message", None) or getattr(event, "message", None) or "no reason given")
