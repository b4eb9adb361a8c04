"""The command line: `reference-sync serve [--config FILE]`.

Rule: a wrong setting ends it with one sentence and code 2; SIGTERM and SIGINT end it with code 0 when the rows at hand
are done.
"""

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Sequence

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from reference_sync.calls import Office, shown
from reference_sync.config import Settings, SettingsError, load
from reference_sync.exchange import Exchange
from reference_sync.steps import Desk
from reference_sync.store import Store
from reference_sync.web import application
from reference_sync.worker import Crew

log = logging.getLogger(__name__)


async def serve(settings: Settings) -> None:
    """Serve until a signal ends it."""
    store = Store(settings.database)
    store.take_over()
    with store.begin() as tx:
        if tx.stands_still():
            log.warning("time stands still at %s, as PUT /clock has set it", shown(tx.now()))
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    runner = web.AppRunner(application(Office(store, settings)), access_log=None)
    await runner.setup()
    crew = Crew([Desk(store, Exchange(settings, store.server_of), settings) for _ in range(settings.workers)])
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        crew.start()
        print(f"reference service at {settings.base_url}/", flush=True)
        await ended.wait()
    finally:
        await asyncio.to_thread(crew.stop)
        await runner.cleanup()
        store.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser("reference-sync", description="Room reservations in step with Exchange calendars.")
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="serve the product contract and keep calendars in step")
    serving.add_argument("--config", metavar="FILE", help="settings as TOML; REFERENCE_SYNC_* overrides them")
    asked = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        asyncio.run(serve(load(asked.config)))
    except SettingsError as error:
        print(f"reference-sync: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"reference-sync: cannot listen: {error}", file=sys.stderr)
        return 2
    except SQLAlchemyError as error:
        print(f"reference-sync: cannot use the database: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
