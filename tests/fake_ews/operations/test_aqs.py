"""FindItem with a QueryString: what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.contract.common import ArrayOfStrings, Body
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.mail import Message
from fake_ews.contract.operations import QueryString
from fake_ews.model.aqs import search
from fake_ews.model.items import Item
from fake_ews.model.zones import zone
from tests.fake_ews.operations.client import Client, an_entry
from tests.fake_ews.operations.test_rules import to
from tests.fake_ews.operations.test_update_item import guests


@pytest.fixture
def offer(ews: Client) -> str:
    """A message in the drafts."""
    made = ews.create(
        Message(
            Subject="Offer for Mr. Smith: 2nd", Body=Body(BodyType="HTML", text="<p>Cheap <b>chairs</b></p>"),
            ToRecipients=to("ben@example.test"), CcRecipients=to("clara@example.test"),
            Categories=ArrayOfStrings(String=("blue sky",)), Importance="High", IsRead=False,
        ),
        disposition="SaveOnly",
    )  # fmt: skip
    assert made.id.Id is not None
    return made.id.Id


def found(ews: Client, text: str, folder: str = "drafts") -> bool:
    """Whether the one item of a folder is found."""
    return bool(ews.find(folder, QueryString=QueryString(text=text)).items)


@pytest.mark.parametrize(
    "text",
    [
        "", "offer", "OFF", "chair", "sky", "ben@example.test", "subject:offer", "Subject:Smith", "subject:2nd",
        "subject:offer smith", 'subject:"for mr. smith"', "subject:Smith:2nd", "body:chairs", "to:ben",
        "cc:clara", "participants:clara", "smith:2nd", "subject:(smith OR nobody)", "subject:((offer))",
        "category:blue", 'category:"blue sky"', "to:ben AND subject:offer", "from:nobody OR subject:offer",
        "NOT from:nobody", "NOT (from:nobody OR cc:ben)", "(subject:offer) AND (to:ben)", "subject:offer to:ben",
        "importance:high", "isread:false", "hasattachment:no", "kind:email", "size:>1", "size:<=2mb", "size:>=1",
        "received:nonsense OR offer", "(offer", "offer)", "offer AND", ":", "subject:(offer)",
    ],
)  # fmt: skip
def test_found(ews: Client, offer: str, text: str) -> None:
    """learn.microsoft.com: Advanced Query Syntax"""
    assert found(ews, text)


@pytest.mark.parametrize(
    "text",
    [
        "ffer", "offers", "subject:chairs", 'subject:"smith for"', "to:clara", "cc:ben", "bcc:ben", "attachment:plan",
        "offer AND nobody", "offer nobody", "NOT offer", "NOT (subject:offer OR from:x)", "importance:low",
        "isread:yes", "unknown:smith", "NOT", "to:(offer)", "mr NOT",
        "hasattachment:true", "kind:meetings", "kind:contacts", "size:1kb", "size:<1", "unknown:nobody",
        "received:2020-01-01", "start:2027-03-15", "size:big", "sensitivity:private",
    ],
)  # fmt: skip
def test_not_found(ews: Client, offer: str, text: str) -> None:
    """learn.microsoft.com: Advanced Query Syntax"""
    assert not found(ews, text)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("start:2027-03-15", True), ("start:03/15/2027", True), ("start:>2027-03-15", False),
        ("start:>=2027-03-15", True), ("start:<2027-03-15", False), ("start:<=2027-03-15", True),
        ("start:=2027-03-15", True), ("start:2027-03-01..2027-03-15", True), ("start:2027-03-16..2027-03-20", False),
        ("start:2027-03-01..x", False), ("location:room", True), ("requiredattendees:ben", True),
        ("kind:meetings", True), ("organizer:anna", True), ("isrecurring:no", True),
    ],
)  # fmt: skip
def test_entries(ews: Client, text: str, is_found: bool) -> None:
    """days are those of the request's zone"""
    ews.create(an_entry(Location="Room 1", RequiredAttendees=guests("ben@example.test")))
    assert found(ews, text, "calendar") is is_found


def test_contacts(ews: Client) -> None:
    """names, as FindPeople asks for them, too"""
    ews.create(ContactItem(DisplayName="John Doe", GivenName="John"), folder="contacts")
    assert found(ews, "DisplayName:john", "contacts")
    assert not found(ews, "DisplayName:ohn", "contacts")


@given(st.text(max_size=40))
def test_a_search_never_fails(text: str) -> None:
    berne = zone("W. Europe Standard Time")
    assert berne is not None
    assert callable(search(text, berne))


def test_the_zone_counts(ews: Client, review: Item) -> None:
    """a TimeZoneContext moves the day"""
    ews.create(an_entry(Subject="Late"))
    assert (
        len(
            ews.but(zone="Tonga Standard Time").find("calendar", QueryString=QueryString(text="start:2027-03-15")).items
        )
        == 2
    )
