"""The item: what every kind of it has.   Source: types.xsd; guide/property-sets-and-response-shapes; MS-OXPROPS."""

from fake_ews.contract.common import (
    ArrayOfRecipients,
    ArrayOfStrings,
    Body,
    EffectiveRights,
    FolderId,
    ItemId,
    MimeContent,
)
from fake_ews.contract.notation import (
    AnyOf,
    Bag,
    PropertySet,
    Row,
    Rows,
    base64Binary,
    boolean,
    choice,
    dateTime,
    int_,
    language,
    later,
    lid,
    like,
    limited,
    long,
    named,
    string,
    tag,
    union,
)
from fake_ews.contract.paths import ExtendedProperty, Guid


class InternetHeader(Bag, name="InternetHeaderType"):
    text = Row(string, text=True)
    HeaderName = Row(string, required=True, attribute=True)


class NonEmptyArrayOfInternetHeaders(Bag, name="NonEmptyArrayOfInternetHeadersType"):
    InternetMessageHeader = Rows(InternetHeader, required=True)


PredictedActionReason = choice(
    "PredictedActionReasonType",
    "None ConversationStarterIsYou OnlyRecipient ConversationContributions MarkedImportantBySender "
    "SenderIsManager SenderIsInManagementChain SenderIsDirectReport ActionBasedOnSender NameOnToLine NameOnCcLine "
    "ManagerPosition ReplyToAMessageFromMe PreviouslyFlagged ActionBasedOnRecipients ActionBasedOnSubjectWords "
    "ActionBasedOnBasedOnBodyWords",
)


class NonEmptyArrayOfPredictedActionReason(Bag, name="NonEmptyArrayOfPredictedActionReasonType"):
    PredictedActionReason = Rows(PredictedActionReason, required=True)


SensitivityChoices = choice("SensitivityChoicesType", "Normal", "Personal", "Private", "Confidential")

ImportanceChoices = choice("ImportanceChoicesType", "Low", "Normal", "High")

ItemClass = limited("ItemClassType", string)


class NonEmptyArrayOfResponseObjects(Bag, name="NonEmptyArrayOfResponseObjectsType"):
    AcceptItem = Row(later("t:AcceptItemType"))
    TentativelyAcceptItem = Row(later("t:TentativelyAcceptItemType"))
    DeclineItem = Row(later("t:DeclineItemType"))
    ReplyToItem = Row(later("t:ReplyToItemType"))
    ForwardItem = Row(later("t:ForwardItemType"))
    ReplyAllToItem = Row(later("t:ReplyAllToItemType"))
    CancelCalendarItem = Row(later("t:CancelCalendarItemType"))
    RemoveItem = Row(later("t:RemoveItemType"))
    SuppressReadReceipt = Row(later("t:SuppressReadReceiptType"))
    PostReplyItem = Row(later("t:PostReplyItemType"))
    AcceptSharingInvitation = Row(later("t:AcceptSharingInvitationType"), since="Exchange2010")
    AddItemToMyCalendar = Row(later("t:AddItemToMyCalendarType"), since="Exchange2013")
    ProposeNewTime = Row(later("t:ProposeNewTimeType"), since="Exchange2013")
    entries = AnyOf(
        AcceptItem,
        TentativelyAcceptItem,
        DeclineItem,
        ReplyToItem,
        ForwardItem,
        ReplyAllToItem,
        CancelCalendarItem,
        RemoveItem,
        SuppressReadReceipt,
        PostReplyItem,
        AcceptSharingInvitation,
        AddItemToMyCalendar,
        ProposeNewTime,
        required=False,
    )


FlagStatus = choice("FlagStatusType", "NotFlagged", "Flagged", "Complete")


class Flag(Bag, name="FlagType"):
    FlagStatus = Row(FlagStatus, required=True)
    StartDate = Row(dateTime)
    DueDate = Row(dateTime)
    CompleteDate = Row(dateTime)


InferenceClassification = choice("InferenceClassificationType", "Focused", "Other")


class RightsManagementLicenseData(Bag, name="RightsManagementLicenseDataType"):
    RightsManagedMessageDecryptionStatus = Row(int_)
    RmsTemplateId = Row(string)
    TemplateName = Row(string)
    TemplateDescription = Row(string)
    EditAllowed = Row(boolean)
    ReplyAllowed = Row(boolean)
    ReplyAllAllowed = Row(boolean)
    ForwardAllowed = Row(boolean)
    ModifyRecipientsAllowed = Row(boolean)
    ExtractAllowed = Row(boolean)
    PrintAllowed = Row(boolean)
    ExportAllowed = Row(boolean)
    ProgrammaticAccessAllowed = Row(boolean)
    IsOwner = Row(boolean)
    ContentOwner = Row(string)
    ContentExpiryDate = Row(string)


