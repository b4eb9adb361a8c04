"""MIME content: what GetItem gives of items, and what items are made of it."""

from __future__ import annotations

import base64
import datetime as dt
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from fake_ews.contract.attachments import (
    AttachmentResponseShape,
    FileAttachment,
    ItemAttachment,
    NonEmptyArrayOfAttachments,
)
from fake_ews.contract.calendar import (
    CalendarItem,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
)
from fake_ews.contract.common import (
    ArrayOfRecipients,
    ArrayOfStrings,
    Body,
    EmailAddress,
    ItemId,
    ItemResponseShape,
    MimeContent,
    SingleRecipient,
)
from fake_ews.contract.contacts import (
    ContactItem,
    EmailAddressDictionary,
    EmailAddressDictionaryEntry,
    ImAddressDictionary,
    ImAddressDictionaryEntry,
    PhoneNumberDictionary,
    PhoneNumberDictionaryEntry,
    PhysicalAddressDictionary,
    PhysicalAddressDictionaryEntry,
)
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.operations import GetItem
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.model import answers
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, an_entry, at, extended, item_ids, listed, put
from tests.fake_ews.operations.test_attachments import LOGO, PLAN, attach, attachment_id, only, read
from tests.fake_ews.operations.test_meetings import ALL, guests


def raw(ews: Client, named: Any) -> bytes:
    """The MIME content of an item."""
    shape = ItemResponseShape(BaseShape="IdOnly", IncludeMimeContent=True)
    content = ews.ask(GetItem(ItemShape=shape, ItemIds=item_ids(named))).item.MimeContent
    assert content.CharacterSet == "UTF-8"
    return base64.b64decode(content.text)


def text(ews: Client, named: Any) -> str:
    """The iCalendar of an entry or the vCard of a contact, without foldings."""
    return raw(ews, named).decode().replace("\r\n ", "").replace("\r\n", "\n")


