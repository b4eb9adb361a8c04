"""What the bodies of the control API say: one type for each, with its defaults; unknown fields are refused."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Annotated, Any, Literal, get_type_hints

import msgspec

from fake_ews.model.exchange import LONGEST_DELAY
from fake_ews.model.faults import Fault

Instant = Annotated[dt.datetime, msgspec.Meta(tz=True)]
Password = Annotated[str, msgspec.Meta(min_length=1)]
Address = Annotated[str, msgspec.Meta(pattern="^[^@ ]+@[^@ ]+$")]
Delay = Annotated[float, msgspec.Meta(ge=0, le=LONGEST_DELAY.total_seconds())]


class Wish(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A body; a field that it does not have is a mistake."""


class MailboxWish(Wish):
    """A mailbox to be made. With a password it is an account, too; `profile` holds fields of the profile of its own,
    `policy` what a room's BookingPolicy says otherwise than by default, `hours` what its working hours do.
    `impersonates` and `full_access` are as for an account, and need a password.
    """

    name: str = ""
    password: Password | None = None
    impersonates: tuple[Address, ...] | Literal["all"] = ()
    full_access: tuple[Address, ...] | Literal["all"] = ()
    zone: str = "W. Europe Standard Time"
    culture: str = "en-US"
    room: bool = False
    accepts_after: Delay | None = 1.0
    policy: dict[str, Any] | None = None
    hours: dict[str, Any] | None = None
    profile: dict[str, Any] = {}


class Wait(Wish):
    """After how many seconds a room answers what arrives; null: never by itself."""

    accepts_after: Delay | None


class GroupWish(Wish):
    """A distribution group, or with `rooms` a room list: what it is called, and all addresses that are in it."""

    name: str = ""
    members: tuple[str, ...] = ()
    rooms: bool = False


class OrganisationWish(Wish):
    """An organisation to be made: its profile, and its clock: real, manual, xN. A manual clock has a start.

    `profile`: a name, or fields that are otherwise than in the profile of this `name` (exchange2016).
    """

    profile: str | dict[str, Any] = "exchange2016"
    clock: str = "real"
    start: Instant | None = None
    seed: int = 0


class AccountWish(Wish):
    """An account: its password, whom it may impersonate, and whose mailboxes it may open as their owners may.

    `impersonates` and `full_access` may name mailboxes that are not there yet: they count as soon as they are made.
    """

    password: Password
    impersonates: tuple[Address, ...] | Literal["all"] = ()
    full_access: tuple[Address, ...] | Literal["all"] = ()


class EntryWish(Wish):
    """An entry to be made; `fields` as people fill them in: location, body, reminder, attendees ..."""

    start: Instant
    end: Instant
    subject: str = ""
    folder: str = "calendar"
    fields: dict[str, Any] = {}


class AgainWish(Wish):
    """The message that arrives a second time."""

    item_id: str


class FolderWish(Wish):
    """A folder to be made: calendar, mail, contacts or tasks, below one of a distinguished name or FolderId."""

    name: str
    kind: str = "calendar"
    parent: str = "calendar"


class PermissionWish(Wish):
    """What a person may do in a folder: a permission level, such as Editor."""

    level: str
    folder: str = "calendar"


class ActWish(Wish):
    """What a person does it with. Each act says which of these it needs and may be told, and refuses the others."""

    entry: int | None = None
    subject: str | None = None
    start: Instant | None = None
    end: Instant | None = None
    original: Instant | None = None
    fields: dict[str, Any] | None = None
    saves: int | None = None
    text: str | None = None
    send: bool | None = None
    keep: bool | None = None
    to: tuple[str, ...] | None = None
    folder: str | None = None
    read: bool | None = None
    response: Literal["Accept", "Tentative", "Decline"] | None = None
    event: Literal["DeletedEvent", "MovedEvent"] | None = None
    stamp: tuple[dict[str, Any], ...] | None = None
    invite: tuple[str, ...] | None = None


class OutsideWish(Wish):
    """Somebody outside: what he is called, and the zone (Windows id) in which he lives; "": as before."""

    name: str = ""
    zone: str = ""


class LetterWish(Wish):
    """A mail from somebody outside to these addresses."""

    to: tuple[Address, ...]
    subject: str = ""
    text: str = ""


class ClockWish(Wish):
    """Where a manual clock is moved to."""

    now: Instant


class QuietWish(Wish):
    """For how many real seconds to wait for quiet."""

    seconds: Annotated[float, msgspec.Meta(ge=0, le=60)] = 5.0


def _as_said(kind: type[Any]) -> list[tuple[str, Any] | tuple[str, Any, Any]]:
    """The fields of a dataclass, as those of a body."""
    hints, missing = get_type_hints(kind), dataclasses.MISSING
    return [
        (one.name, hints[one.name]) if one.default is missing else (one.name, hints[one.name], one.default)
        for one in dataclasses.fields(kind)
    ]


FaultWish = msgspec.defstruct(
    "FaultWish",
    _as_said(Fault),
    bases=(Wish,),
    namespace={"__doc__": "A fault to be entered: what shall go wrong, and when."},
    kw_only=True,
    forbid_unknown_fields=True,
)


class HoldWish(Wish):
    """Whose pushes are held or released; None: everybody's."""

    mailbox: str | None = None


class ReplayWish(Wish):
    """Which push is sent again, and under which subscription's id, if not its own."""

    number: int
    subscription_id: str | None = None


class PostWish(Wish):
    """Bytes (base64) to be sent to a listener."""

    url: str
    body: bytes
    headers: dict[str, str] = {}


class TokenWish(Wish):
    """For whom a token is: the user, or an application with the account's rights; and what it says otherwise.

    `to_nobody`: there need be no such account.
    """

    app: bool = False
    to_nobody: bool = False
    audience: str | None = None
    lifetime: float | None = None


class RedirectWish(Wish):
    """The address or the URL to ask at instead."""

    to: str


# --- answers ---------------------------------------------------------------------------------------------------------


class State(msgspec.Struct):
    """How the simulator is."""

    url: str
    profile: str
    seed: int
    now: dt.datetime
    next_due: dt.datetime | None
    busy: bool
    journal: int


class OrganisationView(msgspec.Struct):
    """An organisation that was added: its mail domain, and how it is."""

    domain: str
    profile: str
    seed: int
    now: dt.datetime


class MailboxView(msgspec.Struct):
    """A mailbox, and how many items it has."""

    address: str
    name: str
    room: bool
    items: int


class OutsideView(msgspec.Struct):
    """Somebody outside, and how many letters he has got."""

    address: str
    name: str
    zone: str
    letters: int


class Made(msgspec.Struct):
    """The number or id of what was made, or the handle of an entry."""

    id: int | str


class Token(msgspec.Struct):
    """A Bearer token."""

    token: str


class Acted(msgspec.Struct):
    """What an act answers: a handle, handles, a view, or nothing."""

    result: Any = None


class Quiet(msgspec.Struct):
    """Whether it became quiet."""

    quiet: bool


class Sent(msgspec.Struct):
    """What a listener answered; status None: nothing, and `why`."""

    status: int | None
    why: str


class Error(msgspec.Struct):
    """What is wrong with a request, in words."""

    error: str
