"""What IIS does in front of Exchange: methods, lengths, packed bodies both ways."""

from __future__ import annotations

import gzip
import http.client
import logging
import socket
import threading
from collections.abc import Iterator
from email.message import Message
from urllib.parse import urlsplit

import pytest
import requests

from fake_ews import FakeExchange, ManualClock
from fake_ews.server.app import LARGEST
from tests.fake_ews.server.wire import GET_CALENDAR, SERVICE, XML, basic, envelope
from tests.schema import assert_valid

ALL_FOLDERS = (
    '<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>'
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds></m:FindFolder>'
)


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeExchange]:
    """The service alone."""
    with FakeExchange(clock=ManualClock()) as fake:
        fake.account(*SERVICE)
        yield fake


@pytest.fixture
def session() -> Iterator[requests.Session]:
    """requests, which takes gzip and unpacks it."""
    with requests.Session() as session:
        session.trust_env, session.auth = False, SERVICE
        session.headers["Content-Type"] = XML
        yield session


class Told(logging.Handler):
    """Within it a line is told, and kept by whoever has listened before."""

    def __enter__(self) -> None:
        self.line = threading.Event()
        logging.getLogger().addHandler(self)

    def __exit__(self, *_: object) -> None:
        is_told = self.line.wait(10)
        logging.getLogger().removeHandler(self)
        assert is_told

    def emit(self, record: logging.LogRecord) -> None:
        self.line.set()


def test_a_long_answer_is_packed_for_who_takes_that(fake: FakeExchange, session: requests.Session) -> None:
    plain = session.post(fake.url, envelope(ALL_FOLDERS, owner=""), headers={"Accept-Encoding": ""}, timeout=15)
    packed = session.post(fake.url, envelope(ALL_FOLDERS, owner=""), timeout=15)
    assert "Content-Encoding" not in plain.headers
    assert [packed.headers[name] for name in ("Content-Encoding", "Transfer-Encoding", "Vary")] == [
        "gzip", "chunked", "Accept-Encoding",
    ]  # fmt: skip
    assert packed.content == plain.content
    assert_valid(packed.content)
    assert fake.journal.after(0)[-1].received == plain.content


def test_a_short_answer_is_not(fake: FakeExchange, session: requests.Session) -> None:
    answer = session.post(fake.url, envelope(GET_CALENDAR, owner=""), timeout=15)
    assert (answer.status_code, "Content-Encoding" in answer.headers) == (200, False)


def test_a_request_may_be_packed_and_in_chunks(fake: FakeExchange, session: requests.Session) -> None:
    raw = envelope(GET_CALENDAR, owner="")
    packed = {"Content-Encoding": "gzip"}
    assert session.post(fake.url, gzip.compress(raw), headers=packed, timeout=15).status_code == 200
    assert session.post(fake.url, (raw[at : at + 100] for at in range(0, len(raw), 100)), timeout=15).status_code == 200
    assert session.post(fake.url, iter([gzip.compress(raw)]), headers=packed, timeout=15).status_code == 200
    assert fake.journal.after(0)[-1].sent == raw
    assert session.post(fake.url, raw, headers=packed, timeout=15).status_code == 400


@pytest.mark.parametrize(
    ("head", "body", "status"),
    [
        ("Content-Encoding: br\r\nContent-Length: 3", b"abc", 415),
        ("Transfer-Encoding: chunked", b"zz\r\nabc\r\n", 400),
        ("Content-Length: abc", b"", 400),
        ("Host: there\r\nContent-Length: 3", b"abc", 400),
        ("Content-Length: 3\r\nNo colon", b"abc", 400),
        (f"Content-Length: 3\r\nX-Long: {'a' * 70_000}", b"abc", 400),
        ("Content-Encoding: gzip\r\nContent-Length: 3", b"abc", 400),
    ],
)
def test_what_is_no_http_is_refused_and_told_in_a_line(
    fake: FakeExchange, caplog: pytest.LogCaptureFixture, head: str, body: bytes, status: int
) -> None:
    """a mistake of a client is no traceback of ours"""
    with Told():
        answered, headers, _ = asked(fake, f"HTTP/1.1\r\nHost: here\r\n{head}", body)
    assert (answered, "aiohttp" in headers["Server"]) == (status, False)
    (told,) = caplog.records
    assert told.getMessage().startswith("a request that cannot be read: ")
    assert told.exc_info is None