def mail(ews: Client, named: Any) -> EmailMessage:
    """The message that a MIME content is."""
    found = message_from_bytes(raw(ews, named), _class=EmailMessage, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def content(given: str | bytes) -> MimeContent:
    """MIME content of a request."""
    data = given.encode() if isinstance(given, str) else given
    return MimeContent(CharacterSet="UTF-8", text=base64.b64encode(data).decode())


def an_event(*lines: str) -> MimeContent:
    """A VEVENT from 9 to 10 UTC on 15 March 2027."""
    head = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:Plan", "DTSTART:20270315T090000Z", "DTEND:20270315T100000Z")
    return content("\r\n".join((*head, *lines, "END:VEVENT", "END:VCALENDAR", "")))


def to(*addresses: str) -> ArrayOfRecipients:
    """Recipients by address."""
    return ArrayOfRecipients(Mailbox=tuple(EmailAddress(EmailAddress=one) for one in addresses))


LETTER = """From: Dora <dora@other.test>
To: Anna <anna@example.test>, ben@example.test
Cc: clara@example.test
Subject: =?utf-8?q?Gr=C3=BCsse?=
Date: Mon, 15 Mar 2027 10:00:00 +0100
Message-ID: <m1@other.test>
In-Reply-To: <m0@other.test>
Importance: high
Sensitivity: Company-Confidential
X-Project: roof
Content-Type: text/plain; charset=utf-8

Text of the message.
"""


# entries


def test_an_entry_is_bare_icalendar(ews: Client) -> None:
    """Measured: no mail around it; MS-OXCICAL"""
    made = ews.create(an_entry(Location="Room 4, north", Body=Body(BodyType="Text", text="First\r\nsecond"))).id
    told = text(ews, made)
    assert told.startswith("BEGIN:VCALENDAR\nMETHOD:PUBLISH\n")
    for line in (
        "SUMMARY;LANGUAGE=en-US:Review", "LOCATION;LANGUAGE=en-US:Room 4\\, north",
        "DESCRIPTION;LANGUAGE=en-US:First\\nsecond", "DTSTART;TZID=UTC:20270315T100000", "DTSTAMP:20270301T080000Z",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "TRIGGER;RELATED=START:-PT15M", "TZID:UTC", "STATUS:CONFIRMED",
    ):  # fmt: skip
        assert f"\n{line}\n" in told
    assert "ORGANIZER" not in told


def test_mime_content_comes_only_when_asked_for(ews: Client, review: Item) -> None:
    """ref/includemimecontent"""
    assert ews.get(review, base="AllProperties").MimeContent is None
    assert ews.get(review, ItemRows.MimeContent).MimeContent is not None


def test_a_meeting_names_its_people(ews: Client, ben: Mailbox, clara: Mailbox, aare: Mailbox) -> None:
    """RFC 5545 3.8.4"""
    bag = an_entry(RequiredAttendees=guests("ben@example.test"), OptionalAttendees=guests("clara@example.test"),
                   Resources=guests("aare@example.test"))  # fmt: skip
    told = text(ews, ews.create(bag).id)
    assert "\nATTENDEE;CUTYPE=RESOURCE;ROLE=NON-PARTICIPANT;" in told
    assert "\nORGANIZER;CN=Anna Arn:mailto:anna@example.test\n" in told
    assert (
        "\nATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Ben Bär:mailto:ben@example.test\n" in told
    )
    assert "ROLE=OPT-PARTICIPANT" in told


def test_an_entry_made_of_icalendar(ews: Client) -> None:
    """ref/mimecontent: CreateItem"""
    made = ews.create(CalendarItem(MimeContent=an_event("LOCATION:Aare", "UID:probe-1"))).id
    shown = ews.get(made, CalendarItem.UID, CalendarItem.Location, base="AllProperties")
    assert (shown.Subject, shown.Start, shown.End, shown.Location) == ("Plan", at(9), at(10), "Aare")
    assert (shown.UID, shown.ReminderIsSet, shown.IsMeeting) == ("probe-1", False, False)
    assert "UID:probe-1" in text(ews, made)


def test_properties_besides_count_more(ews: Client) -> None:
    """What a client sets besides is not overwritten. [seen: DavMail]"""
    given = CalendarItem(MimeContent=an_event("LOCATION:Aare"), Subject="Other", ReminderIsSet=True)
    shown = ews.get(ews.create(given).id, base="AllProperties")
    assert (shown.Subject, shown.ReminderIsSet, shown.Location) == ("Other", True, "Aare")


def test_the_state_may_be_given_by_its_mapi_name(ews: Client) -> None:
    """AppointmentStateFlags, as an add-in sets it; what follows from the attendees counts. [seen: DavMail]"""
    path = PathToExtendedField(DistinguishedPropertySetId="Appointment", PropertyId=0x8217, PropertyType="Integer")
    made = ews.create(CalendarItem(MimeContent=an_event(), ExtendedProperty=(extended(path, "1"),))).id
    assert ews.get(made, base="AllProperties").AppointmentState == 0


def test_icalendar_in_a_mail(ews: Client) -> None:
    """A client may send the calendar as a part of a message."""
    whole = EmailMessage()
    whole["Subject"] = "x"
    whole.set_content("see the calendar")
    inner = base64.b64decode(an_event().need(MimeContent.text)).decode()
    whole.add_alternative(inner, subtype="calendar")
    made = ews.create(CalendarItem(MimeContent=content(whole.as_bytes()))).id
    assert ews.get(made, ItemRows.Subject).Subject == "Plan"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (MimeContent(text="?"), "ErrorMimeContentInvalidBase64String"),
        (content("BEGIN:VCALENDAR\r\nEND:VCALENDAR"), "ErrorMimeContentInvalid"),
        (content("nonsense"), "ErrorMimeContentInvalid"),
        (content("BEGIN:nonsense"), "ErrorMimeContentInvalid"),
        (an_event("END:VEVENT", "BEGIN:VEVENT", "UID:2"), "ErrorMimeContentInvalid"),
    ],
)
def test_content_that_is_none(ews: Client, anna: Mailbox, review: Item, given: MimeContent, code: str) -> None:
    """RC"""
    assert ews.create(CalendarItem(MimeContent=given)).code == code
    assert ews.update(review, put(ItemRows.MimeContent, given)).code == code
    assert list(anna.items.values()) == [review]


