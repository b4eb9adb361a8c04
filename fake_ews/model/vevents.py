"""An entry as a VEVENT, and a VEVENT as the values of an entry: the iCalendar that Exchange calls its MIME content.

Rule: what one direction writes, the other reads: subject, times, zone, all-day, reminder, people, state. A master
brings its exceptions; an occurrence is alone, with its RECURRENCE-ID, though it was not changed [the latter: inferred].
Source: MS-OXCICAL 2.1.3.1.1.20 (and .62 for the alarm); captures of GetItem with IncludeMimeContent (ews-managed-api
254, exchangelib 291).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from fake_ews.contract.calendar import (
    Attendee,
    CalendarItem,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingResponseMessage,
    NonEmptyArrayOfAttendees,
)
from fake_ews.contract.common import ArrayOfStrings, Body, EmailAddress, SingleRecipient
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.recurrence import DeletedOccurrenceInfo, NonEmptyArrayOfDeletedOccurrences
from fake_ews.model import vtimezones, zones
from fake_ews.model.icalendar import Component, Line, escaped
from fake_ews.model.rrule import exported

if TYPE_CHECKING:
    from fake_ews.model.items import Item

PRODUCT = "Microsoft Exchange Server 2010"
_MEETING, _CANCELLED = 1, 4  # bits of AppointmentState
_CLASSES = {"Normal": "PUBLIC", "Personal": "X-PERSONAL", "Private": "PRIVATE", "Confidential": "CONFIDENTIAL"}
_IMPORTANCE = {"Low": ("9", "0"), "Normal": ("5", "1"), "High": ("1", "2")}
_BUSY = {"Free": "FREE", "Tentative": "TENTATIVE", "Busy": "BUSY", "OOF": "OOF", "WorkingElsewhere": "WORKINGELSEWHERE"}
_ANSWERS = {"Accept": "ACCEPTED", "Tentative": "TENTATIVE", "Decline": "DECLINED"}
_INSTANCES = {"Single": "0", "RecurringMaster": "1", "Occurrence": "2", "Exception": "3"}
_ROLES: tuple[tuple[Row[NonEmptyArrayOfAttendees], str, str | None], ...] = (
    (CalendarItem.RequiredAttendees, "REQ-PARTICIPANT", None),
    (CalendarItem.OptionalAttendees, "OPT-PARTICIPANT", None),
    (CalendarItem.Resources, "NON-PARTICIPANT", "RESOURCE"),
)
GIVEN: tuple[Row[Any], ...] = (
    ItemRows.Body,
    ItemRows.Categories,
    CalendarItem.Location,
    CalendarItem.Recurrence,
    *(row for row, _, _ in _ROLES),
)
"""What an entry does not have whose VEVENT does not say it."""


# writing


def calendar(item: Item, method: str) -> Component:
    """A VCALENDAR with the entry, its zones, and of a series a VEVENT for each changed date."""
    whole = Component("VCALENDAR")
    for name, value in (("METHOD", method), ("PRODID", PRODUCT), ("VERSION", "2.0")):
        whole.add(name, value)
    start = item.need(_row(item, CalendarItem.Start))
    several = (item, *(item.mailbox.exceptions(item) if item.is_entry else ()))
    for zone in dict.fromkeys(_zone(one) for one in (item.root, *several)):
        whole.parts.append(vtimezones.written(zone, start))
    whole.parts.extend(_event(one, _zone(one)) for one in several)
    return whole


def _row(item: Item, row: Row[Any]) -> Row[Any]:
    """The row of this name that the item's kind has: messages about meetings have their own."""
    return item.kind.rows.get(row.name, row)


def _get(item: Item, row: Row[Any]) -> Any:
    return item.value(_row(item, row))


def _zone(item: Item) -> str:
    return item.bag.get(_row(item, CalendarItem.StartTimeZoneId)) or "UTC"


