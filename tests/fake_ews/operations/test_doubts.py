"""What no source says for sure: each is a field of the profile, and each of its values does what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import Body, OccurrenceItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.queries import CalendarView, FieldOrder, NonEmptyArrayOfFieldOrders
from fake_ews.contract.zones import TimeZoneDefinition
from fake_ews.model import events
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.people.owa import Owa
from fake_ews.server.setup import add_account
from tests.fake_ews.operations.client import Client, an_entry, at, drop, extended, path_entry, put, shape
from tests.fake_ews.operations.series import a_series, daily, in_view
from tests.fake_ews.operations.test_meetings import guests
from tests.fake_ews.operations.test_sync_items import changes, make, state

pytestmark = pytest.mark.usefixtures("kept")
BEN = "ben@example.test"


def values_of(field: str, *pairs: tuple[Any, Any]) -> Callable[[Any], Any]:
    """Play a test with each value of a field, and what is to be seen then."""
    cases = [pytest.param(Profile().but(**{field: value}), seen, id=f"{field}-{value}") for value, seen in pairs]
    return pytest.mark.parametrize(("profile", "seen"), cases)


def oid(name: str) -> PathToExtendedField:
    """The add-in's property, its name written so."""
    return PathToExtendedField(DistinguishedPropertySetId="PublicStrings", PropertyName=name, PropertyType="String")


@values_of("property_names", ("exact", (["1", "2"], 1)), ("ignore case", (["2", "2"], 0)))
def test_the_case_of_a_property_name(ews: Client, seen: tuple[list[str], int]) -> None:
    made = ews.create(an_entry(ExtendedProperty=(extended(oid("AppointmentOid"), "1"),))).id
    ews.update(made, put(oid("APPOINTMENTOID"), "2"))
    shown = [ews.get(made, oid(name)).ExtendedProperty[0] for name in ("AppointmentOid", "APPOINTMENTOID")]
    assert [one.Value for one in shown] == seen[0]
    assert shown[1].ExtendedFieldURI.PropertyName == "APPOINTMENTOID", "named as it was asked for"
    ews.update(made, drop(oid("APPOINTMENTOID")))
    assert len(ews.get(made, oid("AppointmentOid")).ExtendedProperty or ()) == seen[1]


@values_of("property_names", ("exact", "1"), ("ignore case", "1"))
def test_what_has_a_number_has_no_case(ews: Client, seen: str) -> None:
    path = PathToExtendedField(PropertyTag="0x6001", PropertyType="String")
    made = ews.create(an_entry(ExtendedProperty=(extended(path, "1"),))).id
    assert ews.get(made, path).ExtendedProperty[0].Value == seen


@values_of("uid_in_all_properties", (True, True), (False, False))
def test_the_uid_in_all_properties(ews: Client, seen: bool) -> None:
    made = ews.create(an_entry()).id
    assert (ews.get(made, base="AllProperties").UID is not None) == seen
    assert ews.get(made, CalendarItem.UID).UID is not None, "who asks for it gets it"


@values_of("find_body", ("none", None), ("512 characters", "x" * 512))
def test_the_body_that_a_search_shows(ews: Client, seen: str | None) -> None:
    made = ews.create(an_entry(Body=Body(BodyType="Text", text="x" * 600))).id
    body = ews.find("calendar", ItemRows.Body).item.Body
    assert (None if body is None else body.text) == seen
    assert len(ews.get(made, ItemRows.Body).Body.text) == 600
    assert ews.sync(ItemShape=shape(ItemRows.Body)).only.Changes.entries[0].value.CalendarItem.Body is None


@values_of("equal_times", ("accepted", "NoError"), ("refused", "ErrorCalendarEndDateIsEarlierThanStartDate"))
def test_an_entry_that_ends_when_it_begins(ews: Client, seen: str) -> None:
    assert ews.create(an_entry(End=at(10))).code == seen
    assert ews.create(an_entry(End=at(9))).code == "ErrorCalendarEndDateIsEarlierThanStartDate"


@values_of("seconds", ("kept", 42), ("dropped", 0))
def test_seconds(ews: Client, seen: int) -> None:
    made = ews.create(an_entry(Start=at(10).replace(second=42, microsecond=7))).id
    start = ews.get(made, CalendarItem.Start).Start
    assert (start.second, start.microsecond) == (seen, 0)


@values_of("unknown_zone", *[(code, code) for code in ("ErrorTimeZone", "ErrorCalendarInvalidTimeZone")])
def test_a_zone_that_nobody_knows(ews: Client, seen: str) -> None:
    assert ews.create(an_entry(StartTimeZone=TimeZoneDefinition(Id="Nowhere"))).code == seen


@values_of("uid_changes", ("accepted", "NoError"), ("refused", "ErrorInvalidPropertySet"))
def test_a_uid_is_set_later(ews: Client, seen: str) -> None:
    made = ews.create(an_entry(UID="first")).id
    assert ews.update(made, put(CalendarItem.UID, "second")).code == seen
    assert (ews.get(made, CalendarItem.UID).UID == "second") == (seen == "NoError")


def second_of(ews: Client, master: Any) -> OccurrenceItemId:
    """The second date of a series."""
    return OccurrenceItemId(RecurringMasterId=master.Id, InstanceIndex=2)


