"""Tasks.   Source: types.xsd; MS-OXPROPS, MS-OXOTASK."""

from fake_ews.contract.common import ArrayOfStrings
from fake_ews.contract.items import Item
from fake_ews.contract.notation import PropertySet, Row, boolean, choice, dateTime, double, int_, lid, string
from fake_ews.contract.recurrence import TaskRecurrence

TaskStatus = choice("TaskStatusType", "NotStarted", "InProgress", "Completed", "WaitingOnOthers", "Deferred")

TaskDelegateState = choice("TaskDelegateStateType", "NoMatch", "OwnNew", "Owned", "Accepted", "Declined", "Max")


class Task(
    Item,
    name="TaskType",
    prefix="task",
    default="ItemId Subject HasAttachments ResponseObjects IsAssociated DueDate PercentComplete StartDate Status",
):
    ActualWork = Row(int_, mapi=lid(PropertySet.Task, 0x8110, "Integer"))
    AssignedTime = Row(dateTime)
    BillingInformation = Row(string, mapi=lid(PropertySet.Common, 0x8535))
    ChangeCount = Row(int_, mapi=lid(PropertySet.Task, 0x8112, "Integer"))
    Companies = Row(ArrayOfStrings, mapi=lid(PropertySet.Common, 0x8539, "StringArray"))
    CompleteDate = Row(dateTime, mapi=lid(PropertySet.Task, 0x810F, "SystemTime"))
    Contacts = Row(ArrayOfStrings, mapi=lid(PropertySet.Common, 0x853A, "StringArray"))
    DelegationState = Row(TaskDelegateState)
    Delegator = Row(string, mapi=lid(PropertySet.Task, 0x8121))
    DueDate = Row(dateTime, mapi=lid(PropertySet.Task, 0x8105, "SystemTime"))
    IsAssignmentEditable = Row(int_)
    IsComplete = Row(boolean, mapi=lid(PropertySet.Task, 0x811C, "Boolean"), settable=False)
    IsRecurring = Row(boolean, mapi=lid(PropertySet.Task, 0x8126, "Boolean"))
    IsTeamTask = Row(boolean, mapi=lid(PropertySet.Task, 0x8103, "Boolean"))
    Mileage = Row(string, mapi=lid(PropertySet.Common, 0x8534))
    Owner = Row(string, mapi=lid(PropertySet.Task, 0x811F))
    PercentComplete = Row(double, mapi=lid(PropertySet.Task, 0x8102, "Double", hundred=True))
    Recurrence = Row(TaskRecurrence)
    StartDate = Row(dateTime, mapi=lid(PropertySet.Task, 0x8104, "SystemTime"))
    Status = Row(TaskStatus, mapi=lid(PropertySet.Task, 0x8101, "Integer"))
    StatusDescription = Row(string)
    TotalWork = Row(int_, mapi=lid(PropertySet.Task, 0x8111, "Integer"))
