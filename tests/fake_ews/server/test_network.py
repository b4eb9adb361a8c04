"""Where URLs lead, and the way there."""

from __future__ import annotations

import asyncio

import pytest

from fake_ews.server.network import Where, connected, where


@pytest.mark.parametrize(
    ("url", "host", "port", "is_tls", "authority", "path"),
    [
        ("http://there", "there", 80, False, "there", "/"),
        ("https://There:443/a?b", "there", 443, True, "there", "/a?b"),
        ("http://there:443/", "there", 443, False, "there:443", "/"),
        ("http://[::1]:8080/a", "::1", 8080, False, "[::1]:8080", "/a"),
        ("http://bücher.test/ä", "xn--bcher-kva.test", 80, False, "xn--bcher-kva.test", "/%C3%A4"),
        ("http://anna:secret@there/%2fa%20b", "there", 80, False, "there", "/%2Fa%20b"),
        ("\n http://there/a b \n", "there", 80, False, "there", "/a%20b"),
    ],
)
def test_where_a_url_leads(url: str, host: str, port: int, is_tls: bool, authority: str, path: str) -> None:
    assert where(url) == Where(url, host, port, is_tls, authority, path)


@pytest.mark.parametrize("url", ["", "there", "ftp://there/", "http:///a", "http://there:x/", "http://[::1/"])
def test_nowhere(url: str) -> None:
    assert where(url) == Where(url)


def test_over_ipv6() -> None:
    """As long as this machine speaks it."""

    async def run() -> str:
        try:
            server = await asyncio.get_running_loop().create_server(asyncio.Protocol, "::1", 0)
        except OSError:
            pytest.skip("no IPv6 here")
        async with server:
            port = server.sockets[0].getsockname()[1]
            spoken = await connected(where(f"http://[::1]:{port}/"), Connected)
            spoken.transport.abort()
            await asyncio.sleep(0)
            return spoken.peer

    assert asyncio.run(run()) == "::1"


class Connected(asyncio.Protocol):
    """Knows with whom it is connected."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.peer: str = transport.get_extra_info("peername")[0]
