"""A message on its way: into the Inbox of everybody it is addressed to, and through the rules of each.

Rule: whoever is named several times, be it as a member of groups, gets one; Bcc is shown to nobody, and categories stay
with the sender (Set-TransportConfig ClearCategories). A message that a rule has passed on goes through no rules again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fake_ews.contract.common import ArrayOfRecipients, EmailAddress, SingleRecipient
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Mapi, Row
from fake_ews.contract.rules import RuleActions
from fake_ews.model import ids, inbox_rules
from fake_ews.model.extended import Extended
from fake_ews.model.log import Kind

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.items import Item
    from fake_ews.model.mailbox import Mailbox

Extras = dict[Mapi, Extended]
TO: tuple[Row[ArrayOfRecipients], ...] = (Message.ToRecipients, Message.CcRecipients, Message.BccRecipients)


def addressed(bag: Message) -> list[str]:
    """The addresses that a message goes to, each once, in lower case; not who has none."""
    lists = (bag.get(row) for row in TO)
    people = (one for some in lists if some is not None for one in some.Mailbox or ())
    given = (one.get(EmailAddress.EmailAddress) for one in people)
    return list(dict.fromkeys(one.lower() for one in given if one))


def message_id(sender: Mailbox) -> str:
    """The InternetMessageId of a new message."""
    number = ids.guid(sender.exchange.seed, sender.address, "message", str(sender.next_uid())).hex
    return f"<{number}@{sender.exchange.host}>"


def post(exchange: Exchange, bag: Message, extended: Extras, by: str, *, to: list[str] | None = None) -> None:
    """Bring a message to everybody it is addressed to, here or outside, or to these addresses alone."""
    seen = bag.copy()
    seen.BccRecipients, seen.IsRead = None, False
    seen.set(ItemRows.Categories, None)
    for address in exchange.opened(addressed(bag) if to is None else to):
        mailbox = exchange.reached(address)
        if mailbox is not None:
            one = seen.copy()
            one.set(Message.ReceivedBy, mailbox.recipient)
            one.set(Message.ReceivedRepresenting, mailbox.recipient)
            one.IsFromMe = _sender(bag) == mailbox.address
            arrives(mailbox, one, dict(extended), by, passed_on=to is not None)


def arrives(mailbox: Mailbox, bag: Message, extended: Extras, by: str, *, passed_on: bool = False) -> Item | None:
    """A message comes into a mailbox: into the Inbox and through its rules, or to the junk if its sender is blocked.

    The answer is where it lies then; None where a rule has taken it away.
    """
    if _sender(bag) in mailbox.settings.blocked:
        return mailbox.create(mailbox.need("junkemail"), bag, extended, by, kind=Kind.Delivered)
    item = mailbox.create(mailbox.need("inbox"), bag, extended, by, kind=Kind.Delivered)
    return item if passed_on else _through_rules(item)


def _sender(bag: Message) -> str:
    writer = bag.From
    return "" if writer is None else (writer.need(SingleRecipient.Mailbox).EmailAddress or "").lower()


def _through_rules(item: Item) -> Item | None:
    """Each rule in the order of its priority; what one does to the item the next one sees. Where it lies in the end."""
    mailbox = item.mailbox
    for rule in sorted(mailbox.settings.rules, key=inbox_rules.place):
        if not inbox_rules.fits(rule, item):
            continue
        actions = rule.Actions or RuleActions()
        for address in inbox_rules.passed_to(actions):
            assert isinstance(item.bag, Message)
            post(
                mailbox.exchange,
                _passed_on(item.bag, mailbox, actions),
                dict(item.extended),
                mailbox.name,
                to=[address],
            )
        left = inbox_rules.act(actions, item)
        if left is None or actions.StopProcessingRules:
            return left
        item = left
    return item


def _passed_on(bag: Message, mailbox: Mailbox, actions: RuleActions) -> Message:
    """The message as others get it: one that is redirected stays as it was, one that is forwarded is the owner's."""
    twin = bag.copy()
    if actions.RedirectToRecipients is None:
        twin.From = twin.Sender = mailbox.recipient
        twin.Subject = f"FW: {bag.Subject or ''}"
    return twin
