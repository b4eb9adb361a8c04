"""Everything a test may do to the simulator, on the thread of its loop; Python handles and JSON API are doors to this.

Rule: after whatever is done here, what falls due now is done and what must be pushed is on its way. Unknown addresses
and handles are LookupError, wrong values ValueError or TypeError, in words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from fake_ews.contract.folders import CalendarFolder
from fake_ews.control import views
from fake_ews.model import ids, redelivery, rights
from fake_ews.model.booking import BookingPolicy
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.faults import Fault
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.lists import Group
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.search_folders import contents
from fake_ews.people._hands import Hands
from fake_ews.people.delegate import Delegate
from fake_ews.people.imap import Imap
from fake_ews.people.outlook import Outlook
from fake_ews.people.outside import Outsider
from fake_ews.people.owa import Owa
from fake_ews.people.phone import Phone
from fake_ews.server.app import App
from fake_ews.server.http_answers import Answer
from fake_ews.server.organisation import Organisation
from fake_ews.server.push import headers_of
from fake_ews.server.setup import Addresses, add_account
from fake_ews.server.world import World, settle

T = TypeVar("T")
TEST = "the test"
_ASKED_FOR = re.compile(r"([^@\s\0]+@)?[^@\s\0]+")
_SENT_TO = re.compile(r"[^@\s\0]+@[^@\s\0]+|https?://[^\s\0]+")
_LONGEST_TOKEN = 3653 * 24 * 3600
OWN = ("name", "zone", "culture", "answers_after", "policy", "hours")
FOLDER_CLASSES = {"calendar": "IPF.Appointment", "mail": "IPF.Note", "contacts": "IPF.Contact", "tasks": "IPF.Task"}


class Desk:
    """The test's place at an organisation of a server."""

    def __init__(self, app: App, organisation: Organisation) -> None:
        self.app, self.organisation = app, organisation

    @property
    def exchange(self) -> Exchange:
        """The Exchange of the organisation; a reset puts another in its place."""
        return self.organisation.exchange

    # --- who is there ----------------------------------------------------------------------------------------------

    def found(self, address: str) -> Mailbox:
        """The mailbox of an address; LookupError."""
        mailbox = self.exchange.mailboxes.get(address.lower())
        if mailbox is None:
            raise LookupError(f"there is no mailbox {address}")
        return mailbox

    def account(
        self, address: str, password: str, impersonates: Addresses = (), full_access: Addresses = ()
    ) -> Account:
        """An account, with a mailbox; one that exists gets this password and these rights."""
        with self.exchange.unkept.together():
            return add_account(self.exchange, address, password, impersonates, full_access)

    def mailbox(
        self, address: str, *, password: str | None = None, room: bool = False,
        profile: Mapping[str, object] | None = None, **said: Any,
    ) -> Mailbox:  # fmt: skip
        """Make a mailbox: name, zone, culture, of a room its policy, and fields of the profile that are its own.

        These may also stand among what is said otherwise.
        """
        own = {name: said.pop(name) for name in OWN if name in said}
        fields = {**said, **(profile or {})}
        with self.exchange.unkept.together():
            behaves = self.exchange.profile.own(fields, is_new=True) if fields else None
            mailbox = self.exchange.add_mailbox(address, room=room, profile=behaves, **own)
            if password is not None:
                self.account(address, password)
        return mailbox

    def populate(self, world: World) -> None:
        """Make all people, rooms and meetings of a world; from now on Exchange behaves as the world says."""
        with self.exchange.unkept.together():
            self.exchange.profile = world.shaped(self.exchange.profile)
            settle(self.exchange, world)
        self._done(None)

    def behave(self, address: str, profile: Mapping[str, object]) -> None:
        """From now on these fields of the profile are the mailbox's own, and no others. ValueError."""
        mailbox = self.found(address)
        mailbox.behave(self.exchange.profile.own(profile).but(archive=mailbox.profile.archive))
        self._done(None)

    def policy(self, address: str, said: Mapping[str, object] | None = None) -> BookingPolicy:
        """The booking policy of a room; with `said` it has these settings from now on, the others by default."""
        mailbox = self.found(address)
        if said is not None:
            self.exchange.set_policy(mailbox, said)
        if not mailbox.is_room:
            raise LookupError(f"{mailbox.address} is no room: only rooms have a booking policy")
        return mailbox.booking

    def wait(self, address: str) -> dt.timedelta | None:
        """How long after it is asked a room answers; None: never by itself. LookupError."""
        mailbox = self.found(address)
        if not mailbox.is_room:
            raise LookupError(f"{mailbox.address} is no room: only rooms answer by themselves")
        return mailbox.answers_after

    def set_wait(self, address: str, after: dt.timedelta | None) -> None:
        """From now on a room answers what arrives so long after it, or never by itself. LookupError, ValueError."""
        self.exchange.set_wait(self.found(address), after)

    def hours(self, address: str, said: Mapping[str, object] | None = None) -> dict[str, object]:
        """The working hours of a mailbox; with `said` it has these settings from now on, the others by default."""
        mailbox = self.found(address)
        if said is not None:
            self.exchange.set_hours(mailbox, said)
        return mailbox.hours.said()

    def groups(self) -> tuple[views.GroupView, ...]:
        """All groups, in the order they were made."""
        return tuple(views.of_group(one) for one in self.exchange.groups.values())

    def group(self, address: str) -> views.GroupView:
        """A group as it is now. LookupError."""
        return views.of_group(self._group(address))

    def put_group(self, address: str, name: str, members: Iterable[str], *, rooms: bool) -> views.GroupView:
        """Make a group; one that is there is as said from now on. ValueError."""
        return views.of_group(self.exchange.put_group(address, name=name, members=members, rooms=rooms))

    def change_group(self, address: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """These are in a group from now on, those no more. LookupError; ValueError, as put_group."""
        known, out = self._group(address), {one.lower() for one in remove}
        members = (*(one for one in known.members if one not in out), *add)
        self.exchange.put_group(known.address, name=known.name, members=members, rooms=known.is_room_list)

    def drop_group(self, address: str) -> None:
        """Take a group away. LookupError."""
        self.exchange.drop_group(address)

    def _group(self, address: str) -> Group:
        known = self.exchange.groups.get(address.lower())
        if known is None:
            raise LookupError(f"there is no group {address}")
        return known

    def allow(self, account: str, mailbox: str, *, full_access: bool = False) -> None:
        """Allow an account to impersonate the owner of a mailbox, or to open it as he may, from now on."""
        known, address = self._account(account), self.found(mailbox).address
        known.denied.discard(address)
        (known.full_access if full_access else known.impersonates).add(address)
        self.exchange.unkept.changed(known)

    def deny(self, account: str, mailbox: str) -> None:
        """Refuse both, from now on."""
        known = self._account(account)
        known.denied.add(self.found(mailbox).address)
        self.exchange.unkept.changed(known)

    def _account(self, account: str) -> Account:
        known = self.exchange.accounts.get(account.lower())
        if known is None:
            raise LookupError(f"there is no account {account}")
        return known

    def redirect(self, address: str, to: str) -> None:
        """Autodiscover sends whoever asks for an address or a domain on to another address, or to a URL. ValueError."""
        if not _ASKED_FOR.fullmatch(address):
            raise ValueError(f"neither an address nor a mail domain: {address!r} (expected name@domain, or domain)")
        if not _SENT_TO.fullmatch(to):
            raise ValueError(
                f"neither an address nor a URL: {to!r} (expected name@domain, or http://... or https://...)"
            )
        self.organisation.autodiscover.redirects[address.lower()] = to

    def token(self, address: str, *, to_nobody: bool = False, **said: Any) -> str:
        """A Bearer token; see `Tokens.mint`. LookupError: there is no such account; with `to_nobody` it goes."""
        if not to_nobody:
            self._account(address)
        if abs(said.get("lifetime", 0)) > _LONGEST_TOKEN:
            raise ValueError(f"lifetime: {said['lifetime']:g} is more than ten years ({_LONGEST_TOKEN} seconds)")
        return self.organisation.tokens.mint(address, **said)

    def accept_token(self, text: str, address: str) -> None:
        """Take a text for a token of an account; see `Tokens.accept`. LookupError: there is no such account."""
        self.organisation.tokens.accept(text, self._account(address).address)

    # --- what is in a mailbox --------------------------------------------------------------------------------------

    def folder(self, mailbox: Mailbox, name: str) -> StoredFolder:
        """The folder of a distinguished name or FolderId; LookupError."""
        folder = mailbox.distinguished(name) or mailbox.folder_of_id(name)
        if folder is None:
            raise LookupError(f"{mailbox.address} has no folder {name!r}")
        return folder

    def items(self, address: str, folder: str = "calendar") -> tuple[views.ItemView, ...]:
        """The items of a folder, or of "all", in the order they came."""
        mailbox = self.found(address)
        items = mailbox.items.values() if folder == "all" else contents(mailbox, self.folder(mailbox, folder))
        return tuple(views.of_item(item) for item in items)

    def item(self, address: str, item_id: str) -> views.ItemView | None:
        """The item that has this id now, or None."""
        item = self._item(self.found(address), item_id)
        return None if item is None else views.of_item(item)

    def _item(self, mailbox: Mailbox, item_id: str) -> Item | None:
        return next((item for item in mailbox.items.values() if item.item_id == item_id), None)

    def sid(self, address: str) -> str:
        """The security identifier of whose mailbox it is. LookupError."""
        return ids.sid(self.exchange.seed, self.found(address).address)

    def permit(self, address: str, person: str, level: str, folder: str = "calendar") -> None:
        """Give a person, or Default, a permission level in a folder. LookupError, ValueError."""
        mailbox = self.found(address)
        who = person if person in rights.NOBODYS else self.found(person).address
        place = self.folder(mailbox, folder)
        if level not in rights.levels(calendar=place.kind is CalendarFolder):
            known = ", ".join(rights.levels(calendar=place.kind is CalendarFolder))
            raise ValueError(f"no such permission level of this folder: {level!r} (there are {known})")
        with self.exchange.act("permit", mailbox.address, TEST):
            mailbox.permit(place, place.permissions | {who: rights.LEVELS[level]})
        self._done(None)

    def make_folder(self, address: str, name: str, kind: str = "calendar", parent: str = "calendar") -> str:
        """Make a folder; the answer is its FolderId."""
        mailbox = self.found(address)
        if kind not in FOLDER_CLASSES:
            raise ValueError(f"no such kind of folder: {kind!r} (there are {', '.join(FOLDER_CLASSES)})")
        if not name.strip():
            raise ValueError(f"a folder needs a name that can be seen, not {name!r}")
        above = self.folder(mailbox, parent)
        with self.exchange.act("make folder", mailbox.address, TEST):
            folder = mailbox.create_folder(above, name, FOLDER_CLASSES[kind])
        return self._done(mailbox.ids.folder(folder.number))

    def add(
        self, address: str, subject: str, start: dt.datetime, end: dt.datetime, folder: str = "calendar",
        **fields: Any,
    ) -> views.ItemView:  # fmt: skip
        """Make an entry, as Outlook on the web would; outside of the calendar nobody is invited."""
        mailbox = self.found(address)
        hands = self.person("owa", address)
        target = self.folder(mailbox, folder)
        bag = hands.drafted(subject, start, end, fields)
        with self.exchange.act("new", mailbox.address, TEST):
            if target.distinguished == "calendar":
                item = hands.create(bag, {})
            else:
                item = mailbox.create(target, bag, {}, mailbox.name)
        return self._done(views.of_item(item))

    def deliver_again(self, address: str, item_id: str) -> views.ItemView | None:
        """A message of a mailbox arrives there a second time; as it lies then, None: a rule has taken it away.

        LookupError: there is no such item; ValueError: it has never come by mail.
        """
        mailbox = self.found(address)
        item = self._item(mailbox, item_id)
        if item is None:
            raise LookupError(f"{mailbox.address} has no item {item_id!r}")
        redelivery.message_in(item)
        with self.exchange.act("deliver again", mailbox.address, TEST):
            arrived = redelivery.again(item)
        return self._done(None if arrived is None else views.of_item(arrived))

    def empty(self, address: str) -> None:
        """Take all items out of a mailbox; its log goes on."""
        mailbox = self.found(address)
        with self.exchange.act("empty", mailbox.address, TEST):
            mailbox.empty()
        self._done(None)

    def subscriptions(self, address: str | None = None) -> tuple[views.SubscriptionView, ...]:
        """The subscriptions on a mailbox, or on all; ended ones first."""
        own = None if address is None else self.found(address).address
        mailboxes = self.exchange.mailboxes
        kinds = (self.exchange.subscriptions, self.exchange.pulls, self.exchange.streams)
        return tuple(views.of_subscription(one, mailboxes[one.mailbox]) for kind in kinds for one in kind.all(own))

    # --- people ----------------------------------------------------------------------------------------------------

    def person(self, program: str, address: str, of: str = "") -> Hands:
        """The one person who uses this program for a mailbox; a delegate works in the mailbox `of`, also in Outlook."""
        if program == "outside":
            return self.outside(address)
        key = (program, address.lower(), of.lower())
        people = self.organisation.people
        if key not in people:
            people[key] = self._person(program, self.found(address), of)
        return people[key]

    def _person(self, program: str, own: Mailbox, of: str) -> Hands:
        if program == "delegate" and not of:
            raise ValueError(f"{own.address} as a delegate works in another's mailbox: say in whose (of)")
        if of and program not in ("delegate", "outlook"):
            raise ValueError(f"only outlook and delegate work in another's mailbox (of), not {program!r}")
        if program == "delegate":
            return Delegate(self.exchange, self.found(of), own)
        if program == "outlook" and of:
            owner = self.found(of)
            return Outlook(self.exchange, owner, Delegate(self.exchange, owner, own))
        if program not in PROGRAMS:
            raise LookupError(f"no such program: {program!r} (there are {', '.join(PROGRAMS)}, delegate, outside)")
        return PROGRAMS[program](self.exchange, own)

    def outside(self, address: str, *, name: str = "", zone: str = "") -> Outsider:
        """The one person outside who has this address. ValueError if it is one of here, or is none."""
        mailbox = self.exchange.outside(address, name=name, zone=zone)
        people, key = self.organisation.people, ("outside", mailbox.address, "")
        known = people.get(key)
        if not isinstance(known, Outsider) or known.mailbox is not mailbox:
            people[key] = known = Outsider(self.exchange, mailbox)
        return known

    def letters(self, address: str) -> tuple[views.LetterView, ...]:
        """What was sent to somebody outside, in the order it came."""
        hands = self.outside(address)
        return tuple(views.of_letter(one, hands.about) for one in self.exchange.outside(address).letters)

    def view(self, hands: Hands, entry: int) -> views.ItemView:
        """What a person sees of an entry."""
        return views.of_values(*hands.seen(entry))

    def act(self, do: Callable[[], T]) -> T:
        """Let a person do something."""
        try:
            return do()
        finally:
            self._done(None)

    # --- what goes wrong -------------------------------------------------------------------------------------------

    def inject(self, fault: Fault) -> int:
        """Enter a fault; the answer is its number. LookupError if its mailbox does not exist."""
        if fault.mailbox:
            self.found(fault.mailbox)
        return self.exchange.faults.inject(fault)

    def clear_faults(self, number: int | None = None) -> None:
        """Take away one fault or all; answers that they hold go out. LookupError: there is no such fault."""
        if number is not None:
            self.exchange.faults.fired(number)
        self.exchange.faults.clear(number)
        self.organisation.faults.cleared()

    def hold_pushes(self, address: str | None = None) -> None:
        """Keep the events of a mailbox, or of all, back from now on. The journal says so, for no push is made then."""
        own = None if address is None else self.found(address).address
        with self.exchange.act("hold pushes", own or "", TEST):
            self.exchange.subscriptions.hold(own)

    def release_pushes(self, address: str | None = None) -> None:
        """Let the events of a mailbox, or of all, go."""
        own = None if address is None else self.found(address).address
        with self.exchange.act("release pushes", own or "", TEST):
            self.exchange.subscriptions.release(own)
        self._done(None)

    def fail_over(self, address: str) -> None:
        """Another server takes a mailbox over; see `Exchange.fail_over`."""
        mailbox = self.found(address)
        with self.exchange.act("failover", mailbox.address, TEST) as turn:
            turn.ended = self.exchange.fail_over(mailbox)
        self._done(None)

    def expire_pulls(self, address: str) -> None:
        """The pull subscriptions on a mailbox have not been called in time."""
        mailbox = self.found(address)
        with self.exchange.act("expiry", mailbox.address, TEST) as turn:
            turn.ended = self.exchange.expire_pulls(mailbox)
        self._done(None)

    def migrate(self, address: str) -> None:
        """Move a mailbox to another server, where all ids are new."""
        mailbox = self.found(address)
        with self.exchange.act("migration", mailbox.address, TEST) as turn:
            turn.ended = self.exchange.migrate(mailbox)
        self._done(None)

    async def replay_push(self, number: int, subscription_id: str | None = None) -> Answer:
        """Send the push of a journal record again, byte by byte, or under another subscription's id."""
        record = next((one for one in self.exchange.journal.after(number - 1) if one.number == number), None)
        if record is None or record.kind != "push":
            raise LookupError(f"journal record {number} is no push, or is not kept any more")
        body = record.sent
        if subscription_id is not None:
            body = body.replace(record.subscription.encode("ascii"), subscription_id.encode("ascii"))
        return await self.organisation.post(record.account, body, headers_of(body), "replay push", record.mailbox)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send any bytes to a listener."""
        return await self.organisation.post(url, body, headers, "post")

    # --- steps -----------------------------------------------------------------------------------------------------

    def _done(self, result: T) -> T:
        self.organisation.driver.turned()
        return result


PROGRAMS: dict[str, Callable[[Exchange, Mailbox], Hands]] = {
    "outlook": Outlook,
    "owa": Owa,
    "phone": Phone,
    "imap": Imap,
}
