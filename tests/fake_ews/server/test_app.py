"""The HTTP side: addresses, headers, sign-in, impersonation, and what is answered to what is no request."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest
import requests

from fake_ews import FakeExchange, Fault, ManualClock, Profile
from tests.fake_ews.server.wire import ANNA, CREATE, GET_CALENDAR, SERVICE, XML, Client, basic, envelope
from tests.field import field

OWNED_BY = "<t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>"
SAVED_IN = '<m:SavedItemFolderId><t:FolderId Id="{}"/></m:SavedItemFolderId>'
DELETE = (
    '<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone"><m:ItemIds><t:ItemId Id="{}"/>'
    "</m:ItemIds></m:DeleteItem>"
)
PULL = (
    "<m:Subscribe><m:PullSubscriptionRequest><t:FolderIds>{}</t:FolderIds><t:EventTypes>"
    "<t:EventType>CreatedEvent</t:EventType></t:EventTypes><t:Timeout>9</t:Timeout></m:PullSubscriptionRequest>"
    "</m:Subscribe>"
)
GET_EVENTS = "<m:GetEvents><m:SubscriptionId>{}</m:SubscriptionId><m:Watermark>{}</m:Watermark></m:GetEvents>"


def test_an_answer(client: Client) -> None:
    answer = client.ask(GET_CALENDAR)
    assert answer.status == 200
    assert answer.codes == ["NoError"]
    assert answer.headers["Content-Type"] == XML
    assert answer.headers["Server"] == "Microsoft-IIS/10.0"
    assert answer.headers["X-FEServer"] == "MAIL"
    assert len(answer.headers["request-id"]) == 36
    assert 'Version="V2017_07_11"' in answer.text
    assert client.ask(GET_CALENDAR).headers["request-id"] != answer.headers["request-id"]


@pytest.mark.parametrize("path", ["/ews/exchange.asmx", "/EWS/Exchange.asmx/", "/EWS/EXCHANGE.ASMX?x=1"])
def test_other_spellings_of_the_address(client: Client, path: str) -> None:
    assert client.send("POST", path, envelope(GET_CALENDAR)).codes == ["NoError"]


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        basic("service@example.test", "wrong"),
        basic("nobody@example.test", "secret"),
        "Bearer x",
        "Basic ???",
        "Basic",
    ],
)
def test_401(fake: FakeExchange, authorization: str | None) -> None:
    with Client(fake.url, None) as client:
        headers = {} if authorization is None else {"Authorization": authorization}
        answer = client.send("POST", client.path, envelope(GET_CALENDAR), **headers)
    assert (answer.status, answer.body) == (401, b"")
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="mail.example.test"'
    assert answer.headers["Content-Length"] == "0"
    (record,) = fake.journal.after(0)
    assert (record.kind, record.status, record.operation) == ("refused", 401, "POST /EWS/Exchange.asmx")


def test_user_names_are_of_any_case(fake: FakeExchange) -> None:
    with Client(fake.url, ("Service@Example.TEST", "secret")) as client:
        assert client.ask(GET_CALENDAR).codes == ["NoError"]


def test_get_on_the_endpoint(fake: FakeExchange, client: Client) -> None:
    assert client.send("GET", client.path).status == 200
    with Client(fake.url, None) as stranger:
        assert stranger.send("GET", stranger.path).status == 401


def test_nothing_else_is_there(client: Client) -> None:
    assert client.send("GET", "/owa").status == 404
    assert client.send("GET", "/EWS/Other.wsdl").status == 404


@pytest.mark.parametrize(
    ("name", "root"), [("Services.wsdl", b"definitions"), ("messages.xsd", b"schema"), ("TYPES.XSD", b"schema")]
)
def test_the_published_documents(client: Client, name: str, root: bytes) -> None:
    answer = client.send("GET", f"/EWS/{name}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, XML)
    assert root in answer.body[:600]


def test_the_wsdl_names_the_address_that_was_asked(client: Client) -> None:
    answer = client.send("GET", "/ews/services.wsdl", Host="exchange.test:99")
    assert 'location="http://exchange.test:99/EWS/Exchange.asmx"' in answer.text


def test_a_cookie_for_those_who_want_the_same_server_again(client: Client) -> None:
    """guide/how-to-maintain-affinity-between-group-of-subscriptions-and-mailbox-server; [seen: exchangelib]"""
    answer = client.send(
        "POST", client.path, envelope(GET_CALENDAR), X_PreferServerAffinity="true", Cookie="ClientId=7"
    )
    assert answer.headers["Set-Cookie"].startswith("X-BackEndOverrideCookie=")


def test_cookies_for_those_who_bring_none(fake: FakeExchange) -> None:
    """fact sheet section 1 [seen: exchangelib 746]"""
    with requests.Session() as session:
        session.trust_env, session.auth, session.headers["Content-Type"] = False, SERVICE, XML
        session.post(fake.url, envelope(GET_CALENDAR), timeout=15)
        assert sorted(session.cookies.keys()) == ["ClientId", "X-BackEndCookie", "exchangecookie"]
        again = session.post(fake.url, envelope(GET_CALENDAR), timeout=15)
        assert (again.status_code, "Set-Cookie" in again.headers) == (200, False)


def test_another_content_type(client: Client) -> None:
    answer = client.send("POST", client.path, envelope(GET_CALENDAR), Content_Type="application/soap+xml")
    assert answer.status == 415
    assert "application/soap+xml" in answer.reason


def test_a_request_that_is_too_large(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fake_ews.server.app.LARGEST", 1000)
    assert client.send("POST", client.path, envelope(GET_CALENDAR + " " * 2000)).status == 413


@pytest.mark.parametrize("body", [b"", b"no XML", envelope(""), envelope("<m:Nonsense/>")])
def test_what_is_no_request_is_a_fault(fake: FakeExchange, client: Client, body: bytes) -> None:
    answer = client.send("POST", client.path, body)
    assert answer.status == 500
    assert answer.codes[0] in ("ErrorSchemaValidation", "ErrorInvalidRequest")
    (record,) = fake.journal.after(0)
    assert (record.status, record.codes, record.sent, record.received) == (500, tuple(answer.codes), body, answer.body)
    assert (record.operation, record.mailbox, record.account) == ("", "", "service@example.test")


def test_a_client_that_waits_for_100_continue(fake: FakeExchange) -> None:
    """As .NET's do; the Managed API sends it with each request."""
    body = envelope(GET_CALENDAR)
    with socket.create_connection(("127.0.0.1", urlsplit(fake.url).port or 0), timeout=10) as raw:
        raw.sendall(
            f"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: x\r\nContent-Type: {XML}\r\nExpect: 100-continue\r\n"
            f"Authorization: {basic('service@example.test', 'secret')}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        )
        assert raw.recv(100).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        raw.sendall(body)
        assert b"200 OK" in raw.recv(100)


# --- for whom --------------------------------------------------------------------------------------------------------


def test_without_impersonation_it_is_the_own_mailbox(fake: FakeExchange, client: Client) -> None:
    client.ask(GET_CALENDAR, owner="")
    (record,) = fake.journal.after(0)
    assert (record.mailbox, record.impersonating) == ("service@example.test", False)


def test_who_opens_the_mailbox_of_another_concerns_that(fake: FakeExchange) -> None:
    """The journal names it, and so do faults: by what the request names first, a folder, an item, a subscription."""
    fake.mailbox("ben@example.test")
    fake.mailbox(ANNA).behave(delegate_subscribe="full-access")
    fake.account("delegate@example.test", "secret", full_access=[ANNA])
    of_anna = GET_CALENDAR.replace('"calendar"/>', f'"calendar">{OWNED_BY.format("ANNA@example.test")}')
    with Client(fake.url, ("delegate@example.test", "secret")) as client:

        def concerned(body: str) -> str:
            assert client.ask(body, owner="").codes == ["NoError"]
            record = fake.journal.after(0)[-1]
            assert (record.account, record.impersonating) == ("delegate@example.test", False)
            return record.mailbox

        assert concerned(GET_CALENDAR) == "delegate@example.test"
        assert concerned(of_anna) == ANNA
        folder = client.ask(of_anna, owner="").between('<t:FolderId Id="', '"')
        by_id = of_anna.partition("<t:Dist")[0] + f'<t:FolderId Id="{folder}"/></m:FolderIds></m:GetFolder>'
        assert concerned(by_id) == ANNA
        made = client.ask(
            CREATE.format(subject="x").replace("<m:Items>", SAVED_IN.format(folder) + "<m:Items>"), owner=""
        )
        assert fake.journal.after(0)[-1].mailbox == ANNA
        item = made.between('<t:ItemId Id="', '"')
        assert concerned(DELETE.format(item)) == ANNA
        sub = PULL.format(f'<t:FolderId Id="{folder}"/>')
        answer = client.ask(sub, owner="")
        subscription, watermark = answer.between("SubscriptionId>", "<"), answer.between("Watermark>", "<")
        assert concerned(GET_EVENTS.format(subscription, watermark)) == ANNA
        fake.inject(Fault("status-503", mailbox="ben@example.test", times=0))
        fake.inject(Fault("not-found", mailbox=ANNA))
        assert client.ask(of_anna, owner="").codes == ["ErrorItemNotFound"]
        assert client.ask(of_anna.replace("ANNA", "ben"), owner="").status == 503
        assert concerned(of_anna) == ANNA
        nobody = client.ask(of_anna.replace("ANNA", "nobody"), owner="")
        assert (nobody.codes, fake.journal.after(0)[-1].mailbox) == (["ErrorNonExistentMailbox"], "nobody@example.test")


def test_full_access_that_is_refused(fake: FakeExchange) -> None:
    fake.account("delegate@example.test", "secret", full_access="all")
    of_anna = GET_CALENDAR.replace('"calendar"/>', f'"calendar">{OWNED_BY.format(ANNA)}')
    with Client(fake.url, ("delegate@example.test", "secret")) as client:
        assert client.ask(of_anna, owner="").codes == ["NoError"]
        fake.deny("delegate@example.test", ANNA)
        assert client.ask(of_anna, owner="").codes == ["ErrorFolderNotFound"]
        fake.allow("delegate@example.test", ANNA, full_access=True)
        assert client.ask(of_anna, owner="").codes == ["NoError"]
        assert client.ask(GET_CALENDAR).codes == ["ErrorImpersonateUserDenied"], "that is another right"


@pytest.mark.parametrize("name", ["PrincipalName", "SmtpAddress", "PrimarySmtpAddress"])
def test_the_ways_to_name_whom_to_impersonate(fake: FakeExchange, client: Client, name: str) -> None:
    request = envelope(GET_CALENDAR, owner="Anna@Example.test").replace(b"PrimarySmtpAddress", name.encode())
    assert client.send("POST", client.path, request).codes == ["NoError"]
    (record,) = fake.journal.after(0)
    assert (record.mailbox, record.impersonating) == (ANNA, True)


def test_whom_to_impersonate_by_sid(fake: FakeExchange, client: Client) -> None:
    """[doc ref/sid]; where nobody has it, nobody is found"""
    mailbox = fake.mailbox("ben@example.test")
    request = envelope(GET_CALENDAR, owner="WHO").replace(b"PrimarySmtpAddress", b"SID")
    for sid, code in (
        (mailbox.sid, "NoError"),
        (mailbox.sid.lower(), "NoError"),
        ("S-1-5-21-1", "ErrorNonExistentMailbox"),
    ):
        assert client.send("POST", client.path, request.replace(b"WHO", sid.encode())).codes == [code]
    assert [record.mailbox for record in fake.journal.after(0)] == [mailbox.address, mailbox.address, "s-1-5-21-1"]


def test_impersonation_that_is_refused(fake: FakeExchange, client: Client) -> None:
    fake.mailbox("ben@example.test")
    fake.deny("service@example.test", "ben@example.test")
    answer = client.ask(GET_CALENDAR, owner="ben@example.test")
    assert (answer.status, answer.codes) == (500, ["ErrorImpersonateUserDenied"])
    assert fake.journal.after(0)[-1].mailbox == "ben@example.test"
    assert client.ask(GET_CALENDAR).codes == ["NoError"]
    fake.allow("service@example.test", "ben@example.test")
    assert client.ask(GET_CALENDAR, owner="ben@example.test").codes == ["NoError"]


def test_rights_are_by_mailbox(fake: FakeExchange) -> None:
    fake.account("ben@example.test", "pass", impersonates=["anna@example.test"])
    fake.mailbox("clara@example.test")
    with Client(fake.url, ("ben@example.test", "pass")) as ben:
        assert ben.ask(GET_CALENDAR).codes == ["NoError"]
        assert ben.ask(GET_CALENDAR, owner="clara@example.test").codes == ["ErrorImpersonateUserDenied"]
        assert ben.ask(GET_CALENDAR, owner="ben@example.test").codes == ["NoError"]


def test_nobody_can_be_impersonated_who_is_not_there(client: Client) -> None:
    answer = client.ask(GET_CALENDAR, owner="nobody@example.test")
    assert (answer.status, answer.codes) == (500, ["ErrorNonExistentMailbox"])


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<t:ConnectingSID/>",
        "<t:ConnectingSID><t:SmtpAddress/></t:ConnectingSID>",
        "<t:ConnectingSID><t:SID> </t:SID></t:ConnectingSID>",
    ],
)
@pytest.mark.parametrize("profile", [Profile.exchange2016(), Profile.online()], ids=lambda profile: profile.name)
def test_impersonation_that_names_nobody(inside: str, profile: Profile) -> None:
    """[doc] fact sheet section 11"""
    header = f"<t:ExchangeImpersonation>{inside}</t:ExchangeImpersonation>".encode()
    request = envelope(GET_CALENDAR, owner="").replace(b"<s:Header>", b"<s:Header>" + header)
    assert header in request
    with FakeExchange(profile=profile, auth=["basic"]) as fake, Client(fake.url, SERVICE) as client:
        fake.account(*SERVICE)
        answer = client.send("POST", client.path, request)
    assert (answer.status, answer.codes) == (500, ["ErrorInvalidExchangeImpersonationHeaderData"])


