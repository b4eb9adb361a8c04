"""The calls of the product contract, as functions on the tables; what a call means for Exchange is a row of work.

Rules: no call talks to Exchange or waits for it. Every call that books a room looks and books in one transaction.
"""

import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from reference_sync import dating, forms, series
from reference_sync.config import Settings
from reference_sync.decide import (
    BOOKING,
    CANCELLED,
    FIELDS,
    TIMES,
    TRIES,
    Base,
    Link,
    Origin,
    Reservation,
    Rule,
    Value,
    attendees_of,
    rooms_of,
    same,
    span_of,
)
from reference_sync.forms import Json, Problem, address_of, invalid, moment, text_of
from reference_sync.items import OID_NAME, OID_SET
from reference_sync.steps import patience
from reference_sync.store import Bell, Store, Transaction
from reference_sync.tables import Room, Stored, changed

LOCKED = 3600.0
"""Seconds after which a reservation that is open for editing may be edited by others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: parts of its path, its query, its JSON body and its Idempotency-Key."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Json
    key: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """HTTP status and JSON body (None: no body)."""

    status: int
    body: object = None


@dataclass(frozen=True, slots=True)
class Office:
    """What the calls work with."""

    store: Store
    settings: Settings
    heard: deque[str] = field(default_factory=lambda: deque(maxlen=1000))
    """The subscriptions that were heard of last."""
    arrived: Bell = field(default_factory=Bell)
    """Rings when a message of Exchange arrives."""


def capabilities(office: Office, asked: Asked) -> Answer:
    """What this product offers, and how it decides where products may differ."""
    settings = office.settings
    names = ["cancel-on-conflict", "clock", "edit-lock", "invites-by-exchange", "make-resources", "missing-list"]
    names += ["organizer-change", "per-reservation", "rematch", "restart", "rollback", "scan"]
    recovery = patience(settings) + 60 + settings.settle_seconds
    return Answer(
        200,
        {
            "names": [*names, "room-answers", "room-invited", "self-test", "series", "two-exchanges"],
            "transport": "push",
            "access": settings.access,
            "fields": dict.fromkeys(FIELDS, "both") | {"text": "none", "recurrence": "in"},
            "ownProperties": [{"set": OID_SET, "name": OID_NAME, "type": "String"}],
            "writtenBack": [],
            "resourceBy": "invitation",
            "conflict": Rule.ROLLBACK,
            "tries": TRIES[Rule.ROLLBACK],
            "past": "sync",
            "crossing": "merge",
            "gone": "cancel",
            "copies": "ignore",
            "restored": "ignore",
            "onSwitch": "match",
            "toSeries": "ignore",
            "editLock": "exchange",
            "series": "master",
            "limits": {"subject": forms.SUBJECT_LIMIT},
            "bufferMinutes": 0,
            "settleSeconds": settings.settle_seconds,
            "recoverySeconds": recovery,
            "statusFrequencyMinutes": settings.status_frequency,
        },
    )


def get_user(office: Office, asked: Asked) -> Answer:
    """A1: on, off, or failing with a reason."""
    address = address_of("address", asked.path["address"])
    with office.store.begin() as tx:
        return Answer(200, _user(office, tx, address))


def put_user(office: Office, asked: Asked) -> Answer:
    """A1, A2: switch a user on or off; who is switched on is subscribed to, and what was made before is matched.

    Whose mailbox is at another server now is subscribed to there, and linked again by the oids (A2/migrated).
    """
    address, on = address_of("address", asked.path["address"]), asked.body.get("synchronised")
    if not isinstance(on, bool):
        raise invalid("synchronised", "should be true or false")
    exchange = forms.server_of(asked.body, office.settings.ews_url)
    with office.store.begin() as tx:
        before = tx.user(address)
        tx.switch(address, on, exchange)
        if on and not (before is not None and before.synchronised):
            tx.put(address, "subscribe")
            for stored in tx.reservations(organizer=address, start=tx.now()):
                tx.put(address, "reservation", stored.core.oid)
        elif on and before is not None and before.exchange != exchange:
            tx.put(address, "subscribe")
        return Answer(200, _user(office, tx, address))


def _user(office: Office, tx: Transaction, address: str) -> dict[str, object]:
    user, url = tx.user(address), office.settings.ews_url
    if user is None:
        return {"state": "off", "reason": None, "since": None, "exchange": url}
    state = "off" if not user.synchronised else "failing" if user.reason else "on"
    return {"state": state, "reason": user.reason, "since": shown(user.since), "exchange": user.exchange or url}


def get_resources(office: Office, asked: Asked) -> Answer:
    """C2: the rooms that are free in a span; touching it does not matter."""
    start, end = (moment(name, asked.query.get(name)) for name in ("start", "end"))
    with office.store.begin() as tx:
        rooms = tx.rooms()
        taken = tx.taken(list(rooms), start, end)
    free = [room for room in rooms.values() if room.address not in taken]
    return Answer(200, [{"id": room.address, "name": room.name, "mailbox": room.address} for room in free])


def put_resource(office: Office, asked: Asked) -> Answer:
    """A room for this run."""
    address = address_of("address", asked.path["address"])
    rule = text_of(asked.body, "conflict", Rule.REPORT)
    if rule not in (Rule.REPORT, *TRIES):
        raise invalid("conflict", f"should be {Rule.REPORT}, {' or '.join(TRIES)}")
    closed = asked.body.get("notBookable", [])
    if not isinstance(closed, list) or not all(isinstance(span, dict) for span in closed):
        raise invalid("notBookable", "should be a list of spans")
    spans = [tuple(moment("notBookable", span.get(name)).timestamp() for name in ("start", "end")) for span in closed]
    room = Room(address, text_of(asked.body, "name", address), tuple((start, end) for start, end in spans), rule)
    with office.store.begin() as tx:
        tx.put_room(room)
    return Answer(200, {"id": address, "name": room.name, "mailbox": address, "conflict": rule})


def post_reservation(office: Office, asked: Asked) -> Answer:
    """B1, C4: a new reservation, if its rooms are free."""
    with office.store.begin() as tx:
        stored = asked.key and tx.made_with(asked.key)
        if not stored:
            stored = new_reservation(tx, asked.body)
            book(tx, stored)
            tx.add(stored, asked.key)
            follow(tx, stored, office.settings)
        rooms = rooms_of(stored.core.values)
        names = forms.named(tx.rooms(), rooms)
    oid = stored.core.oid
    return Answer(201, {"oid": oid, "stamp": forms.stamp(oid), "location": names, "invite": list(rooms)})


def new_reservation(tx: Transaction, body: Json) -> Stored:
    """A reservation from the body of a POST. Of an add-in's, the fields it named are what the entry holds already."""
    for name in ("start", "end", "organizer"):
        if name not in body:
            raise invalid(name, "is missing")
    zone, origin = forms.zone_of(body), origin_of(body)
    given = forms.fields_of(body)
    values = forms.whole({**forms.DEFAULTS, **given}, zone)
    values["location"] = forms.named(known_rooms(tx, values), rooms_of(values))
    organizer = address_of("organizer", body["organizer"])
    synchronise = body.get("synchronise", True)
    if not isinstance(synchronise, bool):
        raise invalid("synchronise", "should be true or false")
    core = Reservation(str(uuid.uuid4()), organizer, origin, values, synchronise=synchronise)
    base = Base({name: values[name] for name in given}) if origin is Origin.ADDIN else Base()
    who = text_of(body, "who", organizer)
    return recurring(Stored(core, base, who, text_of(body, "text", ""), zone, changed_by=who), body.get("recurrence"))


