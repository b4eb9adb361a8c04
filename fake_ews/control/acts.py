"""The acts of people by name, for the control API: which words an act takes, and what it does.

Rule: an act that is told a word which it does not take does nothing: whoever says it means something by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from fake_ews.control.desk import Desk
from fake_ews.control.wishes import ActWish
from fake_ews.people._answering import Answer
from fake_ews.people._fields import beside
from fake_ews.people._hands import Hands
from fake_ews.people.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Act:
    """What a person can do: the words that it needs, and those that it may be told, too."""

    needs: str
    do: Callable[[Hands, Any], object]
    may: str = ""

    def refusal(self, name: str, said: ActWish) -> str | None:
        """What is wrong with the words it is told, in words."""
        given = [word for word in said.__struct_fields__ if getattr(said, word) is not None]
        missing = [word for word in self.needs.split() if word not in given]
        if missing:
            return f"{name} needs {', '.join(missing)}"
        strange = [word for word in given if word not in self.words]
        return self.takes_no(name, *strange) if strange else None

    @property
    def words(self) -> list[str]:
        """All that it may be told."""
        return [*self.needs.split(), *self.may.split()]

    def takes_no(self, name: str, *strange: str) -> str:
        """That it is told what it does not take, in words."""
        return f"{name} takes no {', '.join(strange)} (it takes {', '.join(self.words) or 'nothing'})"


CHANGES = "subject start end fields"
SAVED = f"{CHANGES} saves send"
CHOICES = "original text send keep"
"""What may be chosen with an answer."""
ACTS: dict[str, Act] = {
    "entries": Act("", lambda hands, said: hands.entries()),
    "find": Act("subject", lambda hands, said: hands.find(said.subject)),
    "new": Act(
        "subject start end",
        lambda hands, said: hands.new(
            said.subject, said.start, said.end, **_told(said, "saves", "send"), **_fields(said)
        ),
        "fields saves send",
    ),
    "change": Act("entry", lambda hands, said: hands.change(said.entry, **_saved(said)), SAVED),
    "drag": Act("entry start", lambda hands, said: hands.drag(said.entry, said.start)),
    "change-date": Act(
        "entry original",
        lambda hands, said: hands.change_date(said.entry, said.original, **_saved(said)),
        SAVED,
    ),
    "change-following": Act(
        "entry original",
        lambda hands, said: hands.change_following(said.entry, said.original, **_changes(said)),
        CHANGES,
    ),
    "drag-date": Act(
        "entry original start", lambda hands, said: hands.drag_date(said.entry, said.original, said.start)
    ),
    "delete-date": Act(
        "entry original",
        lambda hands, said: hands.delete_date(said.entry, said.original, **_told(said, "send")),
        "send",
    ),
    "delete-following": Act("entry original", lambda hands, said: hands.delete_following(said.entry, said.original)),
    "save": Act(
        "entry",
        lambda hands, said: hands.save(said.entry, **_told(said, "original", "saves")),
        "original saves",
    ),
    "delete": Act("entry", lambda hands, said: hands.delete(said.entry, **_told(said, "send")), "send"),
    "shift-delete": Act("entry", lambda hands, said: hands.shift_delete(said.entry, **_told(said, "event")), "event"),
    "copy": Act("entry start", lambda hands, said: hands.copy(said.entry, said.start)),
    "undo": Act("", lambda hands, said: hands.undo()),
    "drag-back": Act("entry", lambda hands, said: hands.drag_back(said.entry)),
    "empty-trash": Act("", lambda hands, said: hands.empty_trash()),
    "move": Act("entry folder", lambda hands, said: hands.move(said.entry, said.folder)),
    "mark-read": Act("entry", lambda hands, said: hands.mark_read(said.entry, **_told(said, "read")), "read"),
    "dismiss-reminder": Act("entry", lambda hands, said: hands.dismiss_reminder(said.entry)),
    "accept": Act("entry", lambda hands, said: hands.accept(said.entry, _answer(said)), CHOICES),
    "tentative": Act("entry", lambda hands, said: hands.tentative(said.entry, _answer(said)), CHOICES),
    "decline": Act("entry", lambda hands, said: hands.decline(said.entry, _answer(said)), CHOICES),
    "propose": Act(
        "entry start end",
        lambda hands, said: hands.propose(
            said.entry, said.start, said.end, said.response or "Tentative", _answer(said)
        ),
        "response original text keep",
    ),
    "forward": Act(
        "entry to",
        lambda hands, said: hands.forward(said.entry, said.to, **_told(said, "original", "keep")),
        "original keep",
    ),
    "cancel-meeting": Act("entry", lambda hands, said: hands.cancel_meeting(said.entry)),
    "stamp": Act(
        "entry stamp", lambda hands, said: hands.stamp(said.entry, said.stamp, **_told(said, "invite")), "invite"
    ),
    "send-receive": Act("", lambda hands, said: _cached(hands).send_receive()),
    "stamp-of": Act("entry stamp", lambda hands, said: _cached(hands).stamp_of(said.entry, said.stamp)),
}
_VIEW = Act("entry", lambda hands, said: None)


def act(desk: Desk, hands: Hands, name: str, said: ActWish) -> object:
    """Let a person do something; LookupError for an act that there is not, ValueError for words that it lacks, or does
    not take.
    """
    done = _found(name)
    refusal = done.refusal(name, said)
    if refusal is not None:
        raise ValueError(refusal)
    if done is _VIEW:
        return desk.view(hands, cast(int, said.entry))
    return desk.act(lambda: done.do(hands, said))


def takes_no(name: str, word: str) -> str:
    """That an act takes no such word, which no act takes, in words; LookupError, as `act`."""
    return _found(name).takes_no(name, word)


def _found(name: str) -> Act:
    done = _VIEW if name == "view" else ACTS.get(name)
    if done is None:
        raise LookupError(f"no such act: {name!r} (there are view, {', '.join(ACTS)})")
    return done


def _told(said: ActWish, *words: str) -> dict[str, Any]:
    """What is said for words that may be left out, by their names."""
    return {word: value for word in words if (value := getattr(said, word)) is not None}


def _fields(said: ActWish) -> dict[str, Any]:
    """What `fields` says of the entry; nothing that is said beside it. ValueError."""
    return beside(_told(said, "subject", "start", "end"), said.fields or {})


def _changes(said: ActWish) -> dict[str, Any]:
    return _told(said, "subject", "start", "end") | _fields(said)


def _saved(said: ActWish) -> dict[str, Any]:
    return _changes(said) | _told(said, "saves", "send")


def _answer(said: ActWish) -> Answer:
    return Answer(**_told(said, *CHOICES.split()))


def _cached(hands: Hands) -> Outlook:
    if not isinstance(hands, Outlook):
        raise ValueError("only Outlook works on a cached copy")
    return hands
