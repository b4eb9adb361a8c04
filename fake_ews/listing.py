"""What `fake-ews operations` prints: the operations, and the errors that each can give.

Rule: nothing is written by hand here; names come from the contract, errors from where operations are registered.
"""

from __future__ import annotations

import textwrap

from fake_ews.contract.services import OPERATIONS, UNREAD
from fake_ews.operations import OF_ANY, errors_of, simulated

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


def page() -> str:
    """docs/operations.md."""
    rows = "".join(f"| {name} | {_codes(sorted(errors_of(name))) or 'none'} |\n" for name in simulated())
    return f"{_HEAD}{_ANY}{_codes(OF_ANY.split())}.{_TABLE}{rows}{_MISSING}{', '.join(missing())}.\n"


def _codes(codes: list[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def _wrapped(head: str, words: list[str]) -> str:
    return "\n  ".join([head, *textwrap.wrap(" ".join(words) or "-", 98)])
