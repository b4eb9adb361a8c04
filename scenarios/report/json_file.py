"""report.json: the whole run for programs, written and read; docs/report-json.md explains it.

Rule: what is read is held to the form in `document`; what is wrong with a file is said with the place in it.
"""

from pathlib import Path

import msgspec

from scenarios.report.document import VERSION, Report

NAME = "report.json"


class NoReport(ValueError):
    """A file that is no report of this version; the text says why."""


def write(report: Report, folder: Path) -> Path:
    """Write report.json into a folder, which is made if there is none; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")
    return path


def read(path: Path) -> Report:
    """A report that was written before, by its file or its folder; raises NoReport."""
    file = path / NAME if path.is_dir() else path
    try:
        content = file.read_bytes()
    except OSError as error:
        raise NoReport(f"{file}: {error.strerror}") from error
    try:
        found = msgspec.json.decode(content)
        version = found.get("version") if isinstance(found, dict) else None
        if version != VERSION:
            raise NoReport(f"{file}: a report of version {VERSION} is needed, this one's is {version or 'not given'}")
        return msgspec.convert(found, Report)
    except msgspec.DecodeError as error:
        raise NoReport(f"{file} is no report: {error}") from error
