"""Wrong services of process A, and of what may go wrong while it goes on."""

import re
import threading
import time
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from reference_sync import calls, listener, steps, web, worker
from reference_sync.decide import Base
from reference_sync.exchange import Refused
from reference_sync.forms import Problem
from reference_sync.listener import Notification
from reference_sync.steps import Desk
from reference_sync.store import Transaction
from reference_sync.tables import User, changed, users
from tests.mutants import mutant
from tests.mutants.services import _replace as replaced

FEW = 20
STALE = 60.0


@mutant("A1/only-switched-on")
def subscribes_to_whoever_is_asked_about() -> None:
    """Subscribes to the calendar of whoever somebody asks about, though nobody ever switched them on."""

    def reservations(right: Any, tx: Transaction, organizer: str | None = None, *more: Any, **named: Any) -> Any:
        if organizer is not None and tx.user(organizer) is None:
            tx.switch(organizer, True)
            tx.put(organizer, "subscribe")
        return right(tx, organizer, *more, **named)

    replaced(Transaction, "reservations", reservations)


@mutant("A1/many-users")
def serves_twenty_people() -> None:
    """Subscribes to twenty calendars, and to no more."""

    one_by_one = threading.Lock()

    def subscribe(right: Any, desk: Desk, mailbox: str) -> None:
        with one_by_one:
            with desk.store.begin() as tx:
                count = sa.select(sa.func.count()).where(users.c.synchronised, users.c.subscription.is_not(None))
                full = (tx.connection.execute(count).scalar() or 0) >= FEW
            if not full:
                right(desk, mailbox)

    replaced(steps, "subscribe", subscribe)


@mutant("A1/refused")
def says_that_all_is_well() -> None:
    """Shows a user whom Exchange refuses as on, as if nothing were wrong."""

    def user(right: Any, office: Any, tx: Transaction, address: str) -> dict[str, object]:
        shown: dict[str, object] = right(office, tx, address)
        return shown | {"state": "on", "reason": None} if shown["state"] == "failing" else shown

    replaced(calls, "_user", user)


@mutant("X/bounded")
def asks_again_every_half_minute() -> None:
    """Repeats what is refused for good every half minute, for ever."""

    def wait_after(right: Any, failure: Exception, failures: int) -> float:
        return 30.0 if isinstance(failure, Refused) else float(right(failure, failures))

    replaced(worker, "wait_after", wait_after)


@mutant("A2/heartbeat")
def takes_signs_of_life_for_rubbish() -> None:
    """Answers 400 to a message that names no item, as a StatusEvent does."""

    def parse(right: Any, body: bytes) -> list[Notification]:
        messages: list[Notification] = right(body)
        if not any(one.items or one.failed for one in messages):
            raise listener.Junk("no events")
        return messages

    replaced(listener, "parse", parse)


@mutant("A2/first-push-early")
def drops_what_comes_under_an_id_it_does_not_know_yet() -> None:
    """Ends a subscription whose first message comes before the answer to Subscribe has told its id."""
    vars(listener)["expected"] = lambda user, message: message.subscription == user.subscription


@mutant("A2/read-events-failed")
def goes_on_from_now_after_an_error_message() -> None:
    """Subscribes anew after an error message, and does not look what happened meanwhile."""
    failed: set[str] = set()

    def subscribe_anew(right: Any, tx: Transaction, user: User) -> None:
        failed.add(user.address)
        right(tx, user)

    def catch_up(right: Any, desk: Desk, mailbox: str) -> None:
        if mailbox in failed:
            failed.remove(mailbox)
        else:
            right(desk, mailbox)

    replaced(listener, "subscribe_anew", subscribe_anew)
    replaced(steps, "catch_up", catch_up)


@mutant("A2/duplicate")
def counts_a_repeated_message_again() -> None:
    """Takes a message that comes again for another change: one more revision."""

    def receive(right: Any, tx: Transaction, user: User, message: Notification, patience: float) -> str:
        if message.items and message.previous_watermark == user.previous_watermark:
            for item_id in message.items:
                stored = tx.linked_to(user.address, item_id)
                if stored is not None:
                    tx.save(changed_once_more(stored))
        return str(right(tx, user, message, patience))

    def changed_once_more(stored: Any) -> Any:
        return replace(changed(stored), revision=stored.revision + 1)

    replaced(listener, "receive", receive)


@mutant("A2/batch")
def ignores_more_events() -> None:
    """Takes a message for all there is: what follows one that said MoreEvents is answered and dropped."""
    said_more: set[str] = set()

    def parse(right: Any, body: bytes) -> list[Notification]:
        messages: list[Notification] = right(body)
        for one in messages:
            if one.previous_watermark in said_more:
                one.items.clear()
            if b"MoreEvents>true<" in body:
                said_more.add(one.watermark)
        return messages

    replaced(listener, "parse", parse)


