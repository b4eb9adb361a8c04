"""Several organisations on one server: nobody sees the other, neither its people nor its time, faults and records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
import requests
from exchangelib.errors import (  # type: ignore[import-untyped]
    ErrorAccessDenied,
    ErrorItemNotFound,
    ErrorNameResolutionNoResults,
    ErrorNonExistentMailbox,
)
from exchangelib.items import (  # type: ignore[import-untyped]
    SEND_TO_ALL_AND_SAVE_COPY,
    SEND_TO_NONE,
)
from requests_ntlm import HttpNtlmAuth

from fake_ews import FakeExchange, Fault, ManualClock, Organisation, Profile
from tests.fake_ews.mailboxes import ALPHA, BETA, HOUR, JUNE, MONDAY, account_of, entry
from tests.fake_ews.server.wire import CREATE, GET_CALENDAR, XML, Client, envelope


@pytest.fixture
def server() -> Iterator[FakeExchange]:
    """A server on which Alpha is somebody by default."""
    with FakeExchange(clock=ManualClock(), auth=("basic", "ntlm", "bearer")) as server:
        server.account(f"service@{ALPHA}", "secret", impersonates="all")
        server.mailbox(f"anna@{ALPHA}")
        yield server


@pytest.fixture
def beta(server: FakeExchange) -> Organisation:
    """Beside it Beta, some years later, on an older Exchange."""
    beta = server.organisation(BETA, clock=ManualClock(JUNE), profile=Profile.exchange2013())
    beta.account(f"service@{BETA}", "secret", impersonates="all")
    beta.mailbox(f"ben@{BETA}")
    return beta


@pytest.fixture
def anna(server: FakeExchange) -> Iterator[Any]:
    """Anna of Alpha."""
    account = account_of(server.url, f"anna@{ALPHA}")
    yield account
    account.protocol.close()


@pytest.fixture
def ben(beta: Organisation) -> Iterator[Any]:
    """Ben of Beta."""
    account = account_of(beta.url, f"ben@{BETA}")
    yield account
    account.protocol.close()


# --- each its own -----------------------------------------------------------------------------------------------------


def test_each_has_its_clock_and_profile(server: FakeExchange, beta: Organisation, anna: Any, ben: Any) -> None:
    for account in (anna, ben):
        entry(account).save(send_meeting_invitations=SEND_TO_NONE)
    assert [one.calendar.get(subject="Review").datetime_created for one in (anna, ben)] == [MONDAY, JUNE]
    assert [(one.version.build.major_version, one.version.build.minor_version) for one in (anna, ben)] == [
        (15, 1), (15, 0),
    ]  # fmt: skip
    beta.advance(JUNE + HOUR)
    assert (server.now(), beta.now()) == (MONDAY, JUNE + HOUR)
    assert (server.profile.name, beta.profile.name) == ("exchange2016", "exchange2013")


def test_the_others_are_people_outside(server: FakeExchange, beta: Organisation, anna: Any, ben: Any) -> None:
    assert anna.calendar.total_count == 0  # from here on the client knows the version
    (unknown,) = anna.protocol.resolve_names([f"ben@{BETA}"], search_scope="ActiveDirectory")
    assert isinstance(unknown, ErrorNameResolutionNoResults)
    meeting = entry(anna, required_attendees=[f"ben@{BETA}"])
    meeting.save(send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)
    assert server.journal.after(0)[-1].mails == (("request", f"ben@{BETA}"),)
    assert beta.mailbox(f"ben@{BETA}").items("all") == (), "no mail goes between organisations"
    outside = server.outside(f"ben@{BETA}")
    (request,) = outside.letters()
    assert (request.kind, request.subject) == ("request", "Review")
    outside.accept(request.entry or 0)
    assert [one.response_type for one in anna.calendar.get(id=meeting.id).required_attendees] == ["Accept"]
    assert beta.journal.newest == 0
    with pytest.raises(ErrorItemNotFound):
        ben.calendar.get(id=meeting.id)
    with pytest.raises(ErrorNonExistentMailbox):
        _ = account_of(server.url, f"anna@{ALPHA}", service=f"service@{BETA}").calendar


def test_each_has_its_own_journal(server: FakeExchange, beta: Organisation, anna: Any, ben: Any) -> None:
    entry(ben).save(send_meeting_invitations=SEND_TO_NONE)
    assert {record.account for record in beta.journal.after(0)} == {f"service@{BETA}"}
    assert server.journal.newest == 0


def test_faults_strike_at_home(server: FakeExchange, beta: Organisation, anna: Any, ben: Any) -> None:
    number = beta.inject(Fault("item-error", operation="CreateItem", code="ErrorAccessDenied", times=0))
    entry(anna).save(send_meeting_invitations=SEND_TO_NONE)
    with pytest.raises(ErrorAccessDenied):
        entry(ben).save(send_meeting_invitations=SEND_TO_NONE)
    assert beta.fired(number) == 1
    server.clear_faults()
    with pytest.raises(ErrorAccessDenied):
        entry(ben).save(send_meeting_invitations=SEND_TO_NONE)


def test_a_restart_cuts_its_own_clients_off(server: FakeExchange, beta: Organisation) -> None:
    clients = [Client(server.url, (f"service@{domain}", "secret")) for domain in (ALPHA, BETA)]
    with clients[0] as of_alpha, clients[1] as of_beta:
        of_alpha.ask(GET_CALENDAR, owner="")
        of_beta.ask(GET_CALENDAR, owner="")
        beta.restart()
        assert of_alpha.ask(GET_CALENDAR, owner="").codes == ["NoError"]
        with pytest.raises((OSError, HTTPException)):
            of_beta.ask(GET_CALENDAR, owner="")
    assert [record.kind for record in server.journal.after(0)] == ["call", "call"]


def test_one_is_reset_and_the_other_goes_on(server: FakeExchange, beta: Organisation, anna: Any) -> None:
    """Whatever was there is gone, time, ids and numbers begin again; the people at their programs, too."""
    entry(anna).save(send_meeting_invitations=SEND_TO_NONE)

    def begin() -> tuple[str, int]:
        outlook = beta.outlook(f"ben@{BETA}")
        outlook.new("Talk", JUNE, JUNE + HOUR)
        outlook.send_receive()
        (item,) = beta.mailbox(f"ben@{BETA}").items()
        return item.item_id, beta.journal.newest

    first, outlook = begin(), beta.outlook(f"ben@{BETA}")
    beta.inject(Fault("status-503", times=0))
    beta.advance(JUNE + 5 * HOUR)
    beta.reset()
    assert (beta.now(), beta.journal.newest, beta.next_due()) == (JUNE, 0, None)
    with pytest.raises(LookupError, match=f"there is no mailbox ben@{BETA}"):
        outlook.entries()
    beta.account(f"service@{BETA}", "secret", impersonates="all")
    beta.mailbox(f"ben@{BETA}")
    assert outlook.entries() == ()
    assert begin() == first
    with Client(beta.url, (f"service@{BETA}", "secret")) as client:
        assert client.ask(GET_CALENDAR, owner="").codes == ["NoError"], "its faults are gone"
    assert [item.subject for item in server.mailbox(f"anna@{ALPHA}").items()] == ["Review"]
    assert anna.calendar.get(subject="Review").datetime_created == MONDAY


@pytest.mark.parametrize("effect", ["hold", "delay"])
def test_whoever_waits_at_a_reset_is_cut_off(beta: Organisation, effect: str) -> None:
    """What a fault kept waiting is not carried out in what begins anew."""
    number = beta.inject(Fault(effect, operation="CreateItem", seconds=3600 if effect == "delay" else 0))

    def create() -> None:
        with Client(beta.url, (f"service@{BETA}", "secret")) as client:
            client.ask(CREATE.format(subject="Late"), owner=f"ben@{BETA}")

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(create)
        while not beta.fired(number):
            assert not waiting.done()
        beta.reset()
        with pytest.raises((OSError, HTTPException)):
            waiting.result(10)
    assert beta.wait_quiet()
    assert beta.journal.newest == 0


def test_a_reset_of_the_first(server: FakeExchange, beta: Organisation) -> None:
    server.reset()
    with pytest.raises(LookupError):
        server.outlook(f"anna@{ALPHA}")
    with pytest.raises(ValueError, match="belongs to another organisation"):
        server.mailbox(f"anna@{BETA}")
    assert beta.mailbox(f"ben@{BETA}").items() == ()


# --- who is at home where ---------------------------------------------------------------------------------------------


def test_a_domain_is_one_organisations(server: FakeExchange, beta: Organisation) -> None:
    with pytest.raises(ValueError, match=r"there is an organisation beta\.test already"):
        server.organisation(BETA.upper())
    with pytest.raises(ValueError, match=r"the first organisation has people in alpha\.test already"):
        server.organisation(ALPHA)
    with pytest.raises(ValueError, match="not a mail domain: 'beta'"):
        server.organisation("beta")
    clock = ManualClock()
    server.organisation("gamma.test", clock=clock)
    with pytest.raises(ValueError, match="a manual clock of its own"):
        server.organisation("delta.test", clock=clock)
    for home, domain in ((server, BETA), (beta, ALPHA), (beta, "other.test")):
        with pytest.raises(ValueError, match=f"x@{domain} belongs to another organisation"):
            home.mailbox(f"x@{domain}")
        with pytest.raises(ValueError, match=f"all@{domain} belongs to another organisation"):
            home._call(lambda desk, domain=domain: desk.exchange.put_group(f"all@{domain}", members=()))  # type: ignore[misc]


def test_one_is_taken_away(server: FakeExchange, beta: Organisation) -> None:
    with Client(server.url, (f"service@{BETA}", "secret")) as client:
        with beta:
            assert client.ask(GET_CALENDAR, owner="").status == 200
        with pytest.raises((OSError, HTTPException)):
            client.ask(GET_CALENDAR, owner="")
    beta.close()
    with pytest.raises(RuntimeError, match="not running"):
        beta.mailbox(f"ben@{BETA}")
    with Client(server.url, (f"service@{BETA}", "secret")) as client:
        assert client.ask(GET_CALENDAR, owner="").status == 401
    server.organisation(BETA)


def test_all_end_with_the_server() -> None:
    with FakeExchange() as server:
        beta = server.organisation(BETA)
    with pytest.raises(RuntimeError, match="not running"):
        beta.busy()
    with pytest.raises(RuntimeError, match="not running"):
        server.organisation("gamma.test")


def test_its_password_counts(server: FakeExchange, beta: Organisation) -> None:
    """Accounts of the same name in two organisations are two."""
    beta.account(f"anna@{BETA}", "beta's")
    server.account("anna@gamma.test", "gamma's")
    for domain, password, status in ((BETA, "beta's", 200), (BETA, "gamma's", 401), ("gamma.test", "beta's", 401)):
        with Client(server.url, (f"anna@{domain}", password)) as client:
            assert client.ask(GET_CALENDAR, owner="").status == status


@pytest.mark.parametrize(
    "auth",
    [
        lambda beta: HttpNtlmAuth("BETA\\ben", "secret"),
        lambda beta: HttpNtlmAuth(f"ben@{BETA}", "secret"),
        lambda beta: ("beta\\ben", "secret"),
        lambda beta: Bearer(beta.token(f"ben@{BETA}")),
        lambda beta: Bearer(_granted(beta)),
    ],
    ids=["ntlm-domain", "ntlm-address", "basic-domain", "token", "granted"],
)
def test_however_one_signs_in(server: FakeExchange, beta: Organisation, auth: Callable[[Organisation], Any]) -> None:
    server.account("ben@gamma.test", "secret")
    beta.account(f"ben@{BETA}", "secret")
    with requests.Session() as session:
        session.trust_env = False
        for _ in range(2):
            answer = session.post(
                beta.url, envelope(GET_CALENDAR, owner=""), headers={"Content-Type": XML}, auth=auth(beta), timeout=15
            )
            assert answer.status_code == 200
    assert [record.account for record in beta.journal.after(0)] == [f"ben@{BETA}"] * 2
    assert server.journal.newest == 0


class Bearer(requests.auth.AuthBase):
    """A token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _granted(beta: Organisation) -> str:
    """A token from the token endpoint."""
    url = beta.url.replace("/EWS/Exchange.asmx", "/tenant/oauth2/v2.0/token")
    form = {"grant_type": "password", "username": f"ben@{BETA}", "password": "secret"}
    token: str = requests.post(url, form, timeout=15).json()["access_token"]
    return token


