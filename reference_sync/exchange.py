"""The few calls on Exchange, through exchangelib; what comes back are our own values and five kinds of failure.

Rules: every call acts for the owner of the mailbox that it is about, by the right that the settings name, and goes to
the server of that mailbox, never to another one (A1/two-servers). Only what is named is written: no call sends the body
of an entry that exists, or attendees that were not changed. Nothing is tried again in here; waiting is the work table's
part.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

import exchangelib  # type: ignore[import-untyped]
from exchangelib import errors
from exchangelib.fields import FieldPath  # type: ignore[import-untyped]
from exchangelib.folders import Calendar, Folder, FolderCollection, Root  # type: ignore[import-untyped]
from exchangelib.items import (  # type: ignore[import-untyped]
    ALL_OCCURRENCES,
    ID_ONLY,
    MOVE_TO_DELETED_ITEMS,
    NEVER_OVERWRITE,
    SAVE_ONLY,
    SEND_TO_ALL_AND_SAVE_COPY,
    SEND_TO_NONE,
)
from exchangelib.properties import DistinguishedFolderId, FolderId, OccurrenceItemId  # type: ignore[import-untyped]
from exchangelib.protocol import BaseProtocol  # type: ignore[import-untyped]
from exchangelib.services import CreateItem, DeleteItem, UpdateItem  # type: ignore[import-untyped]
from oauthlib.oauth2 import OAuth2Token  # type: ignore[import-untyped]

from reference_sync.config import Settings
from reference_sync.decide import Entry, Values, span_of
from reference_sync.items import (
    LISTS,
    MISSING,
    READ,
    Appointment,
    GetAppointments,
    by_part,
    entry_of,
    invitations,
    mailing,
    recurrence_of,
    set_fields,
    zone_of,
)
from reference_sync.series import State

EVENTS = ("CopiedEvent", "CreatedEvent", "DeletedEvent", "ModifiedEvent", "MovedEvent")


class Failure(Exception):
    """A call that did not succeed; the text begins with Exchange's ResponseCode where there was one."""


class Busy(Failure):
    """Exchange asks for a pause of `seconds` for this mailbox."""

    def __init__(self, text: str, seconds: float) -> None:
        super().__init__(text)
        self.seconds = seconds


class Unreachable(Failure):
    """It may work later: no answer, no usable answer, or an error of Exchange's own."""


class Refused(Failure):
    """It will not work for this mailbox until somebody changes something."""


class Stale(Failure):
    """The entry is not as it was read: changed meanwhile, or gone."""


class Rejected(Failure):
    """Exchange does not take this one request; other work for the mailbox is not concerned."""


class Client(Protocol):
    """What the worker needs of Exchange; every call may raise a Failure."""

    def calendar(self, mailbox: str) -> str:
        """The FolderId of the mailbox's calendar."""

    def is_calendar(self, mailbox: str, folder_id: str) -> bool:
        """Is this folder of the mailbox a calendar?"""

    def subscribe(self, mailbox: str, url: str, minutes: int) -> tuple[str, str]:
        """Push changes of the calendar to `url`, a sign of life every so many minutes: SubscriptionId, Watermark."""

    def read(self, mailbox: str, item_ids: Sequence[str], rooms: Collection[str]) -> dict[str, Entry | None]:
        """The entries by id, whatever folder they lie in; None where there is no such calendar item."""

    def find(self, mailbox: str, oid: str | None = None) -> list[str]:
        """ItemIds in the calendar that carry this oid, or any oid at all."""

    def create(self, mailbox: str, oid: str | None, values: Values, text: str, zone: str, recurrence: str = "") -> str:
        """Create the item in the calendar, invite who is to be invited; the new ItemId."""

    def update(self, mailbox: str, entry: Entry, values: Values) -> None:
        """Write these fields to an entry, if it is still as it was read (Stale), and tell its attendees."""

    def write_date(self, mailbox: str, entry: Entry, original: datetime, state: State) -> None:
        """Move one date of a series, or take it out (None), and tell its attendees."""

    def unstamp(self, mailbox: str, entry: Entry) -> None:
        """Take the oid off an entry, and tell nobody."""

    def remove(self, mailbox: str, entry: Entry) -> None:
        """Move an entry to Deleted Items and tell its attendees."""


