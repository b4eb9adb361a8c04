"""Where the table of events is played: a mailbox at exchangelib, and six subscriptions that listen while it changes.

Pull, streaming and push, each on named folders and with SubscribeToAllFolders, all made and read by exchangelib; pushes
come to a raw listener. What all three kinds are told must be the same.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from exchangelib import UTC, CalendarItem, EWSDateTime, Message  # type: ignore[import-untyped]
from exchangelib.folders import FolderCollection  # type: ignore[import-untyped]
from exchangelib.items import SEND_ONLY_TO_ALL, SEND_TO_NONE  # type: ignore[import-untyped]
from exchangelib.services import SendNotification  # type: ignore[import-untyped]

from fake_ews import FakeExchange
from tests.clients.accounts import PASSWORD, account_at
from tests.fake_ews.server.wire import Listener

TEN, HOUR = EWSDateTime(2027, 3, 15, 10, tzinfo=UTC), dt.timedelta(hours=1)
_PLACES = {
    "calendar": "calendar", "inbox": "inbox", "tasks": "tasks", "trash": "trash",
    "deletions": "recoverable_items_deletions", "sent": "sent",
}  # fmt: skip
_numbers = itertools.count(1)


class Stage:
    """Anna's mailbox, new and empty."""

    def __init__(self, fake: FakeExchange) -> None:
        self._fake, self._listeners, self._accounts = fake, [Listener(), Listener()], list[Any]()
        self._number, self.names = next(_numbers), dict[str, str]()
        self.address = f"anna{self._number}@example.test"
        self.anna = self._person(self.address)
        self.heard: list[list[Any]] = []

    def _person(self, address: str) -> Any:
        self._fake.account(address, PASSWORD)
        self._accounts.append(account_at(self._fake.url, address, default_timezone=UTC))
        return self._accounts[-1]

    def behave(self, fields: dict[str, Any]) -> None:
        """From now on the mailbox has these fields of the profile."""
        self._fake.mailbox(self.address).behave(**fields)

    def close(self) -> None:
        """Nobody listens any more."""
        for listener in self._listeners:
            listener.close()
        for account in self._accounts:
            account.protocol.close()

    # --- what is there before a change -----------------------------------------------------------------------------

    def entry(self, **fields: Any) -> Any:
        """An entry in Anna's calendar."""
        said = {"subject": "Review", "start": TEN, "end": TEN + HOUR}
        item = CalendarItem(account=self.anna, folder=self.anna.calendar, **said | fields)
        return item.save(send_meeting_invitations=SEND_TO_NONE)

    def change(self, item: Any, **fields: Any) -> None:
        """Change an item at exchangelib."""
        for name, value in fields.items():
            setattr(item, name, value)
        sends = {"send_meeting_invitations": SEND_TO_NONE} if isinstance(item, CalendarItem) else {}
        item.save(update_fields=list(fields), **sends)

    def mail(self) -> Any:
        """A message in Anna's Inbox, unread."""
        return Message(account=self.anna, folder=self.anna.inbox, subject="Hello", is_read=False).save()

    def folder(self, name: str, parent: str = "calendar") -> Any:
        """A folder below another one of Anna's."""
        above = self.place(parent)
        made = type(above if parent == "calendar" else self.anna.inbox)(parent=above, name=name).save()
        self.names[made.id] = name
        return made

    def invitation(self) -> Any:
        """Ben invites Anna."""
        ben = self._person(f"ben{self._number}@example.test")
        meeting = CalendarItem(
            account=ben, folder=ben.calendar, subject="Plan", start=TEN, end=TEN + HOUR,
            required_attendees=[self.address],
        )  # fmt: skip
        return meeting.save(send_meeting_invitations=SEND_ONLY_TO_ALL)

    def place(self, name: str) -> Any:
        """A folder of Anna's, by the short name it has here."""
        found = getattr(self.anna, _PLACES[name])
        self.names.setdefault(found.id, name)
        return found

    # --- who listens -----------------------------------------------------------------------------------------------

    def play(self, act: Callable[[Stage], Iterator[None]], folders: Sequence[str]) -> tuple[list[str], list[str]]:
        """Do what comes before the first yield of `act`, subscribe, do the rest: what each subscription is told of it.

        First that on the folders, then that on all; the events themselves are in `heard`. An AssertionError if pull,
        streaming and push differ.
        """
        acting = act(self)
        next(acting)
        named = FolderCollection(account=self.anna, folders=[self.place(name) for name in folders])
        hearing = [
            _Subscriber(self, of, listener) for of, listener in zip((named, self.anna), self._listeners, strict=True)
        ]
        self._pass(10)
        next(acting, None)
        self._pass(10)
        for name in _PLACES:
            self.place(name)
        self.heard = [one.heard() for one in hearing]
        first, second = ([self._short(event) for event in told] for told in self.heard)
        return first, second

    def _pass(self, seconds: float) -> None:
        """Time goes by, and all pushes are answered."""
        self._fake.advance(self._fake.now() + dt.timedelta(seconds=seconds))
        assert self._fake.wait_quiet()

    def _short(self, event: Any) -> str:
        """An event in short: `Moved item in trash`, `Modified calendar`."""
        kind = event.ELEMENT_NAME.removesuffix("Event")
        if event.event_type == "item":
            return f"{kind} item in {self._name(event.parent_folder_id)}"
        return f"{kind} {self._name(event.folder_id)}"

    def _name(self, folder: Any) -> str:
        return self.names.get(folder.id, "a folder of which nothing is known")


