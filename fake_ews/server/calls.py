"""One request from its bytes to the bytes of its answer, as one turn; and its record in the journal.

Rule: nothing in here waits: a request is read, checked, carried out and answered in one go on the thread of the loop.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fake_ews import operations
from fake_ews.contract.headers import RequestServerVersion, ServerVersionInfo
from fake_ews.contract.services import OPERATIONS, Operation
from fake_ews.contract.zones import TimeZoneContext
from fake_ews.model import languages, zones
from fake_ews.model.entries import Zoning
from fake_ews.model.exchange import changes_of
from fake_ews.model.failures import (
    ErrorAccessDenied,
    ErrorIncorrectSchemaVersion,
    ErrorInternalServerError,
    ErrorInvalidRequest,
    ErrorInvalidServerVersion,
    ErrorServerBusy,
    ErrorSubscriptionNotFound,
    Failure,
    RequestFailure,
    not_simulated,
)
from fake_ews.model.journal import Record
from fake_ews.model.throttling import Held
from fake_ews.server import affinity, iis, named
from fake_ews.server.auth import acting_for, wanted
from fake_ews.soap import codec, envelope
from fake_ews.soap.wellformed import Malformed

if TYPE_CHECKING:
    from fake_ews.contract.notation import Bag
    from fake_ews.model.exchange import Account, Exchange, Turn
    from fake_ews.model.mailbox import Mailbox
    from fake_ews.model.profile import Profile

STREAMING = "GetStreamingEvents"
_SUCCESS = ("NoError",)
_TO_APPLICATIONS = ErrorAccessDenied.saying(  # [seen: OfficeDev/ews-managed-api 245; unverified which code]
    "ExchangeImpersonation SOAP header must be present for this type of OAuth token."
)
_VERSION_FAILURES = {failure.code: failure for failure in (ErrorInvalidRequest, ErrorInvalidServerVersion)}


@dataclass(slots=True)
class Asked:
    """A request on its way: who asks, for whom, what; and for the journal when it came and what became of it.

    `operation` is "" while the request could not be read, `what` is None where that is not simulated.
    `is_app`: an application asks that nobody has signed in to; it must impersonate. `headers`: those of HTTP;
    `why`: in words, why it was not let in, or not answered as it might expect.
    `lacks`: what of it is not simulated, if it was refused for that.
    """

    raw: bytes
    account: Account
    at: dt.datetime
    begun: float
    operation: str = ""
    what: Operation | None = None
    request: Bag | None = None
    own: Mailbox | None = None
    wanted: str = ""
    impersonating: bool = False
    version: str = ""
    zoning: Zoning = field(default_factory=Zoning)
    culture: str | None = None
    turn: Turn | None = None
    fault: str = ""
    wrong: str = ""
    is_app: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    held: Held = ()
    others: str = ""
    lacks: str = ""

    @property
    def agent(self) -> str:
        """What the client calls itself."""
        return self.headers.get("User-Agent", "")

    @property
    def server(self) -> str:
        """Which of several mailbox servers it has reached."""
        return affinity.server(self.headers, self.account.address)

    @property
    def mailbox(self) -> str:
        """The address of the mailbox it concerns, be it one that may not be had; "" where it concerns none.

        Of who does not impersonate it is the one that the request names first, such as by a folder in it.
        """
        if self.others:
            return self.others
        return self.own.address if self.own is not None else self.wanted if self.impersonating else ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: HTTP status, body, and the ResponseCodes in it. Status None: there is none, the connection is cut.

    `media` is its Content-Type where that is not the usual one; `is_cut`: it breaks off in the middle.
    """

    status: int | None
    body: bytes
    codes: tuple[str, ...]
    media: str = ""
    is_cut: bool = False