def test_a_message_that_is_none(ews: Client) -> None:
    """RC ErrorMimeContentInvalid"""
    assert ews.create(Message(MimeContent=content("")), disposition="SaveOnly").code == "ErrorMimeContentInvalid"


def test_an_update_with_icalendar(ews: Client) -> None:
    """What the calendar does not say, the entry no longer has."""
    made = ews.create(an_entry(Location="Aare", Body=Body(BodyType="Text", text="x"))).id
    assert ews.update(made, put(ItemRows.MimeContent, an_event())).code == "NoError"
    shown = ews.get(made, ItemRows.Body, CalendarItem.Location, base="AllProperties")
    assert (shown.Subject, shown.Start, shown.Location, shown.Body.text) == ("Plan", at(9), None, "")


@pytest.mark.parametrize(
    ("answer", "shown"), [("ACCEPTED", "Accept"), ("NEEDS-ACTION", "NoResponseReceived"), (None, "NoResponseReceived")]
)
def test_a_meeting_of_somebody_else(ews: Client, anna: Mailbox, answer: str | None, shown: str) -> None:
    """An organizer who is not the owner: the entry is a meeting he was invited to, and nobody is invited by him."""
    own = () if answer is None else (f"ATTENDEE;PARTSTAT={answer}:mailto:anna@example.test",)
    event = an_event("ORGANIZER:mailto:dora@other.test", "ATTENDEE:mailto:ben@example.test", *own)
    reply = ews.create(CalendarItem(MimeContent=event), invitations="SendToAllAndSaveCopy")
    got = ews.get(reply.id, base="AllProperties")
    assert (got.Organizer.Mailbox.EmailAddress, got.MyResponseType) == ("dora@other.test", shown)
    assert got.AppointmentState == 3
    assert not reply.turn.mails
    assert ews.update(reply.id, put(ItemRows.MimeContent, event)).code == "NoError"
    assert ews.get(reply.id, CalendarItem.MyResponseType).MyResponseType == shown


def test_a_meeting_of_ones_own(ews: Client, ben: Mailbox) -> None:
    """The organizer is the owner: whoever is in the calendar is invited."""
    event = an_event("ORGANIZER:mailto:Anna@example.test", "ATTENDEE:mailto:ben@example.test")
    reply = ews.create(CalendarItem(MimeContent=event), invitations="SendToAllAndSaveCopy")
    assert [mail.address for mail in reply.turn.mails] == ["ben@example.test"]
    assert ews.get(reply.id, base="AllProperties").Organizer.Mailbox.Name == "Anna Arn"


# messages


