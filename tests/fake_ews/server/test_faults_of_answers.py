"""Faults of answers that look right at first: cut short, of another kind, with fewer items, or a little too late."""

from __future__ import annotations

import http.client
import threading

import pytest

from fake_ews import FakeExchange, Fault
from tests.fake_ews.server.test_faults import REVIEW, entries, in_background
from tests.fake_ews.server.wire import ANNA, CREATE, GET_CALENDAR, Client

SYNC = (
    "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>"
    '<t:DistinguishedFolderId Id="calendar"/></m:SyncFolderId><m:MaxChangesReturned>100</m:MaxChangesReturned>'
    "</m:SyncFolderItems>"
)
FIND = (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
)
GET = "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>{ids}</m:ItemIds></m:GetItem>"
UPDATE = (
    '<m:UpdateItem ConflictResolution="NeverOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
    '<m:ItemChanges><t:ItemChange><t:ItemId Id="{id}" ChangeKey="{key}"/><t:Updates><t:SetItemField>'
    '<t:FieldURI FieldURI="item:Subject"/><t:CalendarItem><t:Subject>Changed</t:Subject></t:CalendarItem>'
    "</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
)


def test_an_answer_breaks_off_in_the_middle(fake: FakeExchange, client: Client) -> None:
    fake.inject(Fault("truncated", operation="CreateItem"))
    with pytest.raises(http.client.IncompleteRead) as broken:
        client.ask(REVIEW)
    record = fake.journal.after(0)[-1]
    assert record.received.startswith(broken.value.partial)
    assert len(broken.value.partial) == len(record.received) // 2
    assert (entries(fake), record.fault, record.codes) == (1, "truncated", ("NoError",))
    with Client(fake.url) as again:
        assert again.ask(REVIEW).codes == ["NoError"]


def test_a_sign_in_that_is_refused_once(fake: FakeExchange, client: Client) -> None:
    fake.inject(Fault("status-401"))
    answer = client.ask(REVIEW)
    assert (answer.status, answer.body, entries(fake)) == (401, b"", 0)
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")
    assert client.ask(REVIEW).status == 200


def test_a_page_for_people_with_200(fake: FakeExchange, client: Client) -> None:
    fake.inject(Fault("html-page"))
    answer = client.ask(REVIEW)
    assert (answer.status, answer.headers["Content-Type"], entries(fake)) == (200, "text/html", 0)
    assert answer.text.startswith("<!DOCTYPE html>")


def test_the_right_answer_under_another_content_type(fake: FakeExchange, client: Client) -> None:
    fake.inject(Fault("other-type"))
    answer = client.ask(REVIEW)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/octet-stream")
    assert (answer.codes, entries(fake)) == (["NoError"], 1)


def test_a_response_message_is_missing(fake: FakeExchange, client: Client) -> None:
    """A call of one item is not struck, and not counted: an answer without any message would be no answer."""
    number = fake.inject(Fault("fewer-items"))
    for subject in ("One", "Two"):
        assert client.ask(CREATE.format(subject=subject)).codes == ["NoError"]
    assert fake.fired(number) == 0
    ids = "".join(f'<t:ItemId Id="{item.item_id}"/>' for item in fake.mailbox(ANNA).items())
    assert client.ask(GET.format(ids=ids)).codes == ["NoError"]
    assert fake.journal.after(0)[-1].codes == ("NoError",)
    assert client.ask(GET.format(ids=ids)).codes == ["NoError", "NoError"]


@pytest.mark.parametrize(("body", "one", "told"), [(SYNC, "<t:Create>", "false"), (FIND, "<t:CalendarItem>", "false")])
def test_pages_are_short(fake: FakeExchange, client: Client, body: str, one: str, told: str) -> None:
    for subject in ("One", "Two", "Three"):
        client.ask(CREATE.format(subject=subject))
    number = fake.inject(Fault("short-page"))
    assert client.ask(GET_CALENDAR).codes == ["NoError"]
    assert fake.fired(number) == 0, "a call without pages is not counted"
    short, whole = client.ask(body), client.ask(body)
    assert (short.text.count(one), whole.text.count(one)) == (1, 3)
    assert f"IncludesLastItemInRange>{told}" in short.text or f'IncludesLastItemInRange="{told}"' in short.text


def test_a_page_of_an_account_without_a_mailbox_stays_as_it_is(fake: FakeExchange, client: Client) -> None:
    number = fake.inject(Fault("short-page"))
    client.ask(FIND, owner="")
    assert fake.fired(number) == 1


def test_somebody_saves_in_between(fake: FakeExchange, client: Client) -> None:
    """The ChangeKey that the client has read is not that of the item any more."""
    client.ask(REVIEW)
    (before,) = fake.mailbox(ANNA).items()
    fake.inject(Fault("stale-key"))
    body = UPDATE.format(id=before.item_id, key=before.change_key)
    assert client.ask(body).codes == ["ErrorIrresolvableConflict"]
    (after,) = fake.mailbox(ANNA).items()
    assert (after.subject, after.item_id) == ("Review", before.item_id)
    assert after.change_key != before.change_key
    saved = [record for record in fake.journal.after(0) if record.kind == "act"][-1]
    assert [change.kind for change in saved.changes] == ["Modified"]
    gone = body.replace(before.item_id, before.item_id[:-8] + "AAAAAAA=")
    fake.inject(Fault("stale-key"))
    assert client.ask(gone).codes != ["NoError"]


def test_a_call_waits_and_is_never_carried_out(fake: FakeExchange, client: Client) -> None:
    number = fake.inject(Fault("hold-before", operation="CreateItem"))
    failed: list[Exception] = []

    def ask() -> None:
        try:
            client.ask(REVIEW)
        except (http.client.HTTPException, OSError) as error:
            failed.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    while not fake.fired(number):
        assert thread.is_alive()
    assert fake.wait_quiet(), "a call that a fault keeps waiting is not worked on"
    assert (entries(fake), failed) == (0, [])
    fake.clear_faults()
    thread.join(10)
    assert (len(failed), entries(fake)) == (1, 0)
    assert fake.journal.after(0)[-1].fault == "hold-before"


def test_a_call_that_is_held_goes_on_by_itself(fake: FakeExchange, client: Client) -> None:
    fake.inject(Fault("hold", seconds=0.05))
    thread, codes = in_background(client, REVIEW)
    thread.join(10)
    assert codes == ["NoError"]
