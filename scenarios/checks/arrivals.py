"""What a broken verdict must say beside itself: that the product's requests were turned away, or that none arrived.

Rule: it changes no verdict; a product that asks with a wrong password, or at another address, is told so wherever
something did not come about.
"""

from collections import Counter
from dataclasses import replace

from scenarios.history import History, Record
from scenarios.verdict import Broken, Verdict

SHOWN = 5
"""So many refused requests are among the evidence, the last ones."""
ADVICE = "Is the product configured with the simulator's EWS address, its account and its password?"


def explained(history: History, verdict: Verdict) -> Verdict:
    """The verdict; a broken one with what became of the product's requests, if Exchange has not seen them."""
    if not isinstance(verdict, Broken):
        return verdict
    refused = history.refused()
    if refused:
        told, evidence = _counted(refused), (*verdict.evidence, *refused[-SHOWN:])
    elif not any(history.calls()):
        told, evidence = f"no request arrived{f' at {history.exchange}' if history.exchange else ''}", verdict.evidence
    else:
        return verdict
    advice = " ".join(filter(None, (ADVICE, verdict.advice)))
    return replace(verdict, seen=f"{verdict.seen}; {told}", evidence=evidence, advice=advice)


def _counted(refused: tuple[Record, ...]) -> str:
    """`12 requests were refused with 401 (Basic: this is not the password of service@example.test)`."""
    counts = Counter((one.status, one.verdict) for one in refused)
    return "; ".join(
        f"{count} request{' was' if count == 1 else 's were'} refused with {status} ({why})"
        for (status, why), count in counts.items()
    )
