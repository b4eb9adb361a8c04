"""Subscribe, GetEvents, GetStreamingEvents and Unsubscribe.

Rule: whoever subscribes owns the mailbox or impersonates its owner, others only where the profile lets them; a
subscription is about the folders of one mailbox.
Source: ref/subscribe-operation, getevents-operation, getstreamingevents-operation, unsubscribe-operation, RC; fact
sheet section 3.
"""

from __future__ import annotations

from collections.abc import Iterator

from fake_ews.contract.common import ResponseMessage
from fake_ews.contract.notation import Bag
from fake_ews.contract.notifications import (
    GetEvents,
    GetEventsResponseMessage,
    GetStreamingEvents,
    NonEmptyArrayOfNotificationEventTypes,
    NonEmptyArrayOfSubscriptionIds,
    PullSubscriptionRequest,
    PushSubscriptionRequest,
    Subscribe,
    SubscribeResponseMessage,
    Unsubscribe,
)
from fake_ews.model import rights, subscribing
from fake_ews.model.events import Interest
from fake_ews.model.failures import (
    ErrorFolderNotFound,
    ErrorInvalidSubscriptionRequest,
    ErrorSubscriptionDelegateAccessNotSupported,
    Failure,
)
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations import _access, _found
from fake_ews.operations._errors import FOLDER
from fake_ews.operations._registry import Call, Message, batch, entries_of


@batch(
    "Subscribe",
    FOLDER,
    "ErrorExceededSubscriptionCount ErrorInvalidPushSubscriptionUrl ErrorInvalidSubscriptionRequest "
    "ErrorInvalidWatermark ErrorSubscriptionDelegateAccessNotSupported",
)
def subscribe(call: Call) -> Iterator[Message]:
    """ref/subscribe-operation"""
    request: Bag = next(iter(call.asked(Subscribe).values.values()))
    about = _about(call, request)
    if isinstance(about, Failure):
        yield about
        return
    mailbox, interest = about
    match request:
        case PushSubscriptionRequest():
            yield _push(call, request, mailbox, interest)
        case PullSubscriptionRequest():
            yield _pull(call, request, mailbox, interest)
        case _:
            yield _streaming(call, mailbox, interest)


def _about(call: Call, request: Bag) -> tuple[Mailbox, Interest] | Failure:
    """The mailbox, and what of it the subscription is about; all three kinds of requests say it in the same words."""
    rows = request.rows
    types = frozenset(request.values[rows["EventTypes"]].need(NonEmptyArrayOfNotificationEventTypes.EventType))
    named = [entry.value for entry in entries_of(request.values.get(rows["FolderIds"]))]
    if bool(request.values.get(rows["SubscribeToAllFolders"])) == bool(named):
        return ErrorInvalidSubscriptionRequest
    if not named:
        return call.mailbox, Interest(None, types)
    places = [_place(call, one) for one in named]
    failed = next((one for one in places if isinstance(one, Failure)), None)
    good = [one for one in places if isinstance(one, _found.Place)]
    owners = {place.mailbox.address for place in good}
    if len(owners) > 1 or (good and failed is ErrorSubscriptionDelegateAccessNotSupported):
        return ErrorInvalidSubscriptionRequest
    return failed or (good[0].mailbox, Interest(frozenset(place.folder.number for place in good), types))


def _place(call: Call, named: Bag) -> _found.Place | Failure:
    """A folder to be told of; another's only as far as his profile lets others subscribe."""
    place = _found.folder(call, named)
    if isinstance(place, Failure):
        others = place is ErrorFolderNotFound and _found.is_others(call, named)
        return ErrorSubscriptionDelegateAccessNotSupported if others else place
    if place.mailbox is call.own:
        return place
    who = place.mailbox.profile.delegate_subscribe
    full = who != "refused" and _access.has_full_access(call, place.mailbox)
    editor = who == "editor" and _access.to_folder(call, *place).rights.includes(rights.LEVELS["Editor"])
    return place if full or editor else ErrorSubscriptionDelegateAccessNotSupported


def _push(call: Call, request: PushSubscriptionRequest, mailbox: Mailbox, interest: Interest) -> Message:
    made = call.exchange.subscriptions.subscribe(
        mailbox,
        account=call.account.address,
        interest=interest,
        url=request.need(PushSubscriptionRequest.URL),
        minutes=request.need(PushSubscriptionRequest.StatusFrequency),
        version=call.version,
        watermark=request.Watermark,
    )
    return made if isinstance(made, Failure) else _made(call, made.id, mailbox, made.acknowledged)


def _pull(call: Call, request: PullSubscriptionRequest, mailbox: Mailbox, interest: Interest) -> Message:
    made = call.exchange.pulls.subscribe(
        mailbox,
        account=call.account.address,
        interest=interest,
        minutes=request.need(PullSubscriptionRequest.Timeout),
        watermark=request.Watermark,
    )
    return made if isinstance(made, Failure) else _made(call, made.id, mailbox, made.begin)


def _streaming(call: Call, mailbox: Mailbox, interest: Interest) -> Message:
    made = call.exchange.streams.subscribe(mailbox, account=call.account.address, interest=interest)
    if isinstance(made, Failure):
        return made
    call.turn.subscription = made.id
    return SubscribeResponseMessage(SubscriptionId=made.id)


def _made(call: Call, subscription_id: str, mailbox: Mailbox, counter: int) -> SubscribeResponseMessage:
    call.turn.subscription = subscription_id
    return SubscribeResponseMessage(SubscriptionId=subscription_id, Watermark=mailbox.ids.watermark(counter))


@batch(
    "GetEvents",
    "ErrorEventNotFound ErrorExpiredSubscription ErrorInvalidPullSubscriptionId ErrorInvalidWatermark "
    "ErrorSubscriptionAccessDenied ErrorSubscriptionNotFound",
)
def get_events(call: Call) -> Iterator[Message]:
    """ref/getevents-operation"""
    request = call.asked(GetEvents)
    subscription_id = call.turn.subscription = request.need(GetEvents.SubscriptionId)
    told = call.exchange.pulls.read(subscription_id, request.need(GetEvents.Watermark), call.account.address)
    yield told if isinstance(told, Failure) else GetEventsResponseMessage(Notification=told)


@batch(
    "GetStreamingEvents",
    "ErrorExceededConnectionCount ErrorInvalidSubscription ErrorInvalidSubscriptionRequest "
    "ErrorMissedNotificationEvents ErrorNewEventStreamConnectionOpened "
    "ErrorSubscriptionAccessDenied ErrorSubscriptionNotFound",
)
def get_streaming_events(call: Call) -> Iterator[Message]:
    """ref/getstreamingevents-operation: the first message of an answer that goes on; the edge writes the others"""
    request = call.asked(GetStreamingEvents)
    asked = request.need(GetStreamingEvents.SubscriptionIds).need(NonEmptyArrayOfSubscriptionIds.SubscriptionId)
    minutes = request.need(GetStreamingEvents.ConnectionTimeout)
    call.turn.connection, first = call.exchange.streams.open(asked, call.account.address, minutes)
    yield first


@batch(
    "Unsubscribe",
    "ErrorInvalidPullSubscriptionId ErrorInvalidSubscription ErrorSubscriptionAccessDenied ErrorSubscriptionNotFound",
)
def unsubscribe(call: Call) -> Iterator[Message]:
    """ref/unsubscribe-operation: push subscriptions have no such way out"""
    subscription_id = call.asked(Unsubscribe).need(Unsubscribe.SubscriptionId)
    yield subscribing.unsubscribe(call.exchange, subscription_id, call.account.address) or ResponseMessage()
