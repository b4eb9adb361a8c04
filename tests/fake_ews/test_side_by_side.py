"""Two threads of tests, one server: each organisation has the records that it has without the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from exchangelib.errors import ErrorItemNotFound  # type: ignore[import-untyped]
from exchangelib.items import (  # type: ignore[import-untyped]
    SEND_TO_ALL_AND_SAVE_COPY,
    SEND_TO_CHANGED_AND_SAVE_COPY,
)

from fake_ews import FakeExchange, Fault, ManualClock, Organisation, Profile
from tests.fake_ews.journals import told
from tests.fake_ews.mailboxes import ALPHA, BETA, JUNE, MONDAY, account_of, entry
from tests.fake_ews.server.wire import Listener


def play(home: Organisation, domain: str, step: Callable[[], object]) -> list[dict[str, object]]:
    """A morning in an organisation: its records. `step` comes between its steps."""
    home.account(f"service@{domain}", "secret", impersonates="all")
    for name in ("anna", "ben"):
        home.mailbox(f"{name}@{domain}")
    home.room(f"aare@{domain}")
    listener, account = Listener(), account_of(home.url, f"anna@{domain}")

    def then(time: dt.timedelta = dt.timedelta()) -> None:
        """All is delivered before the next step, and time passes."""
        assert home.wait_quiet()
        home.advance(home.now() + time)
        assert home.wait_quiet()
        step()

    try:
        assert account.trash.total_count == 0  # it is asked for now, not between a change and its push
        account.calendar.subscribe_to_push(callback_url=listener.url, status_frequency=1)
        then(dt.timedelta(minutes=1))
        for number in range(4):
            meeting = entry(account, f"Talk {number}", required_attendees=[f"ben@{domain}", f"aare@{domain}"])
            meeting.save(send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)
            then(dt.timedelta(seconds=2))
            ben = home.owa(f"ben@{domain}")
            ben.accept(ben.find(f"Talk {number}"))
            then()
            meeting = account.calendar.get(subject=f"Talk {number}")
            meeting.location = "Basel"
            meeting.save(update_fields=["location"], send_meeting_invitations=SEND_TO_CHANGED_AND_SAVE_COPY)
            then(dt.timedelta(minutes=1))
            if number % 2:
                home.inject(Fault("item-error", operation="MoveItem", code="ErrorItemNotFound"))
                with pytest.raises(ErrorItemNotFound):
                    meeting.move(account.trash)
            then()
            listener.answers.append(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
            meeting.move_to_trash()
            then(dt.timedelta(minutes=5))
        return told(home.journal, listener.url)
    finally:
        listener.close()
        account.protocol.close()


def alone(domain: str, clock: ManualClock, profile: Profile) -> list[dict[str, object]]:
    """The same with a server for it alone."""
    with FakeExchange(clock=clock, profile=profile, seed=3) as fake:
        return play(fake, domain, lambda: None)


def test_two_side_by_side_are_as_if_alone() -> None:
    plans = {ALPHA: (MONDAY, Profile.exchange2016()), BETA: (JUNE, Profile.exchange2013())}
    wanted = {domain: alone(domain, ManualClock(start), profile) for domain, (start, profile) in plans.items()}
    together = Barrier(len(plans), timeout=60)
    with FakeExchange() as server, ThreadPoolExecutor(len(plans)) as pool:
        homes = {
            domain: server.organisation(domain, clock=ManualClock(start), profile=profile, seed=3)
            for domain, (start, profile) in plans.items()
        }
        runs = {domain: pool.submit(play, home, domain, together.wait) for domain, home in homes.items()}
        found = {domain: run.result(120) for domain, run in runs.items()}
        assert server.journal.newest == 0
    assert min(map(len, found.values())) > 40
    for domain in plans:
        assert found[domain] == wanted[domain]
