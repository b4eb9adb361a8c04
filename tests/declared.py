"""Whatever a test asks: an operation gives no error but those that it declares. What it gave is kept to be looked up.

Rule: every answer of every test is watched, whoever asked; a test in which an undeclared error went out fails.
"""

from __future__ import annotations

from fake_ews import operations
from fake_ews.contract.notation import Bag
from fake_ews.contract.services import Operation
from fake_ews.model.failures import RequestFailure
from fake_ews.server.calls import Asked, Calls, Reply

BEFORE = {*operations.OF_ANY.split(), "ErrorInvalidOperation", "MustUnderstand"}
"""What a request can be refused with before it is carried out, beside its own: it may name what is not simulated."""

_undeclared: list[str] = []
_answer, _read = operations.answer, Calls.read


def watch() -> None:
    """Watch all answers from now on."""
    operations.answer = _answered
    setattr(Calls, "read", _was_read)  # noqa: B010 - mypy minds a plain assignment


def complain() -> None:
    """AssertionError, if an undeclared error went out since the last time."""
    told, _undeclared[:] = "; ".join(_undeclared), []
    assert not told, f"{told}: declare it where the operation is registered, in fake_ews/operations/"


def _answered(call: operations.Call, what: Operation) -> Bag:
    before = len(call.turn.codes)
    try:
        answer = _answer(call, what)
    except RequestFailure as refused:
        _note(what.name, refused.failure.code)
        raise
    for code in call.turn.codes[before:]:
        _note(what.name, code)
    return answer


def _note(operation: str, code: str) -> None:
    may = operations.errors_of(operation) | set(operations.OF_ANY.split()) | {"NoError"}
    if code not in may and operation in operations.simulated():
        _undeclared.append(f"{operation} gave {code}")


def _was_read(calls: Calls, asked: Asked) -> Reply | None:
    reply = _read(calls, asked)
    own = operations.errors_of(asked.operation) if asked.operation in operations.simulated() else ()
    if reply is not None and not BEFORE.union(own).issuperset(reply.codes):
        _undeclared.append(f"{asked.operation or 'a request'} was refused with {', '.join(reply.codes)}")
    return reply
