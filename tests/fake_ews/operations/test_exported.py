"""ExportItems and UploadItems."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ArrayOfStrings, FolderId, ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.operations import (
    ExportItems,
    NonEmptyArrayOfItemIds,
    NonEmptyArrayOfUploadItems,
    UploadItem,
    UploadItems,
)
from fake_ews.model.clock import ManualClock
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.packed import pack
from tests.fake_ews.operations.client import Client, Reply, at, extended, named_id, put
from tests.fake_ews.operations.series import a_series, daily
from tests.fake_ews.operations.test_update_item import OID


def export(ews: Client, *named: Any) -> Reply:
    """ExportItems."""
    ids = tuple(ItemId(Id=cast(ItemId, named_id(one)).Id) for one in named)
    return ews.ask(ExportItems(ItemIds=NonEmptyArrayOfItemIds(ItemId=ids)))


def upload(ews: Client, mailbox: Mailbox, data: bytes, folder: str = "calendar", action: str = "CreateNew",
           item_id: str | None = None) -> Reply:  # fmt: skip
    """UploadItems of one item."""
    where = FolderId(Id=mailbox.ids.folder(mailbox.need(folder).number))
    given = UploadItem(
        CreateAction=action, ParentFolderId=where, Data=data, ItemId=None if item_id is None else ItemId(Id=item_id)
    )
    return ews.ask(UploadItems(Items=NonEmptyArrayOfUploadItems(Item=(given,))))


def test_a_copy_with_all_it_holds(ews: Client, anna: Mailbox, review: Item) -> None:
    """ref/uploaditems-operation: CreateNew"""
    ews.update(review, put(OID, "r1"), put(ItemRows.Categories, ArrayOfStrings(String=("blue",))))
    exported = export(ews, review).only
    assert exported.ItemId.Id == review.item_id
    reply = upload(ews, anna, exported.Data)
    assert reply.only.ItemId.Id != review.item_id
    assert reply.turn.is_write
    found = ews.get(reply.only.ItemId, ItemRows.Subject, ItemRows.Categories, CalendarItem.Start, OID)
    assert (found.Subject, found.Categories.String, found.Start) == ("Review", ("blue",), at(10))
    assert found.ExtendedProperty == (extended(OID, "r1"),)
    assert ews.get(review, ItemRows.Subject).Subject == "Review"


def test_a_draft_keeps_its_times(ews: Client, anna: Mailbox, clock: ManualClock) -> None:
    """[seen: exchangelib's suite: only DateTimeCreated and LastModifiedTime are those of the upload]"""
    rows = (ItemRows.DateTimeReceived, ItemRows.DateTimeSent, ItemRows.IsDraft, ItemRows.DateTimeCreated)
    draft = ews.create(Message(Subject="Hello"), disposition="SaveOnly").id
    before = ews.get(draft, *rows)
    data = export(ews, draft).only.Data
    clock.set(clock.now() + dt.timedelta(hours=1))
    made = ews.get(upload(ews, anna, data, "drafts").only.ItemId, *rows)
    assert [made.get(row) for row in rows[:3]] == [before.get(row) for row in rows[:3]]
    assert (made.IsDraft, made.DateTimeCreated) == (True, clock.now())


def test_in_the_place_of_another(ews: Client, anna: Mailbox, review: Item) -> None:
    """ref/uploaditems-operation: Update, UpdateOrCreate"""
    data = export(ews, review).only.Data
    ews.update(review, put(ItemRows.Subject, "Changed"))
    assert upload(ews, anna, data, action="Update", item_id=review.item_id).only.ItemId.Id == review.item_id
    assert ews.get(review, ItemRows.Subject).Subject == "Review"
    ews.delete(review, how="HardDelete")
    assert upload(ews, anna, data, action="Update", item_id=review.item_id).code == "ErrorItemNotFound"
    assert upload(ews, anna, data, action="Update").code == "ErrorItemNotFound"
    made = upload(ews, anna, data, action="UpdateOrCreate", item_id=review.item_id).only.ItemId.Id
    assert made not in (review.item_id, None)
    assert upload(ews, anna, data, action="UpdateOrCreate", item_id="nonsense").code == "ErrorInvalidIdMalformed"


@pytest.mark.parametrize("data", [b"x", pack((1, 2)), pack(7)])
def test_data_that_is_none(ews: Client, anna: Mailbox, data: bytes) -> None:
    """RC ErrorCorruptData"""
    assert upload(ews, anna, data).code == "ErrorCorruptData"


def test_where_it_cannot_lie(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, review: Item) -> None:
    """RC ErrorCannotCreateCalendarItemInNonCalendarFolder, ErrorFolderNotFound"""
    data = export(ews, review).only.Data
    assert upload(ews, anna, data, "inbox").code == "ErrorCannotCreateCalendarItemInNonCalendarFolder"
    assert upload(bens_ews, anna, data).code != "NoError"
    mail = ews.create(Message(Subject="x"), disposition="SaveOnly").id
    assert upload(ews, anna, export(ews, mail).only.Data, "inbox").code == "NoError"


def test_what_cannot_be_exported(ews: Client, review: Item) -> None:
    """each part is answered by itself; an occurrence is a part of its series"""
    series = ews.create(a_series(daily(number=3))).id
    first = ews.get(series, CalendarItem.FirstOccurrence).FirstOccurrence
    assert export(ews, "nonsense", review, first.ItemId).codes == [
        "ErrorInvalidIdMalformed", "NoError", "ErrorInvalidOperation",
    ]  # fmt: skip
    assert export(ews, series).code == "NoError"
