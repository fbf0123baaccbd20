"""A strict fake of OpenAI's protocols on 127.0.0.1: it answers by a script and refuses what the protocol does not allow.

It can also deviate, as compatible servers do: one builder a deviation.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, cast

from tests.fakes.openai_rules import chat_fault, responses_fault

USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


@dataclass(frozen=True)
class Scripted:
    """One answer. `is_cut`: the connection closes before the body's announced end; `holds`: it waits until the server stops.

    `at`: called before each event of a stream, counted from 0, in the server's own thread; what waits there holds it up.
    """

    body: bytes
    status: int = 200
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False
    holds: bool = False
    at: Callable[[int], object] | None = None


def said(*pieces: str, finish: str | None = "stop", usage: Mapping[str, int] | None = USAGE, done: bool = True) -> Scripted:
    """Stream a text in pieces."""
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}, *({"content": piece} for piece in pieces)]
    return streamed(deltas, finish=finish, usage=usage, done=done)


def called(*calls: tuple[str, str, str], finish: str = "tool_calls", indexes: Sequence[int | None] | None = None) -> Scripted:
    """Stream tool calls (id, name, arguments), the arguments in two pieces. `indexes`: as a deviating server gives them."""
    places = list(range(len(calls))) if indexes is None else list(indexes)
    deltas: list[dict[str, Any]] = []
    for place, (call_id, name, arguments) in zip(places, calls, strict=True):
        where = {} if place is None else {"index": place}
        half = len(arguments) // 2
        first = {**where, "id": call_id, "type": "function", "function": {"name": name, "arguments": arguments[:half]}}
        deltas += [{"tool_calls": [first]}, {"tool_calls": [{**where, "function": {"arguments": arguments[half:]}}]}]
    return streamed(deltas, finish=finish)


def streamed(deltas: Iterable[Any], *, finish: str | None = "stop", usage: Mapping[str, int] | None = USAGE, done: bool = True) -> Scripted:
    """Stream deltas as they are, null ones too."""
    chunks = [_chunk([{"index": 0, "delta": delta, "finish_reason": None}]) for delta in deltas]
    chunks += [_chunk([{"index": 0, "delta": {}, "finish_reason": finish}])] if finish else []
    chunks += [_chunk([], usage=dict(usage))] if usage else []
    return raw_stream([": keep-alive", *(f"data: {json.dumps(chunk)}" for chunk in chunks), *(["data: [DONE]"] if done else [])])


def raw_stream(lines: Iterable[str]) -> Scripted:
    """Stream lines as they are."""
    return Scripted("".join(f"{line}\n\n" for line in lines).encode(), kind="text/event-stream")


def cut(*pieces: str) -> Scripted:
    """Stream a text whose end never comes."""
    whole = said(*pieces, finish=None, usage=None, done=False)
    return Scripted(whole.body, kind=whole.kind, is_cut=True)


def failed(status: int, message: str = "no", **headers: str) -> Scripted:
    """Answer with an error as OpenAI writes it."""
    body = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}
    return Scripted(json.dumps(body).encode(), status, headers={name.replace("_", "-"): value for name, value in headers.items()})


def whole(message: Mapping[str, Any] | None, finish: str = "stop") -> Scripted:
    """Answer in one piece, as a server does that ignores `stream`; None leaves the choices out."""
    choices = None if message is None else [{"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}]
    return Scripted(json.dumps({**_chunk([]), "object": "chat.completion", "choices": choices, "usage": USAGE}).encode())


def error_with_200(message: str) -> Scripted:
    """Hide an error behind status 200."""
    return Scripted(failed(400, message).body)


def page() -> Scripted:
    """Answer with a web page and status 200."""
    return Scripted(b"<!doctype html><title>Welcome</title><p>It works", kind="text/html")


def answered(*pieces: str, calls: Sequence[tuple[str, str, str]] = (), status: str = "completed") -> Scripted:
    """Stream an answer of the Responses protocol."""
    text = "".join(pieces)
    output: list[dict[str, Any]] = [{"type": "function_call", "id": f"fc_{each[0]}", "call_id": each[0], "name": each[1],
                                     "arguments": each[2], "status": "completed"} for each in calls]
    if text:
        output.append({"type": "message", "id": "m", "role": "assistant", "status": "completed",
                       "content": [{"type": "output_text", "text": text, "annotations": []}]})
    usage = {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120, "input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
    events: list[dict[str, Any]] = [{"type": "response.output_text.delta", "item_id": "m", "output_index": 0, "content_index": 0, "delta": piece,
                                     "sequence_number": n} for n, piece in enumerate(pieces)]
    events.append({"type": f"response.{status}", "sequence_number": 99,
                   "response": {"id": "r", "object": "response", "created_at": 1, "model": "m", "status": status, "output": output, "usage": usage,
                                "parallel_tool_calls": True, "tool_choice": "auto", "tools": []}})
    return raw_stream(f"event: {event['type']}\ndata: {json.dumps(event)}" for event in events)


def _chunk(choices: Any, **more: Any) -> dict[str, Any]:
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "made-up", "choices": choices, **more}


class _Server(ThreadingHTTPServer):
    """A server that lets many questions knock at once."""

    daemon_threads = True
    request_queue_size = 128


class FakeOpenAI:
    """The server, as a context manager. `requests`: bodies as they came, `headers` beside them; `refused`: why it refused.

    `arrived`: the processor seconds of this process when each request had come. `answers`: gives the answer to a request's
    body in place of the script, for questions that come at once.
    """

    def __init__(self, *script: Scripted) -> None:
        self.script = list(script)
        self.answers: Callable[[dict[str, Any]], Scripted] | None = None
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.refused: list[str] = []
        self.arrived: list[float] = []
        self.stopping = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> FakeOpenAI:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def answer_to(self, path: str, headers: Mapping[str, str], body: bytes) -> Scripted:
        """Return the next answer of the script, or a refusal."""
        rules = {"/v1/chat/completions": chat_fault, "/v1/responses": responses_fault}.get(path)
        if rules is None:
            return failed(404, f"Invalid URL (POST {path})")
        if not headers.get("Authorization", "").startswith("Bearer ") or len(headers["Authorization"]) < 9:
            return failed(401, "You didn't provide an API key.")
        self.arrived.append(time.process_time())
        request = json.loads(body)
        self.requests.append(request)
        self.headers.append({name.lower(): value for name, value in headers.items()})
        fault = rules(request)
        if fault:
            self.refused.append(fault)
            return failed(400, fault)
        if self.answers is not None:
            return self.answers(request)
        return self.script.pop(0) if self.script else failed(500, "the script is at its end")


def _handler(fake: FakeOpenAI) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = fake.answer_to(self.path, cast(Mapping[str, str], self.headers), body)
            if answer.holds:
                fake.stopping.wait(10)
            self.send_response(answer.status)
            for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.send_header("Content-Length", str(len(answer.body) + 100 * answer.is_cut))
            self.end_headers()
            for number, part in enumerate(re.split(rb"(?<=\n\n)", answer.body) if answer.at else [answer.body]):
                if answer.at:
                    answer.at(number)
                self.wfile.write(part)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Keep the test's output quiet."""

    return Handler
