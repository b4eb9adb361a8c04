"""A server killed with SIGKILL at random moments under load: what it answered must be there when it is back.

Rule: each client knows what it was answered, and the one request that was under way; what it finds after the kill is
the one or the other, never a part. `python -m tests.fake_ews.server.kills --kills 200 --seed 1` is the long run.
"""

from __future__ import annotations

import argparse
import http.client
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from tests.fake_ews.server.wire import SERVICE, XML, basic, envelope

GUEST = "guest@example.test"
CLIENTS = [f"client{number}@example.test" for number in range(4)]
Entries = dict[str, tuple[str, str]]  # ItemId: ChangeKey, subject
_SHAPE = (
    "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
    '<t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties></m:ItemShape>'
)
_PAGE = 1000
_CALENDAR = '<t:DistinguishedFolderId Id="calendar"/>'
_ENTRY = (
    "<t:CalendarItem><t:Subject>{}</t:Subject><t:Start>2027-03-15T10:00:00Z</t:Start>"
    "<t:End>2027-03-15T11:00:00Z</t:End>{}</t:CalendarItem>"
)
_GUEST = (
    f"<t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>{GUEST}</t:EmailAddress></t:Mailbox></t:Attendee>"
    "</t:RequiredAttendees>"
)
_ID = re.compile(r'<t:ItemId Id="([^"]+)" ChangeKey="([^"]+)"/>(?:<t:Subject>([^<]*)</t:Subject>)?')


