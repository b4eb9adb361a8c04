"""Right services as products that ews-conform judges."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scenarios.accounts import Account
from scenarios.config import Config, Launch
from scenarios.options import Options, parse
from scenarios.ports import free_port
from scenarios.run import EWS_PATH
from tests.rightservices import SETTINGS

ROOT = Path(__file__).resolve().parents[2]


def options(name: str, arguments: Sequence[str] = ()) -> Options:
    """What a run of ews-conform against a right service is asked for: it is started on free ports, and ended."""
    port, exchange, asked = free_port(), ("127.0.0.1", free_port()), parse(arguments)
    account = Account(bearer="a.token.of.this.run" if asked.profile == "online" else "")
    ews = f"http://127.0.0.1:{exchange[1]}{EWS_PATH}"
    settings = zip(SETTINGS, (ews, account.address, account.password, account.bearer, str(port)), strict=True)
    launch = Launch(
        f'exec "{sys.executable}" -m tests.rightservices {name} serve',
        folder=ROOT,
        environment={f"REFERENCE_SYNC_{key}": value for key, value in settings},
    )
    url = f"http://127.0.0.1:{port}"
    return replace(asked, target=url, exchange=exchange, config=Config(url=url, launch=launch, account=account))
