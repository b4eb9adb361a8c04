"""The service without its edges: tables, a stand-in for Exchange, time that stands still, one worker by hand."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from reference_sync import calls
from reference_sync.calls import Answer, Asked, Office
from reference_sync.config import Settings
from reference_sync.decide import Entry, Link, Values
from reference_sync.listener import Notification, receive
from reference_sync.steps import Desk, patience
from reference_sync.store import Store
from reference_sync.tables import Backlog, Stored, User
from reference_sync.worker import serve
from tests.reference_sync.pairs import AARE, ANNA, BOB, ELEVEN, LIMMAT, REUSS, TEN
from tests.reference_sync.standin import StandIn

START = TEN - timedelta(days=4)


@dataclass
class World:
    """What a test acts with; `watermark` counts the pushes of each user."""

    store: Store
    exchange: StandIn
    settings: Settings
    watermarks: dict[str, int] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        return Desk(self.store, self.exchange, self.settings)

    @property
    def office(self) -> Office:
        return Office(self.store, self.settings)

    # --- time and work

    def settle(self) -> None:
        """Until nothing is due: what Exchange has to say is pushed, work is done."""
        while True:
            while serve(self.desk):
                pass
            if not self.exchange.events:
                return
            self.push()

    def now(self) -> datetime:
        with self.store.begin() as tx:
            return datetime.fromtimestamp(tx.now(), TEN.tzinfo)

    def later(self, **span: float) -> None:
        """Time goes on, and what becomes due is done."""
        with self.store.begin() as tx:
            tx.set_clock(tx.now() + timedelta(**span).total_seconds())
        self.settle()

    def push(self, mailbox: str = ANNA) -> None:
        """Push all events, of whatever mailbox, to the listener of `mailbox`."""
        user = self.user(mailbox)
        before = self.watermarks.get(user.subscription or "", 0)
        self.watermarks[user.subscription or ""] = before + 1
        items = dict.fromkeys(self.exchange.events)
        self.exchange.events.clear()
        self.hear(Notification(False, user.subscription or "", f"W{before}", f"W{before + 1}", items), mailbox)

    def hear(self, message: Notification, mailbox: str = ANNA) -> str:
        """A message arrives; the answer."""
        with self.store.begin() as tx:
            user = tx.user(mailbox)
            assert user is not None
            return receive(tx, user, message, patience(self.settings))

    # --- connection 1

    def call(
        self, function: str, body: dict[str, object] | None = None, key: str | None = None, **query: str
    ) -> Answer:
        """A call of the contract; `oid` and `address` in the query are parts of the path."""
        path: dict[str, str] = {name: query.pop(name) for name in ("oid", "address") if name in query}
        answer: Answer = getattr(calls, function)(self.office, Asked(path, query, body or {}, key))
        return answer

    def switch(self, mailbox: str, on: bool = True) -> None:
        self.call("put_user", {"synchronised": on}, address=mailbox)
        self.settle()

    def post(self, origin: str = "web", **body: object) -> str:
        """Anna reserves Aare from ten to eleven, unless `body` says otherwise; the oid. Nothing is worked on yet."""
        usual: dict[str, object] = {
            "subject": "Review",
            "start": TEN.isoformat(),
            "end": ELEVEN.isoformat(),
            "timeZone": "Europe/Zurich",
            "organizer": ANNA,
            "resources": [AARE],
            "attendees": [{"address": BOB, "role": "required"}],
            "reminderMinutes": 15,
            "origin": origin,
        }
        answer = self.call("post_reservation", usual | body)
        assert isinstance(answer.body, dict)
        return str(answer.body["oid"])

    def made(self, **body: object) -> str:
        """The same, brought to Exchange; the ItemId."""
        oid = self.post(**body)  # type: ignore[arg-type]
        self.settle()
        item_id = self.stored(oid).core.item_id
        assert item_id is not None
        self.exchange.calls.clear()
        self.exchange.mails.clear()
        return item_id

    def patch(self, oid: str, origin: str = "web", **body: object) -> None:
        self.call("patch_reservation", body, oid=oid, origin=origin)

    def delete(self, oid: str, origin: str = "web") -> None:
        assert self.call("delete_reservation", oid=oid, origin=origin).status == 204

    # --- what is stored

    def user(self, mailbox: str = ANNA) -> User:
        with self.store.begin() as tx:
            user = tx.user(mailbox)
        assert user is not None
        return user

    def stored(self, oid: str) -> Stored:
        with self.store.begin() as tx:
            stored = tx.reservation(oid)
        assert stored is not None
        return stored

    def only(self) -> Stored:
        """The one reservation there is."""
        with self.store.begin() as tx:
            (stored,) = tx.reservations()
        return stored

    def backlog(self) -> Backlog:
        with self.store.begin() as tx:
            return tx.backlog()

    def entry(self, item_id: str) -> Entry:
        return self.exchange.items[item_id]

    def equal(self, oid: str) -> bool:
        """Are both sides equal, and linked?"""
        core = self.stored(oid).core
        there: Values = self.entry(core.item_id or "").values
        return core.link is Link.LINKED and core.values == there and not core.changed


def new_world(folder: Path) -> World:
    """Anna is synchronised; three rooms; it is four days before."""
    settings = Settings(database=f"sqlite:///{folder}/reference.sqlite")
    world = World(Store(settings.database), StandIn(), settings)
    with world.store.begin() as tx:
        tx.set_clock(START.timestamp())
    for room in (AARE, REUSS, LIMMAT):
        world.call("put_resource", {"name": room.split("@")[0].title()}, address=room)
    world.switch(ANNA)
    world.exchange.calls.clear()
    return world
