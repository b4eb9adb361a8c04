"""Messages, posts, and the answers a person gives to them.   Source: types.xsd; MS-OXPROPS."""

from fake_ews.contract.attachments import NonEmptyArrayOfAttachments
from fake_ews.contract.common import ArrayOfRecipients, Body, ItemId, SingleRecipient
from fake_ews.contract.headers import SmtpAddress
from fake_ews.contract.items import Item, ItemClass, NonEmptyArrayOfInternetHeaders, SensitivityChoices
from fake_ews.contract.notation import Bag, Row, Rows, base64Binary, boolean, choice, dateTime, int_, string, tag
from fake_ews.contract.paths import Guid


class ApprovalRequestData(Bag, name="ApprovalRequestDataType"):
    IsUndecidedApprovalRequest = Row(boolean)
    ApprovalDecision = Row(int_)
    ApprovalDecisionMaker = Row(string)
    ApprovalDecisionTime = Row(dateTime)


class ReminderMessageData(Bag, name="ReminderMessageDataType"):
    ReminderText = Row(string)
    Location = Row(string)
    StartTime = Row(dateTime)
    EndTime = Row(dateTime)
    AssociatedCalendarItemId = Row(ItemId)


class MessageSafety(Bag, name="MessageSafetyType"):
    MessageSafetyLevel = Row(int_)
    MessageSafetyReason = Row(int_)
    Info = Row(string)


SendPrompt = choice("SendPromptType", "None", "Send", "VotingOption")


class VotingOptionData(Bag, name="VotingOptionDataType"):
    DisplayName = Row(string)
    SendPrompt = Row(SendPrompt)


class ArrayOfVotingOptionData(Bag, name="ArrayOfVotingOptionDataType"):
    VotingOptionData = Rows(VotingOptionData)


class VotingInformation(Bag, name="VotingInformationType"):
    UserOptions = Row(ArrayOfVotingOptionData)
    VotingResponse = Row(string)


class MailboxGuids(Bag, name=""):
    MailboxGuid = Rows(Guid, required=True)


class Message(
    Item,
    name="MessageType",
    prefix="message",
    default="ItemId Subject Sensitivity Body Size DateTimeSent HasAttachments ResponseObjects IsAssociated From IsRead IsReadReceiptRequested ToRecipients CcRecipients BccRecipients IsDeliveryReceiptRequested",
):
    Sender = Row(SingleRecipient)
    ToRecipients = Row(ArrayOfRecipients, whole=True)
    CcRecipients = Row(ArrayOfRecipients, whole=True)
    BccRecipients = Row(ArrayOfRecipients, whole=True)
    IsReadReceiptRequested = Row(boolean, mapi=tag(0x0029, "Boolean"))
    IsDeliveryReceiptRequested = Row(boolean, mapi=tag(0x0023, "Boolean"))
    ConversationIndex = Row(base64Binary, mapi=tag(0x0071, "Binary"), settable=False)
    ConversationTopic = Row(string, mapi=tag(0x0070), settable=False)
    From = Row(SingleRecipient)
    InternetMessageId = Row(string, mapi=tag(0x1035))
    IsRead = Row(boolean, mapi=tag(0x0E69, "Boolean"))
    IsResponseRequested = Row(boolean)
    References = Row(string, mapi=tag(0x1039))
    ReplyTo = Row(ArrayOfRecipients, whole=True)
    ReceivedBy = Row(SingleRecipient, settable=False)
    ReceivedRepresenting = Row(SingleRecipient, settable=False)
    ApprovalRequestData = Row(ApprovalRequestData, asked=True, settable=False, since="Exchange2013")
    VotingInformation = Row(VotingInformation, asked=True, settable=False, since="Exchange2013")
    ReminderMessageData = Row(ReminderMessageData, asked=True, settable=False, since="Exchange2013")
    MessageSafety = Row(MessageSafety, asked=True, settable=False, since="V2017_07_11")
    SenderSMTPAddress = Row(SmtpAddress, asked=True, settable=False, since="Exchange2016", uri="")
    MailboxGuids = Row(MailboxGuids, asked=True, settable=False, since="Exchange2016", uri="")
    PublishedCalendarItemIcs = Row(string, asked=True, settable=False, since="V2017_07_11")
    PublishedCalendarItemName = Row(string, asked=True, settable=False, since="V2017_07_11")


class ResponseObjectCore(Message, name="ResponseObjectCoreType", abstract=True):
    ReferenceItemId = Row(ItemId, uri="")


class ResponseObject(ResponseObjectCore, name="ResponseObjectType", abstract=True):
    ObjectName = Row(string, attribute=True, uri="")


class WellKnownResponseObject(ResponseObject, name="WellKnownResponseObjectType", restricts=True):
    ItemClass = Row(ItemClass, uri="item:ItemClass")
    Sensitivity = Row(SensitivityChoices, uri="item:Sensitivity")
    Body = Row(Body, uri="item:Body")
    Attachments = Row(NonEmptyArrayOfAttachments, uri="item:Attachments")
    InternetMessageHeaders = Row(NonEmptyArrayOfInternetHeaders, uri="item:InternetMessageHeaders")
    Sender = Row(SingleRecipient)
    ToRecipients = Row(ArrayOfRecipients)
    CcRecipients = Row(ArrayOfRecipients)
    BccRecipients = Row(ArrayOfRecipients)
    IsReadReceiptRequested = Row(boolean)
    IsDeliveryReceiptRequested = Row(boolean)
    From = Row(SingleRecipient)
    ReferenceItemId = Row(ItemId, uri="")