ReminderMinutesBeforeStart = union(
    "ReminderMinutesBeforeStartType",
    int_,
    limited("", int_, least=0, most=2629800),
    limited("", int_, least=1525252321, most=1525252321),
)


class RetentionTag(Bag, name="RetentionTagType"):
    text = Row(Guid, text=True)
    IsExplicit = Row(boolean, required=True, attribute=True)


IconIndex = choice(
    "IconIndexType",
    "Default PostItem MailRead MailUnread MailReplied MailForwarded MailEncrypted MailSmimeSigned "
    "MailEncryptedReplied MailSmimeSignedReplied MailEncryptedForwarded MailSmimeSignedForwarded "
    "MailEncryptedRead MailSmimeSignedRead MailIrm MailIrmForwarded MailIrmReplied SmsSubmitted "
    "SmsRoutedToDeliveryPoint SmsRoutedToExternalMessagingSystem SmsDelivered OutlookDefaultForContacts "
    "AppointmentItem AppointmentRecur AppointmentMeet AppointmentMeetRecur AppointmentMeetNY AppointmentMeetYes "
    "AppointmentMeetNo AppointmentMeetMaybe AppointmentMeetCancel AppointmentMeetInfo TaskItem TaskRecur "
    "TaskOwned TaskDelegated",
)


