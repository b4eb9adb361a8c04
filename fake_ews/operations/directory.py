"""Names and ids: ResolveNames, ConvertId.

Source: ref/resolvenames-operation, ref/convertid-operation; fact sheet sections 13 and 17.
"""

from __future__ import annotations

from collections.abc import Iterator

from fake_ews.contract.directory import (
    AlternateId,
    ArrayOfResolution,
    ConvertId,
    ConvertIdResponseMessage,
    Resolution,
    ResolveNames,
    ResolveNamesResponseMessage,
)
from fake_ews.model import ids
from fake_ews.model.failures import (
    ErrorInvalidOperation,
    ErrorNameResolutionMultipleResults,
    ErrorNameResolutionNoResults,
    ErrorNonExistentMailbox,
    Failure,
)
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations._registry import Call, Message, batch, entries_of

MOST = 100  # candidates that ResolveNames returns


@batch("ResolveNames")
def resolve_names(call: Call) -> Iterator[Message]:
    """ref/resolvenames-operation: an address (SMTP: in front or not), or the beginning of a name"""
    text = call.asked(ResolveNames).need(ResolveNames.UnresolvedEntry)
    found = [mailbox for mailbox in call.exchange.mailboxes.values() if _answers_to(mailbox, text)][: MOST + 1]
    if not found:
        yield ErrorNameResolutionNoResults
        return
    resolutions = tuple(Resolution(Mailbox=mailbox.email_address) for mailbox in found[:MOST])
    message = ResolveNamesResponseMessage(
        ResolutionSet=ArrayOfResolution(
            TotalItemsInView=len(resolutions), IncludesLastItemInRange=len(found) <= MOST, Resolution=resolutions
        )
    )
    if len(found) > 1:
        message.ResponseClass, message.DescriptiveLinkKey = "Warning", 0
        message.ResponseCode = ErrorNameResolutionMultipleResults.code
        message.MessageText = ErrorNameResolutionMultipleResults.text
    yield message


def _answers_to(mailbox: Mailbox, text: str) -> bool:
    wanted = text.lower().removeprefix("smtp:").strip()
    words = mailbox.name.lower().split()
    names = [mailbox.name.lower(), *words, mailbox.address]
    return bool(wanted) and any(name.startswith(wanted) for name in names)


@batch("ConvertId")
def convert_id(call: Call) -> Iterator[Message]:
    """ref/convertid-operation: between the forms of EWS, MAPI (EntryId, HexEntryId) and Outlook on the web"""
    request = call.asked(ConvertId)
    for entry in entries_of(request.SourceIds):
        if not isinstance(entry.value, AlternateId):
            yield ErrorInvalidOperation.saying("There are no public folders here.")
            continue
        yield _convert(call, entry.value, request.need(ConvertId.DestinationFormat))


def _convert(call: Call, source: AlternateId, to: str) -> Message:
    mailbox = _owner(call, source)
    if mailbox is None:
        return ErrorNonExistentMailbox
    text = ids.converted(source.need(AlternateId.Id), source.need(AlternateId.Format), to, mailbox.ids)
    if isinstance(text, Failure):
        return text
    return ConvertIdResponseMessage(AlternateId=AlternateId(Format=to, Id=text, Mailbox=mailbox.address))


def _owner(call: Call, source: AlternateId) -> Mailbox | None:
    """Whose id it is: the mailbox that is named; where there is none of that name, the one that the id speaks of.

    A client asks so for its own address, with one that does not exist. [seen: DavMail]
    """
    named = call.exchange.mailboxes.get(source.need(AlternateId.Mailbox).lower())
    parsed = ids.read(source.need(AlternateId.Id))
    if named is not None or isinstance(parsed, Failure):
        return named
    return call.exchange.mailbox_of(parsed.mailbox)
