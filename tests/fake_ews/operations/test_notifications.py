"""Subscribe and Unsubscribe: who may, to what; what follows is the business of the model's subscriptions."""

from __future__ import annotations

import pytest

from fake_ews.contract.common import DistinguishedFolderId, FolderId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notifications import (
    NonEmptyArrayOfNotificationEventTypes,
    PushSubscriptionRequest,
    Subscribe,
    Unsubscribe,
)
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import RequestFailure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, Reply, folder, folder_ids, put

TYPES = NonEmptyArrayOfNotificationEventTypes(EventType=("CreatedEvent", "ModifiedEvent"))


def subscribe(ews: Client, *named: str | FolderId | DistinguishedFolderId, **said: object) -> Reply:
    """Subscribe to the events of folders."""
    wish: dict[str, object] = {
        "FolderIds": folder_ids(*named) if named else None, "EventTypes": TYPES, "StatusFrequency": 30,
        "URL": "http://listener.test/push?Default",
    }  # fmt: skip
    return ews.ask(Subscribe(PushSubscriptionRequest=PushSubscriptionRequest(**wish | said)))


def test_the_answer_has_an_id_and_a_watermark(ews: Client, exchange: Exchange, anna: Mailbox) -> None:
    """ref/subscribe-operation; captures: the id embeds the server's name, a watermark has 40 letters"""
    reply = subscribe(ews, "calendar")
    assert reply.code == "NoError"
    assert len(reply.only.Watermark) == 40
    (made,) = exchange.subscriptions.all()
    assert reply.turn.subscription == reply.only.SubscriptionId == made.id
    assert made.url == "http://listener.test/push?Default"
    assert made.interest.folders == frozenset({anna.need("calendar").number})
    assert made.interest.types == frozenset({"CreatedEvent", "ModifiedEvent"})
    assert (made.account, made.version) == ("anna@example.test", "Exchange2013_SP1")


def test_several_folders_by_name_and_id(ews: Client, exchange: Exchange, anna: Mailbox) -> None:
    assert subscribe(ews, "calendar", anna.folder_id(anna.need("inbox"))).code == "NoError"
    (made,) = exchange.subscriptions.all()
    assert made.interest.folders == frozenset({anna.need("calendar").number, anna.need("inbox").number})


def test_all_folders(ews: Client, exchange: Exchange) -> None:
    assert subscribe(ews, SubscribeToAllFolders=True).code == "NoError"
    (made,) = exchange.subscriptions.all()
    assert made.interest.folders is None


def test_both_or_none_of_them(ews: Client) -> None:
    """RC ErrorInvalidSubscriptionRequest"""
    assert subscribe(ews, "calendar", SubscribeToAllFolders=True).code == "ErrorInvalidSubscriptionRequest"
    assert subscribe(ews).code == "ErrorInvalidSubscriptionRequest"


def test_an_event_reaches_the_listener(ews: Client, exchange: Exchange, review: Item) -> None:
    subscribe(ews, "calendar")
    status = exchange.posts.popleft()
    exchange.subscriptions.answered(status.number, status.subscription, "OK")
    ews.update(review, put(ItemRows.Subject, "x"))
    post = exchange.posts.popleft()
    assert ("ModifiedEvent", review.item_id) in post.events


def test_a_resubscription_from_a_watermark(ews: Client, exchange: Exchange, review: Item) -> None:
    """ref/watermark: replay from that event on; a new SubscriptionId"""
    first = subscribe(ews, "calendar").only
    ews.update(review, put(ItemRows.Subject, "x"))
    second = subscribe(ews, "calendar", Watermark=first.Watermark).only
    assert second.SubscriptionId != first.SubscriptionId
    assert subscribe(ews, "calendar", Watermark="AAAA").code == "ErrorInvalidWatermark"


@pytest.mark.parametrize("url", ["ftp://listener.test/", "listener.test", "http://x.test/" + "x" * 2070])
def test_urls_are_judged_by_their_form(ews: Client, url: str) -> None:
    """RC ErrorInvalidPushSubscriptionUrl"""
    assert subscribe(ews, "calendar", URL=url).code == "ErrorInvalidPushSubscriptionUrl"


def test_an_unreachable_listener_is_no_matter(ews: Client) -> None:
    """php-ews 258, 280: the URL is not probed before the answer"""
    assert subscribe(ews, "calendar", URL="http://127.0.0.1:1/").code == "NoError"


def test_a_folder_that_is_not_there(ews: Client) -> None:
    assert subscribe(ews, "voicemail").code == "ErrorFolderNotFound"
    assert subscribe(ews, FolderId(Id="AAAA")).code == "ErrorInvalidIdMalformed"


def test_another_mailbox(ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """ref/subscribe-operation: owner access; so it is done by impersonation"""
    by_name, by_id = folder("calendar", of=ben.address), ben.folder_id(ben.need("calendar"))
    for named in (by_name, by_id):
        reply = subscribe(ews, named)
        assert (reply.code, reply.only.MessageText) == (
            "ErrorSubscriptionDelegateAccessNotSupported",
            "Subscriptions are not supported for delegate user access.",
        )
        assert subscribe(ews, "calendar", named).code == "ErrorInvalidSubscriptionRequest"


def test_by_impersonation_it_belongs_to_the_account(ews: Client, exchange: Exchange, ben: Mailbox) -> None:
    """guide/impersonation: a subscription made while impersonating is the service account's"""
    reply = subscribe(ews.but(own=ben, impersonating=True), "calendar")
    assert reply.code == "NoError"
    (made,) = exchange.subscriptions.all()
    assert (made.mailbox, made.account) == ("ben@example.test", "anna@example.test")


@pytest.mark.parametrize("wrong", [{"StatusFrequency": None}, {"StatusFrequency": 0}, {"StatusFrequency": 1441}])
def test_the_frequency_is_required(ews: Client, wrong: dict[str, object]) -> None:
    """xsd: 1 to 1440 minutes, required, whatever the page says"""
    with pytest.raises(RequestFailure, match="ErrorSchemaValidation"):
        subscribe(ews, "calendar", **wrong)


def test_a_status_event_cannot_be_subscribed_to(ews: Client) -> None:
    """xsd"""
    with pytest.raises(RequestFailure, match="ErrorSchemaValidation"):
        subscribe(ews, "calendar", EventTypes=NonEmptyArrayOfNotificationEventTypes(EventType=("StatusEvent",)))


def test_push_knows_no_unsubscribe(ews: Client, bens_ews: Client) -> None:
    """exchangelib's suite: ErrorInvalidSubscription; RC ErrorSubscriptionAccessDenied, ErrorSubscriptionNotFound"""
    made = subscribe(ews, "calendar").only.SubscriptionId
    assert ews.ask(Unsubscribe(SubscriptionId=made)).code == "ErrorInvalidSubscription"
    assert bens_ews.ask(Unsubscribe(SubscriptionId=made)).code == "ErrorSubscriptionAccessDenied"
    assert ews.ask(Unsubscribe(SubscriptionId="AAAA")).code == "ErrorSubscriptionNotFound"
