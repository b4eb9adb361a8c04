"""Handles of people at their programs, for Python callers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from fake_ews.control.desk import Desk
from fake_ews.control.views import ItemView
from fake_ews.people._answering import Answer
from fake_ews.people._hands import Hands
from fake_ews.people.outlook import Outlook as OutlookHands

if TYPE_CHECKING:
    from fake_ews.handles.organisation import Organisation

T = TypeVar("T")


class Person:
    """Somebody at a program (Outlook on the web, a phone, a delegate): every act changes the mailbox at once.

    An entry is known by a handle (int) that survives moves; LookupError if it stands for nothing any more. Fields of an
    entry: location, body (plain) or html, all_day, reminder (minutes, None: none), sensitivity, importance, free_busy,
    categories, new_times (may be proposed), attendees, optional, resources (addresses), zone (Windows id); and one of
    daily, weekly (so many times), recurrence (an RRULE without its first day: FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1).

    A date of a series is named by its `original` start, by the pattern. ValueError says what a program cannot do.
    docs/people.md has all acts.
    """

    def __init__(self, fake: Organisation, program: str, address: str, of: str = "") -> None:
        self._fake, self._who = fake, (program, address, of)
        fake._call(lambda desk: desk.person(*self._who))

    # looking

    def entries(self) -> tuple[int, ...]:
        """The handles of all entries of the calendar."""
        return self._fake._call(lambda desk: self._hands(desk).entries())

    def find(self, subject: str) -> int:
        """The handle of the one entry with this subject; LookupError."""
        return self._fake._call(lambda desk: self._hands(desk).find(subject))

    def view(self, entry: int) -> ItemView:
        """What the person sees of an entry."""
        return self._fake._call(lambda desk: desk.view(self._hands(desk), entry))

    # acts

    def new(
        self, subject: str, start: dt.datetime, end: dt.datetime, *, saves: int | None = None, send: bool = True,
        **fields: Any,
    ) -> int:  # fmt: skip
        """Make an entry; invited people get their requests, unless it is saved without sending.

        Outlook may save it more than once: `saves` times.
        """
        return self._act(lambda hands: hands.new(subject, start, end, saves=saves, send=send, **fields))

    def change(self, entry: int, *, saves: int | None = None, send: bool = True, **fields: Any) -> None:
        """Save an entry with another subject, start, end, or other fields; `saves`, `send`: as `new`."""
        self._act(lambda hands: hands.change(entry, saves=saves, send=send, **fields))

    def drag(self, entry: int, start: dt.datetime) -> None:
        """Drag an entry to another time; it keeps its length."""
        self._act(lambda hands: hands.drag(entry, start))

    def change_date(
        self, entry: int, original: dt.datetime, *, saves: int | None = None, send: bool = True, **fields: Any
    ) -> None:
        """Save one date of a series with other fields; `saves`, `send`: as `new`."""
        self._act(lambda hands: hands.change_date(entry, original, saves=saves, send=send, **fields))

    def drag_date(self, entry: int, original: dt.datetime, start: dt.datetime) -> None:
        """Drag one date of a series to another time; ValueError: past its neighbours."""
        self._act(lambda hands: hands.drag_date(entry, original, start))

    def delete_date(self, entry: int, original: dt.datetime, *, send: bool = True) -> None:
        """Delete one date of a series; `send`: as `delete`. ValueError: it is the last one left."""
        self._act(lambda hands: hands.delete_date(entry, original, send=send))

    def change_following(self, entry: int, original: dt.datetime, **fields: Any) -> int:
        """Save a date and all that follow with other fields: the series ends before, a new one begins; its handle."""
        return self._act(lambda hands: hands.change_following(entry, original, **fields))

    def delete_following(self, entry: int, original: dt.datetime) -> None:
        """Delete a date and all that follow: the series ends before."""
        self._act(lambda hands: hands.delete_following(entry, original))

    def save(self, entry: int, original: dt.datetime | None = None, *, saves: int | None = None) -> None:
        """Save an entry, or one date of a series, again with equal values; `saves`: as `new`."""
        self._act(lambda hands: hands.save(entry, original, saves))

    def delete(self, entry: int, *, send: bool = True) -> None:
        """Delete: to Deleted Items; of one's own meeting cancellations go out, unless it is deleted without sending."""
        self._act(lambda hands: hands.delete(entry, send=send))

    def shift_delete(self, entry: int, *, event: Literal["DeletedEvent", "MovedEvent"] = "DeletedEvent") -> None:
        """Shift+Delete: gone for good (DeletedEvent), or to Recoverable Items (MovedEvent)."""
        self._act(lambda hands: hands.shift_delete(entry, event=event))

    def copy(self, entry: int, start: dt.datetime) -> int:
        """Ctrl+drag: the copy carries all named properties; its handle."""
        return self._act(lambda hands: hands.copy(entry, start))

    def undo(self) -> None:
        """Undo the last delete: back in the calendar, under a new ItemId."""
        self._act(lambda hands: hands.undo())

    def drag_back(self, entry: int) -> None:
        """Drag an entry from Deleted Items to the calendar."""
        self._act(lambda hands: hands.drag_back(entry))

    def empty_trash(self) -> None:
        """Empty Deleted Items."""
        self._act(lambda hands: hands.empty_trash())

    def move(self, entry: int, folder: str) -> None:
        """Move an entry to another folder (distinguished name or FolderId)."""
        self._act(lambda hands: hands.move(entry, folder))

    def mark_read(self, entry: int, read: bool = True) -> None:
        """Mark an entry as read or unread."""
        self._act(lambda hands: hands.mark_read(entry, read))

    def dismiss_reminder(self, entry: int) -> None:
        """Dismiss the reminder of an entry."""
        self._act(lambda hands: hands.dismiss_reminder(entry))

    def accept(
        self, entry: int, *, original: dt.datetime | None = None, text: str = "", send: bool = True,
        keep: bool | None = None,
    ) -> None:  # fmt: skip
        """Accept a meeting, or one date of it; the answer reaches the organizer's item.

        `text` is written to the organizer; without `send` he learns nothing; `keep`: whether a copy of the response
        stays in Sent Items (None: as the program does).
        """
        how = Answer(original=original, text=text, send=send, keep=keep)
        self._act(lambda hands: hands.accept(entry, how))

    def tentative(
        self, entry: int, *, original: dt.datetime | None = None, text: str = "", send: bool = True,
        keep: bool | None = None,
    ) -> None:  # fmt: skip
        """Accept a meeting tentatively; what may be chosen: as `accept`."""
        how = Answer(original=original, text=text, send=send, keep=keep)
        self._act(lambda hands: hands.tentative(entry, how))

    def decline(
        self, entry: int, *, original: dt.datetime | None = None, text: str = "", send: bool = True,
        keep: bool | None = None,
    ) -> None:  # fmt: skip
        """Decline a meeting; the copy moves to Deleted Items, one date is cut out. What may be chosen: as `accept`."""
        how = Answer(original=original, text=text, send=send, keep=keep)
        self._act(lambda hands: hands.decline(entry, how))

    def propose(
        self, entry: int, start: dt.datetime, end: dt.datetime, response: str = "Tentative", *,
        original: dt.datetime | None = None, text: str = "", keep: bool | None = None,
    ) -> None:  # fmt: skip
        """Answer a meeting (Accept, Tentative, Decline), and propose another time; ValueError where none is wanted."""
        how = Answer(original=original, text=text, keep=keep)
        self._act(lambda hands: hands.propose(entry, start, end, response, how))

    def forward(
        self, entry: int, to: Sequence[str], *, original: dt.datetime | None = None, keep: bool | None = None
    ) -> None:
        """Pass an invitation on, of a series or one date: who gets it is invited, and the organizer is told."""
        self._act(lambda hands: hands.forward(entry, to, original, keep))

    def cancel_meeting(self, entry: int) -> None:
        """Cancel one's own meeting: update, cancellations, move to Deleted Items."""
        self._act(lambda hands: hands.cancel_meeting(entry))

    def stamp(self, entry: int, stamp: Sequence[Mapping[str, Any]], invite: Sequence[str] = ()) -> None:
        """The add-in writes a product's stamp ([{set, name or id, type, value}]), and adds invited rooms and people."""
        self._act(lambda hands: hands.stamp(entry, stamp, invite))

    def _act(self, do: Callable[[Hands], T]) -> T:
        return self._fake._call(lambda desk: desk.act(lambda: do(self._hands(desk))))

    def _hands(self, desk: Desk) -> Hands:
        """Whoever sits at this program now."""
        return desk.person(*self._who)


class Outlook(Person):
    """Somebody at Outlook in cached mode: acts stay on the local copy until the next send/receive."""

    def send_receive(self) -> None:
        """F9: each save since the last time reaches the mailbox, in order; the mailbox's changes reach the copy."""
        self._act(lambda hands: _cached(hands).send_receive())

    def stamp_of(self, entry: int, stamp: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """What the entry carries now for the properties of a stamp; what it does not carry is left out."""
        return self._fake._call(lambda desk: _cached(self._hands(desk)).stamp_of(entry, stamp))


def _cached(hands: Hands) -> OutlookHands:
    return cast(OutlookHands, hands)
