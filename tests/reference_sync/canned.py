"""A stand-in for the far end of the wire: answers canned SOAP and keeps what it was asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"

ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="{TYPES}" xmlns:m="{MESSAGES}">'
    '<s:Header><t:ServerVersionInfo MajorVersion="15" MinorVersion="1" MajorBuildNumber="2507" MinorBuildNumber="6"'
    ' Version="V2017_07_11"/></s:Header><s:Body>%s</s:Body></s:Envelope>'
)


def answer(operation: str, *messages: str) -> tuple[int, str]:
    """HTTP 200 with one response message for each of `messages` (its inside, from ResponseCode on)."""
    inside = "".join(
        f'<m:{operation}ResponseMessage ResponseClass="{"Success" if "NoError" in one else "Error"}">{one}'
        f"</m:{operation}ResponseMessage>"
        for one in messages
    )
    body = f"<m:{operation}Response><m:ResponseMessages>{inside}</m:ResponseMessages></m:{operation}Response>"
    return 200, ENVELOPE % body


def good(inside: str = "") -> str:
    """A response message that says NoError."""
    return f"<m:ResponseCode>NoError</m:ResponseCode>{inside}"


def bad(code: str, inside: str = "") -> str:
    """A response message that says `code`."""
    return (
        f"<m:MessageText>Nein.</m:MessageText><m:ResponseCode>{code}</m:ResponseCode>"
        f"<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>{inside}"
    )


def fault(code: str, xml: str = "") -> tuple[int, str]:
    """HTTP 500 with a SOAP fault."""
    errors = "http://schemas.microsoft.com/exchange/services/2006/errors"
    return 500, ENVELOPE % (
        f'<s:Fault><faultcode xmlns:a="{TYPES}">a:{code}</faultcode><faultstring>Nein.</faultstring><detail>'
        f'<e:ResponseCode xmlns:e="{errors}">{code}</e:ResponseCode><e:Message xmlns:e="{errors}">Nein.</e:Message>'
        f"<t:MessageXml>{xml}</t:MessageXml></detail></s:Fault>"
    )


@dataclass
class Canned:
    """The far end: `answers` are given in order, `requests` are the bodies received."""

    url: str = ""
    answers: list[tuple[int, str]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def canned_exchange() -> Iterator[Canned]:
    """Serve on a free port while the block runs."""
    canned = Canned()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            canned.requests.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            status, text = canned.answers.pop(0)
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    canned.url = f"http://127.0.0.1:{server.server_address[1]}/EWS/Exchange.asmx"
    thread = threading.Thread(target=server.serve_forever, args=[0.005])
    thread.start()
    try:
        yield canned
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
