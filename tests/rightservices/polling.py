"""A right service that polls: SyncFolderItems on calendar and trash, all state in memory, numbers as oids.

Rule: reading comes before writing, so what a lost answer left behind is seen before anything is written again. What
the browser changed and Exchange does not have yet wins; everything else is taken from Exchange.
"""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.jsonserver import Asked, Refusal, instant, same_to_people
from tests.rightservices.asking import Trouble
from tests.rightservices.wire import NUMBERS, OURS, Entry, Exchange, Id

POLL, MISSING = timedelta(seconds=60), timedelta(minutes=5)
IN, OUT = ("subject", "start", "end"), ("subject", "start", "end", "location")
NAMED, COUNTED = {"set": "PublicStrings", "name": "BookedBy"}, {"set": NUMBERS, "id": 33025}
CAPABILITIES: dict[str, Any] = {
    "names": ["clock", "make-resources", "poll", "cancel-on-conflict"], "transport": "poll", "access": "impersonation",
    "fields": dict.fromkeys(IN, "both") | {"location": "out"}, "ownProperties": [NAMED, COUNTED], "tries": 1,
    "writtenBack": ["location"], "resourceBy": "none", "conflict": "cancel", "past": "sync", "crossing": "reservation",
    "gone": "recreate", "copies": "reserve", "restored": "relink", "onSwitch": "match", "toSeries": "flag",
    "limits": {"subject": 255}, "pollSeconds": 60, "settleSeconds": 130, "recoverySeconds": 1100,
}  # fmt: skip


@dataclass
class Booking:
    """A reservation; `base` was last equal on both sides, of `browser` Exchange has not heard; `due` is to be done."""

    number: int
    organizer: str
    made: datetime
    values: dict[str, Any]
    base: dict[str, Any]
    due: str = ""
    item: Id | None = None
    linked: bool = False
    cancelled: bool = False
    browser: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)

    @property
    def waits(self) -> str:
        """What is to be done in Exchange, if anything."""
        return self.due or ("update" if self.browser and self.item else "")


@dataclass
class User:
    """Somebody whose calendar is polled, or was; `states` are the SyncStates by folder."""

    due: datetime
    rests: datetime
    on: bool = False
    states: dict[str, str] = field(default_factory=dict)
    failures: int = 0
    reason: str | None = None


def span(given: dict[str, Any]) -> dict[str, Any]:
    """Start and end as instants."""
    return {name: instant(given[name]) for name in ("start", "end")}


