"""Streaming subscriptions without a network: what each message of the answer says, at a manual clock."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.answers import ArrayOfResponseMessages
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notifications import (
    GetStreamingEvents,
    GetStreamingEventsResponse,
    NonEmptyArrayOfSubscriptionIds,
    StreamingSubscriptionRequest,
    Subscribe,
    Unsubscribe,
)
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.soap import envelope
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import SERVER, Client, Reply, an_entry, folder_ids, put
from tests.fake_ews.operations.test_notifications import TYPES
from tests.schema import assert_valid


def subscribe(ews: Client) -> str:
    """A streaming subscription on the calendar; its id."""
    wish = StreamingSubscriptionRequest(FolderIds=folder_ids("calendar"), EventTypes=TYPES)
    made = ews.ask(Subscribe(StreamingSubscriptionRequest=wish)).only
    assert (made.ResponseCode, made.Watermark) == ("NoError", None)
    return str(made.SubscriptionId)


def connect(ews: Client, *subscriptions: str, minutes: int = 5) -> Reply:
    """Open a connection; its first message has gone out when this returns."""
    reply = ews.ask(
        GetStreamingEvents(
            SubscriptionIds=NonEmptyArrayOfSubscriptionIds(SubscriptionId=subscriptions), ConnectionTimeout=minutes
        )
    )
    go_out(ews.exchange, reply.turn.connection)
    return reply


def go_out(exchange: Exchange, connection: int) -> None:
    with exchange.turn():
        exchange.streams.written(connection)
    exchange.run_due()


def said(exchange: Exchange) -> list[Any]:
    """The messages said since the last time, in order; all of them go out."""
    messages = []
    while exchange.pieces:
        piece = exchange.pieces.popleft()
        assert_valid(envelope.part(piece.message, SERVER))
        listed = piece.message.need(GetStreamingEventsResponse.ResponseMessages)
        messages += [entry.value for entry in listed.need(ArrayOfResponseMessages.entries)]
        go_out(exchange, piece.connection)
    return messages


def statuses(exchange: Exchange) -> list[tuple[str, str | None]]:
    return [(one.ResponseCode, one.ConnectionStatus) for one in said(exchange)]


def kinds(message: Any) -> list[str]:
    (notification,) = message.Notifications.Notification
    assert (notification.PreviousWatermark, notification.MoreEvents) == (None, None)
    assert [entry.value.Watermark for entry in notification.entries] == [None] * len(notification.entries)
    return [entry.row.name for entry in notification.entries]


@pytest.fixture
def made(ews: Client, review: Item) -> str:
    """Anna's streaming subscription, made when the entry "Review" was there."""
    return subscribe(ews)


def test_the_first_message_only_says_ok(ews: Client, made: str, exchange: Exchange) -> None:
    reply = connect(ews, made)
    assert (reply.code, reply.only.ConnectionStatus, reply.only.Notifications) == ("NoError", "OK", None)
    assert not exchange.pieces


def test_events_without_watermarks(ews: Client, made: str, exchange: Exchange, review: Item) -> None:
    connect(ews, made)
    ews.update(review, put(ItemRows.Subject, "x"))
    (message,) = said(exchange)
    assert kinds(message) == ["ModifiedEvent", "ModifiedEvent"]
    assert message.Notifications.Notification[0].SubscriptionId == made
    assert message.ConnectionStatus is None  # Microsoft's own client takes no other element beside them [seen EMA]


def test_a_sign_of_life_every_45_seconds_and_closed_at_the_end(
    ews: Client, made: str, exchange: Exchange, clock: ManualClock
) -> None:
    """EMA: HeartbeatFrequencyDefault; ref/connectionstatus"""
    connect(ews, made, minutes=2)
    heard = []
    for _ in range(12):
        pass_time(exchange, clock, seconds=15)
        heard.append(len(statuses(exchange)))
    assert heard == [0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0]
    connect(ews, made, minutes=1)
    pass_time(exchange, clock, seconds=45)
    assert statuses(exchange) == [("NoError", "OK")]
    pass_time(exchange, clock, seconds=15)
    assert statuses(exchange) == [("NoError", "Closed")]


def test_what_happens_between_two_connections_waits(
    ews: Client, made: str, exchange: Exchange, clock: ManualClock, review: Item
) -> None:
    connect(ews, made, minutes=1)
    pass_time(exchange, clock, minutes=1)
    said(exchange)
    ews.update(review, put(ItemRows.Subject, "x"))
    assert not exchange.pieces
    connect(ews, made)
    (message,) = said(exchange)
    assert kinds(message) == ["ModifiedEvent", "ModifiedEvent"]


def test_nothing_overtakes_a_message_that_has_not_gone_out(
    ews: Client, made: str, exchange: Exchange, review: Item
) -> None:
    connect(ews, made)
    for subject in "abc":
        ews.update(review, put(ItemRows.Subject, subject))
    assert len(exchange.pieces) == 1
    assert [len(kinds(message)) for message in said(exchange)] == [2, 4]


