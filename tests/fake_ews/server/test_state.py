"""The state file: what is in it after any moment, and what is said of a file that cannot be used."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from fake_ews import FakeExchange, ManualClock, Profile
from fake_ews.model.clock import Clock
from fake_ews.model.events import position
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import ErrorInvalidWatermark
from fake_ews.server.clock import RealClock, ScaledClock
from fake_ews.server.state import FORM, State, StateError
from tests.fake_ews.server.image import after_a_kill, differing, image
from tests.fake_ews.server.wire import ANNA, CREATE, GET_CALENDAR, SERVICE, Client

BEN, AARE = "ben@example.test", "aare@example.test"
TEN = dt.datetime(2027, 3, 15, 10, tzinfo=dt.UTC)
ELEVEN = TEN + dt.timedelta(hours=1)
PULL = (
    "<m:Subscribe><m:PullSubscriptionRequest><t:FolderIds>"
    '<t:DistinguishedFolderId Id="calendar"/></t:FolderIds><t:EventTypes><t:EventType>CreatedEvent</t:EventType>'
    "</t:EventTypes><t:Timeout>10</t:Timeout></m:PullSubscriptionRequest></m:Subscribe>"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the state is, or will be."""
    return tmp_path / "state"


def kept(file: Path, clock: Clock | None = None, profile: Profile | None = None) -> FakeExchange:
    """An Exchange with a state file, not started."""
    return FakeExchange(clock=clock or ManualClock(), profile=profile, state=file)


def settled(fake: FakeExchange) -> None:
    """Anna, Ben, the room Aare, and the service."""
    fake.account(*SERVICE, impersonates=[ANNA, BEN])
    fake.mailbox(ANNA, name="Anna Arn", password="secret")
    fake.mailbox(BEN, zone="GMT Standard Time")
    fake.room(AARE, name="Aare", policy={"BookingWindowInDays": 90, "ResourceDelegates": [BEN]})
    fake.mailbox(BEN).works(WorkDays=["Monday"], WorkingHoursTimeZone="Tokyo Standard Time")


def opened(file: Path, seed: int | None = None, clock: Clock | None = None) -> Exchange:
    """What is in a file, which is let go of at once."""
    with closing(State(file)) as state:
        return state.exchange(clock or ManualClock(), Profile(), seed)


# --- what is in it ----------------------------------------------------------------------------------------------------


def test_everything_that_can_be_set_up_is_there_again(file: Path, tmp_path: Path) -> None:
    with kept(file) as fake:
        settled(fake)
        anna, owa = fake.mailbox(ANNA), fake.owa(ANNA)
        entry = owa.new("Review", TEN, ELEVEN, attendees=[BEN], resources=[AARE])
        fake.delegate(BEN, of=ANNA).new("By Ben", TEN, ELEVEN)
        folder = anna.make_folder("Team")
        anna.add(subject="Team's", start=TEN, end=ELEVEN, folder=folder)
        owa.new("Days", TEN, ELEVEN, daily=5)
        anna.behave(sync_limit=7, soft_delete_as="Deleted", push_retries=(1.0, 2.0))
        fake.fail_over(BEN)
        fake.migrate(ANNA)
        fake.allow(SERVICE[0], AARE)
        fake.deny(SERVICE[0], BEN)
        owa.delete(entry)
        fake.mailbox(BEN).empty()
        fake.restart()
        fake._call(lambda desk: desk.exchange.put_group("rooms@example.test", members=(AARE,), rooms=True))
        fake.advance(fake.now() + dt.timedelta(days=1))
        fake.owa(BEN).new("Later", TEN + dt.timedelta(days=30), ELEVEN + dt.timedelta(days=30), resources=[AARE])
        with after_a_kill(file, fake.profile, tmp_path / "copy") as found:
            assert differing(image(fake._exchange), image(found)) == []
            assert found.mailboxes[ANNA].profile.sync_limit == 7
            assert len(found.agenda) == 1


