"""The command line, as processes: what it prints, and what it says to mistakes."""

from __future__ import annotations

import datetime as dt
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from fake_ews.__main__ import main
from fake_ews.contract.codes import ResponseCode
from fake_ews.contract.services import OPERATIONS, UNREAD
from fake_ews.model.journal import Record
from fake_ews.operations import OF_ANY, errors_of, simulated
from fake_ews.server.network import UNTRUSTED
from fake_ews.server.push import BROKEN_OFF
from fake_ews.serving import advice
from tests.fake_ews.server.wire import GET_CALENDAR, SUBSCRIBE, Client

ALICE, BOB = "alice@example.test", "bob@example.test"


@contextmanager
def serving(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and the line it prints."""
    command = [sys.executable, "-m", "fake_ews", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline()
        finally:
            process.kill()


def url_of(line: str) -> str:
    start = "fake Exchange at http://127.0.0.1:"
    assert line.startswith(start)
    assert line.endswith("/EWS/Exchange.asmx\n")
    return line.removeprefix("fake Exchange at ").strip()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_until_a_signal(number: signal.Signals) -> None:
    with serving("--user", f"{ALICE}:secret", "--user", f"{BOB}:other", "--room", "aare@example.test") as (
        server,
        line,
    ):
        url = url_of(line)
        with Client(url, (ALICE, "secret")) as alice:
            for owner in ("", BOB, "aare@example.test"):
                assert alice.ask(GET_CALENDAR, owner=owner).codes == ["NoError"]
        with Client(url, (BOB, "other")) as bob:
            assert bob.ask(GET_CALENDAR, owner="").codes == ["NoError"]
            assert bob.ask(GET_CALENDAR, owner=ALICE).codes == ["ErrorImpersonateUserDenied"]
            for path in ("/_fake/api/state", "/_fake/openapi.json"):
                assert bob.send("GET", path).status == 200
        server.send_signal(number)
        assert server.wait(10) == 0
        assert server.stderr is not None
        assert server.stderr.read() == ""


def test_a_manual_clock_and_a_journal(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    options = ("--user", f"{ALICE}:secret", "--clock", "manual", "--profile", "exchange2013", "--journal", str(file))
    with serving(*options) as (_, line), Client(url_of(line), (ALICE, "secret")) as alice:
        answer = alice.send("GET", "/_fake/api/state")
        assert json.loads(answer.text)["now"] == "2027-03-01T08:00:00Z"
        assert 'Version="Exchange2013_SP1"' in alice.ask(GET_CALENDAR, owner="").text
        (record,) = [json.loads(line) for line in file.read_text().splitlines()]
    assert (record["operation"], record["mailbox"]) == ("GetFolder", ALICE)


def test_the_same_line_goes_on_with_what_is_in_the_state(tmp_path: Path) -> None:
    """Who is there keeps his rights and gets the password given; who is missing is added; a world is for new files."""
    file, world = tmp_path / "state", tmp_path / "world.toml"
    world.write_text(f'[[rooms]]\naddress = "aare@example.test"\n[[people]]\naddress = "{BOB}"\npassword = "bob"\n')
    options = ("--state", str(file), "--world", str(world), "--user", f"{ALICE}:secret")
    with serving(*options) as (_, line), Client(url_of(line), (ALICE, "secret")) as alice:
        assert alice.ask(GET_CALENDAR, owner=BOB).codes == ["NoError"]
    more = (
        "--user",
        f"{BOB}:other",
        "--user",
        "carl@example.test:new",
        "--room",
        "aare@example.test",
        "--room",
        "b@b.test",
    )
    with serving(*options, *more) as (server, line):
        with Client(url_of(line), (ALICE, "secret")) as alice:
            for owner in (BOB, "carl@example.test", "b@b.test"):
                assert alice.ask(GET_CALENDAR, owner=owner).codes == ["NoError"]
        with Client(url_of(line), (BOB, "other")) as bob:
            assert bob.ask(GET_CALENDAR, owner="").codes == ["NoError"]
            assert bob.ask(GET_CALENDAR, owner=ALICE).codes == ["ErrorImpersonateUserDenied"]
        server.send_signal(signal.SIGTERM)
        assert server.stderr is not None
        assert server.stderr.read() == f"{file}: goes on with what is in it; the world file is for a new one\n"


def test_the_world_says_how_it_behaves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world = tmp_path / "world.toml"
    world.write_text(f'[profile]\nname = "exchange2013"\n[[people]]\naddress = "{BOB}"\n')
    options = ("--user", f"{ALICE}:secret", "--world", str(world))
    with serving(*options) as (_, line), Client(url_of(line), (ALICE, "secret")) as alice:
        for owner in ("", BOB):
            assert 'Version="Exchange2013_SP1"' in alice.ask(GET_CALENDAR, owner=owner).text
    status, words = said(capsys, "serve", "--profile", "strict", *options)
    assert (status, words) == (
        2,
        "fake-ews: --profile: the world file says profile exchange2013, not strict; name one of them only\n",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            f'[[people]]\naddress = "{ALICE.title()}"',
            f"people[0].address: {ALICE.title()} is named by --user, too: name it once",
        ),
        (
            '[[rooms]]\naddress = "aare@example.test"',
            "rooms[0].address: aare@example.test is named by --room, too: name",
        ),
        (f'[[people]]\naddress = "{BOB}"\nculture = "xx"', "people[0].culture: not a culture: 'xx'"),
        (
            f'[[people]]\naddress = "{BOB}"\n[[meetings]]\norganizer = "{BOB}"\nsubject = "Review"\nday = 1',
            f"meetings[0] ('Review' of {BOB}): ErrorQuotaExceeded",
        ),
    ],
)
def test_what_is_wrong_with_a_world_is_told_with_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str, words: str
) -> None:
    def full(*meeting: object) -> None:
        raise ValueError("ErrorQuotaExceeded")

    monkeypatch.setattr("fake_ews.server.world._hold", full)  # whatever Exchange may have against a meeting
    world = tmp_path / "world.toml"
    world.write_text(text)
    options = ("--port", "0", "--user", f"{ALICE}:secret", "--room", "aare@example.test", "--world", str(world))
    status, line = said(capsys, "serve", *options)
    assert status == 2
    assert line.startswith(f"fake-ews: --world: {world}: {words}")


def test_pushes_are_told_in_a_line_each() -> None:
    """Why did no callback come? Whoever runs the server reads it there."""
    with serving("--user", f"{ALICE}:secret", "--clock", "manual") as (server, line):
        with Client(url_of(line), (ALICE, "secret")) as alice:
            alice.ask(SUBSCRIBE.format(url="http://127.0.0.1:1/", minutes=1), owner="")
        assert server.stderr is not None
        assert server.stderr.readline() == (
            f"2027-03-01 08:00:00 push of {ALICE} (StatusEvent) to http://127.0.0.1:1/: nobody listens at 127.0.0.1:1 "
            "(connection refused): counted as no answer, next try at once\n"
        )
        assert server.stderr.readline() == (
            "    to do: look whether the listener runs and this machine reaches it at this URL, and into its log\n"
        )
        assert server.stderr.readline().endswith("counted as no answer, next try in 30 s\n"), "no advice comes twice"
        assert server.stderr.readline() == (
            "    time stands still: the next try is made once the clock is moved (PUT /_fake/api/clock)\n"
        )
        server.send_signal(signal.SIGTERM)
        server.stderr.read()


@pytest.mark.parametrize(
    ("status", "why", "words"),
    [
        (None, "why", "look whether the listener runs"),
        (None, f"TLS with x:1 failed ({UNTRUSTED}: self-signed)", "signed by whom this machine trusts"),
        (401, "why", "be called without signing in"),
        (302, "why", "subscribe with the URL it leads to"),
        (200, "why", "expected: 200, and in the Body of a SOAP 1.1 Envelope SendNotificationResult xmlns="),
        (500, "why", "look into the log of the listener; expected: 200"),
    ],
)
def test_what_can_be_done_about_a_push_that_nobody_took(status: int | None, why: str, words: str) -> None:
    record = Record(
        1, dt.datetime(2027, 3, 1, tzinfo=dt.UTC), "push", "SendNotification", ALICE, status=status,
        acknowledged=why, verdict=f"{why}: counted as no answer, next try in 30 s",
    )  # fmt: skip
    (first,) = advice(record, stands_still=False)
    assert words in first
    assert len(advice(record, stands_still=True)) == 2
    for said in ("OK", BROKEN_OFF.why):  # what Exchange itself has cut is no mistake of the listener
        assert advice(msgspec.structs.replace(record, acknowledged=said), stands_still=True) == []


def test_what_is_not_sent_is_told_and_what_has_ended() -> None:
    """Faults that swallow a push, and a failover or restart: nobody hears of it otherwise."""
    subscribe = SUBSCRIBE.format(url="http://127.0.0.1:1/", minutes=1)
    with (
        serving("--user", f"{ALICE}:secret", "--clock", "manual") as (server, line),
        Client(url_of(line), (ALICE, "secret")) as alice,
    ):
        alice.send("POST", "/_fake/api/faults", b'{"effect": "skipped", "times": 0}')
        ids = [alice.ask(subscribe, owner="").between("SubscriptionId>", "<") for _ in range(12)]
        alice.send("POST", f"/_fake/api/mailboxes/{ALICE}/failover")
        ids.append(alice.ask(subscribe, owner="").between("SubscriptionId>", "<"))
        alice.connection.close()  # the restart cuts all over which EWS was asked
        alice.send("POST", "/_fake/api/restart")
        server.send_signal(signal.SIGTERM)
        assert server.stderr is not None
        lines = server.stderr.read().splitlines()
    at, to = "2027-03-01 08:00:00", f"push to http://127.0.0.1:1/ of {ALICE}"
    skipped = (
        f"{at} push of {ALICE} (StatusEvent) to http://127.0.0.1:1/: not sent, for a fault is entered (skipped): it "
        "counts as answered, and nobody will ever send it; the next one's PreviousWatermark shows the gap"
    )
    assert lines == [
        *[skipped] * 12,
        f"{at} failover of {ALICE}: 12 subscriptions have ended",
        *(f"    {to} ({one})" for one in ids[:10]),
        "    and 2 more: they are in the journal, record 25",
        skipped,
        f"{at} restart: 1 subscription has ended",
        f"    {to} ({ids[12]})",
    ]


def test_organisations_are_made_while_it_runs(tmp_path: Path) -> None:
    """Another program makes one, and resets the first: its users are there again. The journal file has all records."""
    file = tmp_path / "journal"
    options = ("--user", f"{ALICE}:secret", "--clock", "manual", "--journal", str(file))
    with serving(*options) as (server, line), Client(url_of(line), (ALICE, "secret")) as alice:
        ben = "ben@beta.test"
        for method, path, body in (
            ("PUT", "api/organisations/beta.test", b""),
            ("PUT", f"beta.test/api/mailboxes/{ben}", b'{"password": "secret"}'),
            ("PUT", "api/mailboxes/other@example.test", b""),
            ("POST", "api/reset", b""),
        ):
            assert alice.send(method, f"/_fake/{path}", body).status in (200, 204)
        with Client(url_of(line), (ben, "secret")) as client:
            assert client.ask(GET_CALENDAR, owner="").codes == ["NoError"]
        assert alice.ask(GET_CALENDAR, owner="").codes == ["NoError"]
        assert alice.ask(GET_CALENDAR, owner="other@example.test").codes == ["ErrorNonExistentMailbox"]
        server.send_signal(signal.SIGTERM)
        assert server.wait(10) == 0
    records = [json.loads(one) for one in file.read_text().splitlines()]
    assert [one["account"] for one in records] == [ben, ALICE, ALICE]


CALENDAR_OF = (
    "<m:FindItem Traversal='Shallow'><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds>"
    "<t:DistinguishedFolderId Id='calendar'><t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox>"
    "</t:DistinguishedFolderId></m:ParentFolderIds></m:FindItem>"
)
MAKE_IN = (
    "<m:CreateItem SendMeetingInvitations='SendToNone'><m:SavedItemFolderId><t:DistinguishedFolderId Id='calendar'>"
    "<t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:SavedItemFolderId>"
    "<m:Items><t:CalendarItem/></m:Items></m:CreateItem>"
)


def test_who_may_open_the_mailboxes_of_others(tmp_path: Path) -> None:
    """Full access, delegates, and a field of the profile; with a state file all stays, and more comes to it."""
    carl, aare = "carl@example.test", "aare@example.test"
    options = (
        "--state", str(tmp_path / "state"), "--room", aare, "--set", "delegate_subscribe=full-access",
        *(word for address in (ALICE, BOB, carl) for word in ("--user", f"{address}:secret")),
    )  # fmt: skip
    rights = (
        "--full-access", f"{BOB}:{aare}", "--delegate", f"{carl}:{ALICE}", "--delegate", f"{carl}:{aare}:Reviewer",
    )  # fmt: skip
    subscribe = SUBSCRIBE.format(url="http://127.0.0.1:1/", minutes=30)
    of_aare = '<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>aare@example.test</t:EmailAddress>'
    subscribe = subscribe.replace(
        '<t:DistinguishedFolderId Id="calendar"/>', f"{of_aare}</t:Mailbox></t:DistinguishedFolderId>"
    )

    def codes(client: Client, *bodies: str) -> list[str]:
        return [code for body in bodies for code in client.ask(body, owner="").codes]

    def all_codes(url: str) -> tuple[list[str], list[str]]:
        with Client(url, (BOB, "secret")) as bob, Client(url, (carl, "secret")) as carls:
            asked = [form.format(whose) for whose in (aare, ALICE) for form in (CALENDAR_OF, MAKE_IN)]
            return codes(bob, *asked, subscribe), codes(carls, *asked, subscribe)

    no_folder, denied = "ErrorFolderNotFound", "ErrorCreateItemAccessDenied"
    no_delegate = "ErrorSubscriptionDelegateAccessNotSupported"
    with serving(*options, *rights) as (_, line):
        bobs, carls = all_codes(url_of(line))
        assert bobs == ["NoError", "NoError", no_folder, denied, "NoError"]
        assert carls == ["NoError", denied, "NoError", "NoError", no_delegate]
    with serving(*options, "--full-access", f"{BOB}:all") as (_, line):
        bobs, carls = all_codes(url_of(line))
        assert bobs == ["NoError"] * 5
        assert carls == ["NoError", denied, "NoError", "NoError", no_delegate]


def test_groups_and_room_lists(tmp_path: Path) -> None:
    """they are what the line says whenever it is said again, over what is in the state"""
    carl, aare, team, berne = (f"{name}@example.test" for name in ("carl", "aare", "team", "berne"))
    options = ("--state", str(tmp_path / "state"), "--user", f"{ALICE}:secret", "--user", f"{BOB}:secret")
    lists = ("--room", aare, "--room-list", f"{berne}:{aare}", "--group", f"all@example.test:{team},x@else.test")
    expand = f"<m:ExpandDL><m:Mailbox><t:EmailAddress>{team}</t:EmailAddress></m:Mailbox></m:ExpandDL>"
    for members in (f"{ALICE},{BOB}", f"{BOB},{carl}"):
        with (
            serving(*options, *lists, "--group", f"{team}:{members}") as (_, line),
            Client(url_of(line), (ALICE, "secret")) as alice,
        ):
            found = re.findall("<t:EmailAddress>(.*?)</t:EmailAddress>", alice.ask(expand, owner="").text)
            assert found == members.split(",")
            assert f"<t:EmailAddress>{berne}</t:EmailAddress>" in alice.ask("<m:GetRoomLists/>", owner="").text


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Exit status, and what stands on standard error."""
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return status, capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("dance",), "invalid choice: 'dance'"),
        (("serve", "--colour", "red"), "unrecognized arguments: --colour red"),
        (("serve", "--user", "alice"), "--user: expected ADDRESS:PASSWORD, not 'alice'"),
        (("serve", "--user", "alice:secret"), "not an address: 'alice' (expected name@domain)"),
        (("serve", "--user", f"{ALICE}:x", "--room", ALICE), "there is a mailbox alice@example.test already"),
        (("serve", "--room", "@"), "not an address: '@'"),
        (("serve", "--port", "70000"), "--port: 70000 is no port (0 to 65535)"),
        (("serve", "--port", "x"), "invalid int value: 'x'"),
        (("serve", "--clock", "fast"), "--clock: expected real, manual or xN (such as x60), not 'fast'"),
        (("serve", "--clock", "x0"), "--clock: a clock runs 0.001 to 1000000 times as fast as real time, not 0 times"),
        (
            ("serve", "--clock", "xinf"),
            "--clock: a clock runs 0.001 to 1000000 times as fast as real time, not inf times",
        ),
        (("serve", "--profile", "notes"), "--profile: no such profile 'notes' (there are exchange2016"),
        (
            ("serve", "--set", "colour=red"),
            "--set: there is no field 'colour' of a profile (fake-ews profiles lists them)",
        ),
        (("serve", "--set", "page_limit"), "--set: expected FIELD=VALUE, not 'page_limit'"),
        (("serve", "--set", "name=x"), "--set: there is no field 'name' of a profile (fake-ews profiles lists them)"),
        (
            ("serve", "--set", "group_index=letter"),
            "--set: group_index: it cannot be 'letter', but one of number, value",
        ),
        (("serve", "--set", "push_retries=[1,-1]"), "--set: push_retries: it cannot be [1, -1], but a list of values"),
        (("serve", "--full-access", ALICE), "--full-access: expected ADDRESS:MAILBOX, not 'alice@example.test'"),
        (("serve", "--full-access", f"{ALICE}:all"), f"{ALICE} cannot be given full access: it is no account"),
        (("serve", "--user", f"{ALICE}:x", "--full-access", f"{ALICE}:{BOB}"), f"there is no mailbox {BOB}"),
        (
            ("serve", "--delegate", f"{ALICE}:"),
            "--delegate: expected ADDRESS:MAILBOX[:LEVEL], not 'alice@example.test:'",
        ),
        (
            ("serve", "--user", f"{ALICE}:x", "--delegate", f"{ALICE}:{ALICE}"),
            f"{ALICE} cannot be a delegate of his own",
        ),
        (("serve", "--room", ALICE, "--delegate", f"{BOB}:{ALICE}"), f"there is no mailbox {BOB}"),
        (
            ("serve", "--room", ALICE, "--room", BOB, "--delegate", f"{BOB}:{ALICE}:Owner"),
            "no such level of a delegate: 'Owner' (there are None, Editor, Reviewer, Author)",
        ),
        (("serve", "--group", "team@example.test"), "--group: expected ADDRESS:MEMBER,..., not 'team@example.test'"),
        (("serve", "--group", f"team@example.test:{ALICE},"), "not an address: ''"),
        (("serve", "--group", f"team:{ALICE}"), "not an address: 'team'"),
        (
            ("serve", "--user", f"{ALICE}:x", "--group", f"{ALICE}:{BOB}"),
            f"there is a mailbox {ALICE} already: it cannot be a group",
        ),
        (
            ("serve", "--user", f"{ALICE}:x", "--room-list", f"berne@example.test:{ALICE}"),
            f"{ALICE} is no room: the room list berne@example.test cannot have it",
        ),
        (("serve", "--state", "/nowhere/state"), "/nowhere/state: cannot be opened: is its directory there"),
        (
            ("serve", "--auth", "basic,digest"),
            "no such way to sign in: digest (there are negotiate, ntlm, basic, bearer)",
        ),
        (("serve", "--tls-cert", "a.pem"), "--tls-cert and --tls-key: one needs the other"),
        (("serve", "--tls-cert", "no.pem", "--tls-key", "no.pem"), "no.pem, no.pem: no such file or directory"),
        (("serve", "--host", "nope.invalid"), "--host: the name nope.invalid is not known on this machine"),
        (("serve", "--host", "x..y"), "--host: the name x..y is not known on this machine"),
        (("serve", "--host", ""), "--host: expected a name or an address, such as 127.0.0.1"),
        (("serve", "--world", "w.toml"), "--world: w.toml: cannot be read: No such file or directory"),
        (("serve", "--journal", "/nowhere/journal"), "/nowhere/journal: no such file or directory"),
    ],
)
def test_mistakes_cost_one_line(capsys: pytest.CaptureFixture[str], arguments: Sequence[str], words: str) -> None:
    status, line = said(capsys, *arguments)
    assert (status, line.count("\n")) == (2, 1)
    assert words in line


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, line = said(capsys, "serve", "--port", str(port))
    told = f"fake-ews: 127.0.0.1:{port}: address already in use (--port says another, 0 a free one)\n"
    assert (status, line) == (2, told)


