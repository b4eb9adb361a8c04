"""What an administrator asks for: where both sides differ and which of them counts (X/scan), and whether all works.

Rules: these calls read Exchange while the caller waits, and a self-test writes there; whatever they decide about a
reservation is stored and left to the worker, so that nobody else works on a calendar meanwhile.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from reference_sync import steps
from reference_sync.calls import Answer, Asked, Office
from reference_sync.decide import (
    CANCELLED,
    FIELDS,
    TIMES,
    Base,
    Entry,
    Link,
    Origin,
    Place,
    Value,
    Values,
    rooms_of,
    same,
    span_of,
)
from reference_sync.exchange import Exchange, Failure
from reference_sync.forms import DEFAULTS, Problem, address_of, invalid
from reference_sync.steps import Desk
from reference_sync.store import Transaction
from reference_sync.tables import Stored, changed, to_json

TOGETHER = (*TIMES, "allDay")
"""The fields that only make a span together: who settles one of them settles all."""
HEARD_WITHIN = 4.0
"""Real seconds in which the first message of a new subscription should arrive."""
BATCH = 100


def desk_of(office: Office) -> Desk:
    """What is needed to ask Exchange, on a connection of its own."""
    return Desk(office.store, Exchange(office.settings, office.store.server_of), office.settings)


# --- differences ------------------------------------------------------------------------------------------------------


def scan(office: Office, asked: Asked) -> Answer:
    """X/scan: every difference between a reservation and its entry, of all whose synchronisation is on."""
    with office.store.begin() as tx:
        mailboxes = tx.switched_on()
    desk = desk_of(office)
    try:
        return Answer(200, [one for mailbox in mailboxes for one in compared(desk, mailbox)])
    except Failure as failure:
        raise Problem(503, "exchange", str(failure)) from failure


def compared(desk: Desk, mailbox: str) -> Iterator[dict[str, object]]:
    """The differences of one mailbox, as the contract writes them."""
    with desk.store.begin() as tx:
        ones = [one for one in tx.reservations(organizer=mailbox) if one.core.item_id and one.core.synchronise]
    for at in range(0, len(ones), BATCH):
        batch = {one.core.item_id or "": one for one in ones[at : at + BATCH]}
        entries = steps.read(desk, mailbox, list(batch))
        for item_id, stored in batch.items():
            for name, (there, here) in differences(stored, entries[item_id]).items():
                sides = {"exchange": to_json({name: there})[name], "reservation": to_json({name: here})[name]}
                yield {"id": f"{stored.core.oid}.{name}", "oid": stored.core.oid, "field": name, **sides}


def differences(stored: Stored, entry: Entry | None) -> dict[str, tuple[Value, Value]]:
    """What differs, by field: the value in Exchange and the one here; `cancelled` if only one of them is gone."""
    core = stored.core
    if entry is None or entry.cancelled or entry.place is Place.ELSEWHERE:
        return {} if core.cancelled else {CANCELLED: (True, False)}
    if core.cancelled:
        return {CANCELLED: (False, True)}
    values = {name: (entry.values[name], core.values[name]) for name in FIELDS}
    return {name: both for name, both in values.items() if not same(name, *both)}


def settle(office: Office, asked: Asked) -> Answer:
    """Let one side of a difference count; `ignore` leaves both as they are, to be listed again."""
    oid, _, name = asked.path["id"].rpartition(".")
    use = asked.body.get("use")
    if use not in ("exchange", "reservation", "ignore"):
        raise invalid("use", "should be exchange, reservation or ignore")
    with office.store.begin() as tx:
        stored = tx.reservation(oid)
    if stored is None or name not in (*FIELDS, CANCELLED):
        raise Problem(404, "not-found", "there is no such difference")
    mailbox, item_id = stored.core.organizer, stored.core.item_id
    try:
        entry = steps.read(desk_of(office), mailbox, [item_id])[item_id] if item_id is not None else None
    except Failure as failure:
        raise Problem(503, "exchange", str(failure)) from failure
    with office.store.begin() as tx:
        stored = tx.reservation(oid) or stored
        if use != "ignore" and stored.core.item_id is not None and name in differences(stored, entry):
            tx.save(decided(tx, stored, entry, name, use == "exchange"))
            tx.put(mailbox, "reservation", oid)
    return Answer(204)


def decided(tx: Transaction, stored: Stored, entry: Entry | None, name: str, exchange: bool) -> Stored:
    """The reservation so that the worker brings the values of one side to the other."""
    core, base = stored.core, stored.base
    if name == CANCELLED or entry is None:
        return _alive_or_not(tx, stored, exchange)
    names = TOGETHER if name in TOGETHER else (name,)
    known = {one: core.values[one] if exchange else entry.values[one] for one in names}
    left = {one: origin for one, origin in core.changed.items() if one not in names}
    if not exchange:
        left |= dict.fromkeys(names, Origin.WEB)
    attempted = {one: value for one, value in base.attempted.items() if one not in names}
    return replace(changed(stored, changed=left), base=Base({**base.values, **known}, attempted))


def _alive_or_not(tx: Transaction, stored: Stored, exchange: bool) -> Stored:
    """One side is cancelled: the other follows it, or it comes to life again if its rooms are free."""
    core = stored.core
    if core.cancelled and not exchange:
        return changed(stored, changed={CANCELLED: Origin.WEB})
    if not core.cancelled and exchange:
        return stored  # the worker finds that the entry is gone (F-trash)
    if tx.taken(rooms_of(core.values), *span_of(core.values), but=core.oid):
        raise Problem(409, "taken", "not free any more in that time")
    if core.cancelled:
        return replace(changed(stored, cancelled=False, changed={}), revision=stored.revision + 1)
    return replace(changed(stored, link=Link.NONE, item_id=None, origin=Origin.WEB), base=Base())


# --- does it work? ----------------------------------------------------------------------------------------------------


def self_test(office: Office, asked: Asked) -> Answer:
    """X/self-test: the whole process for one user, step by step, up to the first that fails."""
    mailbox, desk = address_of("address", asked.path["address"]), desk_of(office)
    made: list[str] = []
    steps_: Mapping[str, Callable[[], None]] = {
        "Exchange answers, and lets the service act for the user": lambda: _opened(desk, mailbox),
        "the calendar can be subscribed to": lambda: made.append(_subscribed(desk, mailbox)),
        "an entry can be written, read and removed": lambda: _written(desk, mailbox),
        "a message of the subscription arrives": lambda: _heard(office, made[0]),
    }
    told: list[dict[str, object]] = []
    for name, do in steps_.items():
        try:
            do()
        except Failure as failure:
            told.append({"name": name, "ok": False, "reason": str(failure)})
            break
        told.append({"name": name, "ok": True, "reason": None})
    return Answer(200, {"ok": all(one["ok"] for one in told), "steps": told})


def _opened(desk: Desk, mailbox: str) -> None:
    desk.client.calendar(mailbox)


def _subscribed(desk: Desk, mailbox: str) -> str:
    """A subscription whose messages nobody expects: its first one is answered with Unsubscribe."""
    url = f"{desk.settings.base_url}/push/self-test"
    return desk.client.subscribe(mailbox, url, desk.settings.status_frequency)[0]


def _written(desk: Desk, mailbox: str) -> None:
    with desk.store.begin() as tx:
        start = datetime.fromtimestamp(tx.now(), UTC).replace(minute=0, second=0, microsecond=0)
    values: Values = {
        **DEFAULTS,
        "subject": "Self-test",
        "start": start + timedelta(days=1),
        "end": start + timedelta(days=1, hours=1),
        "freeBusy": "Free",
    }
    item_id = desk.client.create(mailbox, None, values, "", "UTC")
    entry = desk.client.read(mailbox, [item_id], ())[item_id]
    if entry is None:
        raise Failure("the entry that was written is not there")
    desk.client.remove(mailbox, entry)


def _heard(office: Office, subscription: str) -> None:
    ends = time.monotonic() + HEARD_WITHIN
    while True:
        seen = office.arrived.count
        if subscription in office.heard:
            return
        if (left := ends - time.monotonic()) <= 0:
            raise Failure(f"no message within {HEARD_WITHIN:g} s: does Exchange reach {office.settings.base_url}?")
        office.arrived.wait(seen, left)