class _Subscriber:
    """Three subscriptions on the same, and what they are told."""

    def __init__(self, stage: Stage, target: Any, listener: Listener) -> None:
        self._stage, self._listener = stage, listener
        self._pull, self._watermark = _only(target.subscribe_to_pull())
        self._stream = _only(target.subscribe_to_streaming())
        self._push, _ = _only(target.subscribe_to_push(callback_url=listener.url, status_frequency=60))

    def heard(self) -> list[Any]:
        """All events; an AssertionError if the three are not told the same."""
        pulled = self._pulled()
        assert self._streamed(len(pulled)) == pulled, "streaming and pull are told the same"
        assert self._pushed() == pulled, "push and pull are told the same"
        return pulled

    def _pulled(self) -> list[Any]:
        """All that is told to pull, be it in several messages."""
        told: list[Any] = []
        inbox, watermark, more = self._stage.anna.inbox, self._watermark, True
        while more:
            (notification,) = itertools.islice(inbox.get_events(self._pull, watermark), 1)
            told += notification.events
            watermark, more = notification.events[-1].watermark, notification.more_events
        return [_bare(event) for event in told if event.ELEMENT_NAME != "StatusEvent"]

    def _streamed(self, count: int) -> list[Any]:
        """So many events of streaming: it would go on for a minute, waiting for more."""
        told: list[Any] = []
        stream = self._stage.anna.inbox.get_streaming_events(self._stream, connection_timeout=1)
        while len(told) < count:
            told += next(stream).events
        stream.close()
        return [_bare(event) for event in told]

    def _pushed(self) -> list[Any]:
        told: list[Any] = []
        for message in self._listener.received:
            service = SendNotification(protocol=self._stage.anna.protocol)
            for notification in service.parse(message.partition(b"\r\n\r\n")[2]):
                assert notification.subscription_id == self._push
                told += notification.events
        return [_bare(event) for event in told if event.ELEMENT_NAME != "StatusEvent"]


def _bare(event: Any) -> Any:
    """An event without its watermark, which streaming has not."""
    event.watermark = None
    return event


def _only(subscribed: Any) -> Any:
    """What Subscribe answers: exchangelib gives a generator of one for a collection of folders."""
    (one,) = [subscribed] if isinstance(subscribed, (str, tuple)) else subscribed
    return one
