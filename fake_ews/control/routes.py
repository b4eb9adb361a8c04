"""The control API, call by call: address, what it takes, what it answers, what it does.

To add a call: one line in ROUTES, and where its body is new one type in wishes.py. The OpenAPI document follows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from fake_ews.control import wishes
from fake_ews.control.acts import act
from fake_ews.control.desk import Desk
from fake_ews.control.views import GroupView, ItemView, LetterView, SubscriptionView
from fake_ews.model.booking import BookingPolicy
from fake_ews.model.exchange import Exchange
from fake_ews.model.faults import Fault
from fake_ews.model.journal import Record
from fake_ews.model.profile import Profile
from fake_ews.people._fields import beside
from fake_ews.server.clock import clock_called
from fake_ews.server.founding import Founding

_NUMBER = re.compile("[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A call: the parts of its path that have a name, its query, and its body."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any

    def number(self, name: str, otherwise: int = 0) -> int:
        """A number of the query; ValueError if it is none."""
        text = self.query.get(name, str(otherwise))
        if not _NUMBER.fullmatch(text):
            raise ValueError(f"{name} must be a number, such as 17, not {_shown(text)}")
        return int(text)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}...")


Do = Callable[[Desk, Asked], object]


@dataclass(frozen=True, slots=True)
class Route:
    """One call: `takes` is the type of its body, `answers` that of its answer (None: 204), `query` what it reads."""

    method: str
    path: str
    says: str
    do: Do
    answers: Any = None
    takes: Any = None
    query: tuple[str, ...] = ()


def _state(desk: Desk, asked: Asked) -> wishes.State:
    exchange = desk.exchange
    return wishes.State(
        desk.app.url, exchange.profile.name, exchange.seed, exchange.clock.now(), exchange.agenda.next_due(),
        desk.organisation.busy(), exchange.journal.newest,
    )  # fmt: skip


async def _advance(desk: Desk, asked: Asked) -> wishes.ClockWish:
    await desk.organisation.advance(asked.body.now)
    return wishes.ClockWish(now=desk.exchange.clock.now())


async def _quiet(desk: Desk, asked: Asked) -> wishes.Quiet:
    return wishes.Quiet(await desk.organisation.wait_quiet(asked.body.seconds))


async def _reset(desk: Desk, asked: Asked) -> None:
    await desk.organisation.reset()


def _organisations(desk: Desk, asked: Asked) -> list[wishes.OrganisationView]:
    return [_organisation(domain, one.exchange) for domain, one in desk.app.domains.named.items()]


def _organisation(domain: str, exchange: Exchange) -> wishes.OrganisationView:
    return wishes.OrganisationView(domain, exchange.profile.name, exchange.seed, exchange.clock.now())


def _add_organisation(desk: Desk, asked: Asked) -> wishes.OrganisationView:
    wish: wishes.OrganisationWish = asked.body
    domain = asked.path["domain"].lower()
    founding = Founding(clock_called(wish.clock, wish.start), Profile().shaped(wish.profile), wish.seed)
    return _organisation(domain, desk.app.add(domain, founding).exchange)


async def _take_away(desk: Desk, asked: Asked) -> None:
    await desk.app.take_away(asked.path["domain"])


def _mailboxes(desk: Desk, asked: Asked) -> list[wishes.MailboxView]:
    every = desk.exchange.mailboxes.values()
    return [wishes.MailboxView(one.address, one.name, one.is_room, len(one.items)) for one in every]


def _make_mailbox(desk: Desk, asked: Asked) -> wishes.MailboxView:
    wish: wishes.MailboxWish = asked.body
    said: dict[str, Any] = {}
    if wish.password is None and (wish.impersonates or wish.full_access):
        raise ValueError("impersonates and full_access need a password: a mailbox without one is no account")
    if wish.room:
        said["answers_after"] = None if wish.accepts_after is None else dt.timedelta(seconds=wish.accepts_after)
    made = desk.mailbox(
        asked.path["address"], room=wish.room, name=wish.name, zone=wish.zone, culture=wish.culture,
        policy=wish.policy, hours=wish.hours, profile=wish.profile, **said,
    )  # fmt: skip
    if wish.password is not None:
        desk.account(made.address, wish.password, wish.impersonates, wish.full_access)
    return wishes.MailboxView(made.address, made.name, made.is_room, 0)


def _wait(desk: Desk, asked: Asked) -> wishes.Wait:
    after = desk.wait(asked.path["address"])
    return wishes.Wait(accepts_after=None if after is None else after.total_seconds())


def _set_wait(desk: Desk, asked: Asked) -> wishes.Wait:
    seconds = asked.body.accepts_after
    desk.set_wait(asked.path["address"], None if seconds is None else dt.timedelta(seconds=seconds))
    return _wait(desk, asked)


def _put_group(desk: Desk, asked: Asked) -> GroupView:
    wish: wishes.GroupWish = asked.body
    return desk.put_group(asked.path["address"], wish.name, wish.members, rooms=wish.rooms)


def _account(desk: Desk, asked: Asked) -> None:
    desk.account(asked.path["address"], asked.body.password, asked.body.impersonates, asked.body.full_access)


def _items(desk: Desk, asked: Asked) -> tuple[ItemView, ...]:
    if "id" in asked.query:
        found = desk.item(asked.path["address"], asked.query["id"])
        return () if found is None else (found,)
    return desk.items(asked.path["address"], asked.query.get("folder", "calendar"))


def _add(desk: Desk, asked: Asked) -> ItemView:
    wish: wishes.EntryWish = asked.body
    fields = beside(("subject", "start", "end"), wish.fields)
    return desk.add(asked.path["address"], wish.subject, wish.start, wish.end, wish.folder, **fields)


def _folder(desk: Desk, asked: Asked) -> wishes.Made:
    wish: wishes.FolderWish = asked.body
    return wishes.Made(desk.make_folder(asked.path["address"], wish.name, wish.kind, wish.parent))


def _again(desk: Desk, asked: Asked) -> tuple[ItemView, ...]:
    found = desk.deliver_again(asked.path["address"], asked.body.item_id)
    return () if found is None else (found,)


def _act(desk: Desk, asked: Asked) -> wishes.Acted:
    hands = desk.person(asked.path["program"], asked.path["address"], asked.query.get("of", ""))
    return wishes.Acted(act(desk, hands, asked.path["act"], asked.body))


def _outside(desk: Desk, asked: Asked) -> wishes.OutsideView:
    wish: wishes.OutsideWish = asked.body
    desk.outside(asked.path["address"], name=wish.name, zone=wish.zone)
    one = desk.exchange.outside(asked.path["address"])
    return wishes.OutsideView(one.address, one.name, one.zone, len(one.letters))


def _write(desk: Desk, asked: Asked) -> None:
    wish: wishes.LetterWish = asked.body
    hands = desk.outside(asked.path["address"])
    desk.act(lambda: hands.write(wish.to, wish.subject, wish.text))


def _clear_journal(desk: Desk, asked: Asked) -> None:
    desk.exchange.journal.clear()


def _faults(desk: Desk, asked: Asked) -> dict[str, Fault]:
    return {str(number): fault for number, fault in desk.exchange.faults.entered().items()}


def _inject(desk: Desk, asked: Asked) -> wishes.Made:
    return wishes.Made(desk.inject(Fault(**msgspec.structs.asdict(asked.body))))


def _number(asked: Asked) -> int:
    text = asked.path["number"]
    if not _NUMBER.fullmatch(text):
        raise LookupError(f"a fault has a number, such as 1, not {_shown(text)}")
    return int(text)


def _fired(desk: Desk, asked: Asked) -> wishes.Made:
    return wishes.Made(desk.exchange.faults.fired(_number(asked)))


async def _replay(desk: Desk, asked: Asked) -> wishes.Sent:
    answer = await desk.replay_push(asked.body.number, asked.body.subscription_id)
    return wishes.Sent(answer.status, answer.why)


async def _post(desk: Desk, asked: Asked) -> wishes.Sent:
    answer = await desk.post(asked.body.url, asked.body.body, asked.body.headers)
    return wishes.Sent(answer.status, answer.why)


def _token(desk: Desk, asked: Asked) -> wishes.Token:
    wish: wishes.TokenWish = asked.body
    said = {name: value for name in ("audience", "lifetime") if (value := getattr(wish, name)) is not None}
    return wishes.Token(desk.token(asked.path["address"], to_nobody=wish.to_nobody, app=wish.app, **said))


def _redirect(desk: Desk, asked: Asked) -> None:
    desk.redirect(asked.path["address"], asked.body.to)


def _allow(*, full_access: bool) -> Do:
    return lambda desk, asked: desk.allow(asked.path["address"], asked.path["mailbox"], full_access=full_access)


def _deny(desk: Desk, asked: Asked) -> None:
    desk.deny(asked.path["address"], asked.path["mailbox"])


_GROUP = "groups/{address}"
_IMPERSONATES = "accounts/{address}/impersonates/{mailbox}"
_FULL_ACCESS = "accounts/{address}/full-access/{mailbox}"
ROUTES = (
    Route("GET", "state", "how the simulator is", _state, wishes.State),
    Route(
        "PUT", "clock", "move a manual clock; due work is done on the way", _advance, wishes.ClockWish, wishes.ClockWish
    ),
    Route("POST", "quiet", "wait until nothing is worked on or under way", _quiet, wishes.Quiet, wishes.QuietWish),
    Route(
        "POST",
        "restart",
        "cut all connections, drop all subscriptions",
        lambda desk, asked: desk.organisation.restart(),
    ),
    Route("POST", "reset", "begin anew, with whom it had from the beginning; a manual clock is set back", _reset),
    Route("GET", "organisations", "the organisations beside the first", _organisations, list[wishes.OrganisationView]),
    Route(
        "PUT",
        "organisations/{domain}",
        "make an organisation for a mail domain",
        _add_organisation,
        wishes.OrganisationView,
        wishes.OrganisationWish,
    ),
    Route("DELETE", "organisations/{domain}", "take an organisation away", _take_away),
    Route("GET", "mailboxes", "all mailboxes", _mailboxes, list[wishes.MailboxView]),
    Route(
        "PUT", "mailboxes/{address}", "make a mailbox or a room", _make_mailbox, wishes.MailboxView, wishes.MailboxWish
    ),
    Route(
        "GET",
        "mailboxes/{address}/items",
        "items of a folder (or all), or the one of an id",
        _items,
        tuple[ItemView, ...],
        query=("folder", "id"),
    ),
    Route("POST", "mailboxes/{address}/items", "make an entry", _add, ItemView, wishes.EntryWish),
    Route("POST", "mailboxes/{address}/folders", "make a folder", _folder, wishes.Made, wishes.FolderWish),
    Route(
        "POST",
        "mailboxes/{address}/deliveries",
        "a message that has come arrives a second time; no item: a rule has taken it away",
        _again,
        tuple[ItemView, ...],
        wishes.AgainWish,
    ),
    Route(
        "POST", "mailboxes/{address}/empty", "take all items out", lambda desk, asked: desk.empty(asked.path["address"])
    ),
    Route(
        "GET",
        "mailboxes/{address}/policy",
        "the booking policy of a room, setting by setting",
        lambda desk, asked: desk.policy(asked.path["address"]),
        BookingPolicy,
    ),
    Route(
        "PUT",
        "mailboxes/{address}/policy",
        "give a room these settings, and all others as they are by default",
        lambda desk, asked: desk.policy(asked.path["address"], asked.body),
        BookingPolicy,
        dict[str, Any],
    ),
    Route("GET", "mailboxes/{address}/wait", "after how many seconds a room answers", _wait, wishes.Wait),
    Route(
        "PUT",
        "mailboxes/{address}/wait",
        "let a room answer what arrives from now on after so many seconds; null: never by itself",
        _set_wait,
        wishes.Wait,
        wishes.Wait,
    ),
    Route(
        "GET",
        "mailboxes/{address}/hours",
        "the working hours of a mailbox, setting by setting",
        lambda desk, asked: desk.hours(asked.path["address"]),
        dict[str, Any],
    ),
    Route(
        "PUT",
        "mailboxes/{address}/hours",
        "give a mailbox these working hours, and all other settings as they are by default",
        lambda desk, asked: desk.hours(asked.path["address"], asked.body),
        dict[str, Any],
        dict[str, Any],
    ),
    Route(
        "PUT",
        "mailboxes/{address}/profile",
        "give a mailbox these fields of the profile, and all others as its organisation has them",
        lambda desk, asked: desk.behave(asked.path["address"], asked.body),
        None,
        dict[str, Any],
    ),
    Route(
        "POST",
        "mailboxes/{address}/failover",
        "another database copy takes over: subscriptions end, watermarks are refused",
        lambda desk, asked: desk.fail_over(asked.path["address"]),
    ),
    Route(
        "POST",
        "mailboxes/{address}/expiry",
        "the pull subscriptions on a mailbox expire",
        lambda desk, asked: desk.expire_pulls(asked.path["address"]),
    ),
    Route(
        "POST",
        "mailboxes/{address}/migration",
        "move a mailbox to another server: all ids are new",
        lambda desk, asked: desk.migrate(asked.path["address"]),
    ),
    Route(
        "GET",
        "groups",
        "all distribution groups, room lists among them",
        lambda desk, asked: desk.groups(),
        tuple[GroupView, ...],
    ),
    Route("GET", _GROUP, "a group", lambda desk, asked: desk.group(asked.path["address"]), GroupView),
    Route(
        "PUT",
        _GROUP,
        "make a distribution group or a room list; one that is there has this name and these members from now on",
        _put_group,
        GroupView,
        wishes.GroupWish,
    ),
    Route("DELETE", _GROUP, "take a group away", lambda desk, asked: desk.drop_group(asked.path["address"])),
    Route(
        "PUT",
        "accounts/{address}",
        "make an account, or give it another password and other rights",
        _account,
        None,
        wishes.AccountWish,
    ),
    Route(
        "POST", "accounts/{address}/tokens", "a Bearer token, be it a wrong one", _token, wishes.Token, wishes.TokenWish
    ),
    Route(
        "PUT",
        "redirects/{address}",
        "Autodiscover sends on whoever asks for this address or domain",
        _redirect,
        None,
        wishes.RedirectWish,
    ),
    Route(
        "PUT",
        "mailboxes/{address}/permissions/{person}",
        "give a person, or Default, a permission level in a folder",
        lambda desk, asked: desk.permit(
            asked.path["address"], asked.path["person"], asked.body.level, asked.body.folder
        ),
        None,
        wishes.PermissionWish,
    ),
    Route("PUT", _IMPERSONATES, "allow an account to impersonate the owner of a mailbox", _allow(full_access=False)),
    Route("DELETE", _IMPERSONATES, "refuse it, and full access, too", _deny),
    Route("PUT", _FULL_ACCESS, "allow an account to open a mailbox as its owner may", _allow(full_access=True)),
    Route("DELETE", _FULL_ACCESS, "refuse it, and to impersonate, too", _deny),
    Route(
        "POST",
        "people/{program}/{address}/{act}",
        "a person does something: outlook, owa, phone, imap, delegate (`of` whom), or somebody outside",
        _act,
        wishes.Acted,
        wishes.ActWish,
        ("of",),
    ),
    Route(
        "PUT",
        "outside/{address}",
        "name somebody outside, who has no mailbox here, or tell his zone",
        _outside,
        wishes.OutsideView,
        wishes.OutsideWish,
    ),
    Route(
        "GET",
        "outside/{address}/letters",
        "what was sent to somebody outside, in the order it came",
        lambda desk, asked: desk.letters(asked.path["address"]),
        tuple[LetterView, ...],
    ),
    Route("POST", "outside/{address}/letters", "somebody outside sends a mail", _write, None, wishes.LetterWish),
    Route(
        "GET",
        "journal",
        "records behind a number, oldest first",
        lambda desk, asked: desk.exchange.journal.after(asked.number("after")),
        tuple[Record, ...],
        query=("after",),
    ),
    Route("DELETE", "journal", "forget all records", _clear_journal),
    Route("GET", "faults", "the faults that are entered, by number", _faults, dict[str, Fault]),
    Route("POST", "faults", "enter a fault", _inject, wishes.Made, wishes.FaultWish),
    Route("DELETE", "faults", "take all faults away", lambda desk, asked: desk.clear_faults()),
    Route("GET", "faults/{number}/fired", "how often a fault has gone off", _fired, wishes.Made),
    Route("DELETE", "faults/{number}", "take a fault away", lambda desk, asked: desk.clear_faults(_number(asked))),
    Route(
        "POST",
        "pushes/hold",
        "keep events back",
        lambda desk, asked: desk.hold_pushes(asked.body.mailbox),
        None,
        wishes.HoldWish,
    ),
    Route(
        "POST",
        "pushes/release",
        "let them go",
        lambda desk, asked: desk.release_pushes(asked.body.mailbox),
        None,
        wishes.HoldWish,
    ),
    Route("POST", "pushes/replay", "send the push of a journal record again", _replay, wishes.Sent, wishes.ReplayWish),
    Route("POST", "post", "send any bytes to a listener", _post, wishes.Sent, wishes.PostWish),
    Route(
        "GET",
        "subscriptions",
        "subscriptions, ended ones first",
        lambda desk, asked: desk.subscriptions(asked.query.get("mailbox")),
        tuple[SubscriptionView, ...],
        query=("mailbox",),
    ),
)
