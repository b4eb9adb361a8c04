"""Checks on a series: does it stand on its dates, in Exchange and in the product; is all of it gone.

Rule: a pattern is judged by the dates it makes, so that every way of saying it is right; a product that declares
`series: items` has an item for each date in place of one master.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from scenarios.checks.pairs import entries, looks
from scenarios.history import History, Item
from scenarios.reservations import Pair
from scenarios.verdict import Broken, Held, Verdict, check

Spans = Sequence[tuple[datetime, datetime]]


@check
def stands(history: History, pair: Pair, wanted: Spans) -> Verdict:
    """B2/series, F2/occurrence: one master on these dates, or an item for each, as `series` declares; all linked."""
    found, declared = entries(history, pair), history.declared.series
    masters = [one for one in found if one.recurrence]
    shape = len(found) == len(masters) == 1 if declared == "master" else len(found) == len(wanted) and not masters
    there = sorted(span for one in found for span in _spans(one))
    loose = [one for one in found if not _linked(history, pair, one)]
    if shape and there == sorted(wanted) and not loose:
        return Held()
    what = f"{len(masters)} series and {len(found) - len(masters)} single entries, {len(loose)} of them not linked"
    return Broken(
        f"{_form(declared, len(wanted))}, linked, on {_days(wanted)}",
        f"{what}, on {_days(there)}",
        (*history.writes(pair.organizer), history.dated(pair.oid), *looks(history, pair)),
        "Compare the Recurrence, and the single dates, that were written last with the dates of the reservation.",
    )


@check
def dates(history: History, pair: Pair, wanted: Spans) -> Verdict:
    """B2/series, F2/occurrence: the reservation lives, and the product shows these dates, no more and no less."""
    reservation, dated = history.living(pair.oid), history.dated(pair.oid)
    there = sorted((one.start, one.end) for one in dated.dates if not one.cancelled)
    if not reservation.cancelled and there == sorted(wanted):
        return Held()
    return Broken(
        f"a living reservation {pair.subject!r} on {_days(wanted)}",
        f"a {'cancelled' if reservation.cancelled else 'living'} one on {_days(there)}",
        (dated, *looks(history, pair), *history.pushes(pair.organizer)[-3:]),
        "Exchange tells of the master only: read its changed and deleted dates, and take over what differs.",
    )


@check
def all_cancelled(history: History, pair: Pair) -> Verdict:
    """F2/master-deleted: the reservation is cancelled with all its dates, and none is left under another oid."""
    reservation, dated = history.seen(pair.oid).reservation, history.dated(pair.oid)
    listed = history.listed(pair.organizer)
    dates_left = sum(not one.cancelled for one in dated.dates)
    living = sum(not one.cancelled for one in listed.reservations)
    gone = reservation is not None and reservation.cancelled
    if gone and not dates_left and not living:
        return Held()
    shown = "no" if reservation is None else "a cancelled" if gone else "a living"
    return Broken(
        "a cancelled reservation, and no date of it left",
        f"{shown} reservation, {dates_left} living dates, {living} living reservations of {pair.organizer}",
        (dated, listed, *looks(history, pair)),
        "Who deletes the master deletes every date.",
    )


def _spans(item: Item) -> Iterable[tuple[datetime, datetime]]:
    """When an entry takes place: a series on each of its dates that is not deleted."""
    if item.recurrence:
        return [(one.start, one.end) for one in item.dates if not one.deleted]
    return [(item.start, item.end)] if item.start and item.end else []


def _linked(history: History, pair: Pair, item: Item) -> bool:
    """Does a living reservation show this item, or does it carry the stamp; of several items each has its own value."""
    known = [*history.listed(pair.organizer).reservations, history.living(pair.oid)]
    if item.item_id in [one.item_id for one in known if not one.cancelled]:
        return True
    if item.carries(pair.stamp) or item.names(pair.oid):
        return True
    several = history.declared.series == "items" and bool(pair.stamp)
    return several and all(item.value(one) is not None for one in pair.stamp)


def _form(declared: str, count: int) -> str:
    return "one series" if declared == "master" else f"{count} entries"


def _days(spans: Spans) -> str:
    ones = sorted((start.astimezone(UTC), end.astimezone(UTC)) for start, end in spans)
    return ", ".join(f"{start:%d %b %H:%M}-{end:%H:%M}" for start, end in ones) + " UTC" if ones else "no date"