def test_a_message_is_rfc_5322(ews: Client) -> None:
    """Headers and parts; nothing in it is made up by chance."""
    letter = Message(
        Subject="Grüsse", Body=Body(BodyType="HTML", text="<p>text</p>"),
        ToRecipients=to("ben@example.test", "nobody", "ä@x.test"),
        CcRecipients=to("clara@example.test"), Importance="High", Sensitivity="Private",
        From=SingleRecipient(Mailbox=EmailAddress(Name="Anna Arn", EmailAddress="anna@example.test")),
        Sender=SingleRecipient(Mailbox=EmailAddress(EmailAddress="clara@example.test")),
        InternetMessageId="<1@example.test>", References="<0@example.test>\r\n <00@example.test>",
    )  # fmt: skip
    made = ews.create(letter, disposition="SaveOnly").id
    told = mail(ews, made)
    assert str(told["Subject"]) == "Grüsse"
    assert str(told["From"]) == "Anna Arn <anna@example.test>"
    assert str(told["Sender"]) == "clara@example.test"
    assert [one.addr_spec for one in told["To"].addresses][:2] == ["ben@example.test", "unknown@nobody"]
    assert (told["Importance"], told["Sensitivity"], told["Message-ID"]) == ("high", "Private", "<1@example.test>")
    assert str(told["Date"]) == "Mon, 01 Mar 2027 08:00:00 +0000"
    assert [part.get_content_type() for part in told.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert raw(ews, made) == raw(ews, made)
    assert b"=====" not in raw(ews, made)
    assert b"<p>text</p>" in raw(ews, made)


def test_a_message_made_of_mime(ews: Client) -> None:
    """ref/mimecontent: CreateItem; it comes back with the headers that it had"""
    made = ews.create(Message(MimeContent=content(LETTER)), disposition="SaveOnly").id
    shown = ews.get(made, ItemRows.InternetMessageHeaders, base="AllProperties")
    assert (shown.Subject, shown.Importance, shown.Sensitivity) == ("Grüsse", "High", "Confidential")
    assert (shown.Body.BodyType, shown.Body.text.strip()) == ("Text", "Text of the message.")
    assert [one.EmailAddress for one in shown.ToRecipients.Mailbox] == ["anna@example.test", "ben@example.test"]
    assert (shown.From.Mailbox.Name, shown.InternetMessageId) == ("Dora", "<m1@other.test>")
    assert shown.IsDraft
    told = mail(ews, made)
    assert (told["X-Project"], told["In-Reply-To"], str(told["Subject"])) == ("roof", "<m0@other.test>", "Grüsse")
    assert told.get_content().strip() == "Text of the message."


@pytest.mark.parametrize(("flags", "draft"), [(1, False), (9, True)])
def test_a_message_that_has_been_sent(ews: Client, flags: int, draft: bool) -> None:
    """MS-OXCMSG 2.2.1.6: PidTagMessageFlags says whether it is a draft; its times are those of its Date"""
    path = PathToExtendedField(PropertyTag="0x0E07", PropertyType="Integer")
    letter = Message(MimeContent=content(LETTER), ExtendedProperty=(extended(path, str(flags)),))
    shown = ews.get(ews.create(letter, disposition="SaveOnly", folder="inbox").id, base="AllProperties")
    assert shown.IsDraft is draft
    assert (shown.DateTimeReceived == dt.datetime(2027, 3, 15, 9, tzinfo=dt.UTC)) is not draft


NOW, LAST = dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("date", "instant"),
    [
        ("nonsense", NOW), ("", NOW), ("Mon, 15 Mar 2027 10:00:00", at(10)), ("Fri, 31 Dec 9999 23:59:59 -1400", LAST)
    ],
)  # fmt: skip
def test_dates_in_headers(ews: Client, date: str, instant: dt.datetime) -> None:
    """A Date that is none counts for nothing; one without a zone is UTC."""
    path = PathToExtendedField(PropertyTag="0x0E07", PropertyType="Integer")
    letter = content(LETTER.replace("Mon, 15 Mar 2027 10:00:00 +0100", date))
    made = ews.create(Message(MimeContent=letter, ExtendedProperty=(extended(path, "1"),)), disposition="SaveOnly").id
    sent = ews.get(made, ItemRows.DateTimeSent).DateTimeSent
    assert sent == instant