def _event(item: Item, zone: str) -> Component:
    event, language = Component("VEVENT"), item.mailbox.culture
    _people(event, item)
    body = item.value(ItemRows.TextBody)
    event.add_text("DESCRIPTION", (body and body.text) or "", LANGUAGE=language)
    _rule(event, item, zone)
    event.add_text("UID", _get(item, CalendarItem.UID) or "")
    original = _get(item, CalendarItem.RecurrenceId)
    if original is not None:
        whole_day = bool(_get(item.root, CalendarItem.IsAllDayEvent))
        _time(event, "RECURRENCE-ID", original, zone=_zone(item.root), all_day=whole_day)
    event.add_text("SUMMARY", item.value(ItemRows.Subject) or "", LANGUAGE=language)
    all_day = bool(_get(item, CalendarItem.IsAllDayEvent))
    for name, row in (("DTSTART", CalendarItem.Start), ("DTEND", CalendarItem.End)):
        _time(event, name, item.need(_row(item, row)), zone=zone, all_day=all_day)
    _judgements(event, item)
    event.add_text("LOCATION", _get(item, CalendarItem.Location) or "", LANGUAGE=language)
    categories = item.value(ItemRows.Categories)
    if categories is not None and categories.String:
        event.add("CATEGORIES", ",".join(map(escaped, categories.String)))
    _marks(event, item, all_day=all_day)
    if item.value(ItemRows.ReminderIsSet):
        event.parts.append(_alarm(item.value(ItemRows.ReminderMinutesBeforeStart) or 0))
    return event


def _time(event: Component, name: str, *several: dt.datetime, zone: str, all_day: bool) -> None:
    locals_ = [zones.offset_form(at, zone) for at in several]
    if all_day:
        event.add(name, ",".join(f"{local:%Y%m%d}" for local in locals_), VALUE="DATE")
    else:
        event.add(name, ",".join(f"{local:%Y%m%dT%H%M%S}" for local in locals_), TZID=zones.shown_id(zone))


def _rule(event: Component, item: Item, zone: str) -> None:
    """The pattern of a series, and which of its dates were deleted."""
    recurrence = _get(item, CalendarItem.Recurrence)
    if recurrence is None:
        return
    all_day = bool(_get(item, CalendarItem.IsAllDayEvent))
    time = zones.offset_form(item.need(_row(item, CalendarItem.Start)), zone).time()

    def until(last: dt.date) -> str:
        at = zones.to_utc(dt.datetime.combine(last, time), zone)
        return f"{last:%Y%m%d}" if all_day else f"{at:%Y%m%dT%H%M%SZ}"

    event.add("RRULE", exported(recurrence, until))
    deleted = _get(item, CalendarItem.DeletedOccurrences)
    gone = () if deleted is None else deleted.need(NonEmptyArrayOfDeletedOccurrences.DeletedOccurrence)
    if gone:
        _time(event, "EXDATE", *(one.need(DeletedOccurrenceInfo.Start) for one in gone), zone=zone, all_day=all_day)


def _people(event: Component, item: Item) -> None:
    if not (_get(item, CalendarItem.AppointmentState) or 0) & _MEETING and item.is_entry:
        return
    who = _organizer(item)
    if who is not None:
        event.add("ORGANIZER", f"mailto:{who.EmailAddress or ''}", CN=who.Name)
    for row, role, kind in _ROLES:
        some = _get(item, row)
        for one in () if some is None else some.need(NonEmptyArrayOfAttendees.Attendee):
            who, answer = one.need(Attendee.Mailbox), _ANSWERS.get(one.ResponseType or "", "NEEDS-ACTION")
            event.add(
                "ATTENDEE", f"mailto:{who.EmailAddress or ''}", CUTYPE=kind, ROLE=role, PARTSTAT=answer,
                RSVP="TRUE" if answer == "NEEDS-ACTION" else None, CN=who.Name,
            )  # fmt: skip
    writer = item.bag.get(Message.From)
    if item.kind is MeetingResponseMessage and writer is not None:
        who = writer.need(SingleRecipient.Mailbox)
        answer = _ANSWERS.get(item.bag.get(MeetingMessage.ResponseType) or "", "NEEDS-ACTION")
        event.add("ATTENDEE", f"mailto:{who.EmailAddress or ''}", PARTSTAT=answer, CN=who.Name)


def _organizer(item: Item) -> EmailAddress | None:
    """Who invites: of an answer whom it goes to, of a cancellation who wrote it."""
    if item.kind is MeetingResponseMessage:
        to = item.bag.get(Message.ToRecipients)
        return next(iter((to.Mailbox or ()) if to is not None else ()), None)
    row: Row[SingleRecipient] = Message.From if item.kind is MeetingCancellationMessage else CalendarItem.Organizer
    found = _get(item, row)
    return None if found is None else found.Mailbox