class SmartResponseBase(ResponseObject, name="SmartResponseBaseType", restricts=True):
    Subject = Row(string, uri="item:Subject")
    Body = Row(Body, uri="item:Body")
    ToRecipients = Row(ArrayOfRecipients)
    CcRecipients = Row(ArrayOfRecipients)
    BccRecipients = Row(ArrayOfRecipients)
    IsReadReceiptRequested = Row(boolean)
    IsDeliveryReceiptRequested = Row(boolean)
    From = Row(SingleRecipient)
    ReferenceItemId = Row(ItemId, uri="")


class SmartResponse(SmartResponseBase, name="SmartResponseType"):
    NewBodyContent = Row(Body, uri="")


class ReplyToItem(SmartResponse, name="ReplyToItemType"):
    pass


class ReplyAllToItem(SmartResponse, name="ReplyAllToItemType"):
    IsSpecificMessageReply = Row(boolean, since="Exchange2016", uri="")


class ForwardItem(SmartResponse, name="ForwardItemType"):
    pass


class ReferenceItemResponse(ResponseObject, name="ReferenceItemResponseType", restricts=True):
    ReferenceItemId = Row(ItemId, uri="")


class SuppressReadReceipt(ReferenceItemResponse, name="SuppressReadReceiptType"):
    pass


class AddItemToMyCalendar(ResponseObject, name="AddItemToMyCalendarType"):
    pass


class PostReplyItemBase(ResponseObject, name="PostReplyItemBaseType", restricts=True):
    Subject = Row(string, uri="item:Subject")
    Body = Row(Body, uri="item:Body")
    ReferenceItemId = Row(ItemId, uri="")


class PostReplyItem(PostReplyItemBase, name="PostReplyItemType"):
    NewBodyContent = Row(Body, uri="")


class PostItem(
    Item,
    name="PostItemType",
    prefix="postitem",
    default="ItemId Subject Sensitivity Body Size HasAttachments ResponseObjects IsAssociated From IsRead PostedTime",
):
    ConversationIndex = Row(base64Binary, mapi=tag(0x0071, "Binary"), uri="message:ConversationIndex")
    ConversationTopic = Row(string, mapi=tag(0x0070), uri="message:ConversationTopic")
    From = Row(SingleRecipient, uri="message:From")
    InternetMessageId = Row(string, mapi=tag(0x1035), uri="message:InternetMessageId")
    IsRead = Row(boolean, mapi=tag(0x0E69, "Boolean"), uri="message:IsRead")
    PostedTime = Row(dateTime)
    References = Row(string, mapi=tag(0x1039), uri="message:References")
    Sender = Row(SingleRecipient, uri="message:Sender")


SharingActionImportance = choice("SharingActionImportance", "Primary", "Secondary")

TSharingAction = choice("SharingAction", "AcceptAndViewCalendar", "ViewCalendar", "AddThisCalendar", "Accept")

SharingAction = choice("SharingActionType", "Accept")


class SharingMessageAction(Bag, name="SharingMessageActionType"):
    Importance = Row(SharingActionImportance)
    ActionType = Row(SharingAction)
    Action = Row(TSharingAction)


class ArrayOfSharingMessageAction(Bag, name="ArrayOfSharingMessageActionType"):
    SharingMessageAction = Row(SharingMessageAction)


class SharingMessage(Message, name="SharingMessageType", prefix="sharingMessage"):
    SharingMessageAction = Row(SharingMessageAction)
    SharingMessageActions = Row(ArrayOfSharingMessageAction, uri="")


RoleMemberType = choice(
    "RoleMemberTypeType",
    "None Passport Everyone Email Phone SkypeId ExternalId Group Guid Role Service Circle Domain Partner",
)


class RoleMemberItem(Item, name="RoleMemberItemType", prefix="rolemember"):
    DisplayName = Row(string)
    Type = Row(RoleMemberType, uri="rolemember:MemberType")
    MemberId = Row(string)


class NetworkItem(Item, name="NetworkItemType", prefix="network"):
    DomainId = Row(int_)
    DomainTag = Row(string)
    UserTileUrl = Row(string)
    ProfileUrl = Row(string)
    Settings = Row(int_)
    IsDefault = Row(boolean)
    AutoLinkError = Row(string)
    AutoLinkSuccess = Row(string)
    UserEmail = Row(string)
    ClientPublishSecret = Row(string)
    ClientToken = Row(string)
    ClientToken2 = Row(string)
    ContactSyncError = Row(string)
    ContactSyncSuccess = Row(string)
    ErrorOffers = Row(int_)
    FirstAuthErrorDates = Row(string)
    LastVersionSaved = Row(int_)
    LastWelcomeContact = Row(string)
    Offers = Row(int_)
    PsaLastChanged = Row(dateTime)
    RefreshToken2 = Row(string)
    RefreshTokenExpiry2 = Row(string)
    SessionHandle = Row(string)
    RejectedOffers = Row(int_)
    SyncEnabled = Row(boolean)
    TokenRefreshLastAttempted = Row(dateTime)
    TokenRefreshLastCompleted = Row(dateTime)
    PsaState = Row(string, uri="")
    SourceEntryID = Row(base64Binary)
    AccountName = Row(string)
    LastSync = Row(dateTime, uri="")


class AcceptSharingInvitation(ReferenceItemResponse, name="AcceptSharingInvitationType"):
    pass
