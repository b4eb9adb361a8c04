"""What goes over the wire to Exchange, and what its answers become; the far end is canned."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import exchangelib  # type: ignore[import-untyped]
import pytest

from reference_sync.config import Settings
from reference_sync.decide import Attendee, Entry, Invited, Value
from reference_sync.exchange import Busy, Exchange, Failure, Refused, Rejected, Stale, Unreachable
from reference_sync.items import OID_SET, Appointment, answer_of, invitations, mailing
from tests.reference_sync.canned import MESSAGES, TYPES, Canned, answer, bad, canned_exchange, fault, good
from tests.reference_sync.pairs import AARE, ANNA, BOB, REUSS, having

EVE = "eve@example.test"
ATTENDEE = "<t:Attendee><t:Mailbox>{}<t:EmailAddress>{}</t:EmailAddress></t:Mailbox></t:Attendee>"
ITEM = (
    '<t:CalendarItem><t:ItemId Id="A+/=" ChangeKey="K+/="/><t:ParentFolderId Id="F" ChangeKey="x"/>'
    "<t:Subject>Ü &lt;&amp;&gt;</t:Subject><t:Sensitivity>Private</t:Sensitivity><t:ReminderIsSet>{reminder}"
    "</t:ReminderIsSet><t:ReminderMinutesBeforeStart>15</t:ReminderMinutesBeforeStart><t:ExtendedProperty>"
    '<t:ExtendedFieldURI PropertySetId="{set}" PropertyName="AppointmentOid" PropertyType="String"/>'
    "<t:Value>r1</t:Value></t:ExtendedProperty><t:Start>2027-01-04T23:00:00Z</t:Start>"
    "<t:End>2027-01-06T00:00:00+01:00</t:End><t:IsAllDayEvent>true</t:IsAllDayEvent>"
    "<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus><t:IsCancelled>false</t:IsCancelled><t:RequiredAttendees>"
    + ATTENDEE.format("<t:Name>Bob</t:Name>", "Bob@example.test")
    + ATTENDEE.format("", ANNA)
    + "</t:RequiredAttendees><t:OptionalAttendees>"
    + ATTENDEE.format("", AARE)
    + "</t:OptionalAttendees></t:CalendarItem>"
)


@pytest.fixture
def canned() -> Iterator[Canned]:
    """The far end."""
    with canned_exchange() as far_end:
        yield far_end


@pytest.fixture
def exchange(canned: Canned) -> Exchange:
    """Our end."""
    return Exchange(Settings(ews_url=canned.url))


def asked(canned: Canned) -> ElementTree.Element:
    """The last request's operation; it impersonates Anna, in one call."""
    envelope = ElementTree.fromstring(canned.requests[-1])
    who = envelope.find(f".//{{{TYPES}}}ExchangeImpersonation//{{{TYPES}}}PrimarySmtpAddress")
    assert who is not None
    assert who.text == ANNA
    return envelope[1][0]


def test_as_a_delegate_it_names_the_owner_of_the_folder(canned: Canned) -> None:
    """and impersonates nobody"""
    exchange = Exchange(Settings(ews_url=canned.url, access="delegate"))
    canned.answers.append(a_folder("IPF.Appointment", "Kalender"))
    assert exchange.calendar(ANNA) == "F"
    envelope = ElementTree.fromstring(canned.requests[-1])
    assert envelope.find(f".//{{{TYPES}}}ExchangeImpersonation") is None
    owner = envelope.find(f".//{{{TYPES}}}DistinguishedFolderId//{{{TYPES}}}EmailAddress")
    assert owner is not None
    assert owner.text == ANNA


def names(element: ElementTree.Element) -> list[str]:
    return [one.tag.split("}")[1] for one in element]


def an_item(reminder: str = "true", set_id: str = OID_SET) -> str:
    return good(f"<m:Items>{ITEM.format(reminder=reminder, set=set_id)}</m:Items>")


