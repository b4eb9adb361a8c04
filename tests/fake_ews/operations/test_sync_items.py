"""SyncFolderItems: everything, then what has changed; states, pages, collapsed changes."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.sync import ArrayOfBaseItemIds
from fake_ews.model.failures import RequestFailure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import Client, Reply, an_entry, at, put, shape

OID = PathToExtendedField(
    PropertySetId="6b3f0000-0000-4000-8000-00000000c0de", PropertyName="oid", PropertyType="String"
)


def changes(reply: Reply) -> list[tuple[str, str]]:
    """What an answer tells: Create, Update, Delete or ReadFlagChange, and of which item."""
    told = []
    for entry in reply.only.Changes.entries or ():
        value: Any = next(iter(entry.value.values.values()))
        told.append((str(entry.row.name), str((value if isinstance(value, ItemId) else value.ItemId).Id)))
    return told


def state(reply: Reply) -> str:
    """The SyncState of an answer."""
    return str(reply.only.SyncState)


def make(ews: Client, subject: str = "Review") -> str:
    """A new entry; its ItemId."""
    return str(ews.create(an_entry(Subject=subject)).id.Id)


# --- the beginning -------------------------------------------------------------------------------------------------


def test_everything_newest_first(ews: Client) -> None:
    """ref/syncfolderitems-operation: without a state everything is Create; newest first since 2010 SP2"""
    first, second = make(ews), make(ews)
    reply = ews.sync()
    assert changes(reply) == [("Create", second), ("Create", first)]
    assert reply.only.IncludesLastItemInRange is True
    assert changes(ews.sync(state(reply))) == []


def test_an_empty_folder(ews: Client) -> None:
    reply = ews.sync()
    assert (changes(reply), reply.only.IncludesLastItemInRange) == ([], True)
    made = make(ews)
    assert changes(ews.sync(state(reply))) == [("Create", made)]


def test_an_empty_state_is_none(ews: Client, review: Item) -> None:
    assert changes(ews.sync("")) == [("Create", review.item_id)]


def test_pages_of_the_beginning(ews: Client) -> None:
    """IncludesLastItemInRange false: call again with the new state"""
    made = [make(ews) for _ in range(5)]
    first = ews.sync(most=2)
    second = ews.sync(state(first), most=2)
    third = ews.sync(state(second), most=2)
    assert [one.only.IncludesLastItemInRange for one in (first, second, third)] == [False, False, True]
    told = [changes(one) for one in (first, second, third)]
    assert [item for page in told for _, item in page] == made[::-1]


def test_what_happens_between_the_pages(ews: Client) -> None:
    """nothing is lost: it is told before the list goes on; what was not listed yet is listed as it is, or not at all"""
    made = [make(ews) for _ in range(3)]
    first = ews.sync(most=1)
    new = make(ews)
    ews.delete(made[0], how="HardDelete")
    ews.update(made[1], put(ItemRows.Subject, "Changed, and not listed yet"))
    ews.update(made[2], put(ItemRows.Subject, "Changed"))
    rest = ews.sync(state(first))
    assert changes(rest) == [("Create", new), ("Update", made[2]), ("Create", made[1])]
    assert rest.only.IncludesLastItemInRange is True
    assert changes(ews.sync(state(rest))) == []


@pytest.mark.parametrize("profile", [Profile().but(sync_unknown_deletes=True)])
def test_what_goes_before_it_is_listed_may_be_told(ews: Client) -> None:
    """[unverified]: a Delete of an unknown id"""
    made = [make(ews) for _ in range(3)]
    first = ews.sync(most=1)
    ews.delete(made[0], how="HardDelete")
    assert changes(ews.sync(state(first))) == [("Delete", made[0]), ("Create", made[1])]


def test_more_changes_than_a_page_holds(ews: Client) -> None:
    made = [make(ews) for _ in range(4)]
    first = ews.sync(most=2)
    new = [make(ews) for _ in range(2)]
    pages = [first]
    while not pages[-1].only.IncludesLastItemInRange:
        pages.append(ews.sync(state(pages[-1]), most=1))
    told = [(word, one) for page in pages for word, one in changes(page)]
    assert told == [("Create", one) for one in (made[3], made[2], *new, made[1], made[0])]


@pytest.mark.parametrize("seed", range(8))
def test_whoever_follows_it_has_what_is_there(ews: Client, seed: int) -> None:
    """Whatever happens between the pages: never an Update or a Delete of an id never told, no Create of a known one."""
    chance = Random(seed)
    there = [make(ews) for _ in range(4)]
    known: set[str] = set()
    reply = ews.sync(most=1)
    for turn in range(40):
        for word, one in changes(reply):
            assert (word == "Create") == (one not in known), f"{word} in turn {turn}"
            known = known - {one} if word == "Delete" else known | {one}
        if turn < 20:
            act = chance.choice(("make", "change", "delete", "nothing"))
            if act == "make":
                there.append(make(ews))
            elif act == "change" and there:
                ews.update(chance.choice(there), put(ItemRows.Subject, f"{turn}"))
            elif act == "delete" and there:
                ews.delete(there.pop(chance.randrange(len(there))), how="HardDelete")
        reply = ews.sync(state(reply), most=chance.choice((1, 2)))
    assert known == set(there)


# --- increments ----------------------------------------------------------------------------------------------------


def test_one_of_each(ews: Client) -> None:
    changed, gone = make(ews), make(ews)
    begin = state(ews.sync())
    new = make(ews)
    ews.update(changed, put(ItemRows.Subject, "Changed"))
    ews.delete(gone, how="HardDelete")
    assert set(changes(ews.sync(begin))) == {("Create", new), ("Update", changed), ("Delete", gone)}


def test_several_changes_of_one_item_are_told_once(ews: Client) -> None:
    """[inferred]"""
    known = make(ews)
    begin = state(ews.sync())
    for number in range(3):
        ews.update(known, put(ItemRows.Subject, f"{number}"))
    new = make(ews)
    ews.update(new, put(ItemRows.Subject, "Changed"))
    reply = ews.sync(begin, ItemShape=shape(ItemRows.Subject))
    assert changes(reply) == [("Update", known), ("Create", new)]
    assert [next(iter(one.value.values.values())).Subject for one in reply.only.Changes.entries] == ["2", "Changed"]


def test_changed_then_gone(ews: Client) -> None:
    known = make(ews)
    begin = state(ews.sync())
    ews.update(known, put(ItemRows.Subject, "Changed"))
    ews.delete(known, how="HardDelete")
    assert changes(ews.sync(begin)) == [("Delete", known)]


def test_come_and_gone_in_between(ews: Client) -> None:
    """nothing, or a Delete of an unknown id [unverified]"""
    begin = state(ews.sync())
    ews.delete(make(ews), how="HardDelete")
    assert changes(ews.sync(begin)) == []


def test_a_move_is_a_deletion_and_a_creation(ews: Client, anna: Mailbox, review: Item) -> None:
    """seen: Delete (old id) here, Create (new id) there; nothing links them"""
    here, there = state(ews.sync()), state(ews.sync(folder="deleteditems"))
    old = review.item_id
    new = str(ews.move(review).id.Id)
    assert changes(ews.sync(here)) == [("Delete", old)]
    assert changes(ews.sync(there, "deleteditems")) == [("Create", new)]
    here, there = state(ews.sync(here)), state(ews.sync(there, "deleteditems"))
    back = str(ews.move(new, to="calendar").id.Id)
    assert changes(ews.sync(here)) == [("Create", back)]
    assert changes(ews.sync(there, "deleteditems")) == [("Delete", new)]


def test_a_move_within_the_folder(ews: Client, review: Item) -> None:
    begin, old = state(ews.sync()), review.item_id
    new = str(ews.move(review, to="calendar").id.Id)
    assert set(changes(ews.sync(begin))) == {("Delete", old), ("Create", new)}
    alone = ews.sync(begin, most=1)
    assert set(changes(alone)) == {("Delete", old), ("Create", new)}
    assert alone.only.IncludesLastItemInRange is True


def test_a_move_that_finds_no_room_on_a_page_is_on_the_next(ews: Client, review: Item) -> None:
    begin, old = state(ews.sync()), review.item_id
    made = make(ews)
    new = str(ews.move(review, to="calendar").id.Id)
    first = ews.sync(begin, most=2)
    assert (changes(first), first.only.IncludesLastItemInRange) == ([("Create", made)], False)
    assert set(changes(ews.sync(state(first), most=2))) == {("Delete", old), ("Create", new)}


def test_a_copy(ews: Client, review: Item) -> None:
    begin = state(ews.sync())
    copy = str(ews.copy(review).id.Id)
    assert changes(ews.sync(begin)) == [("Create", copy)]


def test_pages_of_changes(ews: Client) -> None:
    begin = state(ews.sync())
    made = [make(ews) for _ in range(3)]
    first = ews.sync(begin, most=2)
    assert (changes(first), first.only.IncludesLastItemInRange) == ([("Create", one) for one in made[:2]], False)
    second = ews.sync(state(first), most=2)
    assert (changes(second), second.only.IncludesLastItemInRange) == ([("Create", made[2])], True)


def test_gone_after_the_end_of_a_page(ews: Client) -> None:
    """the page that would show it has nothing to show; later a Delete of an id that was never told [unverified]"""
    begin = state(ews.sync())
    first, second = make(ews), make(ews)
    ews.delete(first, how="HardDelete")
    page = ews.sync(begin, most=1)
    assert changes(page) == []
    rest = ews.sync(state(page), most=5)
    assert changes(rest) == [("Create", second), ("Delete", first)]


def test_only_this_folder(ews: Client) -> None:
    begin = state(ews.sync())
    ews.create(Message(Subject="x"), disposition="SaveOnly", folder="inbox")
    assert changes(ews.sync(begin)) == []


def test_a_read_flag_alone(ews: Client) -> None:
    """ref/readflagchange"""
    mail = ews.create(Message(Subject="x", IsRead=False), disposition="SaveOnly", folder="inbox").id
    begin = state(ews.sync(folder="inbox"))
    ews.update(mail, put(Message.IsRead, True, within=Message), disposition="SaveOnly")
    reply = ews.sync(begin, "inbox")
    assert changes(reply) == [("ReadFlagChange", mail.Id)]
    assert reply.only.Changes.entries[0].value.IsRead is True
    ews.update(mail, put(ItemRows.Subject, "y", within=Message), disposition="SaveOnly")
    assert changes(ews.sync(begin, "inbox")) == [("Update", mail.Id)]
    ews.update(mail, put(Message.IsRead, False, within=Message), disposition="SaveOnly")
    assert changes(ews.sync(begin, "inbox")) == [("Update", mail.Id)]


def test_what_is_ignored(ews: Client) -> None:
    """ref/ignore: ids that are left out"""
    first, second = make(ews), make(ews)
    ignore = ArrayOfBaseItemIds(ItemId=(ItemId(Id=first),))
    assert changes(ews.sync(Ignore=ignore)) == [("Create", second)]
    begin = state(ews.sync())
    ews.delete(first, how="HardDelete")
    assert changes(ews.sync(begin, Ignore=ignore)) == []


@pytest.mark.parametrize("named", ["AAA=", "zzz", ""])
def test_whatever_is_named_may_be_left_out(ews: Client, named: str) -> None:
    """[seen: exchangelib's suite, which is run against Exchange Online]"""
    assert ews.sync(Ignore=ArrayOfBaseItemIds(ItemId=(ItemId(Id=named),))).code == "NoError"


# --- what is shown -------------------------------------------------------------------------------------------------


def test_a_change_shows_the_shape(ews: Client, review: Item) -> None:
    """ref/syncfolderitems: no body, no attendees"""
    ews.update(review, put(OID, "r1"))
    wanted = shape(OID, CalendarItem.Start, ItemRows.Body)
    (entry,) = ews.sync(ItemShape=wanted).only.Changes.entries
    item = entry.value.CalendarItem
    assert (item.Start, item.ExtendedProperty[0].Value, item.Body) == (at(10), "r1", None)


def test_a_shape_that_makes_no_sense(ews: Client, review: Item) -> None:
    path = PathToExtendedField(PropertyName="p", PropertyType="String")
    assert ews.sync(ItemShape=shape(path)).code == "ErrorInvalidExtendedProperty"


def test_every_kind_under_its_element(ews: Client) -> None:
    ews.create(Message(Subject="x"), disposition="SaveOnly", folder="inbox")
    (entry,) = ews.sync(folder="inbox").only.Changes.entries
    assert entry.value.Message.ItemId is not None


# --- states and failures -------------------------------------------------------------------------------------------


def test_states_that_are_none_of_this_folder(ews: Client, bens_ews: Client) -> None:
    """RC ErrorInvalidSyncStateData: corrupt, another folder's, another mailbox's"""
    own = state(ews.sync())
    broken = own[:20] + ("A" if own[20] != "A" else "B") + own[21:]
    for foreign in ("nonsense", "AAAA", broken, own[:-4], state(ews.sync(folder="inbox")), state(bens_ews.sync())):
        reply = ews.sync(foreign)
        assert (reply.code, reply.only.MessageText) == (
            "ErrorInvalidSyncStateData", "Synchronization state data is corrupt or otherwise invalid.",
        )  # fmt: skip
    assert ews.sync(own).code == "NoError"


def test_a_state_can_be_used_again(ews: Client) -> None:
    """a lost answer: the client asks again with the old state"""
    begin = state(ews.sync())
    made = make(ews)
    assert changes(ews.sync(begin)) == changes(ews.sync(begin)) == [("Create", made)]


def test_a_folder_that_is_not_there(ews: Client) -> None:
    """RC ErrorSyncFolderNotFound"""
    assert ews.sync(folder="voicemail").code == "ErrorSyncFolderNotFound"


@pytest.mark.parametrize("most", [0, 513])
def test_one_to_five_hundred_and_twelve(ews: Client, most: int) -> None:
    """xsd: MaxChangesReturned"""
    with pytest.raises(RequestFailure, match="ErrorSchemaValidation"):
        ews.sync(most=most)


@pytest.mark.parametrize("profile", [Profile().but(sync_limit=2)])
def test_a_server_that_tells_fewer_than_asked(ews: Client, profile: Profile) -> None:
    """fact sheet section 15: IncludesLastItemInRange false"""
    for _ in range(3):
        make(ews)
    reply = ews.sync()
    assert (len(changes(reply)), reply.only.IncludesLastItemInRange) == (2, False)
