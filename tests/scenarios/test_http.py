"""Whatever a product answers, or does not, a call ends within its limit."""

import threading
import time
from collections.abc import Iterator

import pytest

from scenarios.targets import http
from scenarios.targets.contract import Breach
from scenarios.targets.http import Connection, Silent, Unreachable
from scenarios.targets.product import Product, Refused, Settled
from tests.scenarios import toys
from tests.scenarios.stories import ELEVEN, TEN, draft
from tests.scenarios.toys import Toy


@pytest.fixture
def released() -> Iterator[threading.Event]:
    """What lets a toy that hangs go at the end of the test."""
    event = threading.Event()
    yield event
    event.set()


def ask(url: str, seconds: float = 0.3) -> object:
    """GET /capabilities."""
    connection = Connection(url, seconds)
    try:
        return connection.call("GET", "/capabilities")
    finally:
        connection.close()


@pytest.mark.parametrize("reply", [toys.always_500, toys.no_json])
def test_an_answer_against_the_contract(reply: toys.Reply) -> None:
    with toys.serving(reply) as url, pytest.raises(Breach, match="GET /capabilities answered"):
        ask(url)


def test_no_http() -> None:
    with toys.serving(toys.not_even_http) as url, pytest.raises(Unreachable, match="BadStatusLine"):
        ask(url)


def test_nobody_listens() -> None:
    with toys.serving(toys.no_json) as url:
        pass
    with pytest.raises(Unreachable, match="GET /capabilities"):
        ask(url)


@pytest.mark.parametrize("hangs", [toys.silent, toys.trickling])
def test_no_answer_in_time(hangs: object, released: threading.Event) -> None:
    began = time.monotonic()
    with toys.serving(hangs(released)) as url:  # type: ignore[operator]
        with pytest.raises(Silent, match="within"):
            ask(url)
        assert time.monotonic() - began < 5
        released.set()


def test_a_body_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BODY_LIMIT", 100)
    with (
        toys.serving(lambda toy, call: toy.answer(200, b"x" * 1000)) as url,
        pytest.raises(Unreachable, match="more than 100 bytes"),
    ):
        ask(url)


def test_an_answer_that_breaks_off() -> None:
    def half(toy: Toy, call: str) -> None:
        toy.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
        toy.close_connection = True

    with toys.serving(half) as url, pytest.raises(Unreachable, match="IncompleteRead"):
        ask(url)


def test_a_kept_connection_that_was_closed_is_made_anew() -> None:
    def once(toy: Toy, call: str) -> None:
        toy.answer(200, toys.CAPABILITIES)
        toy.close_connection = True

    with toys.serving(once) as url:
        connection = Connection(url)
        for _ in range(3):
            assert connection.call("GET", "/capabilities")[0] == 200
        connection.close()


def test_an_address_that_is_none() -> None:
    for url in ("ftp://x", "http://", "reference"):
        with pytest.raises(ValueError, match="no http address"):
            Connection(url)


def test_where_the_contract_begins_and_how_names_are_written() -> None:
    asked: list[str] = []

    def note(toy: Toy, call: str) -> None:
        asked.append(f"{call}?{toy.path.partition('?')[2]}")
        toy.answer(404, {"code": "not-found"}, "application/problem+json")

    with toys.serving(note) as url:
        product = Product(Connection(f"{url}/adapter/"))
        assert product.get("a/b+c") is None
        assert product.cancel("x", "addin", "a@b") == Refused(404, "not-found")
        product.connection.close()
    assert asked == ["GET /adapter/reservations/a%2Fb%2Bc?", "DELETE /adapter/reservations/x?origin=addin&who=a%40b"]


class TestProduct:
    def test_what_it_says_becomes_values(self) -> None:
        answers: dict[str, tuple[int, object]] = {
            "GET /resources": (200, [{"id": "r", "name": "Aare", "mailbox": "Aare@x"}]),
            "POST /reservations": (201, {"oid": "o", "stamp": [], "invite": ["aare@x"], "location": None}),
            "PATCH /reservations/o": (409, {"code": "taken"}),
            "DELETE /reservations/o": (204, None),
            "POST /settle": (200, {"pending": 2, "nextAt": TEN.isoformat()}),
            "PUT /clock": (409, {"now": ELEVEN.isoformat()}),
            "PUT /users/a@b": (204, None),
            "PUT /resources/a@b": (422, {"code": "not-offered", "field": "conflict"}),
            "POST /scan": (200, []),
            "GET /capabilities": (200, toys.CAPABILITIES),
            "GET /reservations": (200, []),
        }
        noted: list[tuple[str, str, int]] = []
        with toys.serving(lambda toy, call: toy.answer(*answers[call])) as url:
            product = Product(Connection(url), lambda who, call, status, *_: noted.append((who, call, status)))
            assert product.free("a@b", TEN, ELEVEN)[0].mailbox == "aare@x"
            receipt = product.reserve(draft(), "web", "key")
            assert not isinstance(receipt, Refused)
            assert receipt.invite == ("aare@x",)
            assert product.change("o", {"subject": "x"}, "web", "a@b") == Refused(409, "taken")
            assert product.cancel("o", "web", "a@b") is None
            assert product.settle() == Settled(True, 2, TEN)
            assert product.set_clock(TEN) == ELEVEN
            product.switch("a@b", True)
            assert product.make_room("a@b", "Aare", "report") == Refused(422, "not-offered", "conflict")
            product.scan()
            assert product.capabilities().offers("clock")
            assert product.of("a@b") == ()
            another = product.another()
            assert another.settle() is not None
            for one in (product, another):
                one.connection.close()
        assert ("anna@example.test", "POST /reservations", 201) in noted
        assert ("a@b", "PATCH /reservations/o?origin=web&who=a%40b", 409) in noted

    def test_the_dates_of_a_series(self) -> None:
        date = {"originalStart": TEN.isoformat(), "start": ELEVEN.isoformat(), "end": "2027-03-01T13:00:00+01:00"}
        early = date | {"start": "1800-01-01T10:00:00Z"}
        path = "/reservations/o/occurrences/2027-03-01T10%3A00%3A00%2B00%3A00"
        answers: dict[str, tuple[int, object]] = {
            "GET /reservations/o/occurrences": (200, [date | {"cancelled": True}]),
            "GET /reservations/p/occurrences": (404, {"code": "not-found"}),
            "GET /reservations/q/occurrences": (200, [early | {"cancelled": False}]),
            f"PATCH {path}": (409, {"code": "taken"}),
            f"DELETE {path}": (204, None),
        }
        with toys.serving(lambda toy, call: toy.answer(*answers[call])) as url:
            product = Product(Connection(url))
            (one,) = product.occurrences("o")
            assert (one.original, one.start, one.end > one.start, one.cancelled) == (TEN, ELEVEN, True, True)
            assert product.occurrences("p") == ()
            with pytest.raises(Breach, match="is not a 'date-time'"):
                product.occurrences("q")
            assert product.change_date("o", TEN, {"start": ELEVEN.isoformat()}, "a@b") == Refused(409, "taken")
            assert product.cancel_date("o", TEN, "a@b") is None
            product.connection.close()

    def test_settle_that_is_working_or_cannot_say(self) -> None:
        statuses = iter((202, 404))
        with toys.serving(lambda toy, call: toy.answer(next(statuses))) as url:
            product = Product(Connection(url))
            assert product.settle() == Settled(False)
            assert product.settle() is None
            product.connection.close()