# --- versions --------------------------------------------------------------------------------------------------------


@field("FR-28")
@pytest.mark.parametrize("version", ["Exchange2099", "Exchange2019", "V2018_01_08", "Exchange2007_SP2"])
def test_a_version_nobody_knows(client: Client, version: str) -> None:
    """ecederstrand/exchangelib 927, 605: the names of products and of builds are no versions; Exchange2016 is one"""
    answer = client.ask(GET_CALENDAR, version=version)
    assert (answer.status, answer.codes) == (500, ["ErrorInvalidRequest"])
    assert client.ask(GET_CALENDAR, version="Exchange2016").codes == ["NoError"]


@pytest.mark.parametrize(
    ("counts", "is_shown"), [("Exchange2007", False), ("Exchange2010", False), ("Exchange2013", True)]
)
def test_no_version(fake: FakeExchange, client: Client, counts: str, is_shown: bool) -> None:
    """That which counts then is shown by what came later. [unverified which one]"""
    fake.mailbox(ANNA).behave(unnamed_version=counts)
    shape = GET_CALENDAR.replace("IdOnly", "AllProperties")
    answer = client.ask(shape, version="")
    assert (answer.codes, ">calendar</t:DistinguishedFolderId>" in answer.text) == (["NoError"], is_shown)


