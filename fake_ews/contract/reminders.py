"""Reminders of entries and tasks, and what is done about them.   Source: types.xsd, messages.xsd."""

from fake_ews.contract.common import BaseRequest, ItemId, ResponseMessage
from fake_ews.contract.notation import MESSAGES, Bag, Row, Rows, choice, dateTime, int_, like, limited, string
from fake_ews.contract.operations import NonEmptyArrayOfItemIds

ReminderGroup = choice("ReminderGroupType", "Calendar", "Task")


class Reminder(Bag, name="ReminderType"):
    Subject = Row(string, required=True)
    Location = Row(string)
    ReminderTime = Row(dateTime, required=True)
    StartDate = Row(dateTime, required=True)
    EndDate = Row(dateTime, required=True)
    ItemId = Row(ItemId, required=True)
    RecurringMasterItemId = like(ItemId, required=False)
    ReminderGroup = Row(ReminderGroup)
    UID = Row(string, required=True)


class ArrayOfReminders(Bag, name="ArrayOfRemindersType"):
    Reminder = Rows(Reminder)


class GetReminders(BaseRequest, name="GetRemindersType", namespace=MESSAGES, element="GetReminders"):
    BeginTime = Row(dateTime)
    EndTime = Row(dateTime)
    MaxItems = Row(limited("", int_, least=0, most=200))
    ReminderType = Row(choice("", "All", "Current", "Old"))


class GetRemindersResponseMessage(
    ResponseMessage, name="GetRemindersResponseMessageType", namespace=MESSAGES, element="GetRemindersResponse"
):
    Reminders = Row(ArrayOfReminders, required=True)


ReminderAction = choice("ReminderActionType", "Dismiss", "Snooze")


class ReminderItemAction(Bag, name="ReminderItemActionType"):
    ActionType = Row(ReminderAction, required=True)
    ItemId = Row(ItemId, required=True)
    NewReminderTime = Row(string)


class NonEmptyArrayOfReminderItemAction(Bag, name="NonEmptyArrayOfReminderItemActionType"):
    ReminderItemAction = Rows(ReminderItemAction, required=True)


class PerformReminderAction(
    BaseRequest, name="PerformReminderActionType", namespace=MESSAGES, element="PerformReminderAction"
):
    ReminderItemActions = Row(NonEmptyArrayOfReminderItemAction, required=True)


class PerformReminderActionResponseMessage(
    ResponseMessage,
    name="PerformReminderActionResponseMessageType",
    namespace=MESSAGES,
    element="PerformReminderActionResponse",
):
    UpdatedItemIds = Row(NonEmptyArrayOfItemIds, required=True)
