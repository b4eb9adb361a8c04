"""What ended a scenario before its end, as a verdict: the product, the simulator's limits, or a mistake of ours.

Rule: part of the third outermost loop, so anything may come in here; what nobody foresaw is our fault, never broken.
"""

from scenarios.checks import traffic
from scenarios.pace import NotQuiet, Restless, TooLong
from scenarios.targets.contract import Breach
from scenarios.targets.http import Silent, Unreachable
from scenarios.targets.observed import NoContract
from scenarios.verdict import Unknown, Verdict
from scenarios.world import Scene

STUCK = (Silent, NotQuiet)
"""After these a product is not expected to recover by itself."""


def said_of(error: BaseException, scene: Scene | None) -> Verdict:
    """The verdict on a scenario that an exception has ended."""
    match error:
        case Restless() if scene is not None:
            return traffic.comes_to_rest(scene.history(), scene.since)
        case Unreachable() | NotQuiet() | TooLong() | NoContract():
            return Unknown(str(error))
        case Breach():
            return Unknown(f"breaks the contract: {error}")
        case _:
            return Unknown(f"the harness failed: {type(error).__name__}: {error}", fault=True)
