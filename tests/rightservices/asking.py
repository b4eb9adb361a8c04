"""How right services ask Exchange: SOAP over HTTP, as text, impersonating whoever is asked about; no SOAP library.

Rule: a request succeeds whole or raises Trouble.
"""

import base64
import http.client
import socket
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

NS = "http://schemas.microsoft.com/exchange/services/2006/"
T, M = f"{{{NS}types}}", f"{{{NS}messages}}"
ENVELOPE = f"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
xmlns:m="{NS}messages" xmlns:t="{NS}types">
<s:Header><t:RequestServerVersion Version="Exchange2013"/><t:ExchangeImpersonation><t:ConnectingSID>
<t:PrimarySmtpAddress>%s</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation></s:Header>
<s:Body>%s</s:Body></s:Envelope>"""


class Trouble(Exception):
    """Exchange did not do it: its code, and for how many seconds it asks to be left alone."""

    def __init__(self, code: str, seconds: float = 0.0) -> None:
        super().__init__(code)
        self.code, self.seconds = code, seconds


class Account:
    """Exchange at one address, and one account that impersonates whoever is asked about."""

    def __init__(self, url: str, account: str, password: str, bearer: str = "") -> None:
        signs = f"Bearer {bearer}" if bearer else f"Basic {base64.b64encode(f'{account}:{password}'.encode()).decode()}"
        self.where, self.headers = urlsplit(url), {"Authorization": signs, "Content-Type": "text/xml; charset=utf-8"}
        self.headers["Connection"] = "close"

    def ask(self, mailbox: str, body: str) -> ElementTree.Element:
        """The answer to one request."""
        return read(self.open(mailbox, body)[1])

    def open(self, mailbox: str, body: str) -> tuple[socket.socket, http.client.HTTPResponse]:
        """Send a request; over what its answer comes, and its head."""
        line = http.client.HTTPConnection(self.where.netloc, timeout=5)
        try:
            line.request("POST", self.where.path, (ENVELOPE % (escape(mailbox), body)).encode(), self.headers)
            opened: socket.socket = line.sock
            return opened, line.getresponse()
        except (OSError, http.client.HTTPException) as lost:
            raise Trouble(f"no answer: {lost}") from lost


def read(answer: http.client.HTTPResponse) -> ElementTree.Element:
    """All of an answer."""
    try:
        page = answer.read()
        if b"Envelope" not in page:
            raise Trouble(f"HTTP {answer.status}")
        return judged(ElementTree.fromstring(page))
    except (OSError, http.client.HTTPException, ElementTree.ParseError) as lost:
        raise Trouble(f"no answer: {lost}") from lost


def judged(answer: ElementTree.Element) -> ElementTree.Element:
    """An answer that says of nothing that it failed."""
    codes = {one.text or "" for one in answer.iter() if one.tag.endswith("ResponseCode")} or {"no code"}
    if codes != {"NoError"}:
        hints = [float(one.text or 0) for one in answer.iter(f"{T}Value") if one.get("Name") == "BackOffMilliseconds"]
        raise Trouble(min(codes), sum(hints) / 1000)
    return answer