def test_operations(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["operations", "--names"]) == 0
    lines = capsys.readouterr().out.splitlines()
    there, missing = (
        lines.index(f"simulated ({len(simulated())}):"),
        next(i for i, one in enumerate(lines) if "missing" in one),
    )
    assert [one.strip() for one in lines[there + 1 : missing]] == sorted(simulated())
    assert {one.strip() for one in lines if one.startswith("  ")} == {*OPERATIONS, *UNREAD}


def test_operations_with_their_errors(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["operations"]) == 0
    told = capsys.readouterr().out
    assert "\nGetRooms\n  ErrorNameResolutionNoResults\nGetSearchableMailboxes\n" in told
    assert "\nGetRoomLists\n  -\n" in told
    assert told.startswith("any operation, before it is known what to do:\n  ErrorAccessDenied ")
    assert max(map(len, told.splitlines())) <= 100


def test_operations_as_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["operations", "--page"]) == 0
    told = capsys.readouterr().out
    assert "\n| GetRooms | `ErrorNameResolutionNoResults` |\n" in told
    assert "with ErrorInvalidOperation: AddDistributionGroupToImList, " in told


def test_every_error_is_a_code_of_exchange() -> None:
    declared = {code for name in simulated() for code in errors_of(name)} | set(OF_ANY.split())
    assert declared <= ResponseCode.allowed


