"""Listeners that misbehave, each in a way of its own: what their answer counts as, what follows, and the words for it.

Time stands still: an answer that never comes is given up when the clock is moved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from fake_ews import FakeExchange
from fake_ews.model.journal import Record
from scenarios.ports import free_port
from tests.fake_ews.server.misbehaving import Act, Misbehaving, answers, resets, sends, then_closes, zipped
from tests.fake_ews.server.wire import ANNA, MESSAGES, OK, SUBSCRIBE, TYPES, UNSUBSCRIBE, XML, Client
from tests.field import field

HEAD = f"HTTP/1.1 200 OK\r\nContent-Type: {XML}\r\n".encode()
SIZED = HEAD + f"Content-Length: {len(OK)}\r\n\r\n".encode()
RESULT = f"SendNotificationResult in {MESSAGES}"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + f"{len(OK):x}\r\n{OK}\r\n0\r\n\r\n".encode()
FAULT = OK.partition("<SendNotification")[0] + "<s:Fault><faultstring>no</faultstring></s:Fault></s:Body></s:Envelope>"
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is silent is waited for shortly; the clock is then moved over his time."""
    monkeypatch.setattr("fake_ews.server.posting.PATIENCE", 0.3)


@pytest.fixture
def listener(act: Act) -> Iterator[Misbehaving]:
    """A listener that misbehaves once."""
    listener = Misbehaving(act)
    yield listener
    listener.close()


def pushes(fake: FakeExchange) -> list[Record]:
    assert fake.wait_quiet()
    return [record for record in fake.journal.after(0) if record.kind == "push"]


def subscribe(fake: FakeExchange, client: Client, url: str, minutes: int = 30) -> list[Record]:
    """Subscribe; the attempts that are made at once."""
    assert client.ask(SUBSCRIBE.format(url=url, minutes=minutes)).codes == ["NoError"]
    return pushes(fake)


