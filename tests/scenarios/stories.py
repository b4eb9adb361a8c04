"""Histories written by hand, of Anna's reservation "Review" and its entry, for the tests of the checks."""

from datetime import datetime, timedelta
from typing import Any

from scenarios.declared import Declared
from scenarios.history import (
    EPOCH,
    Changed,
    History,
    Item,
    Listed,
    Look,
    Moment,
    Property,
    Record,
    Seen,
    Shelf,
    Subscribed,
    Subscription,
    Web,
)
from scenarios.reservations import Draft, Pair, Reservation, StampProperty

ANNA = "anna@example.test"
BEAT = "beat@example.test"
AARE = "aare@example.test"
SET = "5a0f1d3e-7c55-4c0b-9a0e-2f1f6e6b7a11"
OID = "oid-1"
STAMP = (StampProperty(SET, "AppointmentOid", "String", OID),)
PAIR = Pair("Review", ANNA, OID, STAMP)
OWN = f"{SET}/AppointmentOid"
TEN, ELEVEN = EPOCH + timedelta(hours=2), EPOCH + timedelta(hours=3)
BEFORE, AFTER = Moment(10, 10), Moment(20, 20)
ROOMS = {"aare": AARE}
DECLARED = Declared(
    fields=dict.fromkeys(("subject", "start", "end", "attendees", "resources", "reminderMinutes"), "both"),
    own=frozenset({OWN}),
    resource_by="invitation",
)


def reservation(**but: Any) -> Reservation:
    """Anna's reservation "Review" from 10 to 11 in Aare, linked."""
    return Reservation(OID, "Review", TEN, ELEVEN, ANNA, item_id="item-1", link="linked", revision=1).but(
        **{"resources": ("aare",), "reminder": 15, **but}
    )


def item(**but: Any) -> Item:
    """Its entry."""
    values: dict[str, Any] = {
        "item_id": "item-1",
        "subject": "Review",
        "start": TEN,
        "end": ELEVEN,
        "reminder": 15,
        "resources": (AARE,),
        "organizer": ANNA,
        "uid": "uid-1",
        "properties": (Property(SET, "AppointmentOid", value=OID),),
    }
    return Item(**{**values, **but})


def draft(**but: Any) -> Draft:
    """What Anna typed."""
    values: dict[str, Any] = {"resources": ("aare",), "reminder": 15}
    return Draft(**{"subject": "Review", "start": TEN, "end": ELEVEN, "organizer": ANNA, "who": ANNA, **values, **but})


def seen(one: Reservation | None, at: Moment = AFTER, oid: str = OID) -> Seen:
    """A look at the reservation."""
    return Seen(at, oid, one)


def shelf(*items: Item, at: Moment = AFTER, mailbox: str = ANNA) -> Shelf:
    """A look into a mailbox."""
    return Shelf(at, mailbox, items)


def listed(*ones: Reservation, at: Moment = AFTER, organizer: str = ANNA) -> Listed:
    """A look at a list."""
    return Listed(at, organizer, ones)


def subscribed(*ones: Subscription, at: Moment = AFTER) -> Subscribed:
    """A look at the subscriptions on Anna's mailbox."""
    return Subscribed(at, ANNA, ones)


def subscription(created: datetime = EPOCH, **but: Any) -> Subscription:
    """A live subscription of 10 minutes on Anna's mailbox."""
    values: dict[str, Any] = {"id": f"s-{created.isoformat()}", "mailbox": ANNA, "frequency_minutes": 10}
    return Subscription(**{**values, "created": created, **but})


def call(number: int, operation: str, **but: Any) -> Record:
    """A request for Anna's mailbox."""
    return Record(number, operation=operation, **{"mailbox": ANNA, **but})


def write(number: int, operation: str = "UpdateItem", **but: Any) -> Record:
    """A write of the subject of the entry."""
    values: dict[str, Any] = {"item_ids": ("item-1",), "properties": (("item:Subject", "Review"),)}
    return call(number, operation, is_write=True, **{**values, **but})


def mark(number: int) -> Record:
    """An own mark on the entry."""
    return write(number, properties=((OWN, OID),))


def push(number: int, *kinds: str, acknowledged: str = "OK", **but: Any) -> Record:
    """A message to the product about the entry."""
    values: dict[str, Any] = {"events": tuple((kind, "item-1") for kind in kinds), "subscription": "s"}
    return Record(number, kind="push", mailbox=ANNA, acknowledged=acknowledged, **{**values, **but})


def moved(kind: str, folder: str, **but: Any) -> Changed:
    """A change of the entry."""
    return Changed(**{"mailbox": ANNA, "kind": kind, "item_id": "item-2", "folder": folder, **but})


def web(call_: str, status: int, at: Moment = AFTER, answer: str = "") -> Web:
    """A call of connection 1."""
    return Web(at, ANNA, call_, status, answer=answer)


def history(*looks: Look, records: tuple[Record, ...] = (), calls: tuple[Web, ...] = (), **but: Any) -> History:
    """What was seen."""
    declared = but.pop("declared", DECLARED)
    return History(records, calls, looks, declared, ROOMS, **but)