def _judgements(event: Component, item: Item) -> None:
    """How secret, how important, how busy; when it was told, in which version."""
    called_off = bool((_get(item, CalendarItem.AppointmentState) or 0) & _CANCELLED)
    cancelled = called_off or item.kind is MeetingCancellationMessage
    busy = _get(item, CalendarItem.LegacyFreeBusyStatus) or _get(item, CalendarItem.IntendedFreeBusyStatus) or "Busy"
    event.add("CLASS", _CLASSES[item.value(ItemRows.Sensitivity) or "Normal"])
    event.add("PRIORITY", _IMPORTANCE[item.value(ItemRows.Importance) or "Normal"][0])
    event.add("DTSTAMP", f"{item.modified.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")
    event.add("TRANSP", "TRANSPARENT" if busy == "Free" else "OPAQUE")
    event.add("STATUS", "CANCELLED" if cancelled else "TENTATIVE" if busy == "Tentative" else "CONFIRMED")
    event.add("SEQUENCE", str(_get(item, CalendarItem.AppointmentSequenceNumber) or 0))


def _marks(event: Component, item: Item, *, all_day: bool) -> None:
    """What only Exchange says of an entry."""
    busy = _get(item, CalendarItem.LegacyFreeBusyStatus) or "Busy"
    wanted = _get(item, CalendarItem.IntendedFreeBusyStatus) or busy
    for name, value in (
        ("APPT-SEQUENCE", str(_get(item, CalendarItem.AppointmentSequenceNumber) or 0)),
        ("BUSYSTATUS", _BUSY.get(busy, "BUSY")),
        ("INTENDEDSTATUS", _BUSY.get(wanted, "BUSY")),
        ("ALLDAYEVENT", "TRUE" if all_day else "FALSE"),
        ("IMPORTANCE", _IMPORTANCE[item.value(ItemRows.Importance) or "Normal"][1]),
        ("INSTTYPE", _INSTANCES.get(_get(item, CalendarItem.CalendarItemType) or "Single", "0")),
    ):
        event.add(f"X-MICROSOFT-CDO-{name}", value)
    counter = "FALSE" if _get(item, CalendarItem.AllowNewTimeProposal) is not False else "TRUE"
    event.add("X-MICROSOFT-DISALLOW-COUNTER", counter)


def _alarm(minutes: int) -> Component:
    alarm = Component("VALARM")
    alarm.add("DESCRIPTION", "REMINDER")
    alarm.add("TRIGGER", f"-PT{minutes}M", RELATED="START")
    alarm.add("ACTION", "DISPLAY")
    return alarm


# reading


def main(whole: Component) -> Component | None:
    """The VEVENT that says what an entry is: the first that is not about one date of a series, else the first."""
    events = whole.components("VEVENT")
    return next((event for event in events if event.line("RECURRENCE-ID") is None), next(iter(events), None))


def entry(found: Component, whole: Component, zone: str) -> CalendarItem | None:
    """The values that a VEVENT of a calendar gives an entry; None where its start is no time.

    `zone`: the one that counts where a time has none.
    """
    bag = CalendarItem()
    if not _read_times(found, whole, bag, zone):
        return None
    bag.Subject, bag.Location = found.text("SUMMARY") or "", found.text("LOCATION") or None
    bag.UID = found.text("UID") or None
    bag.Body = _body(found)
    named = tuple(text for line in found.all("CATEGORIES") for text in line.texts)
    bag.Categories = ArrayOfStrings(String=named) if named else None
    _read_judgements(found, bag)
    _read_people(found, bag)
    _read_alarm(found, bag)
    return bag


def _body(found: Component) -> Body | None:
    page = found.text("X-ALT-DESC")
    if page is not None:
        return Body(BodyType="HTML", text=page)
    text = found.text("DESCRIPTION")
    return Body(BodyType="Text", text=text.replace("\n", "\r\n")) if text else None


def _read_times(found: Component, whole: Component, bag: CalendarItem, zone: str) -> bool:
    """Read start, end and zone; False where there is no start."""
    start, end = found.line("DTSTART"), found.line("DTEND")
    begins = None if start is None else instant(start, whole, zone)
    if start is None or begins is None:
        return False
    bag.Start, bag.StartTimeZoneId = begins
    all_day = start.parameters.get("VALUE") == "DATE" or len(start.value.strip()) == 8
    bag.IsAllDayEvent = all_day or (found.text("X-MICROSOFT-CDO-ALLDAYEVENT") or "").upper() == "TRUE"
    ends = None if end is None else instant(end, whole, zone)
    if ends is not None:
        bag.End, bag.EndTimeZoneId = ends
    else:
        lasts = _duration(found.text("DURATION") or ("P1D" if all_day else "PT0S"))
        bag.End, bag.EndTimeZoneId = _later(begins[0], lasts or dt.timedelta(0)), bag.StartTimeZoneId
    return True


def _later(start: dt.datetime, lasts: dt.timedelta) -> dt.datetime:
    try:
        return start + lasts
    except OverflowError:
        return start


