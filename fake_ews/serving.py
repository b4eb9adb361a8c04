"""The simulator in the foreground, for the command line: from settings to an open port, until a signal ends it.

Rule: the port is open before the line is printed, and whatever takes time to make (schema, control API) is made later.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from aiohttp import web

from fake_ews.model.clock import ManualClock
from fake_ews.server.app import ENDPOINT, TOKENS, App
from fake_ews.server.founding import Founding
from fake_ews.server.network import UNTRUSTED
from fake_ews.server.push import BROKEN_OFF
from fake_ews.server.setup import add_account, add_delegate, give_full_access

if TYPE_CHECKING:
    from ssl import SSLContext

    from fake_ews.model.clock import Clock
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.journal import Record
    from fake_ews.model.profile import Profile
    from fake_ews.server.world import World


@dataclass(frozen=True, slots=True)
class Rights:
    """Full access, each of an account to a mailbox or "all"; delegates, each of an owner, with a calendar level."""

    full_access: tuple[tuple[str, str], ...] = ()
    delegates: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A distribution group, or a room list: its address and its members."""

    address: str
    members: tuple[str, ...]
    rooms: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """The settings: users with passwords, of whom the first may impersonate all; rooms; files for journal and state.

    What some may do in the mailboxes of others is in `rights`; groups and room lists are in `groups`.
    """

    host: str
    port: int
    clock: Clock
    profile: Profile
    seed: int | None
    users: list[tuple[str, str]]
    rooms: list[str]
    journal: str | None
    world: World | None = None
    tls: Tls | None = None
    schemes: tuple[str, ...] | None = None
    state: str | None = None
    rights: Rights = Rights()
    groups: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Tls:
    """A certificate and its key; without them one of our own authority, which is kept in a folder."""

    certificate: str = ""
    key: str = ""
    folder: Path = Path()


def serve(service: Service) -> int:
    """Serve until SIGINT or SIGTERM. OSError: the port or the file; ValueError: an address is there twice."""
    with nullcontext() if service.journal is None else open(service.journal, "ab", buffering=0) as file:
        tells = _told(file, stands_still=isinstance(service.clock, ManualClock))
        founding = Founding(service.clock, service.profile, service.seed, service.state, partial(_fill, service), tells)
        with closing(founding):
            asyncio.run(_run(founding, service))
    return 0


def _fill(service: Service, exchange: Exchange) -> None:
    """Add who should be there and is not. A user that is there already gets this password, and keeps his rights; a
    group that is there has these members from now on.
    """
    there = set(exchange.mailboxes)
    for number, (address, password) in enumerate(service.users):
        known = exchange.accounts.get(address.lower()) if address.lower() in there else None
        if known is not None:
            known.password, known.impersonates_all = password, known.impersonates_all or number == 0
            exchange.unkept.changed(known)
            continue
        if address.lower() not in there:
            exchange.add_mailbox(address)
        add_account(exchange, address, password, "all" if number == 0 else ())
    for address in service.rooms:
        if address.lower() not in there:
            exchange.add_mailbox(address, room=True)
    if service.world is not None and there:
        print(f"{service.state}: goes on with what is in it; the world file is for a new one", file=sys.stderr)
    elif service.world is not None:
        from fake_ews.server.world import settle

        _check_once(service, service.world)
        settle(exchange, service.world)
    for one in service.groups:
        exchange.put_group(one.address, members=one.members, rooms=one.rooms)
    for address, mailbox in service.rights.full_access:
        give_full_access(exchange, address, mailbox)
    for address, owner, level in service.rights.delegates:
        add_delegate(exchange, address, owner, level)


def _check_once(service: Service, world: World) -> None:
    """NotSettled: somebody is named on the command line and in the world file."""
    from fake_ews.server.world import NotSettled

    given = {one.lower(): "--room" for one in service.rooms} | {one.lower(): "--user" for one, _ in service.users}
    named = [(f"people[{number}]", one.address) for number, one in enumerate(world.people)]
    named += [(f"rooms[{number}]", one.address) for number, one in enumerate(world.rooms)]
    for where, address in named:
        if address.lower() in given:
            raise NotSettled(f"{where}.address: {address} is named by {given[address.lower()]}, too: name it once")


async def _run(founding: Founding, service: Service) -> None:
    app, stop = App(founding, service.schemes), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: there SIGINT ends asyncio.run by itself
            loop.add_signal_handler(number, stop.set)
    _serve_control(app)
    context, authority = _tls(app.domains.first.exchange, service)
    print(f"fake Exchange at {await app.start(service.host, service.port, context)}", flush=True)
    if authority is not None:
        print(f"its certificate is signed by {authority}", flush=True)
    if service.schemes is None and "basic" not in app.door.schemes:
        at = app.url.replace(ENDPOINT, f"/TENANT{TOKENS}")
        print(f"profile {service.profile.name} takes no passwords (--auth basic does): tokens at {at}", flush=True)
    gc.freeze()
    await stop.wait()
    await app.close()


