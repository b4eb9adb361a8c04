"""Contacts and distribution lists.   Source: types.xsd; MS-OXPROPS, MS-OXOCNTC."""

from fake_ews.contract.common import ArrayOfRecipients, ArrayOfStrings, EmailAddress, MailboxType, SingleRecipient
from fake_ews.contract.entities import Entity
from fake_ews.contract.items import Item
from fake_ews.contract.notation import (
    Bag,
    PropertySet,
    Row,
    Rows,
    anyURI,
    base64Binary,
    boolean,
    choice,
    dateTime,
    int_,
    later,
    lid,
    long,
    string,
    tag,
)
from fake_ews.contract.paths import Guid
from fake_ews.contract.queries import BasePaging


class ArrayOfAddresses(Bag, name="ArrayOfAddressesType"):
    Address = Rows(string)


class ArrayOfUrls(Bag, name="ArrayOfUrlsType"):
    Url = Rows(string)


class Phone(Bag, name="PhoneType"):
    OriginalPhoneString = Row(string)
    PhoneString = Row(string)
    Type = Row(string)


class ArrayOfPhones(Bag, name="ArrayOfPhonesType"):
    Phone = Rows(Phone)


class ArrayOfExtractedEmailAddresses(Bag, name="ArrayOfExtractedEmailAddresses"):
    EmailAddress = Rows(string)


class Contact(Entity, name="ContactType"):
    PersonName = Row(string)
    BusinessName = Row(string)
    PhoneNumbers = Row(ArrayOfPhones)
    Urls = Row(ArrayOfUrls)
    EmailAddresses = Row(ArrayOfExtractedEmailAddresses)
    Addresses = Row(ArrayOfAddresses)
    ContactString = Row(string)


class ArrayOfContacts(Bag, name="ArrayOfContactsType"):
    Contact = Rows(Contact)


class ContactsView(BasePaging, name="ContactsViewType"):
    InitialName = Row(string, attribute=True)
    FinalName = Row(string, attribute=True)


ImAddressKey = choice("ImAddressKeyType", "ImAddress1", "ImAddress2", "ImAddress3")

EmailAddressKey = choice("EmailAddressKeyType", "EmailAddress1", "EmailAddress2", "EmailAddress3")

AbchEmailAddressType = choice("AbchEmailAddressTypeType", "Personal", "Business", "Other", "Passport")

ContactUrlKey = choice(
    "ContactUrlKeyType",
    "Personal Business Attachment EbcDisplayDefinition EbcFinalImage EbcLogo Feed Image InternalMarker Other",
)

PhoneNumberKey = choice(
    "PhoneNumberKeyType",
    "AssistantPhone BusinessFax BusinessPhone BusinessPhone2 Callback CarPhone CompanyMainPhone HomeFax HomePhone "
    "HomePhone2 Isdn MobilePhone OtherFax OtherTelephone Pager PrimaryPhone RadioPhone Telex TtyTddPhone "
    "BusinessMobile IPPhone Mms Msn",
)

PhysicalAddressIndex = choice("PhysicalAddressIndexType", "None", "Home", "Business", "Other")

PhysicalAddressKey = choice("PhysicalAddressKeyType", "Home", "Business", "Other")

FileAsMapping = choice(
    "FileAsMappingType",
    "None LastCommaFirst FirstSpaceLast Company LastCommaFirstCompany CompanyLastFirst LastFirst LastFirstCompany "
    "CompanyLastCommaFirst LastFirstSuffix LastSpaceFirstCompany CompanyLastSpaceFirst LastSpaceFirst DisplayName "
    "FirstName LastFirstMiddleSuffix LastName Empty",
)

ContactSource = choice("ContactSourceType", "ActiveDirectory", "Store")


class CompleteName(Bag, name="CompleteNameType"):
    Title = Row(string)
    FirstName = Row(string)
    MiddleName = Row(string)
    LastName = Row(string)
    Suffix = Row(string)
    Initials = Row(string)
    FullName = Row(string)
    Nickname = Row(string)
    YomiFirstName = Row(string)
    YomiLastName = Row(string)


class ImAddressDictionaryEntry(Bag, name="ImAddressDictionaryEntryType"):
    text = Row(string, text=True)
    Key = Row(ImAddressKey, required=True, attribute=True)


class ContactUrlDictionaryEntry(Bag, name="ContactUrlDictionaryEntryType"):
    Type = Row(ContactUrlKey, required=True)
    Name = Row(string)
    Address = Row(string)


class AbchEmailAddressDictionaryEntry(Bag, name="AbchEmailAddressDictionaryEntryType"):
    Type = Row(AbchEmailAddressType, required=True)
    Address = Row(string, required=True)
    IsMessengerEnabled = Row(boolean)
    Capabilities = Row(long)


class EmailAddressDictionaryEntry(Bag, name="EmailAddressDictionaryEntryType"):
    text = Row(string, text=True)
    Key = Row(EmailAddressKey, required=True, attribute=True)
    Name = Row(string, attribute=True, since="Exchange2010")
    RoutingType = Row(string, attribute=True, since="Exchange2010")
    MailboxType = Row(MailboxType, attribute=True, since="Exchange2010")


