"""The handle of an organisation, for Python callers; it gives out those of mailboxes, rooms and people.

Rule: every handle may be used from any thread; it marshals to the simulator's loop and waits. Instants are aware and in
UTC, addresses are SMTP addresses in lower case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any, Self, TypeVar

from fake_ews.control.desk import Desk
from fake_ews.control.views import SubscriptionView
from fake_ews.handles.group import Group
from fake_ews.handles.mailbox import Mailbox, Room
from fake_ews.handles.outside import Outside
from fake_ews.handles.person import Outlook, Person
from fake_ews.model.exchange import Exchange
from fake_ews.model.faults import Fault
from fake_ews.model.journal import Journal
from fake_ews.model.profile import Profile
from fake_ews.server.clock import manual
from fake_ews.server.setup import Addresses
from fake_ews.server.thread import LoopThread
from fake_ews.server.world import World

T = TypeVar("T")
_NOT_RUNNING = "the simulator is not running: use it as a context manager, or call start()"
ONE_SECOND = dt.timedelta(seconds=1)


class Organisation:
    """An Exchange organisation: who is there, what goes wrong, what was seen, and what time it is."""

    def __init__(self, domain: str = "") -> None:
        """`domain`: its mail domain; of the first organisation "", for it has whatever no other has."""
        self.domain = domain
        self.url = self.ca_file = ""
        self._thread: LoopThread | None = None
        self._desk: Desk | None = None

    def _enter(self, thread: LoopThread, desk: Desk) -> None:
        """It runs on this thread from now on."""
        self._thread, self._desk = thread, desk

    def close(self) -> None:
        """Take it away: its connections are cut, its mailboxes gone. The server and its other organisations go on."""
        if self._thread is not None:
            self._run(lambda desk: desk.app.take_away(self.domain))
            self._thread = None

    def reset(self) -> None:
        """Begin anew: nobody is there, nothing has happened, all connections are cut; a manual clock is set back.

        Mailbox handles go on as soon as there is a mailbox of that address again, persons begin with what is in it.
        """
        self._run(lambda desk: desk.organisation.reset())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self.close()

    # --- who is there ----------------------------------------------------------------------------------------------

    def account(
        self, address: str, password: str, *, impersonates: Addresses = (), full_access: Addresses = ()
    ) -> None:
        """An account, with a mailbox; it may impersonate the owners of some mailboxes, or of all.

        `full_access`: the mailboxes, or all, that it may open as their owners may, without being taken for them. Both
        may name mailboxes that are not there yet: they count as soon as they are made.
        """
        self._call(lambda desk: desk.account(address, password, impersonates, full_access))

    def mailbox(self, address: str, **said: Any) -> Mailbox:
        """Make a mailbox: name, password (it is an account then), zone (Windows id), culture, hours (working hours, as
        `Mailbox.works` takes them), fields of the profile.

        With nothing but an address: that mailbox if it exists already. ValueError, TypeError say what is wrong.
        """
        known = self._call(lambda desk: address.lower() in desk.exchange.mailboxes)
        if not known or said:
            self._call(lambda desk: desk.mailbox(address, **said))
        return Mailbox(self, address)

    def populate(self, world: World) -> None:
        """Make the people, rooms and meetings of a world. ValueError if an address is taken already."""
        self._call(lambda desk: desk.populate(world))

    def room(
        self, address: str, *, name: str = "", accepts_after: dt.timedelta | None = ONE_SECOND,
        policy: Mapping[str, Any] | None = None, hours: Mapping[str, Any] | None = None,
    ) -> Room:  # fmt: skip
        """Make a room mailbox; it answers requests so long after they arrive, or with None never by itself.

        `policy`: settings of its booking policy as Set-CalendarProcessing names them, such as {"AllowConflicts": True};
        without any it is that of a new room. `hours`: its working hours, as `Room.works` takes them. ValueError for an
        unknown name or value.
        """
        made = self._call(
            lambda desk: desk.mailbox(
                address, name=name, room=True, answers_after=accepts_after, policy=policy, hours=hours
            )
        )
        return Room(self, address, made.name)

    def group(self, address: str, *, name: str = "", members: Iterable[str] = (), rooms: bool = False) -> Group:
        """A distribution group of these addresses, or with `rooms` a room list; one that is there is as said from now
        on. With nothing but an address: that group if it is there already.

        Members may be groups themselves, and people outside. ValueError: something is no address, the address is a
        mailbox's, or a member of a room list is no room.
        """
        said = tuple(members)
        if name or said or rooms or address.lower() not in self._call(lambda desk: {*desk.exchange.groups}):
            self._call(lambda desk: desk.exchange.put_group(address, name=name, members=said, rooms=rooms))
        return Group(self, address)

    def allow(self, account: str, mailbox: str, *, full_access: bool = False) -> None:
        """Allow an account to impersonate the owner of a mailbox, or to open it as he may, from now on."""
        self._call(lambda desk: desk.allow(account, mailbox, full_access=full_access))

    def deny(self, account: str, mailbox: str) -> None:
        """Refuse both, from now on."""
        self._call(lambda desk: desk.deny(account, mailbox))

    def redirect(self, address: str, to: str) -> None:
        """Autodiscover sends who asks for this address, or for all of this domain, on to an address or a URL."""
        self._call(lambda desk: desk.redirect(address, to))

    def token(self, address: str, *, app: bool = False, to_nobody: bool = False, **said: Any) -> str:
        """A Bearer token of an account: as its user, or as an application (which must impersonate).

        `audience`, and `lifetime` in seconds of this Exchange's clock, may be wrong ones; with `to_nobody` there need
        be no such account. LookupError, ValueError.
        """
        return self._call(lambda desk: desk.token(address, to_nobody=to_nobody, app=app, **said))

    def accept_token(self, text: str, address: str) -> None:
        """Take a text that a client is configured with for a Bearer token of an account: as an application, if the
        account may impersonate anybody, else as its user. LookupError: there is no such account.
        """
        self._call(lambda desk: desk.accept_token(text, address))

    # --- people ----------------------------------------------------------------------------------------------------

    def outlook(self, address: str, *, of: str = "") -> Outlook:
        """The owner of a mailbox at Outlook in cached mode, or there with the shared calendar of the mailbox `of`."""
        return Outlook(self, "outlook", address, of)

    def owa(self, address: str) -> Person:
        """The owner at Outlook on the web."""
        return Person(self, "owa", address)

    def phone(self, address: str) -> Person:
        """The owner at a phone, over ActiveSync."""
        return Person(self, "phone", address)

    def imap(self, address: str) -> Person:
        """The owner at a client over IMAP: what is deleted there is expunged."""
        return Person(self, "imap", address)

    def delegate(self, address: str, of: str) -> Person:
        """Somebody else, who works in the mailbox `of`."""
        return Person(self, "delegate", address, of)

    def outside(self, address: str, *, name: str = "", zone: str = "") -> Outside:
        """Somebody outside, by an address that no mailbox and no group here has; with a name, and a zone (Windows id).

        ValueError if it is an address of here, or is none.
        """
        return Outside(self, address, name, zone)

    # --- what goes wrong -------------------------------------------------------------------------------------------

    def inject(self, fault: Fault) -> int:
        """Enter a fault; the answer is its number."""
        return self._call(lambda desk: desk.inject(fault))

    def fired(self, number: int) -> int:
        """How often a fault has gone off."""
        return self._call(lambda desk: desk.exchange.faults.fired(number))

    def clear_faults(self) -> None:
        """Take all faults away; answers that they hold go out."""
        self._call(lambda desk: desk.clear_faults())

    def hold_pushes(self, address: str | None = None) -> None:
        """Keep all events of a mailbox, or of all, back ..."""
        self._call(lambda desk: desk.hold_pushes(address))

    def release_pushes(self, address: str | None = None) -> None:
        """... and let them go, in their order."""
        self._call(lambda desk: desk.release_pushes(address))

    def restart(self) -> None:
        """Restart Exchange: connections are cut, subscriptions gone without a word. The port stays."""
        self._call(lambda desk: desk.organisation.restart())

    def fail_over(self, address: str) -> None:
        """Another copy of a mailbox's database takes over: subscriptions end silently, old watermarks are refused."""
        self._call(lambda desk: desk.fail_over(address))

    def expire_pulls(self, address: str) -> None:
        """The pull subscriptions on a mailbox expire, as if nobody had called in time."""
        self._call(lambda desk: desk.expire_pulls(address))

    def migrate(self, address: str) -> None:
        """Move a mailbox to another server: everything in it keeps its values, and gets another id."""
        self._call(lambda desk: desk.migrate(address))

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> int | None:
        """Send any bytes to a listener; the HTTP status it answers, None if it does not."""
        return self._run(lambda desk: desk.post(url, body, headers or {})).status

    def replay_push(self, number: int, *, subscription_id: str | None = None) -> int | None:
        """Send the push of journal record `number` again, optionally under another subscription's id."""
        return self._run(lambda desk: desk.replay_push(number, subscription_id)).status

    # --- looking ---------------------------------------------------------------------------------------------------

    @property
    def profile(self) -> Profile:
        """How it behaves; a mailbox that was made with fields of its own may differ."""
        return self._exchange.profile

    @property
    def journal(self) -> Journal:
        """What was asked, answered, pushed and done; it may be read from any thread."""
        return self._exchange.journal

    def subscriptions(self, address: str | None = None) -> tuple[SubscriptionView, ...]:
        """The subscriptions on a mailbox, or on all; ended ones first."""
        return self._call(lambda desk: desk.subscriptions(address))

    def busy(self) -> bool:
        """Whether a request is being worked on, or a push is due or in flight (unanswered for less than 2 s)."""
        return self._call(lambda desk: desk.organisation.busy())

    def wait_quiet(self, seconds: float = 5.0) -> bool:
        """Wait until it is not busy, at most so many real seconds; whether it came to that."""
        return self._run(lambda desk: desk.organisation.wait_quiet(seconds))

    # --- time ------------------------------------------------------------------------------------------------------

    def now(self) -> dt.datetime:
        """The present instant."""
        return self._exchange.clock.now()

    def next_due(self) -> dt.datetime | None:
        """The earliest instant at which something falls due; what is held does not count."""
        return self._call(lambda desk: desk.exchange.agenda.next_due())

    def advance(self, to: dt.datetime) -> None:
        """Move a manual clock to `to`, and do everything that falls due on the way, in order.

        It returns when posts that became due have been started. TypeError if the clock goes by itself.
        """
        manual(self._exchange.clock)
        self._run(lambda desk: desk.organisation.advance(to))

    # --- to the simulator's thread ---------------------------------------------------------------------------------

    def _call(self, do: Callable[[Desk], T]) -> T:
        thread, desk = self._running()
        return thread.call(lambda: do(desk))

    def _run(self, do: Callable[[Desk], Coroutine[Any, Any, T]]) -> T:
        thread, desk = self._running()
        return thread.run(do(desk))

    @property
    def _exchange(self) -> Exchange:
        """Where anybody may look, from any thread, be it closed or not."""
        if self._desk is None:
            raise RuntimeError(_NOT_RUNNING)
        return self._desk.exchange

    def _running(self) -> tuple[LoopThread, Desk]:
        if self._thread is None or self._desk is None:
            raise RuntimeError(_NOT_RUNNING)
        return self._thread, self._desk