def recurring(stored: Stored, rule: object) -> Stored:
    """The reservation as a series by an RRULE (None: once), which begins on the first date of its pattern."""
    if rule is None:
        return replace(stored, recurrence="", dates={}, known={})
    values = stored.core.values
    try:
        text = series.rule_of(str(rule)).text
        dates = series.expanded(series.rule_of(text), *span_of(values), stored.time_zone)
        start, end = next(span for span in dates.values() if span)
    except (ValueError, StopIteration) as error:
        raise invalid("recurrence", str(error) or "has no date") from error
    begun = changed(stored, values={**values, "start": start, "end": end})
    return replace(begun, recurrence=text, dates=dates, known=series.plain(dates))


def known_rooms(tx: Transaction, values: Mapping[str, Value]) -> dict[str, Room]:
    """All rooms, if those among the values are."""
    rooms = tx.rooms()
    for one in rooms_of(values):
        if one not in rooms:
            raise Problem(422, "unknown-resource", f"resources: there is no {one}", field="resources")
    return rooms


def book(tx: Transaction, stored: Stored) -> None:
    """C3: refuse a reservation whose room is held by another in its span."""
    values = stored.core.values
    if taken := dating.taken(tx, stored, stored.spans(values)):
        raise Problem(409, "taken", f"not free in that time: {', '.join(taken)}", resources=list(taken))


