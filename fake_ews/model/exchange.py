"""The organisation: mailboxes, accounts and their rights, and the turn in which everything happens.

Rule: one request, one act of a person or one due timer is a turn; it runs whole, and the records of all mailboxes it
touches carry its number. What must follow later is entered in the agenda when the turn ends.
Source: design; impersonation: guide/impersonation-and-ews-in-exchange.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from fake_ews.contract.common import EmailAddress, SingleRecipient
from fake_ews.model import ids, languages, lists, mailed_reminders, zones
from fake_ews.model.booking import BookingPolicy
from fake_ews.model.clock import Agenda, Clock
from fake_ews.model.faults import Faults
from fake_ews.model.ids import Ids
from fake_ews.model.journal import Changed, Journal, Record
from fake_ews.model.keeping import Unkept
from fake_ews.model.lists import Group
from fake_ews.model.log import LogRecord
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.meeting_mail import Mail
from fake_ews.model.outside import Outside
from fake_ews.model.profile import Profile
from fake_ews.model.pulls import Pulls
from fake_ews.model.streams import Piece, Streams
from fake_ews.model.subscriptions import GiveUp, Post, Subscriptions
from fake_ews.model.texts import is_address, wrong_address
from fake_ews.model.throttling import Budgets
from fake_ews.model.working_hours import WorkHours

ROOM_DELAY, LONGEST_DELAY = dt.timedelta(seconds=1), dt.timedelta(days=366)
Ended = tuple[tuple[str, str, str], ...]
"""Subscriptions that have ended, as `Record.ended` tells them."""


@dataclass(slots=True)
class Turn:
    """What happens in one turn, for the journal: records of all mailboxes, mails, and what the request named.

    `senders`: who sends what goes out of a mailbox, where that is not its owner.
    """

    number: int
    records: list[tuple[Mailbox, LogRecord]] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    item_ids: list[str] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    is_write: bool = False
    subscription: str = ""
    connection: int = 0
    lacks: str = ""
    ended: Ended = ()
    senders: dict[str, Mailbox] = field(default_factory=dict)

    def sender(self, mailbox: Mailbox) -> SingleRecipient:
        """Who sends what goes out of a mailbox now: its owner, or who works there for him.

        Source: guide/delegate-access-and-ews-in-exchange (From is the owner, Sender the delegate).
        """
        return self.senders.get(mailbox.address, mailbox).recipient


@dataclass(slots=True)
class Account:
    """Who may sign in. `impersonates` holds addresses, or everybody.

    `full_access` holds the mailboxes that he may open as their owners may, without being taken for them; or all.
    `denied`: the mailboxes that are refused to him in spite of both.
    """

    address: str
    password: str
    impersonates_all: bool = False
    impersonates: set[str] = field(default_factory=set)
    denied: set[str] = field(default_factory=set)
    full_access_all: bool = False
    full_access: set[str] = field(default_factory=set)

    def has_full_access(self, address: str) -> bool:
        """Whether it may open this mailbox as its owner may. Source: Add-MailboxPermission, FullAccess."""
        return address not in self.denied and (self.full_access_all or address in self.full_access)

    def may_impersonate(self, address: str) -> bool:
        """Whether it may act as the owner of this mailbox."""
        return address not in self.denied and (self.impersonates_all or address in self.impersonates)


class Exchange:
    """An Exchange organisation. All instants come from `clock`; all chance comes from `seed`."""

    host = "mail.example.test"

    def __init__(self, clock: Clock, profile: Profile, seed: int = 0) -> None:
        self.clock, self.profile, self.seed = clock, profile, seed
        self.agenda = Agenda()
        self.mailboxes: dict[str, Mailbox] = {}
        self.accounts: dict[str, Account] = {}
        self.groups: dict[str, Group] = {}
        self.outsiders: dict[str, Outside] = {}
        self.posts: deque[Post] = deque()
        self.given_up: deque[GiveUp] = deque()
        self.pieces: deque[Piece] = deque()
        self.journal = Journal()
        self.faults = Faults()
        self.budgets = Budgets()
        self.unkept = Unkept()
        self.subscriptions = Subscriptions(self)
        self.pulls = Pulls(self)
        self.streams = Streams(self)
        self.subscriptions_made = 0
        self.turn_number = self.attachments_made = self.moves = 0
        self.is_own: Callable[[str], bool] = lambda address: True  # whether it may be an address of this organisation
        self._turn: Turn | None = None
        self._by_guid: dict[UUID, Mailbox] = {}

    # --- who is there ----------------------------------------------------------------------------------------------

    def add_mailbox(
        self, address: str, *, name: str = "", zone: str = "W. Europe Standard Time", culture: str = "en-US",
        profile: Profile | None = None, room: bool = False, answers_after: dt.timedelta | None = ROOM_DELAY,
        policy: Mapping[str, object] | None = None, hours: Mapping[str, object] | None = None,
    ) -> Mailbox:  # fmt: skip
        """Make a mailbox, or with `room` a room's, which answers requests after a while (None: never by itself).

        `policy`: the settings of a room's BookingPolicy that are not as by default; `hours`: those of its WorkHours.

        ValueError if the address is taken or is none, zone or culture is not known, the room answers before it is asked
        or after more than a year, or the policy or the hours have what there is not.
        """
        address = self._own(address)
        if address in self.mailboxes:
            raise ValueError(f"there is a mailbox {address} already")
        if address in self.groups:
            raise ValueError(f"there is a group {address} already")
        if zones.zone(zone) is None:
            raise ValueError(f"not a time zone: {zone!r} (expected a Windows or IANA name)")
        if (wrong := languages.wrong_culture(culture)) is not None:
            raise ValueError(wrong)
        booking = None if policy is None else self._policy(address, room, policy)
        work = WorkHours.of(hours or {})
        after = _wait(answers_after) if room else None
        name = name or _name_of(address)
        mailbox = Mailbox(
            self, address, name=name, zone=zone, culture=culture, profile=profile or self.profile, room=room
        )
        mailbox.answers_after, mailbox.booking, mailbox.hours = after, booking or mailbox.booking, work
        self.mailboxes[address] = mailbox
        self.outsiders.pop(address, None)
        self._by_guid[mailbox.ids.mailbox] = mailbox
        self.unkept.changed(mailbox)
        return mailbox

    def set_policy(self, mailbox: Mailbox, policy: Mapping[str, object]) -> None:
        """From now on a room books by these settings, all others being as by default. ValueError, as add_mailbox."""
        mailbox.booking = self._policy(mailbox.address, mailbox.is_room, policy)
        mailbox.changed()

    def set_wait(self, mailbox: Mailbox, answers_after: dt.timedelta | None) -> None:
        """From now on a room answers what arrives after so long, or never by itself. ValueError."""
        if not mailbox.is_room:
            raise ValueError(f"{mailbox.address} is no room: only rooms answer by themselves")
        mailbox.answers_after = _wait(answers_after)
        mailbox.changed()

    def set_hours(self, mailbox: Mailbox, hours: Mapping[str, object]) -> None:
        """From now on somebody works at these hours, all other settings being as by default. ValueError."""
        mailbox.hours = WorkHours.of(hours)
        mailbox.changed()

    def _policy(self, address: str, is_room: bool, said: Mapping[str, object]) -> BookingPolicy:
        if not is_room:
            raise ValueError(f"{address} is no room: only rooms have a booking policy")
        return BookingPolicy.of(said)

    def put_group(self, address: str, *, name: str = "", members: Iterable[str], rooms: bool = False) -> Group:
        """Make a distribution group, or with `rooms` a room list; one that is there is as said from now on, and keeps
        its name if none is said. Members may be groups, and people outside; those of a room list are rooms.

        ValueError: there is a mailbox of this address, or something is no address, or a member of a room list no room.
        """
        address = self._own(address)
        if address in self.mailboxes:
            raise ValueError(f"there is a mailbox {address} already: it cannot be a group")
        known = tuple(dict.fromkeys(_address(one) for one in members))
        for one in known if rooms else ():
            if one not in self.mailboxes or not self.mailboxes[one].is_room:
                raise ValueError(f"{one} is no room: the room list {address} cannot have it")
        before = self.groups.get(address)
        name = name or (before.name if before else _name_of(address))
        self.groups[address] = group = Group(address, name, known, rooms)
        self.outsiders.pop(address, None)
        self.unkept.changed(group)
        return group

    def opened(self, addresses: Iterable[str]) -> list[str]:
        """Whom these addresses reach: their members in place of groups, each once."""
        return lists.reached(self.groups, addresses)

    def drop_group(self, address: str) -> None:
        """Take a group away; its members stay. LookupError if there is none."""
        group = self.groups.pop(address.lower(), None)
        if group is None:
            raise LookupError(f"there is no group {address}")
        self.unkept.changed(group)

    def _own(self, address: str) -> str:
        """An address in lower case; ValueError if it is none, or belongs to another organisation of the server."""
        if not self.is_own(address):
            raise ValueError(f"{address} belongs to another organisation of this server: its mail domain is not ours")
        return _address(address)

    def outside(self, address: str, *, name: str = "", zone: str = "") -> Outside:
        """Somebody outside, who has this address: anybody who has no mailbox here. A name and a zone may be told later.

        ValueError if the address is one of here, or is none, or the zone is not known.
        """
        address = _address(address)
        if address in self.mailboxes or address in self.groups:
            raise ValueError(f"{address} is not outside: it is an address of this organisation")
        if zone and zones.zone(zone) is None:
            raise ValueError(f"not a time zone: {zone!r} (expected a Windows or IANA name)")
        known = self.outsiders.get(address)
        if known is None:
            known = self.outsiders[address] = Outside(self, address, name=_name_of(address), zone="UTC")
        known.name, known.zone = name or known.name, zone or known.zone
        return known

    def reached(self, address: str) -> Mailbox | None:
        """The mailbox to which mail for an address goes, here or outside; None: there can be none, or it is a group."""
        address = address.lower()
        if address in self.mailboxes:
            return self.mailboxes[address]
        return None if address in self.groups or not is_address(address) else self.outside(address)

    def mailbox_of(self, guid: UUID) -> Mailbox | None:
        """The mailbox that an ItemId or FolderId names, or None."""
        return self._by_guid.get(guid)

    def of_sid(self, sid: str) -> Mailbox | None:
        """The mailbox of the user that has this security identifier, in any case, or None."""
        return next((one for one in self.mailboxes.values() if ids.sid(self.seed, one.address) == sid.upper()), None)

    def resolve(self, address: EmailAddress) -> EmailAddress:
        """An address as Exchange stores it: name, routing type and kind filled in from the directory."""
        given = address.EmailAddress or ""
        known = self._at(given.lower()) if given else self._called(address.Name or "")
        if known is not None:
            return known.email_address
        return EmailAddress(
            Name=address.Name or given, EmailAddress=given or None, RoutingType="SMTP", MailboxType="OneOff"
        )

    def _at(self, address: str) -> Mailbox | Group | None:
        return self.mailboxes.get(address) or self.groups.get(address)

    def _called(self, name: str) -> Mailbox | Group | None:
        """The one mailbox or group of this name, if there is just one."""
        listed: tuple[Mailbox | Group, ...] = (*self.mailboxes.values(), *self.groups.values())
        found = [one for one in listed if one.name.lower() == name.lower()]
        return found[0] if len(found) == 1 else None

    def restart(self) -> Ended:
        """What a restart ends: all subscriptions, and old watermarks where the profile says so."""
        ended = self._living()
        self.subscriptions.restart()
        self.pulls.restart()
        self.streams.restart()
        for mailbox in self.mailboxes.values():
            if mailbox.profile.restart_forgets_watermarks:
                self._serve_from_another_database(mailbox)
        return ended

    def fail_over(self, mailbox: Mailbox) -> Ended:
        """Another copy of a mailbox's database serves it now: subscriptions end silently, old watermarks are refused.

        SyncStates stay good. [doc: MS-OXWSPSNTIF; ref/watermark; guide/mailbox-synchronization]
        """
        self._serve_from_another_database(mailbox)
        return self._lose(mailbox, "its mailbox failed over")

    def _serve_from_another_database(self, mailbox: Mailbox) -> None:
        """From now on no watermark of a mailbox from before is known."""
        self.moves += 1
        mailbox.ids.other_database(self.moves)
        self.unkept.changed(mailbox)

    def migrate(self, mailbox: Mailbox) -> Ended:
        """Move a mailbox to another server: all ids are new, what was remembered of the old ones is refused."""
        self.moves += 1
        self.move_home(mailbox, self.moves)
        mailbox.give_new_keys()
        self.unkept.changed(mailbox)
        return self._lose(mailbox, "its mailbox was moved")

    def expire_pulls(self, mailbox: Mailbox) -> Ended:
        """The pull subscriptions on a mailbox have not been called in time."""
        ended = tuple(one for one in self._living(mailbox.address) if one[2] == "pull")
        self.pulls.expire(mailbox.address)
        return ended

    def move_home(self, mailbox: Mailbox, home: int) -> None:
        """A mailbox has the ids of another server from now on; no other one of it is known."""
        del self._by_guid[mailbox.ids.mailbox]
        mailbox.ids = Ids(self.seed, mailbox.address, home)
        self._by_guid[mailbox.ids.mailbox] = mailbox

    def _living(self, address: str | None = None) -> Ended:
        """The subscriptions that live on a mailbox, or on all."""
        pushes = [(one.id, one.mailbox, f"push to {one.url}", one.ended) for one in self.subscriptions.all(address)]
        pulls = [(one.id, one.mailbox, "pull", one.ended) for one in self.pulls.all(address)]
        streams = [(one.id, one.mailbox, "streaming", one.ended) for one in self.streams.all(address)]
        return tuple((one, of, what) for one, of, what, ended in [*pushes, *pulls, *streams] if ended is None)

    def _lose(self, mailbox: Mailbox, why: str) -> Ended:
        """End all subscriptions on a mailbox: pushes without a word, unless the profile announces the loss."""
        ended = self._living(mailbox.address)
        for kind in (self.subscriptions, self.pulls, self.streams):
            for one in [one.id for one in kind.all(mailbox.address) if one.ended is None]:
                if kind is self.subscriptions and mailbox.profile.announces_loss:
                    self.subscriptions.fail_reading(one)
                else:
                    kind.end(one, why)
        return ended

    # --- turns -----------------------------------------------------------------------------------------------------

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Everything inside happens in one turn; at its end subscriptions learn of its records. Turns do not nest."""
        assert self._turn is None, "a turn runs whole: none can begin inside another"
        self.turn_number += 1
        self._turn = turn = Turn(self.turn_number)
        self.unkept.begin()
        try:
            yield turn
        finally:
            self._turn = None
            if turn.records:
                mailed_reminders.noticed(self, turn.records)
                self.subscriptions.noticed(turn.records)
                self.streams.noticed(turn.records)
            self.unkept.end()

    @contextmanager
    def act(self, what: str, mailbox: str, who: str) -> Iterator[Turn]:
        """A turn that no client asked for: a person does something; the journal gets a record of it."""
        at = self.clock.now()
        with self.turn() as turn:
            yield turn
        self._note_act(what, mailbox, who, at, turn)

    @property
    def has_to_say(self) -> bool:
        """Whether something waits for the edge: a push to be sent or given up, a piece of a stream."""
        return bool(self.posts or self.given_up or self.pieces)

    @property
    def this_turn(self) -> Turn:
        """The turn that is running."""
        assert self._turn is not None, "nothing changes outside a turn"
        return self._turn

    def recorded(self, mailbox: Mailbox, record: LogRecord) -> None:
        """A mailbox has appended a record to its log."""
        self.this_turn.records.append((mailbox, record))
        self.unkept.counted(mailbox)

    def run_due(self) -> None:
        """Do everything that is due now, each piece of work in a turn of its own."""
        while (work := self.agenda.take(self.clock.now())) is not None:
            with self.turn() as turn:
                work.due(self)
            if turn.records:
                self._note_act(type(work).__name__, turn.records[0][0].address, "Exchange", self.clock.now(), turn)

    def _note_act(self, what: str, mailbox: str, who: str, at: dt.datetime, turn: Turn) -> None:
        mails = tuple((mail.kind, mail.address) for mail in turn.mails)
        self.journal.append(
            Record(
                self.journal.newest + 1, at, "act", what, mailbox, who, changes=changes_of(turn), mails=mails,
                mailed=bool(mails), item_ids=tuple(turn.item_ids), properties=tuple(turn.properties), ended=turn.ended,
            )
        )  # fmt: skip


