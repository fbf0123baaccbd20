"""The model over the openai package, against a strict fake of the protocol."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.errors import (
    CutAnswer,
    EmptyAnswer,
    ModelBusy,
    ModelError,
    ModelNotSet,
    ModelRefused,
    ModelTooSlow,
    ModelUnreachable,
    TooManyRounds,
)
from bot.llm.client import Model
from bot.llm.schemas import strict
from bot.llm.schemas import whole as whole_number
from bot.llm.settings import KEYLESS, OFFICIAL, ModelSettings
from bot.llm.turns import OnPiece, Reply, Said, Tool, Turn
from tests.fakes import openai_server as fake
from tests.fakes.openai_server import FakeOpenAI, Scripted

TOOL = Tool("posts", "Posts of the last days.", strict(days=whole_number(1, 90, "How far back.")))
TURN = Turn("You coach.", (Said("user", "How are we doing?"),), (TOOL,))


class Tools:
    """A toolbox that notes what it was asked."""

    tools = (TOOL,)

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    async def run(self, name: str, arguments: str) -> str:
        self.asked.append((name, arguments))
        return json.dumps({"figures": [{"id": "f1", "value": 3}]})


def ask(server: FakeOpenAI, turn: Turn = TURN, *, tools: Tools | None = None, on_piece: OnPiece | None = None, **settings: object) -> Reply:
    """Ask the server once, on a loop of its own."""
    chosen = replace(ModelSettings("made-up", base_url=server.url, api_key_env=""), **settings)  # type: ignore[arg-type]

    async def run() -> Reply:
        model = Model(chosen, {})
        try:
            return await model.reply(turn, tools or Tools(), on_piece or nothing)
        finally:
            await model.close()

    return asyncio.run(run())


async def nothing(_: str) -> None:
    """Take a piece and do nothing."""


def collector(into: list[str]) -> Callable[[str], Awaitable[None]]:
    async def take(piece: str) -> None:
        into.append(piece)

    return take


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.llm.client._PAUSE_S", 0)


def test_an_answer_comes_in_pieces_and_as_a_whole() -> None:
    pieces: list[str] = []
    with FakeOpenAI(fake.said("Three ", "wait.")) as server:
        reply = ask(server, on_piece=collector(pieces))
    assert (pieces, reply.text, reply.is_whole) == (["Three ", "wait."], "Three wait.", True)


def test_nothing_is_kept_on_the_server_and_usage_is_counted() -> None:
    with FakeOpenAI(fake.said("Yes.")) as server:
        reply = ask(server)
    assert server.requests[0]["store"] is False
    assert (reply.usage.requests, reply.usage.prompt_tokens, reply.usage.written_tokens) == (1, 100, 20)


def test_a_tool_is_run_and_its_result_handed_back() -> None:
    tools = Tools()
    with FakeOpenAI(fake.called(("c1", "posts", '{"days": 7}')), fake.said("Three.")) as server:
        reply = ask(server, tools=tools)
    assert tools.asked == [("posts", '{"days": 7}')]
    assert server.requests[1]["messages"][-1]["tool_call_id"] == "c1"
    assert (reply.text, reply.usage.requests, server.refused) == ("Three.", 2, [])


@pytest.mark.parametrize("indexes", [(0, 1), (None, None), (0, 0)], ids=["plain", "no index", "the same index"])
def test_two_calls_are_told_apart_however_they_are_numbered(indexes: tuple[int | None, int | None]) -> None:
    tools = Tools()
    calls = (("a", "posts", '{"days": 7}'), ("b", "posts", '{"days": 28}'))
    with FakeOpenAI(fake.called(*calls, indexes=indexes), fake.said("Done.")) as server:
        ask(server, tools=tools)
    assert (tools.asked, server.refused) == ([("posts", '{"days": 7}'), ("posts", '{"days": 28}')], [])


def test_calls_without_ids_are_answered_all_the_same() -> None:
    deltas = [{"tool_calls": [{"function": {"name": "posts", "arguments": "{}"}}]} for _ in range(2)]
    with FakeOpenAI(fake.streamed(deltas, finish="tool_calls"), fake.said("Done.")) as server:
        assert ask(server).text == "Done."
    assert server.refused == []


def test_after_four_rounds_the_model_must_answer() -> None:
    call = fake.called(("c1", "posts", "{}"))
    with FakeOpenAI(*[call] * 4, fake.said("At last.")) as server:
        assert ask(server).text == "At last."
    assert [request["tool_choice"] for request in server.requests] == ["auto"] * 4 + ["none"]


def test_a_model_that_never_answers_is_stopped() -> None:
    with FakeOpenAI(*[fake.called(("c1", "posts", "{}"))] * 9) as server, pytest.raises(TooManyRounds):
        ask(server)
    assert len(server.requests) == 5


@pytest.mark.parametrize("answer", [
    fake.whole({"content": "Three wait."}), fake.said("Three wait.", done=False), fake.said("Three wait.", usage=None),
    fake.streamed([None, {"content": "Three wait."}, {"content": None}]),
    fake.raw_stream(['data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":null}',
                     'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Three wait."},"finish_reason":"stop"}]}']),
], ids=["ignores stream", "no [DONE]", "no usage", "null delta", "null choices"])
def test_a_server_that_deviates_is_still_heard(answer: Scripted) -> None:
    pieces: list[str] = []
    with FakeOpenAI(answer) as server:
        assert ask(server, on_piece=collector(pieces)).text == "Three wait."
    assert "".join(pieces) == "Three wait."


def test_a_server_that_ignores_stream_may_ask_for_tools() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "posts", "arguments": '{"days": 7}'}}
    tools = Tools()
    with FakeOpenAI(fake.whole({"content": None, "tool_calls": [call]}, "tool_calls"), fake.said("Three.")) as server:
        assert ask(server, tools=tools).text == "Three."
    assert tools.asked == [("posts", '{"days": 7}')]


@pytest.mark.parametrize(("answer", "kind"), [
    (fake.error_with_200("model is loading"), ModelRefused), (fake.page(), ModelUnreachable),
    (fake.whole(None), EmptyAnswer), (fake.said(), EmptyAnswer), (fake.raw_stream([]), EmptyAnswer), (Scripted(b""), EmptyAnswer),
    (fake.cut("Three "), CutAnswer), (fake.said("Three ", finish=None, usage=None, done=False), CutAnswer),
    (fake.raw_stream(['data: {"error": {"message": "overloaded"}}']), ModelRefused), (fake.raw_stream(["data: {no json"]), CutAnswer),
    (fake.said("Thr", finish="content_filter"), ModelRefused), (fake.failed(401), ModelRefused), (fake.failed(404, "no model x"), ModelRefused),
    (fake.failed(400, "too long"), ModelRefused), (Scripted(b"[1]"), ModelUnreachable),
], ids=["error with 200", "page with 200", "no choices", "no words", "empty stream", "empty body", "cut", "ends early", "error in stream",
        "broken stream", "filtered", "401", "404", "400", "a list"])
def test_what_is_no_answer_is_a_narrow_error(answer: Scripted, kind: type[ModelError]) -> None:
    with FakeOpenAI(answer) as server, pytest.raises(ModelError) as caught:
        ask(server)
    assert type(caught.value) is kind
    assert len(server.requests) == 1


def test_what_arrived_before_the_cut_is_told() -> None:
    with FakeOpenAI(fake.cut("Three ", "wa")) as server, pytest.raises(CutAnswer) as caught:
        ask(server)
    assert caught.value.said == "Three wa"


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
def test_a_passing_trouble_is_tried_once_more(status: int) -> None:
    with FakeOpenAI(fake.failed(status), fake.said("Yes.")) as server:
        reply = ask(server)
    assert (reply.text, reply.usage.requests) == ("Yes.", 2)


def test_it_is_tried_once_more_and_not_twice() -> None:
    with FakeOpenAI(*[fake.failed(503)] * 5) as server, pytest.raises(ModelUnreachable):
        ask(server)
    assert len(server.requests) == 2


def test_after_the_first_words_nothing_is_tried_again() -> None:
    with FakeOpenAI(fake.cut("Three "), fake.said("Yes.")) as server, pytest.raises(CutAnswer):
        ask(server)
    assert len(server.requests) == 1


def test_a_busy_server_that_asks_for_patience_is_not_waited_for() -> None:
    with FakeOpenAI(fake.failed(429, retry_after="45")) as server, pytest.raises(ModelBusy) as caught:
        ask(server)
    assert (caught.value.retry_after_s, len(server.requests)) == (45, 1)


def test_a_short_retry_after_is_kept_to(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    with FakeOpenAI(fake.failed(429, retry_after="2"), fake.said("Yes.")) as server:
        monkeypatch.setattr("bot.llm.client.asyncio.sleep", sleep)
        assert ask(server).text == "Yes."
    assert waited == [2]


def test_nobody_waits_beyond_the_hard_stop() -> None:
    with FakeOpenAI(replace(fake.said("late"), holds=True)) as server, pytest.raises(ModelTooSlow, match="longer than"):
        ask(server, hard_stop_s=0.2)


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with FakeOpenAI() as server:
        pass
    with pytest.raises(ModelUnreachable):
        ask(server, hard_stop_s=5)


def test_an_ambient_address_or_organisation_never_redirects(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("OPENAI_BASE_URL", "http://127.0.0.1:9/v1"), ("OPENAI_ORG_ID", "org-x"), ("OPENAI_PROJECT_ID", "p-x"),
                        ("OPENAI_API_KEY", "sk-ambient")):
        monkeypatch.setenv(name, value)
    with FakeOpenAI(fake.said("Yes.")) as server:
        ask(server)
    sent = server.headers[0]
    assert sent["authorization"] == f"Bearer {KEYLESS}"
    assert not {"openai-organization", "openai-project"} & set(sent)


def test_the_key_is_read_by_its_name_and_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), FakeOpenAI(fake.failed(401, "Incorrect API key provided: sk-secretsecret")) as server:
        model = Model(ModelSettings("made-up", base_url=server.url, api_key_env="MADE_UP_KEY"), {"MADE_UP_KEY": "sk-secretsecret"})
        with pytest.raises(ModelRefused) as caught:
            asyncio.run(model.reply(TURN, Tools(), nothing))
    assert server.headers[0]["authorization"] == "Bearer sk-secretsecret"
    assert "secretsecret" not in str(caught.value) + caplog.text


def test_the_official_server_is_not_asked_without_a_key() -> None:
    with pytest.raises(ModelNotSet, match="MADE_UP_KEY"):
        Model(ModelSettings("made-up", base_url=OFFICIAL, api_key_env="MADE_UP_KEY"), {})


def test_what_people_wrote_is_masked_on_its_way_out() -> None:
    turn = replace(TURN, entries=(Said("user", "Ana (ana@example.org, +49 30 1234567) asks"),))
    with FakeOpenAI(fake.said("Yes.")) as server:
        ask(server, turn)
    assert server.requests[0]["messages"][1]["content"] == "Ana ([email], [phone]) asks"


def test_a_length_limit_is_told() -> None:
    with FakeOpenAI(fake.said("Three wa", finish="length")) as server:
        assert not ask(server).is_whole


def test_the_responses_protocol_runs_tools_and_keeps_nothing() -> None:
    tools = Tools()
    with FakeOpenAI(fake.answered(calls=[("c1", "posts", '{"days": 7}')]), fake.answered("Three ", "wait.")) as server:
        reply = ask(server, tools=tools, api="responses")
    assert (reply.text, reply.usage.written_tokens, tools.asked, server.refused) == ("Three wait.", 40, [("posts", '{"days": 7}')], [])
    assert [request["store"] for request in server.requests] == [False, False]


@pytest.mark.parametrize(("answer", "kind"), [
    (fake.page(), ModelUnreachable), (fake.raw_stream([]), EmptyAnswer), (fake.failed(404), ModelRefused),
    (fake.raw_stream(['event: response.output_text.delta\ndata: {"type": "response.output_text.delta", "delta": "Thr", "sequence_number": 1}']), CutAnswer),
], ids=["page", "empty", "404", "cut"])
def test_what_is_no_response_is_a_narrow_error(answer: Scripted, kind: type[ModelError]) -> None:
    with FakeOpenAI(answer) as server, pytest.raises(ModelError) as caught:
        ask(server, api="responses")
    assert type(caught.value) is kind


def test_the_fake_refuses_a_schema_that_is_not_strict() -> None:
    loose = replace(TURN, tools=(Tool("posts", "Posts.", {"type": "object", "properties": {}, "required": []}),))
    with FakeOpenAI(fake.said("Yes.")) as server, pytest.raises(ModelRefused, match="additionalProperties"):
        ask(server, loose)
