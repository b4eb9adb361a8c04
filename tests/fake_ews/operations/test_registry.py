"""The registry: what is simulated, what is not, and a whole request that is refused."""

from __future__ import annotations

import pytest

from fake_ews import operations
from fake_ews.contract.availability import ArrayOfMailboxData, GetUserAvailabilityRequest
from fake_ews.contract.common import ItemId
from fake_ews.contract.folders import CreateFolder, Folder, GetFolder, NonEmptyArrayOfFolders
from fake_ews.contract.notation import Bag
from fake_ews.contract.operations import CreateItem, FindItem, NonEmptyArrayOfAllItems
from fake_ews.contract.services import OPERATIONS
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import (
    ErrorInternalServerTransientError,
    ErrorMailboxStoreUnavailable,
    Failure,
    RequestFailure,
)
from fake_ews.operations import Call, _registry
from tests.fake_ews.operations.client import (
    Client,
    an_entry,
    folder_ids,
    folder_shape,
    get,
    listed,
    shape,
    to_folder,
    update,
)


def test_what_is_simulated() -> None:
    """the first families, and whatever came later"""
    assert set(operations.simulated()) >= {
        "ConvertId", "CopyItem", "CreateFolder", "CreateItem", "DeleteItem", "FindFolder", "FindItem", "GetFolder",
        "GetItem", "GetServerTimeZones", "GetUserAvailability", "MoveItem", "ResolveNames", "Subscribe",
        "SyncFolderHierarchy", "SyncFolderItems", "Unsubscribe", "UpdateItem",
    }  # fmt: skip


def test_everything_else_fails_by_name(ews: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """design: never an empty success"""
    monkeypatch.setattr(_registry, "_handlers", {})
    with pytest.raises(RequestFailure) as refused:
        ews.ask("<m:GetRoomLists/>")
    assert refused.value.failure.code == "ErrorInvalidOperation"
    assert refused.value.failure.text == "The operation GetRoomLists is not supported by this server."


def call(ews: Client, exchange: Exchange, request: Bag, failure: Failure) -> list[str]:
    """Refuse every part of a request; the codes of its response messages."""
    what = next(one for one in OPERATIONS.values() if one.request is type(request))
    with exchange.turn() as turn:
        asked = Call(exchange, ews.account, ews.own, False, ews.version, request, turn)
        answer = operations.refusing(asked, what, failure)
    messages = answer.values[answer.rows["ResponseMessages"]]
    assert turn.codes == [entry.value.ResponseCode for entry in messages.entries]
    return turn.codes


THREE = [ItemId(Id=one) for one in "abc"]


@pytest.mark.parametrize(
    ("request_", "count"),
    [
        (get(*THREE), 3),
        (CreateItem(Items=listed(NonEmptyArrayOfAllItems, [an_entry(), an_entry()])), 2),
        (update(*((one, []) for one in THREE)), 3),
        (GetFolder(FolderShape=folder_shape(), FolderIds=folder_ids("inbox", "tasks")), 2),
        (FindItem(Traversal="Shallow", ItemShape=shape(), ParentFolderIds=folder_ids("inbox")), 1),
        (
            CreateFolder(
                ParentFolderId=to_folder("inbox"), Folders=listed(NonEmptyArrayOfFolders, [Folder(), Folder()])
            ),
            2,
        ),
    ],
)
def test_a_whole_request_is_refused_part_by_part(ews: Client, exchange: Exchange, request_: Bag, count: int) -> None:
    """one response message for each part"""
    failure = ErrorInternalServerTransientError
    assert call(ews, exchange, request_, failure) == ["ErrorInternalServerTransientError"] * count


def test_what_would_hit_all_stops_the_batch(ews: Client, exchange: Exchange) -> None:
    """RC ErrorBatchProcessingStopped"""
    codes = call(ews, exchange, get(*THREE), ErrorMailboxStoreUnavailable)
    assert codes == ["ErrorMailboxStoreUnavailable", "ErrorBatchProcessingStopped", "ErrorBatchProcessingStopped"]


def test_an_operation_without_response_messages_fails_as_a_whole(ews: Client, exchange: Exchange) -> None:
    request = GetUserAvailabilityRequest(MailboxDataArray=ArrayOfMailboxData())
    with pytest.raises(RequestFailure, match="ErrorMailboxStoreUnavailable"):
        call(ews, exchange, request, ErrorMailboxStoreUnavailable)
