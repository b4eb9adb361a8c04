"""What goes wrong in a scenario, by the words of the features: each is one `fake_ews.Fault` value.

Rule: names only; what a fault does is the simulator's part.
"""

from dataclasses import fields

from fake_ews import Fault, Profile

BUSY = {"by SOAP fault": "busy-fault", "by HTTP 503": "status-503", "for the item": "busy-item"}

PERMANENT = {
    "as if the mailbox did not exist": "ErrorNonExistentMailbox",
    "as if the account were disabled": "ErrorAccountDisabled",
}


def denied(mailbox: str) -> Fault:
    """From now on every call for this mailbox is refused for want of rights."""
    return Fault("item-error", mailbox=mailbox, times=0, code="ErrorAccessDenied")


def for_ever(how: str, mailbox: str) -> Fault:
    """From now on every call for this mailbox is refused, for a reason that does not go away."""
    if how == "as if the password were wrong":
        return Fault("status-401", mailbox=mailbox, times=0)
    return Fault("item-error", mailbox=mailbox, times=0, code=PERMANENT[how])


def answer_lost(operation: str, mailbox: str) -> Fault:
    """The next call of this operation is carried out, and its answer lost."""
    return Fault("reset-after", operation=operation, mailbox=mailbox)


def busy(how: str, operation: str, mailbox: str, times: int = 1) -> Fault:
    """The next calls of this operation ("" for any) are answered busy, in one of the three forms."""
    return Fault(BUSY[how], operation=operation, mailbox=mailbox, times=times)


def carried_out_late(operation: str, mailbox: str) -> Fault:
    """The next call of this operation is carried out a second after it came, whatever happens meanwhile."""
    return Fault("delay", operation=operation, mailbox=mailbox, seconds=1)


def conflict_but_saved(operation: str, mailbox: str) -> Fault:
    """The next call of this operation is carried out, and answered as an irresolvable conflict."""
    return Fault("conflict-but-saved", operation=operation, mailbox=mailbox)


def conflict(operation: str, mailbox: str) -> Fault:
    """The next call of this operation is answered as an irresolvable conflict, and nothing is done."""
    return Fault("item-error", operation=operation, mailbox=mailbox, code="ErrorIrresolvableConflict")


def under_load(mailbox: str) -> dict[str, Fault]:
    """The next call is answered 401, the one after it by an error page, as servers under load do."""
    return {
        "a call is answered 401": Fault("status-401", mailbox=mailbox),
        "a call is answered by an error page": Fault("status-500", mailbox=mailbox),
    }


def refused(operation: str, mailbox: str) -> Fault:
    """Every call of this operation is refused item by item, from now on."""
    return Fault("item-error", operation=operation, mailbox=mailbox, times=0, code="ErrorItemSave")


def busy_for(how: str, operation: str, mailbox: str, seconds: int) -> Fault:
    """The next call of this operation is answered busy, with a hint how long to leave the mailbox alone."""
    return Fault(BUSY[how], operation=operation, mailbox=mailbox, back_off=1000 * seconds)


def held(operation: str, mailbox: str, seconds: float) -> Fault:
    """The next call of this operation is carried out, its answer comes so many real seconds later at most."""
    return Fault("hold", operation=operation, mailbox=mailbox, seconds=seconds)


def push_lost(mailbox: str) -> Fault:
    """The next message is lost, and its subscription ends silently."""
    return Fault("lost", mailbox=mailbox)


def push_missing(how: str, mailbox: str) -> Fault:
    """The next message is skipped, or overtaken by the one after it; its subscription lives on."""
    return Fault(how, mailbox=mailbox)


def unruly() -> dict[str, object]:
    """The fields in which the profile chaotic differs from the usual one."""
    usual, chaotic = Profile(), Profile.chaotic()
    names = [one.name for one in fields(Profile) if one.name != "name"]
    return {name: getattr(chaotic, name) for name in names if getattr(chaotic, name) != getattr(usual, name)}


def answers_to_pushes_lost(mailbox: str, times: int) -> Fault:
    """The next messages arrive, their answers do not: each comes again."""
    return Fault("doubled", mailbox=mailbox, times=times)


def pushes_late(mailbox: str, seconds: float) -> Fault:
    """Every message comes late."""
    return Fault("delayed", mailbox=mailbox, times=0, seconds=seconds)


def listener_away(mailbox: str) -> Fault:
    """From now on no message reaches the listener."""
    return Fault("refused", mailbox=mailbox, times=0)


def exchange_away(mailbox: str) -> Fault:
    """From now on every call for this mailbox finds nobody."""
    return Fault("reset-before", mailbox=mailbox, times=0)


def reading_fails(mailbox: str) -> Fault:
    """Instead of the next message Exchange says that it could not read the events, and the subscription ends."""
    return Fault("read-failed", mailbox=mailbox)


def answers_slowly(mailbox: str, seconds: float) -> Fault:
    """From now on every answer for this mailbox takes so many seconds of real time."""
    return Fault("hold", mailbox=mailbox, times=0, seconds=seconds)


def failing_over(mailbox: str) -> Fault:
    """The next calls for this mailbox come while it fails over."""
    return Fault("item-error", mailbox=mailbox, times=3, code="ErrorMailboxFailover")


def state_refused(mailbox: str) -> Fault:
    """The next SyncState that is sent for this mailbox counts as corrupt."""
    return Fault("item-error", operation="SyncFolderItems", mailbox=mailbox, code="ErrorInvalidSyncStateData")


def stream_away(mailbox: str) -> Fault:
    """From now on no streaming connection for this mailbox can be made."""
    return Fault("reset-before", operation="GetStreamingEvents", mailbox=mailbox, times=0)


def events_lost(mailbox: str) -> Fault:
    """The answer to the next GetEvents for this mailbox is lost."""
    return answer_lost("GetEvents", mailbox)
