"""Push subscriptions from Subscribe to their end, at a manual clock and without a listener."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.answers import ArrayOfResponseMessages
from fake_ews.contract.notation import Bag
from fake_ews.contract.notifications import (
    BaseNotificationEvent,
    Notification,
    SendNotificationResponse,
    SendNotificationResponseMessage,
)
from fake_ews.model.events import Interest
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.subscriptions import Post
from tests.fake_ews.model.organisation import Organisation, an_organisation


@pytest.fixture
def office() -> Organisation:
    """An organisation of default behaviour."""
    return an_organisation()


@pytest.fixture
def anna(office: Organisation) -> Mailbox:
    """Anna's mailbox."""
    return office.mailbox()


def message(post: Post) -> SendNotificationResponseMessage:
    ((_, one),) = post.message.need(SendNotificationResponse.ResponseMessages).need(ArrayOfResponseMessages.entries)
    assert isinstance(one, SendNotificationResponseMessage)
    return one


def notification(post: Post) -> Notification:
    return message(post).need(SendNotificationResponseMessage.Notification)


def told(post: Post) -> list[tuple[str, Bag]]:
    return [(row.name, bag) for row, bag in notification(post).need(Notification.entries)]


def kinds(post: Post) -> list[str]:
    return [kind for kind, _ in told(post)]


def watermarks(post: Post) -> list[str]:
    return [bag.need(BaseNotificationEvent.Watermark) for _, bag in told(post)]


def greeted(office: Organisation, mailbox: Mailbox, **said: Any) -> str:
    """A subscription whose first message has been answered; the answer is its id."""
    sub = office.subscribed(mailbox, **said)
    office.answer(office.post())
    return sub.id


def test_the_first_message_is_a_status_event(office: Organisation, anna: Mailbox) -> None:
    sub = office.subscribed(anna)
    post = office.post()
    assert kinds(post) == ["StatusEvent"]
    assert (post.url, post.version, post.subscription, post.first) == (sub.url, "Exchange2013_SP1", sub.id, False)
    assert notification(post).SubscriptionId == sub.id
    assert watermarks(post) == [notification(post).PreviousWatermark] == [anna.ids.watermark(sub.acknowledged)]


def test_no_first_message(office: Organisation) -> None:
    office.subscribed(office.mailbox(first_message="never"))
    assert office.posts() == []


def test_first_message_before_the_answer(office: Organisation) -> None:
    with office.exchange.turn():
        office.exchange.subscriptions.subscribe(
            office.mailbox(first_message="before"), account="a", interest=Interest(None, frozenset()),
            url="http://x/", minutes=1, version="",
        )  # fmt: skip
        first = office.post()  # it is there within the turn of Subscribe, and the edge waits for it
    assert first.first
    office.answer(first, None)
    assert office.post().first is False


def test_a_change_is_pushed_and_the_chain_of_watermarks_holds(office: Organisation, anna: Mailbox) -> None:
    sub = office.subscribed(anna)
    first = office.post()
    office.entry(anna)
    assert office.posts() == [], "one message at a time"
    office.answer(first)
    second = office.post()
    assert kinds(second) == ["CreatedEvent", "ModifiedEvent"]
    assert notification(second).PreviousWatermark == watermarks(first)[-1]
    assert notification(second).MoreEvents is False
    office.entry(anna)
    office.answer(second)
    third = office.post()
    assert notification(third).PreviousWatermark == watermarks(second)[-1]
    assert office.state(sub).last_ok == office.clock.now()


def test_changes_that_do_not_concern_it_cost_it_nothing(office: Organisation, anna: Mailbox) -> None:
    sub = office.subscribed(anna, "inbox")
    office.answer(office.post())
    office.entry(anna)
    assert office.posts() == []
    assert office.state(sub).read > office.state(sub).acknowledged


def test_heartbeat(office: Organisation, anna: Mailbox) -> None:
    greeted(office, anna)
    office.wait(minutes=20)
    office.entry(anna)
    office.answer(office.post())
    office.wait(minutes=29)
    assert office.posts() == []
    office.wait(minutes=1)
    beat = office.post()
    assert kinds(beat) == ["StatusEvent"]
    assert watermarks(beat) == [notification(beat).PreviousWatermark]
    office.answer(beat)
    office.wait(minutes=30)
    assert kinds(office.post()) == ["StatusEvent"]


def test_a_status_event_may_refresh_the_watermark(office: Organisation) -> None:
    anna = office.mailbox(status_watermark="newest")
    greeted(office, anna, folder="inbox")
    office.entry(anna)
    office.wait(minutes=30)
    beat = office.post()
    assert watermarks(beat) != [notification(beat).PreviousWatermark]


