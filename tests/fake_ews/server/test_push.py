"""Pushes over the wire: what a listener gets, what counts as an answer, and what the journal knows of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Iterator

import pytest

from fake_ews import FakeExchange, ManualClock
from fake_ews.control.desk import Desk
from fake_ews.model.profile import Profile
from fake_ews.server.posting import Lane
from tests.fake_ews.server.wire import (
    ANNA,
    CREATE,
    OK,
    SERVICE,
    SUBSCRIBE,
    UNSUBSCRIBE,
    Client,
    Listener,
    http_answer,
)
from tests.schema import assert_valid

START = dt.datetime(2027, 3, 2, 10, tzinfo=dt.UTC)


def subscribed(client: Client, listener: Listener, minutes: int = 30) -> str:
    """A subscription whose first message has been answered; its id."""
    answer = client.ask(SUBSCRIBE.format(url=listener.url, minutes=minutes))
    assert answer.codes == ["NoError"]
    listener.wait(1)
    return answer.between("<m:SubscriptionId>", "<")


def add(fake: FakeExchange, subject: str = "Review") -> None:
    fake.mailbox(ANNA).add(subject=subject, start=START, end=START + dt.timedelta(hours=1))


def pushes(fake: FakeExchange) -> list[tuple[int | None, str]]:
    """Status and acknowledgement of all pushes so far."""
    assert fake.wait_quiet()
    return [(record.status, record.acknowledged) for record in fake.journal.after(0) if record.kind == "push"]


def test_the_bytes_of_a_push(fake: FakeExchange, client: Client, listener: Listener) -> None:
    """As in the capture of a real one: these headers in this order, no quotes, nothing else."""
    subscription = subscribed(client, listener)
    add(fake)
    head, _, body = listener.wait(2)[1].partition(b"\r\n\r\n")
    assert head.decode().split("\r\n") == [
        "POST /push?anna HTTP/1.1",
        f"Host: {listener.url.split('/')[2]}",
        f"Content-Length: {len(body)}",
        "Accept: text/xml",
        "Content-Type: text/xml; charset=utf-8",
        "SOAPAction: http://schemas.microsoft.com/exchange/services/2006/messages/SendNotification",
        "Accept-Encoding: gzip",
    ]
    assert_valid(body)
    assert body.startswith(b'<?xml version="1.0" encoding="utf-8"?><soap11:Envelope')
    assert b'Version="Exchange2013_SP1"' in body
    assert subscription.encode() in body
    assert pushes(fake) == [(200, "OK"), (200, "OK")]
    record = fake.journal.after(0)[-1]
    assert (record.operation, record.mailbox, record.account) == ("SendNotification", ANNA, listener.url)
    assert record.subscription == subscription
    assert (record.sent, record.received) == (body, OK.encode())
    assert record.sent_head + record.sent == listener.received[1]
    assert record.received_head + record.received == http_answer()
    assert [kind for kind, _ in record.events] == ["CreatedEvent", "ModifiedEvent"]


def test_unsubscribe(fake: FakeExchange, client: Client, listener: Listener) -> None:
    listener.answers.append(http_answer(UNSUBSCRIBE))
    subscribed(client, listener)
    add(fake)
    assert pushes(fake) == [(200, "Unsubscribe")]
    (view,) = fake.subscriptions(ANNA)
    assert view.ended == "the listener unsubscribed"


def test_nobody_listens(fake: FakeExchange, client: Client) -> None:
    """Subscribe succeeds all the same; retries follow on the clock, and then silence."""
    nobody = Listener()
    nobody.close()
    client.ask(SUBSCRIBE.format(url=nobody.url, minutes=1))
    assert fake.wait_quiet()
    fake.advance(fake.now() + dt.timedelta(minutes=10))
    seen = pushes(fake)
    assert [status for status, _ in seen] == [None] * 4
    assert "connection refused" in seen[0][1]
    assert [view.ended for view in fake.subscriptions()] == ["the listener did not answer"]


def test_a_url_that_cannot_be_posted_to(fake: FakeExchange, client: Client) -> None:
    client.ask(SUBSCRIBE.format(url="http://nobody.invalid:1/push", minutes=1))
    assert fake.wait_quiet()
    assert pushes(fake)[0][0] is None


def test_what_a_client_changes_is_pushed(fake: FakeExchange, client: Client, listener: Listener) -> None:
    subscribed(client, listener)
    assert client.ask(CREATE.format(subject="Review")).codes == ["NoError"]
    listener.wait(2)
    assert pushes(fake) == [(200, "OK")] * 2


def test_connections_are_used_again(fake: FakeExchange, client: Client, listener: Listener) -> None:
    subscribed(client, listener)
    for number in range(3):
        add(fake, f"Review {number}")
        listener.wait(number + 2)
    pushes(fake)
    assert len(listener._open) == 1


def test_a_silent_listener_keeps_nobody_busy_for_long(
    fake: FakeExchange, client: Client, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fake_ews.server.posting.PATIENCE", 0.2)
    listener.answers.append(b"")
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    listener.wait(1)
    assert fake.busy()
    assert fake.wait_quiet(5)
    assert fake.next_due() == fake.now() + dt.timedelta(seconds=100)
    fake.advance(fake.now() + dt.timedelta(seconds=100))
    listener.wait(2)
    assert pushes(fake) == [(None, "the listener did not answer within 100 s"), (200, "OK")]


def test_silent_connections_hold_no_message_up(
    fake: FakeExchange, client: Client, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More subscriptions than a listener has connections, and it answers none."""
    monkeypatch.setattr("fake_ews.server.posting.PATIENCE", 0.2)
    count = Lane().most + 3
    listener.answers.extend([b""] * count)
    for _ in range(count):
        client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    listener.wait(count)
    assert fake.wait_quiet(5)


