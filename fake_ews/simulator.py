"""The whole simulator on a thread of its own, for Python callers: FakeExchange, and beside it all other public names.

Rule: here it begins and ends; what can be done to it meanwhile is in handles.py.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from ssl import SSLContext
from tempfile import TemporaryDirectory
from typing import Self

from fake_ews.control import api
from fake_ews.control.desk import Desk
from fake_ews.control.views import ItemView, Property, SubscriptionView
from fake_ews.handles import Mailbox, Organisation, Outlook, Person, Room
from fake_ews.model.clock import Clock, ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.faults import Fault
from fake_ews.model.journal import Changed, Journal, Record
from fake_ews.model.profile import Profile
from fake_ews.server.app import App
from fake_ews.server.clock import RealClock
from fake_ews.server.state import State
from fake_ews.server.thread import LoopThread

__all__ = [
    "Changed", "Clock", "FakeExchange", "Fault", "ItemView", "Journal", "Mailbox", "ManualClock", "Organisation",
    "Outlook", "Person", "Profile", "Property", "Record", "Room", "SubscriptionView",
]  # fmt: skip


class FakeExchange(Organisation):
    """An Exchange organisation behind one port of this machine. Use it as a context manager, or start() and close()."""

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        profile: Profile | None = None,
        seed: int | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: bool | tuple[str, str] = False,
        auth: Sequence[str] = ("basic",),
        state: str | os.PathLike[str] | None = None,
    ) -> None:
        """`clock` None is real time; a ManualClock is moved by advance(). Port 0: a free one. `seed` None: 0.

        `tls`: the files of a certificate and its key, or True for one whose authority is in `ca_file` while it runs.
        `auth`: how one may sign in: "basic", "ntlm", "negotiate", "bearer". ValueError for another.
        `state`: a file in which everything outlives this process, subscriptions, faults and the journal aside. start()
        goes on with what is in it; its seed is kept with it.
        """
        self._clock, self._profile, self._seed = clock or RealClock(), profile or Profile.exchange2016(), seed
        super().__init__(Exchange(self._clock, self._profile, seed or 0))
        self._host, self._port = host, port
        self._path = state
        self._state: State | None = None
        self._tls, self._schemes, self._folder = tls, tuple(auth), ExitStack()
        self.url = self.ca_file = ""

    def start(self) -> Self:
        """Accept requests from now on. OSError if the port is taken, ValueError if the state file cannot be used."""
        thread = LoopThread("fake-ews")
        thread.start()
        try:
            thread.call(self._go_on)
            app = thread.call(lambda: App(self._exchange, self._schemes))
            desk = Desk(app, app.first)
            api.serve(desk)
            self.url = thread.run(desk.app.start(self._host, self._port, self._context()))
        except BaseException:
            self._leave_state()
            thread.stop()
            raise
        self._thread, self._desk = thread, desk
        return self

    def close(self) -> None:
        """Cut all connections and stop the thread. What was in the mailboxes can no longer be looked at."""
        if self._thread is not None and self._desk is not None:
            self._thread.run(self._desk.app.close())
            self._thread.stop()
            self._thread = self._desk = None
            self._folder.close()
            self._leave_state()

    def _context(self) -> SSLContext | None:
        if not self._tls:
            return None
        from fake_ews.server import tls  # what it needs is not always installed

        if not isinstance(self._tls, bool):
            return tls.given(*self._tls)
        folder = Path(self._folder.enter_context(TemporaryDirectory()))
        context, authority = tls.own(folder, tls.names(self._exchange, self._host))
        self.ca_file = str(authority)
        return context

    def _go_on(self) -> None:
        """Go on with what is in the state file, if there is to be one."""
        if self._path is not None:
            self._state = State(self._path)
            self._exchange = self._state.exchange(self._clock, self._profile, self._seed)

    def _leave_state(self) -> None:
        if self._state is not None:
            self._state.close()
            self._state = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *why: object) -> None:
        self.close()
