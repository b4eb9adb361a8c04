"""FindItem with a QueryString: what people type."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.contract.attachments import FileAttachment, NonEmptyArrayOfAttachments
from fake_ews.contract.common import ArrayOfStrings, Body
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.items import Flag
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, PostItem
from fake_ews.contract.operations import QueryString
from fake_ews.contract.queries import CalendarView
from fake_ews.model.aqs import Search, Unknown, search
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.model.zones import zone
from tests.fake_ews.operations.client import Client, an_entry, at, listed
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
            Flag=Flag(FlagStatus="Flagged"),
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
        "cc:clara", "participants:clara", "subject:(smith OR nobody)", "subject:((offer))",
        "category:blue", 'category:"blue sky"', "to:ben AND subject:offer", "from:nobody OR subject:offer",
        "NOT from:nobody", "NOT (from:nobody OR cc:ben)", "(subject:offer) AND (to:ben)", "subject:offer to:ben",
        "importance:high", "isread:false", "hasattachment:no", "kind:email", "size:>1", "size:<=2mb", "size:>=1",
        "(offer", "offer)", "offer) smith", "offer AND", ":", "subject:(offer)", "offer -nobody", "offer - nobody",
        "offer + smith", "offer +smith", "subject:(offer -product)", "subject:NOT chairs", "subject:-chairs",
        "- - offer", 'subject:"off"*', 'subject:"f mr smi"* OR subject:"fo mr smi"*', "subject:off*", "subject: offer",
        "Has attachment:false", "has:attachment:no", "Smith: 2nd", "received:today", "received:this week offer",
        "received:(yesterday OR today)", "received:>=yesterday", "sent:today", 'received:"this month"', "size:1..1mb",
        "size:0kb..9999", "itemclass:IPM.Note", 'itemclass:"ipm.note"', "itemclass:ipm.*", "isflagged:true",
        "sensitivity:normal", "received:NOT yesterday", "offer :)", "smith :)",
    ],
)  # fmt: skip
def test_found(ews: Client, offer: str, text: str) -> None:
    """ref/querystring-querystringtype, guide/how-to-perform-an-aqs-search-by-using-ews-in-exchange"""
    assert found(ews, text)


@pytest.mark.parametrize(
    "text",
    [
        "ffer", "offers", "subject:chairs", 'subject:"smith for"', "to:clara", "cc:ben", "bcc:ben", "attachment:plan",
        "offer AND nobody", "offer nobody", "NOT offer", "NOT (subject:offer OR from:x)", "importance:low",
        "isread:yes", "to:(offer)", "hasattachment:true", "kind:meetings", "kind:contacts", "size:1kb", "size:<1",
        "received:2020-01-01", "start:2027-03-15", "sensitivity:private", "chairs -offer", "smith - offer",
        'subject:"off"', 'subject:"offer smi"*', "received:yesterday", "sent:last week", "http://offer.test",
        "isflagged:false", "size:1..2", 'itemclass:"IPM"', "itemclass:IPM.Task", "kind:im", "kind:notes", "- offer",
        "smith@example.test", "received:>today",
    ],
)  # fmt: skip
def test_not_found(ews: Client, offer: str, text: str) -> None:
    """ref/querystring-querystringtype, guide/how-to-perform-an-aqs-search-by-using-ews-in-exchange"""
    assert not found(ews, text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("received:someday OR offer", "someday"), ("unknown:offer", "unknown:"), ("unknown:(offer)", "unknown:"),
        ("size:big", "big"), ("importance:utmost", "utmost"), ("kind:offers", "offers"), ("isread:maybe", "maybe"),
        ("subject:", "ends"), ("NOT", "ends"), ("offer NOT", "ends"), ("subject:from:x", "subject"),
        ("subject: from:ben", "subject: has no value"), ("(" * 200, "inside each other"),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused(ews: Client, offer: str, text: str, named: str) -> None:
    """an answer that looks right would be worse"""
    reply = ews.find("drafts", QueryString=QueryString(text=text, ReturnHighlightTerms=True))
    if text == "subject:from:x":  # a word with a colon inside
        assert (reply.code, reply.items) == ("NoError", [])
        return
    assert reply.code == "ErrorInvalidOperation"
    assert named in reply.only.MessageText


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("unknown:smith", False), ("mr:smith", True), ("size:big", False), ("NOT", False), ("subject:", True)],
)
@pytest.mark.parametrize("profile", [Profile().but(search_unknown="text")])
def test_or_sought_as_text(ews: Client, profile: Profile, offer: str, text: str, is_found: bool) -> None:
    """the profile says so"""
    assert found(ews, text) is is_found


def test_minus_is_not(ews: Client) -> None:
    """ref/querystring-querystringtype: the hyphen is equivalent to NOT"""
    for subject in ("plan", "plan for the meeting"):
        ews.create(Message(Subject=subject), disposition="SaveOnly")
    reply = ews.find("drafts", ItemRows.Subject, QueryString=QueryString(text="plan -meet"))
    assert [one.Subject for one in reply.items] == ["plan"]


def test_quotation_marks_mean_the_word_itself(ews: Client) -> None:
    """ref/querystring-querystringtype: "product" is not found in production"""
    for subject in ("production", "a product."):
        ews.create(Message(Subject=subject), disposition="SaveOnly")
    reply = ews.find("drafts", ItemRows.Subject, QueryString=QueryString(text='subject:"product"'))
    assert [one.Subject for one in reply.items] == ["a product."]


def test_meeting_requests_are_meetings(ews: Client, ben: Mailbox) -> None:
    """guide: meetings corresponds to appointments and meeting requests"""
    ews.create(an_entry(RequiredAttendees=guests("ben@example.test")), invitations="SendToAllAndSaveCopy")
    his = ews.but(own=ben)
    assert found(his, "kind:meetings received:today", "inbox")
    assert not found(his, "kind:email", "inbox")
    assert found(his, "kind:meetings", "calendar")


@pytest.mark.parametrize(
    ("item_class", "kind"),
    [
        ("IPM.StickyNote", "notes"), ("IPM.Activity", "journals"), ("IPM.Document.docx", "docs"),
        ("IPM.Note.Microsoft.Conversation", "im"), ("IPM.Note.Microsoft.Voicemail.UM", "voicemail"),
        ("IPM.Note.Microsoft.Fax", "faxes"), ("IPM.Note.SMIME", "email"),
    ],
)  # fmt: skip
def test_kinds(ews: Client, item_class: str, kind: str) -> None:
    """guide: the kinds that there are"""
    ews.create(Message(Subject="One", ItemClass=item_class), disposition="SaveOnly")
    kinds = ("email", "notes", "journals", "docs", "im", "voicemail", "faxes", "posts", "rssfeeds", "tasks")
    assert [one for one in kinds if found(ews, f"kind:{one}")] == [kind]


def test_posts_and_their_writers(ews: Client) -> None:
    ews.create(PostItem(Subject="Notice"), folder="inbox")
    assert found(ews, "kind:posts", "inbox")
    assert not found(ews, "kind:rssfeeds", "inbox")


def test_attached_text_is_looked_through(ews: Client) -> None:
    """ref/querystring-querystringtype: the file name or the file body"""
    files = [
        FileAttachment(Name="a.txt", ContentType="text/plain", Content=b"the report"),
        FileAttachment(Name="b.bin", ContentType="application/x", Content=b"secret"),
    ]
    message = Message(Subject="Files", Attachments=listed(NonEmptyArrayOfAttachments, files))
    ews.create(message, disposition="SaveOnly")
    assert found(ews, "attachment:report")
    assert found(ews, "attachment:b.bin")
    assert not found(ews, "secret")


def test_highlighted_terms(ews: Client, offer: str) -> None:
    """ref/highlightterms: what was sought as text, if they are wanted; what a scope is called: unverified"""
    said = "subject:offer chairs offer offer -nobody kind:email"
    reply = ews.find("drafts", QueryString=QueryString(text=said, ReturnHighlightTerms=True))
    terms = [(one.Scope, one.Value) for one in reply.only.HighlightTerms.Term]
    assert terms == [("subject", "offer"), ("", "chairs"), ("", "offer")]
    assert ews.find("drafts", QueryString=QueryString(text=said)).only.HighlightTerms is None


def test_a_view_cannot_be_searched(ews: Client) -> None:
    """what is sought would be passed over"""
    view = CalendarView(StartDate=at(0), EndDate=at(23))
    assert ews.find("calendar", CalendarView=view, QueryString=QueryString(text="x")).code != "NoError"


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("start:2027-03-15", True), ("start:03/15/2027", True), ("start:>2027-03-15", False),
        ("start:>=2027-03-15", True), ("start:<2027-03-15", False), ("start:<=2027-03-15", True),
        ("start:=2027-03-15", True), ("start:2027-03-01..2027-03-15", True), ("start:2027-03-16..2027-03-20", False),
        ("location:room", True), ("requiredattendees:ben", True),
        ("requiredattendees:nobody", False),
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


@pytest.mark.proof
@given(st.text(max_size=40))
def test_a_search_never_fails(text: str) -> None:
    berne = zone("W. Europe Standard Time")
    assert berne is not None
    for unknown in get_args(Unknown):
        found = search(text, dt.datetime(2027, 3, 17, 12, tzinfo=berne), unknown)
        assert unknown == "refused" or isinstance(found, Search)


def test_the_zone_counts(ews: Client, review: Item) -> None:
    """a TimeZoneContext moves the day"""
    ews.create(an_entry(Subject="Late"))
    assert (
        len(
            ews.but(zone="Tonga Standard Time").find("calendar", QueryString=QueryString(text="start:2027-03-15")).items
        )
        == 2
    )
