"""A mailbox that fails over to another database, or is moved to another server: what its clients meet afterwards."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

from fake_ews import FakeExchange
from tests.fake_ews.server.wire import ANNA, CREATE, SUBSCRIBE, Client, Listener

SYNC = (
    "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>"
    '<t:DistinguishedFolderId Id="calendar"/></m:SyncFolderId>{state}'
    "<m:MaxChangesReturned>100</m:MaxChangesReturned></m:SyncFolderItems>"
)
PULL = (
    '<m:Subscribe><m:PullSubscriptionRequest><t:FolderIds><t:DistinguishedFolderId Id="calendar"/></t:FolderIds>'
    "<t:EventTypes><t:EventType>CreatedEvent</t:EventType></t:EventTypes>{watermark}<t:Timeout>10</t:Timeout>"
    "</m:PullSubscriptionRequest></m:Subscribe>"
)
GET = (
    "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>"
    '<t:ItemId Id="{item_id}"/></m:ItemIds></m:GetItem>'
)
READ = "<m:GetEvents><m:SubscriptionId>{id}</m:SubscriptionId><m:Watermark>{watermark}</m:Watermark></m:GetEvents>"
BEN = "ben@example.test"


def sync(client: Client, state: str = "") -> tuple[list[str], str, str]:
    """Codes, text and new state of a synchronisation."""
    answer = client.ask(SYNC.format(state=f"<m:SyncState>{state}</m:SyncState>" if state else ""))
    return answer.codes, answer.text, answer.between("SyncState>", "<")


def test_a_failover_ends_subscriptions_and_watermarks_but_not_sync_states(
    fake: FakeExchange, client: Client, listener: Listener
) -> None:
    client.ask(CREATE.format(subject="Review"))
    client.ask(SUBSCRIBE.format(minutes=30, url=listener.url))
    watermark = client.ask(PULL.format(watermark="")).between("Watermark>", "<")
    _, _, state = sync(client)
    fake.fail_over(ANNA)
    assert [one.ended for one in fake.subscriptions(ANNA)] == ["its mailbox failed over"] * 2
    old = f"<t:Watermark>{watermark}</t:Watermark>"
    assert client.ask(PULL.format(watermark=old)).codes == ["ErrorInvalidWatermark"]
    client.ask(CREATE.format(subject="Retro"))
    codes, text, _ = sync(client, state)
    assert (codes, text.count("<t:Create>")) == (["NoError"], 1)
    anew = client.ask(PULL.format(watermark=""))
    new = f"<t:Watermark>{anew.between('Watermark>', '<')}</t:Watermark>"
    assert client.ask(PULL.format(watermark=new)).codes == ["NoError"]


def test_a_mailbox_that_is_moved_has_other_ids_everywhere(
    fake: FakeExchange, client: Client, listener: Listener
) -> None:
    client.ask(CREATE.format(subject="Review"))
    client.ask(SUBSCRIBE.format(minutes=30, url=listener.url))
    (before,) = fake.mailbox(ANNA).items()
    _, _, state = sync(client)
    fake.migrate(ANNA)
    (after,) = fake.mailbox(ANNA).items()
    assert (after.subject, after.uid) == (before.subject, before.uid)
    assert after.item_id != before.item_id
    assert [one.ended for one in fake.subscriptions(ANNA)] == ["its mailbox was moved"]
    assert client.ask(GET.format(item_id=before.item_id)).codes == ["ErrorItemNotFound"]
    assert after.item_id in client.ask(GET.format(item_id=after.item_id)).text
    assert sync(client, state)[0] == ["ErrorInvalidSyncStateData"]
    assert after.item_id in sync(client)[1]
    fake.migrate(ANNA)
    assert fake.mailbox(ANNA).items()[0].item_id not in (before.item_id, after.item_id)


@pytest.mark.parametrize("what", ["fail_over", "migrate"])
def test_the_loss_may_be_announced(fake: FakeExchange, client: Client, listener: Listener, what: str) -> None:
    """[doc]: silently, or with an ErrorReadEventsFailed message"""
    fake.mailbox(ANNA).behave(announces_loss=True)
    made = client.ask(SUBSCRIBE.format(minutes=30, url=listener.url)).between("SubscriptionId>", "<")
    listener.wait(1)
    assert fake.wait_quiet()
    getattr(fake, what)(ANNA)
    told = listener.wait(2)[1]
    assert b"ErrorReadEventsFailed" in told
    assert f'<t:Value Name="SubscriptionId">{made}<'.encode() in told
    assert [one.ended for one in fake.subscriptions(ANNA)] == ["its events could not be read"]


@pytest.mark.parametrize(("what", "acts"), [("failover", 1), ("migration", 1), ("expiry", 1)])
def test_by_the_control_api(fake: FakeExchange, what: str, acts: int) -> None:
    connection = http.client.HTTPConnection(urlsplit(fake.url).netloc, timeout=15)
    connection.request("POST", f"/_fake/api/mailboxes/{ANNA}/{what}")
    assert connection.getresponse().status == 204
    connection.close()
    assert [(one.operation, one.mailbox) for one in fake.journal.after(0)] == [(what, ANNA)] * acts


@pytest.mark.parametrize(("kept", "code"), [(0.0, "ErrorSubscriptionNotFound"), (60.0, "ErrorExpiredSubscription")])
def test_pull_subscriptions_that_expire(fake: FakeExchange, client: Client, kept: float, code: str) -> None:
    fake.mailbox(BEN, pull_expired_kept=kept)
    made = client.ask(PULL.format(watermark=""), owner=BEN)
    read = READ.format(id=made.between("SubscriptionId>", "<"), watermark=made.between("Watermark>", "<"))
    assert client.ask(read, owner=BEN).codes == ["NoError"]
    fake.expire_pulls(BEN)
    assert client.ask(read, owner=BEN).codes == [code]
    assert [one.ended is not None for one in fake.subscriptions(BEN)] == [True]


def test_a_mailbox_that_is_not_there(fake: FakeExchange) -> None:
    for do in (fake.fail_over, fake.migrate, fake.expire_pulls):
        with pytest.raises(LookupError, match="no mailbox"):
            do("nobody@example.test")
