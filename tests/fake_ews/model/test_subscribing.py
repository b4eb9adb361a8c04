"""Which push subscriptions are refused, and why."""

from __future__ import annotations

import pytest

from fake_ews.model.events import position
from fake_ews.model.failures import (
    ErrorExceededSubscriptionCount,
    ErrorInvalidPullSubscriptionId,
    ErrorInvalidPushSubscriptionUrl,
    ErrorInvalidSubscription,
    ErrorInvalidWatermark,
    ErrorSubscriptionAccessDenied,
    ErrorSubscriptionNotFound,
)
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.model.subscribing import unsubscribe
from tests.fake_ews.model.organisation import Organisation, an_organisation


@pytest.fixture
def office() -> Organisation:
    """An organisation of default behaviour."""
    return an_organisation()


@pytest.fixture
def anna(office: Organisation) -> Mailbox:
    """Anna's mailbox."""
    return office.mailbox()


@pytest.mark.parametrize(
    ("what", "watermark"), [("of another mailbox", "ben"), ("of the future", "future"), ("no watermark", "junk")]
)
def test_watermarks_that_are_refused(office: Organisation, anna: Mailbox, what: str, watermark: str) -> None:
    ben = office.mailbox("ben@example.test")
    texts = {"ben": ben.ids.watermark(15), "future": anna.ids.watermark(1000), "junk": "AAAA"}
    assert office.subscribe(anna, watermark=texts[watermark]) == ErrorInvalidWatermark


def test_an_old_watermark_is_refused_once_its_events_are_gone(office: Organisation, anna: Mailbox) -> None:
    start = anna.ids.watermark(15)
    office.wait(days=40)
    assert office.subscribe(anna, watermark=start) != ErrorInvalidWatermark, "nothing has happened since"
    office.entry(anna)
    office.wait(days=29)
    assert office.subscribe(anna, watermark=start) != ErrorInvalidWatermark
    office.wait(days=2)
    assert office.subscribe(anna, watermark=start) == ErrorInvalidWatermark


@pytest.mark.parametrize(
    "url",
    ["", "listener", "ftp://listener.test/", "http://", "http://listener.test:0/", "http://listener.test:99999/",
     "http://[::1/", "http://listener.test/" + "a" * 2082, "http://a b/x", "http://%zz/x", "http://a,b/x",
     "http://lis\ntener.test/", "http://listener.test/\tx", "http://a<b/"],
)  # fmt: skip
def test_urls_that_are_refused(office: Organisation, anna: Mailbox, url: str) -> None:
    assert office.subscribe(anna, url=url) == ErrorInvalidPushSubscriptionUrl


@pytest.mark.parametrize(
    "url",
    ["http://listener.test/a b?c d", "\n  http://listener.test/x \n", "http://bücher.test/ä", "HTTPS://a_b-c.test:8443/",
     "http://anna:secret@10.0.0.1/", "http://[::1]:80/", "http://[fe80::1%25eth0]/", "http://exa..mple.test/"],
)  # fmt: skip
def test_urls_that_are_taken(office: Organisation, anna: Mailbox, url: str) -> None:
    """Whether there is such a host, nobody looks. [seen]"""
    assert office.subscribed(anna, url=url).url == url


def test_too_many(office: Organisation) -> None:
    anna = office.mailbox(subscription_limit=1)
    office.subscribed(anna)
    assert office.subscribe(anna) == ErrorExceededSubscriptionCount


def test_a_restart_may_forget_watermarks(office: Organisation) -> None:
    anna, ben = (
        office.mailbox(f"{name}@example.test", restart_forgets_watermarks=name == "anna") for name in ("anna", "ben")
    )
    before = [(one, newest_watermark(one)) for one in (anna, ben)]
    for mailbox, _ in before:
        office.entry(mailbox)
    newest = [(one, newest_watermark(one)) for one in (anna, ben)]
    office.exchange.restart()
    for known in (before, newest):
        assert [office.subscribe(one, watermark=text) == ErrorInvalidWatermark for one, text in known] == [True, False]
    assert office.subscribe(anna, watermark=newest_watermark(anna)) != ErrorInvalidWatermark
    office.subscribed(anna)


def newest_watermark(mailbox: Mailbox) -> str:
    return mailbox.ids.watermark(position(mailbox.log.newest))


def test_unsubscribe_is_refused(office: Organisation, anna: Mailbox) -> None:
    sub, exchange = office.subscribed(anna), office.exchange
    assert unsubscribe(exchange, sub.id, sub.account) == ErrorInvalidSubscription
    anna.behave(Profile.strict())
    assert unsubscribe(exchange, sub.id, sub.account) == ErrorInvalidPullSubscriptionId
    assert unsubscribe(exchange, sub.id, "ben@example.test") == ErrorSubscriptionAccessDenied
    assert unsubscribe(exchange, "none", sub.account) == ErrorSubscriptionNotFound
