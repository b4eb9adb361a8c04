"""Subscriptions, events, and the message that carries them.   Source: messages.xsd, types.xsd."""

from fake_ews.contract.common import (
    BaseRequest,
    BaseResponseMessage,
    FolderId,
    ItemId,
    NonEmptyArrayOfBaseFolderIds,
    NonEmptyString,
    ResponseMessage,
)
from fake_ews.contract.notation import (
    MESSAGES,
    AnyOf,
    Bag,
    OneOf,
    Row,
    Rows,
    boolean,
    choice,
    dateTime,
    int_,
    like,
    limited,
    string,
)

Watermark = limited("WatermarkType", NonEmptyString)

SubscriptionId = limited("SubscriptionIdType", NonEmptyString)


class BaseNotificationEvent(Bag, name="BaseNotificationEventType"):
    Watermark = Row(Watermark)


class BaseObjectChangedEvent(BaseNotificationEvent, name="BaseObjectChangedEventType"):
    TimeStamp = Row(dateTime, required=True)
    FolderId = Row(FolderId)
    ItemId = Row(ItemId)
    one_of = OneOf(FolderId, ItemId)
    ParentFolderId = like(FolderId, required=True)


class ModifiedEvent(BaseObjectChangedEvent, name="ModifiedEventType"):
    UnreadCount = Row(int_)


class MovedCopiedEvent(BaseObjectChangedEvent, name="MovedCopiedEventType"):
    OldFolderId = Row(FolderId)
    OldItemId = Row(ItemId)
    one_of = OneOf(OldFolderId, OldItemId)
    OldParentFolderId = Row(FolderId, required=True)


class Notification(Bag, name="NotificationType"):
    SubscriptionId = Row(SubscriptionId, required=True)
    PreviousWatermark = Row(Watermark)
    MoreEvents = Row(boolean)
    CopiedEvent = Row(MovedCopiedEvent)
    CreatedEvent = Row(BaseObjectChangedEvent)
    DeletedEvent = Row(BaseObjectChangedEvent)
    ModifiedEvent = Row(ModifiedEvent)
    MovedEvent = Row(MovedCopiedEvent)
    NewMailEvent = Row(BaseObjectChangedEvent)
    StatusEvent = Row(BaseNotificationEvent)
    FreeBusyChangedEvent = Row(BaseObjectChangedEvent)
    entries = AnyOf(
        CopiedEvent,
        CreatedEvent,
        DeletedEvent,
        ModifiedEvent,
        MovedEvent,
        NewMailEvent,
        StatusEvent,
        FreeBusyChangedEvent,
    )


NotificationEventType = choice(
    "NotificationEventTypeType",
    "CopiedEvent CreatedEvent DeletedEvent ModifiedEvent MovedEvent NewMailEvent FreeBusyChangedEvent",
    since={"Exchange2010_SP1": "FreeBusyChangedEvent"},  # [doc: fact sheet section 3.1]
)


class NonEmptyArrayOfNotificationEventTypes(Bag, name="NonEmptyArrayOfNotificationEventTypesType"):
    EventType = Rows(NotificationEventType, required=True, choice=True)


SubscriptionTimeout = limited("SubscriptionTimeoutType", int_, least=1, most=1440)

SubscriptionStatusFrequency = limited("SubscriptionStatusFrequencyType", int_, least=1, most=1440)


class BaseSubscriptionRequest(Bag, name="BaseSubscriptionRequestType", abstract=True):
    SubscribeToAllFolders = Row(boolean, attribute=True, since="Exchange2010")
    FolderIds = Row(NonEmptyArrayOfBaseFolderIds)
    EventTypes = Row(NonEmptyArrayOfNotificationEventTypes, required=True)
    Watermark = Row(Watermark)


class PushSubscriptionRequest(BaseSubscriptionRequest, name="PushSubscriptionRequestType"):
    StatusFrequency = Row(SubscriptionStatusFrequency, required=True)
    URL = Row(string, required=True)
    CallerData = Row(string, since="Exchange2013")


class PullSubscriptionRequest(BaseSubscriptionRequest, name="PullSubscriptionRequestType"):
    Timeout = Row(SubscriptionTimeout, required=True)


class StreamingSubscriptionRequest(Bag, name="StreamingSubscriptionRequestType"):
    SubscribeToAllFolders = Row(boolean, attribute=True)
    FolderIds = Row(NonEmptyArrayOfBaseFolderIds)
    EventTypes = Row(NonEmptyArrayOfNotificationEventTypes, required=True)


SubscriptionStatus = choice("SubscriptionStatusType", "OK", "Unsubscribe")


