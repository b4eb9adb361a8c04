"""Each check on a reservation and its entry: held, broken, unknown."""

from datetime import timedelta

import pytest

from scenarios.checks import pairs
from scenarios.declared import Declared
from scenarios.history import EPOCH, History, Moment, NotSeen, Property
from scenarios.reservations import Attendee, Pair, StampProperty
from scenarios.verdict import Held
from tests.scenarios.stories import (
    AARE,
    AFTER,
    ANNA,
    BEAT,
    BEFORE,
    DECLARED,
    ELEVEN,
    OID,
    PAIR,
    SET,
    STAMP,
    TEN,
    draft,
    history,
    item,
    listed,
    push,
    reservation,
    seen,
    shelf,
    write,
)
from tests.scenarios.verdicts import assert_broken, assert_held, assert_unknown

NOTHING = history()
LINKED = history(seen(reservation()), shelf(item()))


def states(before: object, after: object, *, item_before: object = None, item_after: object = None) -> History:
    """Two looks at the reservation and, where given, at the entry."""
    looks = [seen(before, BEFORE), seen(after)]  # type: ignore[arg-type]
    if item_before is not None:
        looks += [shelf(item_before, at=BEFORE), shelf(item_after or item_before)]  # type: ignore[list-item, arg-type]
    return history(*looks, records=(push(15, "ModifiedEvent"),))


class TestOneEntry:
    def test_held(self) -> None:
        assert_held(pairs.one_entry(LINKED, PAIR))

    def test_a_second_entry_without_stamp_is_seen_by_its_subject(self) -> None:
        twin = item(item_id="item-2", properties=())
        assert_broken(pairs.one_entry(history(seen(reservation()), shelf(item(), twin)), PAIR), "2 entries")

    def test_none(self) -> None:
        assert_broken(pairs.one_entry(history(seen(None), shelf(item(folder="deleteditems"))), PAIR), "no entry")

    def test_unknown(self) -> None:
        assert_unknown(pairs.one_entry(NOTHING, PAIR))


class TestLinked:
    def test_held(self) -> None:
        assert_held(pairs.linked(LINKED, PAIR))

    @pytest.mark.parametrize(
        ("state", "said"),
        [
            (None, "no reservation"),
            (reservation(cancelled=True), "cancelled"),
            (reservation(item_id=None), "itemId None"),
            (reservation(item_id="item-9"), "item-9"),
        ],
    )
    def test_broken(self, state: object, said: str) -> None:
        assert_broken(pairs.linked(history(seen(state), shelf(item())), PAIR), said)  # type: ignore[arg-type]

    def test_unknown(self) -> None:
        assert_unknown(pairs.linked(NOTHING, PAIR))


class TestAsTyped:
    def test_held(self) -> None:
        assert_held(pairs.as_typed(LINKED, PAIR, draft()))

    def test_a_field_that_is_not_in_step_may_be_anything(self) -> None:
        assert_held(pairs.as_typed(history(seen(reservation(all_day=True))), PAIR, draft()))

    def test_a_subject_may_be_added_to(self) -> None:
        assert_held(pairs.as_typed(history(seen(reservation(subject="Aare: Review"))), PAIR, draft()))

    def test_a_subject_may_be_cut_where_declared(self) -> None:
        limited = Declared(limits={"subject": 3})
        assert_held(pairs.as_typed(history(seen(reservation(subject="Rev")), declared=limited), PAIR, draft()))
        cut = history(seen(reservation(subject="R")), shelf(item()), declared=limited)
        assert_broken(pairs.as_typed(cut, PAIR, draft()), "subject 'R'")

    def test_broken(self) -> None:
        later = history(seen(reservation(start=TEN + timedelta(hours=1))), shelf(item()), records=(write(3),))
        assert_broken(pairs.as_typed(later, PAIR, draft()), "start")

    def test_unknown(self) -> None:
        assert_unknown(pairs.as_typed(history(seen(None)), PAIR, draft()))


