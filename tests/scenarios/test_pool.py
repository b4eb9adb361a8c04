"""People and rooms of conform.toml: a product that can make neither is judged too, and left as it was found."""

import base64
import http.client
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from scenarios import people
from scenarios import run as running
from scenarios.cast import begin_with_pool
from scenarios.config import Config, PoolRoom, PoolUser
from scenarios.declared import Declared
from scenarios.options import Options
from scenarios.plugin import Listener
from scenarios.reservations import Draft
from scenarios.results import Results
from scenarios.run import world
from scenarios.targets.product import Product
from scenarios.verdict import Unknown
from scenarios.world import Scene, World

pytestmark = pytest.mark.proof

USERS = tuple(PoolUser(f"{name}@example.test") for name in ("one", "two", "three"))
ROOMS = (PoolRoom("first@example.test", "First"), PoolRoom("second@example.test", "Second"))
POOL = Config(users=USERS, rooms=ROOMS)


@pytest.fixture(name="_fixed_rooms", autouse=True)
def fixed_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference service as a product that has its rooms and makes none."""
    honest = Product.capabilities

    def capabilities(self: Product) -> Declared:
        declared = honest(self)
        for room in ROOMS:
            self.make_room(room.address, room.name, declared.conflict)
        return replace(declared, names=declared.names - {"make-resources"})

    monkeypatch.setattr(Product, "capabilities", capabilities)


def judge(config: Config, *select: str) -> Results:
    """A run against the reference service with a pool."""
    return running.run(Options(select=select, config=config), Listener())


def test_cases_are_held_one_after_the_other_by_the_same_people() -> None:
    results = judge(POOL, "B2/creates", "C6/copy", "E3/trash", "F2/moves", "F2/trash", "A2/duplicate")
    assert results.line == "cases: 6 held, 0 broken, 0 unknown, 0 not offered"
    assert results.exit_code == 0


def test_a_pool_that_is_too_small_says_so() -> None:
    results = judge(replace(POOL, users=USERS[:1], rooms=()), "A1/many-users", "B2/creates")
    said = [row.verdict for row in results.rows]
    assert Unknown("needs more than the 1 users that conform.toml names ([[users]])") in said
    assert Unknown("needs more than the 0 rooms that conform.toml names ([[rooms]])") in said
    assert results.exit_code == 2


def test_a_scenario_leaves_everything_as_it_found_it() -> None:
    with world(Options(config=POOL), []) as there:
        for number in (1, 2):
            scene = Scene(there, number, "F2/moves")
            anna = people.synchronised(scene, "Anna", push_latency=2.0)[0]
            assert anna.address == "one@example.test"
            assert scene.history().listed(anna.address).reservations == ()
            anna.linked("Review")
            anna.save("Never sent", "12:00")
            scene.end()
            assert all(one.cancelled for one in there.product.of(anna.address))
            for address in (anna.address, "first@example.test"):
                assert there.exchange.mailbox(address).items("all") == ()
        anna.outlook.send_receive()
        assert there.exchange.mailbox(anna.address).items("all") == ()


def test_what_people_had_before_the_run_is_cancelled() -> None:
    with world(Options(config=POOL), []) as there:
        start = there.pace.now() + timedelta(days=1)
        draft = Draft("Old", start, start + timedelta(hours=1), USERS[0].address, USERS[0].address)
        there.product.reserve(draft, "web", "old")
        begin_with_pool(there.product, POOL)
        assert [one.cancelled for one in there.product.of(USERS[0].address)] == [True]


def test_with_the_right_own_every_mailbox_signs_in_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Product.capabilities
    monkeypatch.setattr(Product, "capabilities", lambda self: replace(made(self), access="own"))
    users = (PoolUser("one@example.test", password="its own"), PoolUser("two@example.test"))
    with world(Options(config=replace(POOL, users=users)), []) as there:
        assert signs_in(there, "one@example.test", "its own") == 200
        assert signs_in(there, "two@example.test", "secret") == 200
        assert signs_in(there, "two@example.test", "its own") == 401
    with world(Options(), []) as there:
        anna = people.person(Scene(there, 1, "F2/moves"), "Anna")
        assert signs_in(there, anna.address, "secret") == 200


def signs_in(there: World, address: str, password: str) -> int:
    """The status of GET on the EWS address with this password."""
    token = base64.b64encode(f"{address}:{password}".encode()).decode()
    parts = urlsplit(there.exchange.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    connection.request("GET", parts.path, headers={"Authorization": f"Basic {token}"})
    status = connection.getresponse().status
    connection.close()
    return status


def test_another_right_than_is_declared() -> None:
    results = judge(replace(POOL, access="own"), "B2/creates")
    assert results.faults[0] == "conform.toml says account.access = 'own', the product declares access 'impersonation'"
    assert results.exit_code == 2