@pytest.mark.parametrize("code", ["ErrorSchemaValidation", "ErrorInvalidRequest"])
def test_what_is_no_xml(code: str) -> None:
    """MS-OXWUMS names another code than all others; what is XML, and not valid, is told the same everywhere"""
    with FakeExchange(clock=ManualClock(), profile=Profile().but(malformed_xml=code)) as fake:
        fake.account(*SERVICE)
        with Client(fake.url) as client:
            assert client.send("POST", client.path, b"<a><b></a>").codes == [code]
            assert client.ask("<m:GetItem/>", owner="").codes == ["ErrorSchemaValidation"]


def test_a_zone_context(client: Client) -> None:
    context = b'<t:TimeZoneContext><t:TimeZoneDefinition Id="%s"/></t:TimeZoneContext></s:Header>'
    request = envelope(GET_CALENDAR)
    for zone, codes in ((b"W. Europe Standard Time", ["NoError"]), (b"Nowhere", ["ErrorTimeZone"])):
        body = request.replace(b"</s:Header>", context % zone)
        assert client.send("POST", client.path, body).codes == codes


# --- the journal -----------------------------------------------------------------------------------------------------


def test_what_the_journal_knows_of_a_call(fake: FakeExchange, client: Client) -> None:
    answer = client.ask(CREATE.format(subject="Review"))
    (record,) = fake.journal.after(0)
    assert (record.kind, record.operation, record.mailbox, record.account) == (
        "call", "CreateItem", ANNA, "service@example.test",
    )  # fmt: skip
    assert (record.status, record.codes, record.is_write, record.mailed) == (200, ("NoError",), True, False)
    assert ("item:Subject", "Review") in record.properties
    (changed,) = record.changes
    assert (changed.mailbox, changed.kind, changed.what, changed.folder) == (ANNA, "Created", "item", "calendar")
    assert changed.item_id in answer.text
    assert record.sent == envelope(CREATE.format(subject="Review"))
    assert record.received == answer.body
    assert record.at == fake.now()
    assert 0 < record.seconds < 5