class OwnConnection(exchangelib.Credentials):  # type: ignore[misc]
    """Credentials that equal only themselves: exchangelib shares one pool of connections among equal ones."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class OwnToken(exchangelib.OAuth2AuthorizationCodeCredentials):  # type: ignore[misc]
    """A token that was given; it equals only itself, as OwnConnection does."""

    def __init__(self, token: str) -> None:
        super().__init__(access_token=OAuth2Token({"access_token": token, "token_type": "Bearer"}))

    __eq__ = object.__eq__
    __hash__ = object.__hash__


STALE = (
    *MISSING,
    errors.ErrorIrresolvableConflict,
    errors.ErrorStaleObject,
    errors.ErrorInvalidChangeKey,
    errors.ErrorChangeKeyRequiredForWriteOperations,
    errors.ErrorCalendarCannotUpdateDeletedItem,
)
REFUSED = (
    errors.ErrorAccessDenied,
    errors.ErrorAccountDisabled,
    errors.ErrorFolderNotFound,
    errors.ErrorImpersonateUserDenied,
    errors.ErrorImpersonationDenied,
    errors.ErrorImpersonationFailed,
    errors.ErrorMailboxConfiguration,
    errors.ErrorNonExistentMailbox,
    errors.ErrorPasswordExpired,
    errors.ErrorSubscriptionDelegateAccessNotSupported,
)
LATER = (
    errors.ErrorADOperation,
    errors.ErrorADUnavailable,
    errors.ErrorBatchProcessingStopped,
    errors.ErrorConnectionFailed,
    errors.ErrorExceededConnectionCount,
    errors.ErrorExceededSubscriptionCount,
    errors.ErrorInsufficientResources,
    errors.ErrorInternalServerError,
    errors.ErrorInternalServerTransientError,
    errors.ErrorMailboxFailover,
    errors.ErrorMailboxMoveInProgress,
    errors.ErrorMailboxStoreUnavailable,
    errors.ErrorTimeoutExpired,
    errors.ErrorTooManyObjectsOpened,
)


@contextmanager
def failures() -> Iterator[None]:
    """Whatever exchangelib raises within the block, as one of ours."""
    try:
        yield
    except errors.EWSError as error:
        raise failure_of(error) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise Rejected(f"{type(error).__name__}: {error}") from error


def failure_of(error: Exception) -> Failure:
    """Which kind of failure an exception of exchangelib is; by its ResponseCode, never by its text."""
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, errors.ErrorServerBusy):
        return Busy(text, float(error.back_off or 0.0))
    for kind, known in ((Stale, STALE), (Refused, REFUSED), (Unreachable, LATER)):
        if isinstance(error, known):
            return kind(text)
    return Rejected(text) if isinstance(error, errors.ResponseMessageError) else Unreachable(text)


class Exchange:
    """The connections of one worker, one for each server; not for two threads at once.

    `server_of`: the EWS address of a mailbox's server; empty: the one of the settings.
    """

    def __init__(self, settings: Settings, server_of: Callable[[str], str] = lambda mailbox: "") -> None:
        BaseProtocol.TIMEOUT = settings.ews_timeout
        BaseProtocol.USERAGENT = "reference-sync"
        self._settings, self._server_of = settings, server_of
        self._credentials = (
            OwnToken(settings.bearer) if settings.bearer else OwnConnection(settings.username, settings.password)
        )
        impersonates = settings.access == "impersonation"
        self._access_type = exchangelib.IMPERSONATION if impersonates else exchangelib.DELEGATE
        self._accounts: dict[tuple[str, str], Any] = {}

    def calendar(self, mailbox: str) -> str:
        """See Client."""
        with failures():
            return str(self._folder(self._calendar(mailbox)).id)

    def is_calendar(self, mailbox: str, folder_id: str) -> bool:
        """See Client; a folder that is not there is none."""
        wanted = Folder(root=Root(account=self._account(mailbox)), _id=FolderId(id=folder_id))
        with failures():
            try:
                folder = self._folder(wanted)
            except (errors.ErrorFolderNotFound, errors.ErrorItemNotFound):
                return False
            return str(folder.folder_class or "").startswith(Calendar.CONTAINER_CLASS)

    def _folder(self, folder: Any) -> Any:
        (found,) = FolderCollection(account=folder.account, folders=[folder]).get_folders(additional_fields=set())
        if isinstance(found, Exception):
            raise found
        return found

    def subscribe(self, mailbox: str, url: str, minutes: int) -> tuple[str, str]:
        """See Client."""
        with failures():
            made = self._collection(mailbox).subscribe_to_push(url, event_types=EVENTS, status_frequency=minutes)
            return str(made[0]), str(made[1])

    def read(self, mailbox: str, item_ids: Sequence[str], rooms: Collection[str]) -> dict[str, Entry | None]:
        """See Client; Exchange has no limit of ids for GetItem, we stay below 100."""
        account = self._account(mailbox)
        fields = {FieldPath(field=Appointment.get_field_by_fieldname(name)) for name in READ}
        with failures():
            call = GetAppointments(account=account).call(
                items=[exchangelib.ItemId(id=one) for one in item_ids], additional_fields=fields, shape=ID_ONLY
            )
            return {one: entry_of(item, mailbox, rooms) for one, item in zip(item_ids, call, strict=True)}

    def find(self, mailbox: str, oid: str | None = None) -> list[str]:
        """See Client."""
        wanted = exchangelib.Q(oid__exists=True) if oid is None else exchangelib.Q(oid=oid)
        with failures():
            found = list(self._collection(mailbox).find_items(wanted, shape=ID_ONLY))
            for one in found:
                if isinstance(one, Exception):
                    raise one
            return [str(one[0]) for one in found]

    def create(self, mailbox: str, oid: str | None, values: Values, text: str, zone: str, recurrence: str = "") -> str:
        """See Client."""
        lists = invitations((), {}, values)
        item = Appointment(account=self._account(mailbox), oid=oid, body=exchangelib.Body(text) if text else None)
        item._start_timezone = item._end_timezone = zone_of(zone)
        set_fields(item, values, lists)
        if recurrence:
            item.recurrence = recurrence_of(recurrence, span_of(values)[0], zone)
        with failures():
            made = CreateItem(account=item.account).get(
                items=[item],
                folder=self._calendar(mailbox),
                message_disposition=SAVE_ONLY,
                send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY if any(lists.values()) else SEND_TO_NONE,
            )
            return str(made.id)

    def update(self, mailbox: str, entry: Entry, values: Values) -> None:
        """See Client."""
        before = by_part(entry.invited)
        after = invitations(entry.invited, entry.values, {**entry.values, **values})
        changed = {part: after[part] for part in LISTS if after[part] != before[part]}
        item = Appointment(account=self._account(mailbox), _id=exchangelib.ItemId(entry.item_id, entry.change_key))
        fields = set_fields(item, values, changed)
        if not fields:
            return
        with failures():
            UpdateItem(account=item.account).get(
                items=[(item, fields)],
                conflict_resolution=NEVER_OVERWRITE,
                message_disposition=SAVE_ONLY,
                send_meeting_invitations_or_cancellations=mailing(entry.invited, values, changed),
                suppress_read_receipts=True,
            )

    def write_date(self, mailbox: str, entry: Entry, original: datetime, state: State) -> None:
        """See Client; a date is addressed by its number in the pattern, deleted ones counted."""
        number = sorted(entry.dates).index(original) + 1
        date = OccurrenceItemId(id=entry.item_id, changekey=entry.change_key, instance_index=number)
        told = SEND_TO_ALL_AND_SAVE_COPY if entry.invited else SEND_TO_NONE
        if state is None:
            self._delete(mailbox, date, told)
            return
        item = Appointment(account=self._account(mailbox), _id=date)
        fields = set_fields(item, {"start": state[0], "end": state[1]}, {})
        with failures():
            UpdateItem(account=item.account).get(
                items=[(item, fields)],
                conflict_resolution=NEVER_OVERWRITE,
                message_disposition=SAVE_ONLY,
                send_meeting_invitations_or_cancellations=told,
                suppress_read_receipts=True,
            )

    def unstamp(self, mailbox: str, entry: Entry) -> None:
        """See Client."""
        item = Appointment(account=self._account(mailbox), _id=exchangelib.ItemId(entry.item_id, entry.change_key))
        item.oid = None
        with failures():
            UpdateItem(account=item.account).get(
                items=[(item, ["oid"])],
                conflict_resolution=NEVER_OVERWRITE,
                message_disposition=SAVE_ONLY,
                send_meeting_invitations_or_cancellations=SEND_TO_NONE,
                suppress_read_receipts=True,
            )

    def remove(self, mailbox: str, entry: Entry) -> None:
        """See Client."""
        told = SEND_TO_ALL_AND_SAVE_COPY if entry.invited else SEND_TO_NONE
        self._delete(mailbox, exchangelib.ItemId(id=entry.item_id), told)

    def _delete(self, mailbox: str, item_id: Any, told: str) -> None:
        with failures():
            DeleteItem(account=self._account(mailbox)).get(
                items=[item_id],
                delete_type=MOVE_TO_DELETED_ITEMS,
                send_meeting_cancellations=told,
                affected_task_occurrences=ALL_OCCURRENCES,
                suppress_read_receipts=True,
            )

    def _account(self, mailbox: str) -> Any:
        url = self._server_of(mailbox) or self._settings.ews_url
        if (mailbox, url) not in self._accounts:
            self._accounts[mailbox, url] = exchangelib.Account(
                mailbox,
                config=self._configuration(url),
                access_type=self._access_type,
                default_timezone=exchangelib.UTC,
                locale="en_US",
            )
        return self._accounts[mailbox, url]

    def _configuration(self, url: str) -> Any:
        """How a server is spoken to; exchangelib keeps one connection for each address that these credentials go to."""
        return exchangelib.Configuration(
            credentials=self._credentials,
            service_endpoint=url,
            auth_type=exchangelib.OAUTH2 if self._settings.bearer else exchangelib.BASIC,
            version=exchangelib.Version(exchangelib.Build(15, 1)),  # Exchange 2016, so that nothing has to be guessed
            retry_policy=exchangelib.FailFast(),
            max_connections=1,
        )

    def _calendar(self, mailbox: str) -> Any:
        """The calendar by its well-known name; no call is needed for that."""
        account = self._account(mailbox)
        owner = exchangelib.Mailbox(email_address=mailbox)
        name = DistinguishedFolderId(id=Calendar.DISTINGUISHED_FOLDER_ID, mailbox=owner)
        return Calendar(root=Root(account=account), _distinguished_id=name)

    def _collection(self, mailbox: str) -> Any:
        return FolderCollection(account=self._account(mailbox), folders=[self._calendar(mailbox)])
