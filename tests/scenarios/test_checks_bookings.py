"""The checks on special reservations: each held, broken and unknown on a history written by hand."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scenarios.checks import bookings
from scenarios.history import Changed, History, Item, Look, Record, Web
from scenarios.reservations import Pair
from scenarios.verdict import Verdict
from tests.scenarios.stories import (
    AARE,
    AFTER,
    ANNA,
    BEAT,
    BEFORE,
    DECLARED,
    PAIR,
    TEN,
    call,
    history,
    item,
    listed,
    reservation,
    seen,
    shelf,
    web,
    write,
)
from tests.scenarios.verdicts import assert_broken, assert_held, assert_unknown

HINT = timedelta(seconds=3)
MISSING = Pair("Retro", ANNA, "oid-2", ())


def unlinked(**but: Any) -> Look:
    """A look at the reservation, which has no entry."""
    return seen(reservation(item_id=None, link="none", **but))


def test_a_reservation_by_itself() -> None:
    assert_held(bookings.alone(history(unlinked(), shelf()), PAIR, [ANNA]))
    assert_broken(bookings.alone(history(unlinked(), shelf(item())), PAIR, [ANNA]), "1 entries and 0 writes")
    assert_broken(
        bookings.alone(history(unlinked(), shelf(), records=(write(12),)), PAIR, [ANNA]), "0 entries and 1 writes"
    )
    assert_broken(bookings.alone(history(unlinked(cancelled=True), shelf()), PAIR, [ANNA]), "it does not live")
    assert_broken(bookings.alone(history(seen(None), shelf()), PAIR, [ANNA]), "it does not live")
    assert_unknown(bookings.alone(history(), PAIR, [ANNA]))


@pytest.mark.parametrize(
    ("past", "none", "linked"), [("ignore", assert_held, assert_broken), ("sync", assert_broken, assert_held)]
)
def test_the_past(past: str, none: Callable[[Verdict], None], linked: Callable[[Verdict], None]) -> None:
    declared = replace(DECLARED, past=past)
    none(bookings.past_as_declared(history(unlinked(), shelf(), declared=declared), PAIR))
    both = history(seen(reservation()), shelf(item()), declared=declared)
    linked(bookings.past_as_declared(both, PAIR))


@pytest.mark.parametrize(("items", "held"), [((item(),), True), ((), False), ((item(), item(item_id="item-2")), False)])
def test_the_past_where_no_item_id_is_shown(items: tuple[Item, ...], held: bool) -> None:
    declared = replace(DECLARED, past="sync")
    shown = history(seen(reservation(item_id=None)), shelf(*items), declared=declared)
    verdict = bookings.past_as_declared(shown, PAIR)
    assert_held(verdict) if held else assert_broken(verdict, "entr")


def test_the_past_that_should_have_been_refused() -> None:
    declared = replace(DECLARED, past="refuse")
    assert_broken(bookings.past_as_declared(history(unlinked(), shelf(), declared=declared), PAIR), "it was taken")


def test_waiting_as_long_as_exchange_says() -> None:
    busy = call(1, "CreateItem", fault="busy-item", at=TEN)
    others = (call(2, "GetItem", at=TEN), call(3, "CreateItem", mailbox=BEAT, at=TEN))

    def waited(*more: Record) -> Verdict:
        return bookings.waited(history(records=(busy, *others, *more)), ANNA, "CreateItem", HINT)

    assert_held(waited())
    assert_held(waited(call(4, "CreateItem", at=TEN + HINT)))
    assert_broken(waited(call(4, "CreateItem", at=TEN + timedelta(seconds=1))), "repeated after 1 s")
    assert_unknown(bookings.waited(history(records=others), ANNA, "CreateItem", HINT))


def missing(*oids: str) -> Web:
    """An answer of the list of the missing."""
    return web("GET /missing", 200, answer=json.dumps([{"oid": one} for one in oids]))


def test_the_list_of_the_missing() -> None:
    both = (PAIR, MISSING)
    assert_held(bookings.listed_missing(history(calls=(missing(), missing("oid-2", "somebody's"))), both, [MISSING]))
    assert_held(bookings.listed_missing(history(calls=(missing("somebody's"),)), both, []))
    assert_broken(bookings.listed_missing(history(calls=(missing("oid-2"), missing())), both, [MISSING]), "none")
    assert_broken(
        bookings.listed_missing(history(calls=(missing("oid-1", "oid-2"),)), both, [MISSING]), "'Retro', 'Review'"
    )
    assert_unknown(bookings.listed_missing(history(), both, []))
    assert bookings.is_listed(history(calls=(missing("oid-1"),)), PAIR)
    assert not bookings.is_listed(history(calls=(missing("oid-1"), missing())), PAIR)
    assert not bookings.is_listed(history(), PAIR)


def test_gone_before_anybody_looked() -> None:
    assert_held(bookings.settled_or_told(history(seen(reservation(cancelled=True))), PAIR))
    assert_held(bookings.settled_or_told(history(seen(reservation(flags=frozenset({"missing-back-sync"})))), PAIR))
    assert_held(bookings.settled_or_told(history(seen(reservation()), calls=(missing("oid-1"),)), PAIR))
    assert_broken(bookings.settled_or_told(history(seen(reservation()), shelf()), PAIR), "nobody is told")
    assert_unknown(bookings.settled_or_told(history(), PAIR))


def owned(*looks: Look, **but: Any) -> Verdict:
    """What is said of Anna's reservation that Beat has made for her."""
    return bookings.owned(history(seen(reservation()), shelf(item()), *looks, **but), PAIR, [BEAT])


