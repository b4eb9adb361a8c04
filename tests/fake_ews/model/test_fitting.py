"""Which ResponseCode may answer which operation."""

from __future__ import annotations

import pytest

from fake_ews.contract.codes import ResponseCode
from fake_ews.contract.services import OPERATIONS
from fake_ews.model import failures
from fake_ews.model.failures import Failure
from fake_ews.model.fitting import may_answer, operations_of


@pytest.mark.parametrize(
    ("code", "may", "never"),
    [
        ("ErrorServerBusy", "GetItem Subscribe ResolveNames GetUserAvailability CreateFolder", ""),
        ("ErrorMailboxStoreUnavailable", "GetItem Subscribe SyncFolderItems", ""),
        ("ErrorItemNotFound", "GetItem UpdateItem GetFolder", "Subscribe FindItem ResolveNames"),
        ("ErrorFolderNotFound", "GetFolder FindItem Subscribe SyncFolderItems CreateItem", ""),
        ("ErrorFolderExists", "CreateFolder MoveFolder", "GetItem FindItem"),
        ("ErrorIrresolvableConflict", "UpdateItem DeleteItem UpdateFolder", "FindItem Subscribe"),
        ("ErrorInvalidWatermark", "Subscribe GetEvents", "GetItem SyncFolderItems"),
        ("ErrorSubscriptionDelegateAccessNotSupported", "Subscribe", "AddDelegate"),
        ("ErrorInvalidSyncStateData", "SyncFolderItems SyncFolderHierarchy", "Subscribe FindItem"),
        ("ErrorCalendarViewRangeTooBig", "FindItem", "CreateItem"),
        ("ErrorCalendarIsDelegatedForAccept", "CreateItem", "AddDelegate"),
        ("ErrorInvalidRestriction", "FindItem", "GetItem"),
        ("ErrorNameResolutionNoResults", "ResolveNames", "GetItem"),
        ("ErrorDelegateNoUser", "AddDelegate", "GetItem"),
        ("ErrorSchemaValidation", "", "GetItem Subscribe"),
        ("ErrorSharingNoExternalEwsAvailable", "", "GetItem"),
    ],
)
def test_what_may_be_answered(code: str, may: str, never: str) -> None:
    assert all(may_answer(code, operation) for operation in may.split())
    assert not any(may_answer(code, operation) for operation in never.split())


def test_every_code_is_known_to_all_its_operations() -> None:
    """No family names an operation that there is not."""
    for code in ResponseCode.allowed:
        assert operations_of(code) <= set(OPERATIONS), code


def test_what_the_simulator_says_itself_fits() -> None:
    """The simulator's own item errors are answers to something."""
    whole = {"ErrorSchemaValidation", "ErrorInvalidRequest", "ErrorIncorrectSchemaVersion", "ErrorInvalidServerVersion"}
    own = {value.code for value in vars(failures).values() if isinstance(value, Failure)}
    assert {code for code in own - whole if not operations_of(code)} <= {
        "ErrorImpersonateUserDenied",
        "ErrorInvalidExchangeImpersonationHeaderData",
    }
