"""Right services of other designs than the reference service: the harness must not be tuned to one.

Rule: each is written over the raw wire, shares no code with simulator, harness or reference service, and holds every
case it claims. `python -m tests.rightservices polling serve` runs one, with the settings of the reference service;
`python -m tests.rightservices polling --select F2` has it judged, with the options of ews-conform.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scenarios.accounts import Account
from scenarios.config import Config, Launch
from scenarios.options import Options, parse
from scenarios.ports import free_port
from scenarios.run import EWS_PATH

NAMES = ("polling",)
"""Those that are right in every case; beside them is `items`, for series alone."""
ROOT = Path(__file__).resolve().parents[2]


def options(name: str, arguments: Sequence[str] = ()) -> Options:
    """What a run of ews-conform against a right service is asked for: it is started on free ports, and ended."""
    port, exchange, account = free_port(), ("127.0.0.1", free_port()), Account()
    settings = {"EWS_URL": f"http://127.0.0.1:{exchange[1]}{EWS_PATH}", "PORT": str(port)}
    settings |= {"USERNAME": account.address, "PASSWORD": account.password}
    launch = Launch(
        f'exec "{sys.executable}" -m tests.rightservices {name} serve',
        folder=ROOT,
        environment={f"REFERENCE_SYNC_{key}": value for key, value in settings.items()},
    )
    url = f"http://127.0.0.1:{port}"
    return replace(parse(arguments), target=url, exchange=exchange, config=Config(url=url, launch=launch))