_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z)?)?")


def instant(line: Line, whole: Component, zone: str) -> tuple[dt.datetime, str] | None:
    """The instant of a DATE-TIME or DATE and its zone; None where it is no time. A DATE is of the calendar's zone.

    `zone`: the one that counts where it has none.
    """
    found = _TIME.fullmatch(line.value.strip())
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        wall = dt.datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    defined = whole.components("VTIMEZONE") if found[4] is None else []
    named = line.parameters.get("TZID") or next((one.text("TZID") for one in defined), None)
    its = vtimezones.zone_of(named, whole) if named else None
    if found[7]:
        return wall.replace(tzinfo=dt.UTC), its or "UTC"
    return zones.to_utc(wall, its or zone), its or zone


_LASTS = re.compile(r"([+-])?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?")


def _duration(text: str) -> dt.timedelta | None:
    found = _LASTS.fullmatch(text.strip().upper())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    lasts = dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -lasts if found[1] == "-" else lasts


def _word(text: str | None, words: dict[str, str]) -> str | None:
    """The key whose word this is, in any case."""
    wanted = (text or "").strip().upper()
    return next((key for key, word in words.items() if word == wanted), None)


def _read_judgements(found: Component, bag: CalendarItem) -> None:
    bag.Sensitivity = _word(found.text("CLASS"), _CLASSES)
    marked = {key: marks[1] for key, marks in _IMPORTANCE.items()}
    priority = (found.text("PRIORITY") or "0").strip()
    ranked = {"1": "High", "2": "High", "3": "High", "4": "High", "6": "Low", "7": "Low", "8": "Low", "9": "Low"}
    bag.Importance = _word(found.text("X-MICROSOFT-CDO-IMPORTANCE"), marked) or ranked.get(priority)
    busy = _word(found.text("X-MICROSOFT-CDO-BUSYSTATUS"), _BUSY)
    bag.LegacyFreeBusyStatus = busy or ("Free" if found.text("TRANSP") == "TRANSPARENT" else None)
    sequence = (found.text("SEQUENCE") or "").strip()
    bag.AppointmentSequenceNumber = int(sequence) if re.fullmatch("[0-9]{1,9}", sequence) else None
    bag.AllowNewTimeProposal = False if found.text("X-MICROSOFT-DISALLOW-COUNTER") == "TRUE" else None


def _read_people(found: Component, bag: CalendarItem) -> None:
    organizer = found.line("ORGANIZER")
    chief = None if organizer is None else _person(organizer)
    if chief is not None:
        bag.Organizer = SingleRecipient(Mailbox=chief)
    people: dict[Row[NonEmptyArrayOfAttendees], list[Attendee]] = {}
    for line in found.all("ATTENDEE"):
        who = _person(line)
        answer = _word(line.parameters.get("PARTSTAT"), _ANSWERS) or "Unknown"
        if who is not None and (chief is None or _address(who) != _address(chief)):
            people.setdefault(_list(line), []).append(Attendee(Mailbox=who, ResponseType=answer))
    for row, several in people.items():
        bag.set(row, NonEmptyArrayOfAttendees(Attendee=tuple(several)))


def _list(line: Line) -> Row[NonEmptyArrayOfAttendees]:
    if line.parameters.get("CUTYPE", "").upper() in ("RESOURCE", "ROOM"):
        return CalendarItem.Resources
    role = line.parameters.get("ROLE", "").upper()
    return next((row for row, word, kind in _ROLES if word == role and kind is None), CalendarItem.RequiredAttendees)


def _person(line: Line) -> EmailAddress | None:
    """The person that a calendar address names; None where it is no mail address."""
    address = re.fullmatch(r"(?:mailto:)?\s*([^\s@]+@[^\s@]+)\s*", line.value, re.IGNORECASE)
    if address is None:
        return None
    return EmailAddress(Name=line.parameters.get("CN") or None, EmailAddress=address[1])


def _address(who: Bag) -> str:
    return (who.get(EmailAddress.EmailAddress) or "").lower()


def _read_alarm(found: Component, bag: CalendarItem) -> None:
    """A reminder is set if there is an alarm; its minutes are those of the first that says them before the start."""
    alarms = found.components("VALARM")
    bag.ReminderIsSet = bool(alarms)
    triggers = (_duration(alarm.text("TRIGGER") or "") for alarm in alarms)
    before = next((trigger for trigger in triggers if trigger is not None), None)
    if before is not None:
        bag.ReminderMinutesBeforeStart = max(-before // dt.timedelta(minutes=1), 0)
