"""A run of the simulator with all in it that might go another way the next time: `python -m ... ORDER` prints it.

ORDER (first, last): which of two listeners answers before the other, whenever both have been sent a message. Printed
are the records of the journal, one a line.
"""

from __future__ import annotations

import datetime as dt
import socket
import sys
from pathlib import Path

from fake_ews import FakeExchange, Fault, ManualClock, World
from tests.fake_ews.journals import told
from tests.fake_ews.server.wire import ANNA, GET_CALENDAR, SERVICE, SUBSCRIBE, Answer, Client, Listener

WORLD = Path(__file__).resolve().parents[3] / "examples" / "world.toml"
BEAT, ROUNDS = "beat@example.test", 5
MEETING = (
    '<m:CreateItem SendMeetingInvitations="SendToAllAndSaveCopy"><m:Items><t:CalendarItem><t:Subject>{subject}'
    '</t:Subject><t:Body BodyType="HTML">&lt;p&gt;Text&lt;/p&gt;</t:Body><t:Start>2027-03-{day:02}T10:00:00Z</t:Start>'
    "<t:End>2027-03-{day:02}T11:00:00Z</t:End><t:RequiredAttendees>{attendees}</t:RequiredAttendees>{more}"
    "</t:CalendarItem></m:Items></m:CreateItem>"
)
ATTENDEES = "".join(
    f"<t:Attendee><t:Mailbox><t:EmailAddress>{one}</t:EmailAddress></t:Mailbox></t:Attendee>"
    for one in (BEAT, "aare@example.test", "guest@other.test")
)
SERIES = (
    "<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday Thursday</t:DaysOfWeek>"
    "</t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2027-03-15</t:StartDate><t:NumberOfOccurrences>6"
    "</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>"
)
CALENDAR = '<t:DistinguishedFolderId Id="calendar"/>'
READING = (
    "<m:GetRoomLists/>",
    f'<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>'
    f"<m:ParentFolderIds>{CALENDAR}</m:ParentFolderIds></m:FindItem>",
    f"<m:SyncFolderItems><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:SyncFolderId>{CALENDAR}"
    "</m:SyncFolderId><m:MaxChangesReturned>512</m:MaxChangesReturned></m:SyncFolderItems>",
    "<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape>"
    "</m:SyncFolderHierarchy>",
    "<m:GetUserAvailabilityRequest><m:MailboxDataArray>"
    + "".join(
        f"<t:MailboxData><t:Email><t:Address>{one}</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType>"
        "</t:MailboxData>"
        for one in (ANNA, BEAT)
    )
    + "</m:MailboxDataArray><t:FreeBusyViewOptions><t:TimeWindow><t:StartTime>2027-03-01T00:00:00Z</t:StartTime>"
    "<t:EndTime>2027-03-30T00:00:00Z</t:EndTime></t:TimeWindow><t:MergedFreeBusyIntervalInMinutes>30"
    "</t:MergedFreeBusyIntervalInMinutes><t:RequestedView>DetailedMerged</t:RequestedView></t:FreeBusyViewOptions>"
    "</m:GetUserAvailabilityRequest>",
    '<m:GetServerTimeZones ReturnFullTimeZoneData="false"/>',
)
RESOLVE = '<m:ResolveNames ReturnFullContactData="true"><m:UnresolvedEntry>a</m:UnresolvedEntry></m:ResolveNames>'
PULL = (
    f"<m:Subscribe><m:PullSubscriptionRequest><t:FolderIds>{CALENDAR}</t:FolderIds><t:EventTypes>"
    "<t:EventType>CreatedEvent</t:EventType><t:EventType>DeletedEvent</t:EventType></t:EventTypes>"
    "<t:Timeout>60</t:Timeout></m:PullSubscriptionRequest></m:Subscribe>"
)
GET_EVENTS = (
    "<m:GetEvents><m:SubscriptionId>{id}</m:SubscriptionId><m:Watermark>{watermark}</m:Watermark></m:GetEvents>"
)
ATTACH = (
    '<m:CreateAttachment><m:ParentItemId Id="{id}"/><m:Attachments><t:FileAttachment><t:Name>a.txt</t:Name>'
    "<t:Content>dGV4dA==</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>"
)
GET = (
    "<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:IncludeMimeContent>{mime}</t:IncludeMimeContent>"
    '</m:ItemShape><m:ItemIds><t:ItemId Id="{id}"/></m:ItemIds></m:GetItem>'
)
EXPORT = '<m:ExportItems><m:ItemIds><t:ItemId Id="{id}"/></m:ItemIds></m:ExportItems>'
TRASH = (
    '<m:DeleteItem DeleteType="MoveToDeletedItems" SendMeetingCancellations="SendToAllAndSaveCopy"><m:ItemIds>{ids}'
    "</m:ItemIds></m:DeleteItem>"
)


