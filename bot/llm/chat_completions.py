"""One round over the Chat Completions protocol, as OpenAI and the many compatible servers speak it.

A server that ignores `stream`, or hides an error or a page behind status 200, is told from an answer by its
content type and body, never by an empty stream.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.errors import CutAnswer, EmptyAnswer, ModelRefused, ModelUnreachable
from bot.llm.faults import reported
from bot.llm.turns import Asked, Call, Entry, Finish, Heard, OnPiece, Result, Tool, Turn, Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from bot.llm.settings import ModelSettings

_FINISHES: dict[str, Finish] = {"stop": "stop", "length": "length", "tool_calls": "tools", "function_call": "tools"}


async def chat_round(client: AsyncOpenAI, settings: ModelSettings, turn: Turn, *, last: bool, on_piece: OnPiece) -> Heard:
    """Ask once and stream the answer. `last`: the model may not ask for tools any more.

    Raises EmptyAnswer, CutAnswer, ModelRefused, ModelUnreachable, or the client's own errors.
    """
    request = chat_request(settings, turn, last=last)
    async with client.chat.completions.with_streaming_response.create(**request) as response:
        kind = response.headers.get("content-type", "")
        if "text/event-stream" not in kind:
            return await _whole(await response.text(), on_piece)
        return await _streamed(await response.parse(), on_piece)


def chat_request(settings: ModelSettings, turn: Turn, *, last: bool) -> dict[str, Any]:
    """Return the body of a request."""
    messages = [{"role": "system", "content": turn.system}, *(_message(entry) for entry in turn.entries)]
    request: dict[str, Any] = {
        "model": settings.name, "messages": messages, "stream": True, "stream_options": {"include_usage": True},
        "store": False, "max_completion_tokens": settings.answer_tokens,
    }
    if turn.tools:
        request["tools"] = [_function(tool) for tool in turn.tools]
        request["tool_choice"] = "none" if last else "auto"
    if turn.form:
        form = {"name": turn.form.name, "schema": dict(turn.form.schema), "strict": True}
        request["response_format"] = {"type": "json_schema", "json_schema": form}
    return request


def _function(tool: Tool) -> dict[str, Any]:
    return {"type": "function", "function": {"name": tool.name, "description": tool.purpose,
                                             "parameters": dict(tool.schema), "strict": True}}


def _message(entry: Entry) -> dict[str, Any]:
    if isinstance(entry, Asked):
        calls = [{"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
                 for call in entry.calls]
        return {"role": "assistant", "content": entry.text or None, "tool_calls": calls}
    if isinstance(entry, Result):
        return {"role": "tool", "tool_call_id": entry.call_id, "content": entry.text}
    return {"role": entry.role, "content": entry.text}


@dataclass
class _Hearing:
    """What has arrived of one round."""

    text: list[str] = field(default_factory=list)
    calls: dict[int | str, dict[str, str]] = field(default_factory=dict)
    finish: str | None = None
    usage: Usage | None = None

    def add_call(self, piece: Any) -> None:
        """Add a piece of a tool call. Some servers leave the index out, or give two calls the same one."""
        latest = next(reversed(self.calls), None)
        opens = bool(piece.function and piece.function.name)
        key: int | str | None = piece.index
        if key is None:
            key = piece.id or (len(self.calls) if opens or latest is None else latest)
        elif piece.id and key in self.calls and self.calls[key]["id"] not in ("", piece.id):
            key = piece.id
        elif not piece.id and key in self.calls and isinstance(latest, str):
            key = latest
        call = self.calls.setdefault(key, {"id": "", "name": "", "arguments": ""})
        call["id"] = piece.id or call["id"]
        if piece.function:
            call["name"] = piece.function.name or call["name"]
            call["arguments"] += piece.function.arguments or ""

    def heard(self) -> Heard:
        """Return the round. Raises where it is no whole one."""
        text = "".join(self.text)
        calls = tuple(Call(each["id"] or f"call_{n}", each["name"], each["arguments"])
                      for n, each in enumerate(self.calls.values()) if each["name"])
        if self.finish == "content_filter":
            raise ModelRefused("The model's server stopped the answer with its content filter. Ask in other words.")
        if not text.strip() and not calls:
            raise EmptyAnswer("The model's server sent an empty answer.")
        if self.finish is None and self.usage is None:
            raise CutAnswer("The model's answer broke off on its way.", said=text)
        return Heard(text, calls, _FINISHES.get(self.finish or "stop", "stop"), self.usage)


async def _streamed(stream: Any, on_piece: OnPiece) -> Heard:
    import openai

    hearing = _Hearing()
    try:
        async for chunk in stream:
            await _take(chunk, hearing, on_piece)
    except openai.APIConnectionError as error:
        raise CutAnswer("The model's answer broke off on its way.", said="".join(hearing.text)) from error
    except json.JSONDecodeError as error:
        raise CutAnswer("The model's server sent what is no JSON.", said="".join(hearing.text)) from error
    return hearing.heard()


async def _take(chunk: Any, hearing: _Hearing, on_piece: OnPiece) -> None:
    hearing.usage = _usage(getattr(chunk, "usage", None)) or hearing.usage
    if not getattr(chunk, "choices", None):
        return
    choice = chunk.choices[0]
    hearing.finish = choice.finish_reason or hearing.finish
    if choice.delta is None:
        return
    if choice.delta.content:
        hearing.text.append(choice.delta.content)
        await on_piece(choice.delta.content)
    for piece in choice.delta.tool_calls or ():
        hearing.add_call(piece)


async def _whole(body: str, on_piece: OnPiece) -> Heard:
    """Read the body of a server that does not stream: an answer in one piece, an error, or no model at all."""
    try:
        data = json.loads(body)
    except json.JSONDecodeError:
        raise _no_answer(body) from None
    if not isinstance(data, dict):
        raise ModelUnreachable("What answered at base_url is no model server.")
    if data.get("error"):
        raise reported(_fault(data["error"]))
    from openai.types.chat import ChatCompletion

    completion = ChatCompletion.construct(**data)
    if not completion.choices:
        raise EmptyAnswer("The model's server sent an empty answer.")
    choice = completion.choices[0]
    hearing = _Hearing(finish=choice.finish_reason or "stop", usage=_usage(completion.usage))
    for n, call in enumerate(choice.message.tool_calls or ()):
        function: Any = getattr(call, "function", None)
        hearing.calls[n] = {"id": call.id or "", "name": function.name, "arguments": function.arguments or ""}
    if choice.message.content:
        hearing.text.append(choice.message.content)
        await on_piece(choice.message.content)
    return hearing.heard()


def _no_answer(body: str) -> EmptyAnswer | ModelUnreachable:
    if not body.strip():
        return EmptyAnswer("The model's server sent an empty answer.")
    return ModelUnreachable("What answered at base_url is a web page or text and no model server. Check base_url.")


def _fault(error: Any) -> str:
    return str(error.get("message") or "no reason given") if isinstance(error, dict) else str(error)


def _usage(usage: Any) -> Usage | None:
    if usage is None:
        return None
    return Usage(0, int(getattr(usage, "prompt_tokens", 0) or 0), int(getattr(usage, "completion_tokens", 0) or 0))