def test_a_message_is_sent_as_mime(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """The recipients are those in its headers. [seen: DavMail, SMTP]"""
    ews.create(
        Message(MimeContent=content(LETTER.replace("Dora <dora@other.test>", "anna@example.test"))),
        disposition="SendOnly",
    )
    (got,) = ben.items_of(ben.need("inbox"))
    assert bens_ews.get(got, ItemRows.Subject).Subject == "Grüsse"


def test_files_in_mime_are_attachments(ews: Client) -> None:
    """A file, an inline picture, a message in the message; and out again"""
    whole = EmailMessage(policy=policy.SMTP)
    whole["Subject"], whole["From"] = "Plans", "dora@other.test"
    whole.set_content("see")
    whole.add_alternative("<img src='cid:1'>", subtype="html")
    whole.add_attachment(b"%PDF", "application", "pdf", filename="plan.pdf")
    whole.add_attachment(b"PNG", "image", "png", filename="logo.png", disposition="inline", cid="<1>")
    inner = EmailMessage()
    inner["Subject"] = "inner"
    inner.set_content("x")
    whole.add_attachment(inner)
    made = ews.create(Message(MimeContent=content(whole.as_bytes())), disposition="SaveOnly").id
    shown = ews.get(made, ItemRows.Attachments, ItemRows.Body, ItemRows.HasAttachments)
    assert shown.Body.BodyType == "HTML"
    told = [(one.Name, one.ContentType, one.ContentId, one.IsInline) for _, one in shown.Attachments.entries]
    assert told == [
        ("plan.pdf", "application/pdf", None, False), ("logo.png", "image/png", "1", True),
        ("attachment", "message/rfc822", None, False),
    ]  # fmt: skip
    third = shown.Attachments.entries[2].value.AttachmentId
    assert b"Subject: inner" in only(read(ews, third)).Content
    parts = [part.get_content_type() for part in mail(ews, made).iter_attachments()]
    assert parts == ["application/pdf", "image/png", "application/octet-stream"]


def test_text_in_an_unknown_charset(ews: Client) -> None:
    """It is read as UTF-8."""
    made = ews.create(
        Message(MimeContent=content(LETTER.replace("charset=utf-8", "charset=x"))), disposition="SaveOnly"
    )
    assert ews.get(made.id, ItemRows.Body).Body.text.strip() == "Text of the message."


def test_a_message_without_text(ews: Client) -> None:
    """A message that is a file alone has no body."""
    letter = LETTER.replace("text/plain; charset=utf-8", "application/pdf").replace("Importance: high\n", "")
    made = ews.create(Message(MimeContent=content(letter)), disposition="SaveOnly").id
    shown = ews.get(made, ItemRows.Body, ItemRows.Importance)
    assert (shown.Body.text, shown.Importance) == ("", "Normal")


def test_a_contact_made_of_mime(ews: Client) -> None:
    """Of a kind that is no message, subject and text are read and told."""
    made = ews.create(ContactItem(MimeContent=content(LETTER))).id
    assert ews.get(made, ItemRows.Subject).Subject == "Grüsse"


# contacts

BARE = """BEGIN:VCARD
PROFILE:VCARD
VERSION:3.0
MAILER:Microsoft Exchange
PRODID:Microsoft Exchange
FN:Anna Arn
N:;;;;
EMAIL;TYPE=INTERNET:anna@bau.test
ORG:;
CLASS:PUBLIC
ADR;TYPE=WORK:;;;;;;
ADR;TYPE=HOME:;;;;;;
ADR;TYPE=POSTAL:;;;;;;
REV;VALUE=DATE-TIME:2027-03-01T08:00:00,000Z
END:VCARD
"""
"""As contacts with a name and an address were read from Exchange, with exchangelib. [seen: thumbscr-ews]"""


def mailed(*addresses: str) -> EmailAddressDictionary:
    """The addresses of a contact."""
    keys = ("EmailAddress1", "EmailAddress2", "EmailAddress3")
    return EmailAddressDictionary(
        Entry=tuple(EmailAddressDictionaryEntry(Key=key, text=text) for key, text in zip(keys, addresses, strict=False))
    )


def test_a_contact_is_a_vcard(ews: Client) -> None:
    contact = ContactItem(DisplayName="Anna Arn", EmailAddresses=mailed("anna@bau.test"))
    assert text(ews, ews.create(contact).id) == BARE


def test_what_a_vcard_says(ews: Client) -> None:
    """Lines and their order as seen (see the module), texts escaped; the address for the post is preferred."""
    phones = {"BusinessPhone": "1", "BusinessPhone2": "2", "HomePhone": "3", "MobilePhone": "", "OtherFax": "4",
              "BusinessFax": "5", "AssistantPhone": "6", "CompanyMainPhone": "7", "Telex": "8"}  # fmt: skip
    numbers = tuple(PhoneNumberDictionaryEntry(Key=key, text=number) for key, number in phones.items())
    places = (
        PhysicalAddressDictionaryEntry(Key="Business", Street="Aare 1", City="Bern", State="BE", PostalCode="3000"),
        PhysicalAddressDictionaryEntry(Key="Home", CountryOrRegion="Switzerland"),
        PhysicalAddressDictionaryEntry(Key="Other", City="Thun"),
    )
    contact = ContactItem(
        DisplayName="Arn, Anna", GivenName="Anna", Surname="Arn", MiddleName="B.", Generation="jr.", Nickname="Ännchen",
        EmailAddresses=mailed("anna@bau.test", "anna@home.test"), CompanyName="Bau; Söhne", Department="Büro",
        Sensitivity="Private", PhysicalAddresses=PhysicalAddressDictionary(Entry=places), PostalAddressIndex="Business",
        PhoneNumbers=PhoneNumberDictionary(Entry=numbers), Manager="Ben", AssistantName="Cleo", SpouseName="Dan",
        JobTitle="", Profession="Baumeisterin", BusinessHomePage="http://bau.test", Birthday=at(0),
        WeddingAnniversary=at(0), Children=ArrayOfStrings(String=("Eva", "Fritz")),
        Categories=ArrayOfStrings(String=("Red, light",)), Body=Body(BodyType="HTML", text="<p>Hello</p>"),
        ImAddresses=ImAddressDictionary(Entry=(ImAddressDictionaryEntry(Key="ImAddress1", text="sip:anna"),
                                               ImAddressDictionaryEntry(Key="ImAddress2", text="sip:other"))),
    )  # fmt: skip
    contact.values[ItemRows.Attachments] = listed(
        NonEmptyArrayOfAttachments,
        [
            FileAttachment(Name="ContactPicture.jpg", ContentType="image/jpeg", Content=b"pic", IsContactPhoto=True),
            FileAttachment(Name="x", Content=b"x", IsContactPhoto=True),
            PLAN,
            ItemAttachment(Name="l", Message=Message(Subject="inner")),
        ],
    )
    lines = text(ews, ews.create(contact).id).split("\n")
    assert lines[5:-3] == [
        "FN:Arn\\, Anna", "N:Arn;Anna;B.;;jr.", "NICKNAME:Ännchen", "PHOTO;TYPE=JPEG;ENCODING=B:cGlj",
        "PHOTO;TYPE=JPEG;ENCODING=B:eA==", "EMAIL;TYPE=INTERNET:anna@bau.test", "EMAIL;TYPE=INTERNET:anna@home.test",
        "NOTE:Hello\\n", "ORG:Bau\\; Söhne;Büro", "CLASS:PRIVATE", "ADR;TYPE=WORK,PREF:;;Aare 1;Bern;BE;3000;",
        "LABEL;TYPE=WORK,PREF:Aare 1\\nBern\\, BE 3000", "ADR;TYPE=HOME:;;;;;;Switzerland",
        "ADR;TYPE=POSTAL:;;;Thun;;;", "LABEL;TYPE=POSTAL:Thun", "TEL;TYPE=WORK:1", "TEL;TYPE=WORK:2", "TEL;TYPE=HOME:3",
        "TEL;TYPE=CELL:", "TEL;TYPE=WORK,FAX:5", "X-MS-TEL;TYPE=ASSISTANT:6", "X-MS-TEL;TYPE=COMPANY:7",
        "X-MS-SPOUSE;TYPE=N:Dan", "X-MS-MANAGER;TYPE=N:Ben", "X-MS-ASSISTANT;TYPE=N:Cleo", "EMAIL;TYPE=TLX:8", "TITLE:",
        "ROLE:Baumeisterin", "X-MS-IMADDRESS:sip:anna", "URL;TYPE=WORK:http://bau.test", "CATEGORIES:Red\\, light",
        "X-MS-CHILD:Eva,Fritz", "BDAY;VALUE=DATE:2027-03-15", "REV;VALUE=DATE-TIME:2027-03-01T08:00:00,000Z",
    ]  # fmt: skip
    assert lines[-3] == "X-MS-ANNIVERSARY;VALUE=DATE:2027-03-15"


def card(*lines: str) -> MimeContent:
    """A vCard."""
    return content("\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", "")))


