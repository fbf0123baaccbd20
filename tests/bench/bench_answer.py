"""What a written answer costs beside a bare client of the same server that streams the same reply, and fifty at once.

Run it: python tests/bench/bench_answer.py. It prints figures beside their aims and asserts nothing, since a loaded machine
is not a fault. Times of single answers are medians of processor seconds, the fake server's threads among them on both sides.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.app import Options, importing, opened  # noqa: E402
from bot.coach.answers.ask import answer_reply  # noqa: E402
from bot.coach.desk import Desk  # noqa: E402
from bot.intake.importer import import_file  # noqa: E402
from bot.llm.author import ModelAuthor, Terms  # noqa: E402
from bot.llm.budget import Allowance, Price  # noqa: E402
from bot.llm.settings import ModelSettings  # noqa: E402
from bot.model.command import Asker  # noqa: E402
from tests.fakes import openai_server as fake  # noqa: E402
from tests.fakes.openai_server import FakeOpenAI  # noqa: E402

ADA = Asker("u1", "Ada", "bakery", "UTC")
QUESTION = "Do our posts have to go viral to bring leads?"
SENTENCES = (
    "Viral is fine when leads or sales come with it [2]. ", "You got 35 leads in the last 28 days. ",
    "Your lead yield is 0.73 leads per 1,000 people reached. ", "Plan the next video around the step you want viewers to take. ",
    "Be glad of a crowd only if buyers are in it. ", "Rework the posts that brought nobody. ",
)
PIECES = tuple(sentence[place:place + 6] for sentence in SENTENCES for place in range(0, len(sentence), 6))
RUNS, WARM, ROUNDS, AT_ONCE = 31, 2, 10, 50
"""Answers measured and answers before them, which import and connect; rounds of so many questions at once."""


def main() -> None:
    """Print what was measured beside its aim."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        desk = stack.enter_context(opened(Options(store=f"sqlite:///{folder}/x.db", team="mill", now="2026-03-04T09:30:00Z")))
        for path in sorted((ROOT / "bot/demo/exports").glob("*.csv")):
            import_file(importing(desk), path)
        server = stack.enter_context(FakeOpenAI())
        settings = ModelSettings("made-up", base_url=server.url, api_key_env="")
        author = ModelAuthor(Terms(settings, Allowance(None, None), Price()), ROOT / "prompts", {})
        stack.callback(author.close)
        written = replace(desk, author_of=lambda: author)
        one_at_a_time(server, written)
        many_at_once(server, written)


def one_at_a_time(server: FakeOpenAI, desk: Desk) -> None:
    """Print the overhead before the first request and for each sentence, in turn with the bare client."""
    client = Bare(server.url)
    ours, bare = [], []
    for _ in range(RUNS + WARM):
        ours.append(taken(server, lambda: answer_reply(desk, QUESTION, asker=ADA)))
        bare.append(taken(server, client.answer))
    client.close()
    ours, bare = ours[WARM:], bare[WARM:]
    first, whole = (statistics.median(column) for column in zip(*ours, strict=True))
    bare_first, bare_whole = (statistics.median(column) for column in zip(*bare, strict=True))
    print(f"before the first request: {1000 * first:.1f} ms, bare client {1000 * bare_first:.1f} ms, "
          f"own overhead {1000 * (first - bare_first):.1f} ms (aim 30)")
    after = ((whole - first) - (bare_whole - bare_first)) / len(SENTENCES)
    print(f"a sentence, checked and rendered: own overhead {1000 * after:.1f} ms (aim 10)")
    print(f"a whole answer: {1000 * whole:.1f} ms, bare client {1000 * bare_whole:.1f} ms, {whole / bare_whole:.2f} times")


def taken(server: FakeOpenAI, answer: Callable[[], object]) -> tuple[float, float]:
    """Return the processor seconds until the server had the request, and until the answer was there."""
    server.script = [fake.said(*PIECES)]
    server.arrived.clear()
    began = time.process_time()
    answer()
    ended = time.process_time()
    return server.arrived[0] - began, ended - began


class Bare:
    """The openai package alone, streaming the same reply on a loop of its own that stays."""

    def __init__(self, url: str) -> None:
        import openai

        self._loop = asyncio.new_event_loop()
        self._client = openai.AsyncOpenAI(api_key="local", base_url=url)

    def answer(self) -> str:
        """Stream one reply."""
        return self._loop.run_until_complete(self._streamed())

    def close(self) -> None:
        """Close the connections and the loop."""
        self._loop.run_until_complete(self._client.close())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _streamed(self) -> str:
        asked = {"role": "user", "content": QUESTION}
        async with await self._client.chat.completions.create(model="made-up", messages=[asked], stream=True) as stream:
            pieces = [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]
        return "".join(pieces)


def many_at_once(server: FakeOpenAI, desk: Desk) -> None:
    """Print how long fifty questions at once take, and what memory they leave behind, round by round."""
    resident, seconds, done = [], 0.0, [""]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in range(ROUNDS):
            server.script = [fake.said(*PIECES) for _ in range(AT_ONCE)]
            server.requests.clear()
            server.headers.clear()
            began = time.perf_counter()
            done = list(pool.map(lambda _: answer_reply(desk, QUESTION, asker=ADA).document["by"], range(AT_ONCE)))
            seconds = time.perf_counter() - began
            resident.append(resident_mb())
    print(f"{AT_ONCE} questions at once: {done.count('model')} written, {seconds:.1f} s a round; resident memory after each "
          f"of {ROUNDS} rounds: {', '.join(f'{each:.0f}' for each in resident)} MB")


def resident_mb() -> float:
    """Return the memory this process holds, in megabytes (10^6 bytes)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
