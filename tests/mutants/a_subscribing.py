"""Wrong services of process A, and of what may go wrong while it goes on."""

from typing import Any

from reference_sync import calls, worker
from reference_sync.exchange import Refused
from reference_sync.store import Transaction
from tests.mutants import mutant
from tests.mutants.services import _replace as replaced


@mutant("A1/refused")
def says_that_all_is_well() -> None:
    """Shows a user whom Exchange refuses as on, as if nothing were wrong."""

    def user(right: Any, tx: Transaction, address: str) -> dict[str, object]:
        shown: dict[str, object] = right(tx, address)
        return shown | {"state": "on", "reason": None} if shown["state"] == "failing" else shown

    replaced(calls, "_user", user)


@mutant("X/bounded")
def asks_again_every_ten_seconds() -> None:
    """Repeats what is refused for good every ten seconds, for ever."""

    def wait_after(right: Any, failure: Exception, failures: int) -> float:
        return 10.0 if isinstance(failure, Refused) else float(right(failure, failures))

    replaced(worker, "wait_after", wait_after)
