"""What the tests of the model begin with: an organisation at a manual clock, with the mailbox of Anna."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fake_ews.contract.calendar import CalendarItem
from fake_ews.model.clock import ManualClock
from fake_ews.model.delivery import Answer, Subscription
from fake_ews.model.events import Interest
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import Failure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.model.subscriptions import Post

ALL_TYPES = frozenset({
    "CopiedEvent", "CreatedEvent", "DeletedEvent", "ModifiedEvent", "MovedEvent", "NewMailEvent",
    "FreeBusyChangedEvent",
})  # fmt: skip
TYPES = ALL_TYPES - {"FreeBusyChangedEvent"}


def interest(mailbox: Mailbox, folder: str = "calendar", types: frozenset[str] = TYPES) -> Interest:
    """What a subscription on one folder wants to hear of."""
    return Interest(frozenset({mailbox.need(folder).number}), types)


@dataclass
class Organisation:
    """An Exchange whose posts a test takes and answers by hand."""

    exchange: Exchange
    clock: ManualClock

    def mailbox(self, address: str = "anna@example.test", **profile: object) -> Mailbox:
        return self.exchange.add_mailbox(address, profile=self.exchange.profile.but(**profile))

    def entry(self, mailbox: Mailbox, subject: str = "Review") -> Item:
        """A new entry in the calendar, in a turn of its own."""
        start = self.clock.now() + dt.timedelta(days=1)
        bag = CalendarItem(Subject=subject, Start=start, End=start + dt.timedelta(hours=1))
        with self.exchange.turn():
            item = mailbox.create(mailbox.need("calendar"), bag, {}, "Anna")
        self.exchange.run_due()
        return item

    def change(self, item: Item, subject: str = "Changed") -> None:
        bag = item.bag.copy()
        bag.set(CalendarItem.Subject, subject)
        with self.exchange.turn():
            item.mailbox.update(item, bag, item.extended, "Anna")
        self.exchange.run_due()

    def delete(self, item: Item, how: str = "MoveToDeletedItems") -> Item | None:
        with self.exchange.turn():
            left = item.mailbox.delete(item, how, "Anna")
        self.exchange.run_due()
        return left

    def subscribe(self, mailbox: Mailbox, folder: str = "calendar", **said: object) -> Subscription | Failure:
        wish: dict[str, object] = {
            "account": "service@example.test", "interest": interest(mailbox, folder),
            "url": "http://listener.test/push", "minutes": 30, "version": "Exchange2013_SP1",
        } | said  # fmt: skip
        with self.exchange.turn():
            made = self.exchange.subscriptions.subscribe(mailbox, **wish)  # type: ignore[arg-type]
        self.exchange.run_due()
        return made

    def subscribed(self, mailbox: Mailbox, folder: str = "calendar", **said: object) -> Subscription:
        made = self.subscribe(mailbox, folder, **said)
        assert isinstance(made, Subscription)
        return made

    def posts(self) -> list[Post]:
        """What the edge would send now."""
        taken = list(self.exchange.posts)
        self.exchange.posts.clear()
        return taken

    def post(self) -> Post:
        """The one message that must be sent now."""
        (only,) = self.posts()
        return only

    def answer(self, post: Post, answer: Answer = "OK") -> None:
        with self.exchange.turn():
            self.exchange.subscriptions.answered(post.number, post.subscription, answer)
        self.exchange.run_due()

    def wait(self, **time: float) -> None:
        """Let time pass, and do what falls due on the way, in order."""
        to = self.clock.now() + dt.timedelta(**time)
        while (due := self.exchange.agenda.next_due()) is not None and due <= to:
            self.clock.set(max(due, self.clock.now()))
            self.exchange.run_due()
        self.clock.set(to)

    def state(self, sub: Subscription) -> Subscription:
        """What a subscription is now."""
        (only,) = (one for one in self.exchange.subscriptions.all() if one.id == sub.id)
        return only


def an_organisation(**profile: object) -> Organisation:
    clock = ManualClock()
    return Organisation(Exchange(clock, Profile().but(**profile), seed=1), clock)
