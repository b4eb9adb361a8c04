"""The public handles: what a Python caller can do, from any thread, and what is said to mistakes."""

from __future__ import annotations

import datetime as dt
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

import fake_ews
from fake_ews import FakeExchange, ManualClock, Profile, testing
from fake_ews.simulator import Room

TEN = dt.datetime(2027, 3, 15, 10, tzinfo=dt.UTC)
ELEVEN = TEN + dt.timedelta(hours=1)
ANNA, BEN, AARE = "anna@example.test", "ben@example.test", "aare@example.test"
fake_exchange = testing.fake_exchange
STAMP = [{"set": "11111111-2222-3333-4444-555555555555", "name": "Oid", "type": "String", "value": "4711"}]


@pytest.fixture
def fake() -> Iterator[FakeExchange]:
    """An Exchange at a manual clock, with Anna, Ben and the room Aare."""
    with FakeExchange(clock=ManualClock()) as fake:
        fake.mailbox(ANNA, name="Anna Arn")
        fake.mailbox(BEN)
        fake.room(AARE, name="Aare")
        yield fake


def test_public_names_are_loaded_when_they_are_used() -> None:
    code = "import sys, fake_ews; print('aiohttp' in sys.modules, fake_ews.Fault.__name__, 'aiohttp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "Fault", "False"]
    for name in fake_ews.__all__:
        assert getattr(fake_ews, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        _ = fake_ews.Nonsense


# --- begin and end ----------------------------------------------------------------------------------------------------


def test_it_must_run() -> None:
    fake = FakeExchange()
    fake.close()
    with pytest.raises(RuntimeError, match="not running"):
        fake.busy()


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        FakeExchange(port=taken.getsockname()[1]).start()


def test_the_same_seed_gives_the_same_ids() -> None:
    def ids(seed: int) -> str:
        with FakeExchange(clock=ManualClock(), seed=seed) as fake:
            return fake.mailbox(ANNA).add(start=TEN, end=ELEVEN).item_id

    assert ids(1) == ids(1) != ids(2)


# --- mailboxes --------------------------------------------------------------------------------------------------------


def test_a_mailbox_that_exists(fake: FakeExchange) -> None:
    assert fake.mailbox(ANNA.upper()).address == ANNA
    with pytest.raises(ValueError, match=r"there is a mailbox anna@example\.test already"):
        fake.mailbox(ANNA, name="Anna")


@pytest.mark.parametrize("address", ["anna", "@example.test", "a@b@c"])
def test_no_address(fake: FakeExchange, address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        fake.mailbox(address)


def test_fields_of_the_profile_can_be_a_mailboxs_own(fake: FakeExchange) -> None:
    fake.mailbox("clara@example.test", default_reminder=30)
    with pytest.raises(ValueError, match=r"not a culture: 'xx' \(expected a language and a region, such as en-US"):
        fake.mailbox("x@example.test", culture="xx")
    with pytest.raises(ValueError, match=r"a room answers after 0 s to 366 days, not -1 day, 23:59:55"):
        fake.room("x@example.test", accepts_after=dt.timedelta(seconds=-5))
    with pytest.raises(ValueError, match=r"x@example\.test needs a password: at least one letter"):
        fake.account("x@example.test", "")
    with pytest.raises(ValueError, match=r"x@example\.test cannot act for 'ben': not an address"):
        fake.account("x@example.test", "secret", full_access=["ben"])
    with pytest.raises(ValueError, match="there is no field 'nonsense' of a profile"):
        fake.mailbox("dora@example.test", nonsense=1)
    assert fake.mailbox("clara@example.test").add(start=TEN, end=ELEVEN).reminder == 30
    assert fake.mailbox(ANNA).add(start=TEN, end=ELEVEN).reminder == 15


def test_entries_of_a_mailbox(fake: FakeExchange) -> None:
    anna = fake.mailbox(ANNA)
    made = anna.add(subject="Review", start=TEN, end=ELEVEN, location="Aare", body="Text", reminder=None)
    assert (made.subject, made.start, made.end, made.location, made.body, made.reminder) == (
        "Review", TEN, ELEVEN, "Aare", "Text", None,
    )  # fmt: skip
    assert (made.folder, made.item_class, made.organizer, made.free_busy) == (
        "calendar",
        "IPM.Appointment",
        ANNA,
        "Busy",
    )
    assert anna.items() == (made,)
    assert anna.items("all") == (made,)
    assert anna.items("inbox") == ()
    assert anna.item(made.item_id) == made
    anna.empty()
    assert anna.items("all") == ()
    assert anna.item(made.item_id) is None
    assert [change.kind for record in fake.journal.after(0) for change in record.changes] == ["Created", "Deleted"]


def test_mails_have_views_too(fake: FakeExchange) -> None:
    fake.room("limmat@example.test")
    fake.owa(ANNA).new("Review", TEN, ELEVEN, attendees=[BEN], resources=["limmat@example.test"])
    (request,) = fake.mailbox(BEN).items("inbox")
    assert request.item_class == "IPM.Schedule.Meeting.Request"
    fake.advance(fake.now() + dt.timedelta(seconds=1))
    (response,) = fake.mailbox(ANNA).items("inbox")
    assert response.item_class == "IPM.Schedule.Meeting.Resp.Pos"


def test_folders(fake: FakeExchange) -> None:
    anna = fake.mailbox(ANNA)
    holidays = anna.make_folder("Holidays")
    made = anna.add(subject="Away", start=TEN, end=ELEVEN, folder=holidays)
    assert (made.folder, anna.items(holidays), anna.items()) == (holidays, (made,), ())
    with pytest.raises(LookupError, match="has no folder 'nowhere'"):
        anna.items("nowhere")
    with pytest.raises(ValueError, match="no such kind of folder: 'attic'"):
        anna.make_folder("Attic", "attic")


def test_a_mailbox_with_a_password_is_an_account(fake: FakeExchange) -> None:
    fake.mailbox("clara@example.test", password="secret")
    fake.allow("clara@example.test", ANNA)


def test_a_mailbox_that_is_not_there(fake: FakeExchange) -> None:
    for act in (fake.outlook, fake.owa, fake.subscriptions, fake.hold_pushes):
        with pytest.raises(LookupError, match=r"there is no mailbox nobody@example\.test"):
            act("nobody@example.test")
    with pytest.raises(LookupError, match="there is no account"):
        fake.deny("nobody@example.test", ANNA)


# --- people -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("program", ["owa", "phone"])
def test_a_person_whose_acts_are_immediate(fake: FakeExchange, program: str) -> None:
    person = getattr(fake, program)(ANNA)
    entry = person.new("Review", TEN, ELEVEN, attendees=[BEN])
    assert (person.entries(), person.find("Review")) == ((entry,), entry)
    person.change(entry, subject="Retro", location="Aare")
    person.drag(entry, ELEVEN)
    view = person.view(entry)
    assert (view.subject, view.location, view.start, view.end) == (
        "Retro", "Aare", ELEVEN, ELEVEN + dt.timedelta(hours=1),
    )  # fmt: skip
    assert (view.attendees, view.responses, view.is_meeting) == ((BEN,), ((BEN, "Unknown"),), True)
    person.delete(entry)
    assert person.view(entry).folder == "deleteditems"
    assert person.view(entry).item_id != view.item_id
    person.undo()
    assert person.view(entry).folder == "calendar"
    person.shift_delete(entry)
    with pytest.raises(LookupError):
        person.view(entry)


def test_other_acts(fake: FakeExchange) -> None:
    anna = fake.owa(ANNA)
    entry = anna.new("Review", TEN, ELEVEN)
    copied = anna.copy(entry, ELEVEN)
    anna.save(entry)
    anna.mark_read(entry)
    anna.dismiss_reminder(entry)
    assert anna.view(entry).reminder is None
    assert anna.view(copied).start == ELEVEN
    anna.shift_delete(copied, event="MovedEvent")
    anna.delete(entry)
    anna.drag_back(entry)
    anna.move(entry, "inbox")
    assert anna.view(entry).folder == "inbox"
    anna.delete(entry)
    anna.empty_trash()
    assert fake.mailbox(ANNA).items("deleteditems") == ()
    who = {record.account for record in fake.journal.after(0)}
    assert who == {"Outlook on the web of anna@example.test"}


def test_parts_of_a_series_and_choices_of_answers(fake: FakeExchange) -> None:
    anna, ben, dora = fake.outlook(ANNA), fake.owa(BEN), "dora@example.test"
    week = dt.timedelta(weeks=1)
    entry = anna.new("Weekly", TEN, ELEVEN, saves=2, recurrence="FREQ=WEEKLY;COUNT=5", attendees=[BEN])
    anna.change_date(entry, TEN + week, saves=2, location="Hall")
    anna.save(entry, TEN + week, saves=2)
    rest = anna.change_following(entry, anna.view(entry).dates[2].original, subject="Rest")
    anna.delete_following(rest, anna.view(rest).dates[2].original)
    anna.send_receive()
    assert [(one.subject, len(one.dates)) for one in map(anna.view, (entry, rest))] == [("Weekly", 2), ("Rest", 2)]
    copy = ben.find("Weekly")
    ben.accept(copy, text="Gladly.", keep=False)
    ben.tentative(copy, original=TEN, send=False)
    ben.forward(copy, [dora], original=TEN, keep=False)
    ben.propose(copy, TEN + week, ELEVEN + week, original=TEN + week, text="Later?", keep=False)
    ben.decline(copy, original=TEN)
    assert [one.deleted for one in ben.view(copy).dates] == [True, False]
    assert [one.subject for one in fake.mailbox(BEN).items("sentitems")] == ["Declined: Weekly"]
    assert {one.body for one in fake.mailbox(ANNA).items("inbox")} == {"Gladly.", "Later?", dora, ""}


def test_a_meeting(fake: FakeExchange) -> None:
    anna, ben = fake.owa(ANNA), fake.owa(BEN)
    entry = anna.new("Review", TEN, ELEVEN, attendees=[BEN], resources=[AARE])
    ben.accept(ben.find("Review"))
    fake.advance(fake.now() + dt.timedelta(seconds=1))
    assert dict(anna.view(entry).responses) == {BEN: "Accept", AARE: "Accept"}
    (room_copy,) = fake.mailbox(AARE).items()
    assert (room_copy.subject, room_copy.my_response) == ("Anna Arn", "Accept")
    ben.tentative(ben.find("Review"))
    ben.decline(ben.find("Review"))
    assert dict(anna.view(entry).responses)[BEN] == "Decline"
    anna.cancel_meeting(entry)
    assert anna.view(entry).is_cancelled


def test_a_room_that_never_answers(fake: FakeExchange) -> None:
    room = fake.room("limmat@example.test", name="Limmat", accepts_after=None)
    assert isinstance(room, Room)
    assert room.name == "Limmat"
    fake.owa(ANNA).new("Review", TEN, ELEVEN, resources=[room.address])
    assert fake.next_due() is None


def test_outlook_works_on_a_copy(fake: FakeExchange) -> None:
    outlook = fake.outlook(ANNA)
    entry = outlook.new("Review", TEN, ELEVEN)
    outlook.stamp(entry, STAMP, [AARE])
    assert outlook.view(entry).subject == "Review"
    assert outlook.view(entry).item_id == ""
    assert outlook.stamp_of(entry, [{**STAMP[0], "value": None}]) == STAMP
    assert fake.mailbox(ANNA).items() == ()
    outlook.send_receive()
    (item,) = fake.mailbox(ANNA).items()
    assert item.extended("11111111-2222-3333-4444-555555555555", "Oid") == "4711"
    assert item.extended("PublicStrings", "Oid") is None
    assert item.resources == (AARE,)
    assert fake.outlook(ANNA).entries() == (entry,), "it is the same person"


def test_a_shared_calendar_in_outlook(fake: FakeExchange) -> None:
    ben = fake.outlook(BEN, of=ANNA)
    ben.new("Review", TEN, ELEVEN)
    assert fake.mailbox(ANNA).items() == ()
    ben.send_receive()
    assert [item.organizer for item in fake.mailbox(ANNA).items()] == [ANNA]
    assert fake.mailbox(BEN).items() == ()


def test_a_room_that_books_two_weeks_ahead(fake: FakeExchange) -> None:
    fake.room("reuss@example.test", policy={"BookingWindowInDays": 14})
    later = dt.timedelta(days=1)
    fake.owa(ANNA).new("Later", TEN + later, ELEVEN + later, resources=("reuss@example.test",))
    fake.owa(ANNA).new("Soon", TEN - dt.timedelta(hours=2), TEN, resources=("reuss@example.test",))
    fake.owa(ANNA).new("Any time", TEN, ELEVEN, resources=(AARE,))
    fake.advance(fake.now() + dt.timedelta(seconds=1))
    answers = [dict(item.responses) for item in fake.mailbox(ANNA).items()]
    assert answers == [{"reuss@example.test": "Decline"}, {"reuss@example.test": "Accept"}, {AARE: "Accept"}]


def test_a_room_has_hours_and_takes_its_time(fake: FakeExchange) -> None:
    room = fake.room("reuss@example.test", hours={"WorkDays": "AllDays"})
    assert (len(room.hours["WorkDays"]), room.accepts_after) == (7, dt.timedelta(seconds=1))
    room.works(WorkingHoursStartTime="11:00")
    assert (len(room.hours["WorkDays"]), room.hours["WorkingHoursStartTime"]) == (5, "11:00")
    room.books(ScheduleOnlyDuringWorkHours=True)
    room.accepts_after = dt.timedelta(minutes=5)
    fake.owa(ANNA).new("Review", TEN - dt.timedelta(hours=1), TEN, resources=[room.address])
    fake.advance(fake.now() + dt.timedelta(minutes=4))
    assert [dict(item.responses) for item in fake.mailbox(ANNA).items()] == [{room.address: "Unknown"}]
    fake.advance(fake.now() + dt.timedelta(minutes=1))
    assert [dict(item.responses) for item in fake.mailbox(ANNA).items()] == [{room.address: "Decline"}]
    with pytest.raises(ValueError, match="a room answers after 0 s to 366 days, not -1 day"):
        room.accepts_after = dt.timedelta(seconds=-1)
    with pytest.raises(TypeError, match=r"a room answers after a datetime.timedelta, or never \(None\), not 3"):
        room.accepts_after = 3  # type: ignore[assignment]
    with pytest.raises(
        TypeError, match=r"an instant is a datetime.datetime with a time zone, not .*: now\(\) and that"
    ):
        fake.advance(dt.timedelta(hours=1))  # type: ignore[arg-type]
    assert room.accepts_after == dt.timedelta(minutes=5)


def test_a_room_changes_its_policy(fake: FakeExchange) -> None:
    room = fake.room("reuss@example.test", policy={"AllowConflicts": True})
    assert room.policy["AllowConflicts"] is True
    room.books(MaximumDurationInMinutes=30)
    assert (room.policy["AllowConflicts"], room.policy["MaximumDurationInMinutes"]) == (False, 30)
    fake.owa(ANNA).new("Review", TEN, ELEVEN, resources=[room.address])
    fake.advance(fake.now() + dt.timedelta(seconds=1))
    assert [dict(item.responses) for item in fake.mailbox(ANNA).items()] == [{room.address: "Decline"}]
    with pytest.raises(ValueError, match=r"no such setting of a booking policy: 'Conflicts'"):
        room.books(Conflicts=True)


def test_ben_proposes_another_time(fake: FakeExchange) -> None:
    fake.owa(ANNA).new("Review", TEN, ELEVEN, attendees=[BEN])
    ben, later = fake.outlook(BEN), ELEVEN + dt.timedelta(hours=1)
    ben.send_receive()
    ben.propose(ben.find("Review"), ELEVEN, later)
    assert fake.mailbox(ANNA).items()[0].proposals == ()
    ben.send_receive()
    (review,) = fake.mailbox(ANNA).items()
    assert (dict(review.responses), review.proposals) == ({BEN: "Tentative"}, ((BEN, ELEVEN, later),))
    with pytest.raises(ValueError, match=r"not an answer: 'Maybe' \(there are Accept, Tentative, Decline\)"):
        fake.owa(BEN).propose(fake.owa(BEN).find("Review"), ELEVEN, later, "Maybe")


def test_a_delegate(fake: FakeExchange) -> None:
    fake.owa(ANNA).new("Review", TEN, ELEVEN)
    ben = fake.delegate(BEN, of=ANNA)
    ben.delete(ben.find("Review"))
    assert fake.mailbox(ANNA).items("all") == ()
    assert [item.subject for item in fake.mailbox(BEN).items("deleteditems")] == ["Review"]


def test_mistakes_of_people(fake: FakeExchange) -> None:
    anna = fake.owa(ANNA)
    with pytest.raises(LookupError, match="has 0 entries 'Review'"):
        anna.find("Review")
    with pytest.raises(TypeError, match="an entry has no field 'colour'"):
        anna.new("Review", TEN, ELEVEN, colour="red")
    with pytest.raises(ValueError, match="ErrorCalendarEndDateIsEarlierThanStartDate"):
        anna.new("Review", ELEVEN, TEN)
    assert not fake.busy()


# --- time and threads -------------------------------------------------------------------------------------------------


def test_a_clock_that_goes_cannot_be_moved() -> None:
    with FakeExchange() as fake:
        assert abs((fake.now() - dt.datetime.now(dt.UTC)).total_seconds()) < 5
        with pytest.raises(TypeError, match="only a manual clock can be moved"):
            fake.advance(TEN)


def test_many_threads_at_once(fake: FakeExchange) -> None:
    anna = fake.mailbox(ANNA)

    def fill(number: int) -> None:
        for part in range(5):
            anna.add(subject=f"{number}.{part}", start=TEN, end=ELEVEN)

    threads = [threading.Thread(target=fill, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(anna.items()) == 40
    assert len({item.item_id for item in anna.items()}) == 40


def test_profiles_have_names(fake: FakeExchange) -> None:
    assert fake.profile == Profile.exchange2016()
    with FakeExchange(profile=Profile.exchange2013()) as other:
        assert other.url != fake.url


def test_the_fixture(fake_exchange: FakeExchange) -> None:
    assert fake_exchange.url.endswith("/EWS/Exchange.asmx")
    fake_exchange.advance(fake_exchange.now() + dt.timedelta(days=1))


def test_representation(fake: FakeExchange) -> None:
    assert repr(fake.mailbox(ANNA)) == "Mailbox('anna@example.test')"
