"""Right services of other designs than the reference service: the harness must not be tuned to one.

Rule: each is written over the raw wire, shares no code with simulator, harness or reference service, and holds every
case it claims. `python -m tests.rightservices NAME serve` runs one, with the settings of the reference service.
"""

NAMES = ("polling",)
