"""The requests of the measurement: each is answered with success, again and again, and with as many bytes."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from bench import requests
from bench.client import ACCOUNT, PASSWORD, Connection
from bench.ours import fill
from bench.requests import CASES, OK, OWNER, Case
from fake_ews import FakeExchange

pytestmark = pytest.mark.proof

ENTRIES = 130


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_request_can_be_measured(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """a fifth of the series is enough"""
    monkeypatch.setattr(requests, "SERIES", requests.SERIES // 5)
    shows = case.shows // 5 if "Series" in case.name else case.shows
    with FakeExchange() as exchange:
        exchange.account(ACCOUNT, PASSWORD, impersonates="all")
        exchange.mailbox(OWNER)
        if case.name in ("FindItem", "SyncFolderItems"):
            fill(exchange, ENTRIES)
        with Connection(urlsplit(exchange.url).port or 80) as connection:
            several = case.request(connection)
            answers = [connection.post(case.path, body) for body in (*several, several[0])]
    for answer in answers:
        assert answer.count(OK) == 1
        assert answer.count(b"<t:CalendarItem>") == shows
    lengths = sorted(map(len, answers))
    assert lengths[-1] - lengths[0] < 10, "an id in an address is longer where it has a + or /"
