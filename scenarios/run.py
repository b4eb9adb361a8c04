"""One run from beginning to end: start the simulator and the product, play the features, stop both.

Rule: what keeps a run from being played is a fault in the results, never a traceback.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_bdd.plugin

from scenarios import observing
from scenarios.accounts import Account
from scenarios.cases import MORE
from scenarios.cast import begin_with_pool, enter_pool
from scenarios.declared import Declared
from scenarios.options import Options
from scenarios.pace import Pace
from scenarios.plugin import Listener, Plugin, Share, Turn
from scenarios.ports import free_port
from scenarios.results import Results
from scenarios.sentences import MODULES
from scenarios.targets.contract import Breach
from scenarios.targets.http import Connection, Silent, Unreachable
from scenarios.targets.product import Product
from scenarios.targets.reference import Reference
from scenarios.targets.target import Attached, NotStarted, Started, Target
from scenarios.world import World

if TYPE_CHECKING:
    from fake_ews import FakeExchange

EWS_PATH = "/EWS/Exchange.asmx"
DEFAULT_EXCHANGE = ("127.0.0.1", 8080)
INTERRUPTED = "interrupted: the rest was not played"
COMING_SECONDS = 5.0
"""Real seconds in which a product that was just started must begin to listen."""
UNUSED = ("cacheprovider", "terminal", "unraisableexception", "threadexception")
"""Parts of pytest that say nothing here; the last two search all memory for what was lost, which takes its time."""
QUIETLY = ("-c", os.devnull, "--rootdir", ".", "-s", "--noconftest", *(f"-pno:{one}" for one in UNUSED))


class CannotRun(Exception):
    """Nothing can be played; the text says why."""


def run(options: Options, listener: Listener, share: Share | None = None) -> Results:
    """Play what is selected, or a share of it; every outcome is in the results."""
    results = Results(options.strict)
    try:
        with world(options, results.notes, listener.told) as there:
            _play(there, results, options, listener, share)
            if options.observe:
                results.notes.append(observing.summary(results))
    except CannotRun as error:
        results.faults.append(str(error))
    except Exception as error:  # the outermost loop of a run: whatever we did not foresee is our fault, and no verdict
        results.faults.append(f"the harness failed: {type(error).__name__}: {error}")
    if not results.rows:
        _play(None, results, options, listener, share)
    return results


@contextmanager
def world(options: Options, notes: list[str], tell: Callable[[str], None] = lambda _: None) -> Iterator[World]:
    """A simulator and a product, both running, their times equal; raises CannotRun.

    `notes`: what is to be told in the end; `tell`: what at once.
    """
    host, port = options.exchange or (("127.0.0.1", free_port()) if options.target == "reference" else DEFAULT_EXCHANGE)
    with _target(options, f"http://{host}:{port}{EWS_PATH}", notes) as target:
        own = Product(Connection(target.url)) if target.url else None
        try:
            product = own if own is not None and not options.observe else observing.observed(own, options)
            declared = _capabilities(product)
            with _exchange(options, declared, host, port) as exchange:
                there = _world(options, exchange, product, declared, target)
                if options.start is not None and there.pace.simulated and there.pace.now() != options.start:
                    notes.append(
                        f"simulated time begins at {there.pace.now().isoformat()}, where the product is already"
                    )
                if options.observe:
                    yield _observed(there, options, own, tell)
                else:
                    begin_with_pool(product, options.config)
                    yield there
        except observing.NotServed as error:
            raise CannotRun(str(error)) from error
        except Breach as error:
            raise CannotRun(f"breaks the contract: {error}") from error
        except Unreachable as error:
            raise CannotRun(f"{target.url} does not answer: {error}") from error
        finally:
            if own is not None:
                own.connection.close()


def _observed(there: World, options: Options, own: Product | None, tell: Callable[[str], None]) -> World:
    """The world once the product serves the people that are to be observed."""
    people = ", ".join(user.address for user in options.config.users)
    tell(f"observing what the product does for {people} at {there.exchange.url}; it is asked nothing")
    if options.target == "reference" and own is not None:
        observing.switch_on(own, options)
    there = observing.arrived(there, options)
    seconds = f"{options.patience.total_seconds():g} s"
    tell(f"make a reservation for {people} in the product now and then: some cases wait for one, up to {seconds} each")
    return there


def _capabilities(product: Product) -> Declared:
    """What the product declares; one that is just being started may take a moment until it listens."""
    ends = time.monotonic() + COMING_SECONDS
    while True:
        try:
            return product.capabilities()
        except Silent:
            raise
        except Unreachable:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)


def _world(options: Options, exchange: "FakeExchange", product: Product, declared: Declared, target: Target) -> World:
    pace = Pace(exchange, product, declared, patience=options.patience)
    pace.begin_run()
    moment = int(pace.now().timestamp() // (60 if pace.simulated else 1))
    tag = f"r{moment:x}{options.seed or ''}"
    return World(exchange, product, declared, pace, options.seed, tag, target, options.config)


@contextmanager
def _target(options: Options, ews_url: str, notes: list[str]) -> Iterator[Target]:
    """The product, running: the reference service, or what conform.toml starts, is started for the run."""
    target = _chosen(options, ews_url)
    try:
        try:
            target.start()
        except NotStarted as error:
            raise CannotRun(str(error)) from error
        yield target
        if not target.alive:
            notes.append(f"the service ended by itself. It printed last:\n{target.printed or '(nothing)'}")
    finally:
        target.close()


def _chosen(options: Options, ews_url: str) -> Target:
    config = options.config
    if options.observe and not options.target:
        return Attached("")
    if options.target == "reference":
        return Reference(ews_url, _account(options), options.mutant, access=config.access)
    try:
        Connection(options.target)
    except ValueError as error:
        raise CannotRun(str(error)) from error
    if config.launch is not None and options.target == config.url:
        return Started(options.target, config.launch)
    return Attached(options.target)


def _account(options: Options) -> Account:
    """How the product signs in; the reference service is handed a token where the profile takes nothing else."""
    from fake_ews import Profile

    account = options.config.account
    known = Profile.named().get(options.profile)
    if options.target == "reference" and known is not None and known.sign_in == ("bearer",) and not account.bearer:
        return replace(account, bearer="a.token.of.this.run")
    return account


@contextmanager
def _exchange(options: Options, declared: Declared, host: str, port: int) -> "Iterator[FakeExchange]":
    """The simulator, in simulated time where the product's clock can be moved."""
    from fake_ews import FakeExchange, ManualClock, Profile

    try:
        profile = Profile.called(options.profile)
    except ValueError as error:
        raise CannotRun(f"--profile: {error}") from error
    _check_access(declared.access, options.config.access)
    if declared.access == "delegate" and profile.delegate_subscribe == "refused":
        profile = profile.but(delegate_subscribe="full-access")
    try:
        clock = ManualClock(options.start or _next_minute()) if declared.offers("clock") else None
    except ValueError as error:
        raise CannotRun(f"--start: {error}") from error
    account = _account(options)
    auth = ["bearer"] if account.bearer else None  # else as the profile says
    exchange = FakeExchange(clock=clock, profile=profile, seed=options.seed, host=host, port=port, auth=auth)
    try:
        exchange.start()
    except OSError as error:
        why = str(error.strerror).rpartition("): ")[2]  # without the words of asyncio, which repeat the address
        raise CannotRun(
            f"the simulator cannot listen at {host}:{port}: {why} (--exchange HOST:PORT names another place, which the "
            "product has to know, too)"
        ) from error
    try:
        exchange.account(
            account.address, account.password, impersonates="all" if declared.access == "impersonation" else ()
        )
        if account.bearer:
            exchange.accept_token(account.bearer, account.address)
        enter_pool(exchange, options.config, declared.access, _populated(exchange, options))
        yield exchange
    finally:
        exchange.close()


