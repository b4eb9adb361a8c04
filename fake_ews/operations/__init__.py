"""What clients can ask: one module a family, one function an operation. Importing this registers them all."""

from fake_ews.operations import (
    absence,
    attachments,
    availability,
    configuration,
    create,
    delegates,
    directory,
    discovery,
    exported,
    find,
    folder_changes,
    folders,
    items,
    mail,
    notifications,
    personas,
    photos,
    reminders,
    rooms,
    rules,
    sync,
)
from fake_ews.operations._errors import OF_ANY
from fake_ews.operations._registry import Call, answer, entries_of, errors_of, parts, refusing, simulated

FAMILIES = (
    absence,
    attachments,
    availability,
    configuration,
    create,
    delegates,
    directory,
    discovery,
    exported,
    find,
    folder_changes,
    folders,
    items,
    mail,
    notifications,
    personas,
    photos,
    reminders,
    rooms,
    rules,
    sync,
)

__all__ = ["FAMILIES", "OF_ANY", "Call", "answer", "entries_of", "errors_of", "parts", "refusing", "simulated"]
