"""exchangelib at a server that behaves as Exchange Online: folders, recurring tasks, bodies, items as bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from exchangelib import (  # type: ignore[import-untyped]
    UTC,
    Contact,
    DistributionList,
    ExtendedProperty,
    HTMLBody,
    ItemAttachment,
    Mailbox,
    Message,
    Task,
)
from exchangelib.errors import ErrorInboxRulesValidationError  # type: ignore[import-untyped]
from exchangelib.fields import FieldPath  # type: ignore[import-untyped]
from exchangelib.indexed_properties import EmailAddress, PhoneNumber  # type: ignore[import-untyped]
from exchangelib.properties import Actions, Member, Rule  # type: ignore[import-untyped]
from exchangelib.recurrence import DailyPattern, TaskRecurrence  # type: ignore[import-untyped]
from exchangelib.services import GetAttachment  # type: ignore[import-untyped]

from tests.clients.accounts import account_at
from tests.fake_ews.test_main import ALICE, serving, url_of

pytestmark = pytest.mark.proof


class Flags(ExtendedProperty):  # type: ignore[misc]
    """PidTagMessageFlags."""

    property_tag = 0x0E07
    property_type = "Integer"


class MapiName(ExtendedProperty):  # type: ignore[misc]
    """PidTagDisplayName."""

    property_tag = 0x3001
    property_type = "String"


class MapiMobile(ExtendedProperty):  # type: ignore[misc]
    """PidTagMobileTelephoneNumber."""

    property_tag = 0x3A1C
    property_type = "String"


class MapiAddress(ExtendedProperty):  # type: ignore[misc]
    """PidLidEmail1EmailAddress."""

    distinguished_property_set_id = "Address"
    property_id = 0x8083
    property_type = "String"


PAGE = "<html><body>Hello HTML</body></html>"


@pytest.fixture(scope="module", autouse=True)
def names() -> Iterator[None]:
    """MAPI names as fields of exchangelib's own."""
    fields = [(Message, "flags", Flags), (Contact, "mapi_name", MapiName), (Contact, "mapi_mobile", MapiMobile),
              (Contact, "mapi_address", MapiAddress)]  # fmt: skip
    for kind, name, field in fields:
        kind.register(name, field)
    yield
    for kind, name, _ in fields:
        kind.deregister(name)


@pytest.fixture(scope="module")
def account() -> Iterator[Any]:
    """Alice, at a server of the newest build that there is."""
    with serving("--profile", "online", "--auth", "basic", "--user", f"{ALICE}:secret") as (_, line):
        made = account_at(url_of(line), ALICE, default_timezone=UTC)
        yield made
        made.protocol.close()


def test_all_folders_are_found_although_some_are_in_no_published_schema(account: Any) -> None:
    names = {folder.name for folder in account.root.walk()}
    assert {"Inbox", "Calendar", "Deleted Items"} <= names
    assert account.calendar.parent.name == "Top of Information Store"


def test_a_recurring_task_goes_on(account: Any) -> None:
    every_day = TaskRecurrence(pattern=DailyPattern(interval=1), start=dt.date(2027, 3, 1), number=4)
    task = Task(account=account, folder=account.tasks, subject="Water", recurrence=every_day).save()
    master = account.tasks.get(id=task.id)
    assert (master.item_class, master.recurrence) == ("IPM.Task", every_day)
    master.status = Task.COMPLETED
    done = master.save().refresh()
    assert (done.is_recurring, done.due_date) == (False, dt.date(2027, 3, 1))
    master = account.tasks.get(id=task.id)
    assert (master.due_date, master.recurrence.boundary.number) == (dt.date(2027, 3, 2), 3)


