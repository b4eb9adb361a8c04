"""What every right service asks of Exchange: to tell what has changed, to create, update and delete entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from tests.rightservices.asking import Account, M, T

OURS, NUMBERS = "5b0d8e1c-6a52-4f6e-9a27-c1f0f4b1d7aa", "c5f7b0b2-8d4e-4b1a-9f0e-2f5d8a7c6b31"
STAMP = (
    '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="BookedBy" PropertyType="CLSID"/>',
    f'<t:ExtendedFieldURI PropertySetId="{NUMBERS}" PropertyId="33025" PropertyType="Integer"/>',
)
"""One value is the same on all entries of this service; the number beside it says which reservation it is."""
FIELDS = {"subject": "item:Subject", "start": "calendar:Start", "end": "calendar:End", "location": "calendar:Location"}
ASKED = (*FIELDS.values(), "calendar:IsCancelled", "calendar:CalendarItemType")
SYNC = f"""<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>
{"".join(f'<t:FieldURI FieldURI="{uri}"/>' for uri in ASKED)}{"".join(STAMP)}</t:AdditionalProperties></m:ItemShape>
<m:SyncFolderId><t:DistinguishedFolderId Id="%s"/></m:SyncFolderId>%s
<m:MaxChangesReturned>100</m:MaxChangesReturned></m:SyncFolderItems>"""
CREATE = """<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"><m:SavedItemFolderId>
<t:DistinguishedFolderId Id="calendar"/></m:SavedItemFolderId><m:Items><t:CalendarItem>%s</t:CalendarItem></m:Items>
</m:CreateItem>"""
UPDATE = """<m:UpdateItem MessageDisposition="SaveOnly" ConflictResolution="AlwaysOverwrite"
SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange><t:ItemId Id="%s" ChangeKey="%s"/>
<t:Updates>%s</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"""
SET = "<t:SetItemField>%s<t:CalendarItem>%s</t:CalendarItem></t:SetItemField>"
DELETE = """<m:DeleteItem DeleteType="MoveToDeletedItems" SendMeetingCancellations="SendToNone"><m:ItemIds>
<t:ItemId Id="%s"/></m:ItemIds></m:DeleteItem>"""
Id = tuple[str, str]


@dataclass(frozen=True)
class Entry:
    """A calendar item as it is now: ItemId and ChangeKey, our number or 0, values, Single or what of a series."""

    id: Id
    number: int
    values: dict[str, Any]
    kind: str
    cancelled: bool


def _entry(item: ElementTree.Element) -> Entry:
    said = {one.tag.removeprefix(T): one.text or "" for one in item}
    stamp = {
        one[0].get("PropertyName") or one[0].get("PropertyId"): one[1].text or ""
        for one in item.iter(f"{T}ExtendedProperty")
    }
    ours = stamp.get("BookedBy", "").strip("{}").lower() == OURS
    values: dict[str, Any] = {name: said.get(name.title(), "") for name in ("subject", "location")}
    values |= {name: datetime.fromisoformat(said[name.title()]) for name in ("start", "end") if name.title() in said}
    number = int(stamp.get("33025", 0)) if ours else 0
    return Entry(_id(item), number, values, said.get("CalendarItemType", ""), said.get("IsCancelled") == "true")


def _id(within: ElementTree.Element) -> Id:
    its = next(within.iter(f"{T}ItemId"))
    return its.attrib["Id"], its.get("ChangeKey", "")


def _element(name: str, value: Any) -> str:
    text = escape(value.isoformat() if isinstance(value, datetime) else value)
    return f"<t:{name.title()}>{text}</t:{name.title()}>"


def _stamp(number: int) -> list[str]:
    values = zip(STAMP, (OURS, number), strict=True)
    return [f"<t:ExtendedProperty>{uri}<t:Value>{value}</t:Value></t:ExtendedProperty>" for uri, value in values]


class Exchange(Account):
    """Exchange, as far as calendars are concerned."""

    def sync(self, mailbox: str, folder: str, state: str) -> tuple[list[Entry], set[str], str]:
        """What was changed since `state` ("": all there is), the ids of what is gone, and the next state."""
        entries, gone, last = list[Entry](), set[str](), "false"
        while last == "false":
            answer = self.ask(mailbox, SYNC % (folder, f"<m:SyncState>{state}</m:SyncState>" if state else ""))
            gone |= {_id(one)[0] for one in answer.iter(f"{T}Delete")}
            entries += [_entry(one) for one in answer.iter(f"{T}CalendarItem")]
            state, last = (answer.findtext(f".//{M}{name}") or "" for name in ("SyncState", "IncludesLastItemInRange"))
        return entries, gone, state

    def create(self, mailbox: str, number: int, values: Mapping[str, Any]) -> Id:
        """A new entry with its stamp."""
        subject, *others = (_element(name, values[name]) for name in FIELDS)
        return _id(self.ask(mailbox, CREATE % "".join([subject, *_stamp(number), *others])))

    def update(self, mailbox: str, item: Id, values: Mapping[str, Any], number: int = 0) -> Id:
        """Set these fields and nothing else; without fields the stamp is set, or taken away without a number."""
        sets = [SET % (f'<t:FieldURI FieldURI="{FIELDS[name]}"/>', _element(name, values[name])) for name in values]
        marks = [SET % pair for pair in zip(STAMP, _stamp(number), strict=True)]
        takes = [f"<t:DeleteItemField>{uri}</t:DeleteItemField>" for uri in STAMP]
        return _id(self.ask(mailbox, UPDATE % (*item, "".join(sets or (marks if number else takes)))))

    def delete(self, mailbox: str, item: Id) -> None:
        """Move an entry to the trash."""
        self.ask(mailbox, DELETE % item[0])
