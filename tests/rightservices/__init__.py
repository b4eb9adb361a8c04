"""Right services of other designs than the reference service: the harness must not be tuned to one.

Rule: each is written over the raw wire, shares no code with simulator, harness or reference service, and holds every
case it claims. `python -m tests.rightservices polling serve` runs one, with the settings of the reference service;
`python -m tests.rightservices polling --select F2` has it judged, with the options of ews-conform.
"""

NAMES = ("polling", "pulling", "streaming")
"""Those that are right in every case; beside them is `items`, for series alone."""
LIKE_POLLING = ("pulling", "streaming")
"""The same service as the one that polls, but for how it hears of changes."""
SETTINGS = ("EWS_URL", "USERNAME", "PASSWORD", "BEARER", "PORT")
"""Of the reference service, by the names of its environment variables."""