def read_one(exchange: Exchange, canned: Canned, item: str) -> Entry:
    canned.answers.append(answer("GetItem", item))
    found = exchange.read(ANNA, ["A+/="], {AARE})["A+/="]
    assert found is not None
    return found


def test_read_asks_for_what_is_in_step_only(exchange: Exchange, canned: Canned) -> None:
    canned.answers.append(
        answer(
            "GetItem",
            an_item(),
            bad("ErrorItemNotFound", "<m:Items/>"),
            bad("ErrorInvalidIdMalformed", "<m:Items/>"),
            good('<m:Items><t:Message><t:ItemId Id="m" ChangeKey="k"/></t:Message></m:Items>'),
        )
    )
    found = exchange.read(ANNA, ["A+/=", "gone", "?", "mail"], {AARE})
    assert [found[name] for name in ("gone", "?", "mail")] == [None, None, None]
    assert found["A+/="] == Entry(
        item_id="A+/=",
        change_key="K+/=",
        owner=ANNA,
        oid="r1",
        folder_id="F",
        values={
            "subject": "Ü <&>",
            "start": datetime(2027, 1, 4, 23, tzinfo=UTC),
            "end": datetime(2027, 1, 5, 23, tzinfo=UTC),
            "allDay": True,
            "location": "",
            "reminderMinutes": 15,
            "sensitivity": "Private",
            "freeBusy": "OOF",
            "attendees": (Attendee("Bob@example.test"),),
            "resources": (AARE,),
        },
        invited=(
            Invited("Bob@example.test", "Bob", "required"),
            Invited(ANNA, None, "required"),
            Invited(AARE, None, "optional"),
        ),
    )
    assert "Body" not in canned.requests[-1].split("GetItem")[1]
    assert len(canned.requests) == 1  # nothing is asked at the start


def test_the_oid_is_found_whatever_case_its_set_is_written_in(exchange: Exchange, canned: Canned) -> None:
    entry = read_one(exchange, canned, an_item(set_id=OID_SET.upper(), reminder="false"))
    assert entry.oid == "r1"
    assert entry.values["reminderMinutes"] is None


def test_create(exchange: Exchange, canned: Canned) -> None:
    canned.answers.append(
        answer(
            "CreateItem", good('<m:Items><t:CalendarItem><t:ItemId Id="new" ChangeKey="k"/></t:CalendarItem></m:Items>')
        )
    )
    values = having({"location": "", "reminderMinutes": None})
    assert exchange.create(ANNA, "r1", values, "Agenda", "Europe/Zurich") == "new"
    operation = asked(canned)
    assert operation.attrib["SendMeetingInvitations"] == "SendToAllAndSaveCopy"
    item = operation.find(f".//{{{TYPES}}}CalendarItem")
    assert item is not None
    text = {one.tag.split("}")[1]: one.text for one in item}
    assert (text["Subject"], text["Start"], text["Body"]) == ("Review", "2027-01-05T10:00:00Z", "Agenda")
    assert text["ReminderIsSet"] in ("0", "false")
    assert "Location" not in text
    zone = item.find(f"{{{TYPES}}}StartTimeZone")
    assert zone is not None
    assert zone.attrib == {"Id": "W. Europe Standard Time"}
    assert "r1" in ElementTree.tostring(item, "unicode")


def test_create_without_people_is_no_meeting(exchange: Exchange, canned: Canned) -> None:
    canned.answers.append(
        answer(
            "CreateItem", good('<m:Items><t:CalendarItem><t:ItemId Id="new" ChangeKey="k"/></t:CalendarItem></m:Items>')
        )
    )
    exchange.create(ANNA, "r1", having({"attendees": (), "resources": ()}), "", "Factory/Nowhere")
    assert asked(canned).attrib["SendMeetingInvitations"] == "SendToNone"
    assert 'Id="UTC"' in canned.requests[-1].split("StartTimeZone")[1]


