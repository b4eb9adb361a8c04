"""The table of decisions: every row has a name a person would use, and the step's id."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from reference_sync.decide import (
    Attendee,
    Base,
    Cancel,
    Create,
    Decision,
    Entry,
    Forget,
    Ignore,
    Link,
    Merge,
    Remove,
    Reservation,
    Restored,
    Rule,
    Unlink,
    Value,
    Yield,
    attendees_of,
    decide,
    known,
    likeness,
    refused,
    same,
    swap,
)
from tests.reference_sync.pairs import (
    AARE,
    ADDIN,
    AWAY,
    BASE,
    BOB,
    ELEVEN,
    LIMMAT,
    NOON,
    REUSS,
    TEN,
    TRASH,
    VALUES,
    WEB,
    entry,
    having,
    linked,
    unlinked,
)

GIVEN = Base({name: VALUES[name] for name in ("subject", "start", "end", "attendees", "resources")})
HALF = TEN.replace(minute=30)
AT_NOON = {"start": NOON, "end": NOON.replace(hour=13)}


@pytest.mark.parametrize(
    ("row", "reservation", "base", "seen", "decision"),
    [
        ("private entry", None, Base(), entry(oid=None), Ignore("C5")),
        ("foreign oid", None, Base(), entry(oid="?"), Ignore("C5")),
        ("attendee's copy", linked(), BASE, entry(owner=BOB), Ignore("B2/attendee-copy")),
        ("not for sync", unlinked(synchronise=False), Base(), None, Ignore("B/not-for-sync")),
        # B2, C4: there is no entry yet
        ("made in the browser", unlinked(), Base(), None, Create("B2")),
        ("made by the add-in, not sent yet", unlinked(origin=ADDIN), GIVEN, None, Ignore("C4")),
        ("cancelled before it was created", unlinked(cancelled=True, changed={"cancelled": WEB}), Base(),
         None, Ignore("E3")),
        ("trashed before it was seen", unlinked(origin=ADDIN), GIVEN, entry(place=TRASH), Cancel("C/deleted-at-once")),
        ("in another calendar, not found there", unlinked(link=Link.DISABLED), BASE, None, Ignore("C4")),
        # the entry is gone
        ("hard-deleted", linked(), BASE, None, Cancel("F-trash")),
        ("trashed", linked(), BASE, entry(place=TRASH), Cancel("F-trash")),
        ("meeting cancelled in Outlook", linked(), BASE, entry(cancelled=True), Cancel("F-trash")),
        ("meeting cancelled, deleted, and back by Undo before anybody looked", linked(item_id="before"), BASE,
         entry(cancelled=True), Cancel("F-trash", back=True)),
        ("gone, and changed in the browser", linked(changed={"start": WEB}), BASE, None, Cancel("F-trash")),
        ("cancelled, entry gone", linked(cancelled=True, changed={"cancelled": ADDIN}), BASE, None, Forget("D3")),
        ("cancelled, entry trashed", linked(cancelled=True), BASE, entry(place=TRASH), Forget("D3")),
        # the entry of a cancelled reservation lives
        ("cancelled in the browser", linked(cancelled=True, changed={"cancelled": WEB}), BASE, entry(), Remove("D2")),
        ("cancelled before it came", unlinked(cancelled=True, changed={"cancelled": WEB}), GIVEN,
         entry(), Remove("D2")),
        ("cancelled by the add-in", linked(cancelled=True, changed={"cancelled": ADDIN}), BASE, entry(), Ignore("E2")),
        ("dragged back from the trash", unlinked(cancelled=True), BASE, entry(), Restored("E-trash")),
        ("a called-off meeting dragged back", unlinked(cancelled=True), BASE,
         entry(cancelled=True), Restored("E-trash")),
        # another folder
        ("moved to another calendar", linked(), BASE, entry(place=AWAY), Unlink("D2/moved-folder")),
        ("still there", unlinked(link=Link.DISABLED), BASE, entry(place=AWAY), Ignore("D2/moved-folder")),
        ("and back", unlinked(link=Link.DISABLED), BASE, entry(item_id="i2"), Merge("C6", link=True)),
        # nothing has changed
        ("own echo", linked(), BASE, entry(), Merge("B3")),
        ("letters' case of an address", linked(), BASE,
         entry({"attendees": (Attendee("BOB@Example.Test"),)}), Merge("B3")),
        ("answer lost, then the echo", linked({"start": HALF}, changed={"start": WEB}), Base(VALUES, {"start": HALF}),
         entry({"start": HALF}), Merge("B3")),
        # linking
        ("entry of the add-in", unlinked(origin=ADDIN), GIVEN, entry(), Merge("C6", link=True)),
        ("listed as missing, and comes", unlinked(origin=ADDIN, link=Link.MISSING), GIVEN,
         entry(), Merge("C6", link=True)),
        ("undo: new id", linked(), BASE, entry(item_id="i2"), Merge("C6", link=True)),
        ("what the add-in did not say", unlinked(origin=ADDIN), GIVEN,
         entry({"reminderMinutes": 5}), Merge("C6", adopt={"reminderMinutes": 5}, link=True)),
        ("changed in Outlook before it came", unlinked(origin=ADDIN), GIVEN,
         entry({"subject": "Z"}), Merge("C6", take={"subject": "Z"}, link=True)),
        ("changed in the browser before it came",
         unlinked({"start": HALF}, origin=ADDIN, changed={"start": WEB}), GIVEN,
         entry(), Merge("C6", write={"start": HALF}, link=True)),
        ("the entry names no room", unlinked(origin=ADDIN), GIVEN, entry({"resources": ()}), Merge("C6", link=True)),
        # D2, E2: changed here
        ("changed in the browser", linked({"end": NOON}, changed={"end": WEB}), BASE,
         entry(), Merge("D2", write={"end": NOON})),
        ("changed by the add-in", linked({"end": NOON}, changed={"end": ADDIN}), BASE, entry(), Merge("B3")),
        ("sent before, changed again", linked({"end": NOON}, changed={"end": WEB}), Base(VALUES, {"end": ELEVEN}),
         entry(), Merge("D2", write={"end": NOON})),
        # F2: changed there
        ("dragged", linked(), BASE, entry(AT_NOON), Merge("F2", take=AT_NOON)),
        ("refused and flagged", linked(), Base(having(AT_NOON)), entry(AT_NOON), Merge("B3")),
        # X: both
        ("different fields", linked({"subject": "Z"}, changed={"subject": WEB}), BASE,
         entry({"end": NOON}), Merge("F2", take={"end": NOON}, write={"subject": "Z"})),
        ("the same field", linked({"subject": "Z"}, changed={"subject": WEB}), BASE,
         entry({"subject": "Y"}), Merge("F2", take={"subject": "Y"})),
        ("start here, end there", linked({"start": TEN.replace(minute=50)}, changed={"start": WEB}), BASE,
         entry({"end": TEN.replace(minute=40)}), Merge("F2", take={"start": TEN, "end": TEN.replace(minute=40)})),
        # rooms
        ("a second room is invited", linked(), BASE,
         entry({"resources": (AARE, REUSS)}), Merge("F2", take={"resources": (REUSS,)})),
        ("the first room is dropped then", linked({"resources": (REUSS,)}), Base(having({"resources": (AARE, REUSS)})),
         entry({"resources": (REUSS,)}), Merge("B3")),
        ("two new rooms", linked(), BASE, entry({"resources": (LIMMAT, REUSS)}), Merge("B3", ambiguous=True)),
        ("no room any more", linked(), BASE, entry({"resources": ()}), Merge("B3", ambiguous=True)),
    ],
)  # fmt: skip
def test_decide(row: str, reservation: Reservation | None, base: Base, seen: Entry | None, decision: Decision) -> None:
    assert decide(reservation, base, seen) == decision


@pytest.mark.parametrize(
    ("here", "there", "rooms"),
    [
        ((), (AARE,), (AARE,)),
        ((AARE,), (REUSS,), (REUSS,)),
        ((AARE,), (AARE, REUSS), (REUSS,)),
        ((AARE, REUSS), (AARE, LIMMAT), (AARE, LIMMAT)),
        ((AARE, REUSS), (AARE,), (AARE,)),
        ((AARE, REUSS), (AARE, REUSS, LIMMAT), None),
        ((AARE,), (REUSS, LIMMAT), None),
        ((AARE,), (), None),
        ((), (), ()),
    ],
)
def test_swap(here: tuple[str, ...], there: tuple[str, ...], rooms: tuple[str, ...] | None) -> None:
    assert swap(here, there) == rooms


@pytest.mark.parametrize(
    ("name", "here", "there", "equal"),
    [
        ("subject", "Review", " Review ", True),
        ("subject", "Review", "review", False),
        ("attendees", (Attendee("A@x"), Attendee("b@x")), (Attendee("B@x"), Attendee("a@x")), True),
        ("attendees", (Attendee("a@x"),), (Attendee("a@x", "optional"),), False),
        ("attendees", (Attendee("a@x"),), (), False),
        ("resources", ("A@x",), ("a@x",), True),
        ("start", TEN, ELEVEN, False),
        ("reminderMinutes", None, 0, False),
    ],
)
def test_same(name: str, here: Value, there: Value, equal: bool) -> None:
    assert same(name, here, there) is equal


@pytest.mark.parametrize(
    ("base", "seen"),
    [(Base({"subject": "a"}), True), (Base(attempted={"subject": "a"}), True), (Base({"subject": "b"}), False)],
)
def test_known(base: Base, seen: bool) -> None:
    assert known("subject", base, "a") is seen


def test_the_entry_is_more_like_what_was_known_than_its_copy() -> None:
    assert likeness(BASE, entry()) == len(VALUES)
    assert likeness(BASE, entry(AT_NOON)) == len(VALUES) - 2


def test_the_swapped_room_is_the_one_already_held() -> None:
    """A person puts the room that is held back on the entry, in the other list: nothing is taken."""
    here: Mapping[str, Value] = {"resources": (AARE,)}
    base = Base(having({"resources": (AARE, REUSS)}))
    assert decide(linked(here), base, entry({"resources": (AARE, AARE)})) == Merge("B3")


MOVED = Merge("F2", take={**AT_NOON, "subject": "Z"}, write={"location": "x"})
BACK = {"start": TEN, "end": ELEVEN}


@pytest.mark.parametrize(
    ("rule", "tries", "decision"),
    [
        (Rule.REPORT, 9, replace(MOVED, take={"subject": "Z"}, refused=frozenset(BACK), rule=Rule.REPORT)),
        (Rule.ROLLBACK, 4, replace(MOVED, take={"subject": "Z"}, write={"location": "x", **BACK},
                                   refused=frozenset(BACK), rule=Rule.ROLLBACK)),
        (Rule.ROLLBACK, 5, replace(MOVED, take={"subject": "Z"}, refused=frozenset(BACK), rule=Rule.GIVE_UP)),
        (Rule.CANCEL, 0, replace(MOVED, take={"subject": "Z"}, refused=frozenset(BACK), rule=Rule.CANCEL)),
        (Rule.CANCEL, 1, Yield("F2")),
    ],
)  # fmt: skip
def test_what_becomes_of_a_change_whose_room_is_not_to_be_had(rule: Rule, tries: int, decision: Decision) -> None:
    assert refused(MOVED, VALUES, tries, rule) == decision


def test_a_setting_back_that_failed_is_tried_again() -> None:
    again = refused(Merge("D2", write=BACK), VALUES, 1, Rule.ROLLBACK)
    assert again == Merge("D2", write=BACK, refused=frozenset(BACK), rule=Rule.ROLLBACK)


def test_attendees_are_named_apart_from_rooms() -> None:
    assert attendees_of(VALUES) == (Attendee(BOB),)
