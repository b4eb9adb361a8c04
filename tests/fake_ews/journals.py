"""What two runs that should be alike have in common: all records, byte by byte.

Rule: left out are wall times alone, and the ports of listeners, which nobody chooses.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from fake_ews import Journal


def told(journal: Journal, *listeners: str) -> list[dict[str, object]]:
    """The fields of each record, without how long it took; instead of the URLs of listeners their numbers."""
    names = {url: f"listener {number}" for number, url in enumerate(listeners)}
    names |= {urlsplit(url).netloc: name for url, name in names.items()}
    return [
        {name: _named(value, names) for name, value in msgspec.structs.asdict(record).items() if name != "seconds"}
        for record in journal.after(0)
    ]


def _named(value: object, names: dict[str, str]) -> object:
    if isinstance(value, tuple):
        return tuple(_named(one, names) for one in value)
    for url, name in names.items():
        if isinstance(value, str):
            value = value.replace(url, name)
        elif isinstance(value, bytes):
            value = value.replace(url.encode(), name.encode())
    return value