LISTS = ["calendar:RequiredAttendees", "calendar:OptionalAttendees"]
UPDATED = good(
    '<m:Items><t:CalendarItem><t:ItemId Id="A+/=" ChangeKey="k"/></t:CalendarItem></m:Items>'
    "<m:ConflictResults><t:Count>0</t:Count></m:ConflictResults>"
)


@pytest.mark.parametrize(
    ("values", "uris", "mails"),
    [
        ({"subject": "Z"}, ["item:Subject"], "SendToAllAndSaveCopy"),
        (
            {"start": datetime(2027, 10, 31, 1, 30, tzinfo=UTC)},  # in the doubled hour, second pass
            ["calendar:Start"],
            "SendToAllAndSaveCopy",
        ),
        ({"reminderMinutes": None}, ["item:ReminderIsSet"], "SendToNone"),
        ({"location": ""}, ["calendar:Location"], "SendToAllAndSaveCopy"),
        ({"attendees": (Attendee(EVE, "optional"),)}, LISTS, "SendToChangedAndSaveCopy"),
    ],
)  # fmt: skip
def test_update_names_what_changed_and_nothing_else(
    exchange: Exchange, canned: Canned, values: dict[str, Value], uris: list[str], mails: str
) -> None:
    entry = read_one(exchange, canned, an_item())
    canned.answers.append(answer("UpdateItem", UPDATED))
    exchange.update(ANNA, entry, values)
    operation = asked(canned)
    assert operation.attrib["ConflictResolution"] == "NeverOverwrite"
    assert operation.attrib["SendMeetingInvitationsOrCancellations"] == mails
    assert [one.attrib["FieldURI"] for one in operation.iter(f"{{{TYPES}}}FieldURI")] == uris
    assert 'Id="A+/=" ChangeKey="K+/="' in canned.requests[-1]


def test_update_of_nothing_asks_nothing(exchange: Exchange, canned: Canned) -> None:
    entry = read_one(exchange, canned, an_item())
    exchange.update(ANNA, entry, {"attendees": (Attendee("BOB@example.test"),)})
    assert len(canned.requests) == 1


def test_remove(exchange: Exchange, canned: Canned) -> None:
    entry = read_one(exchange, canned, an_item())
    canned.answers += [answer("DeleteItem", good())] * 2
    exchange.remove(ANNA, entry)
    assert asked(canned).attrib["DeleteType"] == "MoveToDeletedItems"
    assert asked(canned).attrib["SendMeetingCancellations"] == "SendToAllAndSaveCopy"
    exchange.remove(ANNA, replace(entry, invited=()))
    assert asked(canned).attrib["SendMeetingCancellations"] == "SendToNone"


def a_folder(kind: str, name: str) -> tuple[int, str]:
    inside = (
        f'<t:FolderId Id="F" ChangeKey="k"/><t:FolderClass>{kind}</t:FolderClass><t:DisplayName>{name}</t:DisplayName>'
    )
    return answer("GetFolder", good(f"<m:Folders><t:Folder>{inside}</t:Folder></m:Folders>"))


def test_folders(exchange: Exchange, canned: Canned) -> None:
    canned.answers.append(a_folder("IPF.Appointment", "Kalender"))
    assert exchange.calendar(ANNA) == "F"
    canned.answers += [a_folder("IPF.Note", "Deleted Items"), a_folder("IPF.Appointment", "Team")]
    canned.answers += [answer("GetFolder", bad("ErrorFolderNotFound", "<m:Folders/>"))] * 2
    assert [exchange.is_calendar(ANNA, "F") for _ in range(3)] == [False, True, False]
    with pytest.raises(Refused, match="ErrorFolderNotFound"):
        exchange.calendar(ANNA)
    canned.answers.append(fault("ErrorImpersonateUserDenied"))
    with pytest.raises(Refused, match="ErrorImpersonateUserDenied"):
        exchange.is_calendar(ANNA, "F")  # nobody knows what the folder is: nothing follows from that


