"""Right services as processes: they take the settings of the reference service."""

import os
import threading

from tests.jsonserver import serve
from tests.rightservices import SETTINGS, items, polling, pulling, streaming
from tests.rightservices.wire import Exchange

SERVICES = {
    "polling": polling.Service,
    "items": items.Dated,
    "pulling": pulling.Pulling,
    "streaming": streaming.Streaming,
}


def run_as(name: str) -> int:
    """Serve with the settings of the reference service; the exit code."""
    url, *signs, port = (os.environ[f"REFERENCE_SYNC_{key}"] for key in SETTINGS)
    service = SERVICES[name](Exchange(url, *signs))
    threading.Thread(target=service.work, daemon=True).start()
    return serve(int(port), service.reply)