def test_a_refreshed_watermark_skips_no_held_event(office: Organisation) -> None:
    anna = office.mailbox(status_watermark="newest")
    greeted(office, anna)
    office.exchange.subscriptions.hold(anna.address)
    office.entry(anna)
    office.wait(minutes=30)
    beat = office.post()
    assert watermarks(beat) == [notification(beat).PreviousWatermark]
    office.answer(beat)
    office.exchange.subscriptions.release(anna.address)
    office.exchange.run_due()
    assert kinds(office.post()) == ["CreatedEvent", "ModifiedEvent"]


def test_fifty_events_and_then_more(office: Organisation, anna: Mailbox) -> None:
    office.subscribed(anna)
    first = office.post()
    for number in range(30):
        office.entry(anna, f"Review {number}")
    office.answer(first)
    second = office.post()
    assert len(kinds(second)) == 50
    assert notification(second).MoreEvents is True
    office.answer(second)
    third = office.post()
    assert len(kinds(third)) == 10
    assert notification(third).MoreEvents is False
    assert notification(third).PreviousWatermark == watermarks(second)[-1]


def test_a_message_may_end_inside_a_record(office: Organisation) -> None:
    anna = office.mailbox(push_batch=1)
    greeted(office, anna)
    office.entry(anna)
    second = office.post()
    office.answer(second)
    assert [kinds(second), kinds(office.post())] == [["CreatedEvent"], ["ModifiedEvent"]]


def test_retry_and_give_up(office: Organisation, anna: Mailbox) -> None:
    sub = office.subscribed(anna, minutes=1)
    for wait in (0, 0, 30, 60):
        office.wait(seconds=max(wait - 1, 0))
        assert wait == 0 or office.posts() == []
        office.wait(seconds=min(wait, 1))
        office.answer(office.post(), None)
    assert office.posts() == []
    assert office.state(sub).ended == "the listener did not answer"
    office.entry(anna)
    office.wait(hours=5)
    assert office.posts() == []


def test_a_retry_carries_what_came_meanwhile(office: Organisation, anna: Mailbox) -> None:
    greeted(office, anna)
    office.entry(anna)
    first = office.post()
    office.entry(anna)
    office.answer(first, None)
    again = office.post()
    assert len(kinds(first)) == 2
    assert len(kinds(again)) == 4
    assert notification(again).PreviousWatermark == notification(first).PreviousWatermark


def test_a_retry_may_stay_as_it_was(office: Organisation) -> None:
    anna = office.mailbox(retry_carries="same")
    greeted(office, anna)
    office.entry(anna)
    first = office.post()
    office.entry(anna)
    office.answer(first, None)
    again = office.post()
    assert again.message == first.message
    office.answer(again)
    assert kinds(office.post()) == ["CreatedEvent", "ModifiedEvent"]


def test_no_answer_in_time_counts_as_none(office: Organisation, anna: Mailbox) -> None:
    sub = office.subscribed(anna)
    first = office.post()
    assert office.exchange.subscriptions.is_under_way(first)
    office.wait(seconds=100)
    assert not office.exchange.subscriptions.is_under_way(first)
    again = office.post()
    assert office.state(sub).failures == 1
    office.answer(first)
    assert office.state(sub).last_ok is None, "the first answer came too late"
    office.answer(again)
    assert office.state(sub).last_ok == office.clock.now()


def test_unsubscribe_by_the_listener(office: Organisation, anna: Mailbox) -> None:
    sub = office.subscribed(anna)
    office.answer(office.post(), "Unsubscribe")
    office.entry(anna)
    office.wait(hours=1)
    assert office.posts() == []
    assert office.state(sub).ended == "the listener unsubscribed"
    office.answer(Post(9, sub.id, anna.address, "", "", "s", SendNotificationResponse(), ()))  # of no one any more


def test_two_subscriptions_are_told_twice(office: Organisation, anna: Mailbox) -> None:
    first, second = greeted(office, anna), greeted(office, anna)
    office.entry(anna)
    assert [post.subscription for post in office.posts()] == [first, second]
    assert first != second


def test_latency_gathers_changes(office: Organisation) -> None:
    anna = office.mailbox(push_latency=2.0)
    greeted(office, anna)
    office.entry(anna)
    office.wait(seconds=1)
    office.entry(anna)
    assert office.posts() == []
    office.wait(seconds=1)
    assert len(kinds(office.post())) == 4


def test_events_that_are_due_are_held_as_well(office: Organisation) -> None:
    anna = office.mailbox(push_latency=2.0)
    greeted(office, anna)
    office.entry(anna)
    office.exchange.subscriptions.hold()
    office.wait(seconds=2)
    assert office.posts() == []
    office.wait(minutes=30)
    assert kinds(office.post()) == ["StatusEvent"]


