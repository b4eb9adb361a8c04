"""Subscribe and Unsubscribe.

Rule: whoever subscribes owns the mailbox or impersonates its owner; a subscription is about the folders of one mailbox.
Source: ref/subscribe-operation, RC; fact sheet section 3.
"""

from __future__ import annotations

from collections.abc import Iterator

from fake_ews.contract.notifications import (
    NonEmptyArrayOfNotificationEventTypes,
    PushSubscriptionRequest,
    Subscribe,
    SubscribeResponseMessage,
    Unsubscribe,
)
from fake_ews.model.failures import (
    ErrorInvalidOperation,
    ErrorInvalidSubscriptionRequest,
    ErrorSubscriptionDelegateAccessNotSupported,
    Failure,
)
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations import _found
from fake_ews.operations._registry import Call, Message, batch, entries_of


@batch("Subscribe")
def subscribe(call: Call) -> Iterator[Message]:
    """ref/subscribe-operation"""
    request = call.asked(Subscribe).PushSubscriptionRequest
    if request is None:
        yield ErrorInvalidOperation.saying("Only push subscriptions are supported by this server.")
        return
    about = _about(call, request)
    yield about if isinstance(about, Failure) else _subscribe(call, request, *about)


def _about(call: Call, request: PushSubscriptionRequest) -> tuple[Mailbox, frozenset[int] | None] | Failure:
    """The mailbox and the numbers of its folders, None for all of them."""
    named = [entry.value for entry in entries_of(request.FolderIds)]
    if bool(request.SubscribeToAllFolders) == bool(named):
        return ErrorInvalidSubscriptionRequest
    if not named:
        return call.mailbox, None
    others = [_found.is_others(call, one) for one in named]
    if any(others):
        return ErrorSubscriptionDelegateAccessNotSupported if all(others) else ErrorInvalidSubscriptionRequest
    numbers = []
    for one in named:
        place = _found.folder(call, one)
        if isinstance(place, Failure):
            return place
        numbers.append(place.folder.number)
    return call.mailbox, frozenset(numbers)


def _subscribe(
    call: Call, request: PushSubscriptionRequest, mailbox: Mailbox, folders: frozenset[int] | None
) -> Message:
    types = request.need(PushSubscriptionRequest.EventTypes).need(NonEmptyArrayOfNotificationEventTypes.EventType)
    subscription = call.exchange.subscriptions.subscribe(
        mailbox,
        account=call.account.address,
        folders=folders,
        types=frozenset(types),
        url=request.need(PushSubscriptionRequest.URL),
        minutes=request.need(PushSubscriptionRequest.StatusFrequency),
        version=call.version,
        watermark=request.Watermark,
    )
    if isinstance(subscription, Failure):
        return subscription
    call.turn.subscription = subscription.id
    return SubscribeResponseMessage(
        SubscriptionId=subscription.id, Watermark=mailbox.ids.watermark(subscription.acknowledged)
    )


@batch("Unsubscribe")
def unsubscribe(call: Call) -> Iterator[Message]:
    """ref/unsubscribe-operation: push subscriptions have no such way out"""
    subscription = call.asked(Unsubscribe).need(Unsubscribe.SubscriptionId)
    yield call.exchange.subscriptions.unsubscribe(subscription, call.account.address)