def test_subscribe(exchange: Exchange, canned: Canned) -> None:
    made = "<m:SubscriptionId>S1</m:SubscriptionId><m:Watermark>W0</m:Watermark>"
    canned.answers.append(answer("Subscribe", good(made)))
    assert exchange.subscribe(ANNA, "http://127.0.0.1:8090/push/x", 10) == ("S1", "W0")
    (request,) = asked(canned)
    assert names(request) == ["FolderIds", "EventTypes", "StatusFrequency", "URL"]
    assert "SubscribeToAllFolders" not in request.attrib


def test_find(exchange: Exchange, canned: Canned) -> None:
    found = (
        '<m:RootFolder TotalItemsInView="1" IncludesLastItemInRange="true"><t:Items><t:CalendarItem>'
        '<t:ItemId Id="A+/=" ChangeKey="k"/></t:CalendarItem></t:Items></m:RootFolder>'
    )
    none = '<m:RootFolder TotalItemsInView="0" IncludesLastItemInRange="true"><t:Items/></m:RootFolder>'
    canned.answers += [answer("FindItem", good(found)), answer("FindItem", good(none))]
    assert exchange.find(ANNA, "r1") == ["A+/="]
    restriction = asked(canned).find(f"{{{MESSAGES}}}Restriction")
    assert restriction is not None
    assert names(restriction) == ["IsEqualTo"]
    assert exchange.find(ANNA) == []
    assert "Exists" in canned.requests[-1]


BACK_OFF = '<t:Value Name="BackOffMilliseconds">3000</t:Value>'


@pytest.mark.parametrize(
    ("given", "kind", "seconds"),
    [
        (fault("ErrorServerBusy", BACK_OFF), Busy, 3.0),
        ((503, ""), Busy, 10.0),
        (answer("FindItem", bad("ErrorServerBusy")), Busy, 10.0),
        ((500, "no XML"), Unreachable, None),
        ((401, ""), Unreachable, None),
        ((200, "<a"), Unreachable, None),
        (answer("FindItem", bad("ErrorMailboxStoreUnavailable")), Unreachable, None),
        (fault("ErrorImpersonateUserDenied"), Refused, None),
        (fault("ErrorNonExistentMailbox"), Refused, None),
        (answer("FindItem", bad("ErrorItemNotFound")), Stale, None),
        (fault("ErrorSchemaValidation"), Rejected, None),
        (answer("FindItem", bad("ErrorUnsupportedPathForQuery")), Rejected, None),
    ],
)
def test_failures_are_told_apart_by_their_codes(
    exchange: Exchange, canned: Canned, given: tuple[int, str], kind: type[Failure], seconds: float | None
) -> None:
    canned.answers.append(given)
    with pytest.raises(Failure) as caught:
        exchange.find(ANNA, "r1")
    assert type(caught.value) is kind
    assert getattr(caught.value, "seconds", None) == seconds
    assert len(canned.requests) == 1  # nothing is repeated behind our back


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (bad("ErrorServerBusy", "<m:Items/>"), Busy),
        (bad("ErrorInternalServerTransientError", "<m:Items/>"), Unreachable),
        (bad("ErrorAccessDenied", "<m:Items/>"), Refused),
        (good("<m:Items>" + ITEM.replace("2027-01-04T23:00:00Z", "?") + "</m:Items>"), Rejected),
    ],
)
def test_an_error_of_one_item_is_raised(exchange: Exchange, canned: Canned, given: str, kind: type[Failure]) -> None:
    canned.answers.append(answer("GetItem", given))
    with pytest.raises(kind):
        exchange.read(ANNA, ["A+/="], ())


def test_a_conflict_is_stale(exchange: Exchange, canned: Canned) -> None:
    entry = read_one(exchange, canned, an_item())
    canned.answers.append(answer("UpdateItem", bad("ErrorIrresolvableConflict", "<m:Items/>")))
    with pytest.raises(Stale):
        exchange.update(ANNA, entry, {"subject": "Z"})


