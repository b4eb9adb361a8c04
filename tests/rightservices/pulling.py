"""A right service that pulls: the one that polls, where GetEvents says whether there is anything to read.

Rule: nothing is read of a mailbox unless events tell of it, a subscription was made anew, something is to be written,
or what was read or written last came to no good end. A watermark is left behind only by an answer that has come.
"""

from typing import Any

from tests.rightservices.asking import M, T, Trouble
from tests.rightservices.polling import CAPABILITIES, Service, User
from tests.rightservices.wire import Exchange

KINDS = ("Created", "Modified", "Moved", "Copied", "Deleted")
ABOUT = f"""<t:FolderIds><t:DistinguishedFolderId Id="calendar"/><t:DistinguishedFolderId Id="deleteditems"/>
</t:FolderIds><t:EventTypes>{"".join(f"<t:EventType>{kind}Event</t:EventType>" for kind in KINDS)}</t:EventTypes>"""
SUBSCRIBE = f"""<m:Subscribe><m:PullSubscriptionRequest>{ABOUT}<t:Timeout>10</t:Timeout></m:PullSubscriptionRequest>
</m:Subscribe>"""
GET_EVENTS = "<m:GetEvents><m:SubscriptionId>%s</m:SubscriptionId><m:Watermark>%s</m:Watermark></m:GetEvents>"
GONE = {"ErrorExpiredSubscription", "ErrorSubscriptionNotFound", "ErrorInvalidSubscription", "ErrorInvalidWatermark"}
GONE |= {"ErrorEventNotFound", "ErrorInvalidPullSubscriptionId"}
"""What is said of subscriptions that must be made anew."""


def offered(transport: str) -> dict[str, Any]:
    """What the service that polls offers, by another transport."""
    others = {name: value for name, value in CAPABILITIES.items() if name != "pollSeconds"}
    names = [name for name in CAPABILITIES["names"] if name != "poll"]
    return others | {"names": [*names, transport], "transport": transport}


class Pulling(Service):
    """The service that polls; `unread` is whose calendar must be read, `heard` the watermark of each subscription."""

    offered = offered("pull")

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(exchange)
        self.subscriptions: dict[str, str] = {}
        self.heard: dict[str, str] = {}
        self.unread: set[str] = set()

    def poll(self, mailbox: str, user: User) -> None:
        """Ask what has happened; read and write where that is needed."""
        self.ask(mailbox)
        with self.news:
            writes = any(one.waits for one in self.bookings.values() if one.organizer == mailbox)
        if writes or mailbox in self.unread:
            self.unread.add(mailbox)
            super().poll(mailbox, user)
            self.unread.remove(mailbox)

    def ask(self, mailbox: str) -> None:
        """All events since the last answer; where the subscription is gone another, and all must be read."""
        try:
            more = mailbox in self.subscriptions
            while more:
                more = self.events(mailbox)
        except Trouble as trouble:
            if trouble.code not in GONE:
                raise
            del self.subscriptions[mailbox]
        if mailbox not in self.subscriptions:
            self.subscribe(mailbox)

    def events(self, mailbox: str) -> bool:
        """One answer of GetEvents; are there more?"""
        answer = self.exchange.ask(mailbox, GET_EVENTS % (self.subscriptions[mailbox], self.heard[mailbox]))
        if any(next(answer.iter(f"{T}{kind}Event"), None) is not None for kind in KINDS):
            self.unread.add(mailbox)
        for one in answer.iter(f"{T}Watermark"):
            self.heard[mailbox] = one.text or ""
        return answer.findtext(f".//{T}MoreEvents") == "true"

    def subscribe(self, mailbox: str) -> None:
        """A new subscription, and all that was changed before it is to be read."""
        answer = self.exchange.ask(mailbox, SUBSCRIBE)
        self.subscriptions[mailbox] = answer.findtext(f".//{M}SubscriptionId") or ""
        self.heard[mailbox] = answer.findtext(f".//{M}Watermark") or ""
        self.unread.add(mailbox)