class NonEmptyArrayOfSubscriptionIds(Bag, name="NonEmptyArrayOfSubscriptionIdsType"):
    SubscriptionId = Rows(SubscriptionId, required=True)


class SubscriptionIdsAsSent(NonEmptyArrayOfSubscriptionIds, name="", restricts=True):
    """The same as a stream has them in ErrorSubscriptionIds: in the namespace of messages, against the schema.

    Source: seen EMA GetStreamingEventsResponse, its port to Java, exchangelib: each takes these names alone.
    """

    SubscriptionId = Rows(SubscriptionId, required=True, namespace=MESSAGES)


class NonEmptyArrayOfNotifications(Bag, name="NonEmptyArrayOfNotificationsType"):
    Notification = Rows(Notification)


class NotificationsAsSent(NonEmptyArrayOfNotifications, name="", restricts=True):
    """The same as a stream has them. [doc: the guide's sample of a stream; seen EMA GetStreamingEventsResults]"""

    Notification = Rows(Notification, namespace=MESSAGES)


StreamingSubscriptionConnectionTimeout = limited("StreamingSubscriptionConnectionTimeoutType", int_, least=1, most=30)

ConnectionStatus = choice("ConnectionStatusType", "OK", "Closed")


class ArrayOfEventID(Bag, name="ArrayOfEventIDType"):
    EventToDeleteID = Rows(string, choice=True)


class Subscribe(BaseRequest, name="SubscribeType", namespace=MESSAGES, element="Subscribe"):
    PullSubscriptionRequest = Row(PullSubscriptionRequest)
    PushSubscriptionRequest = Row(PushSubscriptionRequest)
    StreamingSubscriptionRequest = Row(StreamingSubscriptionRequest, since="Exchange2010_SP1")
    one_of = OneOf(PullSubscriptionRequest, PushSubscriptionRequest, StreamingSubscriptionRequest)


class SubscribeResponseMessage(ResponseMessage, name="SubscribeResponseMessageType", namespace=MESSAGES):
    SubscriptionId = Row(SubscriptionId)
    Watermark = Row(Watermark)


class SubscribeResponse(
    BaseResponseMessage, name="SubscribeResponseType", namespace=MESSAGES, element="SubscribeResponse"
):
    pass


class Unsubscribe(BaseRequest, name="UnsubscribeType", namespace=MESSAGES, element="Unsubscribe"):
    SubscriptionId = Row(SubscriptionId, required=True)


class UnsubscribeResponse(
    BaseResponseMessage, name="UnsubscribeResponseType", namespace=MESSAGES, element="UnsubscribeResponse"
):
    pass


class GetEvents(BaseRequest, name="GetEventsType", namespace=MESSAGES, element="GetEvents"):
    SubscriptionId = Row(SubscriptionId, required=True)
    Watermark = Row(Watermark, required=True)


class GetEventsResponseMessage(ResponseMessage, name="GetEventsResponseMessageType", namespace=MESSAGES):
    Notification = Row(Notification)


class GetEventsResponse(
    BaseResponseMessage, name="GetEventsResponseType", namespace=MESSAGES, element="GetEventsResponse"
):
    pass


class GetStreamingEvents(BaseRequest, name="GetStreamingEventsType", namespace=MESSAGES, element="GetStreamingEvents"):
    SubscriptionIds = Row(NonEmptyArrayOfSubscriptionIds, required=True)
    ConnectionTimeout = Row(StreamingSubscriptionConnectionTimeout, required=True)


class GetStreamingEventsResponseMessage(
    ResponseMessage, name="GetStreamingEventsResponseMessageType", namespace=MESSAGES
):
    Notifications = Row(NonEmptyArrayOfNotifications)
    ErrorSubscriptionIds = Row(NonEmptyArrayOfSubscriptionIds)
    ConnectionStatus = Row(ConnectionStatus)


class GetStreamingEventsResponse(
    BaseResponseMessage, name="GetStreamingEventsResponseType", namespace=MESSAGES, element="GetStreamingEventsResponse"
):
    pass


class SendNotificationResponseMessage(ResponseMessage, name="SendNotificationResponseMessageType", namespace=MESSAGES):
    Notification = Row(Notification, required=True)


class SendNotificationResponse(
    BaseResponseMessage, name="SendNotificationResponseType", namespace=MESSAGES, element="SendNotification"
):
    pass


class SendNotificationResult(
    Bag, name="SendNotificationResultType", namespace=MESSAGES, element="SendNotificationResult"
):
    SubscriptionStatus = Row(SubscriptionStatus, required=True)