class Calls:
    """Reads, carries out, refuses and records the requests to one Exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._infos: dict[tuple[object, ...], ServerVersionInfo] = {}
        self._whereabouts = affinity.Whereabouts()

    def begin(self, raw: bytes, account: Account, *, is_app: bool, headers: Mapping[str, str]) -> Asked:
        """A request that has come in."""
        now, begun = self._exchange.clock.now(), time.perf_counter()
        return Asked(raw, account, now, begun, is_app=is_app, headers=headers)

    def read(self, asked: Asked) -> Reply | None:
        """Find out what a request asks for, and check it against the schema; or the fault that refuses it."""
        try:
            self._read(asked)
        except Malformed as refused:
            is_told = self._exchange.profile.malformed_xml == refused.failure.code
            return self.fault(refused.failure if is_told else ErrorInvalidRequest, asked)
        except RequestFailure as refused:
            return self.fault(refused.failure, asked)
        except Exception:  # an outermost loop: whatever goes wrong in here is our mistake, and the client is told so
            return self._mistake()
        if (profile := self._profile(asked)).blocked_applications and profile.blocks(asked.agent):
            asked.why = f"the application {asked.agent!r} is blocked (field blocked_applications of the profile)"
            return self.undone(asked, Reply(403, b"", ()))
        if profile.affinity == "needed" and asked.operation in affinity.OPERATIONS and not self._is_at_home(asked):
            asked.why = "its subscription was made at another mailbox server (field affinity of the profile)"
            return self.refuse(asked, ErrorSubscriptionNotFound)
        too_many = None if asked.own is None else self._charged(asked, asked.own)
        return None if too_many is None else self._too_busy(asked, too_many, profile)

    def _is_at_home(self, asked: Asked) -> bool:
        """Whether a request has reached the server where its subscriptions were made."""
        assert asked.request is not None
        return self._whereabouts.are_known(named.subscriptions(asked.request), asked.server)

    def _too_busy(self, asked: Asked, failure: Failure, profile: Profile) -> Reply:
        """The answer to one call too many, in the form that the profile says."""
        if failure.code != ErrorServerBusy.code or profile.busy_as == "fault":
            return self.undone(asked, self.fault(failure, asked))
        if profile.busy_as == "message":
            return self.refuse(asked, failure)
        if profile.busy_as == "status 503":
            return self.undone(asked, Reply(503, iis.page(503), ()))
        return self.undone(asked, self.fault(ErrorServerBusy, asked))

    def done(self, asked: Asked) -> None:
        """A call is answered, and under way no more."""
        self._exchange.budgets.end(asked.held)

    def _charged(self, asked: Asked, own: Mailbox) -> Failure | None:
        """Charge a call to the mailbox that it concerns, or say why it must wait."""
        budgets = self._exchange.budgets
        held = budgets.begin(asked.account.address, own, asked.operation)
        if isinstance(held, Failure):
            return held
        asked.held = held
        return budgets.charge(own, asked.at)

    def carry_out(self, asked: Asked, left_out: int = 0) -> Reply:
        """Do what a request that was read asks for, as one turn; so many response messages are left out at the end."""
        assert asked.what is not None
        what = asked.what
        return self._answering(asked, lambda call: _shortened(operations.answer(call, what), call, left_out))

    def conceal(self, asked: Asked, failure: Failure) -> Reply:
        """Do what a request asks for, and answer every part of it with this failure all the same."""
        assert asked.what is not None
        what = asked.what
        return self._answering(asked, lambda call: self._concealed(call, what, failure))

    def refuse(self, asked: Asked, failure: Failure) -> Reply:
        """Answer every part of a request with this failure; nothing is done."""
        assert asked.what is not None
        what = asked.what
        return self._answering(asked, lambda call: self._refusal(call, what, failure))

    def undone(self, asked: Asked, reply: Reply) -> Reply:
        """Give this answer to a request that is not carried out; the journal knows what it named."""
        assert asked.request is not None
        with self._exchange.turn() as turn:
            asked.turn = turn
            named.note(turn, asked.operation, asked.request, self._exchange)
        return reply

    def fault(self, failure: Failure, asked: Asked | None = None) -> Reply:
        """The SOAP fault of a failure, in the language of the mailbox that was asked for."""
        culture = asked.own.culture if asked is not None and asked.own is not None else languages.ENGLISH
        if asked is not None:
            asked.lacks = failure.lacks
        return Reply(500, envelope.fault(failure, culture), (failure.code,))

    def record(self, asked: Asked, reply: Reply) -> None:
        """Enter a request and its answer in the journal."""
        turn, journal = asked.turn, self._exchange.journal
        verdict = asked.why or (asked.wrong and f"accepted, although it is not valid: {asked.wrong}")
        record = Record(
            journal.newest + 1, asked.at, "call", asked.operation, asked.mailbox, asked.account.address,
            asked.impersonating, reply.status, reply.codes, seconds=time.perf_counter() - asked.begun,
            sent=asked.raw, received=reply.body, fault=asked.fault, verdict=verdict,
            lacks=asked.lacks or ("" if turn is None else turn.lacks),
            **({} if turn is None else _notes(turn)),
        )  # fmt: skip
        journal.append(record)

    def _read(self, asked: Asked) -> None:
        read = envelope.parse(asked.raw)
        asked.operation = read.operation
        asked.impersonating = read.impersonation is not None
        if asked.is_app and not asked.impersonating:
            raise RequestFailure(_TO_APPLICATIONS)
        asked.wanted = wanted(self._exchange, asked.account, read.impersonation)
        asked.own = acting_for(self._exchange, asked.account, asked.wanted, impersonating=asked.impersonating)
        asked.version = self._version(asked, read.version)
        asked.what = OPERATIONS.get(read.operation)
        if asked.what is None:
            raise RequestFailure(not_simulated(read.operation))
        how = self._profile(asked).schema_check
        asked.request, asked.wrong, needs = envelope.understood(read, how)
        asked.culture = read.culture.text if read.culture is not None else None
        if read.zone_context is not None:
            asked.zoning = _zoning(read.zone_context)
        if not asked.impersonating:
            asked.others = named.whose(asked.request, self._exchange)
        if needs > codec.VERSIONS[asked.version] and how != "names":
            raise RequestFailure(ErrorIncorrectSchemaVersion)

    def _profile(self, asked: Asked) -> Profile:
        return asked.own.profile if asked.own is not None else self._exchange.profile

    def _version(self, asked: Asked, block: RequestServerVersion | None) -> str:
        """The schema version that counts: the older of what is asked for and the newest of the server."""
        profile = self._profile(asked)
        if block is None:
            return profile.unnamed_version
        version = block.need(RequestServerVersion.Version)
        if version not in codec.VERSIONS:
            raise RequestFailure(_VERSION_FAILURES[profile.unknown_version])
        return min(version, profile.schema, key=codec.VERSIONS.__getitem__)

    def _answering(self, asked: Asked, make: Callable[[operations.Call], Bag]) -> Reply:
        """One turn: make the answer, and word it."""
        assert asked.request is not None
        try:
            with self._exchange.turn() as turn:
                asked.turn = turn
                call = operations.Call(
                    self._exchange, asked.account, asked.own, asked.impersonating, asked.version, asked.request, turn,
                    asked.zoning, asked.culture,
                )  # fmt: skip
                bag = make(call)
            body = self.worded(asked, bag)
        except RequestFailure as refused:
            return self.fault(refused.failure, asked)
        except Exception:  # an outermost loop: whatever goes wrong in here is our mistake, and the client is told so
            return self._mistake()
        if asked.operation == "Subscribe" and turn.subscription:
            self._whereabouts.made(turn.subscription, asked.server)
        return Reply(200, body, tuple(turn.codes) or _SUCCESS)

    def worded(self, asked: Asked, bag: Bag) -> bytes:
        """The envelope of an answer; one of GetStreamingEvents is a part of a stream, be it the only one."""
        word = envelope.part if asked.operation == STREAMING else envelope.answer
        return word(bag, self._info(asked), asked.version)

    def _concealed(self, call: operations.Call, what: Operation, failure: Failure) -> Bag:
        operations.answer(call, what)
        self._exchange.streams.closed(call.turn.connection)
        call.turn.connection = 0
        call.turn.codes.clear()
        return operations.refusing(call, what, failure)

    def _refusal(self, call: operations.Call, what: Operation, failure: Failure) -> Bag:
        named.note(call.turn, what.name, call.request, self._exchange)
        return operations.refusing(call, what, failure)

    def _info(self, asked: Asked) -> ServerVersionInfo:
        """The header block of every answer: build and newest schema, as the profile says."""
        profile = self._profile(asked)
        said = (profile.build, profile.schema)  # not the profile: its hash is that of all its fields
        info = self._infos.get(said)
        if info is None:
            major, minor, build, revision = profile.build
            info = self._infos[said] = ServerVersionInfo(
                MajorVersion=major, MinorVersion=minor, MajorBuildNumber=build, MinorBuildNumber=revision,
                Version=profile.schema,
            )  # fmt: skip
        return info

    def _mistake(self) -> Reply:
        """What a client is told of our own mistakes; the traceback goes to whoever runs the simulator."""
        traceback.print_exc(file=sys.stderr)
        return self.fault(ErrorInternalServerError)


def _shortened(answer: Bag, call: operations.Call, left_out: int) -> Bag:
    if left_out:
        messages: Bag = answer.need(answer.rows["ResponseMessages"])
        messages.set(messages.rows["entries"], operations.entries_of(messages)[:-left_out])
        del call.turn.codes[-left_out:]
    return answer


def _zoning(context: TimeZoneContext) -> Zoning:
    zone = zones.zone_of_definition(context.need(TimeZoneContext.TimeZoneDefinition))
    if isinstance(zone, Failure):
        raise RequestFailure(zone)
    return Zoning(zone)


def _notes(turn: Turn) -> dict[str, Any]:
    """What a turn noted for the journal, by the names of a record's fields."""
    return {
        "item_ids": tuple(turn.item_ids),
        "changes": changes_of(turn) if turn.records else (),
        "properties": tuple(turn.properties),
        "mailed": bool(turn.mails),
        "mails": tuple((mail.kind, mail.address) for mail in turn.mails),
        "is_write": turn.is_write,
        "subscription": turn.subscription,
    }
