"""The acts of people by name, for the control API: which words an act needs, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from fake_ews.control.desk import Desk
from fake_ews.control.wishes import ActWish
from fake_ews.people._hands import Hands
from fake_ews.people.outlook import Outlook

Act = Callable[[Hands, Any], object]

ACTS: dict[str, tuple[str, Act]] = {
    "entries": ("", lambda hands, said: hands.entries()),
    "find": ("subject", lambda hands, said: hands.find(said.subject)),
    "new": ("subject start end", lambda hands, said: hands.new(said.subject, said.start, said.end, **said.fields)),
    "change": ("entry", lambda hands, said: hands.change(said.entry, **_changes(said))),
    "drag": ("entry start", lambda hands, said: hands.drag(said.entry, said.start)),
    "change-date": (
        "entry original",
        lambda hands, said: hands.change_date(said.entry, said.original, **_changes(said)),
    ),
    "drag-date": ("entry original start", lambda hands, said: hands.drag_date(said.entry, said.original, said.start)),
    "delete-date": ("entry original", lambda hands, said: hands.delete_date(said.entry, said.original)),
    "save": ("entry", lambda hands, said: hands.save(said.entry)),
    "delete": ("entry", lambda hands, said: hands.delete(said.entry)),
    "shift-delete": ("entry", lambda hands, said: hands.shift_delete(said.entry, event=said.event)),
    "copy": ("entry start", lambda hands, said: hands.copy(said.entry, said.start)),
    "undo": ("", lambda hands, said: hands.undo()),
    "drag-back": ("entry", lambda hands, said: hands.drag_back(said.entry)),
    "empty-trash": ("", lambda hands, said: hands.empty_trash()),
    "move": ("entry folder", lambda hands, said: hands.move(said.entry, said.folder)),
    "mark-read": ("entry", lambda hands, said: hands.mark_read(said.entry, said.read)),
    "dismiss-reminder": ("entry", lambda hands, said: hands.dismiss_reminder(said.entry)),
    "accept": ("entry", lambda hands, said: hands.accept(said.entry)),
    "tentative": ("entry", lambda hands, said: hands.tentative(said.entry)),
    "decline": ("entry", lambda hands, said: hands.decline(said.entry)),
    "propose": (
        "entry start end",
        lambda hands, said: hands.propose(said.entry, said.start, said.end, said.response),
    ),
    "cancel-meeting": ("entry", lambda hands, said: hands.cancel_meeting(said.entry)),
    "stamp": ("entry stamp", lambda hands, said: hands.stamp(said.entry, said.stamp, said.invite)),
    "send-receive": ("", lambda hands, said: _cached(hands).send_receive()),
    "stamp-of": ("entry stamp", lambda hands, said: _cached(hands).stamp_of(said.entry, said.stamp)),
}


def act(desk: Desk, hands: Hands, name: str, said: ActWish) -> object:
    """Let a person do something; LookupError for an act that there is not, ValueError for a word that is missing."""
    if name == "view":
        return desk.view(hands, cast(int, _needed("view", "entry", said).entry))
    if name not in ACTS:
        raise LookupError(f"no such act: {name!r} (there are view, {', '.join(ACTS)})")
    words, do = ACTS[name]
    _needed(name, words, said)
    return desk.act(lambda: do(hands, said))


def _needed(name: str, words: str, said: ActWish) -> ActWish:
    missing = [word for word in words.split() if getattr(said, word) is None]
    if missing:
        raise ValueError(f"{name} needs {', '.join(missing)}")
    return said


def _changes(said: ActWish) -> dict[str, Any]:
    given = {"subject": said.subject, "start": said.start, "end": said.end}
    return {name: value for name, value in given.items() if value is not None} | said.fields


def _cached(hands: Hands) -> Outlook:
    if not isinstance(hands, Outlook):
        raise ValueError("only Outlook works on a cached copy")
    return hands
