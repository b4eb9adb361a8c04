"""MAPI names of contacts, lists, tasks, messages and entries: to read, to write, to search by."""

from __future__ import annotations

import base64
import datetime as dt
import struct
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem, MeetingRequestMessage
from fake_ews.contract.common import ArrayOfStrings, Body, EmailAddress, SingleRecipient
from fake_ews.contract.contacts import (
    ContactItem,
    DistributionList,
    EmailAddressDictionary,
    EmailAddressDictionaryEntry,
    PhoneNumberDictionary,
    PhoneNumberDictionaryEntry,
    PhysicalAddressDictionary,
    PhysicalAddressDictionaryEntry,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, PostItem
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.tasks import Task
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, an_entry, at, drop, extended, put
from tests.fake_ews.operations.series import a_series, daily, in_view, weekly
from tests.fake_ews.operations.test_find_item import equals, where
from tests.fake_ews.operations.test_mapi import lid, tag
from tests.fake_ews.operations.test_rules import to
from tests.fake_ews.operations.test_update_item import guests

HOMES = {ContactItem: "contacts", DistributionList: "contacts", Task: "tasks", Message: "drafts", PostItem: "inbox"}


def told(ews: Client, named: Any, path: PathToExtendedField) -> str | None:
    """The text of an extended property, if there is one."""
    shown = ews.get(named, path).ExtendedProperty
    return None if shown is None else shown[0].Value


A_CONTACT = ContactItem(
    DisplayName="Anna Arn", GivenName="Anna", Surname="Arn", FileAs="Arn, Anna", CompanyName="Bau AG", JobTitle="Boss",
    Birthday=dt.datetime(1980, 5, 1, tzinfo=dt.UTC), PostalAddressIndex="Home", BusinessHomePage="http://bau.test",
    Companies=ArrayOfStrings(String=("Bau AG",)), Mileage="12",
    EmailAddresses=EmailAddressDictionary(
        Entry=(
            EmailAddressDictionaryEntry(Key="EmailAddress1", text="anna@bau.test", Name="Anna (work)"),
            EmailAddressDictionaryEntry(Key="EmailAddress2", text="anna@home.test"),
        )
    ),
    PhoneNumbers=PhoneNumberDictionary(Entry=(PhoneNumberDictionaryEntry(Key="MobilePhone", text="079"),)),
    PhysicalAddresses=PhysicalAddressDictionary(
        Entry=(
            PhysicalAddressDictionaryEntry(Key="Business", City="Bern", Street="Aare 1"),
            PhysicalAddressDictionaryEntry(Key="Home", City="Thun"),
        )
    ),
)  # fmt: skip
A_TASK = Task(
    Subject="Paint", Status="InProgress", PercentComplete=25.0, StartDate=at(0), DueDate=at(0, day=20), TotalWork=60,
    Owner="Anna", BillingInformation="none",
)  # fmt: skip
READ: list[tuple[Bag, PathToExtendedField, str]] = [
    (A_CONTACT, tag("0x3001"), "Anna Arn"), (A_CONTACT, tag("0x3A06"), "Anna"), (A_CONTACT, tag("0x3A11"), "Arn"),
    (A_CONTACT, lid(0x8005, "String", "Address"), "Arn, Anna"), (A_CONTACT, tag("0x3A16"), "Bau AG"),
    (A_CONTACT, tag("0x3A42", "SystemTime"), "1980-05-01T00:00:00Z"), (A_CONTACT, tag("0x3A51"), "http://bau.test"),
    (A_CONTACT, lid(0x8022, "Integer", "Address"), "1"), (A_CONTACT, lid(0x8534, "String", "Common"), "12"),
    (A_CONTACT, lid(0x8083, "String", "Address"), "anna@bau.test"),
    (A_CONTACT, lid(0x8080, "String", "Address"), "Anna (work)"),
    (A_CONTACT, lid(0x8082, "String", "Address"), "SMTP"),
    (A_CONTACT, lid(0x8093, "String", "Address"), "anna@home.test"),
    (A_CONTACT, lid(0x8090, "String", "Address"), "anna@home.test"),
    (A_CONTACT, tag("0x3A1C"), "079"), (A_CONTACT, lid(0x8046, "String", "Address"), "Bern"),
    (A_CONTACT, lid(0x8045, "String", "Address"), "Aare 1"), (A_CONTACT, tag("0x3A59"), "Thun"),
    (DistributionList(DisplayName="All", FileAs="All of us"), tag("0x3001"), "All"),
    (DistributionList(DisplayName="All", FileAs="All of us"), lid(0x8005, "String", "Address"), "All of us"),
    (DistributionList(DisplayName="All"), lid(0x8053, "String", "Address"), "All"),
    (A_TASK, lid(0x8101, "Integer", "Task"), "1"), (A_TASK, lid(0x8102, "Double", "Task"), "0.25"),
    (A_TASK, lid(0x8104, "SystemTime", "Task"), "2027-03-15T00:00:00Z"),
    (A_TASK, lid(0x8105, "SystemTime", "Task"), "2027-03-20T00:00:00Z"),
    (A_TASK, lid(0x8516, "SystemTime", "Common"), "2027-03-15T00:00:00Z"),
    (A_TASK, lid(0x8517, "SystemTime", "Common"), "2027-03-20T00:00:00Z"),
    (A_TASK, lid(0x811C, "Boolean", "Task"), "false"), (A_TASK, lid(0x8111, "Integer", "Task"), "60"),
    (A_TASK, lid(0x8126, "Boolean", "Task"), "false"), (A_TASK, lid(0x8535, "String", "Common"), "none"),
]  # fmt: skip


@pytest.mark.parametrize(("bag", "path", "text"), READ, ids=lambda part: repr(part)[:60])
def test_read_and_searched_by(ews: Client, bag: Bag, path: PathToExtendedField, text: str) -> None:
    """MS-OXPROPS, MS-OXOCNTC, MS-OXOTASK"""
    home = HOMES[type(bag)]  # type: ignore[index]  # one of these
    made = ews.create(bag, folder=home).id
    assert told(ews, made, path) == text
    assert len(ews.find(home, Restriction=where(equals(path, text))).items) == 1
    other = {"Boolean": "true", "SystemTime": "2001-01-01T00:00:00Z"}.get(path.PropertyType or "", "9")
    assert ews.find(home, Restriction=where(equals(path, other))).items == []


WRITTEN: list[tuple[type[Bag], PathToExtendedField, str, Row[Any], object]] = [
    (ContactItem, tag("0x3A06"), "Bea", ContactItem.GivenName, "Bea"),
    (ContactItem, tag("0x3001"), "Bea B", ContactItem.DisplayName, "Bea B"),
    (ContactItem, tag("0x3A42", "SystemTime"), "1990-01-02T00:00:00Z", ContactItem.Birthday,
     dt.datetime(1990, 1, 2, tzinfo=dt.UTC)),
    (Task, lid(0x8101, "Integer", "Task"), "3", Task.Status, "WaitingOnOthers"),
    (Task, lid(0x8102, "Double", "Task"), "0.5", Task.PercentComplete, 50.0),
    (Task, lid(0x811C, "Boolean", "Task"), "true", Task.Status, "Completed"),
    (Task, lid(0x8105, "SystemTime", "Task"), "2027-03-25T00:00:00Z", Task.DueDate, at(0, day=25)),
    (PostItem, tag("0x1035"), "<p@x>", PostItem.InternetMessageId, "<p@x>"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "path", "text", "row", "value"), WRITTEN, ids=lambda part: repr(part)[:60])
def test_written_when_made_and_later(
    ews: Client, kind: type[Bag], path: PathToExtendedField, text: str, row: Row[Any], value: object
) -> None:
    """it is one value, whichever name it is given under"""
    given = kind(Subject="One", ExtendedProperty=(extended(path, text),))
    made = ews.create(given, folder=HOMES[kind], disposition="SaveOnly").id  # type: ignore[index]  # one of these
    assert ews.get(made, row).get(row) == value
    other = ews.create(kind(Subject="Two"), folder=HOMES[kind], disposition="SaveOnly").id  # type: ignore[index]
    assert ews.update(other, put(path, text, within=kind), disposition="SaveOnly").code == "NoError"
    assert ews.get(other, row).get(row) == value


def test_a_part_is_written_beside_the_others(ews: Client) -> None:
    """a telephone number, a line of an address, an address: what else is there stays"""
    made = ews.create(A_CONTACT, folder="contacts").id
    changes = [
        (tag("0x3A08"), "031"), (tag("0x3A5C"), "BE"), (lid(0x8083, "String", "Address"), "a@bau.test"),
        (lid(0x80A3, "String", "Address"), "c@x.test"), (tag("0x3A45"), "Dr."),
        (lid(0x8062, "String", "Address"), "im"),
    ]  # fmt: skip
    assert ews.update(made, *(put(path, text, within=ContactItem) for path, text in changes)).code == "NoError"
    shown = ews.get(made, base="AllProperties")
    assert [(one.Key, one.text) for one in shown.PhoneNumbers.Entry] == [
        ("BusinessPhone", "031"),
        ("MobilePhone", "079"),
    ]
    places = [(one.Key, one.City, one.State) for one in shown.PhysicalAddresses.Entry]
    assert places == [("Home", "Thun", "BE"), ("Business", "Bern", None)]
    first, second, third = shown.EmailAddresses.Entry
    assert (first.text, first.Name, second.text, third.Key) == (
        "a@bau.test",
        "Anna (work)",
        "anna@home.test",
        "EmailAddress3",
    )
    assert [one.text for one in shown.ImAddresses.Entry] == ["im"]
    name = shown.CompleteName
    assert (name.Title, name.FirstName, name.LastName, name.FullName) == ("Dr.", "Anna", "Arn", "Anna Arn")


def test_a_part_is_taken_away(ews: Client) -> None:
    """with the last one the dictionary goes"""
    made = ews.create(A_CONTACT, folder="contacts").id
    assert ews.update(made, drop(tag("0x3A1C")), drop(tag("0x3A59")), drop(tag("0x3A45"))).code == "NoError"
    shown = ews.get(made, ContactItem.PhoneNumbers, ContactItem.PhysicalAddresses)
    assert shown.PhoneNumbers is None
    assert [one.Key for one in shown.PhysicalAddresses.Entry] == ["Business"]


def test_a_part_is_text(ews: Client) -> None:
    """RC ErrorInvalidExtendedPropertyValue"""
    made = ews.create(A_CONTACT, folder="contacts").id
    assert ews.update(made, put(tag("0x3A1C", "Integer"), "79")).code == "ErrorUpdatePropertyMismatch"
    wrong = put(tag("0x3A1C", "Integer"), "79", within=ContactItem)
    assert ews.update(made, wrong).code == "ErrorInvalidExtendedPropertyValue"


def test_a_complete_name_cannot_be_written(ews: Client) -> None:
    """ref/completename: read-only; a contact without names has none"""
    made = ews.create(ContactItem(Subject="x"), folder="contacts").id
    assert ews.get(made, ContactItem.CompleteName).CompleteName is None


# --- messages ------------------------------------------------------------------------------------------------------

PEOPLE = [
    ("0x0C1A", "Anna Arn"), ("0x0C1E", "SMTP"), ("0x0C1F", "anna@example.test"), ("0x5D01", "anna@example.test"),
    ("0x0042", "Anna Arn"), ("0x0064", "SMTP"), ("0x0065", "anna@example.test"), ("0x5D02", "anna@example.test"),
    ("0x0040", "Ben Bär"), ("0x0075", "SMTP"), ("0x0076", "ben@example.test"), ("0x5D07", "ben@example.test"),
    ("0x0044", "Ben Bär"), ("0x0078", "ben@example.test"),
]  # fmt: skip


def test_who_sent_and_got_a_message(ews: Client, ben: Mailbox) -> None:
    """MS-OXOMSG 2.2.1: names and addresses"""
    ews.create(Message(Subject="Hi", ToRecipients=to("ben@example.test")), disposition="SendOnly")
    (got,) = ben.items_of(ben.need("inbox"))
    his = ews.but(own=ben)
    assert [(number, told(his, got, tag(number))) for number, _ in PEOPLE] == PEOPLE
    found = his.find("inbox", Restriction=where(equals(tag("0x0C1F"), "anna@example.test")))
    assert len(found.items) == 1
    assert told(his, got, tag("0x0E09", "Binary")) is not None


def test_a_sender_is_given_part_by_part(ews: Client) -> None:
    """as programs do that bring mail into a mailbox"""
    given = [
        (tag("0x0042"), "Dora"),
        (tag("0x0065"), "dora@x.test"),
        (tag("0x0C1A"), "Emil"),
        (tag("0x0E07", "Integer"), "1"),
    ]
    message = Message(Subject="Old", ExtendedProperty=tuple(extended(path, text) for path, text in given))
    shown = ews.get(ews.create(message, folder="inbox", disposition="SaveOnly").id, base="AllProperties")
    writer = shown.From.Mailbox
    assert (writer.Name, writer.EmailAddress, shown.Sender.Mailbox.Name, shown.IsDraft) == (
        "Dora",
        "dora@x.test",
        "Emil",
        False,
    )


def test_who_has_no_name_is_his_address(ews: Client) -> None:
    who = SingleRecipient(Mailbox=EmailAddress(EmailAddress="dora@x.test"))
    made = ews.create(Message(Subject="Hi", From=who), disposition="SaveOnly").id
    assert (told(ews, made, tag("0x0042")), told(ews, made, tag("0x0C1A"))) == ("dora@x.test", None)
    assert ews.update(made, drop(tag("0x0065")), drop(tag("0x0C1F")), disposition="SaveOnly").code == "NoError"
    assert ews.get(made, Message.From).From is None


def test_the_page_of_a_body(ews: Client) -> None:
    """PidTagHtml 0x1013: of a body that is HTML; set, it is the body"""
    page = tag("0x1013", "Binary")
    made = ews.create(Message(Body=Body(BodyType="Text", text="plain")), disposition="SaveOnly").id
    assert told(ews, made, page) is None
    html = base64.b64encode("<p>Grüsse</p>".encode()).decode()
    assert ews.update(made, put(page, html, within=Message), disposition="SaveOnly").code == "NoError"
    assert told(ews, made, page) == html
    assert "Grüsse" in ews.get(made, ItemRows.Body).Body.text
    assert ews.update(made, drop(page), disposition="SaveOnly").code == "NoError"
    assert told(ews, made, page) is None


FLAGS = tag("0x0E07", "Integer")


def flagged(ews: Client, number: int, **more: Any) -> Any:
    """A new message with these flags, as it is shown."""
    message = Message(Subject="Old", ExtendedProperty=(extended(FLAGS, str(number)),), **more)
    return ews.get(ews.create(message, folder="inbox", disposition="SaveOnly").id, FLAGS, base="AllProperties")


def test_what_is_put_into_a_mailbox_is_no_draft(ews: Client) -> None:
    """MS-OXCMSG 2.2.1.6: without mfUnsent it is none; mfRead, mfUnmodified, mfFromMe, mfResend"""
    shown = flagged(ews, 1)
    assert (shown.IsDraft, shown.IsRead, shown.IsFromMe, shown.IsResend, shown.IsUnmodified) == (
        False,
        True,
        False,
        False,
        False,
    )
    assert shown.ExtendedProperty[0].Value == "1"
    shown = flagged(ews, 0x80 + 0x20 + 0x02)
    assert (shown.IsDraft, shown.IsRead, shown.IsFromMe, shown.IsResend, shown.IsUnmodified) == (
        False,
        False,
        True,
        True,
        True,
    )
    assert shown.ExtendedProperty[0].Value == str(0xA2)
    assert flagged(ews, 9).IsDraft is True
    assert flagged(ews, 0, IsRead=True).IsRead is True
    assert ews.find("inbox", Restriction=where(equals(FLAGS, "1"))).items


def test_flags_are_changed_by_what_they_tell(ews: Client) -> None:
    """later only mfRead can be set; who changes a message has modified it"""
    made = flagged(ews, 3)
    assert ews.update(made, put(FLAGS, "8", within=Message), disposition="SaveOnly").code == "NoError"
    shown = ews.get(made, FLAGS, base="AllProperties")
    assert (shown.IsDraft, shown.IsRead, shown.IsUnmodified) == (False, False, True)
    ews.update(made, put(ItemRows.Subject, "New", within=Message), disposition="SaveOnly")
    assert ews.get(made, ItemRows.IsUnmodified).IsUnmodified is False
    contact = ews.create(ContactItem(Subject="x"), folder="contacts").id
    assert ews.update(contact, put(FLAGS, "1", within=ContactItem)).code == "NoError"
    assert (
        ews.create(ContactItem(Subject="x", ExtendedProperty=(extended(FLAGS, "1"),)), folder="contacts").code
        == "NoError"
    )


def test_a_message_to_oneself(ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """ref/isfromme; and what is sent is a draft no longer, and as it was sent"""
    ews.create(Message(Subject="Me", ToRecipients=to("anna@example.test", "ben@example.test")), disposition="SendOnly")
    for mailbox, is_from_me in ((anna, True), (ben, False)):
        (got,) = mailbox.items_of(mailbox.need("inbox"))
        shown = ews.but(own=mailbox).get(got, base="AllProperties")
        assert (shown.IsFromMe, shown.IsDraft, shown.IsUnmodified) == (is_from_me, False, True)


# --- entries -------------------------------------------------------------------------------------------------------


def blob(ews: Client, named: Any, number: int) -> bytes:
    """The bytes of a property of PSETID_Appointment."""
    return base64.b64decode(told(ews, named, lid(number, "Binary")) or "")


def test_the_zone_of_an_entry_as_a_structure(ews: Client) -> None:
    """MS-OXOCAL 2.2.1.39: biases, and the first moments of standard and daylight time"""
    berne = ews.create(an_entry(StartTimeZoneId="W. Europe Standard Time")).id
    data = blob(ews, berne, 0x8233)
    assert len(data) == 48
    assert struct.unpack_from("<iii", data) == (-60, 0, -60)
    assert struct.unpack_from("<8H", data, 14) == (0, 10, 0, 5, 3, 0, 0, 0)
    assert struct.unpack_from("<8H", data, 32) == (0, 3, 0, 5, 2, 0, 0, 0)
    assert struct.unpack_from("<8H", blob(ews, ews.create(an_entry()).id, 0x8233), 14) == (0,) * 8


@pytest.mark.parametrize("number", [0x825E, 0x825F, 0x8260])
def test_the_zone_of_an_entry_as_a_definition(ews: Client, number: int) -> None:
    """MS-OXOCAL 2.2.1.41: header, name, one rule"""
    berne = ews.create(an_entry(StartTimeZoneId="W. Europe Standard Time", End=at(13))).id
    data, name = blob(ews, berne, number), "W. Europe Standard Time"
    major, minor, header, reserved, letters = struct.unpack_from("<BBHHH", data)
    assert (major, minor, header, reserved, letters) == (2, 1, 6 + 2 * len(name), 2, len(name))
    assert data[8 : 8 + 2 * letters].decode("utf-16-le") == name
    (rules,) = struct.unpack_from("<H", data, 8 + 2 * letters)
    assert (rules, len(data)) == (1, 4 + header + 66)
    assert struct.unpack_from("<BBHHH", data, 4 + header) == (2, 1, 0x3E, 2, 1601)
    london = blob(ews, ews.create(an_entry(StartTimeZoneId="GMT Standard Time")).id, number)
    written = put(lid(number, "Binary"), base64.b64encode(london).decode())
    row = {0x825E: CalendarItem.StartTimeZoneId, 0x825F: CalendarItem.EndTimeZoneId}.get(number)
    if row is None:
        assert ews.update(berne, written).code == "ErrorInvalidPropertySet"
        return
    assert ews.update(berne, written).code == "NoError"
    assert ews.get(berne, row).get(row) == "GMT Standard Time"
    for wrong in ("AAAA", base64.b64encode(london.replace(b"G\0M\0T\0", b"N\0o\0t\0")).decode(), "AwEAAAAAAAAA"):
        assert ews.update(berne, put(lid(number, "Binary"), wrong)).code == "ErrorInvalidPropertySet"
    letter = Message(ExtendedProperty=(extended(lid(number, "Binary"), base64.b64encode(london).decode()),))
    assert ews.create(letter, disposition="SaveOnly").code == "ErrorInvalidPropertySet"


def test_how_an_entry_recurs(ews: Client) -> None:
    """MS-OXOCAL 2.2.1.45"""
    kinds = [
        told(ews, ews.create(one).id, lid(0x8231, "Integer"))
        for one in (an_entry(), a_series(daily(3)), a_series(weekly("Monday")))
    ]
    assert kinds == ["0", "1", "2"]


def test_how_a_series_recurs_as_a_blob(ews: Client) -> None:
    """MS-OXOCAL 2.2.1.44: of a master alone; who changes a date changes it; nobody writes it"""
    made = ews.create(a_series(daily(5))).id
    before = blob(ews, made, 0x8216)
    days, *_ = in_view(ews)
    assert struct.unpack_from("<HHHH", before) == (0x3004, 0x3004, 0x200A, 0)
    assert struct.unpack_from("<II", before, 34) == (0, 0), "deleted, modified"
    assert ews.update(days.ItemId, put(CalendarItem.Location, "Aare")).code == "NoError"
    after = blob(ews, made, 0x8216)
    assert struct.unpack_from("<I", after, 34) == (1,)
    assert after.count(b"Aare") == 1
    assert after.count("Aare".encode("utf-16-le")) == 1
    assert told(ews, days.ItemId, lid(0x8216, "Binary")) is None
    assert told(ews, ews.create(an_entry()).id, lid(0x8216, "Binary")) is None
    assert ews.update(made, put(lid(0x8216, "Binary"), base64.b64encode(after).decode())).code == (
        "ErrorInvalidPropertySet"
    )


def test_a_request_has_the_names_of_its_entry(ews: Client, ben: Mailbox) -> None:
    """MS-OXOCAL 2.2.1: the same identity, the same times"""
    made = ews.create(
        an_entry(Location="Aare", RequiredAttendees=guests("ben@example.test")), invitations="SendToAllAndSaveCopy"
    ).id
    (request,) = ben.items_of(ben.need("inbox"))
    his = ews.but(own=ben)
    assert request.kind is MeetingRequestMessage
    for path in (
        lid(0x23, "Binary", "Meeting"),
        lid(0x820D, "SystemTime"),
        lid(0x8208, "String"),
        lid(0x8213, "Integer"),
    ):
        assert told(his, request, path) == told(ews, made, path) is not None
    assert told(ews, made, lid(0x823B, "String")) == "Ben Bär"
    assert told(ews, made, tag("0x0C1F")) == "anna@example.test"


def test_a_conversation_by_its_id(ews: Client, review: Item) -> None:
    """PidTagConversationId: 16 bytes"""
    assert len(base64.b64decode(told(ews, review, tag("0x3013", "Binary")) or "")) == 16