def test_what_is_not_simulated_is_refused_by_name(fake: FakeExchange, client: Client) -> None:
    answer = client.ask("<m:AddImGroup><m:DisplayName>Friends</m:DisplayName></m:AddImGroup>")
    assert (answer.status, answer.codes) == (500, ["ErrorInvalidOperation"])
    assert "The operation AddImGroup is not supported by this server." in answer.text
    (record,) = fake.journal.after(0)
    assert (record.operation, record.mailbox, record.codes) == ("AddImGroup", ANNA, ("ErrorInvalidOperation",))
    assert record.lacks == "AddImGroup"


def test_a_part_that_is_not_simulated_is_told_from_what_exchange_refuses_itself(
    fake: FakeExchange, client: Client
) -> None:
    answer = '<m:CreateItem MessageDisposition="SendOnly"><m:Items>{}</m:Items></m:CreateItem>'
    client.ask(answer.format('<t:AcceptSharingInvitation><t:ReferenceItemId Id="x"/></t:AcceptSharingInvitation>'))
    client.ask(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
        '<m:CalendarView StartDate="2027-03-15T00:00:00Z" EndDate="2027-03-16T00:00:00Z"/><m:Restriction><t:Exists>'
        '<t:FieldURI FieldURI="item:Subject"/></t:Exists></m:Restriction><m:ParentFolderIds>'
        '<t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
    )
    records = [(one.codes, one.lacks) for one in fake.journal.after(0)]
    assert records == [(("ErrorInvalidOperation",), "AcceptSharingInvitation"), (("ErrorInvalidOperation",), "")]


