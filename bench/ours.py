"""The simulator under measurement, with what a case needs in a mailbox. `python -m bench.ours CASE` prints its port."""

from __future__ import annotations

import datetime as dt
import signal
import sys
from urllib.parse import urlsplit

from bench.client import ACCOUNT, PASSWORD, Connection
from bench.listener import listening
from bench.requests import OWNER, PATH, owner, subscribe
from fake_ews import FakeExchange

FIRST = dt.datetime(2027, 3, 1, 0, 0, tzinfo=dt.UTC)
ENTRIES = 10_000


def fill(exchange: FakeExchange, entries: int = ENTRIES) -> None:
    """Ten thousand entries, one after the other through the hours, of which a view shows a hundred."""
    mailbox = exchange.mailbox(OWNER)
    for number in range(entries):
        start = FIRST + dt.timedelta(hours=2 * number)
        mailbox.add(subject=f"Entry {number}", start=start, end=start + dt.timedelta(hours=1))


def listen(port: int) -> None:
    """A push subscription on the calendar, and its listener."""
    with Connection(port) as connection:
        connection.post(
            PATH,
            subscribe(f"http://127.0.0.1:{listening()}/"),
        )


def main(case: str, mailboxes: int = 0) -> None:
    """Serve until killed; with so many mailboxes more."""
    with FakeExchange() as exchange:
        exchange.account(ACCOUNT, PASSWORD, impersonates="all")
        if case in ("FindItem", "SyncFolderItems"):
            fill(exchange)
        else:
            exchange.mailbox(OWNER)
        for number in range(mailboxes):
            exchange.mailbox(owner(number))
        port = urlsplit(exchange.url).port or 80
        if case == "CreateItem":
            listen(port)
        print(port, flush=True)
        signal.sigwait({signal.SIGTERM, signal.SIGINT})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    main(sys.argv[1], int(sys.argv[2]) if sys.argv[2:] else 0)