class Late(Listener):
    """A listener that answers its n-th message when another has got its own n-th."""

    def __init__(self, other: Listener) -> None:
        self.other, self.is_waiting = other, False
        super().__init__()

    def _answer(self, connection: socket.socket, message: bytes) -> None:
        if self.is_waiting:
            self.other.wait(len(self.received) + 1)
        super()._answer(connection, message)


class Run:
    """A run under way; every step is over before the next."""

    def __init__(self, fake: FakeExchange, client: Client) -> None:
        self.fake, self.client = fake, client

    def ask(self, body: str, owner: str = ANNA, code: str = "NoError") -> Answer:
        """Ask for something in a mailbox."""
        answer = self.client.ask(body, owner=owner)
        assert set(answer.codes) <= {code}, f"{body}: {answer.text}"
        self.wait()
        return answer

    def wait(self, **time: float) -> None:
        """Let time pass, and wait until all is delivered."""
        assert self.fake.wait_quiet(10)
        self.fake.advance(self.fake.now() + dt.timedelta(**time))
        assert self.fake.wait_quiet(10)

    def meetings(self) -> None:
        """A morning of meetings, by clients and by people."""
        pulled = self.ask(PULL)
        single = self.ask(MEETING.format(subject="One", day=16, attendees=ATTENDEES, more=""))
        series = self.ask(MEETING.format(subject="Many", day=15, attendees=ATTENDEES, more=SERIES))
        ids = [one.between('ItemId Id="', '"') for one in (single, series)]
        self.wait(seconds=2)
        beat = self.fake.outlook(BEAT)
        beat.send_receive()
        beat.accept(beat.find("One"))
        beat.send_receive()
        self.wait()
        for one in ids:
            self.ask(ATTACH.format(id=one))
        for body in READING:
            self.ask(body)
        self.ask(RESOLVE, code="ErrorNameResolutionMultipleResults")
        for one in ids:
            self.ask(GET.format(id=one, mime="false"))
            self.ask(EXPORT.format(id=one))
        self.ask(GET.format(id=ids[0], mime="true"))
        watermark = pulled.between("<m:Watermark>", "<")
        self.ask(GET_EVENTS.format(id=pulled.between("<m:SubscriptionId>", "<"), watermark=watermark))
        self.fake.inject(Fault("busy-item", operation="GetFolder", back_off=500))
        self.ask(GET_CALENDAR, code="ErrorServerBusy")
        self.ask(TRASH.format(ids="".join(f'<t:ItemId Id="{one}"/>' for one in ids)))

    def moves(self) -> None:
        """What happens to servers."""
        self.fake.fail_over(BEAT)
        self.wait()
        self.fake.migrate(BEAT)
        self.ask(GET_CALENDAR, BEAT)
        self.fake.restart()
        self.wait()


def run(order: str) -> list[dict[str, object]]:
    """The records of a run."""
    prompt = Listener()
    late = Late(prompt)
    urls = {"first": (prompt.url, late.url), "last": (late.url, prompt.url)}[order]
    with FakeExchange(clock=ManualClock(), seed=11) as fake, Client(fake.url) as client:
        fake.populate(World.read(WORLD))
        fake.account(*SERVICE, impersonates="all")
        going = Run(fake, client)
        going.wait(seconds=5)
        for owner, url in zip((ANNA, BEAT), urls, strict=True):
            going.ask(SUBSCRIBE.format(url=url, minutes=1), owner)
        late.is_waiting = True
        for _ in range(ROUNDS):
            going.wait(minutes=1)
        late.is_waiting = False
        going.meetings()
        going.moves()
        records = told(fake.journal, *urls)
    for listener in (prompt, late):
        listener.close()
    return records


if __name__ == "__main__":
    for record in run(sys.argv[1]):
        print(record)