@pytest.mark.parametrize("whose", ["anna@example.test", None])
def test_held_events_wait_and_keep_their_order(office: Organisation, anna: Mailbox, whose: str | None) -> None:
    greeted(office, anna)
    office.exchange.subscriptions.hold(whose)
    office.change(office.entry(anna))
    assert office.posts() == []
    assert office.exchange.agenda.next_due() == office.clock.now() + dt.timedelta(minutes=30), "held events are not due"
    with office.exchange.turn():
        office.exchange.subscriptions.release(whose)
    office.exchange.run_due()
    assert kinds(office.post()) == ["CreatedEvent", "ModifiedEvent", "ModifiedEvent", "ModifiedEvent"]


def test_only_the_held_mailbox_waits(office: Organisation, anna: Mailbox) -> None:
    ben = office.mailbox("ben@example.test")
    greeted(office, anna)
    greeted(office, ben)
    office.exchange.subscriptions.hold(anna.address)
    office.entry(anna)
    office.entry(ben)
    assert office.post().mailbox == ben.address


def test_a_failed_message_waits_while_held(office: Organisation, anna: Mailbox) -> None:
    greeted(office, anna)
    office.entry(anna)
    office.exchange.subscriptions.hold()
    office.answer(office.post(), None)
    office.wait(hours=1)
    assert office.posts() == []
    office.exchange.subscriptions.release()
    office.exchange.run_due()
    assert kinds(office.post()) == ["CreatedEvent", "ModifiedEvent"]


def test_restart_ends_all_silently(office: Organisation, anna: Mailbox) -> None:
    sub = office.subscribed(anna)
    office.posts()
    office.exchange.subscriptions.restart()
    office.entry(anna)
    office.wait(hours=1)
    assert office.posts() == []
    assert office.state(sub).ended == "Exchange was restarted"
    assert office.exchange.agenda.next_due() is None


def test_restart_may_say_so(office: Organisation) -> None:
    anna = office.mailbox(announces_loss=True)
    sub = office.subscribed(anna)
    office.answer(office.post())
    office.exchange.subscriptions.restart()
    post = office.post()
    assert message(post).ResponseCode == "ErrorReadEventsFailed"
    assert message(post).Notification is None
    assert sub.id in repr(message(post).MessageXml)
    assert post.version == "Exchange2007_SP1"
    assert office.state(sub).ended == "its events could not be read"


def test_ending_twice_is_no_matter(office: Organisation, anna: Mailbox) -> None:
    sub = office.subscribed(anna)
    office.exchange.subscriptions.end(sub.id, "lost")
    office.exchange.subscriptions.end(sub.id, "lost again")
    office.exchange.subscriptions.look(sub.id)
    assert office.state(sub).ended == "lost"


def test_a_watermark_asks_for_what_came_since(office: Organisation, anna: Mailbox) -> None:
    watermark = anna.ids.watermark(office.subscribed(anna).acknowledged)
    office.entry(anna)
    office.posts()
    office.subscribed(anna, watermark=watermark)
    office.answer(office.post())
    assert kinds(office.post()) == ["CreatedEvent", "ModifiedEvent"]


def test_a_delayed_message_is_sent_later(office: Organisation, anna: Mailbox) -> None:
    greeted(office, anna)
    office.entry(anna)
    post = office.post()
    office.exchange.subscriptions.delay(post, 300)
    office.wait(seconds=299)
    assert office.posts() == []
    office.wait(seconds=1)
    late = office.post()
    assert (late.message, late.number, late.again) == (post.message, post.number, True)
    office.answer(late)
    assert office.exchange.agenda.next_due() is not None


def test_a_kept_message_is_sent_when_released(office: Organisation, anna: Mailbox) -> None:
    ben = office.mailbox("ben@example.test")
    greeted(office, anna)
    office.entry(anna)
    post = office.post()
    office.exchange.subscriptions.keep(post)
    office.entry(anna)
    office.wait(hours=2)
    office.exchange.subscriptions.release(ben.address)
    assert office.posts() == []
    office.exchange.subscriptions.release(anna.address)
    assert office.post().number == post.number
    office.answer(post)
    assert len(kinds(office.post())) == 2


def test_a_kept_message_dies_with_its_subscription(office: Organisation, anna: Mailbox) -> None:
    office.subscribed(anna)
    post = office.post()
    office.exchange.subscriptions.keep(post)
    office.exchange.subscriptions.delay(post, 10)
    office.exchange.subscriptions.restart()
    office.exchange.subscriptions.release()
    office.wait(seconds=10)
    assert office.posts() == []


def test_all_names_those_of_a_mailbox(office: Organisation, anna: Mailbox) -> None:
    sub = office.subscribed(anna)
    office.subscribed(office.mailbox("ben@example.test"))
    assert [one.id for one in office.exchange.subscriptions.all(anna.address)] == [sub.id]
    assert len(list(office.exchange.subscriptions.all())) == 2
