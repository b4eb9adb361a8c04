"""A PostgreSQL of the tests' own: begun when the first test asks for it, thrown away at the end.

Rule: no server of anybody else is touched. It listens on a socket in its own folder, and belongs to nobody if the tests
are run by root, for PostgreSQL does not work for root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = "/usr/lib/postgresql"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None: they are not installed."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else sorted(Path(DEBIAN).glob("*/bin"))
    return found[-1] if found else None


@contextmanager
def running(folder_of_programs: Path) -> Iterator[str]:
    """A server, as long as the block runs; the DSN of its database, which is empty."""
    user = "nobody" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        if user is not None:
            shutil.chown(name, user)

        def do(program: str, *words: str) -> None:
            command = [str(folder_of_programs / program), "-D", f"{name}/data", *words]
            done = subprocess.run(command, user=user, cwd=name, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"

        do("initdb", "--auth", "trust", "--username", "sync", "--encoding", "UTF8", "--no-locale", "--no-sync")
        options = f"-k {name} -c listen_addresses= -c fsync=off"
        do("pg_ctl", "start", "-w", "-l", f"{name}/log", "-o", options)
        try:
            yield f"postgresql+psycopg://sync@/postgres?host={name}"
        finally:
            do("pg_ctl", "stop", "-w", "-m", "immediate")
