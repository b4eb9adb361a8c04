"""What an operation is: a function registered under its name, from a call to its answer.

Rule: an operation knows no XML and no HTTP. In a batch it yields one value for each part of the request, in the order
of the request: a response message, or a Failure. To add one: a function with the decorator, and its test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from fake_ews.contract.answers import ArrayOfResponseMessages
from fake_ews.contract.common import ResponseMessage
from fake_ews.contract.notation import Bag, Entry, Row, boolean, resolved
from fake_ews.contract.services import OPERATIONS, Operation
from fake_ews.model import languages
from fake_ews.model.entries import Zoning
from fake_ews.model.exchange import Account, Exchange, Turn
from fake_ews.model.failures import (
    ErrorBatchProcessingStopped,
    ErrorMissingEmailAddress,
    Failure,
    RequestFailure,
    not_simulated,
)
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile

B = TypeVar("B", bound=Bag)
M = TypeVar("M", bound=ResponseMessage)
Message = Bag | Failure


@dataclass(slots=True)
class Call:
    """One request, as an operation sees it.

    `mailbox` is whose mailbox distinguished folders mean: the impersonated one, else the account's own; `version` the
    effective schema version; `zoning` what the request says of time zones; `turn` notes for the journal what happens.
    """

    exchange: Exchange
    account: Account
    own: Mailbox | None
    impersonating: bool
    version: str
    request: Bag
    turn: Turn
    zoning: Zoning = field(default_factory=Zoning)
    culture: str | None = None

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox the call is about; an account without one is refused with ErrorMissingEmailAddress."""
        if self.own is None:
            raise RequestFailure(ErrorMissingEmailAddress)
        return self.own

    @property
    def profile(self) -> Profile:
        """How Exchange behaves towards this call: as in the mailbox it is about; without one as in all."""
        return self.exchange.profile if self.own is None else self.own.profile

    @property
    def language(self) -> str:
        """The culture in which texts are worded: that of the mailbox."""
        return languages.ENGLISH if self.own is None else self.own.culture

    @property
    def by(self) -> str:
        """Who does it, as LastModifiedName shows him: the owner of the mailbox, the impersonated one included."""
        return self.mailbox.name

    def asked(self, kind: type[B]) -> B:
        """The request, which is of this kind."""
        assert isinstance(self.request, kind)
        return self.request


# whoever meets one of these would meet it again: the rest of a batch is not processed. Source: RC,
# ErrorBatchProcessingStopped
STOPPING = frozenset({
    "ErrorAccessDenied", "ErrorAccountDisabled", "ErrorADUnavailable", "ErrorADOperation", "ErrorConnectionFailed",
    "ErrorMailboxStoreUnavailable", "ErrorMailboxMoveInProgress", "ErrorPasswordExpired", "ErrorQuotaExceeded",
    "ErrorInsufficientResources",
})  # fmt: skip

# the list in a request, each member of which gets a response message of its own
_LISTS = {
    "GetItem": "ItemIds", "CreateItem": "Items", "UpdateItem": "ItemChanges", "DeleteItem": "ItemIds",
    "MoveItem": "ItemIds", "CopyItem": "ItemIds", "FindItem": "ParentFolderIds", "FindFolder": "ParentFolderIds",
    "GetFolder": "FolderIds", "CreateFolder": "Folders", "ConvertId": "SourceIds", "UpdateFolder": "FolderChanges",
    "DeleteFolder": "FolderIds", "EmptyFolder": "FolderIds", "MoveFolder": "FolderIds", "CopyFolder": "FolderIds",
    "CreateFolderPath": "RelativeFolderPath", "SendItem": "ItemIds", "MarkAsJunk": "ItemIds", "ArchiveItem": "ItemIds",
    "MarkAllItemsAsRead": "FolderIds", "ExportItems": "ItemIds", "UploadItems": "Items",
    "CreateAttachment": "Attachments", "GetAttachment": "AttachmentIds", "DeleteAttachment": "AttachmentIds",
}  # fmt: skip

Handler = Callable[[Call], Bag]
_handlers: dict[str, Handler] = {}
_errors: dict[str, frozenset[str]] = {}


def operation(name: str, *errors: str) -> Callable[[Callable[[Call], Bag]], Callable[[Call], Bag]]:
    """Register a function that returns the whole answer of an operation.

    `errors`: the ResponseCodes that it can give, texts of one or several with blanks between; so of the others.
    """

    def register(function: Callable[[Call], Bag]) -> Callable[[Call], Bag]:
        _register(name, function, errors)
        return function

    return register


