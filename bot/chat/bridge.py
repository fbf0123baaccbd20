"""The one crossing between the event loop of the chats and the synchronous core.

What is begun here is kept until it ends: a stop waits for it, and an error of it is told, never lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as WaitedTooLong
from contextvars import copy_context
from typing import Any, TypeVar

from bot.errors import TryLater

logger = logging.getLogger(__name__)
T = TypeVar("T")

WORKERS = 16
"""Threads of the core. A store that is in use makes one wait, so there are more than cores."""
QUESTIONS = 64
"""Threads for questions that wait for a language model, each for as long as it writes; nothing else waits behind them."""


class Bridge:
    """One event loop and the threads that work for it. To be made while the loop runs."""

    def __init__(self, *, workers: int = WORKERS, told_of: Callable[[BaseException], str] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="core")
        self._patient = ThreadPoolExecutor(QUESTIONS, thread_name_prefix="question")
        self._tasks: set[asyncio.Task[Any]] = set()
        self._told_of = told_of

    async def call(self, work: Callable[..., T], *args: Any, **named: Any) -> T:
        """Run something of the core in a thread and wait for it without holding up the loop."""
        context = copy_context()
        return await self.loop.run_in_executor(self._pool, lambda: context.run(work, *args, **named))

    async def call_patiently(self, work: Callable[..., T], *args: Any, **named: Any) -> T:
        """Do the same for what may take a minute, in a thread that nothing else waits for."""
        context = copy_context()
        return await self.loop.run_in_executor(self._patient, lambda: context.run(work, *args, **named))

    def wait(self, work: Coroutine[Any, Any, T], *, timeout_s: float) -> T:
        """Let the loop do something for a thread of the core, and wait for it there.

        Raises TimeoutError when it was not done in time; what it had begun is given up.
        """
        future = asyncio.run_coroutine_threadsafe(work, self.loop)
        try:
            return future.result(timeout_s)
        except WaitedTooLong:
            future.cancel()
            raise TimeoutError(f"not done within {timeout_s:g} s") from None

    def soon(self, work: Callable[..., object], *args: Any) -> None:
        """Let the loop call something, from any thread; after the loop has stopped this does nothing."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(work, *args)

    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        """Begin something that nobody waits for now; `drain` waits for it."""
        task = self.loop.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def drain(self, *, timeout_s: float) -> int:
        """Wait for everything that was begun, and return how many were not done in time and had to be given up."""
        ends_at = self.loop.time() + timeout_s
        while self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=max(0.0, ends_at - self.loop.time()))
            if left and self.loop.time() >= ends_at:
                for task in left:
                    task.cancel()
                await asyncio.gather(*left, return_exceptions=True)
                return len(left)
        return 0

    def close(self) -> None:
        """Give the threads back once they have ended what they do."""
        self._pool.shutdown(wait=True)
        self._patient.shutdown(wait=True)

    def told_of(self, error: BaseException) -> str:
        """Keep a fault of ours where it can be looked up, and return the sentence for the one who met it."""
        if self._told_of:
            return self._told_of(error)
        logger.error("fault", exc_info=error)
        return "Something went wrong on our side. Nothing was half written; try again."

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.told_of(task.exception())  # type: ignore[arg-type]


def later(error: BaseException) -> TryLater:
    """Return what a sender makes of an answer that did not come for certain before anything was posted."""
    return TryLater(f"could not be reached: {type(error).__name__}")
