"""The whole simulator on a thread of its own, for Python callers: FakeExchange, and beside it all other public names.

Rule: here it begins and ends; what can be done to it meanwhile is in handles/.
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
from fake_ews.control.views import ItemView, LetterView, Property, SubscriptionView
from fake_ews.handles import Group, Mailbox, Organisation, Outlook, Outside, Person, Room
from fake_ews.model.clock import Clock, ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.faults import Fault
from fake_ews.model.journal import Changed, Journal, Record
from fake_ews.model.profile import Profile
from fake_ews.server.app import App
from fake_ews.server.clock import RealClock
from fake_ews.server.founding import Founding
from fake_ews.server.thread import LoopThread

__all__ = [
    "Changed", "Clock", "FakeExchange", "Fault", "Group", "ItemView", "Journal", "LetterView", "Mailbox", "ManualClock",
    "Organisation", "Outlook", "Outside", "Person", "Profile", "Property", "Record", "Room", "SubscriptionView",
]  # fmt: skip


class FakeExchange(Organisation):
    """An Exchange behind one port of this machine. Use it as a context manager, or start() and close().

    What it can do is that of its first organisation; organisation() makes more.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        profile: Profile | None = None,
        seed: int | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: bool | tuple[str, str] = False,
        auth: Sequence[str] | None = None,
        state: str | os.PathLike[str] | None = None,
    ) -> None:
        """`clock` None is real time; a ManualClock is moved by advance(). Port 0: a free one. `seed` None: 0.

        `tls`: the files of a certificate and its key, or True for one whose authority is in `ca_file` while it runs.
        `auth`: how one may sign in: "basic", "ntlm", "negotiate", "bearer"; None: as the profile says, which is Basic,
        at Exchange Online Bearer. ValueError for another.
        `state`: a file in which everything outlives this process, subscriptions, faults and the journal aside. start()
        goes on with what is in it; its seed is kept with it.
        """
        super().__init__()
        self._founding = Founding(clock or RealClock(), profile or Profile.exchange2016(), seed, state)
        self._host, self._port = host, port
        self._tls, self._schemes, self._folder = tls, auth, ExitStack()
        self._others: list[Organisation] = []

    def start(self) -> Self:
        """Accept requests from now on. OSError if the port is taken, ValueError if the state file cannot be used."""
        thread = LoopThread("fake-ews")
        thread.start()
        try:
            app = thread.call(lambda: App(self._founding, self._schemes))
            api.serve(app)
            self.url = thread.run(app.start(self._host, self._port, self._context(app.domains.first.exchange)))
        except BaseException:
            self._founding.close()
            thread.stop()
            raise
        self._enter(thread, Desk(app, app.domains.first))
        return self

    def close(self) -> None:
        """Cut all connections and stop the thread. What was in the mailboxes can no longer be looked at."""
        if self._thread is not None and self._desk is not None:
            self._thread.run(self._desk.app.close())
            self._thread.stop()
            for one in (self, *self._others):
                one._thread = None
            self._others.clear()
            self._folder.close()

    def organisation(
        self,
        domain: str,
        *,
        clock: Clock | None = None,
        profile: Profile | None = None,
        seed: int | None = None,
        state: str | os.PathLike[str] | None = None,
    ) -> Organisation:
        """Another organisation behind the same port: whoever signs in from this mail domain is in it.

        It has its own clock, profile, seed and state file, by the same defaults. For each other they are people
        outside. ValueError: the domain is none, or has an organisation or people already.
        """
        founding = Founding(clock or RealClock(), profile or Profile.exchange2016(), seed, state)
        thread, desk = self._running()
        try:
            made = thread.call(lambda: desk.app.add(domain, founding))
        except BaseException:
            founding.close()
            raise
        other = Organisation(domain.lower())
        other.url, other.ca_file = self.url, self.ca_file
        other._enter(thread, Desk(desk.app, made))
        self._others.append(other)
        return other

    def _context(self, exchange: Exchange) -> SSLContext | None:
        if not self._tls:
            return None
        from fake_ews.server import tls  # what it needs is not always installed

        if not isinstance(self._tls, bool):
            return tls.given(*self._tls)
        folder = Path(self._folder.enter_context(TemporaryDirectory()))
        context, authority = tls.own(folder, tls.names(exchange, self._host))
        self.ca_file = str(authority)
        return context

    def __enter__(self) -> Self:
        return self.start()