def test_a_contact_made_of_its_own_vcard(ews: Client) -> None:
    """All that a vCard says is read again."""
    given = card(
        "FN:Arn\\, Anna", "N:Arn;Anna;B.;Dr.;jr.", "NICKNAME:Ännchen", "PHOTO;TYPE=JPEG;ENCODING=B:cGlj",
        "EMAIL;TYPE=INTERNET:anna@bau.test", "EMAIL;TYPE=INTERNET:anna@home.test", "NOTE:Hello\\nAnna",
        "ORG:Bau\\; Söhne;Büro", "CLASS:PRIVATE", "ADR;TYPE=WORK,PREF:;;Aare 1;Bern;BE;3000;",
        "LABEL;TYPE=WORK,PREF:Aare 1\\nBern\\, BE 3000", "ADR;TYPE=HOME:;;;;;;Switzerland", "ADR;TYPE=POSTAL:;;;;;;",
        "TEL;TYPE=WORK:1", "TEL;TYPE=WORK:2", "TEL;TYPE=VOICE:3", "TEL;TYPE=WORK,FAX:5", "X-MS-TEL;TYPE=COMPANY:7",
        "X-MS-MANAGER;TYPE=N:Ben", "EMAIL;TYPE=TLX:8", "TITLE:Boss", "X-MS-IMADDRESS:sip:anna",
        "URL;TYPE=WORK:http://bau.test", "CATEGORIES:Red\\, light,Blue", "BDAY;VALUE=DATE:2027-03-15",
    )  # fmt: skip
    made = ews.create(ContactItem(MimeContent=given)).id
    told = text(ews, made).split("\n")
    assert base64.b64decode(given.text or "").decode().split("\r\n")[2:-2] == told[5:-3]
    shown = ews.get(made, base="AllProperties")
    assert (shown.Subject, shown.PostalAddressIndex, shown.Sensitivity) == ("Arn, Anna", "Business", "Private")


