"""Each check on how the product hears of changes, offers and refuses: held, broken, unknown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scenarios.checks import listening
from scenarios.history import EPOCH, Moment
from scenarios.verdict import Verdict
from tests.scenarios.stories import (
    AFTER,
    ANNA,
    BEFORE,
    DECLARED,
    call,
    history,
    push,
    subscribed,
    subscription,
    web,
)
from tests.scenarios.verdicts import assert_broken, assert_held, assert_unknown

POLL = replace(DECLARED, transport="poll")
MINUTE = timedelta(minutes=1)
NOTHING = history()


class TestSubscribed:
    def test_held(self) -> None:
        assert_held(listening.subscribed(history(subscribed(subscription())), ANNA))
        assert_held(listening.subscribed(history(records=(call(1, "SyncFolderItems"),), declared=POLL), ANNA))

    def test_broken(self) -> None:
        ended = subscription(ended="Exchange was restarted")
        told = history(subscribed(ended), records=(call(1, "Subscribe"),))
        assert_broken(listening.subscribed(told, ANNA), "none")
        assert_broken(listening.subscribed(history(declared=POLL), ANNA), "nothing was asked")

    def test_unknown(self) -> None:
        assert_unknown(listening.subscribed(NOTHING, ANNA))


class TestHeard:
    live = subscribed(subscription())

    def test_held(self) -> None:
        told = history(self.live, records=(push(11, "CreatedEvent"),))
        assert_held(listening.heard(told, ANNA, BEFORE))
        assert_held(listening.heard(history(records=(call(11, "GetEvents"),), declared=POLL), ANNA, BEFORE))

    def test_held_by_streaming(self) -> None:
        streaming = replace(DECLARED, transport="streaming")
        told = call(11, "GetStreamingEvents", kind="stream", events=(("DeletedEvent", "item-1"),))
        assert_held(listening.heard(history(records=(told,), declared=streaming), ANNA, BEFORE))
        assert_broken(listening.heard(history(records=(told,), declared=streaming), ANNA, AFTER), "nothing")

    @pytest.mark.parametrize(
        "record",
        [push(9, "CreatedEvent"), push(11, "StatusEvent"), push(11, "CreatedEvent", acknowledged="HTTP 500")],
    )
    def test_broken(self, record: object) -> None:
        told = history(self.live, records=(record,))  # type: ignore[arg-type]
        assert_broken(listening.heard(told, ANNA, BEFORE), "message")

    def test_only_until_a_moment(self) -> None:
        told = history(self.live, records=(push(25, "CreatedEvent"),))
        assert_broken(listening.heard(told, ANNA, BEFORE, AFTER), "no message")
        assert_broken(listening.heard(history(declared=POLL), ANNA, BEFORE), "nothing")

    def test_unknown(self) -> None:
        assert_unknown(listening.heard(NOTHING, ANNA, BEFORE))


class TestOverlapEnded:
    old, new = subscription(), subscription(EPOCH + MINUTE)

    def test_held(self) -> None:
        assert_held(listening.overlap_ended(history(subscribed(self.new), now=EPOCH + 99 * MINUTE), ANNA))
        young = history(subscribed(self.old, self.new), now=EPOCH + 20 * MINUTE)
        assert_held(listening.overlap_ended(young, ANNA))
        assert_held(listening.overlap_ended(history(subscribed()), ANNA))
        old, new = replace(self.old, frequency_minutes=0), replace(self.new, frequency_minutes=0)
        assert_held(listening.overlap_ended(history(subscribed(old, new), now=EPOCH + 20 * MINUTE), ANNA))

    def test_broken(self) -> None:
        late = history(subscribed(self.old, self.new), now=EPOCH + 22 * MINUTE)
        assert_broken(listening.overlap_ended(late, ANNA), "2 live")

    def test_unknown(self) -> None:
        assert_unknown(listening.overlap_ended(NOTHING, ANNA))


class TestHeartbeatAnswered:
    def test_held(self) -> None:
        told = history(subscribed(subscription()), records=(push(11, "StatusEvent"), push(12, "CreatedEvent")))
        assert_held(listening.heartbeat_answered(told, ANNA, BEFORE))

    def test_unsubscribe_with_a_new_subscription(self) -> None:
        beat = push(11, "StatusEvent", acknowledged="Unsubscribe", subscription="old")
        told = history(subscribed(subscription(EPOCH + MINUTE)), records=(beat,))
        assert_held(listening.heartbeat_answered(told, ANNA, BEFORE))
        none = history(subscribed(), records=(beat,))
        assert_broken(listening.heartbeat_answered(none, ANNA, BEFORE), "Unsubscribe")

    def test_broken(self) -> None:
        told = history(subscribed(subscription()), records=(push(11, "StatusEvent", acknowledged=""),))
        assert_broken(listening.heartbeat_answered(told, ANNA, BEFORE), "none")
        assert_broken(listening.heartbeat_answered(history(subscribed()), ANNA, BEFORE), "no StatusEvent")

    def test_unknown(self) -> None:
        assert_unknown(listening.heartbeat_answered(NOTHING, ANNA, BEFORE))


class TestResubscribed:
    heard = Moment(10, 10, EPOCH)
    frequency = 10 * MINUTE

    def test_held(self) -> None:
        told = history(subscribed(subscription(EPOCH + 30 * MINUTE)))
        assert_held(listening.resubscribed(told, ANNA, self.heard, self.frequency))
        assert_held(listening.resubscribed(history(subscribed(), declared=POLL), ANNA, self.heard, self.frequency))

    def test_broken(self) -> None:
        late = history(subscribed(subscription(EPOCH + 31 * MINUTE)), records=(call(11, "Subscribe"),))
        assert_broken(listening.resubscribed(late, ANNA, self.heard, self.frequency), "live since")
        none = history(subscribed(subscription(EPOCH, ended="restart")))
        assert_broken(listening.resubscribed(none, ANNA, self.heard, self.frequency), "none")

    def test_unknown(self) -> None:
        assert_unknown(listening.resubscribed(NOTHING, ANNA, self.heard, self.frequency))


class TestOffered:
    there = history(calls=(web("GET /resources?start=x", 200, answer='[{"id": "aare"}]'),))
    missing = history(calls=(web("GET /resources?start=x", 200, answer="[]"),))

    def test_held(self) -> None:
        assert_held(listening.offered(self.there, "Aare", True))
        assert_held(listening.offered(self.missing, "Aare", False))

    def test_broken(self) -> None:
        assert_broken(listening.offered(self.there, "aare", False), "it is")
        assert_broken(listening.offered(self.missing, "aare", True), "it is not")
        assert_broken(listening.offered(NOTHING, "aare", False), "nobody asked")


class TestOneWon:
    def told(self, *statuses: int) -> object:
        return listening.one_won(history(calls=tuple(web("POST /reservations", one) for one in statuses)), BEFORE)

    def test_held(self) -> None:
        assert_held(self.told(409, 201))  # type: ignore[arg-type]

    @pytest.mark.parametrize("statuses", [(201, 201), (409, 409), (201, 422), ()])
    def test_broken(self, statuses: tuple[int, ...]) -> None:
        assert_broken(self.told(*statuses))  # type: ignore[arg-type]


class TestAnsweredAlike:
    def told(self, *answers: tuple[int, str]) -> Verdict:
        calls = [web("POST /reservations", status, answer=f'{{"oid": "{oid}"}}') for status, oid in answers]
        return listening.answered_alike(history(calls=tuple(calls)), BEFORE)

    def test_held(self) -> None:
        assert_held(self.told((201, "1"), (201, "1")))

    def test_broken(self) -> None:
        assert_broken(self.told((201, "1"), (201, "2")), "201, 201, 2 reservations")
        assert_broken(self.told((201, "1"), (409, "")), "201, 409")
        assert_broken(self.told((201, "1")), "201")
        assert_broken(self.told(), "nobody asked")

    def test_unknown(self) -> None:
        calls = (web("POST /reservations", 201, answer="no JSON"),)
        assert_unknown(listening.answered_alike(history(calls=calls), BEFORE), fault=True)


class TestRefused:
    def test_held(self) -> None:
        calls = (web("PATCH /reservations/x", 200, BEFORE), web("PATCH /reservations/x", 409))
        assert_held(listening.refused(history(calls=calls), BEFORE))

    def test_broken(self) -> None:
        assert_broken(listening.refused(history(calls=(web("PATCH /reservations/x", 200),)), BEFORE), "200")
        assert_broken(listening.refused(NOTHING, BEFORE), "nobody asked")