class TestNotLinked:
    def test_held(self) -> None:
        assert_held(pairs.not_linked(history(seen(reservation(item_id=None, link="none")), shelf()), PAIR))

    def test_broken(self) -> None:
        assert_broken(pairs.not_linked(LINKED, PAIR), "link linked, 1 entries")
        assert_broken(pairs.not_linked(history(seen(None), shelf()), PAIR), "no living")
        assert_broken(pairs.not_linked(history(seen(reservation(cancelled=True)), shelf()), PAIR), "no living")

    def test_unknown(self) -> None:
        assert_unknown(pairs.not_linked(NOTHING, PAIR))


class TestEqual:
    def test_held(self) -> None:
        assert_held(pairs.equal(LINKED, PAIR))

    def test_broken(self) -> None:
        moved = history(seen(reservation()), shelf(item(start=ELEVEN)))
        assert_broken(pairs.equal(moved, PAIR), "start")
        assert_held(pairs.equal(moved, PAIR, ("subject",)))
        assert_broken(pairs.equal(history(seen(reservation()), shelf()), PAIR), "0 entries")

    def test_unknown(self) -> None:
        assert_unknown(pairs.equal(NOTHING, PAIR))


class TestReservationShows:
    def test_held(self) -> None:
        assert_held(pairs.reservation_shows(LINKED, PAIR, start=TEN, subject="Review"))

    def test_broken(self) -> None:
        assert_broken(pairs.reservation_shows(LINKED, PAIR, start=ELEVEN), TEN.isoformat())
        assert_broken(pairs.reservation_shows(history(seen(None), shelf()), PAIR, start=TEN), "no reservation")
        gone = history(seen(reservation(cancelled=True)), shelf())
        assert_broken(pairs.reservation_shows(gone, PAIR, start=TEN), "cancelled")

    def test_unknown(self) -> None:
        assert_unknown(pairs.reservation_shows(NOTHING, PAIR, start=TEN))


class TestEntryShows:
    def test_held(self) -> None:
        assert_held(pairs.entry_shows(LINKED, PAIR, start=TEN))

    def test_broken(self) -> None:
        assert_broken(pairs.entry_shows(LINKED, PAIR, subject="Retro"), "'Review'")
        assert_broken(pairs.entry_shows(history(seen(reservation()), shelf()), PAIR), "0 entries")

    def test_unknown(self) -> None:
        assert_unknown(pairs.entry_shows(NOTHING, PAIR))


class TestEntryUntouched:
    def test_held(self) -> None:
        same = states(reservation(), reservation(), item_before=item())
        assert_held(pairs.entry_untouched(same, PAIR, BEFORE))

    def test_named_fields_and_responses_may_change(self) -> None:
        after = item(start=ELEVEN, responses=((BEAT, "Accept"),), body="mine, and more")
        told = states(reservation(), reservation(), item_before=item(body="mine"), item_after=after)
        assert_held(pairs.entry_untouched(told, PAIR, BEFORE, ("start",)))

    def test_broken(self) -> None:
        after = item(categories=("Red",), body="", reminder=5)
        told = states(reservation(), reservation(), item_before=item(body="mine"), item_after=after)
        assert_broken(pairs.entry_untouched(told, PAIR, BEFORE, ("start",)), "categories")
        other = states(reservation(), reservation(), item_before=item(), item_after=item(item_id="item-2"))
        assert_broken(pairs.entry_untouched(other, PAIR, BEFORE), "item-2")
        gone = states(reservation(), reservation(), item_before=item(), item_after=item(folder="deleteditems"))
        assert_broken(pairs.entry_untouched(gone, PAIR, BEFORE), "no entry")

    def test_unknown(self) -> None:
        assert_unknown(pairs.entry_untouched(history(seen(reservation(), BEFORE), shelf(at=BEFORE)), PAIR, BEFORE))