def test_the_body_of_an_attached_item_as_text_and_without_what_could_do_harm(account: Any) -> None:
    attached = Message(account=account, folder=account.inbox, subject="Inner", body=HTMLBody(PAGE))
    outer = Message(account=account, folder=account.inbox, subject="Outer")
    attachment = ItemAttachment(name="inner", item=attached)
    outer.attach(attachment)
    outer.save()

    def body(kind: str, *, harmless: bool) -> str:
        shape = {
            "include_mime_content": False,
            "body_type": kind,
            "filter_html_content": harmless,
            "additional_fields": [FieldPath(field=Message.get_field_by_fieldname("body"))],
        }
        found = GetAttachment(account=account).get(items=[attachment.attachment_id], **shape)
        return str(found.item.body)

    assert body("Text", harmless=False) == "Hello HTML\r\n"
    assert body("HTML", harmless=False) == PAGE
    assert body("HTML", harmless=True).replace("\r\n", "") == (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'
        "<body>Hello HTML </body></html>"
    )


def test_a_draft_as_bytes_and_back(account: Any) -> None:
    draft = Message(account=account, folder=account.drafts, subject="Draft", body="as it was").save().refresh()
    ((again, _),) = account.upload([(account.drafts, data) for data in account.export([draft])])
    found = account.drafts.get(id=again)
    assert (found.subject, found.body, found.is_draft) == ("Draft", "as it was", True)
    assert (found.datetime_received, found.datetime_sent) == (draft.datetime_received, draft.datetime_sent)
    assert found.parent_folder_id == draft.parent_folder_id, "a folder keeps its change key when something comes in"


def test_a_rule_that_names_its_answer_in_another_form(account: Any) -> None:
    """The library puts an ItemId into the element that is one; Exchange Online then sees no id."""
    draft = Message(account=account, folder=account.drafts, subject="Away").save()
    actions = Actions(server_reply_with_message=draft.to_id())
    rule = Rule(account=account, display_name="Away", priority=1, actions=actions)
    with pytest.raises(ErrorInboxRulesValidationError, match=r"Action:ServerReplyWithMessage: Id must be non-empty\."):
        rule.save()


def test_mail_that_is_put_into_a_folder_and_searched_as_people_type(account: Any) -> None:
    """PR_MESSAGE_FLAGS 1 makes no draft; AQS finds by days, negations, whole words; nonsense is words, too"""
    for subject in ("plan", "plan for the meeting", "planning"):
        Message(account=account, folder=account.inbox, subject=subject, flags=1).save()
    found = {item.subject: item for item in account.inbox.filter("plan -meet received:today")}
    assert set(found) == {"plan", "planning"}
    assert not found["plan"].is_draft
    assert [item.subject for item in account.inbox.filter('subject:"plan" received:>=yesterday -meeting')] == ["plan"]
    Message(account=account, folder=account.inbox, subject="colour:red", flags=1).save()
    assert [item.subject for item in account.inbox.filter("subject:colour:red received:today")] == ["colour:red"]
    assert not account.inbox.filter("received:someday").exists()


def test_a_contact_by_the_names_that_mapi_has(account: Any) -> None:
    """one telephone number and one address, read and searched by"""
    number = PhoneNumber(label="MobilePhone", phone_number="079")
    address = EmailAddress(label="EmailAddress1", email="dora@d.test")
    Contact(
        account=account, folder=account.contacts, display_name="Dora", phone_numbers=[number], email_addresses=[address]
    ).save()
    (dora,) = account.contacts.filter(mapi_address="dora@d.test")
    assert (dora.mapi_mobile, dora.mapi_name) == ("079", "Dora")


def test_a_list_grows_and_knows_its_members(account: Any) -> None:
    made = DistributionList(account=account, folder=account.contacts, display_name="Friends")
    made.members = [Member(mailbox=Mailbox(email_address=ALICE, mailbox_type="Mailbox"))]
    made.save()
    made.members = [*made.refresh().members, Member(mailbox=Mailbox(email_address="x@x.test", mailbox_type="OneOff"))]
    made.save(update_fields=["members"])
    members = account.contacts.get(id=made.id).members
    assert [one.mailbox.email_address for one in members] == [ALICE, "x@x.test"]
    assert {one.status for one in members} == {"Normal"}