@values_of("subject_keeps_exceptions", (True, ["Other", "Special", "Other"]), (False, ["Other"] * 3))
def test_changed_dates_when_the_subject_of_the_series_changes(ews: Client, seen: list[str]) -> None:
    master = ews.create(a_series(daily(3))).id
    ews.update(second_of(ews, master), put(ItemRows.Subject, "Special"))
    ews.update(master, put(CalendarItem.Location, "Berne"))
    assert [one.Subject for one in in_view(ews)] == ["Review", "Special", "Review"], "another property changes nothing"
    ews.update(master, put(ItemRows.Subject, "Other"))
    assert [one.Subject for one in in_view(ews)] == seen


@values_of("last_occurrence", ("refused", ("ErrorRecurrenceHasNoOccurrence", 1)), ("series goes", ("NoError", 0)))
def test_the_only_date_left(ews: Client, anna: Mailbox, seen: tuple[str, int]) -> None:
    master = ews.create(a_series(daily(2))).id
    assert ews.delete(second_of(ews, master)).code == "NoError"
    first = OccurrenceItemId(RecurringMasterId=master.Id, InstanceIndex=1)
    assert (ews.delete(first).code, len(in_view(ews))) == seen
    assert len(list(anna.items_of(anna.need("deleteditems")))) == 1 - seen[1], "the master lies there"


@values_of("sequence_grows", ("new time", [0, 1]), ("every update", [1, 2]))
def test_what_counts_as_a_newer_version_of_a_meeting(ews: Client, ben: Mailbox, seen: list[int]) -> None:
    made = ews.create(an_entry(RequiredAttendees=guests(BEN)), invitations="SendToAllAndSaveCopy").id
    counted = []
    for change in (put(CalendarItem.Location, "Berne"), put(CalendarItem.End, at(12))):
        ews.update(made, change, invitations="SendToAllAndSaveCopy")
        counted.append(ews.get(made, CalendarItem.AppointmentSequenceNumber).AppointmentSequenceNumber)
    assert counted == seen


@values_of("unchanged_save", ("new ChangeKey", True), ("keeps ChangeKey", False))
def test_a_save_that_changes_nothing(ews: Client, anna: Mailbox, review: Item, seen: bool) -> None:
    key, records = review.change_key, anna.log.newest
    saved = ews.update(review, put(ItemRows.Subject, "Review"))
    assert (saved.code, saved.id.ChangeKey != key, anna.log.newest > records) == ("NoError", seen, seen)
    assert ews.update(review, put(ItemRows.Subject, "Other")).id.ChangeKey != key


@values_of("cross_mailbox_ids", (False, 0), (True, 1))
def test_a_copy_in_another_mailbox(exchange: Exchange, ews: Client, ben: Mailbox, review: Item, seen: int) -> None:
    add_account(exchange, "anna@example.test", "secret", (), "all")
    reply = ews.copy(review, to=ben.folder_id(ben.need("calendar")))
    (there,) = ben.items_of(ben.need("calendar"))
    assert [one.ItemId.Id for one in reply.items] == [there.item_id] * seen


@values_of("return_new_ids", ("as asked", 0), ("always", 1))
def test_new_ids_that_nobody_wants(ews: Client, review: Item, seen: int) -> None:
    assert len(ews.move(review, told=False).items) == seen


@values_of("view_with_restriction", *[(code, code) for code in ("ErrorInvalidOperation", "ErrorInvalidRequest")])
def test_a_view_in_an_order(ews: Client, seen: str) -> None:
    by_subject = FieldOrder(Order="Ascending", entries=(path_entry(FieldOrder, ItemRows.Subject),))
    order = NonEmptyArrayOfFieldOrders(FieldOrder=(by_subject,))
    view = CalendarView(StartDate=at(0), EndDate=at(23))
    assert ews.find("calendar", CalendarView=view, SortOrder=order).code == seen


@values_of("sync_unknown_deletes", (False, []), (True, ["Delete"]))
def test_come_and_gone_between_two_synchronisations(ews: Client, seen: list[str]) -> None:
    begin = state(ews.sync())
    ews.delete(make(ews), how="HardDelete")
    reply = ews.sync(begin)
    assert [what for what, _ in changes(reply)] == seen
    assert changes(ews.sync(state(reply))) == []


@values_of("recovered_as", (Kind.Moved, ["MovedEvent"]), (Kind.Created, ["CreatedEvent"]))
def test_a_deleted_item_that_somebody_recovers(exchange: Exchange, anna: Mailbox, seen: list[str]) -> None:
    owa = Owa(exchange, anna)
    entry = owa.new("Review", at(10), at(11))
    owa.shift_delete(entry, event="MovedEvent")
    before = events.position(anna.log.newest)
    owa.drag_back(entry)
    folders = frozenset({anna.need("calendar").number})
    told = events.after(anna, events.Interest(folders, frozenset({"MovedEvent", "CreatedEvent"})), before)
    assert [one.kind for one in told] == seen


@values_of("modified_unread_count", (False, [None, None]), (True, [1, None]))
def test_the_count_in_the_event_of_a_folder(ews: Client, anna: Mailbox, seen: list[int | None]) -> None:
    """a calendar has none [seen: capture]"""
    ews.create(Message(Subject="x", IsRead=False), disposition="SaveOnly", folder="inbox")
    ews.create(an_entry())
    told = events.after(anna, events.Interest(None, frozenset({"ModifiedEvent"})), 0)
    bags: list[Bag] = [events.written(one, anna) for one in told if not one.item]
    assert [bag.get(bag.rows["UnreadCount"]) for bag in bags] == seen
