"""The request check: what is valid passes, what is not is named as .NET names it, at its line and position."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.directory import ConvertIdResponseMessage
from fake_ews.contract.notation import (
    MESSAGES,
    TYPES,
    Bag,
    Entry,
    Simple,
    anyURI,
    base64Binary,
    boolean,
    date,
    double,
    duration,
    int_,
    language,
    limited,
    list_of,
    string,
    time,
    unsignedByte,
)
from fake_ews.contract.operations import CreateItem, NonEmptyArrayOfAllItems
from fake_ews.contract.services import OPERATIONS
from fake_ews.model.failures import RequestFailure
from fake_ews.soap.check import _checker, _of_entries, _valid, check
from fake_ews.soap.codec import read, write
from fake_ews.soap.envelope import parse, request
from fake_ews.soap.facets import _NOT_BASE64, reason, type_name
from fake_ews.soap.schemas import SOAP
from fake_ews.soap.violations import first_violation
from tests.fake_ews.soap.bags import bags
from tests.schema import assert_valid

T, M = str(TYPES), str(MESSAGES)
START = (
    f'<s:Envelope xmlns:s="{SOAP}" xmlns:t="{T}" xmlns:m="{M}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
SHAPE = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
IDS = '<m:ItemIds><t:ItemId Id="a"/></m:ItemIds>'


def envelope(body: str, header: str = "") -> bytes:
    """A request on lines of its own: the header on line 2, the body from line 3 on."""
    return f"{START}\n<s:Header>{header}</s:Header><s:Body>\n{body}</s:Body></s:Envelope>".encode()


def refused(raw: bytes) -> tuple[str, int, int]:
    """What is wrong with a request, and where."""
    with pytest.raises(RequestFailure) as caught:
        request(parse(raw))
    failure = caught.value.failure
    assert failure.code == "ErrorSchemaValidation"
    assert failure.xml is not None
    violation = failure.xml.Violation
    assert failure.text == f"The request failed schema validation: {violation}"
    return str(violation), failure.xml.LineNumber or 0, failure.xml.LinePosition or 0


@pytest.mark.proof
@pytest.mark.parametrize("operation", OPERATIONS)
@settings(max_examples=8, deadline=None, derandomize=True)
@given(data=st.data())
def test_whatever_the_tables_allow_is_a_valid_request(operation: str, data: st.DataObject) -> None:
    bag = data.draw(bags(OPERATIONS[operation].request))
    raw = envelope(write(bag))
    assert request(parse(raw)) == bag
    assert_valid(raw)


def _dropped(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _doubled(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.insert(parent.index(element), etree.fromstring(etree.tostring(element, with_tail=False)))


def _moved_up(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.insert(0, element)


def _without_attributes(element: etree._Element) -> None:
    for name in list(element.attrib):
        del element.attrib[name]


def _with_odd_attributes(element: etree._Element) -> None:
    for name in list(element.attrib):
        element.set(name, "?")


def _with_odd_text(element: etree._Element) -> None:
    element.text = "A"  # a string, but neither a number nor a time nor base64


CHANGES = (_dropped, _doubled, _moved_up, _without_attributes, _with_odd_attributes, _with_odd_text)


@pytest.mark.proof
@pytest.mark.parametrize("operation", [name for name, one in OPERATIONS.items() if one.request.rows])
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_the_exact_check_agrees_with_the_cheap_one(operation: str, data: st.DataObject) -> None:
    cls: type[Bag] = OPERATIONS[operation].request
    root = etree.fromstring(envelope(write(data.draw(bags(cls)))))
    body = root[1][0]
    assume(len(body))
    change: Callable[[etree._Element], None] = data.draw(st.sampled_from(CHANGES))
    change(data.draw(st.sampled_from(list(body.iter())[1:])))
    root = etree.fromstring(etree.tostring(root))
    valid = _valid(root[1][0])
    found = first_violation(root[1][0], cls)
    assert valid == (found is None), found


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_what_the_schema_of_entries_allows_the_whole_one_does(data: st.DataObject) -> None:
    entries = (Entry(NonEmptyArrayOfAllItems.CalendarItem, data.draw(bags(CalendarItem))),)
    root = etree.fromstring(envelope(write(CreateItem(Items=NonEmptyArrayOfAllItems(entries=entries)))))
    change: Callable[[etree._Element], None] = data.draw(st.sampled_from((*CHANGES, lambda element: None)))
    change(data.draw(st.sampled_from(list(root[1][0].iter())[1:])))
    assert _checker("CreateItem").allows(root[1][0]) or not _of_entries().allows(root[1][0])


@pytest.mark.parametrize(("kind", "is_entry"), [("CalendarItem", True), ("Message", False)])
def test_entries_need_no_other_schema(kind: str, is_entry: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = envelope(f"<m:CreateItem><m:Items><t:{kind}><t:Subject>x</t:Subject></t:{kind}></m:Items></m:CreateItem>")
    asked: list[str] = []

    def whole(name: str) -> object:
        asked.append(name)
        return _checker(name)

    monkeypatch.setattr("fake_ews.soap.check._checker", whole)
    request(parse(raw))
    assert asked == ([] if is_entry else ["CreateItem"])


# each with a ^ at the place that is reported
CASES = {
    "required attribute": (
        f"<m:GetItem>{SHAPE}<m:ItemIds>\n<^t:ItemId/></m:ItemIds></m:GetItem>",
        "The required attribute 'Id' is missing.",
    ),
    "undeclared attribute": (
        f'<m:GetItem >{SHAPE}<m:ItemIds><t:ItemId\n Id="a" ^Colour="red"/></m:ItemIds></m:GetItem>',
        "The 'Colour' attribute is not declared.",
    ),
    "attribute value": (
        f'<m:FindItem ^Traversal="Wide">{SHAPE}</m:FindItem>',
        f"The 'Traversal' attribute is invalid - The value 'Wide' is invalid according to its datatype "
        f"'{T}:ItemQueryTraversalType' - The Enumeration constraint failed.",
    ),
    "attribute that begins as a declaration does": (
        f'<m:GetItem xmlns="x" xmlns:n="y" ^xmlnsn="z">{SHAPE}{IDS}</m:GetItem>',
        "The 'xmlnsn' attribute is not declared.",
    ),
    "attribute behind one of XMLSchema-instance": (
        f'<m:GetItem xsi:schemaLocation="a b" ^Traversal="Deep">{SHAPE}{IDS}</m:GetItem>',
        "The 'Traversal' attribute is not declared.",
    ),
    "long enumeration": (
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        '<t:FieldURI ^FieldURI="item:Smell"/></t:AdditionalProperties></m:ItemShape></m:GetItem>',
        f"The 'FieldURI' attribute is invalid - The value 'item:Smell' is invalid according to its datatype "
        f"'{T}:UnindexedFieldURIType' - The Enumeration constraint failed.",
    ),
    "element value": (
        f"<m:GetItem><m:ItemShape><t:BaseShape>Some</^t:BaseShape></m:ItemShape>{IDS}</m:GetItem>",
        f"The '{T}:BaseShape' element is invalid - The value 'Some' is invalid according to its datatype "
        f"'{T}:DefaultShapeNamesType' - The Enumeration constraint failed.",
    ),
    "not a boolean": (
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>"
        f"<t:IncludeMimeContent>perhaps</^t:IncludeMimeContent></m:ItemShape>{IDS}</m:GetItem>",
        f"The '{T}:IncludeMimeContent' element is invalid - The value 'perhaps' is invalid according to its datatype "
        "'http://www.w3.org/2001/XMLSchema:boolean' - The string 'perhaps' is not a valid Boolean value.",
    ),
    "not a number": (
        f'<m:FindItem Traversal="Shallow">{SHAPE}<m:IndexedPageItemView ^Offset="few" BasePoint="End"/></m:FindItem>',
        "The 'Offset' attribute is invalid - The value 'few' is invalid according to its datatype "
        "'http://www.w3.org/2001/XMLSchema:int' - The string 'few' is not a valid Int32 value.",
    ),
    "range": (
        f"<m:SyncFolderItems>{SHAPE}<m:SyncFolderId><t:FolderId Id='a'/></m:SyncFolderId>"
        "<m:MaxChangesReturned>513</^m:MaxChangesReturned></m:SyncFolderItems>",
        f"The '{M}:MaxChangesReturned' element is invalid - The value '513' is invalid according to its datatype "
        f"'{T}:MaxSyncChangesReturnedType' - The MaxInclusive constraint failed.",
    ),
    "length": (
        "<m:Unsubscribe><m:SubscriptionId></^m:SubscriptionId></m:Unsubscribe>",
        f"The '{M}:SubscriptionId' element is invalid - The value '' is invalid according to its datatype "
        f"'{T}:SubscriptionIdType' - The actual length is less than the MinLength value.",
    ),
    "pattern": (
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:ExtendedFieldURI "
        '^PropertySetId="none" PropertyType="String"/></t:AdditionalProperties></m:ItemShape></m:GetItem>',
        f"The 'PropertySetId' attribute is invalid - The value 'none' is invalid according to its datatype "
        f"'{T}:GuidType' - The Pattern constraint failed.",
    ),
    "union": (
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        "<t:ExtendedFieldURI ^PropertyTag='99999' PropertyType='String'/></t:AdditionalProperties></m:ItemShape>"
        "</m:GetItem>",
        f"The 'PropertyTag' attribute is invalid - The value '99999' is invalid according to its datatype "
        f"'{T}:PropertyTagType' - The value '99999' is not valid according to any of the memberTypes of the union.",
    ),
    "invalid child": (
        f"<m:GetItem><^{IDS[1:]}{SHAPE}</m:GetItem>",
        f"The element 'GetItem' in namespace '{M}' has invalid child element 'ItemIds' in namespace '{M}'. "
        f"List of possible elements expected: 'ItemShape' in namespace '{M}'.",
    ),
    "wrong namespace": (
        f"<m:GetItem>{SHAPE}<^ItemIds/></m:GetItem>",
        f"The element 'GetItem' in namespace '{M}' has invalid child element 'ItemIds'. "
        f"List of possible elements expected: 'ItemIds' in namespace '{M}'.",
    ),
    "several may follow": (
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><^m:FolderIds/></m:GetFolder>",
        f"The element 'FolderIds' in namespace '{M}' has incomplete content. "
        f"List of possible elements expected: 'FolderId, DistinguishedFolderId' in namespace '{T}'.",
    ),
    "two namespaces": (
        "<m:GetUserAvailabilityRequest><^m:Mailboxes/></m:GetUserAvailabilityRequest>",
        f"The element 'GetUserAvailabilityRequest' in namespace '{M}' has invalid child element 'Mailboxes' in "
        f"namespace '{M}'. List of possible elements expected: 'TimeZone' in namespace '{T}' as well as "
        f"'MailboxDataArray' in namespace '{M}'.",
    ),
    "incomplete": (
        f"<m:GetItem>{SHAPE}\n</^m:GetItem>",
        f"The element 'GetItem' in namespace '{M}' has incomplete content. "
        f"List of possible elements expected: 'ItemIds' in namespace '{M}'.",
    ),
    "text between elements": (
        f"<m:GetItem>{SHAPE}^\n twice {IDS}</m:GetItem>",
        f"The element 'GetItem' in namespace '{M}' cannot contain text. "
        f"List of possible elements expected: 'ItemIds' in namespace '{M}'.",
    ),
    "text in an empty element": (
        "<m:GetRoomLists>^all</m:GetRoomLists>",
        "The element cannot contain text. Content model is empty.",
    ),
    "child in an empty element": (
        "<m:GetRoomLists><^t:All/></m:GetRoomLists>",
        f"The element 'GetRoomLists' in namespace '{M}' cannot contain child element 'All' in namespace '{T}' because "
        "the parent element's content model is empty.",
    ),
    "child in a text": (
        "<m:Unsubscribe><m:SubscriptionId><^m:Id/></m:SubscriptionId></m:Unsubscribe>",
        f"The element 'SubscriptionId' in namespace '{M}' cannot contain child element 'Id' in namespace '{M}' because "
        "the parent element's content model is text only.",
    ),
}


def placed(raw: bytes) -> tuple[bytes, tuple[int, int]]:
    """The text without its ^, and the line and position of that."""
    before = raw[: raw.index(b"^")].decode()
    return raw.replace(b"^", b""), (before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize("case", CASES)
def test_a_violation_is_named_as_dotnet_names_it(case: str) -> None:
    body, text = CASES[case]
    raw, place = placed(envelope(body))
    assert refused(raw) == (text, *place)


def test_header_blocks_are_checked_too_and_first() -> None:
    header = "<t:ExchangeImpersonation><^t:ConnectingSID/></t:ExchangeImpersonation>"
    raw, place = placed(envelope("<m:GetItem/>", header))
    text, *found = refused(raw)
    assert text.startswith(f"The element 'ConnectingSID' in namespace '{T}' has incomplete content.")
    assert tuple(found) == place


def test_an_unknown_version_is_no_matter_of_the_schema() -> None:
    found = parse(envelope(f"<m:GetItem>{SHAPE}{IDS}</m:GetItem>", '<t:RequestServerVersion Version="Exchange2099"/>'))
    assert found.version is not None
    assert found.version.Version == "Exchange2099"
    request(found)


def test_a_derived_type_must_be_derived() -> None:
    item = '<t:Item ^xsi:type="t:ItemIdType"/>'
    raw, place = placed(envelope(f"<m:CreateItem><m:Items>{item}</m:Items></m:CreateItem>"))
    assert refused(raw) == (f"This is an invalid xsi:type '{T}:ItemIdType'.", *place)


def test_a_year_that_we_cannot_hold_is_refused() -> None:
    item = "<t:CalendarItem><t:Start>12027-02-08T09:00:00Z</t:Start></t:CalendarItem>"
    body = f"<m:CreateItem><m:Items>{item}</m:Items></m:CreateItem>"
    assert "12027-02-08T09:00:00Z" in refused(envelope(body))[0]
    dates = "<t:StartDate>2027-02-08</t:StartDate><t:EndDate>12027-02-08</t:EndDate>"
    body = (
        "<m:CreateItem><m:Items><t:CalendarItem><t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval>"
        f"</t:DailyRecurrence><t:EndDateRecurrence>{dates}</t:EndDateRecurrence></t:Recurrence></t:CalendarItem>"
        "</m:Items></m:CreateItem>"
    )
    assert refused(envelope(body))[0] == "The string '12027-02-08' is not a valid Date value."


def test_positions_count_letters_not_bytes() -> None:
    body = f"<m:GetItem>{SHAPE}<m:ItemIds><t:ItemId Id='äöü'/><^t:ItemId/></m:ItemIds></m:GetItem>"
    raw, place = placed(envelope(body))
    assert refused(raw)[1:] == place


def test_what_only_libxml2_minds_is_told_in_its_words() -> None:
    body = f"<m:GetItem>{SHAPE}<m:ItemIds><t:ItemId Id='a' xsi:nil='true'/></m:ItemIds></m:GetItem>"
    text, line, _ = refused(envelope(body))
    assert "nillable" in text
    assert line == 3


def test_an_abstract_type_must_be_named_by_its_kind() -> None:
    root = etree.fromstring(envelope('<m:M ResponseClass="Success"><m:AlternateId/></m:M>'))
    found = first_violation(root[1][0], ConvertIdResponseMessage)
    assert found is not None
    assert found.text == f"The element '{M}:AlternateId' is abstract or its type is abstract."


def test_an_element_with_a_simple_type_has_no_attributes() -> None:
    shape = "<m:ItemShape><t:BaseShape ^of='all'>IdOnly</t:BaseShape></m:ItemShape>"
    raw, place = placed(envelope(f"<m:GetItem>{shape}{IDS}</m:GetItem>"))
    assert refused(raw) == ("The 'of' attribute is not declared.", *place)


@pytest.mark.parametrize(
    ("simple", "text", "why"),
    [
        (limited("", string, longest=2), "abc", "The actual length is greater than the MaxLength value."),
        (limited("", string, longest=2), "ab", None),
        (list_of("", boolean), "true  0", None),
        (list_of("", boolean), "true 2", "The string '2' is not a valid Boolean value."),
        (limited("", int_, least=3), "2", "The MinInclusive constraint failed."),
        (unsignedByte, " 255 ", None),
        (unsignedByte, "256", "Value '256' was either too large or too small for Byte."),
        (duration, "-P1DT2.5S", None),
        (duration, "P1DT", "The string 'P1DT' is not a valid TimeSpan value."),
        (time, "25 o'clock", "The string '25 o'clock' is not a valid Time value."),
        (date, "2027-02-08+01:00", None),
        (double, "-1.5e3", None),
        (double, "one", "The string 'one' is not a valid Double value."),
        (language, "de-CH", None),
        (language, "Swiss German", "The Pattern constraint failed."),
        (base64Binary, " YW\nJj ", None),
        (base64Binary, "", None),
        *((base64Binary, text, _NOT_BASE64) for text in ("!!", "YQ", "YQ==\nYQ==", "=YQ=", "Y Q = = =", "YWé=")),
        (anyURI, "x y", None),
    ],
)
def test_a_text_is_a_value_or_why_not(simple: Simple[object], text: str, why: str | None) -> None:
    assert reason(simple, text) == why


def test_a_nameless_type_is_called_by_what_it_is_made_of() -> None:
    assert type_name(limited("", int_, least=3)) == "Int"


def test_requests_with_items_share_one_schema() -> None:
    assert _checker("UpdateItem") is _checker("CreateItem")
    assert _checker("GetItem") is not _checker("CreateItem")


def test_check_takes_the_body_alone() -> None:
    root = etree.fromstring(envelope(f"<m:GetItem>{SHAPE}{IDS}</m:GetItem>"))
    check(root[1][0], b"")
    assert read(root[1][0], OPERATIONS["GetItem"].request).rows


def test_an_id_may_hold_blanks_where_another_element_of_its_name_holds_a_name() -> None:
    """DistinguishedFolderId is an id in UpdateFolder, and the text of a folder's own one"""
    body = (
        '<m:UpdateFolder><m:FolderChanges><t:FolderChange><t:DistinguishedFolderId Id="drafts">\n'
        '</t:DistinguishedFolderId><t:Updates><t:SetFolderField><t:FieldURI FieldURI="folder:DisplayName"/><t:Folder>'
        "<t:DisplayName>D</t:DisplayName>{}</t:Folder></t:SetFolderField></t:Updates></t:FolderChange>"
        "</m:FolderChanges></m:UpdateFolder>"
    )
    request(parse(envelope(body.format(""))))
    mailbox = "<t:Mailbox><t:EmailAddress>a</t:EmailAddress></t:Mailbox>"
    request(parse(envelope(body.format("").replace("\n", mailbox))))
    name = "<t:DistinguishedFolderId>{}</t:DistinguishedFolderId>"
    request(parse(envelope(body.format(name.format("drafts")))))
    assert "nonsense" in refused(envelope(body.format(name.format("nonsense"))))[0]


