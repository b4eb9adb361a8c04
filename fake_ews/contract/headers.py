"""The header blocks of a request and of an answer.   Source: types.xsd."""

from fake_ews.contract.common import NonEmptyString
from fake_ews.contract.notation import Bag, OneOf, Row, Rows, choice, int_, language, string


class MailboxCulture(Bag, name="MailboxCultureType", element="MailboxCulture", open_attributes=True):
    text = Row(language, text=True)


class NonEmptyArrayOfRole(Bag, name="NonEmptyArrayOfRoleType"):
    Role = Rows(string, required=True)


class ManagementRole(Bag, name="ManagementRoleType", element="ManagementRole"):
    UserRoles = Row(NonEmptyArrayOfRole)
    ApplicationRoles = Row(NonEmptyArrayOfRole)


class PrincipalName(Bag, name="PrincipalNameType"):
    text = Row(NonEmptyString, text=True)


class SID(Bag, name="SIDType"):
    text = Row(NonEmptyString, text=True)


class PrimarySmtpAddress(Bag, name="PrimarySmtpAddressType"):
    text = Row(NonEmptyString, text=True)


class SmtpAddress(Bag, name="SmtpAddressType"):
    text = Row(NonEmptyString, text=True)


class ConnectingSID(Bag, name="ConnectingSIDType"):
    PrincipalName = Row(PrincipalName)
    SID = Row(SID)
    PrimarySmtpAddress = Row(PrimarySmtpAddress)
    SmtpAddress = Row(SmtpAddress)
    one_of = OneOf(PrincipalName, SID, PrimarySmtpAddress, SmtpAddress)


class ExchangeImpersonation(
    Bag, name="ExchangeImpersonationType", element="ExchangeImpersonation", open_attributes=True
):
    ConnectingSID = Row(ConnectingSID, required=True)


ExchangeVersion = choice(
    "ExchangeVersionType",
    "Exchange2007 Exchange2007_SP1 Exchange2009 Exchange2010 Exchange2010_SP1 Exchange2010_SP2 Exchange2012 "
    "Exchange2013 Exchange2013_SP1 Exchange2015 Exchange2016 V2015_10_05 V2016_01_06 V2016_04_13 V2016_07_13 "
    "V2016_10_10 V2017_01_07 V2017_04_14 V2017_07_11",
)

DateTimePrecision = choice("DateTimePrecisionType", "Seconds", "Milliseconds")


class RequestServerVersion(Bag, name="", element="RequestServerVersion", open_attributes=True):
    Version = Row(ExchangeVersion, required=True, attribute=True)


class ServerVersionInfo(Bag, name="", element="ServerVersionInfo"):
    MajorVersion = Row(int_, attribute=True)
    MinorVersion = Row(int_, attribute=True)
    MajorBuildNumber = Row(int_, attribute=True)
    MinorBuildNumber = Row(int_, attribute=True)
    Version = Row(string, attribute=True)


# global elements that have a simple type
SIMPLE_ELEMENTS = {"DateTimePrecision": DateTimePrecision}
