"""What must outlive the process, and is not written down yet.

Rule: the log tells what became of items and folders; everything else that must outlive the process is named here by
whoever changes it. Without a keeper nothing is noted. Source: design (turn, durable state).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from fake_ews.model.exchange import Account
    from fake_ews.model.lists import Group
    from fake_ews.model.mailbox import Mailbox


class Keeper(Protocol):
    """Whoever writes down what must outlive the process."""

    def keep(self, changed: Collection[Mailbox | Account | Group], counted: Collection[Mailbox]) -> None:
        """Write down what is new since the last time: all of it, or nothing.

        `changed`: who is there, and how they are set up; `counted`: mailboxes whose logs and counters have grown.
        """


class Unkept:
    """What has changed since it was last written down: it is at the end of a turn, or outside of turns at once."""

    def __init__(self) -> None:
        self.keeper: Keeper | None = None
        self._changed: dict[tuple[type, str], Mailbox | Account | Group] = {}
        self._counted: dict[str, Mailbox] = {}
        self._is_any = False
        self._depth = 0

    def changed(self, *what: Mailbox | Account | Group) -> None:
        """Who is there or how they are set up has changed; nothing named: the time alone."""
        if self.keeper is not None:
            self._changed |= {(type(one), one.address): one for one in what}
            self._is_any = True
            if not self._depth:
                self._write()

    def counted(self, mailbox: Mailbox) -> None:
        """A mailbox has given numbers away."""
        if self.keeper is not None:
            self._counted[mailbox.address] = mailbox
            self._is_any = True

    def begin(self) -> None:
        """What changes from now on is written down at `end`; pairs of both may be nested."""
        self._depth += 1

    def end(self) -> None:
        """Write down what has changed. What cannot be written now is tried again with the next."""
        self._depth -= 1
        if self._is_any and not self._depth:
            self._write()

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is done inside, in however many turns, is written down as one."""
        self.begin()
        try:
            yield
        finally:
            self.end()

    def _write(self) -> None:
        assert self.keeper is not None
        self.keeper.keep(self._changed.values(), self._counted.values())
        self._changed, self._counted, self._is_any = {}, {}, False
