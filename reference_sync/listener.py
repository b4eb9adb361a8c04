"""Connection 3: receives SendNotification, stores what it names, answers at once.

Rules: nothing is believed. An event only names an item that is to be looked at; what is true is read from Exchange
later, by the worker. A message is answered when what it names is stored, never after work on it. A message that is not
a well-formed SendNotification, or comes under an unknown token, changes nothing.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from reference_sync.store import Transaction
from reference_sync.tables import User

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types "
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages "
SOAP = "http://schemas.xmlsoap.org/soap/envelope/ "
EVENTS = ("CopiedEvent", "CreatedEvent", "DeletedEvent", "ModifiedEvent", "MovedEvent")
OK = "OK"
UNSUBSCRIBE = "Unsubscribe"
ANSWER = (
    '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    '<SendNotificationResult xmlns="http://schemas.microsoft.com/exchange/services/2006/messages">'
    "<SubscriptionStatus>{status}</SubscriptionStatus></SendNotificationResult></s:Body></s:Envelope>"
)


class Junk(ValueError):
    """What was posted is no SendNotification."""


@dataclass(slots=True)
class Notification:
    """What one message says: `items` are the ids its events name, the new one of a move before the old one."""

    failed: bool = False
    subscription: str = ""
    previous_watermark: str = ""
    watermark: str = ""
    items: dict[str, None] = field(default_factory=dict)


def parse(body: bytes) -> list[Notification]:
    """The response messages of a SendNotification; raises Junk. Entities and document types are refused unread."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Junk(str(error)) from error
    if reader.path_seen != REQUIRED:
        raise Junk("no SendNotification")
    return reader.messages


def _refuse(*_: object) -> None:
    raise Junk("a document type is not accepted")


REQUIRED = [SOAP + "Envelope", SOAP + "Body", MESSAGES + "SendNotification", MESSAGES + "ResponseMessages"]
MESSAGE = MESSAGES + "SendNotificationResponseMessage"


class _Reader:
    """Reads a message element by element; it goes by names, so that order and prefixes do not matter."""

    def __init__(self) -> None:
        self.messages: list[Notification] = []
        self.path_seen: list[str] = []
        self._path: list[str] = []
        self._chars: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        self._chars = []
        if len(self._path) <= len(REQUIRED) and self._path == REQUIRED[: len(self._path)]:
            self.path_seen = self._path.copy()
        if self._path == [*REQUIRED, MESSAGE]:
            self.messages.append(Notification(failed=attributes.get("ResponseClass") != "Success"))
        if self.messages and name in (TYPES + "ItemId", TYPES + "OldItemId") and attributes.get("Id"):
            self.messages[-1].items[attributes["Id"]] = None

    def text(self, text: str) -> None:
        self._chars.append(text)

    def end(self, name: str) -> None:
        self._path.pop()
        if not self.messages:
            return
        text, message = "".join(self._chars).strip(), self.messages[-1]
        match name.removeprefix(TYPES):
            case "SubscriptionId":
                message.subscription = text
            case "PreviousWatermark":
                message.previous_watermark = text
            case "Watermark":
                message.watermark = text


def receive(tx: Transaction, user: User, message: Notification, patience: float) -> str:
    """Store what one message asks to look at; how it is answered. `patience`: seconds without a sign of life (A2)."""
    if not user.synchronised:
        return UNSUBSCRIBE  # A2: who is switched off is unsubscribed
    if message.failed:
        subscribe_anew(tx, user)
        return OK
    if not expected(user, message):
        return UNSUBSCRIBE
    for item_id in message.items:
        tx.put(user.address, "entry", item_id)
    if message.subscription == user.subscription:
        tx.put(user.address, "subscribe", due=tx.now() + patience, move=True)
        if missed(user, message):
            tx.put(user.address, "catch-up")
        tx.change_user(user.address, watermark=message.watermark, previous_watermark=message.previous_watermark)
    return OK


def subscribe_anew(tx: Transaction, user: User) -> None:
    """A2/read-events-failed: the subscription is gone, a new one is made now, and then all is compared."""
    tx.change_user(user.address, subscription=None)
    tx.put(user.address, "subscribe")


def expected(user: User, message: Notification) -> bool:
    """Does the message come from the user's subscription, or from one whose Subscribe was not answered yet?"""
    return user.subscribing or user.subscription is None or message.subscription == user.subscription


def missed(user: User, message: Notification) -> bool:
    """Did a message get lost before this one? A repeated one begins where the last began."""
    return message.previous_watermark not in (user.watermark, user.previous_watermark)
