"""When a broken verdict must not stand: the simulator failed, or does not simulate what the product asked for.

Rule: what the simulator could not do is never laid at the product's door.
"""

from scenarios.history import History
from scenarios.verdict import Broken, Unknown, Verdict

OWN_MISTAKE = "ErrorInternalServerError"
NOT_SIMULATED = "ErrorInvalidOperation"


def doubted(history: History, verdict: Verdict) -> Verdict:
    """The verdict; unknown instead of broken where an answer of the simulator, not of a fault, may be the reason."""
    if not isinstance(verdict, Broken):
        return verdict
    for one in history.calls():
        if one.fault:
            continue
        if OWN_MISTAKE in one.codes:
            return Unknown(f"the simulator failed: {one.line()}", fault=True)
        if NOT_SIMULATED in one.codes:
            return Unknown(f"needs {one.operation}, which is not simulated")
    return verdict