class Service:
    """All there is; whoever touches it holds `news`."""

    offered, every = CAPABILITIES, POLL

    def __init__(self, exchange: Exchange) -> None:
        self.exchange, self.now, self.news, self.busy = exchange, datetime.now(UTC), threading.Condition(), False
        self.bookings: dict[int, Booking] = {}
        self.users: dict[str, User] = {}
        self.rooms: dict[str, dict[str, str]] = {}
        self.closed: list[dict[str, Any]] = []
        self.keys: dict[str, int] = {}

    def late(self) -> list[str]:
        """Whose poll is due."""
        return [mailbox for mailbox, user in self.users.items() if user.on and user.due <= self.now]

    def idle(self) -> bool:
        """Is nothing being done, and nothing due?"""
        return not self.busy and not self.late()

    def work(self) -> None:
        """For ever: poll whoever is due."""
        while True:
            with self.news:
                self.busy = False
                self.news.notify_all()
                self.news.wait_for(self.late)
                mailbox, self.busy = self.late()[0], True
                user = self.users[mailbox]
                user.due = self.now + self.every
            try:
                self.poll(mailbox, user)
                user.failures, user.reason = 0, None
            except Trouble as trouble:
                user.failures, wait = user.failures + 1, max(trouble.seconds, min(30 * 2**user.failures, 1800))
                user.due = user.rests = self.now + timedelta(seconds=wait)
                user.reason = str(trouble) if user.failures > 2 or "Denied" in trouble.code else None

    def poll(self, mailbox: str, user: User) -> None:
        """Read what is new in calendar and trash, then write what is missing."""
        entries, gone, state, whole = self.changes(mailbox, "calendar", user.states.get("calendar", ""))
        trash, _, trash_state, _ = self.changes(mailbox, "deleteditems", user.states.get("deleteditems", ""))
        with self.news:
            mine = {one.number: one for one in self.bookings.values() if one.organizer == mailbox}
            linked = {one.item[0]: one for one in mine.values() if one.item}
            here = {entry.id[0]: entry for entry in reversed(entries) if not entry.cancelled}  # the oldest first
            gone |= {entry.id[0] for entry in entries if entry.cancelled} | (linked.keys() - here if whole else set())
            for item_id, entry in here.items():
                one = linked.get(item_id) or mine.get(entry.number)
                if one and item_id not in linked and one.item and one.item[0] not in gone:
                    self.copied(one, entry)
                elif one:
                    self.meet(one, entry)
            trashed = {entry.number for entry in trash}
            for one in mine.values():
                if one.item[0] in gone if one.item else one.number in trashed and not one.linked:
                    self.lost(one, one.number in trashed)
            user.states = {"calendar": state, "deleteditems": trash_state}
            mine = {one.number: one for one in self.bookings.values() if one.organizer == mailbox}
        troubles = [trouble for one in mine.values() if (trouble := self.write(mailbox, one))]
        if troubles:
            raise troubles[0]

    def changes(self, mailbox: str, folder: str, state: str) -> tuple[list[Entry], set[str], str, bool]:
        """What SyncFolderItems tells; all there is where there is no state, or it is refused."""
        try:
            return *self.exchange.sync(mailbox, folder, state), not state
        except Trouble as trouble:
            if trouble.code != "ErrorInvalidSyncStateData":
                raise
        return *self.exchange.sync(mailbox, folder, ""), True

    def meet(self, one: Booking, entry: Entry) -> None:
        """B3, C6, D3, E3, F2: a reservation meets its entry, known, new, or back."""
        if one.cancelled and not one.item:  # back from the trash, or cancelled before it came
            one.cancelled, one.due = not one.linked or self.taken(one.values, one), "" if one.linked else "delete"
            one.flags = {"restored"} if one.linked else set()
        one.browser |= {"location"} if not one.linked and entry.values["location"] != one.values["location"] else set()
        one.item, one.linked, one.due = entry.id, True, one.due.removeprefix("create")  # its answer was lost
        if one.cancelled or entry.kind == "RecurringMaster":
            one.flags |= {"sync-disabled"} if not one.cancelled else set()
            return
        theirs = {name: entry.values[name] for name in IN if not same_to_people(entry.values[name], one.base[name])}
        if one.browser - {"location"}:
            one.browser |= theirs.keys()
        elif theirs.keys() & {"start", "end"} and self.taken(one.values | theirs, one):
            one.cancelled, one.due, one.flags = True, "strip", one.flags | {"conflict"}
        else:
            one.values |= theirs
        one.base |= {name: entry.values[name] for name in IN}
        one.browser -= {name for name in IN if same_to_people(one.values[name], entry.values[name])}

    def copied(self, one: Booking, entry: Entry) -> None:
        """C6/copy: a copy becomes a reservation of its own, without the room if that is taken then."""
        values = one.values | {name: entry.values[name] for name in IN}
        copy = self.add(one.organizer, values | ({"resources": []} if self.taken(values) else {}))
        copy.item, copy.linked, copy.due = entry.id, True, "stamp"

    def lost(self, one: Booking, trashed: bool) -> None:
        """D2/gone, F-trash: the entry is gone; what the browser changed since makes a new one."""
        again = bool(one.browser) and not one.cancelled
        one.item, one.linked, one.due, one.cancelled = None, True, "create" if again else "", not again
        one.flags |= set() if again or trashed else {"unlinked"}

    def write(self, mailbox: str, one: Booking) -> Trouble | None:
        """Do in Exchange what is due; the trouble it met."""
        with self.news:
            due, values, item = one.waits, dict(one.values), one.item
            fields = {name: values[name] for name in OUT if name in one.browser and due == "update"}
        try:
            if due == "create":
                item = self.exchange.create(mailbox, one.number, values)
            elif due == "delete" and item:
                self.exchange.delete(mailbox, item)
            elif due and item:
                item = self.exchange.update(mailbox, item, fields, one.number * (due == "stamp"))
        except Trouble as trouble:
            return trouble
        with self.news:
            if due in ("create", "update"):
                one.base |= {name: values[name] for name in (IN if due == "create" else fields) if name in IN}
                one.browser -= {name for name in OUT if same_to_people(one.values[name], values[name])}
            one.item, one.linked = None if due in ("delete", "strip") else item, one.linked or due == "create"
            one.due = "delete" if due == "create" and one.cancelled else "" if one.due == due else one.due
        return None

    def add(self, organizer: str, values: dict[str, Any]) -> Booking:
        """One more reservation."""
        one = Booking(len(self.bookings) + 1, organizer, self.now, values, {name: values[name] for name in IN})
        return self.bookings.setdefault(one.number, one)

    def taken(self, wanted: dict[str, Any], but: Booking | None = None) -> bool:
        """Is one of the rooms held by another, or closed, at that time?"""
        held = self.closed + [one.values for one in self.bookings.values() if one is not but and not one.cancelled]
        held = [one for one in held if set(one["resources"]) & set(wanted["resources"])]
        return any(one["start"] < wanted["end"] and wanted["start"] < one["end"] for one in held)

    def typed(self, given: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
        """The values of a reservation after what was typed."""
        values = before | {name: given[name] for name in ("subject", "start", "end", "resources") if name in given}
        values |= span(values)
        if len(values["subject"]) > 255 or any(ord(letter) < 32 for letter in values["subject"]):
            raise Refusal(422, "invalid", "subject")
        if values["end"] <= values["start"] or not set(values["resources"]) <= self.rooms.keys():
            raise Refusal(422, "invalid", "end" if values["end"] <= values["start"] else "resources")
        return values | {"location": ", ".join(self.rooms[room]["name"] for room in values["resources"])}

    def show(self, one: Booking) -> dict[str, Any]:
        """A reservation as GET answers it; ItemIds are nobody's business."""
        flags = one.flags | ({"missing-back-sync"} if not one.linked and self.now > one.made + MISSING else set())
        link = "disabled" if "sync-disabled" in one.flags else "linked" if one.item else "none"
        shown = {"oid": str(one.number), "organizer": one.organizer, "cancelled": one.cancelled, "itemId": None}
        shown |= one.values | {name: one.values[name].isoformat() for name in ("start", "end")}
        return shown | {"link": link, "flags": sorted(flags)}

    def wake(self, mailbox: str) -> None:
        """Something is to be done there, now."""
        user = self.users.setdefault(mailbox, User(self.now, self.now))
        user.due = max(self.now, user.rests)
        self.news.notify_all()

    def reply(self, asked: Asked) -> tuple[int, Any]:
        """Answer one call of the contract."""
        with self.news:
            return self.call(asked, asked.query, asked.body)

    def call(self, asked: Asked, query: dict[str, str], body: dict[str, Any]) -> tuple[int, Any]:
        """One call: status and body."""
        match asked.method, *asked.path:
            case "GET", "capabilities":
                return 200, self.offered
            case "POST", "settle":
                quiet = self.news.wait_for(self.idle, 5)
                due = [user.due for user in self.users.values() if user.on]
                return (200 if quiet else 202), {"pending": len(due), "nextAt": min(due).isoformat() if due else None}
            case "PUT", "clock":
                earlier, self.now = instant(body["now"]) < self.now, max(self.now, instant(body["now"]))
                self.news.notify_all()
                self.news.wait_for(lambda: not self.late(), 5)
                return (409 if earlier else 200), {"now": self.now.isoformat()}
            case method, "users", address:
                user = self.users.setdefault(address.lower(), User(self.now, self.now))
                if method == "PUT":
                    user.on = body["synchronised"]
                    self.wake(address.lower())
                return 200, {"state": ("failing" if user.reason else "on") if user.on else "off", "reason": user.reason}
            case "PUT", "resources", address:
                id_ = f"room-{address.lower()}"
                room = self.rooms[id_] = {"id": id_, "name": body["name"], "mailbox": address}
                self.closed = [one for one in self.closed if room["id"] not in one["resources"]]
                self.closed += [span(one) | {"resources": [room["id"]]} for one in body.get("notBookable", [])]
                return 204, None
            case "GET", "resources":
                wanted = span(query)
                return 200, [one for one in self.rooms.values() if not self.taken(wanted | {"resources": [one["id"]]})]
            case "POST", "reservations":
                return self.reserve(body, asked.key)
            case "GET", "reservations":
                return 200, [
                    self.show(it) for it in self.bookings.values() if it.organizer == query["organizer"].lower()
                ]
            case method, "reservations", oid if oid.isdigit() and int(oid) in self.bookings:
                return self.change(method, self.bookings[int(oid)], query.get("origin", "web"), body)
        raise Refusal(404, "not-found", "oid")

    def reserve(self, body: dict[str, Any], key: str) -> tuple[int, Any]:
        """B1, C4: a new reservation; the service makes the entry of the browser's, Outlook sends the add-in's."""
        if not (number := self.keys.get(key, 0)):
            values = self.typed(body, {"resources": []})
            if self.taken(values):
                raise Refusal(409, "taken", "resources")
            one = self.add(body["organizer"].lower(), values)
            one.due, number = "" if body["origin"] == "addin" else "create", one.number
            self.keys[key or str(number)] = number
            self.wake(one.organizer)
        stamp = [NAMED | {"type": "CLSID", "value": OURS}, COUNTED | {"type": "Integer", "value": str(number)}]
        return 201, {"oid": str(number), "stamp": stamp}

    def change(self, method: str, one: Booking, origin: str, body: dict[str, Any]) -> tuple[int, Any]:
        """D1, E2: show, change or cancel a reservation; what the add-in changes Outlook sends itself."""
        if method == "PATCH":
            values = self.typed(body, one.values)
            if one.cancelled or self.taken(values, one):
                raise Refusal(409, "not-allowed" if one.cancelled else "taken", "")
            changed = {name for name in OUT if values[name] != one.values[name]}
            one.values, one.browser = values, one.browser | changed if origin == "web" else one.browser - changed
        elif method == "DELETE" and not one.cancelled:
            one.cancelled, one.due = True, "delete" if origin == "web" and one.item else ""
        if method != "GET":
            self.wake(one.organizer)
        return 200, self.show(one)
