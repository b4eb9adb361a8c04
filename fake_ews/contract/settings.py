"""What a mailbox and its owner have set: user configuration and delegates.   Source: messages.xsd, types.xsd."""

from fake_ews.contract.common import (
    BaseRequest,
    BaseResponseMessage,
    EmailAddress,
    ItemId,
    NonEmptyString,
    ResponseMessage,
    TargetFolderId,
)
from fake_ews.contract.contacts import UserConfigurationDictionary
from fake_ews.contract.folders import DelegatePermissions, UserId
from fake_ews.contract.notation import MESSAGES, Bag, Row, Rows, base64Binary, boolean, choice, list_of, string


class DelegateUser(Bag, name="DelegateUserType"):
    UserId = Row(UserId, required=True)
    DelegatePermissions = Row(DelegatePermissions)
    ReceiveCopiesOfMeetingMessages = Row(boolean)
    ViewPrivateItems = Row(boolean)


class ArrayOfDelegateUser(Bag, name="ArrayOfDelegateUserType"):
    DelegateUser = Rows(DelegateUser, required=True)


class ArrayOfUserId(Bag, name="ArrayOfUserIdType"):
    UserId = Rows(UserId, required=True)


DeliverMeetingRequests = choice(
    "DeliverMeetingRequestsType", "DelegatesOnly", "DelegatesAndMe", "DelegatesAndSendInformationToMe", "NoForward"
)


class UserConfigurationName(TargetFolderId, name="UserConfigurationNameType"):
    Name = Row(NonEmptyString, required=True, attribute=True)


UserConfigurationDictionaryObjectTypes = choice(
    "UserConfigurationDictionaryObjectTypesType",
    "DateTime Boolean Byte String Integer32 UnsignedInteger32 Integer64 UnsignedInteger64 StringArray ByteArray",
)


class UserConfigurationDictionaryObject(Bag, name="UserConfigurationDictionaryObjectType"):
    Type = Row(UserConfigurationDictionaryObjectTypes, required=True)
    Value = Rows(string, required=True)


class UserConfiguration(Bag, name="UserConfigurationType"):
    UserConfigurationName = Row(UserConfigurationName, required=True)
    ItemId = Row(ItemId)
    Dictionary = Row(UserConfigurationDictionary)
    XmlData = Row(base64Binary)
    BinaryData = Row(base64Binary)


UserConfigurationProperty = list_of(
    "UserConfigurationPropertyType", choice("", "Id", "Dictionary", "XmlData", "BinaryData", "All")
)


class BaseDelegate(BaseRequest, name="BaseDelegateType", namespace=MESSAGES, abstract=True):
    Mailbox = Row(EmailAddress, required=True)


class GetDelegate(BaseDelegate, name="GetDelegateType", namespace=MESSAGES, element="GetDelegate"):
    IncludePermissions = Row(boolean, required=True, attribute=True)
    UserIds = Row(ArrayOfUserId)


class DelegateUserResponseMessage(ResponseMessage, name="DelegateUserResponseMessageType", namespace=MESSAGES):
    DelegateUser = Row(DelegateUser)


class ArrayOfDelegateUserResponseMessage(Bag, name="ArrayOfDelegateUserResponseMessageType", namespace=MESSAGES):
    DelegateUserResponseMessageType = Rows(DelegateUserResponseMessage, required=True)


class BaseDelegateResponseMessage(
    ResponseMessage, name="BaseDelegateResponseMessageType", namespace=MESSAGES, abstract=True
):
    ResponseMessages = Row(ArrayOfDelegateUserResponseMessage)


class GetDelegateResponseMessage(
    BaseDelegateResponseMessage,
    name="GetDelegateResponseMessageType",
    namespace=MESSAGES,
    element="GetDelegateResponse",
):
    DeliverMeetingRequests = Row(DeliverMeetingRequests)


class AddDelegate(BaseDelegate, name="AddDelegateType", namespace=MESSAGES, element="AddDelegate"):
    DelegateUsers = Row(ArrayOfDelegateUser, required=True)
    DeliverMeetingRequests = Row(DeliverMeetingRequests)


class AddDelegateResponseMessage(
    BaseDelegateResponseMessage,
    name="AddDelegateResponseMessageType",
    namespace=MESSAGES,
    element="AddDelegateResponse",
):
    pass


class RemoveDelegate(BaseDelegate, name="RemoveDelegateType", namespace=MESSAGES, element="RemoveDelegate"):
    UserIds = Row(ArrayOfUserId, required=True)


class RemoveDelegateResponseMessage(
    BaseDelegateResponseMessage,
    name="RemoveDelegateResponseMessageType",
    namespace=MESSAGES,
    element="RemoveDelegateResponse",
):
    pass


class UpdateDelegate(BaseDelegate, name="UpdateDelegateType", namespace=MESSAGES, element="UpdateDelegate"):
    DelegateUsers = Row(ArrayOfDelegateUser)
    DeliverMeetingRequests = Row(DeliverMeetingRequests)


class UpdateDelegateResponseMessage(
    BaseDelegateResponseMessage,
    name="UpdateDelegateResponseMessageType",
    namespace=MESSAGES,
    element="UpdateDelegateResponse",
):
    pass


class CreateUserConfiguration(
    BaseRequest, name="CreateUserConfigurationType", namespace=MESSAGES, element="CreateUserConfiguration"
):
    UserConfiguration = Row(UserConfiguration, required=True)


class CreateUserConfigurationResponse(
    BaseResponseMessage,
    name="CreateUserConfigurationResponseType",
    namespace=MESSAGES,
    element="CreateUserConfigurationResponse",
):
    pass


class DeleteUserConfiguration(
    BaseRequest, name="DeleteUserConfigurationType", namespace=MESSAGES, element="DeleteUserConfiguration"
):
    UserConfigurationName = Row(UserConfigurationName, required=True)


class DeleteUserConfigurationResponse(
    BaseResponseMessage,
    name="DeleteUserConfigurationResponseType",
    namespace=MESSAGES,
    element="DeleteUserConfigurationResponse",
):
    pass


class GetUserConfiguration(
    BaseRequest, name="GetUserConfigurationType", namespace=MESSAGES, element="GetUserConfiguration"
):
    UserConfigurationName = Row(UserConfigurationName, required=True)
    UserConfigurationProperties = Row(UserConfigurationProperty, required=True)


class GetUserConfigurationResponseMessage(
    ResponseMessage, name="GetUserConfigurationResponseMessageType", namespace=MESSAGES
):
    UserConfiguration = Row(UserConfiguration)


class GetUserConfigurationResponse(
    BaseResponseMessage,
    name="GetUserConfigurationResponseType",
    namespace=MESSAGES,
    element="GetUserConfigurationResponse",
):
    pass


class UpdateUserConfiguration(
    BaseRequest, name="UpdateUserConfigurationType", namespace=MESSAGES, element="UpdateUserConfiguration"
):
    UserConfiguration = Row(UserConfiguration, required=True)


class UpdateUserConfigurationResponse(
    BaseResponseMessage,
    name="UpdateUserConfigurationResponseType",
    namespace=MESSAGES,
    element="UpdateUserConfigurationResponse",
):
    pass
