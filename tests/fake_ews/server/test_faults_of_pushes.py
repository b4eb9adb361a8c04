"""Faults of messages: split over two, overtaken by the next; in batches, as the mailbox's profile says."""

from __future__ import annotations

import re

import pytest

from fake_ews import FakeExchange, Fault
from tests.fake_ews.server.test_push import add, pushes, subscribed
from tests.fake_ews.server.wire import CREATE, SUBSCRIBE, Client, Listener
from tests.schema import assert_valid


def told(message: bytes) -> tuple[list[str], str, list[str], str]:
    """Events, MoreEvents, watermarks and previous watermark of a message, which is valid by the schema."""
    assert_valid(message.partition(b"\r\n\r\n")[2])
    text = message.decode()
    return (
        re.findall(r"<t:(\w+Event)>", text),
        re.findall(r"<t:MoreEvents>(\w+)", text)[0],
        re.findall(r"<t:Watermark>([^<]+)", text),
        re.findall(r"<t:PreviousWatermark>([^<]+)", text)[0],
    )


def test_a_message_is_split_over_two(fake: FakeExchange, client: Client, listener: Listener) -> None:
    """The second begins where the first ends; a message with one event is neither split nor counted."""
    number = fake.inject(Fault("split"))
    subscribed(client, listener)
    assert pushes(fake) == [(200, "OK")]
    assert fake.fired(number) == 0
    add(fake)
    first, second = map(told, listener.wait(3)[1:])
    assert (first[0], first[1]) == (["CreatedEvent"], "true")
    assert (second[0], second[1]) == (["ModifiedEvent"], "false")
    assert second[3] == first[2][-1]
    assert pushes(fake) == [(200, "OK")] * 3
    records = [record for record in fake.journal.after(0) if record.kind == "push"]
    assert [record.fault for record in records] == ["", "split", ""]
    assert [len(record.events) for record in records] == [1, 1, 1]


def test_a_message_is_overtaken(fake: FakeExchange, client: Client, listener: Listener) -> None:
    """It comes after the next one, whose PreviousWatermark the client has not seen yet."""
    subscribed(client, listener)
    pushes(fake)
    fake.inject(Fault("overtaken"))
    add(fake, "One")
    assert pushes(fake) == [(200, "OK")]
    add(fake, "Two")
    listener.wait(3)
    add(fake, "Three")
    messages = [told(one) for one in listener.wait(4)[1:]]
    late = next(one for one in messages if one[2][0] < min(other[2][0] for other in messages if other is not one))
    assert messages.index(late) == 1
    assert messages[0][3] == late[2][-1]
    assert [status for status, _ in pushes(fake)] == [200] * 4
    assert any("counts as answered already" in record.verdict for record in fake.journal.after(0))


def test_an_overtaken_message_is_dropped_with_its_subscription(
    fake: FakeExchange, client: Client, listener: Listener
) -> None:
    subscribed(client, listener)
    pushes(fake)
    fake.inject(Fault("overtaken"))
    add(fake)
    pushes(fake)
    fake.restart()
    add(fake)
    assert pushes(fake) == [(200, "OK")]


@pytest.mark.parametrize(("batch", "messages"), [(1, 6), (4, 2), (50, 1)])
def test_events_come_in_batches(
    fake: FakeExchange, client: Client, listener: Listener, batch: int, messages: int
) -> None:
    """Up to so many events in one message, MoreEvents true in all but the last. Profile field push_batch, 1 to 50."""
    fake.mailbox("dora@example.test", push_batch=batch)
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30), owner="dora@example.test")
    listener.wait(1)
    pushes(fake)
    fake.hold_pushes()
    for number in range(3):
        client.ask(CREATE.format(subject=number), owner="dora@example.test")
    fake.release_pushes()
    seen = [told(one) for one in listener.wait(1 + messages)[1:]]
    assert len(seen[0][0]) == min(batch, 6)
    assert [one[1] for one in seen] == ["true"] * (messages - 1) + ["false"]
    assert len(pushes(fake)) == 1 + messages