WRONG: list[tuple[str, Act, int | None, str]] = [
    ("empty body", answers(""), 200, "the listener answered 200 with an empty body"),
    ("blank body", answers(" \r\n"), 200, "the listener answered 200 with an empty body"),
    ("text", answers("OK"), 200, "the listener answered 200 with a body that is no XML ('OK')"),
    ("json", answers('{"a":1}'), 200, "the listener answered 200 with a body that is no XML ('{\"a\":1}')"),
    ("html", answers("<!DOCTYPE html><html><body/></html>"), 200, "the listener answered 200 with a page of HTML"),
    (
        "a document type before the envelope", answers(f"<!DOCTYPE a>{OK}"), 200,
        "the listener answered 200 with XML that cannot be read (For security reasons DTD is prohibited in this XML "
        "document. To enable DTD processing set the DtdProcessing property on XmlReaderSettings to Parse and pass the "
        "settings into XmlReader.Create method.)",
    ),
    ("older html", answers("<html><body><br></html>"), 200, "the listener answered 200 with a page of HTML"),
    (
        "a document type", answers('<?xml version="1.0"?><!DOCTYPE a><a/>'), 200,
        "the listener answered 200 with XML that cannot be read (For security reasons DTD is prohibited in this XML "
        "document. To enable DTD processing set the DtdProcessing property on XmlReaderSettings to Parse and pass the "
        "settings into XmlReader.Create method.)",
    ),
    (
        "bare result", answers(f'<SendNotificationResult xmlns="{MESSAGES}"/>'), 200,
        f"the listener answered 200 with {RESULT} instead of a SOAP 1.1 Envelope",
    ),
    (
        "SOAP 1.2", answers(OK.replace("http://schemas.xmlsoap.org/soap/envelope/", SOAP_12)), 200,
        f"the listener answered 200 with Envelope in {SOAP_12} instead of a SOAP 1.1 Envelope",
    ),
    (
        "no Body", answers(OK.replace("s:Body>", "s:Boody>")), 200,
        "the listener answered 200 with an Envelope without Body",
    ),
    (
        "empty Body", answers(OK.partition("<SendN")[0] + "</s:Body></s:Envelope>"), 200,
        "the listener answered 200 with an empty Body",
    ),
    (
        "two results", answers(OK.replace("</s:Body>", "<a/></s:Body>")), 200,
        "the listener answered 200 with 2 elements in its Body instead of one",
    ),
    ("a fault", answers(FAULT), 200, "the listener answered 200 with a SOAP fault (no)"),
    (
        "a fault that says nothing", answers(FAULT.replace("<faultstring>no</faultstring>", "")), 200,
        "the listener answered 200 with a SOAP fault without faultstring",
    ),
    (
        "wrong namespace", answers(OK.replace(MESSAGES, TYPES)), 200,
        f"the listener answered 200 with SendNotificationResult in {TYPES} instead of {RESULT}",
    ),
    (
        "no namespace", answers(OK.replace(f' xmlns="{MESSAGES}"', "")), 200,
        f"the listener answered 200 with SendNotificationResult in no namespace instead of {RESULT}",
    ),
    (
        "status elsewhere", answers(OK.replace("<SubscriptionStatus>", '<SubscriptionStatus xmlns="">')), 200,
        "the listener answered 200 with a SendNotificationResult without SubscriptionStatus in its namespace",
    ),
    (
        "another status", answers(OK.replace(">OK<", ">Fine<")), 200,
        "the listener answered 200 with the SubscriptionStatus 'Fine', which is neither OK nor Unsubscribe",
    ),
    ("204", sends(b"HTTP/1.1 204 No Content\r\n\r\n"), 204, "the listener answered 204 with an empty body"),
    (
        "500 with a good body", answers(OK, "500 Oops"), 500,
        "the listener answered 500 with OK (only a status of 200 to 299 counts)",
    ),
    (
        "401", answers("", "401 Unauthorized", "WWW-Authenticate: Basic"), 401,
        "the listener answered 401 with an empty body (only a status of 200 to 299 counts)",
    ),
    (
        "a redirect", answers(OK, "307 Elsewhere", "Location: https://elsewhere.test/"), 307,
        "the listener answered 307 (to https://elsewhere.test/; no redirect is followed)",
    ),
    (
        "a redirect to nowhere", answers("", "302 Found"), 302,
        "the listener answered 302 with an empty body (only a status of 200 to 299 counts)",
    ),
    ("a huge body", answers(" " * 70_000 + OK), 200, "the listener answered with more than 64 KB"),
    (
        "gzip that is none", answers(OK, "200 OK", "Content-Encoding: gzip"), None,
        "the body of the answer is not compressed as its Content-Encoding says",
    ),
    (
        "closes half-way", then_closes(answers(OK, length=1000)), None,
        "the listener closed the connection in the middle of its answer",
    ),
    (
        "closes in the headers", then_closes(sends(HEAD)), None,
        "the listener closed the connection without an answer",
    ),
    ("closes", then_closes(sends()), None, "the listener closed the connection without an answer"),
    ("resets", resets, None, "the listener cut the connection"),
    (
        "another protocol", sends(b"SSH-2.0-OpenSSH_9.6\r\n"), None,
        "what the listener sent is no HTTP answer (Bad status line)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("way", "act", "status", "words"), WRONG, ids=[way for way, *_ in WRONG])
def test_it_is_no_answer_and_is_tried_again(
    fake: FakeExchange, client: Client, listener: Misbehaving, way: str, act: Act, status: int | None, words: str
) -> None:
    """At once; the second time this listener answers well."""
    first, second = subscribe(fake, client, listener.url)
    assert first.verdict == f"{words}: counted as no answer, next try at once"
    assert (first.status, first.acknowledged, first.events) == (status, words, (("StatusEvent", ""),))
    assert (second.verdict, second.at) == ("the listener answered 200 with OK: counted as OK", first.at)
    assert first.sent == second.sent, "a retry of the same"


@pytest.mark.parametrize(
    ("way", "act", "status"),
    [
        ("201", answers(OK, "201 Created"), 201),
        ("202", answers(OK, "202 Accepted"), 202),
        ("gzip", answers(zipped(), "200 OK", "Content-Encoding: gzip"), 200),
        ("chunked", sends(CHUNKED), 200),
        ("in pieces", sends(SIZED[:7], SIZED[7:] + OK[:9].encode(), OK[9:].encode()), 200),
        ("until it closes", then_closes(sends(HEAD + b"Connection: close\r\n\r\n" + OK.encode())), 200),
        ("after a 100", sends(b"HTTP/1.1 100 Continue\r\n\r\n" + SIZED + OK.encode()), 200),
        ("UTF-16", answers(OK.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")), 200),
        ("another prefix", answers(OK.replace("<s:", "<e:").replace("</s:", "</e:").replace(":s=", ":e=")), 200),
        ("another content type", sends(SIZED.replace(b"text/xml", b"application/json") + OK.encode()), 200),
    ],
)  # fmt: skip
def test_unusual_and_well(
    fake: FakeExchange, client: Client, listener: Misbehaving, way: str, act: Act, status: int
) -> None:
    (only,) = subscribe(fake, client, listener.url)
    assert only.verdict == f"the listener answered {status} with OK: counted as OK"


@pytest.mark.parametrize("act", [answers(OK, "201 Created")])
def test_a_server_that_wants_200(fake: FakeExchange, client: Client, listener: Misbehaving) -> None:
    """Profile strict"""
    fake.mailbox("ben@example.test", push_accepts="200")
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30), owner="ben@example.test")
    assert pushes(fake)[0].acknowledged == "the listener answered 201 with OK (only a status of 200 counts)"


@pytest.mark.parametrize("act", [answers("")])
def test_a_server_that_takes_an_empty_body(fake: FakeExchange, client: Client, listener: Misbehaving) -> None:
    """Nobody knows how real ones take it: a field of the profile."""
    fake.mailbox("ben@example.test", push_empty_answer="OK")
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30), owner="ben@example.test")
    assert [one.verdict for one in pushes(fake)] == ["the listener answered 200 with an empty body: counted as OK"]


