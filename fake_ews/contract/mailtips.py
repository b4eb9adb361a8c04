"""Mail tips, and what the server says of its services.   Source: messages.xsd, types.xsd."""

from fake_ews.contract.availability import ArrayOfRecipientSuggestions, Duration, ReplyBody
from fake_ews.contract.common import ArrayOfRecipients, BaseRequest, EmailAddress, ResponseMessage
from fake_ews.contract.notation import (
    MESSAGES,
    AnyOf,
    Bag,
    OneOf,
    Row,
    Rows,
    boolean,
    choice,
    int_,
    later,
    limited,
    list_of,
    string,
)

MailTipTypes = list_of(
    "MailTipTypes",
    choice(
        "",
        "All",
        "OutOfOfficeMessage",
        "MailboxFullStatus",
        "CustomMailTip",
        "ExternalMemberCount",
        "TotalMemberCount",
        "MaxMessageSize",
        "DeliveryRestriction",
        "ModerationStatus",
        "InvalidRecipient",
        "Scope",
        "RecipientSuggestions",
        "PreferAccessibleContent",
    ),
)


class OutOfOfficeMailTip(Bag, name="OutOfOfficeMailTip"):
    ReplyBody = Row(ReplyBody, required=True)
    Duration = Row(Duration)


class SmtpDomain(Bag, name="SmtpDomain"):
    Name = Row(string, required=True, attribute=True)
    IncludeSubdomains = Row(boolean, attribute=True)


class SmtpDomainList(Bag, name="SmtpDomainList"):
    Domain = Rows(SmtpDomain)


class MailTips(Bag, name="MailTips"):
    RecipientAddress = Row(EmailAddress, required=True)
    PendingMailTips = Row(MailTipTypes, required=True)
    OutOfOffice = Row(OutOfOfficeMailTip)
    MailboxFull = Row(boolean)
    CustomMailTip = Row(string)
    TotalMemberCount = Row(int_)
    ExternalMemberCount = Row(int_)
    MaxMessageSize = Row(int_)
    DeliveryRestricted = Row(boolean)
    IsModerated = Row(boolean)
    InvalidRecipient = Row(boolean)
    Scope = Row(int_, since="Exchange2013")
    RecipientSuggestions = Row(ArrayOfRecipientSuggestions, since="Exchange2016")
    PreferAccessibleContent = Row(boolean, since="V2017_07_11")


ServiceConfiguration = list_of(
    "ServiceConfigurationType",
    choice(
        "",
        "MailTips",
        "UnifiedMessagingConfiguration",
        "ProtectionRules",
        "PolicyNudges",
        "SharePointURLs",
        "OfficeIntegrationConfiguration",
    ),
)


class TServiceConfiguration(Bag, name="ServiceConfiguration"):
    pass


class MailTipsServiceConfiguration(TServiceConfiguration, name="MailTipsServiceConfiguration"):
    MailTipsEnabled = Row(boolean, required=True)
    MaxRecipientsPerGetMailTipsRequest = Row(int_, required=True)
    MaxMessageSize = Row(int_, required=True)
    LargeAudienceThreshold = Row(int_, required=True)
    ShowExternalRecipientCount = Row(boolean, required=True)
    InternalDomains = Row(SmtpDomainList, required=True)
    PolicyTipsEnabled = Row(boolean, required=True, since="Exchange2013")
    LargeAudienceCap = Row(int_, required=True, since="Exchange2013")


class UnifiedMessageServiceConfiguration(TServiceConfiguration, name="UnifiedMessageServiceConfiguration"):
    UmEnabled = Row(boolean, required=True)
    PlayOnPhoneDialString = Row(string, required=True)
    PlayOnPhoneEnabled = Row(boolean, required=True)


class SharePointURLsServiceConfiguration(TServiceConfiguration, name="SharePointURLsServiceConfiguration"):
    InternalSPMySiteHostURL = Row(string, required=True)
    ExternalSPMySiteHostURL = Row(string, required=True)


class ConfigurationRequestDetails(Bag, name="ConfigurationRequestDetailsType", open_content=True):
    pass


ProtectionRuleValue = limited("ProtectionRuleValueType", string, shortest=1)


class ProtectionRuleRecipientIs(Bag, name="ProtectionRuleRecipientIsType"):
    Value = Rows(ProtectionRuleValue, required=True)


class ProtectionRuleSenderDepartments(Bag, name="ProtectionRuleSenderDepartmentsType"):
    Value = Rows(ProtectionRuleValue, required=True)


ProtectionRuleTrue = limited("ProtectionRuleTrueType", string, shortest=0, longest=0)

ProtectionRuleAllInternal = limited("ProtectionRuleAllInternalType", string, shortest=0, longest=0)


class ProtectionRuleAnd(Bag, name="ProtectionRuleAndType"):
    AllInternal = Row(ProtectionRuleAllInternal)
    And = Row(later("t:ProtectionRuleAndType"))
    RecipientIs = Row(ProtectionRuleRecipientIs)
    SenderDepartments = Row(ProtectionRuleSenderDepartments)
    True_ = Row(ProtectionRuleTrue)
    entries = AnyOf(AllInternal, And, RecipientIs, SenderDepartments, True_)


