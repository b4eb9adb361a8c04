"""Pull subscriptions: Subscribe, GetEvents, Unsubscribe, as a client meets them."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notifications import (
    GetEvents,
    Notification,
    PullSubscriptionRequest,
    Subscribe,
    Unsubscribe,
)
from fake_ews.model.clock import ManualClock
from fake_ews.model.events import position
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import Client, Reply, folder_ids, put
from tests.fake_ews.operations.test_notifications import TYPES
from tests.fake_ews.operations.test_notifications import subscribe as subscribe_push


def subscribe(ews: Client, **said: object) -> Reply:
    """A pull subscription on the calendar that lives for ten minutes after each call."""
    wish: dict[str, object] = {"FolderIds": folder_ids("calendar"), "EventTypes": TYPES, "Timeout": 10}
    return ews.ask(Subscribe(PullSubscriptionRequest=PullSubscriptionRequest(**wish | said)))


@pytest.fixture
def made(ews: Client, review: Item, minutes: int) -> Any:
    """Anna's pull subscription, made when the entry "Review" was there."""
    return subscribe(ews, Timeout=minutes).only


@pytest.fixture
def minutes() -> int:
    """For how long it lives after a call."""
    return 10


def read(ews: Client, made: Any, watermark: str | None = None) -> Reply:
    return ews.ask(GetEvents(SubscriptionId=made.SubscriptionId, Watermark=watermark or made.Watermark))


def kinds(reply: Reply) -> list[str]:
    return [entry.row.name for entry in reply.only.Notification.entries]


def last_watermark(reply: Reply) -> str:
    watermark: str = reply.only.Notification.entries[-1].value.Watermark
    return watermark


def test_nothing_new_is_one_status_event(ews: Client, made: Any) -> None:
    """ref/getevents-operation"""
    reply = read(ews, made)
    told: Notification = reply.only.Notification
    assert reply.code == "NoError"
    assert (told.SubscriptionId, told.PreviousWatermark, told.MoreEvents) == (
        made.SubscriptionId, made.Watermark, False,
    )  # fmt: skip
    assert (kinds(reply), last_watermark(reply)) == (["StatusEvent"], made.Watermark)
    assert reply.turn.subscription == made.SubscriptionId


def test_events_are_told_behind_the_watermark(ews: Client, made: Any, review: Item) -> None:
    ews.update(review, put(ItemRows.Subject, "x"))
    first = read(ews, made)
    assert kinds(first) == ["ModifiedEvent", "ModifiedEvent"]
    assert first.only.Notification.entries[0].value.ItemId.Id == review.item_id
    assert kinds(read(ews, made)) == kinds(first), "an old watermark tells them again"
    assert kinds(read(ews, made, last_watermark(first))) == ["StatusEvent"]


def test_fifty_events_at_once(ews: Client, made: Any, review: Item) -> None:
    """ref/getevents-operation: at most 50, MoreEvents says that there are others"""
    for number in range(26):
        ews.update(review, put(ItemRows.Subject, str(number)))
    first = read(ews, made)
    assert (len(kinds(first)), first.only.Notification.MoreEvents) == (50, True)
    second = read(ews, made, last_watermark(first))
    assert (len(kinds(second)), second.only.Notification.MoreEvents) == (2, False)


def test_events_that_a_test_holds_back(ews: Client, made: Any, review: Item, exchange: Exchange) -> None:
    exchange.subscriptions.hold("anna@example.test")
    ews.update(review, put(ItemRows.Subject, "x"))
    assert kinds(read(ews, made)) == ["StatusEvent"]
    exchange.subscriptions.release("anna@example.test")
    assert kinds(read(ews, made)) == ["ModifiedEvent", "ModifiedEvent"]


@pytest.mark.parametrize("profile", [Profile().but(status_watermark="newest")])
def test_a_status_event_may_bring_the_newest_watermark(
    ews: Client, anna: Mailbox, made: Any, exchange: Exchange
) -> None:
    with exchange.turn():
        anna.create_folder(anna.need("inbox"), "Mail", "IPF.Note")
    reply = read(ews, made)
    assert kinds(reply) == ["StatusEvent"]
    assert last_watermark(reply) != made.Watermark
    assert kinds(read(ews, made, last_watermark(reply))) == ["StatusEvent"]


def test_each_call_begins_its_time_anew(ews: Client, made: Any, exchange: Exchange, clock: ManualClock) -> None:
    for _ in range(3):
        pass_time(exchange, clock, minutes=9)
        assert read(ews, made).code == "NoError"
    pass_time(exchange, clock, minutes=10)
    assert read(ews, made).code == "ErrorSubscriptionNotFound"
    assert [sub.ended for sub in exchange.pulls.all()] == ["nobody called in time"]


