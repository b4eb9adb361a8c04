"""Restrictions."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.contract.common import ArrayOfStrings, Body, EmailAddress, SingleRecipient
from fake_ews.contract.folders import Folder
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag
from fake_ews.contract.paths import PathToExtendedField, PathToUnindexedField
from fake_ews.contract.queries import (
    And,
    IsEqualTo,
    IsGreaterThan,
    IsGreaterThanOrEqualTo,
    IsLessThan,
    IsLessThanOrEqualTo,
    IsNotEqualTo,
    Not,
    Or,
    TwoOperandExpression,
)
from fake_ews.model.failures import (
    ErrorInvalidExtendedProperty,
    ErrorUnsupportedPathForQuery,
    Failure,
)
from fake_ews.model.properties import Extended
from fake_ews.model.queries import (
    MOST_NODES,
    ErrorContainsFilterWrongType,
    ErrorInvalidExcludesRestriction,
    ErrorInvalidPropertyForExists,
    ErrorInvalidValueForProperty,
    ErrorRestrictionTooLong,
)
from tests.fake_ews.model.asking import (
    COUNT,
    HOUR,
    ITEMS,
    MEMBER,
    NONSENSE,
    OID,
    START,
    TAGS,
    TEN,
    compare,
    contains,
    equal,
    excludes,
    exists,
    matches,
    refused,
    within,
)
from tests.fake_ews.model.sample import Sample, entry, named

REVIEW = entry(
    Subject="Review", Start=TEN, End=TEN + HOUR, LegacyFreeBusyStatus="Busy", IsAllDayEvent=False, AppointmentState=5,
    Categories=ArrayOfStrings(String=("Red", "Own")), Body=Body(BodyType="Text", text="About the plan"),
    Organizer=SingleRecipient(Mailbox=EmailAddress(Name="Anna", EmailAddress="anna@example.test")),
    ReminderMinutesBeforeStart=15,
)  # fmt: skip
REVIEW.extended = {
    named(OID): Extended("String", "r1"),
    named(COUNT): Extended("Integer", 7),
    named(TAGS): Extended("StringArray", ("a", "b")),
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("item:Subject", "Review"),
        ("calendar:Start", "2027-03-01T10:00:00Z"),
        ("calendar:Start", "2027-03-01T11:00:00+01:00"),
        ("calendar:LegacyFreeBusyStatus", "Busy"),
        ("calendar:IsAllDayEvent", "false"),
        ("calendar:AppointmentState", "5"),
        ("item:ReminderMinutesBeforeStart", "15"),
        ("item:Categories", "own"),
        ("item:Body", "about the plan"),
        ("calendar:Organizer", "Anna"),
        ("calendar:Organizer", "ANNA@example.test"),
        (OID, "r1"),
        (COUNT, "7"),
        (COUNT, "7.0"),
        (TAGS, "b"),
        (START, "2027-03-01T10:00:00Z"),
    ],
)
def test_what_a_property_is_equal_to(path: str | Bag, value: str) -> None:
    assert matches(REVIEW, equal(path, value))
    assert not matches(REVIEW, compare(IsNotEqualTo, path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("item:Subject", "Reviews"),
        ("calendar:Start", "2027-03-01T10:00:01Z"),
        ("calendar:LegacyFreeBusyStatus", "Free"),
        ("item:Categories", "Blue"),
        (OID, "r2"),
        (TAGS, "c"),
    ],
)
def test_what_it_is_not_equal_to(path: str | Bag, value: str) -> None:
    assert not matches(REVIEW, equal(path, value))
    assert matches(REVIEW, compare(IsNotEqualTo, path, value))


@pytest.mark.parametrize(
    "kind", [IsEqualTo, IsNotEqualTo, IsGreaterThan, IsGreaterThanOrEqualTo, IsLessThan, IsLessThanOrEqualTo]
)
@pytest.mark.parametrize("path", ["item:Subject", "message:InternetMessageId", OID])
def test_what_is_absent_compares_false(kind: type[TwoOperandExpression], path: str | Bag) -> None:
    assert not matches(entry(), compare(kind, path, "x"))
    assert matches(entry(), within(Not, compare(kind, path, "x")))


@pytest.mark.parametrize(
    ("kind", "results"),
    [
        (IsGreaterThan, [False, False, True]),
        (IsGreaterThanOrEqualTo, [False, True, True]),
        (IsLessThan, [True, False, False]),
        (IsLessThanOrEqualTo, [True, True, False]),
    ],
)
@pytest.mark.parametrize(
    ("path", "three", "value"),
    [
        (
            "calendar:Start",
            [entry(Start=TEN - HOUR), entry(Start=TEN), entry(Start=TEN + HOUR)],
            "2027-03-01T10:00:00Z",
        ),
        ("item:Subject", [entry(Subject="a"), entry(Subject="B"), entry(Subject="c")], "b"),
        ("item:Importance", [entry(Importance="Low"), entry(Importance="Normal"), entry(Importance="High")], "Normal"),
        ("item:Size", [entry(Size=9), entry(Size=10), entry(Size=11)], "10"),
    ],
)
def test_more_and_less(
    kind: type[TwoOperandExpression], results: list[bool], path: str, three: list[Sample], value: str
) -> None:
    assert [matches(item, compare(kind, path, value)) for item in three] == results


def test_the_case_of_a_text_counts_if_the_profile_says_so() -> None:
    assert matches(REVIEW, equal("item:Subject", "REVIEW"))
    assert not matches(REVIEW, equal("item:Subject", "REVIEW"), text_equality="exact")
    assert matches(REVIEW, equal("item:Subject", "Review"), text_equality="exact")


def test_an_instant_without_a_zone_is_in_the_zone_of_the_request() -> None:
    assert matches(REVIEW, equal("calendar:Start", "2027-03-01T11:00:00"), dt.timezone(HOUR))


def test_one_property_against_another() -> None:
    start, end = PathToUnindexedField(FieldURI="calendar:Start"), PathToUnindexedField(FieldURI="calendar:End")
    assert matches(REVIEW, compare(IsLessThan, "calendar:Start", end))
    assert matches(REVIEW, equal("calendar:Start", START))
    assert not matches(entry(Start=TEN), compare(IsLessThan, start, end))
    assert refused(equal("calendar:Start", OID)) == ErrorInvalidValueForProperty


def test_an_extended_property_of_another_type_is_absent() -> None:
    other = PathToExtendedField(DistinguishedPropertySetId="PublicStrings", PropertyName="n", PropertyType="String")
    assert not matches(REVIEW, exists(other))
    assert matches(REVIEW, exists(COUNT))


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("item:Subject", True),
        ("item:Culture", None),
        ("item:Sensitivity", False),
        (OID, True),
        ("message:Sender", False),
    ],
)
def test_exists(path: str | Bag, there: bool | None) -> None:
    if there is None:
        assert refused(exists(path)) == ErrorUnsupportedPathForQuery
    else:
        assert matches(REVIEW, exists(path)) is there


def test_an_empty_list_or_body_is_absent() -> None:
    nobody = SingleRecipient(Mailbox=EmailAddress())
    hollow = entry(Categories=ArrayOfStrings(String=()), Body=Body(BodyType="Text"), Organizer=nobody)
    assert not any(matches(hollow, exists(path)) for path in ("item:Categories", "item:Body", "calendar:Organizer"))


def test_flags_always_exist() -> None:
    assert refused(exists("message:IsRead")) == ErrorInvalidPropertyForExists
    assert matches(Sample(Message(IsRead=True)), equal("message:IsRead", "true"))


CAFE = entry(Subject="Das Café Ärger-Müller öffnet")


@pytest.mark.parametrize(
    ("mode", "how", "value", "found"),
    [
        (None, None, "Das Café Ärger-Müller öffnet", True),
        ("FullString", "Exact", "Das Café", False),
        ("Prefixed", "Exact", "Das Café", True),
        ("Prefixed", "Exact", "das café", False),
        ("Prefixed", "IgnoreCase", "das café", True),
        ("Substring", "IgnoreCase", "MÜLLER", True),
        ("Substring", "IgnoreCase", "muller", False),
        ("Substring", "IgnoreNonSpacingCharacters", "Muller", True),
        ("Substring", "IgnoreNonSpacingCharacters", "muller", False),
        ("Substring", "IgnoreCaseAndNonSpacingCharacters", "muller", True),
        ("Substring", "Loose", "CAFE ARGER", True),
        ("Substring", "LooseAndIgnoreCase", "muller", True),
        ("Substring", "LooseAndIgnoreNonSpace", "muller", True),
        ("Substring", "LooseAndIgnoreCaseAndIgnoreNonSpace", "muller", True),
        ("Substring", "Exact", "", True),
        ("PrefixOnWords", "IgnoreCase", "müll", True),
        ("PrefixOnWords", "IgnoreCase", "üller", False),
        ("ExactPhrase", "IgnoreCase", "café ärger", True),
        ("ExactPhrase", "IgnoreCase", "café ärg", False),
        ("ExactPhrase", "IgnoreCase", "(", False),
    ],
)
def test_contains(mode: str | None, how: str | None, value: str, found: bool) -> None:
    assert matches(CAFE, contains("item:Subject", value, mode, how)) is found


def test_contains_in_one_of_several() -> None:
    assert matches(REVIEW, contains("item:Categories", "Ow", "Substring"))
    assert matches(REVIEW, contains(TAGS, "a"))
    assert not matches(REVIEW, contains(TAGS, "ab"))
    assert not matches(entry(), contains("item:Categories", "", "Substring"))


@pytest.mark.parametrize(("mask", "excluded"), [("2", True), ("0x2", True), ("0X04", False), ("7", False), ("0", True)])
def test_excludes(mask: str, excluded: bool) -> None:
    assert matches(REVIEW, excludes("calendar:AppointmentState", mask)) is excluded


def test_nothing_is_excluded_where_nothing_is() -> None:
    assert not matches(entry(), excludes("calendar:AppointmentState", "1"))


@pytest.mark.parametrize(
    ("expression", "failure"),
    [
        (equal("calendar:UID", "x"), ErrorUnsupportedPathForQuery),
        (equal("calendar:RequiredAttendees", "x"), ErrorUnsupportedPathForQuery),
        (equal("calendar:StartTimeZone", "x"), ErrorUnsupportedPathForQuery),
        (equal("insight:Text", "x"), ErrorUnsupportedPathForQuery),
        (equal(MEMBER, "x"), ErrorUnsupportedPathForQuery),
        (equal(NONSENSE, "x"), ErrorInvalidExtendedProperty),
        (equal("calendar:Start", "true"), ErrorInvalidValueForProperty),
        (equal("calendar:LegacyFreeBusyStatus", "busy"), ErrorInvalidValueForProperty),
        (equal("calendar:IsAllDayEvent", "maybe"), ErrorInvalidValueForProperty),
        (equal("item:Size", "big"), ErrorInvalidValueForProperty),
        (equal(COUNT, "x"), ErrorInvalidValueForProperty),
        (contains("calendar:Start", "2027"), ErrorContainsFilterWrongType),
        (contains("item:Importance", "High"), ErrorContainsFilterWrongType),
        (contains("calendar:UID", "x"), ErrorUnsupportedPathForQuery),
        (excludes("calendar:AppointmentState", ""), ErrorInvalidExcludesRestriction),
        (excludes("calendar:AppointmentState", "0x"), ErrorInvalidExcludesRestriction),
        (excludes("item:Subject", "1"), ErrorInvalidExcludesRestriction),
        (within(Not, equal("calendar:UID", "x")), ErrorUnsupportedPathForQuery),
        (within(And, equal("item:Subject", "x"), within(Or, equal("calendar:UID", "x"))), ErrorUnsupportedPathForQuery),
    ],
)  # fmt: skip
def test_restrictions_that_are_refused(expression: Bag, failure: Failure) -> None:
    assert refused(expression) == failure


def test_a_restriction_has_at_most_255_nodes() -> None:
    nodes = [equal("item:Subject", "Review")] * (MOST_NODES - 1)
    assert matches(REVIEW, within(And, *nodes))
    assert refused(within(And, *nodes, nodes[0])) == ErrorRestrictionTooLong


def test_folders_can_be_asked_as_well() -> None:
    folder = Sample(Folder(DisplayName="Projects", TotalCount=3))
    assert matches(folder, within(And, equal("folder:DisplayName", "projects"), equal("folder:TotalCount", "3")))
    assert not matches(folder, equal("item:Subject", "projects"))


# logic


LEAVES = st.sampled_from(
    [
        equal("item:Subject", "a"),
        compare(IsNotEqualTo, "item:Subject", "a"),
        compare(IsGreaterThan, "calendar:Start", "2027-03-01T11:30:00Z"),
        exists(OID),
        contains(OID, "b"),
    ]
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda one: within(Not, one)),
        st.lists(inner, min_size=1, max_size=3).map(lambda several: within(And, *several)),
        st.lists(inner, min_size=1, max_size=3).map(lambda several: within(Or, *several)),
    ),
    max_leaves=6,
)


@given(ITEMS, EXPRESSIONS)
def test_not_turns_every_answer(item: Sample, expression: Bag) -> None:
    assert matches(item, within(Not, expression)) is not matches(item, expression)


@given(ITEMS, st.lists(EXPRESSIONS, min_size=1, max_size=3))
def test_and_is_not_or_of_the_opposites(item: Sample, several: list[Bag]) -> None:
    opposites = within(Or, *(within(Not, one) for one in several))
    assert matches(item, within(And, *several)) is not matches(item, opposites)
    assert matches(item, within(And, *several)) is all(matches(item, one) for one in several)
