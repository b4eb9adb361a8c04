"""What clients can ask: one module a family, one function an operation. Importing this registers them all."""

from fake_ews.operations import (
    attachments,
    availability,
    create,
    directory,
    find,
    folder_changes,
    folders,
    items,
    mail,
    notifications,
    sync,
)
from fake_ews.operations._registry import Call, answer, refusing, simulated

FAMILIES = (
    attachments,
    availability,
    create,
    directory,
    find,
    folder_changes,
    folders,
    items,
    mail,
    notifications,
    sync,
)

__all__ = ["FAMILIES", "Call", "answer", "refusing", "simulated"]
