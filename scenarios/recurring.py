"""What people do with a series: reserve it, change one of its dates, delete it; and when its dates should be.

Rule: a date is spoken of by its number in the pattern. A product that declares `series: items` has an entry for each
date, and people act on that one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from scenarios import days
from scenarios.checks import series
from scenarios.people import HOUR, User, hour_from
from scenarios.targets.product import UNPROCESSABLE, Refused, Span
from scenarios.verdict import Broken
from scenarios.world import Scene

if TYPE_CHECKING:
    from fake_ews import Person

NUMBERS = ("first", "second", "third", "fourth")
"""The dates of a series as features speak of them."""


def reserve(user: User, subject: str, clock: str, times: int, room: str) -> None:
    """B2/series: a reservation for an hour, every week."""
    user.made(user.draft(subject, clock, [room], recurrence=f"FREQ=WEEKLY;COUNT={times}"))
    starts = [days.at(user.scene.day + timedelta(weeks=week), clock) for week in range(times)]
    user.scene.dates[subject] = tuple((start, start + HOUR) for start in starts)


def reserve_days(user: User, subject: str, times: int, zone: str) -> None:
    """FR-20: a reservation of a whole day in a zone, every week, without a room."""
    scene, midnights = user.scene, [user.scene.day + timedelta(weeks=week) for week in range(times)]
    days_ = [(days.at(day, "00:00", zone), days.at(day + timedelta(days=1), "00:00", zone)) for day in midnights]
    fields: dict[str, Any] = {"start": days_[0][0], "end": days_[0][1], "all_day": True, "time_zone": zone}
    receipt = user.reserve(user.draft(subject, recurrence=f"FREQ=WEEKLY;COUNT={times}", **fields))
    if isinstance(receipt, Refused):
        scene.only_if(receipt.status != UNPROCESSABLE, "series of whole days without a room")
        scene.judge(scene.refusal(f"the reservation {subject!r} is made", receipt))
    scene.dates[subject] = tuple(days_)


def linked(user: User, subject: str) -> None:
    """A series that was reserved is linked, with its dates on both sides: what a case starts from."""
    scene, step = user.scene, f"{user.name} has a linked series {subject!r} (B2)"
    scene.world.pace.settle()
    scene.look()
    scene.need(step, series.stands(scene.history(), scene.pairs[subject], scene.dates[subject]))
    scene.need(step, series.dates(scene.history(), scene.pairs[subject], scene.dates[subject]))


def judge(scene: Scene, subject: str) -> None:
    """Both sides have the dates that they should have, and are linked."""
    scene.look()
    for check in (series.stands, series.dates):
        scene.judge(check(scene.history(), scene.pairs[subject], scene.dates[subject]))


# --- acts on one date ------------------------------------------------------------------------------------------------


def drag(user: User, subject: str, number: str, clock: str, program: str) -> None:
    """In Outlook, OWA or on a phone one date is dragged to another time of its day."""
    drag_to(user, subject, number, days.at(original(user, subject, number)[0].date(), clock), program)


def drag_to(user: User, subject: str, number: str, to: datetime, program: str) -> None:
    """One date is dragged to any time; it keeps its length on the wall."""
    start, end = original(user, subject, number)
    if _is_series(user):
        _act(user, program, lambda person, entry: person.drag_date(entry, start, to), subject)
    else:
        _act(user, program, lambda person, entry: person.drag(entry, to), subject, start)
    _becomes(user, subject, start, (to, to + (end - start)))


def delete(user: User, subject: str, number: str, program: str) -> None:
    """One date is deleted."""
    start, _ = original(user, subject, number)
    if _is_series(user):
        _act(user, program, lambda person, entry: person.delete_date(entry, start), subject)
    else:
        _act(user, program, lambda person, entry: person.delete(entry), subject, start)
    _becomes(user, subject, start, None)


def delete_all(user: User, subject: str, program: str) -> None:
    """The series is deleted: its master, or each of its entries."""
    starts = (None,) if _is_series(user) else tuple(start for start, _ in user.scene.dates[subject])
    for start in starts:
        _act(user, program, lambda person, entry: person.delete(entry), subject, start)


def move_in_browser(user: User, subject: str, number: str, clock: str) -> None:
    """In the browser one date is moved to another time of its day."""
    start, _ = original(user, subject, number)
    to = days.at(start.date(), clock)
    product = user.scene.world.product
    _done(user.scene, product.change_date(user.scene.pairs[subject].oid, start, hour_from(to), user.address))
    _becomes(user, subject, start, (to, to + HOUR))


def cancel_in_browser(user: User, subject: str, number: str) -> None:
    """In the browser one date is cancelled."""
    start, _ = original(user, subject, number)
    product = user.scene.world.product
    _done(user.scene, product.cancel_date(user.scene.pairs[subject].oid, start, user.address))
    _becomes(user, subject, start, None)


def original(user: User, subject: str, number: str) -> Span:
    """When a date is by the pattern; only what was not changed before is spoken of."""
    return user.scene.dates[subject][NUMBERS.index(number)]


def _done(scene: Scene, refused: Refused | None) -> None:
    scene.only_if(refused is None, "single dates are not changed in the browser")


def _becomes(user: User, subject: str, start: datetime, span: Span | None) -> None:
    others = [one for one in user.scene.dates[subject] if one[0] != start]
    user.scene.dates[subject] = tuple(sorted([*others, span] if span else others))


def _is_series(user: User) -> bool:
    return user.scene.world.declared.series == "master"


def _act(
    user: User, program: str, do: "Callable[[Person, int], None]", subject: str, start: datetime | None = None
) -> None:
    """One act on the series, or on its entry that starts then; Outlook sends it at once."""
    person = user.program(program)
    found = [
        entry
        for entry in person.entries()
        if (view := person.view(entry)).subject == user.scene.drafts[subject].subject and start in (None, view.start)
    ]
    if len(found) != 1:
        shelf = user.scene.history().shelf(user.address)
        user.scene.judge(Broken(f"{user.name} finds the series {subject!r}", f"{len(found)} such entries", (shelf,)))
    do(person, found[0])
    if program == "Outlook":
        user.outlook.send_receive()
