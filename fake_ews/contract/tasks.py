"""Tasks.   Source: types.xsd."""

from fake_ews.contract.common import ArrayOfStrings
from fake_ews.contract.items import Item
from fake_ews.contract.notation import Row, boolean, choice, dateTime, double, int_, string
from fake_ews.contract.recurrence import TaskRecurrence

TaskStatus = choice("TaskStatusType", "NotStarted", "InProgress", "Completed", "WaitingOnOthers", "Deferred")

TaskDelegateState = choice("TaskDelegateStateType", "NoMatch", "OwnNew", "Owned", "Accepted", "Declined", "Max")


class Task(
    Item,
    name="TaskType",
    prefix="task",
    default="ItemId Subject HasAttachments ResponseObjects IsAssociated DueDate PercentComplete StartDate Status",
):
    ActualWork = Row(int_)
    AssignedTime = Row(dateTime)
    BillingInformation = Row(string)
    ChangeCount = Row(int_)
    Companies = Row(ArrayOfStrings)
    CompleteDate = Row(dateTime)
    Contacts = Row(ArrayOfStrings)
    DelegationState = Row(TaskDelegateState)
    Delegator = Row(string)
    DueDate = Row(dateTime)
    IsAssignmentEditable = Row(int_)
    IsComplete = Row(boolean, settable=False)
    IsRecurring = Row(boolean)
    IsTeamTask = Row(boolean)
    Mileage = Row(string)
    Owner = Row(string)
    PercentComplete = Row(double)
    Recurrence = Row(TaskRecurrence)
    StartDate = Row(dateTime)
    Status = Row(TaskStatus)
    StatusDescription = Row(string)
    TotalWork = Row(int_)