def test_ids_change_keys_and_sync_states_stay_good(file: Path) -> None:
    sync = (
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>"
        '<t:DistinguishedFolderId Id="calendar"/></m:SyncFolderId>{state}<m:MaxChangesReturned>9</m:MaxChangesReturned>'
        "</m:SyncFolderItems>"
    )
    with kept(file) as fake:
        settled(fake)
        with Client(fake.url) as client:
            made = client.ask(CREATE.format(subject="Kept")).between("<t:ItemId ", "/>")
            state = client.ask(sync.format(state="")).between("SyncState>", "</m:SyncState>")
            subscription = client.ask(PULL).between("SubscriptionId>", "</m:SubscriptionId>")
    with kept(file) as fake, Client(fake.url) as client:
        update = (
            '<m:UpdateItem ConflictResolution="NeverOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
            f"<m:ItemChanges><t:ItemChange><t:ItemId {made}/><t:Updates><t:SetItemField><t:FieldURI "
            'FieldURI="item:Subject"/><t:CalendarItem><t:Subject>Changed</t:Subject></t:CalendarItem></t:SetItemField>'
            "</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
        )
        assert client.ask(update).codes == ["NoError"]
        news = client.ask(sync.format(state=f"<m:SyncState>{state}</m:SyncState>"))
        assert (news.text.count("<t:Update>"), news.text.count("<t:Create>")) == (1, 0)
        events = (
            f"<m:GetEvents><m:SubscriptionId>{subscription}</m:SubscriptionId><m:Watermark>AQAAAA==</m:Watermark>"
            "</m:GetEvents>"
        )
        assert client.ask(events).codes == ["ErrorSubscriptionNotFound"]
        assert client.ask(PULL).between("SubscriptionId>", "</m:SubscriptionId>") != subscription


def test_a_room_that_had_not_answered_yet_does(file: Path) -> None:
    with kept(file) as fake:
        settled(fake)
        fake.owa(ANNA).new("Review", TEN, ELEVEN, resources=[AARE])
    with kept(file) as fake:
        assert fake.mailbox(AARE).items()[0].my_response == "NoResponseReceived"
        fake.advance(fake.now() + dt.timedelta(seconds=1))
        assert fake.mailbox(AARE).items()[0].my_response == "Accept"
    with kept(file) as fake:
        assert fake.next_due() is None


def newest_watermark(exchange: Exchange) -> str:
    anna = exchange.mailboxes[ANNA]
    return anna.ids.watermark(position(anna.log.newest))


def test_old_watermarks_where_a_restart_forgets_them(file: Path) -> None:
    with kept(file, profile=Profile.strict()) as fake:
        settled(fake)
        fake.owa(ANNA).new("Review", TEN, ELEVEN)
        before = newest_watermark(fake._exchange)
    with kept(file, profile=Profile.strict()) as fake:
        after = newest_watermark(fake._exchange)
    known = [opened(file).mailboxes[ANNA].ids.read_watermark(one) for one in (before, after)]
    assert known == [ErrorInvalidWatermark, position(opened(file).mailboxes[ANNA].log.newest)]


def test_time_goes_on(file: Path) -> None:
    later = ManualClock().now() + dt.timedelta(days=3)
    with kept(file) as fake:
        fake.advance(later)
    with kept(file) as fake:
        assert fake.now() == later
    with kept(file, ManualClock(later + dt.timedelta(days=1))) as fake:
        assert fake.now() == later + dt.timedelta(days=1)
        fake.advance(fake.now())
    slow = ScaledClock(0.001, ManualClock().now())
    assert opened(file, clock=slow).clock.now() >= later + dt.timedelta(days=1)
    before = slow.now()
    slow.begin(ManualClock().now())
    assert slow.now() >= before
    assert opened(file, clock=RealClock()).clock.now().year < 2027 + 50


def test_it_can_be_started_again(file: Path) -> None:
    fake = kept(file)
    with fake:
        settled(fake)
    with fake, Client(fake.url) as client:
        assert client.ask(GET_CALENDAR).codes == ["NoError"]


def test_without_a_file_nothing_is_noted() -> None:
    exchange = Exchange(ManualClock(), Profile())
    mailbox = exchange.add_mailbox(ANNA)
    with exchange.turn(), exchange.unkept.together():
        mailbox.create_folder(mailbox.need("inbox"), "Team", "IPF.Note")
    assert not exchange.unkept._is_any


# --- files that cannot be used ----------------------------------------------------------------------------------------


def refusal(file: Path, seed: int | None = None) -> str:
    """Why a file cannot be used; it is as it was afterwards."""
    before = file.read_bytes() if file.is_file() else b""
    with pytest.raises(StateError) as refused:
        opened(file, seed)
    assert (file.read_bytes() if file.is_file() else b"") == before
    assert str(refused.value).startswith(f"{file}: ")
    return str(refused.value).removeprefix(f"{file}: ")