def test_autodiscover_knows_its_own(server: FakeExchange, beta: Organisation) -> None:
    beta.redirect("old.test", f"ben@{BETA}")
    url = server.url.replace("/EWS/Exchange.asmx", "/autodiscover/autodiscover.xml")
    schema = "http://schemas.microsoft.com/exchange/autodiscover/outlook/{}schema/2006{}"
    asked = (
        f'<Autodiscover xmlns="{schema.format("request", "")}"><Request><EMailAddress>{{}}</EMailAddress>'
        f"<AcceptableResponseSchema>{schema.format('response', 'a')}</AcceptableResponseSchema></Request>"
        "</Autodiscover>"
    )
    told = [
        requests.post(url, asked.format(about), auth=(f"service@{who}", "secret"), timeout=15).text
        for who in (ALPHA, BETA)
        for about in (f"anna@{ALPHA}", f"ben@{BETA}", "ben@old.test")
    ]
    assert ["<EwsUrl>" in one for one in told] == [True, False, False, False, True, False]
    assert ["<RedirectAddr>" in one for one in told] == [False] * 5 + [True]


# --- kept in files ----------------------------------------------------------------------------------------------------


def test_each_has_its_own_state_file(tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("first", "beta")}
    for turn in range(2):
        with FakeExchange(clock=ManualClock(), state=files["first"]) as server:
            beta = server.organisation(BETA, clock=ManualClock(JUNE), state=files["beta"])
            if not turn:
                server.mailbox(f"anna@{ALPHA}")
                beta.mailbox(f"ben@{BETA}").add(subject="Kept", start=JUNE, end=JUNE + HOUR)
            assert [item.subject for item in beta.mailbox(f"ben@{BETA}").items()] == ["Kept"]
            with pytest.raises(ValueError, match="belongs to another organisation"):
                server.mailbox(f"ben@{BETA}")
    with (
        FakeExchange() as server,
        pytest.raises(ValueError, match=r"beta: holds ben@beta.test, which belongs to anoth"),
    ):
        server.organisation("gamma.test", state=files["beta"])
    with FakeExchange() as server:
        server.organisation(BETA, state=files["beta"])


def test_a_reset_empties_the_state_file(tmp_path: Path) -> None:
    file = tmp_path / "state"
    with FakeExchange(clock=ManualClock(), state=file, seed=7) as fake:
        fake.mailbox(f"anna@{ALPHA}")
        fake.reset()
        fake.mailbox(f"ben@{ALPHA}").add(subject="New", start=JUNE, end=JUNE + HOUR)
    with FakeExchange(clock=ManualClock(), state=file) as fake:
        assert [item.subject for item in fake.mailbox(f"ben@{ALPHA}").items()] == ["New"]
        assert fake._call(lambda desk: list(desk.exchange.mailboxes)) == [f"ben@{ALPHA}"]
        fake.reset()
    with FakeExchange(clock=ManualClock(), state=file) as fake:
        assert fake._call(lambda desk: (list(desk.exchange.mailboxes), desk.exchange.seed)) == ([], 7)
