"""What the tests of the edge talk with: a plain HTTP client, requests as text, a listener that keeps all bytes."""

from __future__ import annotations

import base64
import http.client
import re
import socket
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from tests.schema import assert_valid

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
XML = "text/xml; charset=utf-8"
SERVICE = ("service@example.test", "secret")
ANNA = "anna@example.test"
GET_CALENDAR = (
    "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
    '<t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>'
)
CREATE = (
    '<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem><t:Subject>{subject}</t:Subject>'
    "<t:Start>2027-03-15T10:00:00Z</t:Start><t:End>2027-03-15T11:00:00Z</t:End></t:CalendarItem></m:Items></m:CreateItem>"
)
SUBSCRIBE = (
    "<m:Subscribe><m:PushSubscriptionRequest><t:FolderIds>"
    '<t:DistinguishedFolderId Id="calendar"/></t:FolderIds><t:EventTypes>'
    "<t:EventType>CreatedEvent</t:EventType><t:EventType>ModifiedEvent</t:EventType>"
    "<t:EventType>MovedEvent</t:EventType><t:EventType>DeletedEvent</t:EventType></t:EventTypes>"
    "<t:StatusFrequency>{minutes}</t:StatusFrequency><t:URL>{url}</t:URL></m:PushSubscriptionRequest></m:Subscribe>"
)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    reason: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    def between(self, before: str, after: str) -> str:
        """What stands between two texts."""
        return self.text.partition(before)[2].partition(after)[0]

    @property
    def codes(self) -> list[str]:
        """The ResponseCodes in it."""
        return re.findall(r"ResponseCode\b[^>]*>(\w+)<", self.text)


def envelope(body: str, *, owner: str = ANNA, version: str = "Exchange2013_SP1") -> bytes:
    """A request, for the owner of a mailbox."""
    acting = (
        f"<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>{owner}</t:PrimarySmtpAddress>"
        "</t:ConnectingSID></t:ExchangeImpersonation>"
        if owner
        else ""
    )
    named = f'<t:RequestServerVersion Version="{version}"/>' if version else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}" xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">'
        f"<s:Header>{named}{acting}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def basic(user: str, password: str) -> str:
    """An Authorization header."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Client:
    """An HTTP client with one kept connection. Answers in XML are put before the schema."""

    def __init__(self, url: str, account: tuple[str, str] | None = SERVICE) -> None:
        self.path = urlsplit(url).path
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=15)
        self.authorization = {} if account is None else {"Authorization": basic(*account)}

    def ask(self, body: str, *, owner: str = ANNA, version: str = "Exchange2013_SP1") -> Answer:
        """Ask for something, for the owner of a mailbox."""
        return self.send("POST", self.path, envelope(body, owner=owner, version=version))

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Any request."""
        given = {
            "Content-Type": XML,
            **self.authorization,
            **{name.replace("_", "-"): headers[name] for name in headers},
        }
        self.connection.request(method, path, body, given)
        response = self.connection.getresponse()
        answer = Answer(response.status, response.reason, dict(response.getheaders()), response.read())
        if response.headers.get("Content-Type", "").startswith("text/xml") and method == "POST":
            assert_valid(answer.body)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self.connection.close()


OK = (
    f'<?xml version="1.0"?><s:Envelope xmlns:s="{SOAP}"><s:Body><SendNotificationResult xmlns="{MESSAGES}">'
    "<SubscriptionStatus>OK</SubscriptionStatus></SendNotificationResult></s:Body></s:Envelope>"
)
UNSUBSCRIBE = OK.replace(">OK<", ">Unsubscribe<")


def http_answer(body: str = OK, status: str = "200 OK", more: str = "") -> bytes:
    """An HTTP answer, byte by byte."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {XML}\r\nContent-Length: {len(body)}\r\n{more}\r\n{body}".encode()


@dataclass
class Listener:
    """A listener on a raw socket. Each message is answered with the next of `answers`, after these with OK.

    An answer of no bytes is none at all: the connection stays open and silent.
    """

    answers: deque[bytes] = field(default_factory=deque)
    received: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._arrived = threading.Condition()
        self._open: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}/push?anna"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def wait(self, count: int) -> list[bytes]:
        """The first so many messages; fails if they do not come within some seconds."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.received) >= count, 10), f"{len(self.received)} of {count}"
            return self.received[:count]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self._open.append(connection)
            self._threads.append(threading.Thread(target=self._serve, args=(connection,), daemon=True))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            waiting = b""
            while piece := connection.recv(1 << 16):
                waiting += piece
                head, found, body = waiting.partition(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
                if found and len(body) >= length:
                    waiting = b""
                    self._answer(connection, head + found + body)

    def _answer(self, connection: socket.socket, message: bytes) -> None:
        answer = self.answers.popleft() if self.answers else http_answer()
        with self._arrived:
            self.received.append(message)
            self._arrived.notify_all()
        if answer:
            connection.sendall(answer)

    def close(self) -> None:
        """Stop listening, and close what is open."""
        for one in [self._server, *self._open]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for thread in self._threads:
            thread.join(5)