class TestRevised:
    def test_held(self) -> None:
        told = states(reservation(), reservation(revision=3))
        assert_held(pairs.revised(told, PAIR, BEFORE, 2))
        assert_held(pairs.revised(told, PAIR, BEFORE, 5, at_most=True))

    @pytest.mark.parametrize(("times", "at_most"), [(1, False), (3, False), (1, True)])
    def test_broken(self, times: int, at_most: bool) -> None:
        told = states(reservation(), reservation(revision=3), item_before=item())
        assert_broken(pairs.revised(told, PAIR, BEFORE, times, at_most), "2")

    def test_without_a_counter_states_are_compared(self) -> None:
        plain, later = reservation(revision=None), reservation(revision=None, start=ELEVEN, end=ELEVEN)
        verdict = pairs.revised(states(plain, later, item_before=item()), PAIR, BEFORE, 1)
        assert verdict == Held(pairs.NOT_OFFERED)
        assert_held(pairs.revised(states(plain, plain), PAIR, BEFORE, 0))
        assert_held(pairs.revised(states(plain, later), PAIR, BEFORE, 3, at_most=True))
        assert_broken(pairs.revised(states(plain, later, item_before=item()), PAIR, BEFORE, 0), "start")
        assert_broken(pairs.revised(states(plain, plain, item_before=item()), PAIR, BEFORE, 1), "nothing changed")

    def test_without_a_counter_no_revision_at_most_is_none(self) -> None:
        plain, later = reservation(revision=None), reservation(revision=None, start=ELEVEN, end=ELEVEN)
        assert_broken(pairs.revised(states(plain, later, item_before=item()), PAIR, BEFORE, 0, at_most=True), "start")

    def test_unknown(self) -> None:
        assert_unknown(pairs.revised(NOTHING, PAIR, BEFORE, 1))


class TestUnchanged:
    def test_held(self) -> None:
        assert_held(pairs.unchanged(states(reservation(), reservation()), PAIR, BEFORE))
        plain = reservation(revision=None)
        assert pairs.unchanged(states(plain, plain), PAIR, BEFORE) == Held(pairs.NOT_OFFERED)

    @pytest.mark.parametrize(
        ("after", "said"),
        [(None, "gone"), (reservation(subject="x"), "subject"), (reservation(revision=2), "revision 1 became 2")],
    )
    def test_broken(self, after: object, said: str) -> None:
        assert_broken(pairs.unchanged(states(reservation(), after), PAIR, BEFORE), said)

    def test_unknown(self) -> None:
        assert_unknown(pairs.unchanged(history(seen(reservation(), BEFORE)), PAIR, BEFORE))


class TestCancelled:
    def test_held(self) -> None:
        assert_held(pairs.cancelled(history(seen(reservation(cancelled=True))), PAIR))

    def test_broken(self) -> None:
        assert_broken(pairs.cancelled(LINKED, PAIR), "lives")
        assert_broken(pairs.cancelled(history(seen(None), shelf()), PAIR), "does not show")

    def test_unknown(self) -> None:
        assert_unknown(pairs.cancelled(NOTHING, PAIR))


class TestOutOfCalendar:
    def test_held(self) -> None:
        gone = history(seen(reservation(cancelled=True)), shelf(item(folder="deleteditems")))
        assert_held(pairs.out_of_calendar(gone, PAIR))

    def test_broken(self) -> None:
        assert_broken(pairs.out_of_calendar(LINKED, PAIR), "1")

    def test_unknown(self) -> None:
        assert_unknown(pairs.out_of_calendar(NOTHING, PAIR))


class TestReservations:
    def test_held(self) -> None:
        told = history(listed(reservation(), reservation(oid="oid-2", cancelled=True)))
        assert_held(pairs.reservations(told, ANNA, 1))
        assert_held(pairs.reservations(told, ANNA, 1, 1))

    def test_broken(self) -> None:
        assert_broken(pairs.reservations(history(listed()), ANNA, 1), "0 living")
        assert_broken(pairs.reservations(history(listed(reservation())), ANNA, 1, 1), "0 cancelled")

    def test_unknown(self) -> None:
        assert_unknown(pairs.reservations(NOTHING, ANNA, 1))


