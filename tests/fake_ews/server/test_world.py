"""A world from a file: the same each time, complete, and every mistake in it told with its place."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest

from fake_ews import FakeExchange, ManualClock, Profile, World
from fake_ews.model.log import Kind
from tests.fake_ews.server.wire import GET_CALENDAR, Client

EXAMPLE = Path(__file__).parents[3] / "examples" / "world.toml"
ANNA, BEAT, AARE = "anna@example.test", "beat@example.test", "aare@example.test"
MONDAY = dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)
PEOPLE = f'[[people]]\naddress = "{ANNA}"\n[[people]]\naddress = "{BEAT}"\n[[rooms]]\naddress = "{AARE}"\n'
GROUP = '[[groups]]\naddress = "team@example.test"\n'


def read(folder: Path, text: str) -> World:
    """The world of a file with this text."""
    path = folder / "world.toml"
    path.write_text(text, "utf-8")
    return World.read(path)


def test_the_example_is_the_same_each_time() -> None:
    world = World.read(EXAMPLE)
    assert world == World.read(EXAMPLE)
    assert len(world.people) == 22
    assert len(world.rooms) == 5
    assert len(world.meetings) == 2 + 22 * 3
    assert len({one.address for one in world.people}) == 22


def test_everything_in_it_is_there() -> None:
    with FakeExchange(clock=ManualClock(MONDAY)) as exchange:
        exchange.populate(World.read(EXAMPLE))
        exchange.advance(MONDAY + dt.timedelta(seconds=2))
        entries = {one.subject: one for one in exchange.mailbox(ANNA).items()}
        review = entries["Review"]
        assert review.start == dt.datetime(2027, 3, 2, 8, tzinfo=dt.UTC)
        assert review.end == dt.datetime(2027, 3, 2, 9, 30, tzinfo=dt.UTC)
        assert review.attendees == (BEAT,)
        assert review.resources == (AARE,)
        assert dict(review.responses)[AARE] == "Accept"
        fair = next(one for one in exchange.mailbox(BEAT).items() if one.subject == "Fair")
        assert (fair.start, fair.location) == (MONDAY, "Basel")
        own = [one for one in exchange.mailbox(ANNA).items() if one.organizer == ANNA]
        assert len(own) == 4


def test_delegates_and_languages(tmp_path: Path) -> None:
    """Who is a delegate may look into the calendar, and its folders are called as the owner calls them."""
    text = f'[[people]]\naddress = "{ANNA}"\npassword = "secret"\n[[people]]\naddress = "{BEAT}"\nculture = "de-DE"\n'
    with FakeExchange(clock=ManualClock(MONDAY)) as exchange:
        exchange.populate(read(tmp_path, f'{text}delegates = {{ "{ANNA}" = "Reviewer" }}\n'))
        with Client(exchange.url, (ANNA, "secret")) as anna:
            calendar = f"<t:Mailbox><t:EmailAddress>{BEAT}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>"
            wish = GET_CALENDAR.replace("IdOnly", "Default").replace('Id="calendar"/>', f'Id="calendar">{calendar}')
            answer = anna.ask(wish, owner="")
    assert (answer.codes, answer.between("<t:DisplayName>", "<")) == (["NoError"], "Kalender")


def test_working_days_leave_weekends_out(tmp_path: Path) -> None:
    meetings = "".join(f'[[meetings]]\norganizer = "{ANNA}"\nsubject = "{day}"\nday = {day}\n' for day in (-1, 0, 5))
    with FakeExchange(clock=ManualClock(MONDAY)) as exchange:
        exchange.populate(read(tmp_path, PEOPLE + meetings))
        found = {one.subject: one.start.date() for one in exchange.mailbox(ANNA).items() if one.start is not None}
    assert found == {"-1": dt.date(2027, 2, 26), "0": dt.date(2027, 3, 1), "5": dt.date(2027, 3, 8)}


def test_what_is_made_up_has_addresses_of_its_own(tmp_path: Path) -> None:
    world = read(tmp_path, 'seed = 3\n[made-up]\npeople = 200\nrooms = 3\nlocale = "de_DE"\nmeetings = 1\n')
    assert len({one.address for one in world.people}) == 200
    assert all(one.address.isascii() for one in world.people)
    assert any(one.rooms for one in world.meetings)
    with FakeExchange(clock=ManualClock(MONDAY)) as exchange:
        exchange.populate(world)
        assert exchange.mailbox(world.people[0].address).items()
        with pytest.raises(ValueError, match=r"people\[0\]: there is a mailbox .* already"):
            exchange.populate(world)


def test_exchange_behaves_as_the_file_says(tmp_path: Path) -> None:
    """A profile by name, fields of it for all, and fields for one mailbox; what was said on the way there stays."""
    own = 'profile = { deletion_events = "DeletedEvent", soft_delete_as = "Deleted" }\n'
    text = f'[profile]\nname = "online"\npush_batch = 7\npush_retries = [1, 2.5]\n{PEOPLE}{own}'
    with FakeExchange(clock=ManualClock(MONDAY)) as exchange:
        exchange.populate(read(tmp_path, text))
        of_all, anna, aare = exchange.profile, *(exchange._exchange.mailboxes[one].profile for one in (ANNA, AARE))
    assert (of_all.name, of_all.push_batch, of_all.push_retries, of_all.subscription_limit) == (
        "online",
        7,
        (1, 2.5),
        20,
    )
    assert anna == of_all
    assert (aare.deletion_events, aare.soft_delete_as, aare.push_batch) == ("DeletedEvent", Kind.Deleted, 7)
    assert read(tmp_path, "[profile]\npush_batch = 7\n").shaped(Profile.strict()) == Profile.strict().but(push_batch=7)


def test_a_room_has_the_policy_that_the_file_says(tmp_path: Path) -> None:
    said = 'accepts-after = 60\npolicy = { MaximumDurationInMinutes = 30, ResourceDelegates = ["anna@example.test"] }\n'
    meeting = f'[[meetings]]\norganizer = "{ANNA}"\nsubject = "Review"\nday = 1\nrooms = ["{AARE}"]\n'
    with FakeExchange(clock=ManualClock(MONDAY)) as exchange:
        exchange.populate(read(tmp_path, PEOPLE + said + meeting))
        exchange.advance(MONDAY + dt.timedelta(seconds=59))
        (review,) = exchange.mailbox(ANNA).items()
        assert dict(review.responses) == {AARE: "Unknown"}
        exchange.advance(MONDAY + dt.timedelta(seconds=60))
        (review,) = exchange.mailbox(ANNA).items()
    assert dict(review.responses) == {AARE: "Decline"}


def test_people_and_rooms_have_the_working_hours_that_the_file_says(tmp_path: Path) -> None:
    room = "hours = { WorkDays = 'WeekEndDays', WorkingHoursStartTime = 07:00:00 }\n"
    person = "[[people]]\naddress = 'late@example.test'\nhours = { WorkingHoursEndTime = '20:00' }\n"
    with FakeExchange(clock=ManualClock(MONDAY)) as exchange:
        exchange.populate(read(tmp_path, PEOPLE + room + person))
        assert exchange.mailbox(AARE).hours["WorkDays"] == ["Saturday", "Sunday"]
        assert exchange.mailbox(AARE).hours["WorkingHoursStartTime"] == "07:00"
        assert exchange.mailbox("late@example.test").hours["WorkingHoursEndTime"] == "20:00"


def test_the_example_tries_nine_times() -> None:
    """As a server of 2013 did [seen]: what the example says does something."""
    half_an_hour = dt.timedelta(minutes=30)
    profile = World.read(EXAMPLE).shaped(Profile())
    assert (len(profile.waits(half_an_hour)), len(Profile().waits(half_an_hour))) == (8, 7)


def test_groups_and_room_lists(tmp_path: Path) -> None:
    """[[groups]]: their members come to its meetings; people outside may be in them"""
    groups = (
        f'[[groups]]\naddress = "team@example.test"\nname = "The Team"\nmembers = ["{BEAT}", "x@else.test"]\n'
        f'[[groups]]\naddress = "berne@example.test"\nmembers = ["{AARE}"]\nrooms = true\n'
        f'[[meetings]]\norganizer = "{ANNA}"\nsubject = "Review"\nday = 1\nattendees = ["Team@example.test"]\n'
    )
    with FakeExchange(clock=ManualClock(MONDAY)) as exchange:
        exchange.populate(read(tmp_path, PEOPLE + groups))
        assert exchange.group("team@example.test").name == "The Team"
        assert exchange.group("berne@example.test").members == (AARE,)
        (copy,) = exchange.mailbox(BEAT).items()
    assert (copy.subject, copy.attendees) == ("Review", ("team@example.test",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x =", "is no TOML"),
        ("x = 1", "unknown field `x`"),
        ("[profile]\nname = 'notes'", "profile: no such profile 'notes' (there are exchange2016"),
        ("[profile]\ncolour = 1", "profile: there is no field 'colour' of a profile (fake-ews profiles lists"),
        ("[profile]\npush_batch = 'x'", "profile: push_batch: it cannot be 'x', but a whole number from 1 to"),
        ("[profile]\ncopy_event = 'x'", "profile: copy_event: it cannot be 'x', but one of CreatedEvent, CopiedEvent"),
        (
            "[[people]]\naddress = 'a@b'\nprofile = { name = 'x' }",
            "people[0].profile: name: a mailbox cannot have it of its",
        ),
        (f"{PEOPLE}profile = {{ push_batch = 0 }}", "rooms[0].profile: push_batch: it cannot be 0, but a whole number"),
        (f"{PEOPLE}profile = {{ sign_in = ['ntlm'] }}", "rooms[0].profile: sign_in: a mailbox cannot have it of its"),
        ("[[people]]\nname = 'x'", "missing required field `address` - at `$.people[0]`"),
        ("[[people]]\naddress = 3", "Expected `str`, got `int` - at `$.people[0].address`"),
        ("[[people]]\naddress = 'x'", "people[0].address: not an address: 'x'"),
        (f"{PEOPLE}[[rooms]]\naddress = '{ANNA.upper()}'", f"rooms[1].address: {ANNA} is there twice"),
        (
            f"{PEOPLE}policy = {{ AllowConflict = true }}",
            "rooms[0].policy: no such setting of a booking policy: 'A",
        ),
        (f"{PEOPLE}policy = {{ BookingWindowInDays = -1 }}", "rooms[0].policy: BookingWindowInDays: -1 cannot be set"),
        (
            f"{PEOPLE}hours = {{ WorkDays = ['Mon'] }}",
            "rooms[0].hours: WorkDays: ['Mon'] cannot be set: 'Mon' is no day",
        ),
        (
            f"[[people]]\naddress = '{ANNA}'\nhours = {{ From = 8 }}",
            "people[0].hours: no such setting of working hours: 'From'",
        ),
        (f"{PEOPLE}accepts-after = -1", "rooms[0].accepts-after: -1.0 should be 0 to 31622400 (a year)"),
        (f"[[people]]\naddress = '{ANNA}'\nzone = 'Mars'", "people[0].zone: not a time zone: 'Mars'"),
        (
            f"{PEOPLE}delegates = 1",
            "Object contains unknown field `delegates` - at `$.rooms[0]` (there are address, name, ",
        ),
        ("people = 1\nworld = 1", "Expected `array`, got `int` - at `$.people`"),
        ("world = 1", "Object contains unknown field `world` (there are seed, profile, people, rooms, "),
        (
            f"[[people]]\naddress = '{ANNA}'\nimpersonates = '{ANNA}'",
            f"Invalid enum value '{ANNA}' - at `$.people[0].impersonates` (there are all, or a list)",
        ),
        (
            f"[[meetings]]\norganizer = '{ANNA}'\nsubject = 'x'\nat = '9:00'",
            "Invalid RFC3339 encoded time - at `$.meetings[0].at`, such as 09:00:00",
        ),
        (
            f"[[people]]\naddress = '{ANNA}'\ndelegates = {{'{ANNA}' = 'Editor'}}",
            f"people[0].delegates: {ANNA} is none of the other people and rooms of this file",
        ),
        (
            f"{PEOPLE}[[people]]\naddress = 'x@example.test'\ndelegates = {{'{ANNA}' = 'Owner'}}",
            f"people[2].delegates: {ANNA}: no such level: 'Owner' (there are None, Editor, Reviewer, Author)",
        ),
        (
            f"[[meetings]]\norganizer = '{ANNA}'\nsubject = 'x'\nday = 1",
            "meetings[0].organizer: anna@example.test is none",
        ),
        (f"{PEOPLE}[[meetings]]\norganizer = '{ANNA}'\nsubject = 'x'", "meetings[0].start: either start must be there"),
        (
            f"{PEOPLE}[[meetings]]\norganizer = '{ANNA}'\nsubject = 'x'\nstart = 2027-03-01T09:00:00",
            "meetings[0].start: needs an offset",
        ),
        (f"{PEOPLE}[[meetings]]\norganizer = '{ANNA}'\nsubject = 'x'\nday = 1\nminutes = 0", "meetings[0].minutes: 0"),
        (
            f"{PEOPLE}[[meetings]]\norganizer = '{ANNA}'\nsubject = 'x'\nday = 100000000",
            "meetings[0].day: 100000000 should",
        ),
        (
            f"{PEOPLE}[[meetings]]\norganizer = '{ANNA}'\nsubject = 'x'\nday = -2601",
            "meetings[0].day: -2601 should be -2600",
        ),
        (
            f"{PEOPLE}[[meetings]]\norganizer = '{ANNA}'\nsubject = 'x'\nday = 1\nminutes = 99999999999",
            "meetings[0].minutes: 99999999999 should be 1 to 2635200 (five years)",
        ),
        (
            f"{PEOPLE}[[meetings]]\norganizer = '{ANNA}'\nsubject = 'x'\nstart = 0001-01-01T00:00:00+02:00",
            "meetings[0].start: 0001-01-01 00:00:00+02:00 should be in the years 1601 to 4500",
        ),
        (
            f'{PEOPLE}[[meetings]]\norganizer = "{ANNA}"\nsubject = "a\\u0000"\nday = 1',
            "meetings[0].subject: holds U+0000, which no XML can hold",
        ),
        (
            f"[[people]]\naddress = '{ANNA}'\nculture = 'xx'",
            "people[0].culture: not a culture: 'xx' (expected a language",
        ),
        (
            f"[[people]]\naddress = '{ANNA}'\npassword = 'x'\nimpersonates = ['{BEAT}']",
            f"people[0].impersonates: {BEAT} is none of the people and rooms of this file",
        ),
        (
            f"[[people]]\naddress = '{ANNA}'\npassword = 'x'\nfull-access = ['{BEAT}']",
            f"people[0].full-access: {BEAT} is none of the people and rooms of this file",
        ),
        (
            f"[[people]]\naddress = '{ANNA}'\nfull-access = 'all'",
            f"people[0].full-access: {ANNA} needs a password for it: without one nobody signs in",
        ),
        (f"{PEOPLE}accepts-after = inf", "rooms[0].accepts-after: inf should be 0 to 31622400 (a year)"),
        ("[made-up]\npeople = -1", "Expected `int` >= 0 - at `$.made-up.people`"),
        ("[made-up]\nmeetings = -1", "Expected `int` >= 0 - at `$.made-up.meetings`"),
        ("[made-up]\ndays = -1", "Expected `int` >= 0 - at `$.made-up.days`"),
        ("[made-up]\npeople = 1000000000", "Expected `int` <= 100000 - at `$.made-up.people`"),
        ("[made-up]\ndomain = ''", "made-up.domain: not a mail domain: '' (expected one such as example.test)"),
        (f"{PEOPLE}[[groups]]\naddress = 'x'", "groups[0].address: not an address: 'x'"),
        (f"{PEOPLE}[[groups]]\naddress = '{ANNA.upper()}'", f"groups[0].address: {ANNA} is there twice"),
        (f"{PEOPLE}{2 * GROUP}", "groups[1].address: team@example.test is there twice"),
        (f"{PEOPLE}{GROUP}members = ['x']", "groups[0].members: not an address: 'x'"),
        (
            f"{PEOPLE}{GROUP}members = ['x@example.test']",
            "groups[0].members: x@example.test is none of the people, rooms and groups of this file",
        ),
        (
            f"{PEOPLE}{GROUP}members = ['{ANNA}']\nrooms = true",
            f"groups[0].members: {ANNA} is none of the rooms of this file, which a room list needs",
        ),
        (
            f"{PEOPLE}{GROUP}[[meetings]]\norganizer = 'team@example.test'\nsubject = 'x'\nday = 1",
            "meetings[0].organizer: team@example.test is none of the people and rooms of this file",
        ),
        ("[made-up]\npeople = 1\nlocale = 'xx_XX'", "made-up.locale: Faker knows no 'xx_XX'"),
    ],
)
def test_every_mistake_says_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"world\.toml: ") as told:
        read(tmp_path, text)
    assert said in str(told.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        World.read(tmp_path / "nothing")


def test_without_faker_nothing_is_made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faker", None)
    with pytest.raises(ValueError, match=r"needs Faker: pip install"):
        read(tmp_path, "[made-up]\npeople = 1")
    assert read(tmp_path, PEOPLE).people[0].address == ANNA


def test_full_access(tmp_path: Path) -> None:
    """[[people]]: full-access, addresses or all"""
    text = """
        [[people]]
        address = "service@example.test"
        password = "secret"
        full-access = ["Anna@example.test"]
        [[people]]
        address = "anna@example.test"
        password = "secret"
        full-access = "all"
        """
    with FakeExchange(clock=ManualClock()) as exchange:
        exchange.populate(read(tmp_path, text))
        known = exchange._call(lambda desk: desk.exchange.accounts)
    addresses = ("anna@example.test", "service@example.test")
    assert [known[who].has_full_access(of) for who in addresses for of in addresses] == [True, True, True, False]
