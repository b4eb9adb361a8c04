"""An event loop on a thread of its own, for callers that are not asynchronous.

Rule: everything that touches the simulator's state runs on that thread; the caller waits for the result.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """Runs from `start` to `stop`; in between `run` and `call` may be used from any other thread."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the loop and wait for its result."""
        self._refuse_own_thread()
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def call(self, work: Callable[[], T]) -> T:
        """Call a function on the loop's thread and wait for its result."""
        self._refuse_own_thread()
        result: Future[T] = Future()

        def carry_out() -> None:
            try:
                result.set_result(work())
            except BaseException as error:  # handed to the caller, whatever it is
                result.set_exception(error)

        self._loop.call_soon_threadsafe(carry_out)
        return result.result()

    def stop(self) -> None:
        """Stop the loop and wait for the end of the thread; whatever still waits there is given up."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.run_until_complete(_give_up(asyncio.all_tasks(self._loop)))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def _refuse_own_thread(self) -> None:
        if threading.current_thread() is self._thread:
            raise RuntimeError("the simulator's own thread cannot wait for itself")


async def _give_up(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel what still waits, such as for the rest of a request that was not taken."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