@pytest.mark.parametrize("profile", [Profile().but(pull_expired_kept=60.0)])
def test_an_expired_one_may_be_told_so(ews: Client, made: Any, exchange: Exchange, clock: ManualClock) -> None:
    """RC ErrorExpiredSubscription"""
    pass_time(exchange, clock, minutes=10, seconds=30)
    assert read(ews, made).code == "ErrorExpiredSubscription"
    assert read(ews, made).code == "ErrorSubscriptionNotFound"


@pytest.mark.parametrize("minutes", [1440])
def test_an_event_that_is_gone(
    ews: Client, made: Any, review: Item, exchange: Exchange, clock: ManualClock, anna: Mailbox
) -> None:
    """RC ErrorEventNotFound: the subscription is deleted"""
    ews.update(review, put(ItemRows.Subject, "x"))
    for _ in range(32):
        pass_time(exchange, clock, hours=23)
        assert read(ews, made, anna.ids.watermark(position(anna.log.newest))).code == "NoError"
    assert read(ews, made).code == "ErrorEventNotFound"
    assert read(ews, made).code == "ErrorSubscriptionNotFound"


def test_a_watermark_of_nothing(ews: Client, made: Any, ben: Mailbox) -> None:
    for watermark in ("AAAA", ben.ids.watermark(15)):
        assert read(ews, made, watermark).code == "ErrorInvalidWatermark"
    assert read(ews, made).code == "NoError"


def test_a_watermark_of_the_future(ews: Client, made: Any, anna: Mailbox) -> None:
    assert read(ews, made, anna.ids.watermark(10**6)).code == "ErrorEventNotFound"


def test_only_the_owner_may_call(ews: Client, bens_ews: Client, made: Any) -> None:
    """RC ErrorSubscriptionAccessDenied"""
    reply = read(bens_ews, made)
    assert (reply.code, reply.only.MessageText) == (
        "ErrorSubscriptionAccessDenied",
        "Access is denied. Only the subscription owner may access the subscription.",
    )
    assert bens_ews.ask(Unsubscribe(SubscriptionId=made.SubscriptionId)).code == "ErrorSubscriptionAccessDenied"


def test_an_id_of_nothing_and_one_of_a_push(ews: Client, made: Any) -> None:
    made.SubscriptionId = "AAAA"
    reply = read(ews, made)
    assert (reply.code, reply.only.MessageText) == (
        "ErrorSubscriptionNotFound", "The specified subscription was not found.",
    )  # fmt: skip
    made.SubscriptionId = subscribe_push(ews, "calendar").only.SubscriptionId
    assert read(ews, made).code == "ErrorInvalidPullSubscriptionId"


def test_unsubscribe(ews: Client, made: Any, exchange: Exchange) -> None:
    assert ews.ask(Unsubscribe(SubscriptionId=made.SubscriptionId)).code == "NoError"
    assert read(ews, made).code == "ErrorSubscriptionNotFound"
    assert ews.ask(Unsubscribe(SubscriptionId=made.SubscriptionId)).code == "ErrorSubscriptionNotFound"
    assert [sub.ended for sub in exchange.pulls.all("anna@example.test")] == ["the client unsubscribed"]
    assert list(exchange.pulls.all("ben@example.test")) == []


def test_a_restart_ends_it(ews: Client, made: Any, exchange: Exchange) -> None:
    exchange.pulls.restart()
    assert read(ews, made).code == "ErrorSubscriptionNotFound"
    assert exchange.agenda.next_due() is None


def test_a_resubscription_from_a_watermark(ews: Client, made: Any, review: Item) -> None:
    ews.update(review, put(ItemRows.Subject, "x"))
    again = subscribe(ews, Watermark=made.Watermark).only
    assert (again.Watermark, again.SubscriptionId != made.SubscriptionId) == (made.Watermark, True)
    assert kinds(read(ews, again)) == ["ModifiedEvent", "ModifiedEvent"]
    assert subscribe(ews, Watermark="AAAA").code == "ErrorInvalidWatermark"


@pytest.mark.parametrize("profile", [Profile().but(subscription_limit=2)])
def test_all_kinds_count_together(ews: Client, made: Any) -> None:
    """guide/ews-throttling: EWSMaxSubscriptions"""
    assert subscribe_push(ews, "calendar").code == "NoError"
    assert subscribe(ews).code == "ErrorExceededSubscriptionCount"
    ews.ask(Unsubscribe(SubscriptionId=made.SubscriptionId))
    assert subscribe(ews).code == "NoError"
