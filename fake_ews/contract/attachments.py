"""Attachments and their operations.   Source: types.xsd, messages.xsd."""

from fake_ews.contract.common import (
    AttachmentId,
    BaseRequest,
    BaseResponseMessage,
    BodyTypeResponse,
    ItemId,
    NonEmptyArrayOfPathsToElement,
    RequestAttachmentId,
    ResponseMessage,
    RootItemId,
)
from fake_ews.contract.items import Item
from fake_ews.contract.notation import (
    MESSAGES,
    AnyOf,
    Bag,
    OneOf,
    Row,
    Rows,
    base64Binary,
    boolean,
    dateTime,
    int_,
    later,
    string,
)


class AttachmentResponseShape(Bag, name="AttachmentResponseShapeType"):
    IncludeMimeContent = Row(boolean)
    BodyType = Row(BodyTypeResponse)
    FilterHtmlContent = Row(boolean, since="Exchange2010")
    AdditionalProperties = Row(NonEmptyArrayOfPathsToElement)


class NonEmptyArrayOfRequestAttachmentIds(Bag, name="NonEmptyArrayOfRequestAttachmentIdsType"):
    AttachmentId = Rows(RequestAttachmentId, required=True, choice=True)


class Attachment(Bag, name="AttachmentType"):
    AttachmentId = Row(AttachmentId)
    Name = Row(string)
    ContentType = Row(string)
    ContentId = Row(string)
    ContentLocation = Row(string)
    AttachmentOriginalUrl = Row(string, since="Exchange2016")
    Size = Row(int_, since="Exchange2010")
    LastModifiedTime = Row(dateTime, since="Exchange2010")
    IsInline = Row(boolean, since="Exchange2010")


class ItemAttachment(Attachment, name="ItemAttachmentType"):
    Item = Row(Item)
    Message = Row(later("t:MessageType"))
    SharingMessage = Row(later("t:SharingMessageType"))
    CalendarItem = Row(later("t:CalendarItemType"))
    Contact = Row(later("t:ContactItemType"))
    MeetingMessage = Row(later("t:MeetingMessageType"))
    MeetingRequest = Row(later("t:MeetingRequestMessageType"))
    MeetingResponse = Row(later("t:MeetingResponseMessageType"))
    MeetingCancellation = Row(later("t:MeetingCancellationMessageType"))
    Task = Row(later("t:TaskType"))
    PostItem = Row(later("t:PostItemType"))
    RoleMember = Row(later("t:RoleMemberItemType"))
    Network = Row(later("t:NetworkItemType"))
    Person = Row(later("t:AbchPersonItemType"))
    one_of = OneOf(
        Item,
        Message,
        SharingMessage,
        CalendarItem,
        Contact,
        MeetingMessage,
        MeetingRequest,
        MeetingResponse,
        MeetingCancellation,
        Task,
        PostItem,
        RoleMember,
        Network,
        Person,
        required=False,
    )


class FileAttachment(Attachment, name="FileAttachmentType"):
    IsContactPhoto = Row(boolean, since="Exchange2010")
    Content = Row(base64Binary)


class ReferenceAttachment(Attachment, name="ReferenceAttachmentType"):
    AttachLongPathName = Row(string)
    ProviderType = Row(string, since="Exchange2016")
    ProviderEndpointUrl = Row(string, since="Exchange2016")
    AttachmentThumbnailUrl = Row(string, since="Exchange2016")
    AttachmentPreviewUrl = Row(string, since="Exchange2016")
    PermissionType = Row(int_, since="Exchange2016")
    OriginalPermissionType = Row(int_, since="Exchange2016")
    AttachmentIsFolder = Row(boolean, since="Exchange2016")


class ArrayOfAttachments(Bag, name="ArrayOfAttachmentsType"):
    ItemAttachment = Row(ItemAttachment)
    FileAttachment = Row(FileAttachment)
    ReferenceAttachment = Row(ReferenceAttachment)
    entries = AnyOf(ItemAttachment, FileAttachment, ReferenceAttachment, required=False)


class NonEmptyArrayOfAttachments(Bag, name="NonEmptyArrayOfAttachmentsType"):
    ItemAttachment = Row(ItemAttachment)
    FileAttachment = Row(FileAttachment)
    ReferenceAttachment = Row(ReferenceAttachment)
    entries = AnyOf(ItemAttachment, FileAttachment, ReferenceAttachment)


class AttachmentInfoResponseMessage(ResponseMessage, name="AttachmentInfoResponseMessageType", namespace=MESSAGES):
    Attachments = Row(ArrayOfAttachments, required=True)


class DeleteAttachmentResponseMessage(ResponseMessage, name="DeleteAttachmentResponseMessageType", namespace=MESSAGES):
    RootItemId = Row(RootItemId)


class CreateAttachment(BaseRequest, name="CreateAttachmentType", namespace=MESSAGES, element="CreateAttachment"):
    ParentItemId = Row(ItemId, required=True)
    Attachments = Row(NonEmptyArrayOfAttachments, required=True)


class CreateAttachmentResponse(
    BaseResponseMessage, name="CreateAttachmentResponseType", namespace=MESSAGES, element="CreateAttachmentResponse"
):
    pass


class DeleteAttachment(BaseRequest, name="DeleteAttachmentType", namespace=MESSAGES, element="DeleteAttachment"):
    AttachmentIds = Row(NonEmptyArrayOfRequestAttachmentIds, required=True)


class DeleteAttachmentResponse(
    BaseResponseMessage, name="DeleteAttachmentResponseType", namespace=MESSAGES, element="DeleteAttachmentResponse"
):
    pass


class GetAttachment(BaseRequest, name="GetAttachmentType", namespace=MESSAGES, element="GetAttachment"):
    AttachmentShape = Row(AttachmentResponseShape)
    AttachmentIds = Row(NonEmptyArrayOfRequestAttachmentIds, required=True)


class GetAttachmentResponse(
    BaseResponseMessage, name="GetAttachmentResponseType", namespace=MESSAGES, element="GetAttachmentResponse"
):
    pass