class Item(
    Bag,
    name="ItemType",
    prefix="item",
    default="ItemId Subject HasAttachments ResponseObjects IsAssociated",
    shared=True,
):
    MimeContent = Row(MimeContent, asked=True, whole=True)
    ItemId = Row(ItemId, mapi=tag(0x0FFF, "Binary"), settable=False)
    ParentFolderId = Row(FolderId, mapi=tag(0x0E09, "Binary"), settable=False)
    ItemClass = Row(ItemClass, mapi=tag(0x001A))
    Subject = Row(string, mapi=tag(0x0037))
    Sensitivity = Row(SensitivityChoices, mapi=tag(0x0036, "Integer"))
    Body = Row(Body, whole=True)
    Attachments = Row(later("t:NonEmptyArrayOfAttachmentsType"), whole=True, settable=False)
    """With AllProperties, too: many clients rely on it [seen: php-ews examples]. guide/property-sets leaves it out."""
    DateTimeReceived = Row(dateTime, mapi=tag(0x0E06, "SystemTime"), settable=False)
    Size = Row(int_, mapi=tag(0x0E08, "Integer"), settable=False)
    Categories = Row(ArrayOfStrings, mapi=named(PropertySet.PublicStrings, "Keywords", "StringArray"))
    Importance = Row(ImportanceChoices, mapi=tag(0x0017, "Integer"))
    InReplyTo = Row(string, mapi=tag(0x1042))
    IsSubmitted = Row(boolean, settable=False)
    IsDraft = Row(boolean, settable=False)
    IsFromMe = Row(boolean, settable=False)
    IsResend = Row(boolean, settable=False)
    IsUnmodified = Row(boolean, settable=False)
    InternetMessageHeaders = Row(NonEmptyArrayOfInternetHeaders, settable=False, whole=True)
    DateTimeSent = Row(dateTime, mapi=tag(0x0039, "SystemTime"), settable=False)
    DateTimeCreated = Row(dateTime, mapi=tag(0x3007, "SystemTime"), settable=False)
    ResponseObjects = Row(NonEmptyArrayOfResponseObjects, settable=False, whole=True)
    ReminderDueBy = Row(dateTime, mapi=lid(PropertySet.Common, 0x8502, "SystemTime"))
    ReminderIsSet = Row(boolean, mapi=lid(PropertySet.Common, 0x8503, "Boolean"))
    ReminderNextTime = Row(
        dateTime, mapi=lid(PropertySet.Common, 0x8560, "SystemTime"), asked=True, since="Exchange2013"
    )
    ReminderMinutesBeforeStart = Row(ReminderMinutesBeforeStart, mapi=lid(PropertySet.Common, 0x8501, "Integer"))
    DisplayCc = Row(string, mapi=tag(0x0E03), settable=False)
    DisplayTo = Row(string, mapi=tag(0x0E04), settable=False)
    DisplayBcc = Row(string, mapi=tag(0x0E02), asked=True, settable=False, since="Exchange2016")
    HasAttachments = Row(boolean, mapi=tag(0x0E1B, "Boolean"), settable=False)
    ExtendedProperty = Rows(ExtendedProperty, asked=True, uri="")
    Culture = Row(language, mapi=tag(0x3FF1, "Integer"))
    EffectiveRights = Row(EffectiveRights, settable=False)
    LastModifiedName = Row(string, mapi=tag(0x3FFA), settable=False)
    LastModifiedTime = Row(dateTime, mapi=tag(0x3008, "SystemTime"), settable=False)
    IsAssociated = Row(boolean, mapi=tag(0x67AA, "Boolean"), since="Exchange2010")
    WebClientReadFormQueryString = Row(string, settable=False, since="Exchange2010")
    WebClientEditFormQueryString = Row(string, settable=False, since="Exchange2010")
    ConversationId = like(ItemId, settable=False, since="Exchange2010")
    UniqueBody = like(Body, asked=True, whole=True, settable=False, since="Exchange2010")
    Flag = Row(Flag, asked=True, since="Exchange2013")
    StoreEntryId = Row(base64Binary, asked=True, settable=False, since="Exchange2010_SP2")
    InstanceKey = Row(base64Binary, asked=True, settable=False, since="Exchange2013")
    NormalizedBody = like(Body, asked=True, whole=True, settable=False, since="Exchange2013")
    EntityExtractionResult = Row(
        later("t:EntityExtractionResultType"), asked=True, settable=False, since="Exchange2013"
    )
    PolicyTag = Row(RetentionTag, asked=True, since="Exchange2013")
    ArchiveTag = Row(RetentionTag, asked=True, since="Exchange2013")
    RetentionDate = Row(dateTime, mapi=tag(0x301C, "SystemTime"), asked=True, since="Exchange2013")
    Preview = Row(string, mapi=tag(0x3FD9), asked=True, settable=False, since="Exchange2013")
    RightsManagementLicenseData = Row(RightsManagementLicenseData, asked=True, settable=False, since="Exchange2013")
    PredictedActionReasons = Row(NonEmptyArrayOfPredictedActionReason, asked=True, settable=False, since="Exchange2013")
    IsClutter = Row(boolean, asked=True, settable=False, since="Exchange2013")
    BlockStatus = Row(boolean, asked=True, settable=False, since="Exchange2013")
    HasBlockedImages = Row(boolean, asked=True, settable=False, since="Exchange2013")
    TextBody = like(Body, asked=True, whole=True, settable=False, since="Exchange2013")
    IconIndex = Row(IconIndex, asked=True, settable=False, since="Exchange2013")
    SearchKey = Row(base64Binary, mapi=tag(0x300B, "Binary"), asked=True, settable=False, since="Exchange2016", uri="")
    SortKey = Row(long, asked=True, settable=False, since="Exchange2016", uri="")
    Hashtags = Row(ArrayOfStrings, asked=True, settable=False, since="Exchange2015")
    Mentions = Row(ArrayOfRecipients, asked=True, settable=False, since="Exchange2015")
    MentionedMe = Row(boolean, asked=True, settable=False, since="Exchange2015")
    MentionsPreview = Row(later("t:MentionsPreviewType"), asked=True, settable=False, since="Exchange2016")
    MentionsEx = Row(later("t:NonEmptyArrayOfMentionActionsType"), asked=True, settable=False, since="Exchange2016")
    AppliedHashtags = Row(
        later("t:NonEmptyArrayOfAppliedHashtagType"), asked=True, settable=False, since="Exchange2016"
    )
    AppliedHashtagsPreview = Row(
        later("t:AppliedHashtagsPreviewType"), asked=True, settable=False, since="Exchange2016"
    )
    Likes = Row(later("t:NonEmptyArrayOfLikeType"), asked=True, settable=False, since="Exchange2016")
    LikesPreview = Row(later("t:LikesPreviewType"), asked=True, settable=False, since="Exchange2016")
    PendingSocialActivityTagIds = Row(ArrayOfStrings, asked=True, settable=False, since="Exchange2016")
    AtAllMention = Row(boolean, asked=True, settable=False, since="Exchange2016")
    CanDelete = Row(boolean, asked=True, settable=False, since="Exchange2016")
    InferenceClassification = Row(InferenceClassification, asked=True, settable=False, since="Exchange2016")