def test_what_a_strange_vcard_gives(ews: Client) -> None:
    """MS-OXVCARD, TEL: without type it is a voice, so is a modem; what is empty or cannot be read gives nothing."""
    given = card(
        "FN:Anna", "TEL;TYPE=MODEM:1", "TEL;TYPE=cell,pref:2", "TEL;TYPE=PREF:3", "TEL:4", "TEL;TYPE=HOME:", "CLASS:X",
        "PHOTO:###", "PHOTO;ENCODING=B:cGlj", "EMAIL:anna@bau.test", "BDAY:soon", "ADR:;;Aare 1",
        "ADR;TYPE=HOME:;;Aare 2", "URL;TYPE=HOME:http://anna.test",
    )  # fmt: skip
    made = ews.create(ContactItem(MimeContent=given)).id
    assert [line for line in text(ews, made).split("\n")[5:-3] if not line.endswith((":;;;;;;", "PUBLIC"))] == [
        "FN:Anna", "N:;;;;", "PHOTO;TYPE=JPEG;ENCODING=B:cGlj", "EMAIL;TYPE=INTERNET:anna@bau.test", "ORG:;",
        "ADR;TYPE=HOME:;;Aare 2;;;;", "LABEL;TYPE=HOME:Aare 2", "TEL;TYPE=CELL:2", "TEL;TYPE=PREF:3",
        "TEL;TYPE=VOICE:1",
    ]  # fmt: skip
    nobody = ews.create(ContactItem(MimeContent=card())).id
    assert text(ews, nobody).split("\n")[5:7] == ["FN:", "N:;;;;"]
    broken = content("BEGIN:VCARD\r\nFN:Anna\r\n")
    assert ews.create(ContactItem(MimeContent=broken)).code == "ErrorMimeContentInvalid"


def test_a_contact_that_is_attached_is_mailed_as_a_vcard(ews: Client) -> None:
    """MS-OXCMAIL 2.1.3.4.6"""
    letter = Message(Subject="x")
    contact = ContactItem(DisplayName="Anna Ärn", EmailAddresses=mailed("anna@bau.test"))
    letter.values[ItemRows.Attachments] = listed(
        NonEmptyArrayOfAttachments, [ItemAttachment(Name="Anna", Contact=contact)]
    )
    (part,) = mail(ews, ews.create(letter, disposition="SaveOnly").id).iter_attachments()
    assert (part.get_content_type(), part["Content-Type"].params["profile"]) == ("text/directory", "vCard")
    assert "FN:Anna Ärn" in part.get_content()