@pytest.mark.parametrize(
    "path",
    ["/EWS/Exchange.asmx", "/autodiscover/autodiscover.svc", "/autodiscover/autodiscover.xml", "/_fake/api/quiet"],
)
def test_who_goes_away_in_the_middle_of_a_request_is_told_in_a_line(
    fake: FakeExchange, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with Told(), socket.create_connection(("127.0.0.1", urlsplit(fake.url).port or 0), timeout=10) as raw:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {basic(*SERVICE)}\r\nContent-Length: 500\r\n\r\n"
        raw.sendall(head.encode() + b"<s:")
    assert fake.wait_quiet()
    (record,) = caplog.records
    assert record.getMessage() == "a client went away before its request was read"
    assert record.exc_info is None


@pytest.mark.parametrize("path", ["/EWS/Exchange.asmx", "/autodiscover/autodiscover.svc"])
def test_a_body_has_a_length(fake: FakeExchange, path: str) -> None:
    with socket.create_connection(("127.0.0.1", urlsplit(fake.url).port or 0), timeout=10) as raw:
        raw.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {basic(*SERVICE)}\r\n\r\n".encode())
        answer = http.client.HTTPResponse(raw)
        answer.begin()
        assert (answer.status, b"must be chunked or have a content length" in answer.read()) == (411, True)
        assert raw.recv(1) == b""


def asked(
    fake: FakeExchange, head: str, body: bytes = b"", path: str = "/EWS/Exchange.asmx"
) -> tuple[int, Message, bytes]:
    """The answer to a request as it goes over the wire, in parts; `head` begins with the version of HTTP."""
    lines = [f"POST {path} {head}", f"Authorization: {basic(*SERVICE)}", f"Content-Type: {XML}"]
    with socket.create_connection(("127.0.0.1", urlsplit(fake.url).port or 0), timeout=10) as raw:
        raw.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        answer = http.client.HTTPResponse(raw)
        answer.begin()
        return answer.status, answer.headers, answer.read()


def test_a_client_that_knows_no_chunks(fake: FakeExchange) -> None:
    """HTTP/1.0, as proxies speak it that pass on what the client takes: packed, with its length"""
    body = envelope(ALL_FOLDERS, owner="")
    status, headers, answer = asked(fake, f"HTTP/1.0\r\nAccept-Encoding: gzip\r\nContent-Length: {len(body)}", body)
    assert (status, headers["Content-Encoding"], "Transfer-Encoding" in headers) == (200, "gzip", False)
    assert_valid(gzip.decompress(answer))


@pytest.mark.parametrize("accepted", ["gzip;q=0", "gzip; q=0.0, deflate", "x-gzip", "identity"])
def test_who_does_not_take_gzip(fake: FakeExchange, session: requests.Session, accepted: str) -> None:
    answer = session.post(fake.url, envelope(ALL_FOLDERS, owner=""), headers={"Accept-Encoding": accepted}, timeout=15)
    assert "Content-Encoding" not in answer.headers
    taken = session.post(
        fake.url, envelope(ALL_FOLDERS, owner=""), headers={"Accept-Encoding": "deflate, gzip;q=0.5"}, timeout=15
    )
    assert taken.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/EWS/Exchange.asmx", "/autodiscover/autodiscover.svc"])
@pytest.mark.parametrize("more", ["", "\r\nExpect: 100-continue"])
def test_a_body_that_is_announced_as_too_large(fake: FakeExchange, path: str, more: str) -> None:
    """It is not waited for, and the connection ends: what comes of it could not be told from another request."""
    status, headers, _ = asked(fake, f"HTTP/1.1\r\nHost: x\r\nContent-Length: {LARGEST + 1}{more}", path=path)
    assert (status, headers["Connection"]) == (413, "close")


def test_who_expects_something_else(fake: FakeExchange) -> None:
    body = envelope(GET_CALENDAR, owner="")
    status, *_ = asked(fake, f"HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\nContent-Length: {len(body)}", body)
    assert status == 417


def test_the_whole_address_and_long_headers(fake: FakeExchange) -> None:
    """as proxies are asked; tokens of people in many groups are longer than 8 KB"""
    body = envelope(GET_CALENDAR, owner="")
    head = f"HTTP/1.1\r\nHost: x\r\nCookie: a={'b' * 40_000}\r\nContent-Length: {len(body)}"
    assert asked(fake, head, body, path="http://mail.example.test/EWS/Exchange.asmx")[0] == 200
    assert asked(fake, head, body, path="http://mail.example.test/ews/exchange.asmx/")[0] == 200


@pytest.mark.parametrize("path", ["/EWS/Exchange.asmx", "/autodiscover/autodiscover.xml"])
@pytest.mark.parametrize(("method", "status"), [("PUT", 405), ("DELETE", 405), ("PATCH", 405), ("OPTIONS", 200)])
def test_methods_that_there_are_not(
    fake: FakeExchange, session: requests.Session, path: str, method: str, status: int
) -> None:
    answer = session.request(method, fake.url.replace("/EWS/Exchange.asmx", path), timeout=15)
    assert (answer.status_code, answer.headers["Allow"]) == (status, "GET, HEAD, OPTIONS, POST")


def test_a_body_that_is_too_large(
    fake: FakeExchange, session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fake_ews.server.app.LARGEST", 1000)
    for path in ("/EWS/Exchange.asmx", "/autodiscover/autodiscover.svc"):
        url = fake.url.replace("/EWS/Exchange.asmx", path)
        assert session.post(url, b" " * 2000, timeout=15).status_code == 413
