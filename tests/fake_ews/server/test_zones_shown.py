"""Zones that clients bring themselves, through the running server: in no answer, mail or record is the form of ours."""

from __future__ import annotations

import base64
import http.client
import json
from email import message_from_bytes
from urllib.parse import quote, urlsplit

import pytest

from fake_ews import FakeExchange
from tests.fake_ews.server.wire import ANNA, Client

BEN = "ben@example.test"
OURS = "Custom#"
"""What the form begins with that we keep such a zone in."""
FIELDS = "".join(
    f'<t:FieldURI FieldURI="calendar:{name}"/>'
    for name in ("StartTimeZoneId", "EndTimeZoneId", "StartTimeZone", "TimeZone")
)
RULES = (
    '<t:Periods><t:Period Bias="-PT7M" Name="Standard" Id="s"/></t:Periods>'
    '<t:TransitionsGroups><t:TransitionsGroup Id="0"><t:Transition><t:To Kind="Period">s</t:To></t:Transition>'
    '</t:TransitionsGroup></t:TransitionsGroups><t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition>'
    "</t:Transitions>"
)
BY_DEFINITION = f'<t:StartTimeZone Id="mine" Name="Mine">{RULES}</t:StartTimeZone>'
OF_2007 = '<t:MeetingTimeZone TimeZoneName="mine"><t:BaseOffset>-PT7M</t:BaseOffset></t:MeetingTimeZone>'
CALENDAR = base64.b64encode(
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:mine\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
    b"TZOFFSETFROM:+0007\r\nTZOFFSETTO:+0007\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:4711\r\n"
    b"SUMMARY:Review\r\nDTSTART;TZID=mine:20270315T100700\r\nDTEND;TZID=mine:20270315T110700\r\n"
    b"RRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).decode()


def entry(zone: str) -> str:
    """A series of meetings with Ben."""
    return (
        "<t:Subject>Review</t:Subject><t:Start>2027-03-15T10:07:00</t:Start><t:End>2027-03-15T11:07:00</t:End>"
        f"<t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>{BEN}</t:EmailAddress></t:Mailbox></t:Attendee>"
        "</t:RequiredAttendees><t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>"
        "<t:NumberedRecurrence><t:StartDate>2027-03-15</t:StartDate><t:NumberOfOccurrences>3</t:NumberOfOccurrences>"
        f"</t:NumberedRecurrence></t:Recurrence>{zone}"
    )


@pytest.mark.parametrize(
    ("given", "version"),
    [
        (entry(BY_DEFINITION), "Exchange2013_SP1"),
        (entry(OF_2007), "Exchange2007_SP1"),
        (f'<t:MimeContent CharacterSet="UTF-8">{CALENDAR}</t:MimeContent>', "Exchange2013_SP1"),
    ],
    ids=("StartTimeZone", "MeetingTimeZone", "iCalendar"),
)
def test_nobody_sees_how_a_zone_without_a_name_is_kept(
    fake: FakeExchange, client: Client, given: str, version: str
) -> None:
    fake.mailbox(BEN)
    invites = "SendToAllAndSaveCopy" if "Attendee" in given else "SendToNone"
    said = (
        f'<m:CreateItem SendMeetingInvitations="{invites}"><m:Items><t:CalendarItem>{given}</t:CalendarItem></m:Items>'
    )
    assert client.ask(f"{said}</m:CreateItem>", version=version).codes == ["NoError"]
    seen: list[str] = []
    for owner, folder in ((ANNA, "calendar"), (ANNA, "sentitems"), (BEN, "calendar"), (BEN, "inbox")):
        for item in fake.mailbox(owner).items(folder):
            shape = (
                "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent>"
                f"<t:AdditionalProperties>{FIELDS}</t:AdditionalProperties></m:ItemShape>"
            )
            ids = f'<m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds>'
            answer = client.ask(f"<m:GetItem>{shape}{ids}</m:GetItem>", owner=owner)
            assert answer.between("<t:StartTimeZoneId>", "<") == "tzone://Microsoft/Custom"
            assert answer.between("<t:EndTimeZoneId>", "<") == "tzone://Microsoft/Custom"
            assert '<t:StartTimeZone Id="mine"' in answer.text
            assert "<t:Start>2027-03-15T10:00:00Z</t:Start>" in answer.text
            mime = parts(base64.b64decode(answer.between('<t:MimeContent CharacterSet="UTF-8">', "<")))
            assert "TZID:mine" in mime
            seen += [answer.text, mime, repr(item)]
    assert len(seen) == (12 if "Attendee" in given else 3)
    seen += [
        the_control_api(fake, path) for path in ("journal", *(f"mailboxes/{quote(one)}/items" for one in (ANNA, BEN)))
    ]
    assert [text for text in seen if OURS in text] == []
    assert "tzone://Microsoft/Custom" in seen[-2]


def parts(raw: bytes) -> str:
    """MIME content as text, all parts of a mail, without foldings."""
    whole = [raw, *(part.get_payload(decode=True) or b"" for part in message_from_bytes(raw).walk())]
    return "".join(bytes(part).decode().replace("\r\n ", "") for part in whole)


def the_control_api(fake: FakeExchange, path: str) -> str:
    """What it tells, as text without escapes."""
    connection = http.client.HTTPConnection(urlsplit(fake.url).netloc, timeout=15)
    connection.request("GET", f"/_fake/api/{path}")
    told = json.loads(connection.getresponse().read())
    connection.close()
    return json.dumps(told, ensure_ascii=False)
