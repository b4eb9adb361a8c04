"""docs/time-zones.md: how Windows zones are told, and in which years their clocks follow no yearly rule, and why.

Rule: the years and reasons come from zoneinfo alone, the number of groups from the answer of GetServerTimeZones.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import tzdata  # type: ignore[import-untyped]
from tzlocal.windows_tz import win_tz

from fake_ews.contract.availability import GetServerTimeZones
from fake_ews.contract.zones import NonEmptyArrayOfTimeZoneId
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.profile import Profile
from fake_ews.model.zone_names import PLACES
from tests.fake_ews.operations.client import Client
from tests.zones.told import told
from tests.zones.transitions import FIRST, LAST, Seen, transitions

PAGE = Path(__file__).resolve().parents[2] / "docs" / "time-zones.md"
NOT_EXACT: dict[str, str] = {}
"""The zones whose definition, as it is told, differs from zoneinfo somewhere in these years, and why."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")
PAGE_TEXT = """\
# Time zones: what is told of them, and where no yearly rule fits

A Windows zone has its clocks from the IANA zone that the Unicode CLDR names for it, in whatever version of the database
is installed: what Windows itself says of a zone's past is less. GetServerTimeZones, and StartTimeZone and EndTimeZone
in full, tell them in the form that Exchange has: groups, each with no change of clocks in a year or with two on some
weekday of a month, and since when a group counts.

How well that form fits is [tested](../tests/zones/test_zones.py) for every zone: an evaluator of its own reads nothing
but the XML of the answer and must have the offset that zoneinfo has, at every change of clocks from {first} to {last},
from a day before it to a day after it, and in the middle of every month. Before {first} the first rule is told to have
counted for ever, and after {last} the last one.

Names are those that an English Windows shows ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"), in every
language of a mailbox; the offset in them is that of the rules. They are
[a table of ours](../fake_ews/model/zone_names.py), by what Microsoft's pages say; newer than it, and called by cities,
are {unnamed}.

A zone that a client brings without a known Id is kept by its rules. It is told back under the Id and Name that were
sent, and StartTimeZoneId and EndTimeZoneId say `tzone://Microsoft/Custom`. A MeetingTimeZone of Exchange 2007 (base
offset, two changes) that says what a Windows zone does in the year of the meeting is that zone.

This page is made by `python -m tests.zones`, from version {database} of the database.

## Zones that are told wrongly

{wrong}
## Years that no yearly rule expresses

In these years a zone does not change its clocks twice in such a way that the second change takes back the first. Such a
year is told in parts, each a group from a midnight on, which begins with a change on 1 January to what was in force; so
it is exact all the same.

| zone | groups | years and reasons |
| --- | --- | --- |
{odd}
## Zones whose rule was changed

Each year has a yearly rule, but not all have the same: it was changed by law, is decided anew every year, or follows a
calendar that weekdays of a month cannot tell. Each rule is a group that counts from a 1 January on; how many there are
stands behind the name.

{changed}.

## All others

One rule, or one offset, for all years: {plain}.
"""


def database() -> str:
    """The version of the IANA database that zoneinfo reads: the system's if it has one, else the package's."""
    for folder in zoneinfo.TZPATH:
        if (text := Path(folder, "tzdata.zi")).is_file():
            return text.read_text("utf-8").split("\n", 1)[0].split()[-1]
    return str(tzdata.IANA_VERSION)


def asked(*ids: str) -> bytes:
    """The answer of GetServerTimeZones, as it goes out."""
    exchange = Exchange(ManualClock(), Profile(), seed=7)
    anna = exchange.add_mailbox("anna@example.test", name="Anna Arn")
    client = Client(exchange, Account(anna.address, "secret"), anna)
    return client.ask(GetServerTimeZones(Ids=NonEmptyArrayOfTimeZoneId(Id=ids) if ids else None)).raw


def page() -> str:
    """The page as it should be."""
    groups = {one.zone_id: len(one.groups) for one in told(asked())}
    odd = {zone_id: list(odd_years(zone_id)) for zone_id in sorted(groups)}
    changed = [f"{zone_id} ({many})" for zone_id, many in sorted(groups.items()) if many > 1 and not odd[zone_id]]
    plain = [zone_id for zone_id, many in sorted(groups.items()) if many == 1]
    lines = (f"| {zone_id} | {groups[zone_id]} | {'<br>'.join(why)} |\n" for zone_id, why in odd.items() if why)
    unnamed = ", ".join(sorted(set(groups) - set(PLACES)))
    return PAGE_TEXT.format(
        unnamed=unnamed, first=FIRST, last=LAST, database=database(), wrong=_not_exact(), odd="".join(lines),
        changed="; ".join(changed), plain="; ".join(plain),
    )  # fmt: skip


def _not_exact() -> str:
    lines = [f"- {zone_id}: {why}\n" for zone_id, why in NOT_EXACT.items()]
    return "".join(lines) or f"None, from {FIRST} to {LAST}.\n"


def odd_years(zone_id: str) -> Iterator[str]:
    """What happens in the years that no yearly rule expresses; years of which the same is to be said, together."""
    told_of: list[tuple[str, int]] = []
    for year, found in groupby(transitions(win_tz[zone_id]), _local_year):
        several = [one for one in found if one.utc + one.before != dt.datetime(year, 1, 1)]
        if FIRST <= year <= LAST and several and not (len(several) == 2 and several[1].after == several[0].before):
            told_of.append((_reason(several), year))
    reasons = dict.fromkeys(reason for reason, _ in told_of)
    for reason in reasons:
        yield f"{_years([year for one, year in told_of if one == reason])}: {reason}"


def _local_year(seen: Seen) -> int:
    return (seen.utc + seen.before).year


def _reason(several: list[Seen]) -> str:
    if any(one.after - one.before >= dt.timedelta(days=1) for one in several):
        return "a day is left out, at the date line"
    if len(several) == 1:
        return f"one change only, to {_signed(several[0].after)}"
    if len(several) == 2:
        return f"two changes, the second not back but to {_signed(several[1].after)}"
    return f"{_NUMBERS[len(several)]} changes"


def _signed(offset: dt.timedelta) -> str:
    minutes = abs(offset) // dt.timedelta(minutes=1)
    return f"{'-' if offset < dt.timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _years(years: list[int]) -> str:
    """Years in few words: 2010, 2012-2018."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
