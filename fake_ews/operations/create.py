"""CreateItem: new items, messages that are sent, and the answers that people give to meetings.

Rule: an answer (AcceptItem and its kin) is an act on the meeting it refers to, as if its attendee had clicked it.
Source: ref/createitem-operation, ref/acceptitem and its neighbours; fact sheet sections 6 and 9.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from fake_ews.contract.calendar import (
    AcceptItem,
    CalendarItem,
    CancelCalendarItem,
    DeclineItem,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRegistrationResponseObject,
    MeetingRequestMessage,
    RemoveItem,
    TentativelyAcceptItem,
)
from fake_ews.contract.common import TargetFolderId
from fake_ews.contract.contacts import ContactItem, DistributionList
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import (
    ForwardItem,
    PostItem,
    PostReplyItem,
    ResponseObjectCore,
    SmartResponse,
    SuppressReadReceipt,
)
from fake_ews.contract.mail import Message as MessageRows
from fake_ews.contract.notation import Bag
from fake_ews.contract.operations import CreateItem, ItemInfoResponseMessage
from fake_ews.contract.tasks import Task
from fake_ews.model import (
    answers,
    attachments,
    counterparts,
    entries,
    forwarding,
    mailing,
    meeting_mail,
    meetings,
    occurrences,
    receipts,
)
from fake_ews.model.failures import (
    ErrorAccessDenied,
    ErrorCalendarEndDateIsEarlierThanStartDate,
    ErrorCalendarIsCancelledForAccept,
    ErrorCalendarIsCancelledForDecline,
    ErrorCalendarIsCancelledForTentative,
    ErrorCalendarIsNotOrganizer,
    ErrorCalendarIsOrganizerForAccept,
    ErrorCalendarIsOrganizerForDecline,
    ErrorCalendarIsOrganizerForRemove,
    ErrorCalendarIsOrganizerForTentative,
    ErrorCalendarMeetingRequestIsOutOfDate,
    ErrorCannotCreateCalendarItemInNonCalendarFolder,
    ErrorCannotCreateContactInNonContactFolder,
    ErrorCannotCreatePostItemInNonMailFolder,
    ErrorCannotCreateTaskInNonTaskFolder,
    ErrorCreateItemAccessDenied,
    ErrorInvalidItemForOperationAcceptItem,
    ErrorInvalidItemForOperationCancelItem,
    ErrorInvalidItemForOperationCreateItem,
    ErrorInvalidItemForOperationDeclineItem,
    ErrorInvalidItemForOperationRemoveItem,
    ErrorInvalidItemForOperationTentative,
    ErrorInvalidOperation,
    ErrorInvalidRecipients,
    ErrorInvalidReferenceItem,
    ErrorMessageDispositionRequired,
    ErrorMissingInformationReferenceItemId,
    ErrorReadReceiptNotPending,
    ErrorSavedItemFolderNotFound,
    ErrorSendMeetingInvitationsRequired,
    Failure,
    part_not_simulated,
)
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import CANCELLED, RECEIVED, Item, is_organizer, meets, state
from fake_ews.model.occurrences import Occurrence
from fake_ews.operations import _access, _found, _new, _replies, _sending
from fake_ews.operations._errors import ENTRY, INTO, MIME, OWN_ITEM, PROGRESS, VALUE
from fake_ews.operations._registry import Call, Message, batch, entries_of
from fake_ews.operations._shown import listed, only_id

_NOT_A_MEETING: dict[type[Bag], Failure] = {
    AcceptItem: ErrorInvalidItemForOperationAcceptItem,
    TentativelyAcceptItem: ErrorInvalidItemForOperationTentative,
    DeclineItem: ErrorInvalidItemForOperationDeclineItem,
    CancelCalendarItem: ErrorInvalidItemForOperationCancelItem,
    RemoveItem: ErrorInvalidItemForOperationRemoveItem,
}
ANSWERS: dict[type[Bag], tuple[meeting_mail.Response, Failure, Failure]] = {
    AcceptItem: ("Accept", ErrorCalendarIsOrganizerForAccept, ErrorCalendarIsCancelledForAccept),
    TentativelyAcceptItem: ("Tentative", ErrorCalendarIsOrganizerForTentative, ErrorCalendarIsCancelledForTentative),
    DeclineItem: ("Decline", ErrorCalendarIsOrganizerForDecline, ErrorCalendarIsCancelledForDecline),
}


@batch(
    "CreateItem",
    "ErrorCreateItemAccessDenied ErrorSendAsDenied",
    OWN_ITEM,
    INTO,
    VALUE,
    MIME,
    ENTRY,
    PROGRESS,
    "ErrorCalendarIsCancelledForAccept ErrorCalendarIsCancelledForDecline ErrorCalendarIsCancelledForTentative "
    "ErrorCalendarIsNotOrganizer ErrorCalendarIsOrganizerForAccept ErrorCalendarIsOrganizerForDecline "
    "ErrorCalendarIsOrganizerForRemove ErrorCalendarIsOrganizerForTentative "
    "ErrorCalendarMeetingRequestIsOutOfDate ErrorCannotCreateCalendarItemInNonCalendarFolder "
    "ErrorCannotCreateContactInNonContactFolder ErrorCannotCreatePostItemInNonMailFolder "
    "ErrorCannotCreateTaskInNonTaskFolder ErrorSavedItemFolderNotFound ErrorInvalidItemForOperationAcceptItem "
    "ErrorInvalidItemForOperationCancelItem ErrorInvalidItemForOperationCreateItem "
    "ErrorInvalidItemForOperationDeclineItem ErrorInvalidItemForOperationRemoveItem "
    "ErrorInvalidItemForOperationTentative "
    "ErrorInvalidRecipients ErrorInvalidReferenceItem ErrorMessageDispositionRequired "
    "ErrorObjectTypeChanged ErrorReadReceiptNotPending "
    "ErrorMissingInformationReferenceItemId ErrorMissingItemForCreateItemAttachment "
    "ErrorSendMeetingInvitationsRequired",
)
def create_item(call: Call) -> Iterator[Message]:
    """ref/createitem-operation"""
    request = call.asked(CreateItem)
    for entry in entries_of(request.Items):
        given = cast(Bag, entry.value)
        made = _create(call, request, given)
        if isinstance(made, Failure):
            yield made
        else:
            yield ItemInfoResponseMessage(Items=listed(*(_told(item) for item in made)))


def _told(item: Item) -> Bag:
    """What is told of a new item: its id, and those of its attachments. [seen: exchangelib reads them]"""
    bag = only_id(item)
    bag.set(ItemRows.Attachments, attachments.shown(item))
    return bag


def _create(call: Call, request: CreateItem, given: Bag) -> list[Item] | Failure:
    """What one element of the request makes: an item, or what an answer to a meeting changes."""
    answers = type(given) in ANSWERS or isinstance(given, CancelCalendarItem | RemoveItem)
    call.turn.is_write |= answers or isinstance(given, CalendarItem)
    if answers:
        return _answer(call, request, given)
    if isinstance(given, SuppressReadReceipt):
        return _suppress(call, given)
    if isinstance(given, PostReplyItem):
        return _create_post_reply(call, request, given)
    if isinstance(given, ResponseObjectCore) and not isinstance(given, SmartResponse):
        return part_not_simulated(type(given).__name__)
    if isinstance(given, CalendarItem):
        return _create_entry(call, request, given)
    if isinstance(given, MeetingMessage):
        return ErrorInvalidItemForOperationCreateItem
    if isinstance(given, MessageRows):
        return _create_message(call, request, given)
    return _create_other(call, request, given)


def _place(call: Call, request: CreateItem, otherwise: str) -> _found.Place | Failure:
    if request.SavedItemFolderId is not None:
        place = _found.target(call, request.SavedItemFolderId, gone=ErrorSavedItemFolderNotFound)
        return ErrorCreateItemAccessDenied if place is ErrorAccessDenied else place
    return _found.Place(call.mailbox, call.mailbox.need(otherwise))


def _create_entry(call: Call, request: CreateItem, given: CalendarItem) -> list[Item] | Failure:
    how = request.SendMeetingInvitations
    if how is None:
        return ErrorSendMeetingInvitationsRequired
    place = _place(call, request, "calendar")
    if isinstance(place, Failure):
        return place
    values = _new.values(call, given, place.mailbox)
    if isinstance(values, Failure):
        return values
    call.turn.properties += values.said
    if place.folder.by_time is None:
        return ErrorCannotCreateCalendarItemInNonCalendarFolder
    bag = cast(CalendarItem, values.bag)
    failure = _new.complete(call, values, place.mailbox)
    if failure is not None:
        return failure
    own = not (bag.AppointmentState or 0) & RECEIVED
    invited = entries.invited(bag) if own and how != "SendToNone" else ()
    denied = _access.sending_for(call, place.mailbox) if invited else None
    if denied is not None:
        return denied
    bag.MeetingRequestWasSent = bool(invited)
    item = place.mailbox.create(place.folder, bag, values.extended, call.by)
    meetings.send(item, invited, "request", keep=how == "SendToAllAndSaveCopy")
    return [item]


def _create_message(call: Call, request: CreateItem, given: MessageRows) -> list[Item] | Failure:
    how = request.MessageDisposition
    if how is None:
        return ErrorMessageDispositionRequired
    place = _place(call, request, "drafts" if how == "SaveOnly" else "sentitems")
    if isinstance(place, Failure):
        return place
    answered = _replies.answered(call, given)
    if isinstance(answered, Failure):
        return answered
    values = _new.values(call, _replies.message_of(given, answered), place.mailbox)
    if isinstance(values, Failure):
        return values
    bag = cast(MessageRows, values.bag)
    if answered is not None:
        bag.ConversationIndex = _replies.index(answered)
    _new.complete(call, values, place.mailbox)
    if how == "SaveOnly":
        return [place.mailbox.create(place.folder, bag, values.extended, call.by)]
    if not mailing.addressed(bag):
        return ErrorInvalidRecipients
    denied = _sending.denied(call, bag, place.mailbox)
    if denied is not None:
        return denied
    copy_in = place if how == "SendAndSaveCopy" else None
    invitation = _invitation(given, answered)
    meeting = None if invitation is None else forwarding.meeting_of(invitation)
    if invitation is None or meeting is None:
        _sending.send(call, bag, values.extended, place.mailbox, copy_in)
    else:
        _sending.keep(call, bag, values.extended, place.mailbox, copy_in)
        forwarding.forward(invitation, meeting, mailing.addressed(bag), call.by)
    return []


def _invitation(given: MessageRows, item: Item | None) -> Item | None:
    """The entry of an invitation that is forwarded, be it named itself or by its request."""
    if item is None or not isinstance(given, ForwardItem):
        return None
    return counterparts.entry_of(item) if item.kind is MeetingRequestMessage else item


_NOT_FOR_MAIL = ("IPF.Appointment", "IPF.Contact", "IPF.Task", "IPF.StickyNote", "IPF.Journal")


def _suppress(call: Call, given: SuppressReadReceipt) -> list[Item] | Failure:
    """No receipt for a message that is to be read. Evolution sends it. [seen: grommunio/gromox]"""
    if given.ReferenceItemId is None:
        return ErrorMissingInformationReferenceItemId
    item = _found.item(call, given.ReferenceItemId, "edit")
    if isinstance(item, Failure):
        return item
    if not receipts.is_pending(item):
        return ErrorReadReceiptNotPending
    bag = item.bag.copy()
    bag.set(MessageRows.IsReadReceiptRequested, False)
    item.mailbox.update(item, bag, item.extended, call.by)
    return []


def _create_post_reply(call: Call, request: CreateItem, given: PostReplyItem) -> list[Item] | Failure:
    """ref/postreplyitem: an answer beside the post, or where the request says"""
    if given.ReferenceItemId is None:
        return ErrorMissingInformationReferenceItemId
    item = _found.item(call, given.ReferenceItemId)
    if isinstance(item, Failure):
        return item
    if item.kind is not PostItem:
        return ErrorInvalidReferenceItem
    if request.SavedItemFolderId is None:
        request = request.copy()
        request.SavedItemFolderId = TargetFolderId(FolderId=item.mailbox.folder_id(item.mailbox.folders[item.folder]))
    return _create_other(call, request, _replies.post_of(given, item))


_HOMES = {"Task": "tasks", "ContactItem": "contacts", "DistributionList": "contacts", "PostItem": "inbox"}


def _create_other(call: Call, request: CreateItem, given: Bag) -> list[Item] | Failure:
    """Contacts, tasks and the like: stored as they are given; an item of no kind is a message. [spec MS-OXWSSYNC]"""
    if type(given) is ItemRows:
        given = MessageRows(**{row.name: value for row, value in given})
    place = _place(call, request, _HOMES.get(type(given).__name__, "drafts"))
    if isinstance(place, Failure):
        return place
    values = _new.values(call, given, place.mailbox)
    if isinstance(values, Failure):
        return values
    failure = _does_not_belong(given, place.folder) or _new.complete(call, values, place.mailbox)
    if failure is not None:
        return failure
    return [place.mailbox.create(place.folder, values.bag, values.extended, call.by)]


def _does_not_belong(given: Bag, folder: StoredFolder) -> Failure | None:
    """Why a folder does not take what is of another class. [doc RC; MS-OXWSCONT: a contact in Drafts or the Inbox]"""
    if isinstance(given, ContactItem | DistributionList) and not folder.folder_class.startswith("IPF.Contact"):
        return ErrorCannotCreateContactInNonContactFolder
    if isinstance(given, Task) and not folder.folder_class.startswith("IPF.Task"):
        return ErrorCannotCreateTaskInNonTaskFolder
    if isinstance(given, PostItem) and folder.folder_class.startswith(_NOT_FOR_MAIL):
        return ErrorCannotCreatePostItemInNonMailFolder
    return None


def _answer(call: Call, request: CreateItem, given: Bag) -> list[Item] | Failure:
    removes = isinstance(given, RemoveItem)
    if request.MessageDisposition is None and not removes:  # nothing is sent then [seen EMA RemoveFromCalendar]
        return ErrorMessageDispositionRequired
    reference = given.values.get(given.rows["ReferenceItemId"])
    if reference is None:
        return ErrorMissingInformationReferenceItemId
    named = _found.item(call, reference, "edit")
    if isinstance(named, Failure):
        return named
    if not (named.is_entry or issubclass(named.kind, MeetingMessage)):
        return _NOT_A_MEETING[type(given)]
    meeting = _meeting(given, named)
    if isinstance(meeting, Failure):
        return _removed_alone(call, named) if removes else meeting
    answers_it = not removes and request.MessageDisposition != "SaveOnly"
    denied = _access.sending_for(call, named.mailbox) if answers_it else None
    failure = _refusal(given, meeting, named) or denied
    if failure is not None:
        return failure
    said = _said(call, given, meeting)
    if isinstance(said, Failure):
        return said
    done = _answered(call, given, meeting, said, request.MessageDisposition or "SaveOnly")
    if not named.is_entry:
        named.mailbox.delete(named, "MoveToDeletedItems", call.by)
    return [] if done is None else [done]


def _meeting(given: Bag, named: Item) -> Item | Failure:
    """The entry that an answer is about: the one it refers to, or the one of the request that it refers to."""
    found = named if named.is_entry else counterparts.entry_of(named)
    if found is None and named.bag.get(MeetingMessage.IsOutOfDate):
        return ErrorCalendarMeetingRequestIsOutOfDate
    if found is None and not isinstance(given, RemoveItem):
        found = meetings.entered(named)
    return found or ErrorInvalidReferenceItem


def _removed_alone(call: Call, named: Item) -> list[Item] | Failure:
    """A cancellation of what has been declined before: the message is all there is to remove. [spec MS-OXWSMTGS]"""
    if named.kind is not MeetingCancellationMessage:
        return ErrorInvalidReferenceItem
    gone = named.mailbox.delete(named, "MoveToDeletedItems", call.by)
    return [] if gone is None else [gone]


def _refusal(given: Bag, meeting: Item, named: Item) -> Failure | None:
    """Why an answer cannot be given: by whom it would be, or to what."""
    if isinstance(given, CancelCalendarItem):
        if not (is_organizer(meeting) and meets(meeting)):
            return ErrorCalendarIsNotOrganizer
        # nobody is to be told of it [seen: exchangelib's suite, which can pass in no other way]
        if not meetings.was_sent(meeting):
            return ErrorInvalidRecipients
        return occurrences.is_last(meeting) if isinstance(meeting, Occurrence) else None
    if isinstance(given, RemoveItem):
        return ErrorCalendarIsOrganizerForRemove if is_organizer(meeting) else None
    _, as_organizer, when_cancelled = ANSWERS[type(given)]
    if is_organizer(meeting):
        return as_organizer
    if state(meeting) & CANCELLED:
        return when_cancelled
    if named.bag.get(MeetingRequestMessage.IsOutOfDate):
        return ErrorCalendarMeetingRequestIsOutOfDate
    asked = named.bag.get(MeetingRequestMessage.AppointmentSequenceNumber)
    if asked is not None and asked < meeting.need(CalendarItem.AppointmentSequenceNumber):
        return ErrorCalendarMeetingRequestIsOutOfDate
    return None


def _said(call: Call, given: Bag, meeting: Item) -> meeting_mail.Said | Failure:
    """What an answer says besides yes or no: a text, and another time. [doc guide/how-to-propose-a-new-meeting-time]

    Which error a proposal gets that the organizer does not allow, or that is half a one: unverified.
    """
    if not isinstance(given, MeetingRegistrationResponseObject):
        return meeting_mail.Said()
    body = given.Body
    times = [entries.instant(time, call.zoning.context) for time in (given.ProposedStart, given.ProposedEnd) if time]
    if not times:
        return meeting_mail.Said(body)
    if not meeting.bag.get(CalendarItem.AllowNewTimeProposal):
        return ErrorInvalidOperation.saying("The organizer does not allow new times to be proposed for this meeting.")
    if len(times) == 1:
        return ErrorInvalidOperation.saying("A new time needs both ProposedStart and ProposedEnd.")
    start, end = times
    return ErrorCalendarEndDateIsEarlierThanStartDate if end < start else meeting_mail.Said(body, (start, end))


def _answered(call: Call, given: Bag, meeting: Item, said: meeting_mail.Said, how: str) -> Item | None:
    """Do what an answer says; the entry as it is then, or where it lies."""
    sending, keep = how != "SaveOnly", how == "SendAndSaveCopy"
    if isinstance(given, DeclineItem):
        return answers.decline(meeting, call.by, send_answer=sending, said=said, keep=keep)
    if type(given) in ANSWERS:
        return answers.respond(meeting, ANSWERS[type(given)][0], call.by, send_answer=sending, said=said, keep=keep)
    if isinstance(given, CancelCalendarItem) and sending:  # Body has no effect [doc CancelCalendarItemType]
        meetings.call_off(meeting, call.by, keep=keep, body=given.NewBodyContent)
    return meeting.mailbox.delete(meeting, "MoveToDeletedItems", call.by)