def test_every_mailbox_is_asked_about_at_its_own_server(canned: Canned) -> None:
    """over one connection to each, and where it is now"""
    with canned_exchange() as second:
        there = {ANNA: "", BOB: second.url}
        exchange = Exchange(Settings(ews_url=canned.url), there.__getitem__)
        canned.answers += [a_folder("IPF.Appointment", "Kalender")] * 2
        second.answers += [a_folder("IPF.Appointment", "Kalender")] * 2
        for mailbox in (ANNA, BOB):
            assert exchange.calendar(mailbox) == "F"
        there |= {ANNA: second.url, BOB: ""}
        for mailbox in (ANNA, BOB):
            assert exchange.calendar(mailbox) == "F"
        told = [[ANNA if ANNA in one else BOB for one in end.requests] for end in (canned, second)]
        assert told == [[ANNA, BOB], [BOB, ANNA]]


def test_nobody_listens() -> None:
    exchange = Exchange(Settings(ews_url="http://127.0.0.1:9/EWS/Exchange.asmx"))
    with pytest.raises(Unreachable, match="ErrorTimeoutExpired"):
        exchange.calendar(ANNA)


THERE = (
    Invited("Bob@example.test", "Bob", "required"),
    Invited(AARE, None, "optional"),
    Invited("x@y.z", None, "resource"),
)


@pytest.mark.parametrize(
    ("change", "lists"),
    [
        ({}, (["Bob@example.test"], [AARE], ["x@y.z"])),
        ({"attendees": (Attendee(BOB), Attendee("Eve@x.y"))}, (["Bob@example.test", "Eve@x.y"], [AARE], ["x@y.z"])),
        ({"attendees": ()}, ([], [AARE], ["x@y.z"])),
        ({"attendees": (Attendee(BOB, "optional"),)}, ([], ["Bob@example.test", AARE], ["x@y.z"])),
        ({"resources": (REUSS,)}, (["Bob@example.test"], [], ["x@y.z", REUSS])),
    ],
)
def test_who_is_invited_already_keeps_his_line(
    change: dict[str, Value], lists: tuple[list[str], list[str], list[str]]
) -> None:
    found = invitations(THERE, having({}), having(change))
    assert tuple([one.address for one in lines] for lines in found.values()) == lists


@pytest.mark.parametrize(
    ("invited", "values", "changed", "mails"),
    [
        ((), {"subject": "Z"}, {}, "SendToNone"),
        (THERE, {"subject": "Z"}, {}, "SendToAllAndSaveCopy"),
        (THERE, {"freeBusy": "Free"}, {}, "SendToNone"),
        (THERE, {"attendees": ()}, {"required": []}, "SendToChangedAndSaveCopy"),
        ((), {"attendees": ()}, {"required": THERE}, "SendToChangedAndSaveCopy"),
        (THERE, {"attendees": (), "end": None}, {"required": []}, "SendToAllAndSaveCopy"),
    ],
)
def test_who_is_told(
    invited: tuple[Invited, ...], values: dict[str, Value], changed: dict[str, tuple[Invited, ...]], mails: str
) -> None:
    assert mailing(invited, values, changed) == mails


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (("Accept",), "Accept"),
        (("Accept", "Decline"), "Decline"),
        (("Tentative", "Accept"), "Tentative"),
        (("Accept", "Unknown"), None),
        (("NoResponseReceived",), None),
        ((), None),
    ],
)
def test_what_rooms_have_answered(answers: tuple[str, ...], told: str | None) -> None:
    rooms = [f"room{number}@example.test" for number in range(len(answers))]
    lines = [
        exchangelib.Attendee(mailbox=exchangelib.Mailbox(email_address=room), response_type=answer)
        for room, answer in zip(rooms, answers, strict=True)
    ]
    bob = exchangelib.Attendee(mailbox=exchangelib.Mailbox(email_address="bob@example.test"), response_type="Decline")
    item = Appointment(resources=lines, required_attendees=[bob])
    assert answer_of(item, rooms) == told
