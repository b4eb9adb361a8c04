"""fake_ews: a Microsoft Exchange that is not one, for tests of whoever talks to it over EWS.

The public names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fake_ews.model.clock import Clock, ManualClock
    from fake_ews.model.faults import Fault
    from fake_ews.model.journal import Journal, Record
    from fake_ews.model.profile import Profile
    from fake_ews.server.world import World
    from fake_ews.simulator import FakeExchange, Group, Mailbox, Organisation, Outlook, Outside, Person, Room

__version__ = "0.1.0"
__all__ = [
    "Clock", "FakeExchange", "Fault", "Group", "Journal", "Mailbox", "ManualClock", "Organisation", "Outlook",
    "Outside", "Person", "Profile", "Record", "Room", "World",
]  # fmt: skip

_HOMES = {
    "Clock": "fake_ews.model.clock",
    "ManualClock": "fake_ews.model.clock",
    "Fault": "fake_ews.model.faults",
    "Journal": "fake_ews.model.journal",
    "Record": "fake_ews.model.journal",
    "Profile": "fake_ews.model.profile",
    "World": "fake_ews.server.world",
}


def __getattr__(name: str) -> object:
    """A public name, loaded from where it is at home."""
    if name not in __all__:
        raise AttributeError(f"module 'fake_ews' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES.get(name, "fake_ews.simulator")), name)
    globals()[name] = value
    return value