# what is attached, what is about meetings


def test_attachments_are_parts(ews: Client) -> None:
    """Files as they are, items as messages or calendars"""
    letter = Message(Subject="x")
    held = [
        PLAN, LOGO, FileAttachment(Name="m", ContentType="message/rfc822", Content=b"x"), FileAttachment(Content=b"y"),
        ItemAttachment(Name="e", CalendarItem=an_entry()), ItemAttachment(Name="l", Message=Message(Subject="inner")),
    ]  # fmt: skip
    letter.values[ItemRows.Attachments] = listed(NonEmptyArrayOfAttachments, held)
    told = mail(ews, ews.create(letter, disposition="SaveOnly").id)
    parts = list(told.iter_attachments())
    assert [part.get_content_type() for part in parts] == [
        "text/plain", "application/octet-stream", "application/octet-stream", "application/octet-stream",
        "text/calendar", "message/rfc822",
    ]  # fmt: skip
    assert [part.get_filename() for part in parts] == ["plan.txt", "logo.png", "m", None, "e", "l"]
    assert parts[1]["Content-ID"] == "<logo@example.test>"
    assert parts[1].get_content_disposition() == "inline"


def test_the_mime_content_of_an_attached_item(ews: Client, review: Item) -> None:
    """ref/attachmentshape: IncludeMimeContent"""
    made = attachment_id(attach(ews, review, ItemAttachment(Name="l", Message=Message(Subject="inner"))))
    told = only(read(ews, made, shape=AttachmentResponseShape(IncludeMimeContent=True))).Message.MimeContent
    assert b"Subject: inner" in base64.b64decode(told.text)


def calendar_part(ews: Client, named: Any) -> tuple[Any, str]:
    """The method of the calendar part of a message about a meeting, and its text."""
    whole = mail(ews, named)
    part = next(part for part in whole.walk() if part.get_content_type() == "text/calendar")
    return part.get_param("method"), part.get_content().replace("\r\n ", "").replace("\r\n", "\n")


def test_messages_about_meetings_carry_a_calendar(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """RFC 6047: request, reply, cancellation"""
    meeting = ews.create(an_entry(RequiredAttendees=guests("ben@example.test")), invitations=ALL).id
    (request,) = ben.items_of(ben.need("inbox"))
    method, told = calendar_part(bens_ews, request)
    assert method == "REQUEST"
    assert "\nMETHOD:REQUEST\n" in told
    assert "\nORGANIZER;CN=Anna Arn:mailto:anna@example.test\n" in told
    assert "ATTENDEE;ROLE=REQ-PARTICIPANT" in told
    copy = next(ben.items_of(ben.need("calendar")))
    with ben.exchange.turn():
        answers.respond(copy, "Accept", ben.name)
    (answer,) = anna.items_of(anna.need("inbox"))
    method, told = calendar_part(ews, answer)
    assert method == "REPLY"
    assert "\nORGANIZER;CN=Anna Arn:mailto:anna@example.test\n" in told
    assert "\nATTENDEE;PARTSTAT=ACCEPTED;CN=Ben Bär:mailto:ben@example.test\n" in told
    ews.delete(meeting, cancellations="SendToAllAndSaveCopy")
    cancelled = list(ben.items_of(ben.need("inbox")))[-1]
    method, told = calendar_part(bens_ews, cancelled)
    assert method == "CANCEL"
    assert "\nSTATUS:CANCELLED\n" in told


@pytest.mark.parametrize("kind", [MeetingRequestMessage, MeetingResponseMessage, MeetingCancellationMessage])
def test_a_message_that_names_nobody(ews: Client, anna: Mailbox, kind: type[MeetingMessage]) -> None:
    """an ORGANIZER without an address would be none (RFC 5545, 3.8.4.3)"""
    with anna.exchange.turn():
        stored = anna.create(anna.need("drafts"), kind(Subject="Plan", Start=at(10), End=at(11)), {}, "Anna")
    bare = ItemId(Id=stored.item_id)
    _, told = calendar_part(ews, bare)
    assert "DTSTART" in told
    assert "ORGANIZER" not in told
