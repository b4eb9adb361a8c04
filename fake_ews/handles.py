"""Handles for Python callers: an organisation, its mailboxes and rooms, and the people who work in them.

Rule: every handle may be used from any thread; it marshals to the simulator's loop and waits. Instants are aware and in
UTC, addresses are SMTP addresses in lower case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal, Self, TypeVar, cast

from fake_ews.control.desk import Desk
from fake_ews.control.views import ItemView, SubscriptionView
from fake_ews.model.exchange import Exchange
from fake_ews.model.faults import Fault
from fake_ews.model.journal import Journal
from fake_ews.model.profile import Profile
from fake_ews.people._hands import Hands
from fake_ews.people.outlook import Outlook as OutlookHands
from fake_ews.server.clock import manual
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

    def account(self, address: str, password: str, *, impersonates: Iterable[str] | Literal["all"] = ()) -> None:
        """An account, with a mailbox; it may impersonate the owners of these mailboxes, or all."""
        self._call(lambda desk: desk.account(address, password, impersonates))

    def mailbox(self, address: str, **said: Any) -> Mailbox:
        """Make a mailbox: name, password (it is an account then), zone (Windows id), culture, fields of the profile.

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
        policy: Mapping[str, Any] | None = None,
    ) -> Room:  # fmt: skip
        """Make a room mailbox; it answers requests so long after they arrive, or with None never by itself.

        `policy`: settings of its booking policy as Set-CalendarProcessing names them, such as {"AllowConflicts": True};
        without any it is that of a new room. ValueError for an unknown name or value.
        """
        made = self._call(
            lambda desk: desk.mailbox(address, name=name, room=True, answers_after=accepts_after, policy=policy)
        )
        return Room(self, address, made.name)

    def allow(self, account: str, mailbox: str) -> None:
        """Allow an account to impersonate the owner of a mailbox, from now on."""
        self._call(lambda desk: desk.may_impersonate(account, mailbox, True))

    def deny(self, account: str, mailbox: str) -> None:
        """Refuse it, from now on."""
        self._call(lambda desk: desk.may_impersonate(account, mailbox, False))

    def redirect(self, address: str, to: str) -> None:
        """Autodiscover sends who asks for this address, or for all of this domain, on to an address or a URL."""
        self._call(lambda desk: desk.organisation.autodiscover.redirects.__setitem__(address.lower(), to))

    def token(self, address: str, *, app: bool = False, **said: Any) -> str:
        """A Bearer token of an account: as its user, or as an application (which must impersonate).

        `audience`, and `lifetime` in seconds of this Exchange's clock, may be wrong ones.
        """
        return self._call(lambda desk: desk.organisation.tokens.mint(address, app=app, **said))

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


class Mailbox:
    """The handle of a mailbox."""

    def __init__(self, fake: Organisation, address: str) -> None:
        self._fake, self.address = fake, address.lower()

    def items(self, folder: str = "calendar") -> tuple[ItemView, ...]:
        """The items of a folder (distinguished name, FolderId, or "all"), in the order they came."""
        return self._fake._call(lambda desk: desk.items(self.address, folder))

    def item(self, item_id: str) -> ItemView | None:
        """The item that has this id now, or None."""
        return self._fake._call(lambda desk: desk.item(self.address, item_id))

    def make_folder(self, name: str, kind: str = "calendar", parent: str = "calendar") -> str:
        """Make a folder; the answer is its FolderId, which may stand wherever a folder's name may."""
        return self._fake._call(lambda desk: desk.make_folder(self.address, name, kind, parent))

    def add(
        self, *, subject: str = "", start: dt.datetime, end: dt.datetime, folder: str = "calendar", **fields: Any
    ) -> ItemView:
        """Make an entry, as Outlook on the web would."""
        return self._fake._call(lambda desk: desk.add(self.address, subject, start, end, folder, **fields))

    def behave(self, **profile: Any) -> None:
        """From now on these fields of the profile are its own, and no others."""
        self._fake._call(lambda desk: desk.behave(self.address, **profile))

    def empty(self) -> None:
        """Take all items out; the log goes on."""
        self._fake._call(lambda desk: desk.empty(self.address))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address!r})"


class Room(Mailbox):
    """The handle of a room mailbox."""

    def __init__(self, fake: Organisation, address: str, name: str) -> None:
        super().__init__(fake, address)
        self.name = name

    @property
    def policy(self) -> dict[str, Any]:
        """Its booking policy, setting by setting, by the names of Set-CalendarProcessing."""
        return asdict(self._fake._call(lambda desk: desk.policy(self.address)))

    def books(self, **policy: Any) -> None:
        """From now on it has these settings, and all others as they are by default. ValueError, as room()."""
        self._fake._call(lambda desk: desk.policy(self.address, policy))


