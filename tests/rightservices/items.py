"""A right service with an entry for each date of a series: the one that polls, where a series is some reservations.

Rule: the oid of a series is that of its first date; each date is a reservation with an oid and an entry of its own.
"""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.jsonserver import Asked, Refusal, instant
from tests.rightservices.polling import CAPABILITIES, Booking, Service, span
from tests.rightservices.wire import Exchange

WEEKLY = re.compile(r"FREQ=WEEKLY;COUNT=(\d{1,2})")


class Dated(Service):
    """The service that polls; `series` holds the dates of each by their original starts."""

    offered = CAPABILITIES | {"names": [*CAPABILITIES["names"], "series"], "series": "items"}

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(exchange)
        self.series: dict[str, dict[Any, Booking]] = {}

    def call(self, asked: Asked, query: dict[str, str], body: dict[str, Any]) -> tuple[int, Any]:
        """What is about series; all else the other one answers."""
        match asked.method, *asked.path:
            case "GET", "reservations", oid if oid in self.series:
                status, shown = super().call(asked, query, body)
                return status, shown | {"cancelled": all(one.cancelled for one in self.series[oid].values())}
            case "DELETE", "reservations", oid if oid in self.series:
                answers = [self.change("DELETE", one, query["origin"], {}) for one in self.series[oid].values()]
                return answers[0]
            case "GET", "reservations", oid, "occurrences" if oid in self.series:
                return 200, [{"originalStart": start.isoformat(), **self.show(one)} for start, one in self.dates(oid)]
            case method, "reservations", oid, "occurrences", start if instant(start) in self.series.get(oid, {}):
                return self.change(method, self.series[oid][instant(start)], query["origin"], body)
        return super().call(asked, query, body)

    def dates(self, oid: str) -> list[tuple[Any, Booking]]:
        """The dates of a series in their order."""
        return sorted(self.series[oid].items())

    def reserve(self, body: dict[str, Any], key: str) -> tuple[int, Any]:
        """B1: every week, so often; the same time on the wall all year."""
        if not (rule := body.get("recurrence")) or key in self.keys:
            return super().reserve(body, key)
        if not (found := WEEKLY.fullmatch(rule)):
            raise Refusal(422, "invalid", "recurrence")
        zone, times = ZoneInfo(body["timeZone"]), span(body)
        wall = {name: one.astimezone(zone) for name, one in times.items()}
        weeks = [{name: one + timedelta(weeks=week) for name, one in wall.items()} for week in range(int(found[1]))]
        values = [self.typed(body | week, {"resources": []}) for week in weeks]
        if any(map(self.taken, values)):
            raise Refusal(409, "taken", "resources")
        made = [self.add(body["organizer"].lower(), one) for one in values]
        for one in made:
            one.due = "create"
        self.series[str(made[0].number)] = {one.values["start"]: one for one in made}
        self.keys[key] = made[0].number
        self.wake(made[0].organizer)
        return super().reserve(body, key)
