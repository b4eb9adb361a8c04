"""Streaming over the wire: one chunked answer of whole envelopes, driven by the clock, cut by a restart."""

from __future__ import annotations

import datetime as dt
import http.client
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from fake_ews import FakeExchange, Fault
from fake_ews.server.clock import ScaledClock
from tests.fake_ews.server.wire import ANNA, SERVICE, SOAP, XML, Client, basic, envelope
from tests.schema import assert_valid

SUBSCRIBE = (
    "<m:Subscribe><m:StreamingSubscriptionRequest><t:FolderIds>"
    '<t:DistinguishedFolderId Id="calendar"/></t:FolderIds><t:EventTypes><t:EventType>CreatedEvent</t:EventType>'
    "</t:EventTypes></m:StreamingSubscriptionRequest></m:Subscribe>"
)
CONNECT = (
    "<m:GetStreamingEvents><m:SubscriptionIds><t:SubscriptionId>{id}</t:SubscriptionId></m:SubscriptionIds>"
    "<m:ConnectionTimeout>{minutes}</m:ConnectionTimeout></m:GetStreamingEvents>"
)
UNSUBSCRIBE = "<m:Unsubscribe><m:SubscriptionId>{id}</m:SubscriptionId></m:Unsubscribe>"
START = dt.datetime(2027, 3, 2, 10, tzinfo=dt.UTC)


def subscribe(client: Client) -> str:
    return client.ask(SUBSCRIBE).between("<m:SubscriptionId>", "<")


