"""Several mailbox servers: which one a request reaches, and that subscriptions are known where they were made alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from fake_ews import FakeExchange, ManualClock, Profile
from fake_ews.server import affinity
from tests.fake_ews.server.wire import ANNA, SERVICE, XML, envelope

BEN = "ben@example.test"
EVENTS = (
    '<t:FolderIds><t:DistinguishedFolderId Id="calendar"/></t:FolderIds>'
    "<t:EventTypes><t:EventType>CreatedEvent</t:EventType></t:EventTypes>"
)
_PULL, _STREAM = "m:PullSubscriptionRequest", "m:StreamingSubscriptionRequest"
PULL = f"<m:Subscribe><{_PULL}>{EVENTS}<t:Timeout>10</t:Timeout></{_PULL}></m:Subscribe>"
STREAM = f"<m:Subscribe><{_STREAM}>{EVENTS}</{_STREAM}></m:Subscribe>"


@pytest.fixture
def fake() -> Iterator[FakeExchange]:
    """Anna and Ben, each at a server of their own."""
    with FakeExchange(clock=ManualClock(), profile=Profile().but(affinity="needed")) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(ANNA)
        fake.mailbox(BEN)
        yield fake


class Asking:
    """A client that keeps cookies, and sends what headers it is told to."""

    def __init__(self, fake: FakeExchange, **headers: str) -> None:
        self.fake, self.session = fake, requests.Session()
        self.session.trust_env, self.session.auth = False, SERVICE
        self.session.headers.update({"Content-Type": XML, **{k.replace("_", "-"): v for k, v in headers.items()}})

    def ask(self, body: str, owner: str = ANNA) -> str:
        answer = self.session.post(self.fake.url, envelope(body, owner=owner), timeout=15)
        return answer.text

    def subscribe(self, body: str = PULL, owner: str = ANNA) -> tuple[str, str]:
        """SubscriptionId and Watermark, "" where there is none."""
        told = self.ask(body, owner)
        found = [told.partition(f"<m:{name}>")[2].partition("<")[0] for name in ("SubscriptionId", "Watermark")]
        return found[0], found[1]

    def code(self, body: str, owner: str = ANNA) -> str:
        return self.ask(body, owner).partition("<m:ResponseCode>")[2].partition("<")[0]


def read(subscription: str, watermark: str) -> str:
    return (
        f"<m:GetEvents><m:SubscriptionId>{subscription}</m:SubscriptionId>"
        f"<m:Watermark>{watermark}</m:Watermark></m:GetEvents>"
    )


def unsubscribe(subscription: str) -> str:
    return f"<m:Unsubscribe><m:SubscriptionId>{subscription}</m:SubscriptionId></m:Unsubscribe>"


def stream(*subscriptions: str) -> str:
    several = "".join(f"<t:SubscriptionId>{one}</t:SubscriptionId>" for one in subscriptions)
    return (
        f"<m:GetStreamingEvents><m:SubscriptionIds>{several}</m:SubscriptionIds>"
        "<m:ConnectionTimeout>1</m:ConnectionTimeout></m:GetStreamingEvents>"
    )


def test_the_anchor_leads_to_the_server(fake: FakeExchange) -> None:
    anchored = Asking(fake, X_AnchorMailbox="Anna@example.test")
    made = anchored.subscribe()
    assert anchored.code(read(*made)) == "NoError"
    for other in (Asking(fake), Asking(fake, X_AnchorMailbox=BEN)):
        assert other.code(read(*made)) == other.code(unsubscribe(made[0])) == "ErrorSubscriptionNotFound"
        assert "made at another mailbox server" in fake.journal.after(0)[-1].verdict
    assert anchored.code(unsubscribe(made[0])) == "NoError"


def test_without_an_anchor_it_is_who_signs_in(fake: FakeExchange) -> None:
    plain = Asking(fake)
    assert plain.code(read(*plain.subscribe())) == "NoError"


def test_the_cookie_counts_more_than_the_anchor_where_it_is_preferred(fake: FakeExchange) -> None:
    """guide/how-to-maintain-affinity-...: a group of subscriptions, that of who comes first in the alphabet before"""
    group = Asking(fake, X_AnchorMailbox=ANNA, X_PreferServerAffinity="true")
    first = group.subscribe(STREAM)[0]
    group.session.headers["X-AnchorMailbox"] = BEN  # ignored beside the cookie
    second = group.subscribe(STREAM, BEN)[0]
    alone = Asking(fake, X_AnchorMailbox=ANNA)
    assert alone.code(unsubscribe(second), BEN) == "NoError", "it was made where Anna's is"
    del group.session.headers["X-PreferServerAffinity"]
    assert group.code(unsubscribe(first)) == "ErrorSubscriptionNotFound"


def test_a_stream_at_another_server(fake: FakeExchange) -> None:
    made = Asking(fake, X_AnchorMailbox=ANNA).subscribe(STREAM)[0]
    assert Asking(fake, X_AnchorMailbox=BEN).code(stream(made)) == "ErrorSubscriptionNotFound"


def test_one_server_is_the_rule() -> None:
    with FakeExchange(clock=ManualClock()) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(ANNA)
        made = Asking(fake, X_AnchorMailbox=ANNA).subscribe()
        assert Asking(fake, X_AnchorMailbox=BEN).code(read(*made)) == "NoError"


@pytest.mark.parametrize("cookie", ["", "X-BackEndOverrideCookie=", "a b=c", "other=1"])
def test_a_cookie_that_leads_nowhere(cookie: str) -> None:
    headers = {"Cookie": cookie, affinity.PREFERS: "True", affinity.ANCHOR: ANNA}
    assert affinity.server(headers, BEN) == affinity.server({}, ANNA)


def test_a_cookie_that_cannot_be_read() -> None:
    assert affinity.server({"Cookie": "a\x01=b", affinity.PREFERS: "true"}, BEN) == affinity.server({}, BEN)
