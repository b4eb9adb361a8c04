"""What `fake-ews operations` and `fake-ews events` print: operations with their errors, changes with their events.

Rule: nothing is written by hand here; names come from the contract, errors from where operations are registered, events
from their table.
"""

from __future__ import annotations

import textwrap

from fake_ews.contract.services import OPERATIONS, UNREAD
from fake_ews.model.event_table import TABLE, TOGETHER, Told
from fake_ews.operations import OF_ANY, errors_of, simulated

_LEGEND = """\
it: the item or folder that changes; folder: where it lies now; old folder: where it was
temporary: an item that is gone when it is asked for
A name such as copy_event is a field of the profile (fake-ews profiles --explain): it says the kind, or, behind "if",
whether there is such an event. What changes the owner's free/busy time ends with a FreeBusyChangedEvent."""
_HEAD = """\
# Operations and their errors

`fake-ews operations` prints this. An operation gives no error but those that stand beside it, and those that any
request can be refused with: a test in which another one goes out fails. What faults answer is the choice of whoever
makes them.

"""
_ANY = "Any request can be refused with: "
_TABLE = """

| operation | errors that it can give |
| --- | --- |
"""
_MISSING = """
Not simulated, but described in the WSDL; each is refused by name, with ErrorInvalidOperation: """


def missing() -> list[str]:
    """The operations of Exchange that are not simulated."""
    return sorted({*OPERATIONS, *UNREAD} - set(simulated()))


def names() -> str:
    """All operations, simulated or not, one a line."""
    there, gone = simulated(), missing()
    heads = f"simulated ({len(there)}):", f"missing ({len(gone)}), refused by name:"
    return "\n  ".join([heads[0], *there]) + "\n" + "\n  ".join([heads[1], *gone])


def with_errors() -> str:
    """The same, the errors below each operation that is simulated."""
    lines = [_wrapped("any operation, before it is known what to do:", OF_ANY.split())]
    lines += [_wrapped(name, sorted(errors_of(name))) for name in simulated()]
    return "\n".join([*lines, _wrapped(f"missing ({len(missing())}), refused by name:", missing())])


def events_told() -> str:
    """Each change, and what subscriptions on its folders are told, and those with SubscribeToAllFolders."""
    lines = []
    for line in TABLE:
        lines.append(", or ".join(line.changes))
        lines.append(f"  on folders: {_events(line.named)}")
        lines.append(f"  on all:     {_events(line.everywhere) if line.everywhere != line.named else 'the same'}")
    lines += [f"{change}\n  as: {', and: '.join(parts)}" for change, parts in TOGETHER.items()]
    return "\n".join([*lines, "", _LEGEND])


def _events(told: tuple[Told, ...]) -> str:
    return ", ".join(f"{one.kind} {one.of}" + (f" if {one.only_if}" if one.only_if else "") for one in told)


def page() -> str:
    """docs/operations.md."""
    rows = "".join(f"| {name} | {_codes(sorted(errors_of(name))) or 'none'} |\n" for name in simulated())
    return f"{_HEAD}{_ANY}{_codes(OF_ANY.split())}.{_TABLE}{rows}{_MISSING}{', '.join(missing())}.\n"


def _codes(codes: list[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def _wrapped(head: str, words: list[str]) -> str:
    return "\n  ".join([head, *textwrap.wrap(" ".join(words) or "-", 98)])