class TestOidReadable:
    def test_held(self) -> None:
        assert_held(pairs.oid_readable(history(shelf(item(folder="elsewhere"))), PAIR))
        assert_held(pairs.oid_readable(history(shelf(item(properties=(), uid=f"0400{OID.upper()}"))), PAIR))
        many = item(properties=(Property("", tag=0x8F00, value=("a", OID)),))
        assert_held(pairs.oid_readable(history(shelf(many)), PAIR))

    def test_the_body_does_not_count(self) -> None:
        lost = history(seen(reservation()), shelf(item(properties=(), body=OID)))
        assert_broken(pairs.oid_readable(lost, PAIR), "none")

    def test_unknown(self) -> None:
        assert_unknown(pairs.oid_readable(NOTHING, PAIR))


class TestStamped:
    def test_held(self) -> None:
        assert_held(pairs.stamped(LINKED, PAIR, STAMP))

    def test_broken(self) -> None:
        assert_broken(pairs.stamped(LINKED, PAIR, ()), "nothing of it")
        assert_broken(pairs.stamped(LINKED, PAIR, (StampProperty(SET, "AppointmentOid", "String", "x"),)), "'x'")
        assert_broken(pairs.stamped(history(seen(None), shelf()), PAIR, STAMP), "does not")
        assert_broken(pairs.stamped(LINKED, Pair("Review", ANNA, OID, ()), ()), "nothing")

    def test_unknown(self) -> None:
        assert_unknown(pairs.stamped(NOTHING, PAIR, STAMP))


class TestWholeDays:
    day = EPOCH.date()

    def test_held(self) -> None:
        whole = item(all_day=True, start=EPOCH - timedelta(hours=9), end=EPOCH + timedelta(hours=15))
        assert_held(pairs.whole_days(history(seen(reservation()), shelf(whole)), PAIR, self.day, 1, "Europe/Zurich"))

    def test_broken(self) -> None:
        told = history(seen(reservation()), shelf(item(all_day=True)))
        assert_broken(pairs.whole_days(told, PAIR, self.day, 1, "Europe/Zurich"), "flag set")
        assert_broken(pairs.whole_days(LINKED, PAIR, self.day, 1, "Europe/Zurich"), "flag not set")

    def test_unknown(self) -> None:
        assert_unknown(pairs.whole_days(history(seen(reservation()), shelf()), PAIR, self.day, 1, "Europe/Zurich"))


class TestUndamaged:
    def told(self, here: str, there: str) -> History:
        return history(seen(reservation(subject=here)), shelf(item(subject=there)))

    def test_held(self) -> None:
        assert_held(pairs.undamaged(self.told(" a<b ", "a<b"), PAIR, "a<b"))

    @pytest.mark.parametrize("shown", ["a&lt;b", "a&amp;lt;b"])
    def test_markup_on_both_sides(self, shown: str) -> None:
        assert_broken(pairs.undamaged(self.told(shown, shown), PAIR, "a<b"), shown)

    def test_letters_on_both_sides(self) -> None:
        assert_broken(pairs.undamaged(self.told("GrÃ¼sse", "GrÃ¼sse"), PAIR, "Grüsse"), "GrÃ¼sse")
        assert_broken(pairs.undamaged(self.told("GrÃ?sse", "GrÃ?sse"), PAIR, "Grüsse"), "GrÃ?sse")

    def test_a_product_may_add_and_may_replace_what_it_cannot_keep(self) -> None:
        assert_held(pairs.undamaged(self.told("Aare: a<b", "Aare: a<b"), PAIR, "a<b"))
        assert_held(pairs.undamaged(self.told("? Start", "? Start"), PAIR, "🚀 Start"))

    def test_different_sides(self) -> None:
        assert_broken(pairs.undamaged(self.told("a", "b"), PAIR, "a"), "subject")

    def test_unknown(self) -> None:
        assert_unknown(pairs.undamaged(NOTHING, PAIR, "a"))


