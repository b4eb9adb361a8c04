"""What IIS does in front of Exchange: which methods there are, that a body has a length, and compressed answers.

Rule: what is refused here has not been looked at by Exchange: no sign-in, no turn; the journal has it as `refused`.
Source: http.sys (411 comes before everything else, and ends the connection, as does a body that is not taken); WCF (a
SOAP endpoint takes POST; GET and HEAD show a page); learn.microsoft.com, iis/configuration/system.webserver/
httpcompression (2700 bytes; chunked, for the length is not known beforehand).
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping

from aiohttp import HttpVersion11, hdrs, web

_LEAST = 2700  # bytes from which on compressing is worth while: minFileSizeForComp
_WORDS = {500: "Internal Server Error", 503: "Service Unavailable"}
_REFUSED = {
    400: ("Bad Request", "The request is badly formed."),
    411: ("Length Required", "The request must be chunked or have a content length."),
    415: ("Unsupported Media Type", "The coding of the request is not known."),
}
_ALLOWED = "GET, HEAD, OPTIONS, POST"


def refused(request: web.BaseRequest, headers: Mapping[str, str]) -> web.Response | None:
    """The answer to a request that does not get further than IIS, None to any other."""
    if request.method == hdrs.METH_POST:
        given = request.headers
        if hdrs.CONTENT_LENGTH in given or hdrs.TRANSFER_ENCODING in given:
            return None
        return bad_request(411)
    if request.method in (hdrs.METH_GET, hdrs.METH_HEAD):
        return None
    allowed = {**headers, "Allow": _ALLOWED}
    return web.Response(status=200 if request.method == hdrs.METH_OPTIONS else 405, headers=allowed)


def bad_request(status: int) -> web.Response:
    """What http.sys answers to a request that it passes on to nobody: 400, 411 or 415. It ends the connection."""
    title, sentence = _REFUSED[status]
    response = web.Response(
        status=status,
        text=(
            f"<HTML><HEAD><TITLE>{title}</TITLE></HEAD>\r\n<BODY><h2>{title}</h2>\r\n<hr><p>HTTP Error {status}. "
            f"{sentence}</p>\r\n</BODY></HTML>\r\n"
        ),
        content_type="text/html",
        headers={hdrs.SERVER: "Microsoft-HTTPAPI/2.0"},
    )
    response.force_close()
    return response


def page(status: int) -> bytes:
    """What IIS shows where Exchange is not asked, or says nothing: 500 or 503."""
    words = _WORDS[status]
    return (
        f"<!DOCTYPE html>\r\n<html><head><title>{status} - {words}</title></head>\r\n"
        f"<body><h2>{words}</h2><hr><p>HTTP Error {status}.</p></body></html>\r\n"
    ).encode("ascii")


async def body_of(request: web.BaseRequest, most: int) -> bytes | int:
    """What was posted, unpacked; or the status of a body that is too large (413), or not packed as it says (400).

    A client that waits for it is told to go on first, unless what it announces is too large, or more is expected of
    the server than there is (417).
    """
    if (request.content_length or 0) > most:
        return 413
    if hdrs.EXPECT in request.headers:
        if request.headers[hdrs.EXPECT].strip().lower() != "100-continue":
            return 417
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        return 413
    except web.RequestPayloadError:
        return 400


def not_read(status: int, headers: Mapping[str, str]) -> web.Response:
    """The answer to a request whose body was not taken; what is left of it cannot be told from another request."""
    response = web.Response(status=status, headers=headers)
    response.force_close()
    return response


def compress(request: web.BaseRequest, response: web.Response, body: bytes) -> None:
    """Pack an answer whose client takes gzip, if it is long enough; it goes out in chunks then, but not by HTTP/1.0."""
    if len(body) >= _LEAST and _takes_gzip(request.headers.get(hdrs.ACCEPT_ENCODING, "")):
        response.body = gzip.compress(body, 1, mtime=0)
        response.headers[hdrs.CONTENT_ENCODING] = "gzip"
        response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
        if request.version >= HttpVersion11:
            response.enable_chunked_encoding()


def _takes_gzip(accepted: str) -> bool:
    """Whether gzip is among the codings that a client names, and not with the weight 0, which says that it is not."""
    for one in accepted.lower().split(","):
        coding, _, weight = one.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return not weight or weight.strip("0.") != ""
    return False
