"""Why a listener could not be reached or understood: errors of the network in words for its developer.

Rule: the words begin a verdict's sentence; they name what the developer can look for, not classes of a library.
"""

from __future__ import annotations

import os

import aiohttp


def words_of(error: Exception, url: str) -> str:
    """What an error that posting to a URL ended with means."""
    match error:
        case aiohttp.InvalidURL():
            return f"{url} is no URL that can be posted to"
        case aiohttp.ClientConnectorDNSError():
            return f"the host name {error.host} is not known (DNS)"
        case aiohttp.ClientSSLError():
            return f"TLS with {error.host}:{error.port} failed: does it speak https there?"
        case aiohttp.ClientConnectorError():
            return _no_connection(error)
        case aiohttp.ServerDisconnectedError():
            return "the listener closed the connection without an answer"
        case aiohttp.ClientPayloadError():
            return _half_an_answer(error)
        case aiohttp.ClientResponseError():
            return f"what the listener sent is no HTTP answer ({_first_line(error.message)})"
        case ConnectionError() | aiohttp.ClientOSError():
            return "the listener cut the connection"
        case _:
            return f"{type(error).__name__}: {error}"


def _no_connection(error: aiohttp.ClientConnectorError) -> str:
    if isinstance(error.os_error, ConnectionRefusedError):
        return f"nobody listens at {error.host}:{error.port} (connection refused)"
    number = error.os_error.errno
    why = os.strerror(number).lower() if number else str(error.os_error)
    return f"there is no connection to {error.host}:{error.port} ({why})"


def _half_an_answer(error: aiohttp.ClientPayloadError) -> str:
    text = str(error) + str(error.__cause__ or "")
    if "content-encoding" in text.lower() or "decode" in text.lower():
        return "the body of the answer is not compressed as its Content-Encoding says"
    return "the listener closed the connection in the middle of its answer"


def _first_line(text: str) -> str:
    return next((line.strip(" :") for line in text.splitlines() if line.strip()), "")[:100]