def batch(
    name: str, *errors: str
) -> Callable[[Callable[[Call], Iterable[Message]]], Callable[[Call], Iterable[Message]]]:
    """Register a function that yields the response messages of an operation, one for each part of the request."""

    def register(function: Callable[[Call], Iterable[Message]]) -> Callable[[Call], Iterable[Message]]:
        what = OPERATIONS[name]
        _register(name, lambda call: _messages(what, function(call), call), errors)
        return function

    return register


def single(name: str, *errors: str) -> Callable[[Callable[[Call], Message]], Callable[[Call], Message]]:
    """Register a function that returns the one answer of an operation whose answer is itself a response message."""

    def register(function: Callable[[Call], Message]) -> Callable[[Call], Message]:
        kind = cast("type[ResponseMessage]", OPERATIONS[name].response)
        _register(name, lambda call: _message(kind, function(call), call), errors)
        return function

    return register


def _register(name: str, handler: Handler, errors: Iterable[str]) -> None:
    codes = set(" ".join(errors).split())
    if codes & STOPPING and name in _LISTS:
        codes.add(ErrorBatchProcessingStopped.code)
    _handlers[name], _errors[name] = handler, frozenset(codes)


def errors_of(name: str) -> frozenset[str]:
    """The ResponseCodes that a simulated operation can give; those that any request can be refused with are apart."""
    return _errors[name]


def nested(call: Call, kind: type[M], outcomes: Iterable[Message]) -> tuple[M, ...]:
    """Response messages of this kind, for an answer that holds a list of its own."""
    return tuple(cast(M, _message(kind, outcome, call)) for outcome in outcomes)


def simulated() -> tuple[str, ...]:
    """The names of all operations that are simulated."""
    return tuple(sorted(_handlers))


def answer(call: Call, what: Operation) -> Bag:
    """Carry out a call. One that is not simulated fails by name, with a SOAP fault, never with an empty success."""
    handler = _handlers.get(what.name)
    if handler is None:
        raise RequestFailure(not_simulated(what.name))
    return handler(call)


def refusing(call: Call, what: Operation, failure: Failure) -> Bag:
    """The answer in which every part of the request fails with `failure`, and nothing is done."""
    if "ResponseMessages" not in what.response.rows:
        raise RequestFailure(failure)
    return _messages(what, [failure] * parts(call.request), call)


def parts(request: Bag) -> int:
    """How many response messages a request gets: one for each id, item or change in its list; others get one."""
    row = _LISTS.get(type(request).element or "")
    listed = request.values[request.rows[row]] if row is not None else None
    return sum(len(value) for value in listed.values.values()) if isinstance(listed, Bag) else 1


def _messages(what: Operation, outcomes: Iterable[Message], call: Call) -> Bag:
    row, kind = _message_row(what)
    entries: list[Entry] = []
    for outcome in outcomes:
        entries.append(Entry(row, _message(kind, outcome, call)))
        if isinstance(outcome, Failure) and outcome.code in STOPPING:
            left = parts(call.request) - len(entries)
            entries += [Entry(row, _message(kind, ErrorBatchProcessingStopped, call)) for _ in range(left)]
            break
    return what.response(ResponseMessages=ArrayOfResponseMessages(entries=tuple(entries)))


def _message_row(what: Operation) -> tuple[Row[Bag], type[ResponseMessage]]:
    row = cast("Row[Bag]", ArrayOfResponseMessages.rows[f"{what.name}ResponseMessage"])
    return row, cast("type[ResponseMessage]", resolved(row))


def _message(kind: type[ResponseMessage], outcome: Message, call: Call) -> ResponseMessage:
    if isinstance(outcome, Failure):
        call.turn.codes.append(outcome.code)
        call.turn.lacks = call.turn.lacks or outcome.lacks
        return failed(kind, outcome, call)
    message = cast(ResponseMessage, outcome)
    if message.ResponseClass is None:
        message.ResponseClass, message.ResponseCode = "Success", "NoError"
    call.turn.codes.append(message.ResponseCode or "")
    return message


def failed(kind: type[ResponseMessage], failure: Failure, call: Call) -> ResponseMessage:
    """A response message that fails: what the schema requires, and Folders, is there, empty; RootFolder is not."""
    message = kind(
        ResponseClass="Warning" if failure.warning else "Error",
        MessageText=languages.said(failure, call.language).text,
        ResponseCode=failure.code,
        DescriptiveLinkKey=0,
        MessageXml=failure.xml,
    )
    for row in kind.rows.values():
        container = resolved(row)
        if (row.required or row.name == "Folders") and isinstance(container, type):
            message.set(row, container())
        elif row.required and container is boolean:
            message.set(row, False)
    return message


def entries_of(bag: Bag | None) -> tuple[Entry, ...]:
    """The members of a repeated choice, each with its row; none where there is no bag."""
    return () if bag is None else bag.values.get(bag.rows["entries"], ())
