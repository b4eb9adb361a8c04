"""Items that belong to a folder itself, not to what lies in it: programs keep settings and views there.

Source: ref/isassociated, traversal, syncscope; guide/folders-and-items-in-ews (folder-associated items).
"""

from __future__ import annotations

import pytest

from fake_ews.contract.common import FolderId
from fake_ews.contract.folders import BaseFolder, Folder
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.operations import DeleteItem
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations import test_folder_changes as folder_changes
from tests.fake_ews.operations.client import Client, an_entry, item_ids, put
from tests.fake_ews.operations.series import in_view
from tests.fake_ews.operations.test_folders import create, get
from tests.fake_ews.operations.test_sync_items import changes, state

pytestmark = pytest.mark.usefixtures("kept")
WIDE = "NormalAndAssociatedItems"


@pytest.fixture
def mail(ews: Client) -> str:
    """A message in the Inbox."""
    return str(ews.create(Message(Subject="Hello"), disposition="SaveOnly", folder="inbox").id.Id)


@pytest.fixture
def settings(ews: Client, mail: str) -> str:
    """What a program keeps in the Inbox."""
    made = Message(Subject="Settings", ItemClass="IPM.Configuration.X", IsAssociated=True)
    return str(ews.create(made, disposition="SaveOnly", folder="inbox").id.Id)


def found(ews: Client, traversal: str, folder: str | FolderId = "inbox") -> list[str]:
    return [one.ItemId.Id for one in ews.find(folder, Traversal=traversal).items]


def test_it_is_found_by_who_asks_for_such_alone(ews: Client, mail: str, settings: str) -> None:
    assert (found(ews, "Shallow"), found(ews, "Associated"), found(ews, "SoftDeleted")) == ([mail], [settings], [])
    assert [ews.get(one, ItemRows.IsAssociated).IsAssociated for one in (mail, settings)] == [False, True]
    searched = ews.find("inbox", ItemRows.Subject, Traversal="Associated").item
    assert searched.Subject == "Settings"


def test_it_is_not_counted(ews: Client, anna: Mailbox, settings: str) -> None:
    made = create(ews, Folder(DisplayName="Plans"), parent="inbox").item.FolderId
    ews.create(Message(Subject="x", IsAssociated=True, IsRead=False), disposition="SaveOnly", folder=made)
    folder = get(ews, made, more=(BaseFolder.TotalCount, Folder.UnreadCount)).item
    assert (folder.TotalCount, folder.UnreadCount) == (0, 0)


def test_synchronisation_tells_of_it_in_the_scope_that_has_it(ews: Client, mail: str, settings: str) -> None:
    """ref/syncscope: whatever happens to it, from the beginning on"""
    narrow, wide = ews.sync(folder="inbox"), ews.sync(folder="inbox", SyncScope=WIDE)
    assert changes(narrow) == [("Create", mail)]
    assert changes(wide) == [("Create", settings), ("Create", mail)]
    both = state(narrow), state(wide)
    ews.update(settings, put(ItemRows.Subject, "Other", within=Message), disposition="SaveOnly")
    made = ews.create(Message(Subject="y", IsAssociated=True), disposition="SaveOnly", folder="inbox").id.Id
    assert changes(ews.sync(both[0], "inbox", SyncScope="NormalItems")) == []
    reply = ews.sync(both[1], "inbox", SyncScope=WIDE)
    assert changes(reply) == [("Update", settings), ("Create", made)]
    ews.ask(DeleteItem(DeleteType="HardDelete", ItemIds=item_ids(settings)))
    moved = ews.move(str(made), to="drafts").id.Id
    assert changes(ews.sync(both[0], "inbox")) == []
    assert changes(ews.sync(state(reply), "inbox", SyncScope=WIDE)) == [("Delete", settings), ("Delete", made)]
    assert (found(ews, "Associated"), found(ews, "Associated", "drafts")) == ([], [moved])


def test_a_view_of_a_calendar_does_not_show_it(ews: Client, anna: Mailbox) -> None:
    made = ews.create(an_entry(IsAssociated=True)).id
    assert in_view(ews) == []
    ews.update(made, put(ItemRows.Subject, "Other"))
    assert ews.delete(made, how="HardDelete").code == "NoError"
    assert anna.items == {}


def test_it_stays_what_it_is(ews: Client, mail: str) -> None:
    change = put(ItemRows.IsAssociated, True, within=Message)
    assert ews.update(mail, change, disposition="SaveOnly").code == "ErrorInvalidPropertySet"


def test_it_goes_and_is_copied_with_its_folder(ews: Client, anna: Mailbox) -> None:
    made: FolderId = create(ews, Folder(DisplayName="Plans"), parent="inbox").item.FolderId
    ews.create(Message(Subject="x", IsAssociated=True), disposition="SaveOnly", folder=made)
    twin = folder_changes.folder_id(folder_changes.copy(ews, made, to="drafts"))
    assert [len(found(ews, "Associated", one)) for one in (made, twin)] == [1, 1]
    for one in (made, twin):
        folder_changes.delete(ews, one, how="HardDelete")
    assert anna.items == {}