def test_events(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events"]) == 0
    told = capsys.readouterr().out
    assert "\nDeleteItem HardDelete\n  on folders: DeletedEvent it, ModifiedEvent old folder\n  on all:     Del" in told
    assert "CreatedEvent it, ModifiedEvent it if created_then_modified, ModifiedEvent folder\n  on all:     the" in told
    assert "\naccept a meeting request\n  as: update item, and: DeleteItem MoveToDeletedItems\n" in told


def test_profiles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["exchange2016", "exchange2013", "exchange2019", "online", "strict", "chaotic"]
    assert next(one.split() for one in lines if one.startswith("schema ")) == [
        "schema",
        *("V2017_07_11", "Exchange2013_SP1"),
        *["V2017_07_11"] * 4,
    ]
    assert "page_limit                  1000" in lines, "one value where all agree"
    assert "blocked_applications        none" in lines
    assert max(map(len, lines)) <= 200, "it can be read side by side"


def test_whoever_reads_may_have_seen_enough() -> None:
    command = [sys.executable, "-m", "fake_ews", "profiles", "--explain"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert (process.stderr.read(), process.wait(10)) == (b"", 0)


def test_profiles_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles", "--explain"]) == 0
    assert "\npush_timeout = 100.0\n    Seconds after which" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("profiles", "  sign_in = basic; online: bearer\n"),
        ("profiles --explain", "\npush_timeout = 100.0\n    Seconds after which"),
        ("events", "\n  on folders: CreatedEvent temporary if temporary_items, DeletedEvent temporary\n    if"),
        (
            "operations",
            "\nAddDelegate\n  ErrorAccessDenied ErrorDelegateAlreadyExists ErrorDelegateCannotAddOwner\n    E",
        ),
    ],
)
def test_a_narrow_terminal(
    words: str, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    assert main(words.split()) == 0
    out = capsys.readouterr().out
    assert told in out
    assert all(len(line) <= 80 or " " not in line.strip() for line in out.splitlines())