BINARIES = {
    "CreateAttachment": "<m:ParentItemId Id='x'/><m:Attachments><t:FileAttachment><t:Content>{}</t:Content>"
    "</t:FileAttachment></m:Attachments>",
    "CreateItem": "<m:Items><t:Contact><t:Photo>{}</t:Photo></t:Contact></m:Items>",
    "UploadItems": "<m:Items><t:Item CreateAction='CreateNew'><t:ParentFolderId Id='x'/><t:Data>{}</t:Data></t:Item>"
    "</m:Items>",
    "CreateUserConfiguration": "<m:UserConfiguration><t:UserConfigurationName Name='n'><t:DistinguishedFolderId "
    "Id='inbox'/></t:UserConfigurationName><t:BinaryData>{}</t:BinaryData></m:UserConfiguration>",
}


@pytest.mark.parametrize("operation", BINARIES)
def test_what_is_to_be_base64_is_that(operation: str) -> None:
    """libxml2 takes any text for it, .NET does not"""
    for text, is_taken in (("YWJj", True), ("!!", False)):
        body = f"<m:{operation}>{BINARIES[operation].format(text)}</m:{operation}>"
        raw = envelope(body)
        (element,) = etree.fromstring(raw)[1]
        if is_taken:
            check(element, raw)
            continue
        with pytest.raises(RequestFailure, match=r"ErrorSchemaValidation.*not a valid Base-64"):
            check(element, raw)