def test_fifty_events_in_one_message(ews: Client, made: str, exchange: Exchange, review: Item) -> None:
    for number in range(30):
        ews.update(review, put(ItemRows.Subject, str(number)))
    connect(ews, made)
    assert [len(kinds(message)) for message in said(exchange)] == [50, 10]


@pytest.mark.parametrize("profile", [Profile().but(stream_backlog=5)])
def test_too_much_to_keep(ews: Client, made: str, exchange: Exchange, review: Item) -> None:
    """ErrorMissedNotificationEvents: the subscription lives on [seen EMA]"""
    for number in range(3):
        ews.update(review, put(ItemRows.Subject, str(number)))
    connect(ews, made)
    (message,) = said(exchange)
    assert (message.ResponseCode, message.ConnectionStatus) == ("ErrorMissedNotificationEvents", "OK")
    assert message.ErrorSubscriptionIds.SubscriptionId == (made,)
    ews.update(review, put(ItemRows.Subject, "x"))
    assert [kinds(message) for message in said(exchange)] == [["ModifiedEvent", "ModifiedEvent"]]


def test_two_subscriptions_on_one_connection(ews: Client, made: str, exchange: Exchange, review: Item) -> None:
    other = subscribe(ews)
    connect(ews, made, other)
    ews.update(review, put(ItemRows.Subject, "x"))
    told = [message.Notifications.Notification[0].SubscriptionId for message in said(exchange)]
    assert sorted(told) == sorted([made, other])


def test_a_second_connection_takes_over(ews: Client, made: str, exchange: Exchange, review: Item) -> None:
    """ErrorNewEventStreamConnectionOpened goes to the first one; it ends when it has nothing left"""
    other = subscribe(ews)
    connect(ews, made, other)
    for taken, status in [(made, "OK"), (other, "Closed")]:
        connect(ews, taken)
        (message,) = said(exchange)
        assert (message.ResponseCode, message.ConnectionStatus) == ("ErrorNewEventStreamConnectionOpened", status)
        assert message.ErrorSubscriptionIds.SubscriptionId == (taken,)
    ews.update(review, put(ItemRows.Subject, "x"))
    assert {piece.connection for piece in exchange.pieces} == {2, 3}


def test_bad_ids(ews: Client, bens_ews: Client, made: str) -> None:
    """exchangelib's tests: "Subscription is invalid.", with the id named"""
    reply = connect(ews, "AAA-", made)
    assert (reply.code, reply.only.MessageText) == ("ErrorInvalidSubscription", "Subscription is invalid.")
    assert b">AAA-</m:SubscriptionId></m:ErrorSubscriptionIds>" in reply.raw
    assert (reply.only.ConnectionStatus, reply.turn.connection) == ("Closed", 0)
    assert connect(bens_ews, made).code == "ErrorSubscriptionAccessDenied"
    assert connect(ews, *(f"{number}" for number in range(201))).only.ErrorSubscriptionIds is None


@pytest.mark.parametrize(("profile", "prefix"), [(Profile(), "m"), (Profile.strict(), "t")])
def test_the_form_of_bad_ids(ews: Client, prefix: str) -> None:
    """As Microsoft's client reads them [seen EMA], or as the schema has them"""
    assert f"<{prefix}:SubscriptionId>AAA-<".encode() in connect(ews, "AAA-").raw


@pytest.mark.parametrize("profile", [Profile().but(stream_goes_on_without_bad=True)])
def test_the_good_ones_may_go_on(ews: Client, made: str, exchange: Exchange, review: Item) -> None:
    reply = connect(ews, "AAA-", made)
    assert (reply.code, reply.only.ConnectionStatus) == ("ErrorInvalidSubscription", "OK")
    ews.update(review, put(ItemRows.Subject, "x"))
    assert len(said(exchange)) == 1


def test_three_connections(ews: Client, exchange: Exchange) -> None:
    """HangingConnectionLimit: ErrorExceededConnectionCount"""
    subs = [subscribe(ews) for _ in range(4)]
    assert [connect(ews, one).code for one in subs] == ["NoError"] * 3 + ["ErrorExceededConnectionCount"]
    exchange.streams.closed(1)
    assert connect(ews, subs[3]).code == "NoError"


def test_it_lives_for_half_an_hour_without_a_connection(
    ews: Client, made: str, exchange: Exchange, clock: ManualClock
) -> None:
    pass_time(exchange, clock, minutes=29)
    connect(ews, made, minutes=30)
    pass_time(exchange, clock, minutes=30)
    said(exchange)
    pass_time(exchange, clock, minutes=29)
    assert connect(ews, made).code == "NoError"
    exchange.streams.closed(2)
    pass_time(exchange, clock, minutes=30)
    assert connect(ews, made).code == "ErrorSubscriptionNotFound"
    assert [sub.ended for sub in exchange.streams.all("anna@example.test")] == ["nobody connected in time"]