@pytest.mark.parametrize(
    ("act", "came"),
    [(sends(), b""), (sends(HEAD), HEAD), (sends(SIZED, OK[:20].encode()), SIZED)],
    ids=["", "headers", "body"],
)
def test_one_that_is_silent_or_stops_half_way_is_given_up(
    fake: FakeExchange, client: Client, listener: Misbehaving, came: bytes
) -> None:
    """After 100 seconds of the clock; the journal has what had come of a head."""
    assert subscribe(fake, client, listener.url) == []
    fake.advance(fake.now() + dt.timedelta(seconds=99))
    assert pushes(fake) == []
    fake.advance(fake.now() + dt.timedelta(seconds=1))
    first, second = pushes(fake)
    assert first.verdict == "the listener did not answer within 100 s: counted as no answer, next try at once"
    assert first.received_head == came
    assert (second.acknowledged, second.at - first.at) == ("OK", dt.timedelta(seconds=100))


@pytest.mark.parametrize("act", [sends(b"SSH-2.0-OpenSSH_9.6\r\n")])
def test_what_is_no_http_is_kept(fake: FakeExchange, client: Client, listener: Misbehaving) -> None:
    first, *_ = subscribe(fake, client, listener.url)
    assert (first.received_head, first.received) == (b"SSH-2.0-OpenSSH_9.6\r\n", b"")


@pytest.mark.parametrize("act", [answers(UNSUBSCRIBE)])
def test_unsubscribe(fake: FakeExchange, client: Client, listener: Misbehaving) -> None:
    (only,) = subscribe(fake, client, listener.url)
    assert only.verdict == (
        "the listener answered 200 with Unsubscribe: counted as its wish to end the subscription, which has ended"
    )


@pytest.mark.parametrize("act", [answers(UNSUBSCRIBE, "500 Oops")])
def test_unsubscribe_with_a_status_that_does_not_count(
    fake: FakeExchange, client: Client, listener: Misbehaving
) -> None:
    assert [push.acknowledged for push in subscribe(fake, client, listener.url)][1:] == ["OK"]