class Person:
    """Somebody at a program (Outlook on the web, a phone, a delegate): every act changes the mailbox at once.

    An entry is known by a handle (int) that survives moves; LookupError if it stands for nothing any more. Fields of an
    entry: location, body (plain) or html, all_day, reminder (minutes, None: none), sensitivity, importance, free_busy,
    categories, new_times (may be proposed), attendees, optional, resources (addresses), zone (Windows id), daily or
    weekly (so many times).
    """

    def __init__(self, fake: Organisation, program: str, address: str, of: str = "") -> None:
        self._fake, self._who = fake, (program, address, of)
        fake._call(lambda desk: desk.person(*self._who))

    # looking

    def entries(self) -> tuple[int, ...]:
        """The handles of all entries of the calendar."""
        return self._fake._call(lambda desk: self._hands(desk).entries())

    def find(self, subject: str) -> int:
        """The handle of the one entry with this subject; LookupError."""
        return self._fake._call(lambda desk: self._hands(desk).find(subject))

    def view(self, entry: int) -> ItemView:
        """What the person sees of an entry."""
        return self._fake._call(lambda desk: desk.view(self._hands(desk), entry))

    # acts

    def new(self, subject: str, start: dt.datetime, end: dt.datetime, **fields: Any) -> int:
        """Make an entry; invited people get their requests."""
        return self._act(lambda hands: hands.new(subject, start, end, **fields))

    def change(self, entry: int, **fields: Any) -> None:
        """Save an entry with another subject, start, end, or other fields."""
        self._act(lambda hands: hands.change(entry, **fields))

    def drag(self, entry: int, start: dt.datetime) -> None:
        """Drag an entry to another time; it keeps its length."""
        self._act(lambda hands: hands.drag(entry, start))

    def change_date(self, entry: int, original: dt.datetime, **fields: Any) -> None:
        """Save one date of a series, named by its start in the pattern, with other fields."""
        self._act(lambda hands: hands.change_date(entry, original, **fields))

    def drag_date(self, entry: int, original: dt.datetime, start: dt.datetime) -> None:
        """Drag one date of a series to another time; ValueError: past its neighbours."""
        self._act(lambda hands: hands.drag_date(entry, original, start))

    def delete_date(self, entry: int, original: dt.datetime) -> None:
        """Delete one date of a series; ValueError: it is the last one left."""
        self._act(lambda hands: hands.delete_date(entry, original))

    def save(self, entry: int) -> None:
        """Save an entry again with equal values."""
        self._act(lambda hands: hands.save(entry))

    def delete(self, entry: int) -> None:
        """Delete: to Deleted Items."""
        self._act(lambda hands: hands.delete(entry))

    def shift_delete(self, entry: int, *, event: Literal["DeletedEvent", "MovedEvent"] = "DeletedEvent") -> None:
        """Shift+Delete: gone for good (DeletedEvent), or to Recoverable Items (MovedEvent)."""
        self._act(lambda hands: hands.shift_delete(entry, event=event))

    def copy(self, entry: int, start: dt.datetime) -> int:
        """Ctrl+drag: the copy carries all named properties; its handle."""
        return self._act(lambda hands: hands.copy(entry, start))

    def undo(self) -> None:
        """Undo the last delete: back in the calendar, under a new ItemId."""
        self._act(lambda hands: hands.undo())

    def drag_back(self, entry: int) -> None:
        """Drag an entry from Deleted Items to the calendar."""
        self._act(lambda hands: hands.drag_back(entry))

    def empty_trash(self) -> None:
        """Empty Deleted Items."""
        self._act(lambda hands: hands.empty_trash())

    def move(self, entry: int, folder: str) -> None:
        """Move an entry to another folder (distinguished name or FolderId)."""
        self._act(lambda hands: hands.move(entry, folder))

    def mark_read(self, entry: int, read: bool = True) -> None:
        """Mark an entry as read or unread."""
        self._act(lambda hands: hands.mark_read(entry, read))

    def dismiss_reminder(self, entry: int) -> None:
        """Dismiss the reminder of an entry."""
        self._act(lambda hands: hands.dismiss_reminder(entry))

    def accept(self, entry: int) -> None:
        """Accept a meeting; the answer reaches the organizer's item."""
        self._act(lambda hands: hands.accept(entry))

    def tentative(self, entry: int) -> None:
        """Accept a meeting tentatively."""
        self._act(lambda hands: hands.tentative(entry))

    def decline(self, entry: int) -> None:
        """Decline a meeting; the copy moves to Deleted Items."""
        self._act(lambda hands: hands.decline(entry))

    def propose(self, entry: int, start: dt.datetime, end: dt.datetime, response: str = "Tentative") -> None:
        """Answer a meeting (Accept, Tentative, Decline), and propose another time; ValueError where none is wanted."""
        self._act(lambda hands: hands.propose(entry, start, end, response))

    def cancel_meeting(self, entry: int) -> None:
        """Cancel one's own meeting: update, cancellations, move to Deleted Items."""
        self._act(lambda hands: hands.cancel_meeting(entry))

    def stamp(self, entry: int, stamp: Sequence[Mapping[str, Any]], invite: Sequence[str] = ()) -> None:
        """The add-in writes a product's stamp ([{set, name or id, type, value}]), and adds invited rooms and people."""
        self._act(lambda hands: hands.stamp(entry, stamp, invite))

    def _act(self, do: Callable[[Hands], T]) -> T:
        return self._fake._call(lambda desk: desk.act(lambda: do(self._hands(desk))))

    def _hands(self, desk: Desk) -> Hands:
        """Whoever sits at this program now."""
        return desk.person(*self._who)


class Outlook(Person):
    """Somebody at Outlook in cached mode: acts stay on the local copy until the next send/receive."""

    def send_receive(self) -> None:
        """F9: each save since the last time reaches the mailbox, in order; the mailbox's changes reach the copy."""
        self._act(lambda hands: _cached(hands).send_receive())

    def stamp_of(self, entry: int, stamp: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """What the entry carries now for the properties of a stamp; what it does not carry is left out."""
        return self._fake._call(lambda desk: _cached(self._hands(desk)).stamp_of(entry, stamp))


def _cached(hands: Hands) -> OutlookHands:
    return cast(OutlookHands, hands)
