"""Faults over the wire: what the client sees of each, whether the call was carried out, and what the journal says."""

from __future__ import annotations

import datetime as dt
import http.client
import re
import threading

import pytest

from fake_ews import FakeExchange, Fault, ManualClock
from tests.fake_ews.server.test_push import add, pushes, subscribed
from tests.fake_ews.server.wire import ANNA, CREATE, GET_CALENDAR, SERVICE, SUBSCRIBE, Client, Listener

REVIEW = CREATE.format(subject="Review")


def entries(fake: FakeExchange) -> int:
    return len(fake.mailbox(ANNA).items())


@pytest.mark.parametrize(("effect", "made"), [("reset-before", 0), ("reset-after", 1)])
def test_the_connection_is_cut(fake: FakeExchange, client: Client, effect: str, made: int) -> None:
    number = fake.inject(Fault(effect, operation="CreateItem"))
    with pytest.raises((http.client.HTTPException, OSError)):
        client.ask(REVIEW)
    assert entries(fake) == made
    record = fake.journal.after(0)[-1]
    assert (record.status, record.fault, record.is_write) == (None, effect, True)
    assert ("item:Subject", "Review") in record.properties
    assert fake.fired(number) == 1
    with Client(fake.url) as again:
        assert again.ask(REVIEW).codes == ["NoError"]


@pytest.mark.parametrize("status", [500, 503])
def test_pages_of_html(fake: FakeExchange, client: Client, status: int) -> None:
    fake.inject(Fault(f"status-{status}"))
    answer = client.ask(REVIEW)
    assert (answer.status, answer.headers["Content-Type"]) == (status, "text/html")
    assert f"HTTP Error {status}" in answer.text
    assert entries(fake) == 0
    assert client.ask(REVIEW).status == 200


def test_busy_as_a_fault(fake: FakeExchange, client: Client) -> None:
    fake.inject(Fault("busy-fault", back_off=3000))
    fake.inject(Fault("busy-fault"))
    answer = client.ask(REVIEW)
    assert (answer.status, answer.codes) == (500, ["ErrorServerBusy"])
    assert '<t:Value Name="BackOffMilliseconds">3000</t:Value>' in answer.text
    assert "BackOffMilliseconds" not in client.ask(REVIEW).text
    assert fake.journal.after(0)[-1].codes == ("ErrorServerBusy",)
    assert entries(fake) == 0


@pytest.mark.parametrize(
    ("fault", "codes"),
    [
        (Fault("busy-item"), ["ErrorServerBusy"] * 2),
        (Fault("item-error", code="ErrorTimeoutExpired"), ["ErrorTimeoutExpired"] * 2),
        (Fault("item-error", code="ErrorQuotaExceeded"), ["ErrorQuotaExceeded", "ErrorBatchProcessingStopped"]),
        (Fault("not-found"), ["ErrorItemNotFound"] * 2),
    ],
)
def test_every_item_fails(fake: FakeExchange, client: Client, fault: Fault, codes: list[str]) -> None:
    fake.inject(fault)
    two = REVIEW.replace("</m:Items>", REVIEW.partition("<m:Items>")[2].partition("</m:Items>")[0] + "</m:Items>")
    answer = client.ask(two)
    assert (answer.status, answer.codes) == (200, codes)
    assert answer.text.count('ResponseClass="Success"') == 0
    assert entries(fake) == 0
    assert fake.journal.after(0)[-1].codes == tuple(codes)