def _tls(exchange: Exchange, service: Service) -> tuple[SSLContext | None, Path | None]:
    """What TLS needs, and the file of our own authority where that has signed. ValueError: a certificate of no use."""
    if service.tls is None:
        return None, None
    try:
        from fake_ews.server import tls
    except ImportError:
        raise ValueError("TLS needs cryptography: pip install cryptography") from None
    if service.tls.certificate:
        return tls.given(service.tls.certificate, service.tls.key), None
    return tls.own(service.tls.folder, tls.names(exchange, service.host))


def _serve_control(app: App) -> None:
    """Answer calls under /_fake/; the first of them pays for the making of the API."""

    async def first(request: web.BaseRequest) -> web.StreamResponse:
        from fake_ews.control import api

        api.serve(app)
        return await app.others["/_fake/"](request)

    app.others["/_fake/"] = first


def _told(file: BinaryIO | None, *, stands_still: bool) -> Callable[[Record], None]:
    """What is done with each record: what becomes of pushes and subscriptions is told to whoever runs the simulator, a
    line for each; all of them go into a file.

    Below a line stands what to do about it, once for each listener. In the file a record is a line of JSON, raw bytes
    in base64. `stands_still`: time does, until it is moved.
    """
    import msgspec

    encoder, given = msgspec.json.Encoder(), set[tuple[str, str]]()

    def tell(record: Record) -> None:
        lines = [*told(record)]
        if record.kind == "push":
            for one in advice(record, stands_still=stands_still):
                if (record.account, one) not in given:
                    given.add((record.account, one))
                    lines.append(f"    {one}")
        if lines:
            print("\n".join(lines), file=sys.stderr, flush=True)
        if file is not None:
            file.write(encoder.encode(record) + b"\n")

    return tell


_SHOWN = 10  # subscriptions of one record that are told by name
_TRUST = (
    "have its certificate signed by whom this machine trusts, start with SSL_CERT_FILE naming its authority, or "
    "--set push_certificates=any"
)
_EXPECTED = (
    "expected: 200, and in the Body of a SOAP 1.1 Envelope SendNotificationResult "
    'xmlns="http://schemas.microsoft.com/exchange/services/2006/messages" with SubscriptionStatus OK'
)


def advice(record: Record, *, stands_still: bool) -> list[str]:
    """What whoever develops the listener of a push can do, if it gave no answer that counts, and could have."""
    if record.acknowledged in ("OK", "Unsubscribe", BROKEN_OFF.why):
        return []
    match record.status:
        case None if UNTRUSTED in record.acknowledged:
            found = [f"to do: {_TRUST}"]
        case None:
            found = ["to do: look whether the listener runs and this machine reaches it at this URL, and into its log"]
        case 401 | 403 | 407:
            found = ["to do: let this URL be called without signing in; Exchange sends no credentials with a push"]
        case status if 300 <= status < 400:
            found = ["to do: subscribe with the URL it leads to, unless that is a page to sign in at: pushes cannot"]
        case status if 200 <= status < 300:
            found = [_EXPECTED]
        case _:
            found = [f"to do: look into the log of the listener; {_EXPECTED}"]
    if stands_still and "next try in" in record.verdict:
        found.append("time stands still: the next try is made once the clock is moved (PUT /_fake/api/clock)")
    return found


def told(record: Record) -> Iterator[str]:
    """A push in one line: when, whose mailbox, what it told, where to, and what became of it, sent or not.

    Of what ends subscriptions, which they were, the first of them. A request that was refused, and why.
    """
    at = f"{record.at:%Y-%m-%d %H:%M:%S}"
    if record.kind in ("push", "unsent"):
        kinds = ", ".join(kind for kind, _ in record.events) or "the end of its subscription"
        yield f"{at} push of {record.mailbox} ({kinds}) to {record.account}: {record.verdict}"
    elif record.kind == "refused":
        yield f"{at} refused with {record.status}: {record.operation}: {record.verdict}"
    elif record.ended:
        of = f" of {record.mailbox}" if record.mailbox else ""
        count = len(record.ended)
        yield f"{at} {record.operation}{of}: {count} subscription{'s have' if count > 1 else ' has'} ended"
        yield from (f"    {what} of {mailbox} ({one})" for one, mailbox, what in record.ended[:_SHOWN])
        if count > _SHOWN:
            yield f"    and {count - _SHOWN} more: they are in the journal, record {record.number}"
