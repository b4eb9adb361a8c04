"""The end that somebody asks for from outside (SIGTERM, a terminal that is closed): as Ctrl-C ends a run.

Rule: whatever a run has started is ended with it; while that is done, only Ctrl-C is heard again.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ASKED = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What asks for an end; what is ignored from the beginning, as nohup has it, stays so."""


class Interrupted(KeyboardInterrupt):
    """Somebody wants an end. Not KeyboardInterrupt itself: of that Python remembers, where it comes while a module is
    made, that nobody has minded it, and ends by SIGINT whatever the exit code (python/cpython, pythonrun.c).
    """


@contextmanager
def heard(*more: signal.Signals) -> Iterator[None]:
    """As long as the block runs, the first of these signals (and of `more`) is a KeyboardInterrupt, no other is."""
    if threading.current_thread() is not threading.main_thread():  # nobody else can say what signals do
        yield
        return
    first: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        if not first:
            first.append(number)
            raise Interrupted

    wanted = [one for one in (*ASKED, *more) if signal.getsignal(one) is not signal.SIG_IGN]
    before = {one: signal.signal(one, interrupt) for one in wanted}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