def follow(tx: Transaction, stored: Stored, settings: Settings) -> None:
    """What a change made here means for Exchange: the browser's is brought there, the add-in's is sent by Outlook."""
    core = stored.core
    if not core.synchronise:
        return
    waits = Origin.ADDIN in core.changed.values()
    if waits:
        tx.put(core.organizer, "overdue", core.oid, tx.now() + 60 * settings.addin_patience)
    if core.origin is Origin.ADDIN and stored.revision == 1:
        tx.put(core.organizer, "missing", core.oid, tx.now() + 60 * settings.missing_after)
    elif not waits or Origin.WEB in core.changed.values():
        tx.put(core.organizer, "reservation", core.oid)


def get_reservation(office: Office, asked: Asked) -> Answer:
    """One reservation."""
    with office.store.begin() as tx:
        return Answer(200, forms.show(found(tx, asked)))


def list_reservations(office: Office, asked: Asked) -> Answer:
    """The reservations of an organizer, in a span, living or cancelled."""
    query = asked.query
    start, end = (moment(name, query[name]).timestamp() if name in query else None for name in ("start", "end"))
    cancelled = {"true": True, "false": False, None: None}.get(query.get("cancelled"))
    organizer = address_of("organizer", query["organizer"]) if "organizer" in query else None
    with office.store.begin() as tx:
        return Answer(200, [forms.show(one) for one in tx.reservations(organizer, start, end, cancelled)])


def list_missing(office: Office, asked: Asked) -> Answer:
    """C/never-arrives: the add-in's reservations whose entry has not come."""
    with office.store.begin() as tx:
        living = tx.reservations(cancelled=False)
    return Answer(200, [forms.show(one) for one in living if "missing-back-sync" in one.flags])


def patch_reservation(office: Office, asked: Asked) -> Answer:
    """D1, E2: change a reservation, if its rooms are free then; what is equal already is no change."""
    origin = origin_of(asked.query)
    with office.store.begin() as tx:
        stored = found(tx, asked)
        if stored.core.cancelled:
            raise Problem(409, "not-allowed", "the reservation is cancelled")
        not_locked(tx, stored, asked, origin)
        after = handed_over(tx, patched(tx, stored, asked, origin), asked)
        if after.core != stored.core:
            book(tx, after)
            follow(tx, after, office.settings)
        tx.save(after)
        return Answer(200, forms.show(after))


def patched(tx: Transaction, stored: Stored, asked: Asked, origin: Origin) -> Stored:
    """The reservation with the changes that a PATCH asks for, marked as not yet in Exchange."""
    core, body, rule = stored.core, asked.body, stored.recurrence or None
    zone, text = forms.zone_of(body, stored.time_zone), text_of(body, "text", stored.text)
    before = core.values
    wanted = forms.whole({**before, **forms.fields_of(body)}, zone)
    rooms = known_rooms(tx, wanted)
    if origin is Origin.WEB and before["location"] == forms.named(rooms, rooms_of(before)):
        wanted["location"] = forms.named(rooms, rooms_of(wanted))
    new = {name: wanted[name] for name in FIELDS if not same(name, before[name], wanted[name])}
    after = changed(stored, values={**before, **new}, changed={**core.changed, **dict.fromkeys(new, origin)})
    by = asked.query.get("who", origin) if new else stored.changed_by
    tries = 0 if BOOKING & new.keys() else stored.tries
    after = replace(after, time_zone=zone, text=text, revision=stored.revision + bool(new), changed_by=by, tries=tries)
    if body.get("recurrence", rule) != rule:
        raise invalid("recurrence", "the pattern of a reservation is changed in Outlook only")
    return recurring(after, rule) if rule and {*TIMES, "allDay"} & new.keys() else after