def test_a_port_where_nobody_listens_is_tried_until_the_waits_are_over(fake: FakeExchange, client: Client) -> None:
    """StatusFrequency 2: at once, after 30 s, 1 and 2 minutes; five attempts in all"""
    port, begun = free_port(), fake.now()
    subscribe(fake, client, f"http://127.0.0.1:{port}/", 2)
    fake.advance(begun + dt.timedelta(hours=1))
    seen = pushes(fake)
    reason = f"nobody listens at 127.0.0.1:{port} (connection refused): counted as no answer"
    assert [push.verdict for push in seen] == [
        f"{reason}, next try at once",
        f"{reason}, next try in 30 s",
        f"{reason}, next try in 1 min",
        f"{reason}, next try in 2 min",
        f"{reason}; attempt 5 was the last, the subscription has ended",
    ]
    assert [(push.at - begun).total_seconds() for push in seen] == [0, 0, 30, 90, 210]


@field("FR-02")
@pytest.mark.parametrize("body", ["", "<ok/>"])
def test_200_without_a_result_ends_the_subscription(fake: FakeExchange, client: Client, body: str) -> None:
    """jamesiarmes/php-ews 207: the same message five times, then nothing is told any more"""
    listener = Misbehaving(answers(body), times=99)
    subscribe(fake, client, listener.url, 2)
    mailbox = fake.mailbox(ANNA)
    for hour in (9, 10):
        start = dt.datetime(2027, 3, 15, hour, tzinfo=dt.UTC)
        mailbox.add(subject="Review", start=start, end=start + dt.timedelta(hours=1))
        fake.advance(fake.now() + dt.timedelta(hours=1))
        assert [(push.status, push.subscription) for push in pushes(fake)] == [(200, pushes(fake)[0].subscription)] * 5
    assert fake.subscriptions(ANNA)[0].ended is not None
    listener.close()


@pytest.mark.parametrize("host", ["nobody.invalid", "exa..mple.test", f"{'a' * 64}.test"])
def test_a_host_that_is_not_known(fake: FakeExchange, client: Client, host: str) -> None:
    """Or that cannot be: at once, without waiting for an answer"""
    first, *_ = subscribe(fake, client, f"http://{host}/push")
    assert first.acknowledged == f"the host name {host} is not known (DNS)"
    assert first.verdict.endswith("counted as no answer, next try at once")


@pytest.mark.parametrize("act", [sends(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")])
def test_https_where_plain_http_is_spoken(fake: FakeExchange, client: Client, listener: Misbehaving) -> None:
    first, *_ = subscribe(fake, client, listener.url.replace("http:", "https:"))
    words = "wrong version number: does it speak https there?"
    assert first.acknowledged == f"TLS with 127.0.0.1:{listener.port} failed ({words})"


@pytest.mark.parametrize(
    ("counts", "words"),
    [("any", "the listener answered 4"), ("trusted", "TLS with 127.0.0.1:{} failed (its certificate")],
)
def test_a_certificate_that_nobody_trusts(
    fake: FakeExchange, client: Client, counts: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listener that signs its own, or, since Exchange checks it as .NET does, none. [inferred]

    What a machine trusts takes a while to load.
    """
    monkeypatch.setattr("fake_ews.server.posting.PATIENCE", 10.0)
    fake.mailbox(ANNA).behave(push_certificates=counts)
    with FakeExchange(tls=True) as other:
        first, *_ = subscribe(fake, client, other.url)
        assert first.acknowledged.startswith(words.format(urlsplit(other.url).port))


@pytest.mark.parametrize("act", [then_closes(sends(b"\x15\x03\x03\x00\x02\x02\x46"))])
def test_plain_http_where_tls_is_spoken(fake: FakeExchange, client: Client, listener: Misbehaving) -> None:
    first, *_ = subscribe(fake, client, listener.url)
    assert first.acknowledged.startswith("what the listener sent is no HTTP answer")


def test_order_is_kept_while_a_listener_misbehaves(fake: FakeExchange, client: Client) -> None:
    """What happens meanwhile comes with the retry, behind what failed."""
    listener = Misbehaving(answers(""), times=3)
    subscribe(fake, client, listener.url)
    start = fake.now() + dt.timedelta(days=1)
    ids = [fake.mailbox(ANNA).add(subject="x", start=start, end=start).item_id for _ in range(3)]
    fake.advance(fake.now() + dt.timedelta(minutes=2))
    told = [item for push in pushes(fake) if push.acknowledged == "OK" for kind, item in push.events if "Cre" in kind]
    listener.close()
    assert told == ids
