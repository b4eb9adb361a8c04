"""Time zones: Windows names, their rules as EWS writes them, and wall clock times to instants and back.

Rule: a zone is named by its id, a text: a Windows name, an IANA name, or the rules of a zone without a name
(`zone_of_definition` makes such ids). Functions take ids that `zone` knows, and raise KeyError for others.
Source of the Windows names and their IANA zones: tzlocal's table (Unicode CLDR); of the rules: the IANA database.
"""

from __future__ import annotations

import datetime as dt

from fake_ews.contract.zones import SerializableTimeZone, TimeZoneDefinition
from fake_ews.model.failures import Failure


def ids() -> tuple[str, ...]:
    """All Windows names, in alphabetical order."""
    raise NotImplementedError


def zone(zone_id: str) -> dt.tzinfo | None:
    """The zone of an id, or None if the id is not known."""
    raise NotImplementedError


def display_name(zone_id: str) -> str:
    """Such as "(UTC+01:00) Amsterdam, Berlin, Rome": standard offset and some places."""
    raise NotImplementedError


def definition(zone_id: str, full: bool) -> TimeZoneDefinition:
    """Its definition: Id and Name, and if `full` periods, groups and transitions. Shared: not to be changed."""
    raise NotImplementedError


def zone_of_definition(definition: TimeZoneDefinition) -> str | Failure:
    """The id of the zone that a client defines, or ErrorTimeZone. A known Id counts more than its rules."""
    raise NotImplementedError


def shown_id(zone_id: str) -> str:
    """The id as answers show it: the Windows name, or "tzone://Microsoft/Custom" for a zone without a name."""
    raise NotImplementedError


def to_utc(naive: dt.datetime, zone_id: str) -> dt.datetime:
    """The instant (aware UTC) of a wall clock time. Of a time that occurs twice the first."""
    raise NotImplementedError


def offset_form(instant: dt.datetime, zone_id: str) -> dt.datetime:
    """The instant as an aware datetime with the offset that the zone has then (dt.UTC where that is none)."""
    raise NotImplementedError


def midnights(start: dt.datetime, end: dt.datetime, zone_id: str) -> tuple[dt.datetime, dt.datetime]:
    """An all-day event's instants (UTC): start pulled back, end pushed on to midnight in the zone; at least a day."""
    raise NotImplementedError


def serializable(bag: SerializableTimeZone) -> dt.tzinfo | Failure:
    """The zone that a GetUserAvailability request describes by its two yearly changes, or ErrorTimeZone."""
    raise NotImplementedError


def serializable_of(zone_id: str, year: int) -> SerializableTimeZone:
    """The same description of a zone, by its rule of a year: for WorkingHours."""
    raise NotImplementedError
