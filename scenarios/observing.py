"""The beginning of a run that only observes: whose calendars the product serves is seen, and by what transport.

Rule: nothing is asked of the product; how long anything may take is bounded and told beforehand.
"""

import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from scenarios.options import Options
from scenarios.results import Results
from scenarios.targets.contract import Breach
from scenarios.targets.http import Unreachable
from scenarios.targets.observed import Observed
from scenarios.targets.product import Product
from scenarios.verdict import Kind, kind
from scenarios.world import World

if TYPE_CHECKING:
    from fake_ews import FakeExchange

LOOK_SECONDS = 0.25
ASKING = ("SyncFolderItems", "FindItem")
"""What a product asks again and again that has no subscription."""


class NotServed(Exception):
    """The product does nothing for the people it should serve; the text says what to look at."""


def observed(own: Product | None, options: Options) -> Observed:
    """The product as it is observed; its own contract serves the pacing where it offers a clock."""
    try:
        paced = own is not None and own.capabilities().offers("clock")
    except (Unreachable, Breach):
        paced = False
    return Observed(own if paced else None, options.config.silence)


def switch_on(own: Product, options: Options) -> None:
    """What whoever runs the product does by hand: the reference service is told whom to serve."""
    for user in options.config.users:
        own.switch(user.address, True)


def arrived(there: World, options: Options) -> World:
    """The world once the product serves its people, with the transport that was seen; raises NotServed."""
    wanted = [user.address for user in there.config.users]
    ends = time.monotonic() + options.patience.total_seconds()
    while True:
        if there.pace.simulated:
            there.pace.settle()
        missing = [one for one in wanted if not _transport(there.exchange, one)]
        if not missing:
            transport = _transport(there.exchange, wanted[0])
            return replace(there, declared=replace(there.declared, transport=transport))
        if there.pace.simulated or time.monotonic() > ends:
            people, seconds = ", ".join(missing), options.patience.total_seconds()
            raise NotServed(
                f"nothing was asked for {people} within {seconds:g} s{_refused(there.exchange)}: is the product "
                f"configured with {there.exchange.url} and the account {there.config.account.address}, and are these "
                "people's calendars switched on in it?"
            )
        time.sleep(LOOK_SECONDS)


def _refused(exchange: "FakeExchange") -> str:
    """What was refused meanwhile: the reason of the last one."""
    refused = [one for one in exchange.journal.after(0) if one.kind == "refused"]
    return f", {len(refused)} refused, the last with {refused[-1].status} ({refused[-1].verdict})" if refused else ""


def _transport(exchange: "FakeExchange", address: str) -> str:
    """How the product hears of changes of this mailbox; empty: not at all so far."""
    live = [one.kind for one in exchange.subscriptions(address) if one.ended is None]
    if live:
        return str(live[-1])
    asked = any(one.mailbox == address and one.operation in ASKING for one in exchange.journal.after(0))
    return "poll" if asked else ""


def summary(results: Results) -> str:
    """What became of the scenarios that could be judged, for a row is unknown as soon as one of its scenarios is."""
    seen = [one for row in results.rows for one in row.scenarios if one.case.seen]
    counts = Counter(kind(one.verdict) for one in seen)
    words = ", ".join(f"{counts[word]} {word}" for word in (Kind.HELD, Kind.BROKEN, Kind.UNKNOWN))
    return f"of what can be seen without the product contract: {words} (scenarios)"