class TestTakenOver:
    def test_held(self) -> None:
        told = states(reservation(), reservation(reminder=30), item_before=item(), item_after=item(reminder=30))
        assert_held(pairs.taken_over(told, PAIR, BEFORE, "reminderMinutes"))

    def test_attendees_in_any_order_and_case(self) -> None:
        people = (Attendee("CLARA@example.test"), Attendee("dora@example.test", "optional"), Attendee(ANNA))
        entry = item(attendees=("clara@example.test", AARE), optional=("Dora@example.test",))
        told = states(reservation(), reservation(attendees=people), item_before=item(), item_after=entry)
        assert_held(pairs.taken_over(told, PAIR, BEFORE, "attendees"))

    def test_what_follows_from_a_field_may_change_too(self) -> None:
        after = reservation(resources=("reuss",), location="Reuss")
        moved = item(resources=("reuss",))
        told = states(reservation(), after, item_before=item(), item_after=moved)
        assert_held(pairs.taken_over(told, PAIR, BEFORE, "resources"))
        elsewhere = states(reservation(), after.but(start=ELEVEN), item_before=item(), item_after=moved)
        assert_broken(pairs.taken_over(elsewhere, PAIR, BEFORE, "resources"), "start")

    def test_not_taken_over(self) -> None:
        told = states(reservation(), reservation(), item_before=item(), item_after=item(reminder=30))
        assert_broken(pairs.taken_over(told, PAIR, BEFORE, "reminderMinutes"), "reminderMinutes")

    def test_something_else_too(self) -> None:
        after = reservation(reminder=30, subject="x")
        told = states(reservation(), after, item_before=item(), item_after=item(reminder=30))
        assert_broken(pairs.taken_over(told, PAIR, BEFORE, "reminderMinutes"), "subject")

    def test_nothing_was_changed(self) -> None:
        told = states(reservation(), reservation(), item_before=item())
        assert_broken(pairs.taken_over(told, PAIR, BEFORE, "reminderMinutes"), "nothing")

    def test_unknown(self) -> None:
        assert_unknown(pairs.taken_over(NOTHING, PAIR, BEFORE, "subject"))


class TestBooked:
    def test_held(self) -> None:
        assert_held(pairs.booked(LINKED, PAIR, {AARE}))
        shown_by_address = history(seen(reservation(resources=("Aare@example.test",))))
        assert_held(pairs.booked(shown_by_address, PAIR, {AARE}))

    def test_broken(self) -> None:
        assert_broken(pairs.booked(LINKED, PAIR, {"reuss@example.test"}), AARE)
        assert_broken(pairs.booked(history(seen(reservation(resources=())), shelf()), PAIR, {AARE}), "none")
        assert_broken(pairs.booked(history(seen(reservation(cancelled=True)), shelf()), PAIR, {AARE}), "cancelled")

    def test_unknown(self) -> None:
        assert_unknown(pairs.booked(NOTHING, PAIR, {AARE}))


class TestEmpty:
    def test_held(self) -> None:
        assert_held(pairs.empty(history(shelf(item(folder="deleteditems"))), ANNA))

    def test_broken(self) -> None:
        assert_broken(pairs.empty(history(shelf(item())), ANNA), "1")

    def test_unknown(self) -> None:
        assert_unknown(pairs.empty(NOTHING, ANNA))


def test_a_mistake_in_a_check_is_unknown_and_a_fault_of_ours() -> None:
    assert_unknown(pairs.whole_days(LINKED, PAIR, EPOCH.date(), 1, "No/Where"), fault=True)


def test_an_entry_that_is_not_one_is_not_seen() -> None:
    with pytest.raises(NotSeen):
        pairs.entry(history(seen(reservation()), shelf()), PAIR)


def test_looks_are_found_up_to_a_moment() -> None:
    told = history(seen(None, BEFORE), seen(reservation()))
    assert told.seen(OID, BEFORE).reservation is None
    assert told.living(OID) == reservation()
    with pytest.raises(NotSeen):
        told.living(OID, BEFORE)
    with pytest.raises(NotSeen):
        told.seen(OID, Moment())
    assert told.declared is DECLARED
    assert AFTER.turn > BEFORE.turn
