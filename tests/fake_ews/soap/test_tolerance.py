"""What newer servers pass over: order, stray text, undeclared attributes, the other namespace; nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from fake_ews import FakeExchange, Profile
from fake_ews.contract.notation import MESSAGES, TYPES
from fake_ews.contract.operations import CreateItem, NonEmptyArrayOfAllItems
from fake_ews.contract.services import OPERATIONS
from fake_ews.model.failures import RequestFailure
from fake_ews.soap.codec import read, write
from fake_ews.soap.envelope import parse, request, tolerated
from tests.fake_ews.server.wire import SERVICE, Client
from tests.fake_ews.soap.bags import bags
from tests.fake_ews.soap.test_check import IDS, SHAPE, envelope

T, M = str(TYPES), str(MESSAGES)
FOLDERS = '<t:FolderIds><t:DistinguishedFolderId Id="inbox"/></t:FolderIds>'
MESSAGE = '<m:CreateItem><m:Items><t:Message><t:Body BodyType="HTML">{}</t:Body></t:Message></m:Items></m:CreateItem>'
EVENTS = "<t:EventTypes><t:EventType>NewMailEvent</t:EventType></t:EventTypes>"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (f"<m:GetItem>{IDS}{SHAPE}</m:GetItem>", "has invalid child element 'ItemIds'"),
        (f'<m:GetItem Traversal="Deep">{SHAPE}{IDS}</m:GetItem>', "The 'Traversal' attribute is not declared."),
        (f"<m:GetItem>All{SHAPE} of {IDS} it</m:GetItem>", "cannot contain text."),
        (f"<m:GetItem>{SHAPE}{IDS.replace('<t:', '<m:')}</m:GetItem>", "has invalid child element 'ItemId'"),
        (
            f"<m:Subscribe><m:PullSubscriptionRequest>{FOLDERS}{EVENTS}<m:Watermark>AAAA</m:Watermark><t:Timeout>5"
            "</t:Timeout></m:PullSubscriptionRequest></m:Subscribe>",
            "has invalid child element 'Watermark'",
        ),
        (MESSAGE.format("Hell<b>o</b>!"), "cannot contain child element 'b'"),
    ],
)
def test_what_is_passed_over_is_told(body: str, wrong: str) -> None:
    bag, told = tolerated(parse(envelope(body)))
    assert type(bag) in {one.request for one in OPERATIONS.values()}
    assert wrong in told
    with pytest.raises(RequestFailure, match="ErrorSchemaValidation"):
        request(parse(envelope(body)))


_NESTED = (
    "<t:Message><t:Subject>RE: hi</t:Subject><t:Body BodyType='Text'>yes</t:Body><t:Importance>High</t:Importance>"
    "<t:ToRecipients><t:Mailbox><t:EmailAddress>a@b.test</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message>"
)
_REFERENCE = "<t:ReferenceItemId Id='x'/>"


@pytest.mark.parametrize("kind", ["ReplyToItem", "ReplyAllToItem", "ForwardItem"])
@pytest.mark.parametrize("inside", [_NESTED + _REFERENCE, _REFERENCE + _NESTED])
def test_a_message_inside_a_reply_is_the_reply(kind: str, inside: str) -> None:
    """[seen: gromox, of Outlook for Mac]"""
    body = (
        f"<m:CreateItem MessageDisposition='SaveOnly'><m:Items><t:{kind}>{inside}</t:{kind}></m:Items></m:CreateItem>"
    )
    bag, told = tolerated(parse(envelope(body)))
    assert isinstance(bag, CreateItem)
    (entry,) = bag.need(CreateItem.Items).need(NonEmptyArrayOfAllItems.entries)
    reply = entry.value
    assert (reply.Subject, reply.Body.text, reply.ReferenceItemId.Id) == ("RE: hi", "yes", "x")
    assert [one.EmailAddress for one in reply.ToRecipients.Mailbox] == ["a@b.test"]
    assert "Message" in told or "ReferenceItemId" in told


def test_what_a_reply_says_itself_counts_more() -> None:
    body = (
        f"<m:CreateItem><m:Items><t:ReplyToItem><t:Subject>own</t:Subject>{_NESTED}{_REFERENCE}</t:ReplyToItem></m:Items>"
        "</m:CreateItem>"
    )
    bag, _ = tolerated(parse(envelope(body)))
    assert "<t:Subject>own</t:Subject>" in write(bag)
    assert "RE: hi" not in write(bag)


@pytest.mark.parametrize(
    "body",
    [
        f"<m:GetItem>{SHAPE}</m:GetItem>",
        f"<m:GetItem>{IDS}{SHAPE}<t:Nonsense/></m:GetItem>",
        f"<m:GetItem>{IDS}{SHAPE.replace('IdOnly', 'Id')}</m:GetItem>",
        f'<m:GetItem>{SHAPE}<m:ItemIds><t:ItemId xsi:type="t:No" Id="a"/></m:ItemIds></m:GetItem>',
        f'<m:GetItem>{SHAPE}<m:ItemIds><t:ItemId ID="a"/></m:ItemIds></m:GetItem>',
    ],
)
def test_what_is_unknown_missing_or_no_value_is_refused_as_it_was_sent(body: str) -> None:
    refusals = []
    for reading in (request, tolerated):
        with pytest.raises(RequestFailure) as caught:
            reading(parse(envelope(body)))
        refusals.append(caught.value.failure)
    assert refusals[0] == refusals[1]


def test_what_is_unknown_goes_and_what_is_missing_comes_where_it_is_asked_for() -> None:
    """[seen: exchangelib's suite at Exchange Online sends all three]"""
    rule = "<t:Rule><t:DisplayName>x</t:DisplayName><t:Priority>1</t:Priority><t:Nonsense/></t:Rule>"
    body = (
        f"<m:UpdateInboxRules><m:Operations><t:CreateRuleOperation>{rule}</t:CreateRuleOperation></m:Operations>"
        "</m:UpdateInboxRules>"
    )
    bag, told = tolerated(parse(envelope(body)), wholly=True)
    assert "has invalid child element 'Nonsense'" in told
    assert "<t:IsEnabled>false</t:IsEnabled>" in write(bag)
    tips = (
        "<m:GetMailTips>All<m:SendingAs><t:EmailAddress>a@b.test</t:EmailAddress></m:SendingAs><m:Recipients><t:Mailbox>"
        "<t:EmailAddress>a@b.test</t:EmailAddress></t:Mailbox></m:Recipients></m:GetMailTips>"
    )
    assert "MailTipsRequested>All<" in write(tolerated(parse(envelope(tips)), wholly=True)[0])
    unnamed = f"<m:GetItem>{SHAPE}<m:ItemIds><t:ItemId><t:ItemId Id='a'/></t:ItemId></m:ItemIds></m:GetItem>"
    assert '<t:ItemId Id=""/>' in write(tolerated(parse(envelope(unnamed)), wholly=True)[0])
    shape = SHAPE.replace("ItemShape", "FolderShape")
    nameless = f"<m:GetFolder>{shape}<m:FolderIds><t:DistinguishedFolderId/></m:FolderIds></m:GetFolder>"
    for bad in (f"<m:GetItem>{SHAPE}</m:GetItem>", nameless):
        with pytest.raises(RequestFailure):
            tolerated(parse(envelope(bad)), wholly=True)


def test_nothing_is_put_into_what_is_nil() -> None:
    """types.xsd: DictionaryValue is nillable"""
    entry = (
        "<t:DictionaryEntry><t:DictionaryKey><t:Type>String</t:Type><t:Value>a</t:Value></t:DictionaryKey>"
        '<t:DictionaryValue xsi:nil="true"/></t:DictionaryEntry>'
    )
    name = '<t:UserConfigurationName Name="x"><t:DistinguishedFolderId Id="inbox"/></t:UserConfigurationName>'
    body = (
        f"<m:CreateUserConfiguration>All<m:UserConfiguration>{name}<t:Dictionary>{entry}</t:Dictionary>"
        "</m:UserConfiguration></m:CreateUserConfiguration>"
    )
    bag, told = tolerated(parse(envelope(body)), wholly=True)
    assert "cannot contain text" in told
    assert "DictionaryValue" not in write(bag)


def test_php_ews_says_no_traversal_and_dates_without_a_time() -> None:
    """[seen: its examples of FindItem and of suggestions]"""
    view = '<m:CalendarView StartDate="2027-03-01T00:00:00Z" EndDate="2027-04-01T00:00:00Z"/>'
    folder = '<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds>'
    found, told = tolerated(parse(envelope(f"<m:FindItem>{SHAPE}{view}{folder}</m:FindItem>")), wholly=True)
    assert '<m:FindItem Traversal="Shallow"' in write(found)
    assert "The required attribute 'Traversal' is missing." in told
    update = "<m:CreateItem><m:Items><t:Task><t:DueDate>{}</t:DueDate></t:Task></m:Items></m:CreateItem>"
    dated, _ = tolerated(parse(envelope(update.format("2027-03-02"))), wholly=True)
    assert "<t:DueDate>2027-03-02T00:00:00</t:DueDate>" in write(dated)
    with pytest.raises(RequestFailure, match="ErrorSchemaValidation"):
        tolerated(parse(envelope(update.format("tomorrow"))), wholly=True)


def test_folders_that_no_published_schema_has_are_known_where_it_is_asked_for() -> None:
    """[seen: exchangelib asks Exchange Online for them]"""
    shape = SHAPE.replace("ItemShape", "FolderShape")
    body = f'<m:GetFolder>{shape}<m:FolderIds><t:DistinguishedFolderId Id="{{}}"/></m:FolderIds></m:GetFolder>'
    bag, told = tolerated(parse(envelope(body.format("allitems"))), wholly=True)
    assert "The 'Id' attribute is invalid - The value 'allitems' is invalid" in told
    assert 'Id="allitems"' in write(bag)
    for name, wholly in (("allitems", False), ("nonsense", True)):
        with pytest.raises(RequestFailure, match="ErrorSchemaValidation"):
            tolerated(parse(envelope(body.format(name))), wholly=wholly)


@pytest.mark.proof
@pytest.mark.parametrize("operation", OPERATIONS)
@settings(max_examples=5, deadline=None, derandomize=True)
@given(data=st.data())
def test_disorder_changes_nothing_that_is_read(operation: str, data: st.DataObject) -> None:
    cls = OPERATIONS[operation].request
    bag = data.draw(bags(cls))
    text = write(bag, more=f' xmlns:m="{M}" xmlns:t="{T}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"')
    body = etree.fromstring(text)
    body[:] = sorted(body, key=lambda child: child.tag, reverse=True)
    body.set("Undeclared", "x")
    expected = read(etree.fromstring(text), cls)
    found, _ = tolerated(parse(envelope(etree.tostring(body).decode())))
    assert write(found) == write(expected)


def test_html_that_was_not_escaped_loses_what_its_tags_enclose() -> None:
    bag, _ = tolerated(parse(envelope(MESSAGE.format("Hell<b>o</b>!<br/> Bye<i/>"))))
    assert ">Hell! Bye<" in write(bag)


def test_the_profile_says_whether_and_the_journal_what() -> None:
    for profile, status in ((Profile.exchange2016(), 200), (Profile.strict(), 500)):
        with FakeExchange(profile=profile) as fake:
            fake.account(*SERVICE)
            with Client(fake.url) as client:
                assert client.ask(f"<m:GetItem>{IDS}{SHAPE}</m:GetItem>", owner="").status == status
            verdict = fake.journal.after(0)[-1].verdict
            assert ("accepted, although it is not valid: The request failed" in verdict) == (status == 200)
