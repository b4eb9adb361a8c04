"""When a broken verdict must not stand: the simulator failed, or does not simulate what the product asked for.

Rule: what the simulator could not do is never laid at the product's door; what it lacks it says itself, with the record
(`lacks`), for the code that it answers then is also that of requests which Exchange refuses.
"""

from scenarios.checks.arrivals import explained
from scenarios.history import History
from scenarios.verdict import Broken, Unknown, Verdict

OWN_MISTAKE = "ErrorInternalServerError"


def standing(history: History, verdict: Verdict) -> Verdict:
    """The verdict of a scenario that is over, as it stands: after doubts, and with what became of the requests."""
    return explained(history, doubted(history, verdict))


def doubted(history: History, verdict: Verdict) -> Verdict:
    """The verdict; unknown instead of broken where an answer of the simulator, not of a fault, may be the reason."""
    if not isinstance(verdict, Broken):
        return verdict
    for one in history.calls():
        if one.fault:
            continue
        if OWN_MISTAKE in one.codes:
            return Unknown(f"the simulator failed: {one.line()}", fault=True)
        if one.lacks:
            part = "" if one.lacks == one.operation else f" of {one.operation}"
            return Unknown(f"needs {one.lacks}{part}, which is not simulated")
    return verdict
