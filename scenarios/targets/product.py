"""What a browser user, an add-in and the harness ask of a product, as typed calls of connection 1.

Rule: every call is noted with who made it and what was answered; refusals by contract are values, not exceptions.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from scenarios.declared import Declared
from scenarios.reservations import Draft, Json, JsonValue, Occurrence, Receipt, Reservation, instant
from scenarios.targets.contract import Breach
from scenarios.targets.http import Connection

CONFLICT = 409
"""The status of what is taken or not allowed."""
UNPROCESSABLE = 422
"""The status of a value that the product does not take."""
DATE = "/reservations/{oid}/occurrences/{originalStart}"
Span = tuple[datetime, datetime]
"""When something begins, and when it ends."""
Note = Callable[[str, str, int, str, str], None]
"""Who, call, status, what was sent, what was answered."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A call that the product refused by contract: 409, 422, 404 or 410, and its code."""

    status: int
    code: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """The product's word on itself: quiet or not, work that waits, and when the next thing is due."""

    quiet: bool
    pending: int = 0
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A resource as the product lists it."""

    id: str
    name: str
    mailbox: str


def _silent(who: str, call: str, status: int, sent: str, answer: str) -> None:
    """Note nothing."""


class Product:
    """One product; `note` is told of every call that a person or the harness makes on its contents."""

    contract = True
    """Can it be asked anything?"""

    def __init__(self, connection: Connection, note: Note = _silent) -> None:
        self.connection, self.note = connection, note

    def another(self) -> "Product":
        """The same product over a connection of its own, for somebody who acts at the same time."""
        return Product(Connection(self.connection.url, self.connection.seconds), self.note)

    def capabilities(self) -> Declared:
        """What it says of itself."""
        _, body = self.connection.call("GET", "/capabilities")
        return Declared.of(_object(body))

    def switch(self, address: str, on: bool, exchange: str = "") -> None:
        """A1, A2: switch a user's synchronisation on or off; `exchange`: the EWS address to serve this user from."""
        body: dict[str, JsonValue] = {"synchronised": on} | ({"exchange": exchange} if exchange else {})
        self._call("administrator", "PUT", "/users/{address}", {"address": address}, body=body)

    def user(self, address: str) -> tuple[str, str]:
        """A1: the state of a user (on, off, failing; "": there is none) and the reason."""
        status, body = self.connection.call("GET", "/users/{address}", {"address": address})
        given = _object(body) if status == 200 else {}
        return str(given.get("state", "")), str(given.get("reason") or "")

    def make_room(self, address: str, name: str, conflict: str, closed: Sequence[Span] = ()) -> Refused | None:
        """A room for this run; in the spans `closed` it is not bookable."""
        spans: JsonValue = [{"start": start.isoformat(), "end": end.isoformat()} for start, end in closed]
        body: JsonValue = {"name": name, "conflict": conflict, "notBookable": spans}
        return self._done("administrator", "PUT", "/resources/{address}", {"address": address}, body=body)

    def free(self, who: str, start: datetime, end: datetime) -> tuple[Room, ...]:
        """C2: the resources that are free in a span."""
        query = {"start": start.isoformat(), "end": end.isoformat(), "organizer": who}
        _, body = self._call(who, "GET", "/resources", query=query)
        return tuple(
            Room(str(one["id"]), str(one["name"]), str(one["mailbox"] or "").lower()) for one in _objects(body)
        )

    def reserve(self, draft: Draft, origin: str, key: str) -> Receipt | Refused:
        """B1, C4: a new reservation; `key` is the Idempotency-Key."""
        headers = {"Idempotency-Key": key}
        status, body = self._call(draft.who, "POST", "/reservations", body=draft.json(origin), headers=headers)
        return Receipt.of(_object(body)) if status == 201 else _refused(status, body)

    def get(self, oid: str) -> Reservation | None:
        """A reservation, or None if the product knows none of that oid."""
        status, body = self.connection.call("GET", "/reservations/{oid}", {"oid": oid})
        return _reservation("GET /reservations/{oid}", _object(body)) if status == 200 else None

    def of(self, organizer: str) -> tuple[Reservation, ...]:
        """All reservations of an organizer, cancelled ones included."""
        _, body = self.connection.call("GET", "/reservations", query={"organizer": organizer})
        return tuple(_reservation("GET /reservations", one) for one in _objects(body))

    def change(self, oid: str, changes: Mapping[str, JsonValue], origin: str, who: str) -> Refused | None:
        """D1, E2: change a reservation."""
        query = {"origin": origin, "who": who}
        return self._done(who, "PATCH", "/reservations/{oid}", {"oid": oid}, query, dict(changes))

    def cancel(self, oid: str, origin: str, who: str) -> Refused | None:
        """D1, E2: cancel a reservation; 404 and 410 come where it is cancelled already."""
        return self._done(who, "DELETE", "/reservations/{oid}", {"oid": oid}, {"origin": origin, "who": who})

    def occurrences(self, oid: str) -> tuple[Occurrence, ...]:
        """The dates of a series (capability series); none where the product knows none of that oid."""
        status, body = self.connection.call("GET", "/reservations/{oid}/occurrences", {"oid": oid})
        return tuple(map(Occurrence.of, _objects(body))) if status == 200 else ()

    def change_date(self, oid: str, original: datetime, changes: Mapping[str, JsonValue], who: str) -> Refused | None:
        """Change one date of a series, named by its original start."""
        values = {"oid": oid, "originalStart": original.isoformat()}
        return self._done(who, "PATCH", DATE, values, {"origin": "web", "who": who}, dict(changes))

    def cancel_date(self, oid: str, original: datetime, who: str) -> Refused | None:
        """Cancel one date of a series."""
        values = {"oid": oid, "originalStart": original.isoformat()}
        return self._done(who, "DELETE", DATE, values, {"origin": "web", "who": who})

    def lock(self, oid: str, who: str, locked: bool) -> Refused | None:
        """Open a reservation for editing in the browser, or close it (capability edit-lock)."""
        method = "PUT" if locked else "DELETE"
        return self._done(who, method, "/reservations/{oid}/lock", {"oid": oid}, {"who": who})

    def settle(self) -> Settled | None:
        """Is everything done that is due at the product's present time? None: it cannot say."""
        status, body = self.connection.call("POST", "/settle")
        if status != 200:
            return Settled(False) if status == 202 else None
        given = _object(body)
        next_at = given["nextAt"]
        return Settled(True, int(str(given["pending"])), None if next_at is None else instant(next_at))

    def set_clock(self, now: datetime) -> datetime | None:
        """Move the product's time; None if done, else the later time that it is there already."""
        status, body = self.connection.call("PUT", "/clock", body={"now": now.isoformat()})
        return instant(_object(body)["now"]) if status == 409 else None

    def missing(self) -> None:
        """Ask which reservations of the add-in miss their entry (capability missing-list); the answer is noted."""
        self._call("administrator", "GET", "/missing")

    def scan(self) -> None:
        """Compare both sides (capability scan)."""
        self._call("administrator", "POST", "/scan")

    def settle_difference(self, difference: str, use: str) -> None:
        """Let one side of a difference that the scan has listed count; 404: it is none any more."""
        self._call("administrator", "POST", "/differences/{id}", {"id": difference}, body={"use": use})

    def self_test(self, address: str) -> None:
        """Play the whole process for one user (capability self-test); the answer is noted."""
        self._call("administrator", "POST", "/self-test/{address}", {"address": address})

    def _done(
        self,
        who: str,
        method: str,
        path: str,
        values: Mapping[str, str],
        query: Mapping[str, str] | None = None,
        body: JsonValue = None,
    ) -> Refused | None:
        status, answer = self._call(who, method, path, values, query, body)
        return _refused(status, answer) if status >= 400 else None

    def _call(
        self,
        who: str,
        method: str,
        path: str,
        values: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: JsonValue = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, JsonValue]:
        status, answer = self.connection.call(method, path, values, query, body, headers)
        call = f"{method} {path.format(**(values or {}))}" + (f"?{urlencode(query)}" if query else "")
        self.note(who, call, status, _text(body), _text(answer))
        return status, answer


def _text(body: JsonValue) -> str:
    return "" if body is None else json.dumps(body, ensure_ascii=False)


def _reservation(call: str, given: Json) -> Reservation:
    try:
        return Reservation.of(given)
    except (KeyError, ValueError) as error:  # the schema has let it pass, but it is no instant
        raise Breach(f"{call}: {error}") from error


def _refused(status: int, body: JsonValue) -> Refused:
    given = _object(body)
    return Refused(status, str(given.get("code", "")), str(given.get("field", "")))


def _object(body: JsonValue) -> dict[str, JsonValue]:
    return body if isinstance(body, dict) else {}


def _objects(body: JsonValue) -> list[dict[str, JsonValue]]:
    return [one for one in body if isinstance(one, dict)] if isinstance(body, list) else []
