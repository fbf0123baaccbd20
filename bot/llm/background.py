"""One event loop in a thread of its own, for callers that wait: begun on first use, ended by `close`."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any, TypeVar

T = TypeVar("T")
_JOIN_S = 5


class Background:
    """The loop and its thread. Safe to use from several threads."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None

    def begin(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Let the loop do something and return at once."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                # A daemon: a process that ends without `close` is not held up by it.
                self._thread = Thread(target=self._loop.run_forever, name=self._name, daemon=True)
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self, last: Coroutine[Any, Any, None] | None = None) -> None:
        """Give up what is being done, do one last thing, and end the thread."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            if last is not None:
                last.close()
            return
        asyncio.run_coroutine_threadsafe(_end(last), loop).add_done_callback(
            lambda _: loop.call_soon_threadsafe(loop.stop))
        thread.join(_JOIN_S)
        if not thread.is_alive():
            loop.close()


async def _end(last: Coroutine[Any, Any, None] | None) -> None:
    """Cancel every other task, then do the last thing and let the worker threads go."""
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    if last is not None:
        await last
    await asyncio.get_running_loop().shutdown_default_executor()