def _address(address: str) -> str:
    """An address in lower case. ValueError: it is none."""
    if (why := wrong_address(address)) is not None:
        raise ValueError(why)
    return address.lower()


def _name_of(address: str) -> str:
    """A name for somebody of whom only the address is known."""
    return address.split("@")[0].replace(".", " ").title()


def _wait(after: dt.timedelta | None) -> dt.timedelta | None:
    if after is not None and not isinstance(after, dt.timedelta):
        raise TypeError(f"a room answers after a datetime.timedelta, or never (None), not {after!r}")
    if after is not None and not dt.timedelta() <= after <= LONGEST_DELAY:
        raise ValueError(f"a room answers after 0 s to {LONGEST_DELAY.days} days, not {after}")
    return after


def changes_of(turn: Turn) -> tuple[Changed, ...]:
    """What a turn did to items and folders of any mailbox, as the journal tells it."""
    return tuple(_changed(mailbox, record) for mailbox, record in turn.records)


def _changed(mailbox: Mailbox, record: LogRecord) -> Changed:
    if not record.item:
        return Changed(
            mailbox.address, record.kind, "folder", record.item_class, mailbox.ids.folder(record.folder), "",
            _folder_name(mailbox, record.parent),
        )  # fmt: skip
    old_id = mailbox.ids.item(record.old_folder, record.old_item) if record.old_item else ""
    return Changed(
        mailbox.address, record.kind, "item", record.item_class, mailbox.ids.item(record.folder, record.item), old_id,
        _folder_name(mailbox, record.folder), _folder_name(mailbox, record.old_folder),
    )  # fmt: skip


def _folder_name(mailbox: Mailbox, number: int) -> str:
    folder = mailbox.folders.get(number)
    return "" if folder is None else folder.distinguished or mailbox.ids.folder(number)