def test_unsubscribe(ews: Client, bens_ews: Client, made: str, exchange: Exchange) -> None:
    connect(ews, made)
    assert bens_ews.ask(Unsubscribe(SubscriptionId=made)).code == "ErrorSubscriptionAccessDenied"
    assert ews.ask(Unsubscribe(SubscriptionId=made)).code == "NoError"
    assert statuses(exchange) == [("ErrorInvalidSubscription", "Closed")]
    assert connect(ews, made).code == "ErrorSubscriptionNotFound"


def test_a_restart_ends_all_without_a_word(ews: Client, made: str, exchange: Exchange) -> None:
    connect(ews, made)
    exchange.streams.restart()
    assert not exchange.pieces
    assert exchange.agenda.next_due() is None
    assert connect(ews, made).code == "ErrorSubscriptionNotFound"


def test_events_that_a_test_holds_back(ews: Client, made: str, exchange: Exchange, anna: Mailbox, review: Item) -> None:
    connect(ews, made)
    exchange.subscriptions.hold(anna.address)
    ews.update(review, put(ItemRows.Subject, "x"))
    assert not exchange.pieces
    exchange.subscriptions.release(anna.address)
    exchange.run_due()
    assert len(said(exchange)) == 1


@pytest.mark.parametrize("profile", [Profile().but(push_latency=2.0)])
def test_events_come_some_seconds_later(
    ews: Client, made: str, exchange: Exchange, clock: ManualClock, review: Item
) -> None:
    connect(ews, made)
    ews.update(review, put(ItemRows.Subject, "x"))
    assert not exchange.pieces
    pass_time(exchange, clock, seconds=2)
    assert len(said(exchange)) == 1


@pytest.mark.parametrize("profile", [Profile().but(push_latency=2.0)])
def test_events_that_are_held_back_in_these_seconds(
    ews: Client, made: str, exchange: Exchange, clock: ManualClock, anna: Mailbox, review: Item
) -> None:
    connect(ews, made)
    ews.update(review, put(ItemRows.Subject, "x"))
    exchange.subscriptions.hold(anna.address)
    pass_time(exchange, clock, seconds=2)
    assert not exchange.pieces
    exchange.subscriptions.release(anna.address)
    exchange.run_due()
    assert len(said(exchange)) == 1


def test_events_elsewhere_leave_a_connection_alone(
    ews: Client, bens_ews: Client, made: str, exchange: Exchange
) -> None:
    connect(ews, made)
    bens_ews.create(an_entry())
    assert not exchange.pieces


@pytest.mark.parametrize("profile", [Profile().but(subscription_limit=1)])
def test_too_many_subscriptions(ews: Client, made: str) -> None:
    wish = StreamingSubscriptionRequest(FolderIds=folder_ids("calendar"), EventTypes=TYPES)
    assert ews.ask(Subscribe(StreamingSubscriptionRequest=wish)).code == "ErrorExceededSubscriptionCount"


def test_it_behaves_as_the_mailbox_does(
    ews: Client, bens_ews: Client, anna: Mailbox, exchange: Exchange, clock: ManualClock
) -> None:
    """Each field may be a mailbox's own: that of the first subscription that is named counts, whoever asks."""
    own = {
        "stream_heartbeat": 5, "stream_life": 60, "stream_ids": 2, "stream_connections": 1, "stream_names": "types",
        "stream_unknown": "ErrorInvalidSubscription", "stream_goes_on_without_bad": True,
    }  # fmt: skip
    anna.behave(exchange.profile.own(own))
    first, second, bens = subscribe(ews), subscribe(ews), subscribe(bens_ews)
    assert connect(ews, first, "AAA-", "BBB-").code == "ErrorInvalidSubscriptionRequest", "stream_ids"
    reply = connect(ews, first, "AAA-")
    assert reply.only.ConnectionStatus == "OK", "stream_goes_on_without_bad"
    assert b"<t:SubscriptionId>AAA-<" in reply.raw, "stream_names"
    assert connect(ews, second).code == "ErrorExceededConnectionCount", "stream_connections"
    connect(bens_ews, bens)
    pass_time(exchange, clock, seconds=5)
    assert statuses(exchange) == [("NoError", "OK")], "stream_heartbeat: one of Anna's, none of Ben's"
    pass_time(exchange, clock, seconds=55)
    exchange.streams.closed(reply.turn.connection)
    said(exchange)
    assert connect(ews, second).code == "ErrorInvalidSubscription", "stream_life, stream_unknown"
    assert connect(bens_ews, second).code == "ErrorInvalidSubscription", "it is about Anna's, whoever asks"
    assert b"<m:SubscriptionId>AAA-<" in connect(bens_ews, "AAA-").raw, "Ben's own, where none names a mailbox"
    stranger = Client(exchange, Account("nobody@example.test", "secret"), None)
    assert b"<m:SubscriptionId>AAA-<" in connect(stranger, "AAA-").raw, "that of all, where he has none"