def _populated(exchange: "FakeExchange", options: Options) -> frozenset[str]:
    """Make the world of --world; the addresses that exist with it."""
    from fake_ews import World

    if options.world is None:
        return frozenset()
    try:
        there = World.read(options.world)
        exchange.populate(there)
    except ValueError as error:
        raise CannotRun(f"--world {error}") from error
    people = {one.address.lower() for one in there.people}
    return frozenset(people | {one.address.lower() for one in there.rooms})


def _check_access(declared: str, configured: str | None) -> None:
    if configured not in (None, declared):
        raise CannotRun(f"conform.toml says account.access = {configured!r}, the product declares access {declared!r}")


def _next_minute() -> datetime:
    return datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)


def _play(there: World | None, results: Results, options: Options, listener: Listener, share: Share | None) -> None:
    """Have pytest play the features; it prints nothing, and loads no plugin but ours."""
    file = str(Path(__file__).with_name("play.py"))
    turn = Turn(options.seed, options.whole) if options.quick else None
    plugin = Plugin(there, results, options.select, listener, turn, share)
    more = os.pathsep.join(map(str, options.features))
    with _environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTEST_ADDOPTS="", **{MORE: more}):
        code = pytest.main([*QUIETLY, file], plugins=[pytest_bdd.plugin, *map(import_module, MODULES), plugin])
    if code == pytest.ExitCode.INTERRUPTED and not plugin.unread:
        results.faults.append(INTERRUPTED)
    elif code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) and not results.faults:
        results.faults.append(f"pytest ended with {code!r}")


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """The environment with other values, as long as the block runs."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
