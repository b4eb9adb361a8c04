"""The members of a distribution list as Exchange keeps them: each with its key, who it is, and whether he is there.

Rule: a key is given once and stays with its member; name, routing type and kind come from the directory, or from the
contact that a member names. Source: ref/member, ref/status-memberstatustype; the Managed API changes lists by the keys.
"""

from __future__ import annotations

import base64

from fake_ews.contract.common import EmailAddress
from fake_ews.contract.contacts import (
    ContactItem,
    DistributionList,
    EmailAddressDictionary,
    Member,
    MembersList,
)
from fake_ews.model import ids
from fake_ews.model.failures import Failure
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations import _found
from fake_ews.operations._registry import Call


def settle(call: Call, bag: DistributionList, mailbox: Mailbox) -> None:
    """Make the members of a list complete, in place."""
    members = bag.Members
    if members is not None:
        bag.Members = MembersList(Member=tuple(_complete(call, one, mailbox) for one in members.Member or ()))


def _complete(call: Call, member: Member, mailbox: Mailbox) -> Member:
    given = member.Mailbox
    found = None if given is None else _who(call, given)
    status = "Unrecognized" if given is None else "Demoted" if found is None else "Normal"
    return Member(Key=member.Key or _key(mailbox), Mailbox=found or given, Status=status)


def _key(mailbox: Mailbox) -> str:
    guid = ids.guid(mailbox.exchange.seed, mailbox.address, "member", str(mailbox.next_uid()))
    return base64.b64encode(guid.bytes).decode()


def _who(call: Call, given: EmailAddress) -> EmailAddress | None:
    """Who a member is; None where the contact or list that it names is not there."""
    return call.exchange.resolve(given) if given.ItemId is None else _of_item(call, given)


def _of_item(call: Call, given: EmailAddress) -> EmailAddress | None:
    item = _found.item(call, given.need(EmailAddress.ItemId))
    if isinstance(item, Failure):
        return None
    if item.kind is DistributionList:
        name = item.bag.get(DistributionList.DisplayName)
        return EmailAddress(Name=name, RoutingType="MAPIPDL", MailboxType="PrivateDL", ItemId=given.ItemId)
    name = item.bag.get(ContactItem.DisplayName)
    addresses = item.bag.get(ContactItem.EmailAddresses)
    entries = () if addresses is None else addresses.need(EmailAddressDictionary.Entry)
    address = given.EmailAddress or next((one.text for one in entries if one.text), None)
    return EmailAddress(
        Name=given.Name or name or address, EmailAddress=address,
        RoutingType="SMTP", MailboxType="Contact", ItemId=given.ItemId,
    )  # fmt: skip