class Stream:
    """A streaming connection: the head of its answer, and its chunks as they come."""

    def __init__(self, fake: FakeExchange, subscription: str, minutes: int = 5, version: str = "1.1") -> None:
        place = urlsplit(fake.url)
        self.socket = socket.create_connection((place.hostname, place.port), timeout=10)
        body = envelope(CONNECT.format(id=subscription, minutes=minutes))
        head = (
            f"POST {place.path} HTTP/{version}\r\nHost: {place.netloc}\r\nAuthorization: {basic(*SERVICE)}\r\n"
            f"Content-Type: {XML}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.socket.sendall(head.encode() + body)
        self.file = self.socket.makefile("rb")
        self.head = b"".join(iter(self.file.readline, b"\r\n")).decode()

    def chunk(self) -> str:
        """The next chunk; "" at the end of the answer."""
        size = int(self.file.readline(), 16)
        data = self.file.read(size)
        assert self.file.read(2) == b"\r\n"
        if data:
            assert_valid(data)
        return data.decode()

    def close(self) -> None:
        """Go away."""
        self.file.close()
        self.socket.close()


@pytest.fixture
def subscription(client: Client) -> str:
    """A streaming subscription on Anna's calendar."""
    return subscribe(client)


@pytest.fixture
def stream(fake: FakeExchange, subscription: str) -> Iterator[Stream]:
    """A connection to it for five minutes, its first envelope read."""
    stream = Stream(fake, subscription)
    first = stream.chunk()
    assert status_of(first) == ("NoError", "OK")
    assert "Notification" not in first
    yield stream
    stream.close()


def status_of(chunk: str) -> tuple[str, str]:
    code, status = re.findall(r"<m:(?:ResponseCode|ConnectionStatus)>(\w+)<", chunk)
    return code, status


def add(fake: FakeExchange, subject: str = "Review") -> str:
    return fake.mailbox(ANNA).add(subject=subject, start=START, end=START + dt.timedelta(hours=1)).item_id


def pass_time(fake: FakeExchange, **time: float) -> None:
    fake.advance(fake.now() + dt.timedelta(**time))


def test_the_bytes(fake: FakeExchange, stream: Stream) -> None:
    """Chunked, whole envelopes, each with its header, none with an XML declaration. [seen EMA]"""
    assert stream.head.startswith("HTTP/1.1 200 OK\r\n")
    assert "Transfer-Encoding: chunked" in stream.head
    assert f"Content-Type: {XML}" in stream.head
    item = add(fake)
    chunk = stream.chunk()
    assert chunk.startswith(f'<Envelope xmlns="{SOAP}"><soap11:Header xmlns:soap11="{SOAP}"><ServerVersionInfo ')
    assert (item in chunk, "Watermark" in chunk, "MoreEvents" in chunk) == (True, False, False)


def test_the_clock_drives_it(fake: FakeExchange, stream: Stream) -> None:
    for _ in range(6):
        pass_time(fake, seconds=45)
        assert status_of(stream.chunk()) == ("NoError", "OK")
    pass_time(fake, seconds=30)
    assert status_of(stream.chunk()) == ("NoError", "Closed")
    assert stream.chunk() == ""


def test_an_open_connection_is_no_work(fake: FakeExchange, stream: Stream) -> None:
    assert fake.wait_quiet()
    assert not fake.busy()


def test_the_journal_knows_what_was_streamed(fake: FakeExchange, stream: Stream, subscription: str) -> None:
    item = add(fake)
    stream.chunk()
    pass_time(fake, seconds=45)
    stream.chunk()
    assert fake.wait_quiet()
    call, told = [one for one in fake.journal.after(0) if one.operation == "GetStreamingEvents"]
    assert (call.kind, call.status, call.codes) == ("call", 200, ("NoError",))
    assert (told.kind, told.mailbox, told.subscription) == ("stream", ANNA, subscription)
    assert told.events == (("CreatedEvent", item),)
    (view,) = fake.subscriptions()
    assert (view.kind, view.url, view.ended) == ("streaming", "", None)
    second = Stream(fake, subscription)
    assert status_of(stream.chunk()) == ("ErrorNewEventStreamConnectionOpened", "Closed")
    second.close()
    assert fake.wait_quiet()
    end = [one for one in fake.journal.after(0) if one.kind == "stream"][-1]
    assert (end.codes, end.events) == (("ErrorNewEventStreamConnectionOpened",), ())
    assert b">Closed<" in end.sent


def test_a_second_connection_takes_over(fake: FakeExchange, stream: Stream, subscription: str) -> None:
    second = Stream(fake, subscription)
    assert status_of(second.chunk()) == ("NoError", "OK")
    assert status_of(stream.chunk()) == ("ErrorNewEventStreamConnectionOpened", "Closed")
    assert stream.chunk() == ""
    add(fake)
    assert "CreatedEvent" in second.chunk()
    second.close()


def test_unsubscribing_is_told_at_once(fake: FakeExchange, stream: Stream, client: Client, subscription: str) -> None:
    """[doc: with ErrorInvalidSubscription and Closed]; whoever listens does not wait for a sign of life to come"""
    assert client.ask(UNSUBSCRIBE.format(id=subscription)).codes == ["NoError"]
    assert status_of(stream.chunk()) == ("ErrorInvalidSubscription", "Closed")
    assert stream.chunk() == ""


def test_a_bad_id(fake: FakeExchange) -> None:
    """Microsoft's own client fails unless it reads m:SubscriptionId [seen EMA]; the schema has t:"""
    stream = Stream(fake, "AAA-")
    chunk = stream.chunk()
    assert status_of(chunk) == ("ErrorInvalidSubscription", "Closed")
    assert "<m:ErrorSubscriptionIds><m:SubscriptionId>AAA-</m:SubscriptionId></m:ErrorSubscriptionIds>" in chunk
    assert stream.chunk() == ""
    stream.close()


def test_a_restart_cuts_it(fake: FakeExchange, stream: Stream, client: Client, subscription: str) -> None:
    fake.restart()
    with suppress(ConnectionResetError):
        assert stream.file.read() == b""
    (view,) = fake.subscriptions()
    assert view.ended == "Exchange was restarted"


def test_a_client_that_goes_away_is_noticed_at_once(fake: FakeExchange, client: Client) -> None:
    """Else the fourth would be one connection too many."""
    for _ in range(4):
        stream = Stream(fake, subscribe(client))
        assert status_of(stream.chunk()) == ("NoError", "OK")
        stream.close()
        while not _lives_for_half_an_hour(fake):
            fake.wait_quiet()
    assert fake.wait_quiet()


def _lives_for_half_an_hour(fake: FakeExchange) -> bool:
    """Whether nothing but the end of subscriptions without connection is to come."""
    return fake.next_due() == fake.now() + dt.timedelta(minutes=30)


def test_a_client_that_does_not_read_keeps_nobody_busy(
    fake: FakeExchange, stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it does not read waits, and does not grow: nothing follows a message that has not gone out."""
    monkeypatch.setattr("fake_ews.server.streaming.PATIENCE", 0.05)
    for number in range(400):
        add(fake, f"Review {number}")
    assert fake.wait_quiet()
    told = 0
    while told < 400:
        told += stream.chunk().count("<t:CreatedEvent>")
    assert told == 400


def test_one_that_speaks_http_1_0(fake: FakeExchange, subscription: str) -> None:
    stream = Stream(fake, subscription, minutes=1, version="1.0")
    pass_time(fake, minutes=1)
    assert stream.file.read().count(b"<Envelope") == 3
    stream.close()


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        (Fault("item-error", operation="GetStreamingEvents", code="ErrorAccessDenied"), "ErrorAccessDenied"),
        (Fault("conflict-but-saved", operation="GetStreamingEvents"), "ErrorIrresolvableConflict"),
        (Fault("busy-fault", operation="GetStreamingEvents"), "ErrorServerBusy"),
    ],
)
def test_faults_of_the_call(fake: FakeExchange, client: Client, subscription: str, fault: Fault, seen: str) -> None:
    fake.inject(fault)
    assert client.ask(CONNECT.format(id=subscription, minutes=1)).codes[:1] == [seen]
    assert fake.next_due() == fake.now() + dt.timedelta(minutes=30), "no connection is open"


def test_the_answer_gets_lost(fake: FakeExchange, client: Client, subscription: str) -> None:
    fake.inject(Fault("reset-after", operation="GetStreamingEvents"))
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        client.ask(CONNECT.format(id=subscription, minutes=1))
    assert fake.wait_quiet()
    assert fake.next_due() == fake.now() + dt.timedelta(minutes=30), "no connection is open"


def test_closing_the_simulator_ends_it(fake: FakeExchange, stream: Stream) -> None:
    fake.close()
    with suppress(ConnectionResetError):
        stream.file.read()


def test_with_a_clock_that_goes() -> None:
    with FakeExchange(clock=ScaledClock(600)) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(ANNA)
        with Client(fake.url) as client:
            stream = Stream(fake, subscribe(client), minutes=1)
            assert [status_of(stream.chunk())[1] for _ in range(3)] == ["OK", "OK", "Closed"]
            assert stream.chunk() == ""
            stream.close()
