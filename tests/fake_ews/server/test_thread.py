"""The thread of the simulator's loop."""

from __future__ import annotations

import asyncio
import threading

import pytest

from fake_ews.server.thread import LoopThread


@pytest.fixture
def loop_thread() -> LoopThread:
    """One that is started; the test stops it."""
    thread = LoopThread("test")
    thread.start()
    return thread


def test_results_and_errors_come_back(loop_thread: LoopThread) -> None:
    async def answer() -> int:
        await asyncio.sleep(0)
        return 42

    def fail() -> None:
        raise LookupError("not there")

    assert loop_thread.call(lambda: threading.current_thread().name) == "test"
    assert loop_thread.run(answer()) == 42
    with pytest.raises(LookupError, match="not there"):
        loop_thread.call(fail)
    loop_thread.stop()


def test_it_does_not_wait_for_itself(loop_thread: LoopThread) -> None:
    with pytest.raises(RuntimeError, match="own thread cannot wait for itself"):
        loop_thread.call(lambda: loop_thread.call(lambda: None))
    loop_thread.stop()
