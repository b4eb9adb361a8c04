"""Ports for processes that are about to be started."""

import socket

import pytest

from scenarios import ports


def test_a_port_that_is_taken_is_passed_over() -> None:
    first = ports.free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first + 1))
        taken.listen()
        assert ports.free_port() not in (first, first + 1)


def test_none_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "COUNT", 0)
    with pytest.raises(OSError, match="no free port"):
        ports.free_port()