@contextmanager
def serving(file: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own that keeps its state in this file; and its URL."""
    people = [option for address in (*CLIENTS, GUEST) for option in ("--user", f"{address}:secret")]
    command = [sys.executable, "-m", "fake_ews", "serve", "--port", "0", "--state", str(file)]
    command += ["--user", ":".join(SERVICE), *people]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().removeprefix("fake Exchange at ").strip()
        finally:
            process.kill()


def ask(connection: http.client.HTTPConnection, body: str, owner: str) -> str:
    """The text of an answer; OSError or HTTPException where there is none."""
    headers = {"Content-Type": XML, "Authorization": basic(*SERVICE)}
    connection.request("POST", "/EWS/Exchange.asmx", envelope(body, owner=owner), headers)
    return connection.getresponse().read().decode()


def entries_in(text: str) -> Entries:
    """The items in an answer."""
    return {item_id: (key, subject) for item_id, key, subject in _ID.findall(text)}


@dataclass
class Client:
    """One client with a mailbox of its own. `known`: what it was answered; `under_way`: what else may have happened."""

    address: str
    random: Random
    known: Entries = field(default_factory=dict)
    meetings: set[str] = field(default_factory=set)
    under_way: Callable[[Entries], bool] | None = None
    sync_state: str = ""
    synced: set[tuple[str, str]] = field(default_factory=set)
    subscription: str = ""
    inviting: str = ""
    made: int = 0
    answered: int = 0
    connection: http.client.HTTPConnection | None = None

    def ask(self, body: str) -> str:
        """Ask for something in the own mailbox."""
        assert self.connection is not None
        text = ask(self.connection, body, self.address)
        codes = set(re.findall(r"ResponseCode>(\w+)<", text))
        assert codes == {"NoError"}, f"{self.address}: {codes} {text}"
        return text

    def load(self, url: str) -> None:
        """One request after the other, until there is no answer any more."""
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        acts = [self._three, self._three, self._change, self._change, self._delete, self._meet, self._sync]
        with suppress(OSError, http.client.HTTPException):
            self._subscribe()
            while True:
                self.random.choice(acts)()
                self.under_way = None
                self.answered += 1
        self.connection.close()

    def _subject(self) -> str:
        self.made += 1
        return f"{self.address.partition('@')[0]} {self.made}"

    def _create(self, items: str, invitations: str = "SendToNone") -> Entries:
        text = self.ask(
            f'<m:CreateItem SendMeetingInvitations="{invitations}"><m:Items>{items}</m:Items></m:CreateItem>'
        )
        return entries_in(text)

    def _three(self) -> None:
        """Three entries in one request: all of them, or none."""
        subjects, before = [self._subject() for _ in range(3)], dict(self.known)
        self.under_way = lambda found: sorted(_added(before, found) or []) == sorted(subjects)
        made = self._create("".join(_ENTRY.format(subject, "") for subject in subjects))
        self.known |= {one: (key, subject) for (one, (key, _)), subject in zip(made.items(), subjects, strict=True)}

    def _meet(self) -> None:
        """A meeting with the guest: in both mailboxes, or in none."""
        subject, before = self._subject(), dict(self.known)
        self.under_way = lambda found: _added(before, found) == [subject]
        self.inviting = subject
        made = self._create(_ENTRY.format(subject, _GUEST), "SendToAllAndSaveCopy")
        self.known |= {one: (key, subject) for one, (key, _) in made.items()}
        self.meetings.add(subject)

    def _change(self) -> None:
        """A new subject, with the change key of the last answer."""
        if not self.known:
            return
        item, subject = self.random.choice([*self.known]), self._subject()
        before, (key, _) = dict(self.known), self.known[item]
        self.under_way = lambda found: {**before, item: (found.get(item, ("", ""))[0], subject)} == found
        text = self.ask(
            '<m:UpdateItem ConflictResolution="NeverOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
            f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{item}" ChangeKey="{key}"/><t:Updates><t:SetItemField>'
            f'<t:FieldURI FieldURI="item:Subject"/><t:CalendarItem><t:Subject>{subject}</t:Subject></t:CalendarItem>'
            "</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
        )
        self.known[item] = entries_in(text)[item][0], subject

    def _delete(self) -> None:
        if not self.known:
            return
        item, how = self.random.choice([*self.known]), self.random.choice(["HardDelete", "MoveToDeletedItems"])
        left = {one: values for one, values in self.known.items() if one != item}
        self.under_way = lambda found: found == left
        self.ask(
            f'<m:DeleteItem DeleteType="{how}" SendMeetingCancellations="SendToNone"><m:ItemIds><t:ItemId Id="{item}"/>'
            "</m:ItemIds></m:DeleteItem>"
        )
        del self.known[item]

    def _sync(self) -> None:
        """Read on from the last SyncState."""
        state = f"<m:SyncState>{self.sync_state}</m:SyncState>" if self.sync_state else ""
        text = self.ask(
            f"<m:SyncFolderItems>{_SHAPE}<m:SyncFolderId>{_CALENDAR}</m:SyncFolderId>{state}"
            "<m:MaxChangesReturned>512</m:MaxChangesReturned></m:SyncFolderItems>"
        )
        gone = set(re.findall(r'<t:Delete><t:ItemId Id="([^"]+)"', text))
        news = {item: key for item, (key, _) in entries_in(re.sub(r"<t:Delete>.*?</t:Delete>", "", text)).items()}
        kept = {(item, key) for item, key in self.synced if item not in gone and item not in news}
        self.synced = kept | set(news.items())
        self.sync_state = text.partition("SyncState>")[2].partition("<")[0]
        if ">false</m:IncludesLastItemInRange>" in text:
            self._sync()

    def _subscribe(self) -> None:
        text = self.ask(
            f"<m:Subscribe><m:PullSubscriptionRequest><t:FolderIds>{_CALENDAR}</t:FolderIds><t:EventTypes>"
            "<t:EventType>CreatedEvent</t:EventType></t:EventTypes><t:Timeout>10</t:Timeout>"
            "</m:PullSubscriptionRequest></m:Subscribe>"
        )
        self.subscription = text.partition("SubscriptionId>")[2].partition("<")[0]

    # --- after the kill --------------------------------------------------------------------------------------------

    def found(self) -> Entries:
        """What is in the calendar, page by page: a thousand at a time is what an Exchange tells."""
        found: Entries = {}
        is_last = False
        while not is_last:
            text = self.ask(
                f'<m:FindItem Traversal="Shallow">{_SHAPE}<m:IndexedPageItemView MaxEntriesReturned="{_PAGE}" '
                f'Offset="{len(found)}" BasePoint="Beginning"/><m:ParentFolderIds>{_CALENDAR}</m:ParentFolderIds>'
                "</m:FindItem>"
            )
            found |= entries_in(text)
            is_last = 'IncludesLastItemInRange="true"' in text
        return found

    def look(self, url: str) -> None:
        """Compare what is there with what was answered."""
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        found = self.found()
        if found != self.known:
            assert self.under_way is not None, f"{self.address}: {_difference(self.known, found)}"
            assert self.under_way(found), f"{self.address}: half of a request: {_difference(self.known, found)}"
        self.known, self.under_way = found, None
        self.meetings |= {self.inviting} & {subject for _, subject in found.values()}
        self._sync()
        assert self.synced == {(item, key) for item, (key, _) in found.items()}, f"{self.address}: SyncState"
        if self.subscription:
            text = ask(
                self.connection,
                f"<m:GetEvents><m:SubscriptionId>{self.subscription}</m:SubscriptionId><m:Watermark>AQAAAA==</m:Watermark>"
                "</m:GetEvents>",
                self.address,
            )
            assert "ErrorSubscriptionNotFound" in text, text
        self.connection.close()


def _added(before: Entries, found: Entries) -> list[str] | None:
    """The subjects of what has been added; None where anything else is different."""
    if any(found.get(item) != values for item, values in before.items()):
        return None
    return [subject for item, (_, subject) in found.items() if item not in before]


def _difference(known: Entries, found: Entries) -> str:
    lost = [values for item, values in known.items() if found.get(item) != values]
    return f"answered and not there {lost}, there {[one for item, one in found.items() if known.get(item) != one]}"


def _look_at_guest(clients: list[Client], url: str) -> None:
    """Each meeting is in the calendar of the guest, and nothing else of it."""
    guest = Client(GUEST, Random(0))
    guest.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    there, invited = {subject for _, subject in guest.found().values()}, set().union(*(one.meetings for one in clients))
    assert there == invited, f"the guest has {there - invited} too much, and lacks {invited - there}"
    guest.connection.close()


def sweep(kills: int, seed: int, directory: Path) -> tuple[int, int]:
    """Kill so many times; the answer is how many requests were answered, and how many were lost under way."""
    random, file = Random(seed), directory / "state"
    clients = [Client(address, Random(random.random())) for address in CLIENTS]
    open_requests = 0
    for number in range(kills + 1):
        with serving(file) as (process, url):
            for client in clients:
                client.look(url)
            _look_at_guest(clients, url)
            if number == kills:
                break
            threads = [threading.Thread(target=client.load, args=(url,)) for client in clients]
            for thread in threads:
                thread.start()
            time.sleep(random.uniform(0.0, 1.0))
            process.kill()
            for thread in threads:
                thread.join()
            open_requests += sum(client.under_way is not None for client in clients)
        if random.random() < 0.2:  # in the middle of its start
            with subprocess.Popen(process.args, stdout=subprocess.DEVNULL) as starting:
                time.sleep(random.uniform(0.1, 1.0))
                starting.kill()
    return sum(client.answered for client in clients), open_requests


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Kill a server with --state at random moments, and look what is left.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        done, under_way = sweep(said.kills, said.seed, Path(place))
    print(f"{said.kills} kills: {done} requests answered, all kept; {under_way} under way, kept whole or not at all")
