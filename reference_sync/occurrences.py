"""The calls of the product contract on single dates of a series: listed, moved, cancelled.

Rule: a date is named by its original start; it stays between its neighbours, as Exchange wants it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from reference_sync import calls, dating
from reference_sync.calls import Answer, Asked, Office, follow, found, not_locked, origin_of
from reference_sync.decide import Value, span_of
from reference_sync.forms import Problem, fields_of, invalid, moment
from reference_sync.series import State
from reference_sync.store import Transaction
from reference_sync.tables import Stored


def list_occurrences(office: Office, asked: Asked) -> Answer:
    """All dates of a series, cancelled ones at their original time; those of a cancelled one are all cancelled."""
    with office.store.begin() as tx:
        stored = found(tx, asked)
    return Answer(200, [_shown(stored, one, state) for one, state in sorted(stored.dates.items())])


def patch_occurrence(office: Office, asked: Asked) -> Answer:
    """Move one date, if its rooms are free then."""
    with office.store.begin() as tx:
        stored, original, state = _date(tx, asked)
        given = fields_of(asked.body)
        if not given or given.keys() - {"start", "end"}:
            raise invalid("occurrence", "only start and end of a single date can be changed")
        if state is None:
            raise Problem(409, "not-allowed", "this date is cancelled")
        span = _span({"start": state[0], "end": state[1], **given})
        after = _with(stored, original, span, asked)
        _in_order(after)
        if rooms := dating.taken(tx, stored, [span]):
            raise Problem(409, "taken", f"not free in that time: {', '.join(rooms)}", resources=list(rooms))
        if after.dates != stored.dates:
            tx.save(after)
            follow(tx, after, office.settings)
    return Answer(200, _shown(after, original, span))


def delete_occurrence(office: Office, asked: Asked) -> Answer:
    """Cancel one date; with the last one all is cancelled."""
    with office.store.begin() as tx:
        stored, original, state = _date(tx, asked)
        after = _with(stored, original, None, asked)
        if state is not None and any(after.dates.values()):
            tx.save(after)
            follow(tx, after, office.settings)
    return Answer(204) if any(after.dates.values()) else calls.delete_reservation(office, asked)


def _date(tx: Transaction, asked: Asked) -> tuple[Stored, datetime, State]:
    stored, original = found(tx, asked), moment("originalStart", asked.path["originalStart"])
    if original not in stored.dates:
        raise Problem(404, "not-found", "there is no such date")
    if stored.core.cancelled:
        raise Problem(409, "not-allowed", "the reservation is cancelled")
    not_locked(tx, stored, asked, origin_of(asked.query))
    return stored, original, stored.dates[original]


def _with(stored: Stored, original: datetime, state: State, asked: Asked) -> Stored:
    by = asked.query.get("who", origin_of(asked.query))
    dates = {**stored.dates, original: state}
    return replace(stored, dates=dates, revision=stored.revision + 1, changed_by=by)


def _span(values: Mapping[str, Value]) -> tuple[datetime, datetime]:
    start, end = values["start"], values["end"]
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    if end <= start:
        raise invalid("end", "should be later than start")
    return start, end


def _in_order(stored: Stored) -> None:
    zone = ZoneInfo(stored.time_zone)
    living = [state for _, state in sorted(stored.dates.items()) if state]
    for (start, end), (later, _) in pairwise(living):
        if start.astimezone(zone).date() >= later.astimezone(zone).date() or end > later:
            raise invalid("start", "a date stays between the one before and the one after it")


def _shown(stored: Stored, original: datetime, state: State) -> dict[str, object]:
    zone = ZoneInfo(stored.time_zone)
    first, last = span_of(stored.core.values)
    start, end = state or (original, original + (last - first))
    return {
        "originalStart": original.astimezone(zone).isoformat(),
        "start": start.astimezone(zone).isoformat(),
        "end": end.astimezone(zone).isoformat(),
        "subject": stored.core.values["subject"],
        "cancelled": state is None or stored.core.cancelled,
    }