def handed_over(tx: Transaction, stored: Stored, asked: Asked) -> Stored:
    """D/organizer: the reservation of another organizer: a new entry in that mailbox, none in the old one."""
    core = stored.core
    organizer = address_of("organizer", asked.body.get("organizer", core.organizer))
    if organizer == core.organizer:
        return stored
    if core.item_id is not None:
        tx.put(core.organizer, "withdraw", core.item_id)
    elif stored.base.attempted:
        raise Problem(409, "not-allowed", "its entry is being made; try again in a moment")
    guests = tuple(one for one in attendees_of(core.values) if one.address.lower() != organizer)
    after = changed(
        stored, organizer=organizer, values={**core.values, "attendees": guests}, origin=Origin.WEB, item_id=None,
        link=Link.NONE, changed={},
    )  # fmt: skip
    by = asked.query.get("who", Origin.WEB)
    if stored.recurrence:
        again = recurring(after, stored.recurrence)
        after = replace(again, dates={**again.dates, **stored.dates})
    return replace(after, base=Base(), revision=stored.revision + 1, changed_by=by, room_response=None, tries=0)


def not_locked(tx: Transaction, stored: Stored, asked: Asked, origin: Origin) -> None:
    """F2/open-in-browser: who has it open keeps other browsers out; what Exchange tells is taken over all the same."""
    who = tx.locked_by(stored.core.oid)
    if origin is Origin.WEB and who not in (None, asked.query.get("who")):
        raise Problem(409, "locked", f"{who} has it open for editing")


def put_lock(office: Office, asked: Asked) -> Answer:
    """Open a reservation for editing in the browser, for an hour at most."""
    with office.store.begin() as tx:
        stored = found(tx, asked)
        not_locked(tx, stored, asked, Origin.WEB)
        tx.lock(stored.core.oid, asked.query.get("who", ""), tx.now() + LOCKED)
    return Answer(204)


def delete_lock(office: Office, asked: Asked) -> Answer:
    """Close it again; another's stays open."""
    with office.store.begin() as tx:
        stored = found(tx, asked)
        if tx.locked_by(stored.core.oid) == asked.query.get("who", ""):
            tx.lock(stored.core.oid, None, 0.0)
    return Answer(204)


def delete_reservation(office: Office, asked: Asked) -> Answer:
    """D1, E2: cancel a reservation; it stays readable."""
    origin = origin_of(asked.query)
    with office.store.begin() as tx:
        stored = found(tx, asked)
        if not stored.core.cancelled:
            not_locked(tx, stored, asked, origin)
            after = changed(stored, cancelled=True, changed={CANCELLED: origin})
            after = replace(after, revision=stored.revision + 1, changed_by=asked.query.get("who", origin))
            tx.save(after)
            follow(tx, after, office.settings)
    return Answer(204)


def found(tx: Transaction, asked: Asked) -> Stored:
    """The reservation that the path names."""
    stored = tx.reservation(asked.path["oid"])
    if stored is None:
        raise Problem(404, "not-found", "there is no such reservation")
    return stored


def origin_of(given: Mapping[str, object]) -> Origin:
    """Where a request says it comes from; from the browser, unless it says more."""
    try:
        return Origin(str(given.get("origin", Origin.WEB)))
    except ValueError as error:
        raise invalid("origin", "should be web or addin") from error


def shown(seconds: float) -> str:
    """An instant of the product's clock in RFC 3339."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