class PhoneNumberDictionaryEntry(Bag, name="PhoneNumberDictionaryEntryType"):
    text = Row(string, text=True)
    Key = Row(PhoneNumberKey, required=True, attribute=True)


class PhysicalAddressDictionaryEntry(Bag, name="PhysicalAddressDictionaryEntryType"):
    Key = Row(PhysicalAddressKey, required=True, attribute=True)
    Street = Row(string)
    City = Row(string)
    State = Row(string)
    CountryOrRegion = Row(string)
    PostalCode = Row(string)


class ContactUrlDictionary(Bag, name="ContactUrlDictionaryType"):
    Url = Rows(ContactUrlDictionaryEntry, required=True)


class AbchEmailAddressDictionary(Bag, name="AbchEmailAddressDictionaryType"):
    Email = Rows(AbchEmailAddressDictionaryEntry, required=True)


class ImAddressDictionary(Bag, name="ImAddressDictionaryType"):
    Entry = Rows(ImAddressDictionaryEntry, required=True)


class EmailAddressDictionary(Bag, name="EmailAddressDictionaryType"):
    Entry = Rows(EmailAddressDictionaryEntry, required=True)


class PhoneNumberDictionary(Bag, name="PhoneNumberDictionaryType"):
    Entry = Rows(PhoneNumberDictionaryEntry, required=True)


class PhysicalAddressDictionary(Bag, name="PhysicalAddressDictionaryType"):
    Entry = Rows(PhysicalAddressDictionaryEntry, required=True)


MemberStatus = choice("MemberStatusType", "Unrecognized", "Normal", "Demoted")


class Member(Bag, name="MemberType"):
    Key = Row(string, attribute=True)
    Mailbox = Row(EmailAddress)
    Status = Row(MemberStatus)


class MembersList(Bag, name="MembersListType"):
    Member = Rows(Member)


class AbchPersonContactHandle(Bag, name="AbchPersonContactHandle"):
    SourceId = Row(string, required=True)
    ObjectId = Row(string, required=True)
    AccountName = Row(string)


class ArrayOfAbchPersonContactHandles(Bag, name="ArrayOfAbchPersonContactHandlesType"):
    ContactHandle = Rows(AbchPersonContactHandle)


class AbchPersonItem(Item, name="AbchPersonItemType", prefix="abchperson"):
    AntiLinkInfo = Row(string)
    PersonId = Row(Guid)
    ContactHandles = Row(ArrayOfAbchPersonContactHandles)
    ContactCategories = Row(ArrayOfStrings, uri="abchperson:Categories")
    RelevanceOrder1 = Row(string)
    RelevanceOrder2 = Row(string)
    TrustLevel = Row(int_, uri="")
    FavoriteOrder = Row(int_)
    ExchangePersonIdGuid = Row(Guid)


class ArrayOfBinary(Bag, name="ArrayOfBinaryType"):
    Base64Binary = Rows(base64Binary)