class ProtectionRuleCondition(Bag, name="ProtectionRuleConditionType"):
    AllInternal = Row(ProtectionRuleAllInternal)
    And = Row(ProtectionRuleAnd)
    RecipientIs = Row(ProtectionRuleRecipientIs)
    SenderDepartments = Row(ProtectionRuleSenderDepartments)
    True_ = Row(ProtectionRuleTrue)
    one_of = OneOf(AllInternal, And, RecipientIs, SenderDepartments, True_)


ProtectionRuleActionKind = choice("ProtectionRuleActionKindType", "RightsProtectMessage")


class ProtectionRuleArgument(Bag, name="ProtectionRuleArgumentType"):
    Value = Row(limited("", string, shortest=1), required=True, attribute=True)


class ProtectionRuleAction(Bag, name="ProtectionRuleActionType"):
    Name = Row(ProtectionRuleActionKind, required=True, attribute=True)
    Argument = Rows(ProtectionRuleArgument)


class ProtectionRule(Bag, name="ProtectionRuleType"):
    Name = Row(limited("", string, shortest=1), required=True, attribute=True)
    UserOverridable = Row(boolean, required=True, attribute=True)
    Priority = Row(limited("", int_, least=1), required=True, attribute=True)
    Condition = Row(ProtectionRuleCondition, required=True)
    Action = Row(ProtectionRuleAction, required=True)


class ArrayOfProtectionRules(Bag, name="ArrayOfProtectionRulesType"):
    Rule = Rows(ProtectionRule)


class ProtectionRulesServiceConfiguration(TServiceConfiguration, name="ProtectionRulesServiceConfiguration"):
    RefreshInterval = Row(limited("", int_, least=1), required=True, attribute=True)
    Rules = Row(ArrayOfProtectionRules, required=True)
    InternalDomains = Row(SmtpDomainList, required=True)


class PolicyNudgeRulesServiceConfiguration(Bag, name="PolicyNudgeRulesServiceConfiguration", open_content=True):
    pass


class GetMailTips(BaseRequest, name="GetMailTipsType", namespace=MESSAGES, element="GetMailTips"):
    SendingAs = Row(EmailAddress, required=True)
    Recipients = Row(ArrayOfRecipients, required=True)
    MailTipsRequested = Row(MailTipTypes, required=True)


class MailTipsResponseMessage(ResponseMessage, name="MailTipsResponseMessageType", namespace=MESSAGES):
    MailTips = Row(MailTips)


class ArrayOfMailTipsResponseMessage(Bag, name="ArrayOfMailTipsResponseMessageType", namespace=MESSAGES):
    MailTipsResponseMessageType = Rows(MailTipsResponseMessage, required=True)


class GetMailTipsResponseMessage(
    ResponseMessage, name="GetMailTipsResponseMessageType", namespace=MESSAGES, element="GetMailTipsResponse"
):
    ResponseMessages = Row(ArrayOfMailTipsResponseMessage)


class ArrayOfServiceConfiguration(Bag, name="ArrayOfServiceConfigurationType", namespace=MESSAGES):
    ConfigurationName = Rows(ServiceConfiguration, required=True, choice=True)


class GetServiceConfiguration(
    BaseRequest, name="GetServiceConfigurationType", namespace=MESSAGES, element="GetServiceConfiguration"
):
    ActingAs = Row(EmailAddress)
    RequestedConfiguration = Row(ArrayOfServiceConfiguration, required=True)
    ConfigurationRequestDetails = Row(ConfigurationRequestDetails, since="Exchange2013")


class ServiceConfigurationResponseMessage(
    ResponseMessage, name="ServiceConfigurationResponseMessageType", namespace=MESSAGES
):
    MailTipsConfiguration = Row(MailTipsServiceConfiguration)
    UnifiedMessagingConfiguration = Row(UnifiedMessageServiceConfiguration)
    ProtectionRulesConfiguration = Row(ProtectionRulesServiceConfiguration)
    PolicyNudgeRulesConfiguration = Row(PolicyNudgeRulesServiceConfiguration, since="Exchange2013")
    SharePointURLsConfiguration = Row(SharePointURLsServiceConfiguration, since="Exchange2016")


class ArrayOfServiceConfigurationResponseMessage(
    Bag, name="ArrayOfServiceConfigurationResponseMessageType", namespace=MESSAGES
):
    ServiceConfigurationResponseMessageType = Rows(ServiceConfigurationResponseMessage, required=True)


class GetServiceConfigurationResponseMessage(
    ResponseMessage,
    name="GetServiceConfigurationResponseMessageType",
    namespace=MESSAGES,
    element="GetServiceConfigurationResponse",
):
    ResponseMessages = Row(ArrayOfServiceConfigurationResponseMessage)