def test_item_faults_of_a_call_without_items(fake: FakeExchange, client: Client) -> None:
    """An operation without response messages fails as a whole."""
    fake.inject(Fault("busy-item", back_off=1))
    answer = client.ask(
        "<m:GetUserAvailabilityRequest><t:TimeZone><t:Bias>0</t:Bias><t:StandardTime><t:Bias>0</t:Bias>"
        "<t:Time>00:00:00</t:Time><t:DayOrder>0</t:DayOrder><t:Month>0</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek>"
        "</t:StandardTime><t:DaylightTime><t:Bias>0</t:Bias><t:Time>00:00:00</t:Time><t:DayOrder>0</t:DayOrder>"
        "<t:Month>0</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime></t:TimeZone><m:MailboxDataArray>"
        f"<t:MailboxData><t:Email><t:Address>{ANNA}</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType>"
        "</t:MailboxData></m:MailboxDataArray></m:GetUserAvailabilityRequest>"
    )
    assert (answer.status, answer.codes) == (500, ["ErrorServerBusy"])


def test_conflict_but_saved(fake: FakeExchange, client: Client) -> None:
    """Seen with real servers: an UpdateItem that fails has been saved nevertheless."""
    client.ask(REVIEW)
    (before,) = fake.mailbox(ANNA).items()
    fake.inject(Fault("conflict-but-saved", operation="UpdateItem"))
    answer = client.ask(
        '<m:UpdateItem ConflictResolution="AutoResolve" SendMeetingInvitationsOrCancellations="SendToNone">'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{before.item_id}"/><t:Updates><t:SetItemField>'
        '<t:FieldURI FieldURI="item:Subject"/><t:CalendarItem><t:Subject>Changed</t:Subject></t:CalendarItem>'
        "</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )
    assert answer.codes == ["ErrorIrresolvableConflict"]
    (after,) = fake.mailbox(ANNA).items()
    assert after.subject == "Changed"
    record = fake.journal.after(0)[-1]
    assert record.codes == ("ErrorIrresolvableConflict",)
    assert [change.kind for change in record.changes] == ["Modified"]
    assert record.properties == (("item:Subject", "Changed"),)


def in_background(client: Client, body: str) -> tuple[threading.Thread, list[str]]:
    """Ask on another thread; the list has the codes once it is answered."""
    codes: list[str] = []
    thread = threading.Thread(target=lambda: codes.extend(client.ask(body).codes), daemon=True)
    thread.start()
    return thread, codes


def test_a_delayed_call_waits_on_the_clock(fake: FakeExchange, client: Client) -> None:
    start = fake.now()
    fake.inject(Fault("delay", seconds=30))
    thread, codes = in_background(client, REVIEW)
    while fake.next_due() is None:
        assert thread.is_alive()
    assert fake.wait_quiet(), "a call that a fault keeps waiting is not worked on"
    assert fake.next_due() == start + dt.timedelta(seconds=30)
    assert (entries(fake), codes) == (0, [])
    fake.advance(start + dt.timedelta(seconds=30))
    thread.join(10)
    assert (entries(fake), codes) == (1, ["NoError"])


def test_a_held_answer_comes_when_the_fault_is_cleared(fake: FakeExchange, client: Client) -> None:
    fake.inject(Fault("hold", operation="CreateItem"))
    thread, codes = in_background(client, REVIEW)
    while entries(fake) == 0:
        assert thread.is_alive()
    assert fake.wait_quiet()
    assert codes == []
    fake.clear_faults()
    thread.join(10)
    assert codes == ["NoError"]
    assert fake.journal.after(0)[-1].fault == "hold"


def test_a_held_answer_comes_before_clients_give_up(fake: FakeExchange, client: Client) -> None:
    fake.inject(Fault("hold", seconds=0.1))
    assert client.ask(REVIEW).codes == ["NoError"]


def test_faults_are_for_their_mailbox(fake: FakeExchange, client: Client) -> None:
    fake.mailbox("ben@example.test")
    fake.inject(Fault("status-503", mailbox="ben@example.test", times=0))
    assert client.ask(GET_CALENDAR).status == 200
    assert client.ask(GET_CALENDAR, owner="ben@example.test").status == 503


def test_a_fault_for_nobody(fake: FakeExchange) -> None:
    with pytest.raises(LookupError, match=r"no mailbox nobody@example\.test"):
        fake.inject(Fault("status-503", mailbox="nobody@example.test"))


def test_what_the_journal_knows_of_refused_writes(fake: FakeExchange, client: Client) -> None:
    client.ask(REVIEW)
    (item,) = fake.mailbox(ANNA).items()
    fake.inject(Fault("busy-fault", times=0))
    for body, is_write, properties in (
        (
            f'<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone"><m:ItemIds>'
            f'<t:ItemId Id="{item.item_id}"/></m:ItemIds></m:DeleteItem>',
            True, (),
        ),
        (
            "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>"
            f'<t:ItemId Id="{item.item_id}"/></m:ItemIds></m:GetItem>',
            False, (),
        ),
        (
            '<m:UpdateItem ConflictResolution="AutoResolve" SendMeetingInvitationsOrCancellations="SendToNone">'
            f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{item.item_id}"/><t:Updates>'
            '<t:SetItemField><t:ExtendedFieldURI PropertyTag="0x0037" PropertyType="String"/><t:CalendarItem>'
            '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x0037" PropertyType="String"/><t:Value>X</t:Value>'
            "</t:ExtendedProperty></t:CalendarItem></t:SetItemField>"
            '<t:DeleteItemField><t:FieldURI FieldURI="calendar:Location"/></t:DeleteItemField>'
            '<t:DeleteItemField><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="Oid" '
            'PropertyType="String"/></t:DeleteItemField>'
            "</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>",
            True,
            (("0x0037", "X"), ("calendar:Location", ""), ("00020329-0000-0000-c000-000000000046/Oid", "")),
        ),
    ):  # fmt: skip
        assert client.ask(body).status == 500
        record = fake.journal.after(0)[-1]
        assert (record.item_ids, record.is_write, record.properties) == ((item.item_id,), is_write, properties)
        assert (record.changes, record.codes) == ((), ("ErrorServerBusy",))


@pytest.mark.parametrize(
    ("body", "ids", "is_write", "properties"),
    [
        (
            '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:AcceptItem><t:ReferenceItemId Id="AAA="/>'
            "</t:AcceptItem></m:Items></m:CreateItem>",
            ("AAA=",), True, (),
        ),
        (
            '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message><t:Subject>Mail</t:Subject></t:Message>'
            "</m:Items></m:CreateItem>",
            (), False, (),
        ),
        (
            '<m:DeleteItem DeleteType="HardDelete"><m:ItemIds><t:OccurrenceItemId RecurringMasterId="BBB=" '
            'InstanceIndex="1"/><t:RecurringMasterItemId OccurrenceId="CCC="/></m:ItemIds></m:DeleteItem>',
            ("BBB=", "CCC="), True, (),
        ),
    ],
)  # fmt: skip
def test_other_requests_that_are_refused(
    fake: FakeExchange, client: Client, body: str, ids: tuple[str, ...], is_write: bool,
    properties: tuple[tuple[str, str], ...],
) -> None:  # fmt: skip
    fake.inject(Fault("status-500"))
    assert client.ask(body).status == 500
    record = fake.journal.after(0)[-1]
    assert (record.item_ids, record.is_write, record.properties) == (ids, is_write, properties)


# --- pushes -----------------------------------------------------------------------------------------------------------


def test_a_push_is_lost_with_its_subscription(fake: FakeExchange, client: Client, listener: Listener) -> None:
    subscribed(client, listener)
    pushes(fake)
    number = fake.inject(Fault("lost"))
    add(fake)
    add(fake)
    assert pushes(fake) == [(200, "OK")]
    assert (fake.fired(number), fake.subscriptions()[0].ended) == (1, "lost by a fault")


def test_a_push_comes_twice(fake: FakeExchange, client: Client, listener: Listener) -> None:
    """Its answer gets lost: the retry follows at once."""
    subscribed(client, listener)
    pushes(fake)
    fake.inject(Fault("doubled"))
    add(fake)
    _, first, second = listener.wait(3)
    assert first == second
    assert pushes(fake) == [(200, "OK")] * 3
    assert [record.fault for record in fake.journal.after(0) if record.kind == "push"] == ["", "doubled", ""]


def test_a_push_is_delayed(fake: FakeExchange, client: Client, listener: Listener) -> None:
    subscribed(client, listener)
    pushes(fake)
    fake.inject(Fault("delayed", seconds=60))
    add(fake)
    assert pushes(fake) == [(200, "OK")]
    fake.advance(fake.now() + dt.timedelta(seconds=60))
    listener.wait(2)
    assert pushes(fake) == [(200, "OK")] * 2


def test_a_push_is_held(fake: FakeExchange, client: Client, listener: Listener) -> None:
    subscribed(client, listener)
    pushes(fake)
    fake.inject(Fault("held"))
    add(fake)
    add(fake)
    assert pushes(fake) == [(200, "OK")]
    fake.release_pushes(ANNA)
    listener.wait(3)
    assert pushes(fake) == [(200, "OK")] * 3


def test_a_listener_is_out_of_reach(fake: FakeExchange, client: Client, listener: Listener) -> None:
    fake.inject(Fault("refused", times=0))
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    add(fake)
    assert pushes(fake) == [(None, "connection refused")] * 2
    fake.clear_faults()
    fake.advance(fake.now() + dt.timedelta(seconds=30))
    listener.wait(1)
    assert pushes(fake)[-1] == (200, "OK")
    assert [kind for kind, _ in fake.journal.after(0)[-1].events] == ["CreatedEvent", "ModifiedEvent"]


def test_a_push_is_skipped(fake: FakeExchange, client: Client, listener: Listener) -> None:
    """The client sees a gap: PreviousWatermark is not the last watermark it got. [doc ref/previouswatermark]"""
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    fake.inject(Fault("skipped"))
    listener.wait(1)
    for number in range(2):
        add(fake, f"Review {number}")
        assert fake.wait_quiet()
    status, told = listener.wait(2)
    last = re.findall(rb"<t:Watermark>([^<]+)", status)[-1]
    assert re.findall(rb"<t:PreviousWatermark>([^<]+)", told)[0] != last
    assert pushes(fake) == [(200, "OK")] * 2


def test_the_events_of_a_subscription_cannot_be_read(fake: FakeExchange, client: Client, listener: Listener) -> None:
    """ErrorReadEventsFailed: the subscription is gone after it; no Notification, whatever the schema says [seen]"""
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30))
    fake.inject(Fault("read-failed", times=0))
    listener.wait(1)
    add(fake)
    failed = listener.wait(2)[1]
    assert b"ErrorReadEventsFailed" in failed
    assert fake.wait_quiet()
    record = fake.journal.after(0)[-1]
    assert record.verdict == "the listener answered 200 with OK: counted as nothing, since the subscription had ended"
    assert [view.ended for view in fake.subscriptions()] == ["its events could not be read"]


def test_held_and_released(fake: FakeExchange, client: Client, listener: Listener) -> None:
    subscribed(client, listener)
    pushes(fake)
    fake.hold_pushes(ANNA)
    add(fake)
    add(fake)
    assert pushes(fake) == [(200, "OK")]
    fake.release_pushes(ANNA)
    assert pushes(fake) == [(200, "OK")] * 2
    assert len(fake.journal.after(0)[-1].events) == 4


def test_closing_does_not_wait_for_what_is_held() -> None:
    with FakeExchange(clock=ManualClock()) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(ANNA)
        fake.inject(Fault("hold", times=0))
        client = Client(fake.url)
        failed: list[Exception] = []

        def ask() -> None:
            try:
                client.ask(REVIEW)
            except (http.client.HTTPException, OSError) as error:
                failed.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        while entries(fake) == 0:
            assert thread.is_alive()
    thread.join(3)
    assert len(failed) == 1
    client.connection.close()