def test_our_own_mistake_is_a_fault_and_a_traceback(
    fake: FakeExchange, client: Client, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def wrong(*_: object) -> None:
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr("fake_ews.operations.answer", wrong)
    answer = client.ask(GET_CALENDAR)
    assert (answer.status, answer.codes) == (500, ["ErrorInternalServerError"])
    assert "a mistake of ours" in capfd.readouterr().err
    monkeypatch.undo()
    assert client.ask(GET_CALENDAR).codes == ["NoError"]
    monkeypatch.setattr("fake_ews.soap.envelope.parse", wrong)
    assert client.ask(GET_CALENDAR).codes == ["ErrorInternalServerError"]


def test_ids_that_differ_in_case_alone(fake: FakeExchange, client: Client) -> None:
    """Profile field twin_ids: of two entries each is found by its own id, and by no other spelling of it."""
    fake.mailbox("twin@example.test", twin_ids=True)
    get = (
        "<m:GetItem><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:ItemIds>"
        '<t:ItemId Id="{}"/></m:ItemIds></m:GetItem>'
    )
    made = [client.ask(CREATE.format(subject=one), owner="twin@example.test") for one in ("One", "Two")]
    one, two = (answer.between('<t:ItemId Id="', '"') for answer in made)
    assert one != two
    assert one.lower() == two.lower()
    found = [client.ask(get.format(id_), owner="twin@example.test").between("<t:Subject>", "<") for id_ in (one, two)]
    assert found == ["One", "Two"]
    assert client.ask(get.format(one.swapcase()), owner="twin@example.test").codes != ["NoError"]
