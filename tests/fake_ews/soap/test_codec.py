"""What is written reads back unchanged, for every type of the tables; and how single values are spelled."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from fake_ews.contract.availability import ArrayOfMailboxData
from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfStrings, Body, EffectiveRights, ItemId
from fake_ews.contract.directory import AlternateId, ConvertIdResponseMessage
from fake_ews.contract.items import Item
from fake_ews.contract.notation import MESSAGES, TYPES, Bag, Entry
from fake_ews.contract.operations import ArrayOfRealItems
from fake_ews.contract.zones import AbsoluteDateTransition, ArrayOfTransitions, Transition, TransitionTarget
from fake_ews.soap.codec import read, write
from tests.fake_ews.soap.bags import DECLARED, bags

DECLARATIONS = f' xmlns:m="{MESSAGES}" xmlns:t="{TYPES}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def element(text: str) -> etree._Element:
    """The root element of a text whose prefixes m, t and xsi are not declared."""
    return etree.fromstring(re.sub("(/?>)", DECLARATIONS + r"\1", text, count=1).encode())


def there_and_back(bag: Bag) -> Bag:
    """Write a bag as an element without a name of its own, and read it again."""
    text = write(bag, name="t:Probe", more=DECLARATIONS)
    return read(etree.fromstring(text.encode()), type(bag))


@pytest.mark.proof
@pytest.mark.parametrize("name", [name for name, _ in DECLARED])
@settings(max_examples=3, deadline=None, derandomize=True)
@given(data=st.data())
def test_every_type_reads_back_as_it_was_written(name: str, data: st.DataObject) -> None:
    bag = data.draw(bags(dict(DECLARED)[name]))
    assert there_and_back(bag) == bag


def test_rows_come_in_the_order_of_the_schema_whatever_the_order_of_setting() -> None:
    bag = CalendarItem(Location="Room 4", Subject="Review", ItemId=ItemId(ChangeKey="k", Id="i"))
    assert write(bag, name="t:CalendarItem") == (
        '<t:CalendarItem><t:ItemId Id="i" ChangeKey="k"/><t:Subject>Review</t:Subject>'
        "<t:Location>Room 4</t:Location></t:CalendarItem>"
    )


def test_an_empty_bag_is_an_empty_element() -> None:
    assert write(ArrayOfRealItems(), name="m:Items") == "<m:Items/>"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (dt.datetime(2027, 2, 8, 9, 5, 7, 999999, tzinfo=dt.UTC), "2027-02-08T09:05:07Z"),
        (dt.datetime(2027, 2, 8, 9, 5, 7, tzinfo=ZoneInfo("Europe/Zurich")), "2027-02-08T09:05:07+01:00"),
        (dt.datetime(2027, 2, 8, 9, 5, 7, tzinfo=ZoneInfo("UTC")), "2027-02-08T09:05:07Z"),
        (dt.datetime(1850, 2, 8, 9, 5, 7, tzinfo=ZoneInfo("Europe/Berlin")), "1850-02-08T09:04:39+00:53"),
        (dt.datetime(1850, 2, 8, 9, 5, 7, tzinfo=ZoneInfo("America/New_York")), "1850-02-08T09:05:09-04:56"),
        (dt.datetime(2027, 2, 8, 9, 5, 7), "2027-02-08T09:05:07"),
        (dt.datetime(601, 1, 1, tzinfo=dt.UTC), "0601-01-01T00:00:00Z"),
    ],
)
def test_times_are_whole_seconds_with_the_zone_they_have(moment: dt.datetime, text: str) -> None:
    assert write(Item(DateTimeCreated=moment), name="t:Item") == (
        f"<t:Item><t:DateTimeCreated>{text}</t:DateTimeCreated></t:Item>"
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-02-08T09:05:07Z", dt.datetime(2027, 2, 8, 9, 5, 7, tzinfo=dt.UTC)),
        (" 2027-02-08T09:05:07.1234567+01:00 ", dt.datetime(2027, 2, 8, 8, 5, 7, 123456, tzinfo=dt.UTC)),
        ("2027-02-08T24:00:00-00:30", dt.datetime(2027, 2, 9, 0, 30, tzinfo=dt.UTC)),
        ("0001-01-01T00:00:00+14:00", dt.datetime(1, 1, 1, tzinfo=dt.UTC)),
        ("9999-12-31T23:59:59-14:00", dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)),
    ],
)
def test_times_are_read_with_fractions_and_offsets(text: str, moment: dt.datetime) -> None:
    found = read(element(f"<t:Item><t:DateTimeCreated>{text}</t:DateTimeCreated></t:Item>"), Item).DateTimeCreated
    assert found is not None
    assert (found, found.tzinfo is not None) == (moment, True)
    assert found.astimezone(dt.UTC) == moment, "whatever is read can be told in UTC"


def test_a_time_without_zone_stays_without() -> None:
    item = read(element("<t:Item><t:DateTimeCreated>2027-02-08T09:05:07.5</t:DateTimeCreated></t:Item>"), Item)
    assert item.DateTimeCreated == dt.datetime(2027, 2, 8, 9, 5, 7, 500000)


@pytest.mark.parametrize(
    "text",
    [
        "2027-02-30T00:00:00Z", "yesterday", "2027-02-08", "12027-02-08T00:00:00Z", "9999-12-31T24:00:00Z",
        "2027-02-08T0905+0100",
    ],
)  # fmt: skip
def test_no_time_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(element(f"<t:Item><t:DateTimeCreated>{text}</t:DateTimeCreated></t:Item>"), Item)


def test_booleans_are_words_or_digits() -> None:
    rights = read(
        element("<t:R><t:Delete> 1</t:Delete><t:Modify>false</t:Modify><t:Read>true</t:Read></t:R>"), EffectiveRights
    )
    assert (rights.Delete, rights.Modify, rights.Read) == (True, False, True)


def test_text_keeps_its_blanks_and_markup() -> None:
    body = Body(BodyType="Text", text=" a <b>\r\n & ]]> \t")
    text = write(body, name="t:Body")
    assert text == '<t:Body BodyType="Text"> a &lt;b&gt;&#xD;\n &amp; ]]&gt; \t</t:Body>'
    assert there_and_back(body) == body


def test_attributes_keep_line_ends_and_quotes() -> None:
    bag = ItemId(Id='a"b\n\tc<')
    assert write(bag, name="t:ItemId") == '<t:ItemId Id="a&quot;b&#xA;&#x9;c&lt;"/>'


def test_characters_that_xml_forbids_are_dropped() -> None:
    item = Item(Subject="a\x00b\x0bc\ud800d\ufffee", Categories=ArrayOfStrings(String=("\x1f",)))
    assert write(item, name="t:Item") == (
        "<t:Item><t:Subject>abcde</t:Subject><t:Categories><t:String></t:String></t:Categories></t:Item>"
    )


def test_a_derived_type_says_which_it_is() -> None:
    message = ConvertIdResponseMessage(
        ResponseClass="Success", AlternateId=AlternateId(Format="EwsId", Id="i", Mailbox="a@example.test")
    )
    text = write(message, name="m:M")
    assert '<m:AlternateId xsi:type="t:AlternateIdType" Format="EwsId"' in text
    assert read(element(text), ConvertIdResponseMessage) == message


def test_another_type_than_the_declared_one_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"invalid xsi:type 'http://.*/types:ItemIdType'"):
        read(element('<m:M><m:AlternateId xsi:type="t:ItemIdType"/></m:M>'), ConvertIdResponseMessage)


def test_members_of_a_substitution_group_stand_under_their_own_names() -> None:
    to = TransitionTarget(Kind="Period", text="p")
    transitions = ArrayOfTransitions(
        Transition=(Transition(To=to), AbsoluteDateTransition(To=to, DateTime=dt.datetime(2027, 1, 1)))
    )
    text = write(transitions, name="t:Transitions")
    assert "<t:Transition><t:To" in text
    assert "<t:AbsoluteDateTransition><t:To" in text
    assert read(element(text), ArrayOfTransitions) == transitions


def test_an_older_version_gets_no_newer_row() -> None:
    item = Item(Subject="Review", IsAssociated=False)
    assert "IsAssociated" in write(item, "Exchange2010", name="t:Item")
    assert "IsAssociated" not in write(item, "Exchange2007_SP1", name="t:Item")


def test_a_newer_member_of_a_repeated_choice_is_left_out_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    from fake_ews.soap import writers

    monkeypatch.setattr(writers, "_BY_VERSION", {})
    monkeypatch.setattr(ArrayOfRealItems.Item, "since", "Exchange2013")
    items = ArrayOfRealItems(entries=(Entry(ArrayOfRealItems.Item, Item()),))
    assert write(items, "Exchange2010", name="m:Items") == "<m:Items></m:Items>"
    assert write(items, "Exchange2013", name="m:Items") == "<m:Items><t:Item/></m:Items>"


def test_what_the_tables_do_not_name_is_passed_over() -> None:
    item = read(element('<t:Item a="b"><t:News/>x<t:Subject>Review</t:Subject></t:Item>'), Item)
    assert item == Item(Subject="Review")


def test_an_element_that_is_nil_is_no_value() -> None:
    data = read(element('<t:A><t:MailboxData xsi:nil="true"/></t:A>'), ArrayOfMailboxData)
    assert data.MailboxData is None


def test_a_word_that_is_no_boolean_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="The string 'maybe' is not a valid Boolean value"):
        read(element("<t:Item><t:IsDraft>maybe</t:IsDraft></t:Item>"), Item)


def test_numbers_spell_out_what_xml_schema_wants() -> None:
    from fake_ews.soap.scalars import decimal_text, float_text

    assert [float_text(number) for number in (1.5, float("inf"), float("-inf"), float("nan"))] == [
        *("1.5", "INF", "-INF", "NaN"),
    ]
    assert decimal_text(1e-7) == "0.000000"
    assert decimal_text(2.25) == "2.25"