def test_the_owner_s_reservation() -> None:
    nothing = (listed(organizer=BEAT), shelf(mailbox=BEAT))
    assert_held(owned(*nothing))
    assert_broken(owned(*nothing, seen(reservation(organizer=BEAT))), f"organizer {BEAT}")
    assert_broken(owned(*nothing, shelf(item(organizer=BEAT))), f"entry of {BEAT}")
    assert_broken(owned(listed(reservation(), organizer=BEAT), shelf(mailbox=BEAT)), f"1 reservation(s) of {BEAT}")
    assert_broken(owned(listed(organizer=BEAT), shelf(item(), mailbox=BEAT)), f"1 item(s) in the mailbox of {BEAT}")
    assert_broken(owned(*nothing, records=(write(12, mailbox=BEAT),)), f"1 write(s) to {BEAT}")
    assert_unknown(owned())


COPY = item(item_id="copy", subject="Anna Arn", properties=())
ACCEPTED, DECLINED = ((AARE, "Accept"),), ((AARE, "Decline"),)


def asked(answer: tuple[tuple[str, str], ...], *copies: Item, **but: Any) -> History:
    """Anna's reservation, of which the room has these copies, and which shows this answer."""
    entry = item(responses=answer)
    return history(seen(reservation(**but)), shelf(entry), shelf(*copies, mailbox=AARE))


def test_a_room_accepts() -> None:
    assert_held(bookings.room_accepted(asked(ACCEPTED, COPY), PAIR, AARE))
    assert_broken(bookings.room_accepted(asked((), item(uid="another")), PAIR, AARE), "no request")
    assert_unknown(bookings.room_accepted(asked((), COPY), PAIR, AARE))
    assert_unknown(bookings.room_accepted(asked(ACCEPTED, item()), PAIR, AARE))


def test_writes_after_the_answer() -> None:
    answer = Record(12, kind="act", operation="RoomAnswers", mailbox=AARE, changes=(Changed(ANNA, "Modified"),))
    other = Record(15, kind="act", mailbox=AARE, changes=(Changed(AARE, "Modified"),))
    before = (write(11), write(11), answer, other)
    assert_held(bookings.after_answer(history(records=before), PAIR, AARE))
    assert_held(bookings.after_answer(history(records=(*before, write(13))), PAIR, AARE))
    assert_broken(bookings.after_answer(history(records=(*before, write(13), write(14))), PAIR, AARE), "2 writes")
    assert_unknown(bookings.after_answer(history(records=(write(11), other)), PAIR, AARE))


def test_a_room_declines() -> None:
    flags = frozenset({"refused"})
    assert_held(bookings.decline_shown(asked(DECLINED, room_response="Decline", flags=flags), PAIR, AARE))
    assert_held(bookings.decline_shown(asked(DECLINED, COPY, room_response="declined", flags=flags), PAIR, AARE))
    assert_broken(bookings.decline_shown(asked(DECLINED, COPY, room_response="Decline"), PAIR, AARE), "flags none")
    assert_broken(bookings.decline_shown(asked(DECLINED, COPY, flags=flags), PAIR, AARE), "roomResponse None")
    assert_broken(bookings.decline_shown(asked(()), PAIR, AARE), "no request")
    assert_unknown(bookings.decline_shown(asked(ACCEPTED, COPY), PAIR, AARE))


def test_mails() -> None:
    def mailed(*mails: tuple[str, str]) -> Verdict:
        records = (call(5, "CreateItem", mails=(("request", BEAT),)), call(12, "UpdateItem", mails=mails))
        return bookings.mailed_once(history(records=records), [BEAT], BEFORE, "update")

    assert_held(mailed(("update", BEAT), ("update", AARE)))
    assert_broken(mailed(), f"{BEAT}: nothing")
    assert_broken(mailed(("update", BEAT), ("update", BEAT)), f"{BEAT}: update, update")
    assert_broken(mailed(("cancellation", BEAT), ("request", BEAT)), f"{BEAT}: cancellation, request")
    assert AFTER.number > BEFORE.number