@mutant("A2/batch")
def keeps_ids_whatever_their_case() -> None:
    """Keeps ItemIds in a column that knows no case: of two entries whose ids differ in it the later is not read."""

    kept: dict[tuple[str, str], str] = {}

    def put(right: Any, tx: Transaction, mailbox: str, kind: str, ref: str = "", *more: Any, **named: Any) -> None:
        if kind == "entry":
            ref = kept.setdefault((mailbox, ref.lower()), ref)
        right(tx, mailbox, kind, ref, *more, **named)

    replaced(Transaction, "put", put)


@mutant("A2/listener-down")
def takes_late_news_for_stale() -> None:
    """Answers a message whose events are older than a minute, and drops it."""
    told_at: dict[str, float] = {}

    def parse(right: Any, body: bytes) -> list[Notification]:
        messages: list[Notification] = right(body)
        times = re.findall(rb"TimeStamp>([^<]+)<", body)
        if times:
            told_at[messages[-1].watermark] = datetime.fromisoformat(times[-1].decode()).timestamp()
        return messages

    def receive(right: Any, tx: Transaction, user: User, message: Notification, patience: float) -> str:
        if tx.now() - told_at.pop(message.watermark, tx.now()) > STALE:
            message.items.clear()
        return str(right(tx, user, message, patience))

    replaced(listener, "parse", parse)
    replaced(listener, "receive", receive)


@mutant("A2/listener-down-long")
def renews_without_looking_back() -> None:
    """Makes a new subscription when the old one is silent, and does not look what happened meanwhile."""
    seen: set[str] = set()

    def catch_up(right: Any, desk: Desk, mailbox: str) -> None:
        if mailbox not in seen:
            seen.add(mailbox)
            right(desk, mailbox)

    replaced(steps, "catch_up", catch_up)


@mutant("A2/junk")
def is_deaf_after_rubbish() -> None:
    """Answers nobody any more at an address to which rubbish was posted."""
    deaf: set[str] = set()

    async def push(right: Any, edge: web.Edge, request: Any) -> Any:
        token = request.match_info["token"]
        if token in deaf:
            raise Problem(503, "gone", "this listener has ended")
        try:
            return await right(edge, request)
        except Problem:
            deaf.add(token)
            raise

    replaced(web.Edge, "push", push)


@mutant("A1/existing")
def forgets_its_links_when_switched_on() -> None:
    """Makes new entries for all reservations of whoever is switched on, though they have entries."""

    def switch(right: Any, tx: Transaction, address: str, on: bool, *more: str) -> None:
        right(tx, address, on, *more)
        for stored in tx.reservations(organizer=address, cancelled=False) if on else ():
            tx.save(replace(changed(stored, item_id=None), base=Base()))

    replaced(Transaction, "switch", switch)


@mutant("A2/unsubscribed")
def says_ok_for_whoever_is_switched_off() -> None:
    """Answers OK to messages for people who are switched off, for ever."""

    def receive(right: Any, tx: Transaction, user: User, message: Notification, patience: float) -> str:
        return str(right(tx, user, message, patience)) if user.synchronised else listener.OK

    replaced(listener, "receive", receive)


@mutant("A2/forged-deletion")
def takes_a_deletion_at_its_word() -> None:
    """Cancels a reservation because a message says that its entry is deleted; nobody looks."""
    said: set[str] = set()

    def parse(right: Any, body: bytes) -> list[Notification]:
        found = re.findall(rb"DeletedEvent>(?:(?!DeletedEvent>).)*?ItemId Id=\"([^\"]+)\"", body)
        said.update(one.decode() for one in found[:1])
        messages: list[Notification] = right(body)
        return messages

    def receive(right: Any, tx: Transaction, user: User, message: Notification, patience: float) -> str:
        for item_id in said.intersection(message.items):
            said.remove(item_id)
            stored = tx.linked_to(user.address, item_id)
            if stored is not None:
                gone = changed(stored, cancelled=True, item_id=None)
                tx.save(replace(gone, revision=stored.revision + 1))
        return str(right(tx, user, message, patience))

    replaced(listener, "parse", parse)
    replaced(listener, "receive", receive)


@mutant("A2/answers-fast")
def answers_after_its_work() -> None:
    """Answers a message when what it names has been read from Exchange and worked on."""

    def receive(right: Any, edge: web.Edge, token: str, messages: list[Notification]) -> str:
        answer = str(right(edge, token, messages))
        store, ends = edge._office.store, time.monotonic() + 8
        while time.monotonic() < ends:
            seen = store.news.count
            with store.begin() as tx:
                user = tx.user_of(token)
                if user is None or not tx.due(user.address):
                    break
            store.news.wait(seen, 0.1)
        return answer

    replaced(web.Edge, "_receive", receive)
