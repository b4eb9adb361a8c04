"""DavMail shows a series to a calendar program, moves one date of it, takes another away; exchangelib sees the same."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from exchangelib import (  # type: ignore[import-untyped]
    EWSDateTime,
    EWSTimeZone,
)

from tests.clients.accounts import PASSWORD, account_at
from tests.clients.davmail import TOOLS, Gateway, davmail

USER = "alice@example.test"
LONDON = EWSTimeZone("Europe/London")
NAME = "series.ics"
missing = [tool for tool in TOOLS if shutil.which(tool) is None]
pytestmark = [pytest.mark.proof, pytest.mark.skipif(bool(missing), reason=f"DavMail needs {', '.join(missing)}")]


@pytest.fixture(scope="module")
def gateway(endpoint: str) -> Iterator[Gateway]:
    with davmail(endpoint, USER, PASSWORD) as found:
        yield found


@pytest.fixture(scope="module")
def account(endpoint: str) -> Iterator[Any]:
    made = account_at(endpoint, USER)
    yield made
    made.protocol.close()


def seen(account: Any) -> list[str]:
    """What the calendar shows in the five weeks from 11 January 2027 on: subject, day, hour."""
    start = EWSDateTime(2027, 1, 11, tzinfo=LONDON)
    found = account.calendar.view(start=start, end=start + dt.timedelta(weeks=5))
    return [f"{item.subject} {item.start.astimezone(LONDON):%d %H}" for item in found]


def event(*lines: str) -> list[str]:
    return ["BEGIN:VEVENT", "UID:series", "DTSTAMP:20270101T000000Z", *lines, "END:VEVENT"]


def calendar(*events: list[str]) -> str:
    """What a calendar program sends, times in the mailbox's zone, as it has learnt from DavMail."""
    lines = [line for several in events for line in several]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *lines, "END:VCALENDAR", ""])


def at(name: str, day: str, hour: int) -> str:
    return f"{name};TZID=GMT Standard Time:2027{day}T{hour:02}0000"


def has(text: str, name: str, time: str) -> bool:
    """Whether a property of this time is there, in London, whichever name DavMail has for that."""
    return re.search(f'^{name};TZID="?(Europe/London|GMT Standard Time)"?:{time}$', text, re.MULTILINE) is not None


MASTER = (
    "SUMMARY:Round", at("DTSTART", "0112", 9), at("DTEND", "0112", 10), "RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU",
    "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
)  # fmt: skip
MOVED = event(
    "SUMMARY:Round, later", at("RECURRENCE-ID", "0119", 9), at("DTSTART", "0119", 14), at("DTEND", "0119", 15)
)


def test_a_series_through_davmail(gateway: Gateway, account: Any) -> None:
    assert gateway.ask("PUT", NAME, calendar(event(*MASTER))).status == 201
    assert seen(account) == [f"Round {day} 09" for day in ("12", "19", "26", "02", "09")]
    shown = gateway.ask("GET", NAME)
    assert shown.status == 200
    assert re.search(r"^RRULE:FREQ=WEEKLY;COUNT=5;INTERVAL=1;BYDAY=TU;WKST=MO$", shown.text, re.MULTILINE)

    assert gateway.ask("PUT", NAME, calendar(event(*MASTER), MOVED)).status in (200, 204)
    assert seen(account) == ["Round 12 09", "Round, later 19 14", "Round 26 09", "Round 02 09", "Round 09 09"]
    _, first, second = gateway.ask("GET", NAME).text.split("BEGIN:VEVENT")
    assert "RECURRENCE-ID" not in first
    assert "RECURRENCE-ID:20270119T090000Z\n" in second
    assert has(second, "DTSTART", "20270119T140000")

    left_out = event(*MASTER, at("EXDATE", "0126", 9))
    assert gateway.ask("PUT", NAME, calendar(left_out, MOVED)).status in (200, 204)
    assert seen(account) == ["Round 12 09", "Round, later 19 14", "Round 02 09", "Round 09 09"]
    assert has(gateway.ask("GET", NAME).text, "EXDATE", "20270126T090000")


def test_what_exchangelib_moves_davmail_shows(gateway: Gateway, account: Any) -> None:
    account.calendar.all().delete()
    assert gateway.ask("PUT", NAME, calendar(event(*MASTER))).status == 201
    third = account.calendar.view(
        start=EWSDateTime(2027, 1, 26, tzinfo=LONDON), end=EWSDateTime(2027, 1, 27, tzinfo=LONDON)
    ).get()
    third.start, third.end = (EWSDateTime(2027, 1, 27, hour, tzinfo=LONDON) for hour in (11, 12))
    third.save(update_fields=["start", "end"])
    _, _, moved = gateway.ask("GET", NAME).text.split("BEGIN:VEVENT")
    assert "RECURRENCE-ID:20270126T090000Z\n" in moved
    assert has(moved, "DTSTART", "20270127T110000")


def test_a_rule_that_exchange_does_not_know(gateway: Gateway) -> None:
    """The user is told which part of it."""
    rule = MASTER[3].replace("BYDAY=TU", "BYDAY=TU;BYMONTH=1,2")
    refused = gateway.ask("PUT", "other.ics", calendar(event(*MASTER[:3], rule)))
    assert refused.status == 503
    assert "BYMONTH=1,2 is not possible with FREQ=WEEKLY" in refused.text
