"""What items tell for the asking: who is in them, flags, icons, conversations, ids, and bodies of every kind."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from fake_ews.contract.common import ArrayOfRecipients, Body, EmailAddress, ItemResponseShape
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.items import Flag
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import ForwardItem, Message, PostItem, ReplyToItem
from fake_ews.contract.notation import Bag
from fake_ews.contract.operations import GetItem
from fake_ews.contract.tasks import Task
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.interop.people import meet
from tests.fake_ews.operations.client import Client, an_entry, item_ids, paths, put
from tests.fake_ews.operations.series import a_series, daily

pytestmark = pytest.mark.usefixtures("kept")


def to(*people: tuple[str | None, str]) -> ArrayOfRecipients:
    """Recipients by name and address."""
    return ArrayOfRecipients(Mailbox=tuple(EmailAddress(Name=name, EmailAddress=address) for name, address in people))


def made(ews: Client, given: Bag, folder: str = "inbox") -> str:
    """The id of a new item."""
    return str(ews.create(given, disposition="SaveOnly", folder=folder).id.Id)


def test_who_is_in_it(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """PidTagDisplayTo and its kin: names, or addresses of who has none, parted by semicolons; BCC is not sent"""
    mail = Message(
        Subject="x", ToRecipients=to(("Ben Bär", "ben@example.test"), (None, "x@elsewhere.test")),
        CcRecipients=to(("Clara", "clara@elsewhere.test")), BccRecipients=to(("Dora", "dora@elsewhere.test")),
    )  # fmt: skip
    rows = (ItemRows.DisplayTo, ItemRows.DisplayCc, ItemRows.DisplayBcc)
    draft = ews.but(version="Exchange2016").get(made(ews, mail), *rows)
    assert (draft.DisplayTo, draft.DisplayCc, draft.DisplayBcc) == ("Ben Bär; x@elsewhere.test", "Clara", "Dora")
    ews.create(mail, disposition="SendAndSaveCopy")
    (got,) = bens_ews.find("inbox", *rows).items
    assert (got.DisplayTo, got.DisplayCc, got.DisplayBcc) == ("Ben Bär; x@elsewhere.test", "Clara", None)
    entry = ews.get(meet(ews), *rows[:2])
    assert (entry.DisplayTo, entry.DisplayCc) == ("Ben Bär", "")


def test_flags(ews: Client) -> None:
    """ref/flag: one that was never flagged says so"""
    letter = made(ews, Message(Subject="x"))
    assert ews.get(letter, ItemRows.Flag).Flag == Flag(FlagStatus="NotFlagged")
    ews.update(letter, put(ItemRows.Flag, Flag(FlagStatus="Flagged"), within=Message), disposition="SaveOnly")
    assert ews.get(letter, ItemRows.Flag).Flag == Flag(FlagStatus="Flagged")
    assert ews.get(ews.create(an_entry()).id, ItemRows.Flag).Flag is None


@pytest.mark.parametrize(
    ("given", "folder", "icon"),
    [
        (Message(Subject="x"), "inbox", "Default"),
        (PostItem(Subject="x"), "inbox", "PostItem"),
        (ContactItem(DisplayName="x"), "contacts", "OutlookDefaultForContacts"),
        (Task(Subject="x"), "tasks", "TaskItem"),
        (an_entry(), "calendar", "AppointmentItem"),
        (a_series(daily(3)), "calendar", "AppointmentRecur"),
    ],
)
def test_icons(ews: Client, given: Bag, folder: str, icon: str) -> None:
    item = ews.create(given, disposition="SaveOnly", folder=folder).id
    assert ews.get(item, ItemRows.IconIndex).IconIndex == icon


def test_icons_of_meetings_and_dates(ews: Client, ben: Mailbox) -> None:
    assert ews.get(meet(ews), ItemRows.IconIndex).IconIndex == "AppointmentMeet"


def test_conversations(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """a reply is in the conversation of what it answers; the index names it in its first 22 bytes; it has 5 more"""
    ews.create(Message(Subject="Plan", ToRecipients=to(("Ben", "ben@example.test"))), disposition="SendAndSaveCopy")
    (got,) = bens_ews.find("inbox", ItemRows.ConversationId).items
    bens_ews.create(ReplyToItem(ReferenceItemId=got.ItemId, NewBodyContent=Body(BodyType="HTML", text="Yes")),
                    disposition="SendAndSaveCopy")  # fmt: skip
    (sent,) = ews.find("sentitems", ItemRows.ConversationId).items
    (reply,) = ews.find("inbox", ItemRows.ConversationId, Message.ConversationIndex, ItemRows.Subject).items
    assert (reply.Subject, reply.ConversationId) == ("RE: Plan", sent.ConversationId)
    assert (len(reply.ConversationIndex), reply.ConversationIndex[:1]) == (27, b"\x01")
    assert reply.ConversationIndex[6:22].hex() == reply.ConversationId.Id


def test_other_ids(ews: Client, anna: Mailbox) -> None:
    letter = made(ews, Message(Subject="x"))
    got = ews.get(letter, ItemRows.StoreEntryId, ItemRows.InstanceKey, ItemRows.BlockStatus, ItemRows.HasBlockedImages,
                  ItemRows.IsClutter)  # fmt: skip
    assert got.StoreEntryId in base64.b64decode(letter)
    assert len(got.InstanceKey) == 16
    assert (got.BlockStatus, got.HasBlockedImages, got.IsClutter) == (False, False, False)
    file = base64.b64decode(made(ews, Message(Subject="y")))
    assert got.StoreEntryId not in file


# --- bodies --------------------------------------------------------------------------------------------------------

PAGE = "<html><body><p>Yes, <b>fine</b></p>{}<p>Shall we?</p></body></html>"


def read(ews: Client, item: str, row: Any, **shape: Any) -> Body:
    """One of its bodies."""
    wish = ItemResponseShape(BaseShape="IdOnly", AdditionalProperties=paths(row), **shape)
    found: Body = ews.ask(GetItem(ItemShape=wish, ItemIds=item_ids(item))).item.get(row)
    return found


def test_each_body_has_a_type_of_its_own(ews: Client) -> None:
    """ref/itemshape: BodyType, UniqueBodyType and NormalizedBodyType; without them the latter two are HTML"""
    letter = made(ews, Message(Subject="x", Body=Body(BodyType="HTML", text="<p>Hello <script>x()</script></p>")))
    for row, said in ((ItemRows.UniqueBody, "UniqueBodyType"), (ItemRows.NormalizedBody, "NormalizedBodyType")):
        assert read(ews, letter, row).text == "<p>Hello <script>x()</script></p>"
        assert "script" not in (read(ews, letter, row, FilterHtmlContent=True).text or "")
        assert read(ews, letter, row, **{said: "Text"}) == Body(BodyType="Text", text="Hello\r\n")
        assert read(ews, letter, row, BodyType="Text").BodyType == "HTML"
    note = made(ews, Message(Subject="x", Body=Body(BodyType="Text", text="Hello")))
    assert read(ews, note, ItemRows.NormalizedBody).BodyType == "HTML"
    assert read(ews, note, ItemRows.NormalizedBody, NormalizedBodyType="Best") == Body(BodyType="Text", text="Hello")
    assert read(ews, made(ews, Message(Subject="x")), ItemRows.UniqueBody, UniqueBodyType="Text").text == ""


@pytest.mark.parametrize(
    "mark",
    [
        '<hr tabindex="-1"><div id="divRplyFwdMsg"><b>From:</b> Anna<br></div>',
        '<div id="appendonsend"></div><hr><p>old</p>',
        '<div class="gmail_quote">On Monday Anna wrote:</div>',
        "<hr><b>From:</b> Anna<br><b>Subject:</b> Plan<br>",
        "<p>-----Original Message-----</p>",
    ],
)
def test_what_is_new_in_a_reply(ews: Client, mark: str) -> None:
    reply = made(ews, Message(Subject="x", Body=Body(BodyType="HTML", text=PAGE.format(mark))))
    new = read(ews, reply, ItemRows.UniqueBody).text or ""
    assert new.startswith("<html><body><p>Yes, <b>fine</b></p>")
    assert ("Anna" in new, "Shall we?" in new, new.endswith("</body></html>")) == (False, False, True)
    assert read(ews, reply, ItemRows.UniqueBody, UniqueBodyType="Text").text == "Yes, fine\r\n"
    assert "Shall we?" in (read(ews, reply, ItemRows.Body).text or "")


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Yes.\r\n\r\nFrom: Anna\r\nSubject: Plan\r\n\r\nShall we?", "Yes.\r\n\r\n"),
        ("Ja.\r\n-----Ursprüngliche Nachricht-----\r\nVon: Anna", "Ja.\r\n"),
        ("Yes.\r\n________________________________\r\nFrom: Anna", "Yes.\r\n"),
        ("Nothing is quoted. From: here\r\nto there", "Nothing is quoted. From: here\r\nto there"),
        ("-----Original Message-----\r\nonly this", "-----Original Message-----\r\nonly this"),
    ],
)
def test_what_is_new_in_a_text(ews: Client, text: str, new: str) -> None:
    """all of it where nothing stands before the mark, as in what is merely forwarded"""
    reply = made(ews, Message(Subject="x", Body=Body(BodyType="Text", text=text)))
    assert read(ews, reply, ItemRows.UniqueBody, UniqueBodyType="Text").text == new


def test_what_is_new_in_an_answer_of_our_own(ews: Client) -> None:
    asked = made(ews, Message(Subject="Plan", Body=Body(BodyType="HTML", text="<p>Shall we?</p>")))
    for kind, text in (("HTML", "<p>Yes</p>"), ("Text", "Yes")):
        given = ForwardItem(ReferenceItemId=item_ids(asked).entries[0].value,  # type: ignore[index]
                            NewBodyContent=Body(BodyType=kind, text=text))  # fmt: skip
        answer = str(ews.create(given, disposition="SaveOnly").id.Id)
        assert (read(ews, answer, ItemRows.UniqueBody, UniqueBodyType="Best").text or "").strip() == text


def test_no_more_than_so_much_of_a_body(ews: Client) -> None:
    """MaximumBodySize"""
    letter = made(ews, Message(Subject="x", Body=Body(BodyType="Text", text="Hello world")))
    assert read(ews, letter, ItemRows.Body, MaximumBodySize=5) == Body(BodyType="Text", text="Hello", IsTruncated=True)
    for most in (0, 11, 100):
        whole = read(ews, letter, ItemRows.Body, MaximumBodySize=most)
        assert (whole.text, whole.IsTruncated) == ("Hello world", None)
    assert read(ews, letter, ItemRows.TextBody, MaximumBodySize=5).text == "Hello"