def test_what_is_none_of_ours(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"Dear diary, " * 200)
    assert refusal(file) == "is no state of fake-ews (no SQLite database); it was left as it is"
    other = tmp_path / "other"
    with closing(sqlite3.connect(other)) as made:
        made.execute("CREATE TABLE cats (name TEXT)")
    assert refusal(other) == "is the database of another program, not of fake-ews; it was left as it is"
    assert refusal(tmp_path) == "cannot be opened: is its directory there, may it be written to?"
    assert "cannot be opened" in refusal(tmp_path / "nowhere" / "state")


def test_an_empty_file_is_a_new_one(file: Path) -> None:
    file.touch()
    assert opened(file).mailboxes == {}


def test_another_seed_and_another_form(file: Path) -> None:
    opened(file, seed=5)
    assert opened(file).seed == 5
    assert refusal(file, seed=7) == "was begun with seed 5, not 7: all ids depend on it"
    with closing(sqlite3.connect(file)) as made:
        made.execute("PRAGMA user_version = 99")
    assert refusal(file).startswith(f"is of form 99, this fake-ews reads form {FORM}: use the fake-ews that wrote it")


def spoil(file: Path, statement: str) -> None:
    """Change something in a file behind our back, in one file without a log beside it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as made:
        assert made.execute(statement).rowcount > 0


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE organisation SET value = x'00'", "the organisation: ValueError"),
        ("DELETE FROM organisation", "the organisation: "),
        ("UPDATE mailboxes SET value = x'00' WHERE number = 2", f"mailbox {BEN}: "),
        ("UPDATE items SET value = substr(value, 1, 40) WHERE number = 1", f"number 1 of the items of {BEN}: "),
        ("DELETE FROM folders WHERE number = 3", "number 1 of the items of "),
        ("DELETE FROM log WHERE number = 1", f"number 2 of the log of {BEN}: "),
        ("DELETE FROM log WHERE number = 2", f"the log of {BEN} has 1 records instead of 2"),
        ("UPDATE accounts SET value = 'x'", "row 1 of accounts: "),
    ],
)
def test_a_part_that_is_damaged_is_named(file: Path, statement: str, words: str) -> None:
    with closing(State(file)) as state:
        exchange = state.exchange(ManualClock(), Profile(), 1)
        exchange.add_mailbox(ANNA)
    with kept(file) as fake:
        fake.mailbox(BEN, password="secret")
        fake.owa(BEN).new("One", TEN, ELEVEN)
        fake.owa(BEN).new("Two", TEN, ELEVEN)
    spoil(file, statement)
    said = refusal(file)
    assert said.startswith("is damaged (")
    assert words in said
    assert said.endswith("it was left as it is: use a copy of it, or another file")


def test_pages_that_are_damaged(file: Path) -> None:
    with kept(file) as fake:
        settled(fake)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert refusal(file).startswith("is damaged (")
    file.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    assert refusal(file).startswith("is damaged (")


def test_changes_without_the_file_that_they_belong_to(file: Path) -> None:
    wal = Path(f"{file}-wal")
    wal.write_bytes(b"changes")
    assert refusal(file).startswith(f"is empty or gone, but {wal} beside it is not")
    assert wal.read_bytes() == b"changes"


def test_one_process_at_a_time(file: Path) -> None:
    with kept(file):
        command = [sys.executable, "-m", "fake_ews", "serve", "--port", "0", "--state", str(file)]
        other = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert (other.returncode, other.stdout) == (2, "")
        assert other.stderr == f"fake-ews: {file}: is in use by another fake-ews: stop that one, or use another file\n"
        with pytest.raises(StateError, match="in use by another fake-ews"):
            kept(file).start()
    opened(file)


def test_what_cannot_be_written_is_written_with_the_next(file: Path, tmp_path: Path) -> None:
    """A full disk: the client is told of an error, and nothing is lost once there is room."""
    with closing(State(file)) as state:
        exchange = state.exchange(ManualClock(), Profile(), None)
        anna = exchange.add_mailbox(ANNA)
        state._file.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StateError, match="the disk is full"), exchange.turn():
            anna.create_folder(anna.need("inbox"), "".join(map(str, range(20000))), "IPF.Note")
        state._file.execute("PRAGMA max_page_count = 100000")
        with exchange.turn():
            anna.create_folder(anna.need("inbox"), "Team", "IPF.Note")
        with after_a_kill(file, Profile(), tmp_path / "copy") as found:
            assert differing(image(exchange), image(found)) == []