class ContactItem(
    Item,
    name="ContactItemType",
    prefix="contacts",
    default="ItemId Subject HasAttachments IsAssociated CompanyName CompleteName EmailAddresses FileAs ImAddresses JobTitle PhoneNumbers",
):
    FileAs = Row(string, mapi=lid(PropertySet.Address, 0x8005))
    FileAsMapping = Row(FileAsMapping)
    DisplayName = Row(string, mapi=tag(0x3001))
    GivenName = Row(string, mapi=tag(0x3A06))
    Initials = Row(string, mapi=tag(0x3A0A))
    MiddleName = Row(string, mapi=tag(0x3A44))
    Nickname = Row(string, mapi=tag(0x3A4F))
    CompleteName = Row(CompleteName, settable=False)
    CompanyName = Row(string, mapi=tag(0x3A16))
    EmailAddresses = Row(EmailAddressDictionary)
    AbchEmailAddresses = Row(AbchEmailAddressDictionary, since="Exchange2016")
    PhysicalAddresses = Row(PhysicalAddressDictionary)
    PhoneNumbers = Row(PhoneNumberDictionary)
    AssistantName = Row(string, mapi=tag(0x3A30))
    Birthday = Row(dateTime, mapi=tag(0x3A42, "SystemTime"))
    BusinessHomePage = Row(anyURI, mapi=tag(0x3A51))
    Children = Row(ArrayOfStrings, mapi=tag(0x3A58, "StringArray"))
    Companies = Row(ArrayOfStrings, mapi=lid(PropertySet.Common, 0x8539, "StringArray"))
    ContactSource = Row(ContactSource)
    Department = Row(string, mapi=tag(0x3A18))
    Generation = Row(string, mapi=tag(0x3A05))
    ImAddresses = Row(ImAddressDictionary)
    JobTitle = Row(string, mapi=tag(0x3A17))
    Manager = Row(string, mapi=tag(0x3A4E))
    Mileage = Row(string, mapi=lid(PropertySet.Common, 0x8534))
    OfficeLocation = Row(string, mapi=tag(0x3A19))
    PostalAddressIndex = Row(PhysicalAddressIndex, mapi=lid(PropertySet.Address, 0x8022, "Integer"))
    Profession = Row(string, mapi=tag(0x3A46))
    SpouseName = Row(string, mapi=tag(0x3A48))
    Surname = Row(string, mapi=tag(0x3A11))
    WeddingAnniversary = Row(dateTime, mapi=tag(0x3A41, "SystemTime"))
    HasPicture = Row(boolean, mapi=lid(PropertySet.Address, 0x8015, "Boolean"), since="Exchange2010")
    PhoneticFullName = Row(string, since="Exchange2010_SP1")
    PhoneticFirstName = Row(string, since="Exchange2010_SP1")
    PhoneticLastName = Row(string, since="Exchange2010_SP1")
    Alias = Row(string, since="Exchange2010_SP1")
    Notes = Row(string, since="Exchange2010_SP1")
    Photo = Row(base64Binary, since="Exchange2010_SP1")
    UserSMIMECertificate = Row(ArrayOfBinary, since="Exchange2010_SP1")
    MSExchangeCertificate = Row(ArrayOfBinary, since="Exchange2010_SP1")
    DirectoryId = Row(string, since="Exchange2010_SP1")
    ManagerMailbox = Row(SingleRecipient, since="Exchange2010_SP1")
    DirectReports = Row(ArrayOfRecipients, since="Exchange2010_SP1")
    AccountName = Row(string, since="Exchange2016")
    IsAutoUpdateDisabled = Row(boolean, since="Exchange2016")
    IsMessengerEnabled = Row(boolean, since="Exchange2016")
    Comment = Row(string, since="Exchange2016")
    ContactShortId = Row(int_, since="Exchange2016")
    ContactType = Row(string, since="Exchange2016")
    Gender = Row(string, since="Exchange2016")
    IsHidden = Row(boolean, since="Exchange2016")
    ObjectId = Row(string, since="Exchange2016")
    PassportId = Row(long, since="Exchange2016")
    IsPrivate = Row(boolean, since="Exchange2016")
    SourceId = Row(string, since="Exchange2016")
    TrustLevel = Row(int_, since="Exchange2016")
    CreatedBy = Row(string, since="Exchange2016")
    Urls = Row(ContactUrlDictionary, since="Exchange2016")
    Cid = Row(long, since="Exchange2016")
    SkypeAuthCertificate = Row(string, since="Exchange2016")
    SkypeContext = Row(string, since="Exchange2016")
    SkypeId = Row(string, since="Exchange2016")
    SkypeRelationship = Row(string, since="Exchange2016")
    YomiNickname = Row(string, since="Exchange2016")
    XboxLiveTag = Row(string, since="Exchange2016")
    InviteFree = Row(boolean, since="Exchange2016")
    HidePresenceAndProfile = Row(boolean, since="Exchange2016")
    IsPendingOutbound = Row(boolean, since="Exchange2016")
    SupportGroupFeeds = Row(boolean, since="Exchange2016")
    UserTileHash = Row(string, since="Exchange2016")
    UnifiedInbox = Row(boolean, since="Exchange2016")
    Mris = Row(ArrayOfStrings, since="Exchange2016")
    Wlid = Row(string, since="Exchange2016")
    AbchContactId = Row(Guid, since="Exchange2016")
    NotInBirthdayCalendar = Row(boolean, since="Exchange2016")
    ShellContactType = Row(string, since="Exchange2016")
    ImMri = Row(string, since="Exchange2016")
    PresenceTrustLevel = Row(int_, since="Exchange2016")
    OtherMri = Row(string, since="Exchange2016")
    ProfileLastChanged = Row(string, since="Exchange2016")
    MobileIMEnabled = Row(boolean, since="Exchange2016")
    PartnerNetworkProfilePhotoUrl = Row(string, since="Exchange2016")
    PartnerNetworkThumbnailPhotoUrl = Row(string, since="Exchange2016")
    PersonId = Row(string, since="Exchange2016")
    ConversationGuid = Row(Guid, since="Exchange2016")


class DistributionList(
    Item,
    name="DistributionListType",
    prefix="distributionlist",
    default="ItemId Subject HasAttachments IsAssociated DisplayName FileAs ContactSource",
):
    DisplayName = Row(string, mapi=tag(0x3001), uri="contacts:DisplayName")
    FileAs = Row(string, mapi=lid(PropertySet.Address, 0x8005), uri="contacts:FileAs")
    ContactSource = Row(ContactSource, uri="contacts:ContactSource")
    Members = Row(MembersList, since="Exchange2010")


class UserConfigurationDictionaryEntry(Bag, name="UserConfigurationDictionaryEntryType"):
    DictionaryKey = Row(later("t:UserConfigurationDictionaryObjectType"), required=True)
    DictionaryValue = Row(later("t:UserConfigurationDictionaryObjectType"), required=True, nillable=True)


class UserConfigurationDictionary(Bag, name="UserConfigurationDictionaryType"):
    DictionaryEntry = Rows(UserConfigurationDictionaryEntry)
