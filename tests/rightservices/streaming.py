"""A right service to which Exchange streams: the one that polls, where events say when there is something to read.

Rules: one connection tells of everybody, for an account may have few. It is open before a calendar is read, so that
nothing falls between. One that takes its place is open before it is left, and when it ends everybody's is read again.
"""

import http.client
import re
import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from xml.etree import ElementTree

from tests.rightservices.asking import M, Trouble, judged, read
from tests.rightservices.polling import Service, User
from tests.rightservices.pulling import ABOUT, GONE, offered
from tests.rightservices.wire import Exchange

MINUTES = 30
SUBSCRIBE = f"""<m:Subscribe><m:StreamingSubscriptionRequest>{ABOUT}</m:StreamingSubscriptionRequest></m:Subscribe>"""
CONNECT = f"""<m:GetStreamingEvents><m:SubscriptionIds>%s</m:SubscriptionIds>
<m:ConnectionTimeout>{MINUTES}</m:ConnectionTimeout></m:GetStreamingEvents>"""
UNSUBSCRIBE = "<m:Unsubscribe><m:SubscriptionId>%s</m:SubscriptionId></m:Unsubscribe>"
CHUNK = re.compile(rb"(?:\r\n)?([0-9A-Fa-f]+)\r\n")
TAKEN_OVER = "ErrorNewEventStreamConnectionOpened"


def named(envelope: ElementTree.Element) -> set[str]:
    """The subscriptions that an envelope is about, events or errors; their namespace is not the same everywhere."""
    return {one.text or "" for one in envelope.iter() if one.tag.endswith("}SubscriptionId")}


class Line:
    """A connection that tells of some subscriptions: an answer that goes on, until `until` at the latest."""

    def __init__(self, opened: socket.socket, answer: http.client.HTTPResponse, ids: set[str], until: datetime) -> None:
        self.socket, self.answer, self.ids, self.until = opened, answer, ids, until
        self.came, self.text, self.ended = b"", b"", False

    def fileno(self) -> int:
        """What a selector waits for."""
        return self.socket.fileno()

    def first(self) -> list[ElementTree.Element]:
        """Wait for the first envelope; none: there will be none."""
        found = self.read(self.answer.fp.read1)  # what has come with the head
        while not found and not self.ended:
            found = self.read(self.socket.recv)
        return found

    def read(self, some: Callable[[int], bytes]) -> list[ElementTree.Element]:
        """The envelopes that are whole with what comes now."""
        try:
            came = some(65536)
            self.came, self.ended = self.came + came, not came
            while (head := CHUNK.match(self.came)) and len(self.came) >= (end := head.end() + int(head[1], 16)):
                self.text += self.came[head.end() : end]
                self.came, self.ended = self.came[end:], self.ended or end == head.end()
            *whole, self.text = re.split(rb"(?<=Envelope>)", self.text)
            return [ElementTree.fromstring(one) for one in whole]
        except (OSError, ElementTree.ParseError):
            self.ended = True
            return []

    def close(self) -> None:
        """Nobody listens any more."""
        self.ended = True
        self.answer.close()


class Streaming(Service):
    """The service that polls; `subscriptions` by mailbox, `line` tells of them all, others only until they end."""

    offered = offered("streaming")
    every = timedelta(minutes=MINUTES + 1)

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(exchange)
        self.subscriptions: dict[str, str] = {}
        self.line: Line | None = None
        self.lines = selectors.DefaultSelector()
        threading.Thread(target=self.listen, daemon=True).start()

    def late(self) -> list[str]:
        """Who must be looked at, and who is to be told of no longer."""
        return super().late() + [mailbox for mailbox in self.subscriptions if not self.users[mailbox].on]

    def idle(self) -> bool:
        """Also nothing has come that is not heard yet."""
        return super().idle() and not self.lines.select(0)

    def poll(self, mailbox: str, user: User) -> None:
        """Let Exchange tell of it from now on; then read, and write what is missing."""
        if user.on:
            self.connect(mailbox)
            super().poll(mailbox, user)
            return
        with self.news:
            dropped = self.subscriptions.pop(mailbox, "")
        with suppress(Trouble):  # then it ends with its connection
            self.exchange.ask(mailbox, UNSUBSCRIBE % dropped)

    def connect(self, mailbox: str) -> None:
        """A connection that tells of this mailbox; where there is none at all the others must try, too."""
        try:
            for _ in range(3):
                ours, line = self.subscriptions.get(mailbox) or self.subscribe(mailbox), self.line
                if line and ours in line.ids and self.now < line.until:
                    return
                self.open(mailbox)
            raise Trouble("no connection")
        finally:
            with self.news:
                self.tell(set() if self.line else set(self.subscriptions.values()))

    def subscribe(self, mailbox: str) -> str:
        """A new subscription; what was changed before it is read afterwards."""
        made = self.exchange.ask(mailbox, SUBSCRIBE).findtext(f".//{M}SubscriptionId") or ""
        with self.news:
            self.subscriptions[mailbox] = made
        return made

    def open(self, mailbox: str) -> None:
        """A connection for all subscriptions; those that Exchange does not know any more are dropped instead."""
        with self.news:
            self.line, ids = None, set(self.subscriptions.values())
        asked = CONNECT % "".join(f"<t:SubscriptionId>{one}</t:SubscriptionId>" for one in sorted(ids))
        opened, answer = self.exchange.open(mailbox, asked)
        if answer.status != http.HTTPStatus.OK:
            read(answer)
        line = Line(opened, answer, ids, self.now + self.every)
        if not (came := line.first()):
            raise Trouble("no envelope")
        with self.news:
            try:
                judged(came[0])
                self.line = line
                self.lines.register(line, selectors.EVENT_READ, line)
                self.hear(line, came)
            except Trouble as trouble:
                line.close()
                if trouble.code not in GONE:
                    raise
                self.drop(named(came[0]) or ids)

    def listen(self) -> None:
        """For ever: hear what comes."""
        while True:
            ready = self.lines.select()
            with self.news:
                for key, _ in ready:
                    self.hear(key.data, key.data.read(key.data.socket.recv))
                self.news.notify_all()

    def hear(self, line: Line, came: list[ElementTree.Element]) -> None:
        """Wake whom envelopes tell of; everybody when a connection ends whose place no other has taken."""
        replaced = False
        for one in came:
            codes = {code.text for code in one.iter(f"{M}ResponseCode")}
            if codes & GONE:
                self.drop(named(one))
            elif TAKEN_OVER in codes:
                replaced = line is not self.line
            else:
                self.tell(named(one))
        if line.ended or replaced:
            self.lines.unregister(line)
            line.close()
            self.line = None if line is self.line else self.line
            self.tell(set() if replaced else line.ids)

    def tell(self, ids: set[str]) -> None:
        """Something has happened to these."""
        for mailbox in [mailbox for mailbox, one in self.subscriptions.items() if one in ids]:
            self.wake(mailbox)

    def drop(self, ids: set[str]) -> None:
        """Exchange does not know these any more."""
        self.tell(ids)
        self.subscriptions = {mailbox: one for mailbox, one in self.subscriptions.items() if one not in ids}