def test_a_connection_that_is_never_made_is_given_up_by_the_clock(
    fake: FakeExchange, client: Client, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the second attempt goes on trying, until everything ends."""

    async def never(*to: object, **how: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("fake_ews.server.posting.PATIENCE", 0.1)
    monkeypatch.setattr("fake_ews.server.network.start_connection", never)
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    assert pushes(fake) == []
    fake.advance(fake.now() + dt.timedelta(seconds=100))
    assert pushes(fake) == [(None, "the listener did not answer within 100 s")]


def test_advancing_waits_for_answers_on_the_way(fake: FakeExchange, client: Client, listener: Listener) -> None:
    """Five heartbeats in one step: each is answered before the next is due."""
    subscribed(client, listener, minutes=1)
    fake.advance(fake.now() + dt.timedelta(minutes=5))
    assert fake.wait_quiet()
    seen = [(record.at, record.events) for record in fake.journal.after(0) if record.kind == "push"]
    assert [events for _, events in seen] == [(("StatusEvent", ""),)] * 6
    assert [(at - seen[0][0]).total_seconds() for at, _ in seen] == [0, 60, 120, 180, 240, 300]


def test_moving_time_backwards(fake: FakeExchange) -> None:
    with pytest.raises(ValueError, match="a clock does not go back"):
        fake.advance(fake.now() - dt.timedelta(seconds=1))


@pytest.fixture
def eager() -> Iterator[FakeExchange]:
    """An Exchange that sends the first message before it answers Subscribe."""
    with FakeExchange(clock=ManualClock()) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(ANNA, first_message="before")
        yield fake


def test_the_first_message_may_come_before_the_answer(eager: FakeExchange, listener: Listener) -> None:
    with Client(eager.url) as client:
        client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    first, second = eager.journal.after(0)
    assert (first.kind, second.operation) == ("push", "Subscribe")


def test_but_the_answer_does_not_wait_for_ever(
    eager: FakeExchange, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fake_ews.server.posting.PATIENCE", 0.1)
    listener.answers.append(b"")
    with Client(eager.url) as client:
        assert client.ask(SUBSCRIBE.format(url=listener.url, minutes=30)).codes == ["NoError"]


def test_restart(fake: FakeExchange, client: Client, listener: Listener) -> None:
    listener.answers.append(b"")
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    listener.wait(1)
    fake.restart()
    assert [view.ended for view in fake.subscriptions()] == ["Exchange was restarted"]
    assert "restart" in [record.kind for record in fake.journal.after(0)]
    with pytest.raises((ConnectionError, OSError)):
        client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    with Client(fake.url) as again:
        subscribed(again, listener)


def test_restart_while_messages_wait_for_a_connection(fake: FakeExchange, client: Client, listener: Listener) -> None:
    """They are not sent any more, and the journal says so."""
    most = Lane().most
    listener.answers.extend([b""] * most)
    for _ in range(most + 3):
        client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    listener.wait(most)
    fake.restart()
    assert pushes(fake) == [(None, "Exchange broke the connection off, before there was an answer")] * (most + 3)
    assert len(listener.received) == most


# --- what a test sends ------------------------------------------------------------------------------------------------


def test_any_bytes(fake: FakeExchange, listener: Listener) -> None:
    listener.answers.append(http_answer(status="400 Bad"))
    assert fake.post(listener.url, b"junk", headers={"X-Test": "1"}) == 400
    assert b"X-Test: 1" in listener.received[0]
    assert listener.received[0].endswith(b"\r\n\r\njunk")
    (record,) = fake.journal.after(0)
    assert (record.kind, record.operation, record.account, record.sent) == ("act", "post", listener.url, b"junk")


def test_a_listener_that_does_not_answer_a_test(
    fake: FakeExchange, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fake_ews.server.organisation.LONGEST_POST", 0.1)
    listener.answers.append(b"")
    assert fake.post(listener.url, b"junk") is None
    assert fake.journal.after(0)[-1].acknowledged == "no answer within 0 s"
    assert fake.post("http://127.0.0.1:1/", b"junk") is None


def test_a_push_again(fake: FakeExchange, client: Client, listener: Listener) -> None:
    subscription = subscribed(client, listener)
    add(fake)
    listener.wait(2)
    pushes(fake)
    number = fake.journal.newest
    assert fake.replay_push(number) == 200
    assert listener.received[2] == listener.received[1]
    assert fake.replay_push(number, subscription_id="Zm9yZWlnbg==") == 200
    assert b"<t:SubscriptionId>Zm9yZWlnbg==<" in listener.received[3]
    assert subscription.encode() not in listener.received[3]


def test_only_a_push_can_come_again(fake: FakeExchange, client: Client) -> None:
    with pytest.raises(LookupError, match="journal record 7 is no push"):
        fake.replay_push(7)


def test_nothing_is_sent_once_it_is_closed(listener: Listener) -> None:
    listener.answers.append(b"")
    with FakeExchange(clock=ManualClock()) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(ANNA)
        with Client(fake.url) as client:
            client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
        listener.wait(1)
    assert len(listener.received) == 1
    told = fake.journal.after(0)[-1]
    assert told.acknowledged == "Exchange broke the connection off, before there was an answer"
    assert told.verdict.endswith(": counted as nothing, since its organisation ends or begins anew")


def test_our_own_mistake_after_an_answer_is_told_and_keeps_nobody_busy(
    fake: FakeExchange, client: Client, listener: Listener, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def wrong(*_: object) -> None:
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr("fake_ews.model.subscriptions.answered", wrong)
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    listener.wait(1)
    assert fake.wait_quiet()
    assert "a mistake of ours" in capfd.readouterr().err


def test_our_own_mistake_in_a_turn_keeps_nobody_waiting(fake: FakeExchange, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that fails ends all the same: whoever waits for quiet goes on."""
    told, quiet = list[str](), threading.Event()

    def wrong(*_: object) -> None:
        raise ZeroDivisionError("a mistake of ours")

    def waits(desk: Desk) -> None:
        home = desk.organisation
        asyncio.get_running_loop().set_exception_handler(lambda _, said: told.append(str(said["exception"])))
        waiting = asyncio.ensure_future(home._become_quiet(lambda: home._turning))
        waiting.add_done_callback(lambda _: quiet.set())
        home.turned()

    monkeypatch.setattr("fake_ews.server.clock.Driver.turned", wrong)
    fake._call(waits)
    assert quiet.wait(10)
    assert told == ["a mistake of ours"]


def test_a_retry_that_no_clock_comes_to_is_none(listener: Listener) -> None:
    late = ManualClock(dt.datetime(8999, 12, 1, tzinfo=dt.UTC))
    profile = Profile().but(push_retries=(31622400.0,), push_retry_scale=1000.0, retries_within_frequency=False)
    with FakeExchange(clock=late, profile=profile) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(ANNA)
        with Client(fake.url) as client:
            client.ask(SUBSCRIBE.format(url="http://127.0.0.1:1/", minutes=30))
        assert fake.wait_quiet()
        assert [view.ended for view in fake.subscriptions()] == ["the listener did not answer"]
        assert fake.journal.after(0)[-1].verdict.endswith("attempt 1 was the last, the subscription has ended")
        fake.advance(late.now() + dt.timedelta(hours=1))
