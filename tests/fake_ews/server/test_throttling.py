"""Throttling, where the profile says so: so many calls a minute and at once for one mailbox, and so much found at once.

Source: guide/ews-throttling-in-exchange.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPException

import pytest

from fake_ews import FakeExchange, Fault
from tests.fake_ews.server.wire import CREATE, GET_CALENDAR, XML, Client, envelope

DORA = "dora@example.test"


@pytest.fixture(name="dora")
def _dora(fake: FakeExchange) -> str:
    fake.mailbox(DORA, calls_per_minute=2)
    return DORA


def test_the_next_call_is_too_many(fake: FakeExchange, client: Client, dora: str) -> None:
    """It is told to wait until the oldest call is a minute old; it is not carried out, and the journal knows it."""
    began = fake.now()
    assert client.ask(GET_CALENDAR, owner=dora).status == 200
    fake.advance(began + dt.timedelta(seconds=10))
    assert client.ask(GET_CALENDAR, owner=dora).status == 200
    refused = client.ask(CREATE.format(subject="Review"), owner=dora)
    assert (refused.status, refused.codes) == (500, ["ErrorServerBusy"])
    assert '<t:Value Name="BackOffMilliseconds">50000</t:Value>' in refused.text
    assert fake.mailbox(dora).items() == ()
    record = fake.journal.after(0)[-1]
    assert (record.operation, record.mailbox, record.is_write, record.fault) == ("CreateItem", dora, True, "")
    fake.advance(began + dt.timedelta(seconds=60))
    assert client.ask(CREATE.format(subject="Review"), owner=dora).codes == ["NoError"]
    assert client.ask(GET_CALENDAR, owner=dora).codes == ["ErrorServerBusy"]


@pytest.mark.parametrize(
    ("form", "status", "codes", "hint"),
    [
        ("fault", 500, ["ErrorServerBusy"], True),
        ("fault without hint", 500, ["ErrorServerBusy"], False),
        ("message", 200, ["ErrorServerBusy"] * 2, True),
        ("status 503", 503, [], False),
    ],
)
def test_the_forms_of_a_refusal(
    fake: FakeExchange, client: Client, form: str, status: int, codes: list[str], hint: bool
) -> None:
    """guide/ews-throttling: by IIS, by a fault, the hint may be there, or for each item"""
    fake.mailbox(DORA, calls_per_minute=1, busy_as=form)
    two = GET_CALENDAR.replace("<t:Distinguished", '<t:DistinguishedFolderId Id="inbox"/><t:Distinguished')
    assert client.ask(two, owner=DORA).codes == ["NoError"] * 2
    refused = client.send("POST", client.path, envelope(two, owner=DORA))
    assert (refused.status, refused.codes, "BackOffMilliseconds" in refused.text) == (status, codes, hint)
    assert fake.journal.after(0)[-1].codes == tuple(codes)


def test_others_are_not_concerned(fake: FakeExchange, client: Client, dora: str) -> None:
    """It is charged to the mailbox, not to the account that asks for it."""
    for _ in range(3):
        client.ask(GET_CALENDAR, owner=dora)
    assert [client.ask(GET_CALENDAR).status for _ in range(5)] == [200] * 5


# --- calls at once -------------------------------------------------------------------------------------------------

SYNC = (
    "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>"
    '<t:DistinguishedFolderId Id="calendar"/></m:SyncFolderId><m:MaxChangesReturned>9</m:MaxChangesReturned>'
    "</m:SyncFolderItems>"
)
HIERARCHY = (
    "<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape></m:SyncFolderHierarchy>"
)
OTHER = ("other@example.test", "secret")


@pytest.fixture(name="erna")
def _erna(fake: FakeExchange) -> str:
    fake.mailbox("erna@example.test", calls_at_once=2, syncs_at_once=1)
    fake.account(*OTHER, impersonates="all")
    return "erna@example.test"


@contextmanager
def under_way(fake: FakeExchange, owner: str, *bodies: str) -> Iterator[None]:
    """While these calls of the service are not answered, each over a connection of its own."""
    with ExitStack() as stack:
        clients = [stack.enter_context(Client(fake.url)) for _ in bodies]
        for client, body in zip(clients, bodies, strict=True):
            fake.inject(Fault("hold-before", mailbox=owner, seconds=30))
            client.connection.request("POST", client.path, envelope(body, owner=owner), {"Content-Type": XML} |
                                      client.authorization)  # fmt: skip
            assert fake.wait_quiet()
        yield
        fake.clear_faults()
        for client in clients:
            with pytest.raises((ConnectionError, HTTPException)):
                client.connection.getresponse()


def test_more_calls_at_once_than_the_policy_allows(fake: FakeExchange, client: Client, erna: str) -> None:
    """EWSMaxConcurrency: a fault that names the policy; others, and what is answered already, do not count."""
    with under_way(fake, erna, CREATE.format(subject="Review"), GET_CALENDAR):
        refused = client.ask(CREATE.format(subject="Plan"), owner=erna)
        assert (refused.status, refused.codes) == (500, ["ErrorExceededConnectionCount"])
        assert refused.between('<t:Value Name="Policy">', "<") == "MaxConcurrency"
        assert refused.between('<t:Value Name="MaxConcurrencyLimit">', "<") == "2"
        assert refused.between('<t:Value Name="ErrorMessage">', "<") == (
            "This operation exceeds the throttling budget for policy part 'MaxConcurrency', policy value '2',  "
            "Budget type: 'Ews'.  Suggested backoff time 0 ms."
        )
        assert client.ask(GET_CALENDAR).codes == ["NoError"], "another mailbox"
        with Client(fake.url, OTHER) as other:
            assert other.ask(GET_CALENDAR, owner=erna).codes == ["NoError"], "another account"
    assert fake.mailbox(erna).items() == ()
    assert [client.ask(GET_CALENDAR, owner=erna).status for _ in range(3)] == [200] * 3


def test_more_synchronisations_at_once_than_the_policy_allows(fake: FakeExchange, client: Client, erna: str) -> None:
    """ConcurrentSyncCalls: busy, with the time to wait; other calls are not concerned."""
    with under_way(fake, erna, SYNC):
        refused = client.ask(HIERARCHY, owner=erna)
        assert (refused.status, refused.codes) == (500, ["ErrorServerBusy"])
        assert refused.between('<t:Value Name="BackOffMilliseconds">', "<") == "5000"
        assert "policy part 'ConcurrentSyncCalls', policy value '1'" in refused.between("<faultstring", "</faultstring")
        assert client.ask(GET_CALENDAR, owner=erna).codes == ["NoError"]
    assert client.ask(SYNC, owner=erna).codes == ["NoError"]


# --- what is found at once -----------------------------------------------------------------------------------------

FIND = (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>{view}'
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="{folder}"/></m:ParentFolderIds></m:FindItem>'
)
FIND_FOLDER = (
    '<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>{view}'
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="root"/></m:ParentFolderIds></m:FindFolder>'
)
WEEK = '<m:CalendarView {most}StartDate="2027-03-15T00:00:00Z" EndDate="2027-03-22T00:00:00Z"/>'
PAGE = '<m:IndexedPageItemView {most}Offset="0" BasePoint="Beginning"/>'


@pytest.fixture(name="franz")
def _franz(fake: FakeExchange, client: Client) -> str:
    """Franz has five entries, and is told of four at once."""
    fake.mailbox("franz@example.test", find_without_view="refused", page_limit=4)
    for number in range(5):
        client.ask(CREATE.format(subject=number), owner="franz@example.test")
    return "franz@example.test"


@pytest.mark.parametrize("view", ["", WEEK.format(most=""), WEEK.format(most='MaxEntriesReturned="5" ')])
def test_more_than_can_be_found_at_once(client: Client, franz: str, view: str) -> None:
    """EWSFindCountLimit: an error that says how much it is, and has nothing of it [seen: php-ews 143]"""
    refused = client.ask(FIND.format(view=view, folder="calendar"), owner=franz)
    assert (refused.status, refused.codes) == (200, ["ErrorExceededFindCountLimit"])
    assert '<m:MessageXml><t:Value Name="PolicyLimit">4</t:Value></m:MessageXml>' in refused.text
    assert "RootFolder" not in refused.text


def test_who_asks_for_pages_is_told_a_part(client: Client, franz: str) -> None:
    """from 2010 SP1 on; with an older version he is told that the server is busy [doc]"""
    for most in ("", 'MaxEntriesReturned="9" '):
        view = PAGE.format(most=most)
        answer = client.ask(FIND.format(view=view, folder="calendar"), owner=franz, version="Exchange2010_SP1")
        assert (answer.codes, answer.text.count("<t:ItemId")) == (["NoError"], 4)
        assert 'IncludesLastItemInRange="false"' in answer.text
        for version in ("Exchange2010", "Exchange2007_SP1"):
            refused = client.ask(FIND.format(view=view, folder="calendar"), owner=franz, version=version)
            assert (refused.status, refused.codes) == (200, ["ErrorServerBusy"])


@pytest.mark.parametrize(
    "view", [WEEK.format(most='MaxEntriesReturned="4" '), PAGE.format(most='MaxEntriesReturned="4" ')]
)
def test_who_asks_for_no_more_is_told_it(client: Client, franz: str, view: str) -> None:
    answer = client.ask(FIND.format(view=view, folder="calendar"), owner=franz, version="Exchange2007_SP1")
    assert (answer.codes, answer.text.count("<t:ItemId")) == (["NoError"], 4)
    assert client.ask(FIND.format(view="", folder="inbox"), owner=franz).codes == ["NoError"]


def test_folders_count_too(client: Client, franz: str) -> None:
    page = PAGE.format(most='MaxEntriesReturned="9" ').replace("Item", "Folder")
    assert client.ask(FIND_FOLDER.format(view=""), owner=franz).codes == ["ErrorExceededFindCountLimit"]
    assert client.ask(FIND_FOLDER.format(view=page), owner=franz).codes == ["NoError"]


def test_by_default_what_is_too_much_is_cut(fake: FakeExchange, client: Client) -> None:
    fake.mailbox("gerd@example.test", page_limit=1)
    for number in range(2):
        client.ask(CREATE.format(subject=number), owner="gerd@example.test")
    answer = client.ask(FIND.format(view="", folder="calendar"), owner="gerd@example.test")
    assert (answer.codes, answer.text.count("<t:ItemId")) == (["NoError"], 1)


@pytest.mark.parametrize(
    ("searched", "found"),
    [
        ("<m:QueryString>subject:meeting</m:QueryString>", 2),
        (
            '<m:Restriction><t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists></m:Restriction>',
            2,
        ),
        ("", 3),
    ],
)
def test_what_a_search_finds_at_most(fake: FakeExchange, client: Client, searched: str, found: int) -> None:
    """the newest"""
    fake.mailbox("hans@example.test", search_limit=2)
    for number in range(3):
        client.ask(CREATE.format(subject=f"Meeting {number}"), owner="hans@example.test")
    wish = FIND.format(view="", folder="calendar").replace("IdOnly", "Default")
    where = "</m:FindItem>" if "Query" in searched else "<m:ParentFolderIds>"
    order = (searched + where) if where in wish else ""
    answer = client.ask(wish.replace(where, order), owner="hans@example.test")
    assert answer.text.count("<t:ItemId") == found
    assert ("Meeting 0" in answer.text) is (found == 3)
    assert "Meeting 2" in answer.text
