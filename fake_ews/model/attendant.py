"""The booking attendant: a room is due to answer a request, and does as its rules say.

Source: Set-CalendarProcessing, fact sheet section 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fake_ews.model import occurrences, rooms, series
from fake_ews.model.answers import decline, respond
from fake_ews.model.counterparts import copy_of
from fake_ews.model.items import CANCELLED, state

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange


@dataclass(frozen=True, slots=True)
class RoomAnswers:
    """A room is due to answer the request for a meeting, or for its occurrence of an original day."""

    room: str
    uid: str
    day: int = 0

    def due(self, exchange: Exchange) -> None:
        """Accept, or decline where the time is taken or too far; a copy that is gone or cancelled needs no answer."""
        room = exchange.mailboxes[self.room]
        exchange.unkept.counted(room)
        copy = copy_of(room, self.uid)
        if copy is not None and self.day and series.is_series(copy.bag):
            copy = occurrences.on_day(copy, self.day)
        if copy is None or state(copy) & CANCELLED:
            return
        if rooms.is_taken(copy) or rooms.is_too_far(copy):
            decline(copy, room.name)
        else:
            accepted = respond(copy, "Accept", room.name)
            room.update(accepted, rooms.rewritten(accepted), accepted.extended, room.name)
