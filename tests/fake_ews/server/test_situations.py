"""Why no callback comes just now: what each subscription waits for, in words, as a test and the control API see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest

from fake_ews import FakeExchange, Fault, Profile
from fake_ews.model import situations
from fake_ews.model.delivery import Subscription
from fake_ews.model.events import Interest
from tests.fake_ews.server.test_mailbox_moves import PULL
from tests.fake_ews.server.test_push import add, subscribed
from tests.fake_ews.server.test_streaming import Stream
from tests.fake_ews.server.test_streaming import subscribe as subscribe_streaming
from tests.fake_ews.server.wire import ANNA, SUBSCRIBE, Client, Listener, http_answer


def waits(fake: FakeExchange) -> str:
    """What the only subscription waits for."""
    assert fake.wait_quiet()
    (view,) = fake.subscriptions(ANNA)
    assert (view.waits_for == "") == (view.ended is not None)
    return view.waits_for


def test_nothing_to_tell(fake: FakeExchange, client: Client, listener: Listener) -> None:
    subscribed(client, listener)
    due = "its next StatusEvent is due at 2027-03-01 08:30:00"
    assert waits(fake) == f"nothing has happened that it wants to hear of; {due}"
    fake.hold_pushes(ANNA)
    add(fake)
    assert waits(fake) == f"a test holds its events back until they are released; {due}"
    fake.restart()
    assert waits(fake) == ""


def test_a_listener_that_gives_no_answer(fake: FakeExchange, client: Client, listener: Listener) -> None:
    listener.answers.extend([http_answer("")] * 3)
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    seen = "the listener gave no usable answer, {} in a row; the next try is at 2027-03-01 08:0{}"
    assert waits(fake) == seen.format("2 times", "0:30")
    fake.advance(fake.now() + dt.timedelta(seconds=30))
    assert waits(fake) == seen.format("3 times", "1:30")


def test_a_failed_message_with_events_that_a_test_holds_back(
    fake: FakeExchange, client: Client, listener: Listener
) -> None:
    subscribed(client, listener)
    listener.answers.append(b"")
    add(fake)
    listener.wait(2)
    fake.hold_pushes(ANNA)
    fake.advance(fake.now() + dt.timedelta(seconds=100))
    assert waits(fake) == (
        "the listener gave no usable answer, once in a row; the next try is made when the events are released: a test "
        "holds its events back until they are released"
    )


def test_a_silent_listener(
    fake: FakeExchange, client: Client, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fake_ews.server.posting.PATIENCE", 0.1)
    listener.answers.append(b"")
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    listener.wait(1)
    assert waits(fake) == (
        "the listener has not answered the message of 2027-03-01 08:00:00; from 2027-03-01 08:01:40 on it never will"
    )


def test_a_message_that_a_fault_keeps(fake: FakeExchange, client: Client, listener: Listener) -> None:
    subscribed(client, listener)
    fake.inject(Fault("held", operation="SendNotification"))
    add(fake)
    assert waits(fake) == "a fault keeps its message until pushes are released"


def test_an_exchange_that_does_not_look_at_once(fake: FakeExchange, client: Client, listener: Listener) -> None:
    fake.mailbox(ANNA).behave(push_latency=2.0)
    subscribed(client, listener)
    add(fake)
    assert waits(fake) == (
        "an event of 2027-03-01 08:00:00 is told at 2027-03-01 08:00:02, for Exchange does not look at once "
        "(push_latency)"
    )


def test_those_that_a_client_asks(fake: FakeExchange, client: Client) -> None:
    client.ask(PULL.format(watermark=""))
    assert waits(fake) == (
        "its client asks for events (GetEvents); it expires at 2027-03-01 08:10:00 unless that happens before"
    )
    stream = Stream(fake, subscribe_streaming(client))
    stream.chunk()
    views = [view.waits_for for view in fake.subscriptions(ANNA) if view.kind == "streaming"]
    stream.close()
    while fake.subscriptions(ANNA)[1].waits_for in views:
        fake.wait_quiet()
    assert views == ["events go out over the connection that is open"]
    assert fake.subscriptions(ANNA)[1].waits_for == (
        "its client has no connection open (GetStreamingEvents); events wait for one"
    )


def test_one_that_is_about_to_send() -> None:
    now = dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)
    sub = Subscription(
        "id", ANNA, "", Interest(None, frozenset()), "http://x.test/", "Exchange2013", dt.timedelta(minutes=30), now,
        0, 0, now,
    )  # fmt: skip
    assert situations.of_push(sub, None, False, now, Profile()) == "its next message is sent at once"


# --- what faults do is told, too --------------------------------------------------------------------------------------

NOTHING = "nothing has happened that it wants to hear of; its next StatusEvent is due at 2027-03-01 08:30:05"


@pytest.mark.parametrize(
    ("fault", "becomes", "situation"),
    [
        (Fault("lost"), "nobody will ever send it, and its subscription has ended without a word", ""),
        (
            Fault("skipped"),
            "it counts as answered, and nobody will ever send it; the next one's PreviousWatermark shows the gap",
            "a fault has swallowed its message of 2027-03-01 08:00:05, which counts as answered; since then " + NOTHING,
        ),
        (
            Fault("overtaken"),
            "it counts as answered, and is sent once the next one of its subscription is",
            "a fault keeps its message of 2027-03-01 08:00:05 until the next one is sent; since then " + NOTHING,
        ),
        (
            Fault("held"),
            "it is sent when the pushes of its mailbox are released, and all that follows waits behind it",
            "a fault keeps its message until pushes are released",
        ),
        (
            Fault("delayed", seconds=60),
            "it is sent later, when the fault's seconds are over",
            "a fault delays its message until 2027-03-01 08:01:05",
        ),
    ],
    ids=lambda one: one.effect if isinstance(one, Fault) else "",
)
def test_a_message_that_a_fault_does_not_let_go(
    fake: FakeExchange, client: Client, listener: Listener, fault: Fault, becomes: str, situation: str
) -> None:
    """The journal has it, though nobody was called; and the subscription's view says what has become of it."""
    subscription = subscribed(client, listener)
    assert waits(fake) == NOTHING.replace("30:05", "30:00")
    fake.advance(fake.now() + dt.timedelta(seconds=5))
    before = fake.subscriptions(ANNA)[0].last_ok
    fake.inject(fault)
    add(fake)
    assert waits(fake) == situation
    record = fake.journal.after(0)[-1]
    assert (record.kind, record.operation, record.mailbox, record.account) == (
        "unsent",
        "SendNotification",
        ANNA,
        listener.url,
    )
    assert (record.fault, record.status, record.subscription) == (fault.effect, None, subscription)
    assert [kind for kind, _ in record.events] == ["CreatedEvent", "ModifiedEvent"]
    assert subscription.encode() in record.sent
    assert record.verdict == f"not sent, for a fault is entered ({fault.effect}): {becomes}"
    gone = ((subscription, ANNA, f"push to {listener.url}"),)
    assert record.ended == (gone if fault.effect == "lost" else ())
    assert fake.subscriptions(ANNA)[0].last_ok == before, "no listener has answered it"
    fake.clear_faults()
    fake.release_pushes()
    fake.advance(fake.now() + dt.timedelta(minutes=1))
    add(fake, "Later")
    assert "a fault" not in waits(fake), "that is over with the next message"


def test_what_could_not_be_read_is_told(fake: FakeExchange, client: Client, listener: Listener) -> None:
    subscription = subscribed(client, listener)
    assert fake.wait_quiet()
    fake.inject(Fault("read-failed"))
    add(fake)
    assert fake.wait_quiet()
    unsent, sent = fake.journal.after(0)[-2:]
    assert unsent.ended == ((subscription, ANNA, f"push to {listener.url}"),)
    assert (unsent.kind, sent.kind, sent.status) == ("unsent", "push", 200)


@pytest.mark.parametrize("what", ["restart", "failover", "migration", "expiry"])
def test_the_journal_says_which_subscriptions_have_ended(
    fake: FakeExchange, client: Client, listener: Listener, what: str
) -> None:
    push = subscribed(client, listener)
    pull = client.ask(PULL.format(watermark="")).between("SubscriptionId>", "<")
    others = {"pull": pull, "streaming": subscribe_streaming(client)}
    assert fake.wait_quiet()
    deeds: dict[str, Callable[[], None]] = {
        "restart": fake.restart,
        "failover": partial(fake.fail_over, ANNA),
        "migration": partial(fake.migrate, ANNA),
        "expiry": partial(fake.expire_pulls, ANNA),
    }
    deeds[what]()
    record = next(one for one in fake.journal.after(0) if one.operation == what)
    every = ((push, ANNA, f"push to {listener.url}"), *((id_, ANNA, kind) for kind, id_ in others.items()))
    assert record.ended == (every[1:2] if what == "expiry" else every)
    assert {one.id for one in fake.subscriptions() if one.ended is not None} == {one for one, _, _ in record.ended}
