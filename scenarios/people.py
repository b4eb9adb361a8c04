"""What the people of a scenario can do: in the browser, in Outlook with and without the add-in, in OWA, on a phone.

Rule: an act is one sentence of a feature; it changes one side and waits for nothing. Whatever must first exist is made
by `linked`, which ends the scenario as `precondition` if it does not come about.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from scenarios.checks import listening
from scenarios.checks import pairs as pair_checks
from scenarios.reservations import Attendee, Draft, JsonValue, Pair, Receipt, Stamp, StampProperty
from scenarios.targets.product import UNPROCESSABLE, Refused
from scenarios.verdict import Broken, Held, Unknown, Verdict, told_as
from scenarios.world import Scene, Stop

if TYPE_CHECKING:
    from fake_ews import Outlook, Person

HOUR = timedelta(hours=1)
Event = Literal["DeletedEvent", "MovedEvent"]
PROGRAMS = {"in OWA": "OWA", "on the phone": "phone", "in a client that expunges": "IMAP"}
"""The programs by the words of the features."""


class User:
    """A person of the scenario with a mailbox; `profile` overrides how Exchange behaves for that mailbox."""

    def __init__(self, scene: Scene, name: str, **profile: object) -> None:
        self.scene, self.name, self.address = scene, name, scene.address(name)
        self.switched_on = False
        self._uids: dict[str, str] = {}
        self.entries: dict[tuple[str, str], int] = {}
        """Handles of entries by program and first subject."""
        scene.cast.mailbox(name, **profile)

    # --- programs --------------------------------------------------------------------------------------------------

    @cached_property
    def outlook(self) -> "Outlook":
        """Outlook in cached mode."""
        return self.scene.world.exchange.outlook(self.address)

    @cached_property
    def owa(self) -> "Person":
        """Outlook on the web: every act is in Exchange at once."""
        return self.scene.world.exchange.owa(self.address)

    @cached_property
    def phone(self) -> "Person":
        """A phone over ActiveSync."""
        return self.scene.world.exchange.phone(self.address)

    @cached_property
    def imap(self) -> "Person":
        """A client over IMAP that expunges what is deleted."""
        return self.scene.world.exchange.imap(self.address)

    def program(self, name: str) -> "Person":
        """`Outlook`, `OWA`, `phone` or `IMAP`; Outlook receives first."""
        if name == "Outlook":
            self.outlook.send_receive()
            return self.outlook
        return {"OWA": self.owa, "IMAP": self.imap}.get(name, self.phone)

    def entry(self, program: str, subject: str) -> int:
        """The handle by which a program knows the entry that was first called `subject`."""
        key = (program, subject)
        if key not in self.entries:
            self.entries[key] = self.find(self.program(program), subject)
        return self.entries[key]

    def find(self, program: "Person", subject: str) -> int:
        """What a program of anybody's finds as the entry that was first called `subject`; LookupError.

        A product at work may call it otherwise between the look at its name and the search for it.
        """
        called = self.current_subject(subject)
        while True:
            try:
                return program.find(called)
            except LookupError:
                before, called = called, self.current_subject(subject)
                if called == before:
                    raise

    def current_subject(self, subject: str) -> str:
        """What the entry that was first called `subject` is called in Exchange now."""
        pair, items = self.scene.pairs.get(subject), self.scene.items(self)
        uid = self._uids.get(subject, "")
        found = [one for one in items if one.uid == uid] or [
            one for one in items if pair is not None and one.carries(pair.stamp)
        ]
        now = found[0].subject if found else subject
        self._uids.setdefault(subject, next((one.uid for one in items if one.subject == now), ""))
        return now

    # --- synchronisation -------------------------------------------------------------------------------------------

    def switch(self, on: bool, exchange: str = "") -> None:
        """A1, A2; `exchange`: the EWS address to serve this person from, where the product takes one."""
        self.scene.world.product.switch(self.address, on, exchange)
        self.switched_on = on

    # --- the browser -----------------------------------------------------------------------------------------------

    def draft(self, subject: str, clock: str = "10:00", rooms: Sequence[str] = (), **fields: Any) -> Draft:
        """What this person types for a reservation of one hour on the scenario's day."""
        start = fields.pop("start", None) or self.scene.at(clock)
        end = fields.pop("end", None) or start + HOUR
        organizer = fields.pop("organizer", self.address)
        ids = tuple(self.scene.room(name).id for name in rooms)
        return Draft(subject, start, end, organizer, self.address, resources=ids, **fields)

    def reserve(self, draft: Draft, origin: str = "web") -> Receipt | Refused:
        """B1, C4: make a reservation; the pair is known to the scenario by its first subject."""
        receipt = self.scene.world.product.reserve(draft, origin, self.key(draft))
        if isinstance(receipt, Receipt):
            self.scene.add_pair(draft, receipt)
        return receipt

    def key(self, draft: Draft) -> str:
        """The Idempotency-Key of the next reservation."""
        return f"{self.scene.stem}-{len(self.scene.pairs)}-{draft.subject[:20]}".encode("ascii", "replace").decode()

    def made(self, draft: Draft, origin: str = "web") -> Receipt:
        """The same; a refusal breaks the case."""
        receipt = self.reserve(draft, origin)
        if isinstance(receipt, Refused):
            self.scene.judge(self.scene.refusal(f"the reservation {draft.subject!r} is made", receipt))
            raise AssertionError  # a broken verdict has ended the scenario
        return receipt

    def change(self, subject: str, changes: Mapping[str, JsonValue], origin: str = "web") -> Refused | None:
        """D1, E2: change a reservation."""
        oid = self.scene.pairs[subject].oid
        return self.scene.world.product.change(oid, changes, origin, self.address)

    def changed(self, subject: str, changes: Mapping[str, JsonValue], origin: str = "web") -> None:
        """The same; a refusal breaks the case."""
        if (refused := self.change(subject, changes, origin)) is not None:
            self.scene.judge(self.scene.refusal(f"the reservation {subject!r} is changed", refused))

    def edits(self, subject: str, begins: bool) -> None:
        """Open a reservation for editing in the browser, or close it without a change; a refusal breaks the case."""
        refused = self.scene.world.product.lock(self.scene.pairs[subject].oid, self.address, begins)
        if refused is not None:
            does = "opened" if begins else "closed"
            self.scene.judge(self.scene.refusal(f"the reservation {subject!r} is {does} for editing", refused))

    def cancel(self, subject: str, origin: str = "web") -> Refused | None:
        """D1, E2: cancel a reservation."""
        return self.scene.world.product.cancel(self.scene.pairs[subject].oid, origin, self.address)

    def cancelled(self, subject: str, origin: str = "web") -> None:
        """The same; a refusal of the first time breaks the case."""
        if (refused := self.cancel(subject, origin)) is not None:
            self.scene.judge(self.scene.refusal(f"the reservation {subject!r} is cancelled", refused))

    # --- Outlook with the add-in -----------------------------------------------------------------------------------

    def save(self, subject: str, clock: str = "10:00", **fields: Any) -> int:
        """C1, C3: save an entry of one hour in Outlook; Exchange knows it after send/receive."""
        start = self.scene.at(clock)
        handle = self.outlook.new(subject, start, start + HOUR, **fields)
        self.entries["Outlook", subject] = handle
        return handle

    def addin_reserves(self, subject: str, rooms: Sequence[str], stamped: bool = True) -> Receipt:
        """C4: the add-in creates the reservation for the entry open in Outlook, and writes stamp and guests on it."""
        handle = self.entries["Outlook", subject]
        view = self.outlook.view(handle)
        guests = [Attendee(one) for one in view.attendees] + [Attendee(one, "optional") for one in view.optional]
        draft = self.draft(
            view.subject,
            rooms=rooms,
            start=view.start,
            end=view.end,
            attendees=tuple(guests),
            reminder=view.reminder,
            sensitivity=view.sensitivity,
            free_busy=view.free_busy,
        )
        receipt = self.made(draft, "addin")
        if stamped:
            self.stamp(subject, receipt.stamp, receipt.invite)
        return receipt

    def stamp(self, subject: str, stamp: Stamp, invite: Sequence[str] = ()) -> None:
        """The add-in writes exactly the product's stamp and guests on the entry."""
        self.outlook.stamp(self.entries["Outlook", subject], [one.json() for one in stamp], list(invite))

    def stamp_on(self, subject: str) -> tuple[StampProperty, ...]:
        """E1: what the add-in reads on the entry."""
        stamp = [one.json() for one in self.scene.pairs[subject].stamp]
        found = self.outlook.stamp_of(self.entry("Outlook", subject), stamp)
        return tuple(StampProperty.of(one) for one in found)

    def addin_deletes(self, subject: str, event: Event | None = None) -> None:
        """E2: Delete (or Shift+Delete, of which Exchange tells `event`) in Outlook, told by the add-in, unsent."""
        handle = self.entry("Outlook", subject)
        if event is None:
            self.program("Outlook").delete(handle)
        else:
            self.program("Outlook").shift_delete(handle, event=event)
        self.cancelled(subject, "addin")

    # --- without the add-in ----------------------------------------------------------------------------------------

    def act(self, program: str, deed: str, called: str, /, *values: object, **fields: object) -> None:
        """One act of a program, such as `drag`, on the entry first called so; Outlook sends it at once."""
        person = self.program(program)
        with self._finding(called):
            getattr(person, deed)(self.entry(program, called), *values, **fields)
        if program == "Outlook":
            self.outlook.send_receive()

    def undoes(self, program: str) -> None:
        """Undo the last Delete; Outlook sends it at once."""
        self.program(program).undo()
        if program == "Outlook":
            self.outlook.send_receive()

    def act_somehow(self, how: str, deed: str, called: str, /, *values: object) -> None:
        """One act on this person's entry, with a program by the words of the features, or by an assistant."""
        if how == "by an assistant":
            person(self.scene, "Clara").act_for(self, deed, called, *values)
        else:
            self.act(PROGRAMS[how], deed, called, *values)

    @contextmanager
    def _finding(self, called: str) -> Iterator[None]:
        """An entry that its owner does not find any more breaks the case."""
        try:
            yield
        except LookupError as error:
            shelf = self.scene.history().shelf(self.address)
            advice = "Who took it away?"
            self.scene.judge(Broken(f"{self.name} finds the entry {called!r}", str(error), (shelf,), advice))

    def move_away(self, subject: str) -> None:
        """Move an entry to a calendar folder that is not in step."""
        folder = self.scene.world.exchange.mailbox(self.address).make_folder("Elsewhere")
        self.act("OWA", "move", subject, folder)

    def change_field(self, subject: str, field: str) -> None:
        """Change one field of the contract in OWA."""
        scene = self.scene
        values: dict[str, dict[str, object]] = {
            "subject": {"subject": "Review, second part"},
            "start": {"start": scene.at("09:30")},
            "end": {"end": scene.at("11:30")},
            "allDay": {"all_day": True, "start": scene.at("00:00"), "end": scene.at("00:00") + timedelta(days=1)},
            "location": {"location": "Lobby"},
            "resources": {"resources": (scene.room("Reuss").address,)} if field == "resources" else {},
            "text": {"body": "Bring the plans."},
            "reminderMinutes": {"reminder": 30},
            "sensitivity": {"sensitivity": "Private"},
            "freeBusy": {"free_busy": "Tentative"},
            "attendees": {
                "attendees": (scene.address("clara").upper(),),
                "optional": (scene.address("dora"), scene.address("emil")),
            },
        }
        self.act("OWA", "change", subject, **values[field])

    def invites_room(self, subject: str, room: str, program: str = "OWA", *, like_a_person: bool = False) -> None:
        """Invite a room to an entry, and no other room any more; like a person, among the guests."""
        address = self.scene.room(room).address
        guests = {"attendees": (address,), "resources": ()} if like_a_person else {"resources": (address,)}
        self.act(program, "change", subject, **guests)

    def act_for(self, owner: "User", deed: str, called: str, /, *values: object) -> None:
        """As an assistant, one act on an entry of the owner's calendar, from a program of one's own."""
        delegate = self.scene.world.exchange.delegate(self.address, of=owner.address)
        with owner._finding(called):
            getattr(delegate, deed)(owner.find(delegate, called), *values)

    # --- what a case starts from -----------------------------------------------------------------------------------

    def linked(self, subject: str, clock: str = "10:00", rooms: Sequence[str] = ("Aare",), **fields: Any) -> Pair:
        """A linked entry that the service made (B2)."""
        step = f"{self.name} has a linked entry {subject!r} (B2)"
        receipt = self.reserve(self.draft(subject, clock, rooms, **fields))
        if isinstance(receipt, Refused):
            self.scene.only_if(bool(rooms) or receipt.status != UNPROCESSABLE, "reservations without a room")
            self.scene.need(step, self.scene.refusal("the reservation is made", receipt))
        self.scene.world.pace.settle()
        self.scene.need(step, is_linked(self.scene, subject))
        self.scene.need(step, self.scene.as_typed(subject))
        return self.scene.pairs[subject]

    def reserved_by_addin(self, subject: str, clock: str, rooms: Sequence[str], **fields: Any) -> None:
        """An entry in Outlook with a reservation, stamped and not sent yet (C4)."""
        self.save(subject, clock, **fields)
        self.addin_reserves(subject, rooms)
        scene = self.scene
        scene.settle()
        scene.look()
        step = f"the reservation {subject!r} of the add-in exists (C4)"
        scene.need(step, pair_checks.not_linked(scene.history(), scene.pairs[subject]))
        scene.need(step, pair_checks.reservations(scene.history(), self.address, len(scene.pairs_of(self.address))))

    def invite(self, guest: "User", subject: str) -> None:
        """In OWA the user invites a guest to an entry, who gets his copy."""
        self.act("OWA", "change", subject, attendees=(guest.address,))
        self.scene.settle()
        self.scene.look()
        copies = [one.subject for one in self.scene.items(guest) if one.folder == "calendar"]
        if copies != [subject]:
            self.scene.judge(Unknown(f"{guest.name} got no copy of the invitation, but {copies}", fault=True))
            raise Stop

    def annotate(self, subject: str, guest: "User") -> None:
        """In OWA the user adds a guest, a category and a text of her own to an entry."""
        self.act("OWA", "change", subject, attendees=(guest.address,), categories=("Blue",), body="Bring the plans.")
        self.scene.settle()

    def linked_by_addin(
        self, subject: str, clock: str = "10:00", rooms: Sequence[str] = ("Aare",), **fields: Any
    ) -> Pair:
        """A linked entry that the user made in Outlook with the add-in (C6)."""
        self.save(subject, clock, **fields)
        self.addin_reserves(subject, rooms)
        self.outlook.send_receive()
        self.scene.world.pace.settle()
        self.scene.need(f"{self.name} has a linked entry {subject!r} (C6)", is_linked(self.scene, subject))
        self.scene.need(f"{self.name} has a linked entry {subject!r} (C6)", self.scene.as_typed(subject))
        return self.scene.pairs[subject]


def is_linked(scene: Scene, subject: str) -> Verdict:
    """Linked: the itemId is shown; where a product shows none but says `linked`, a change in the browser arrives."""
    scene.look()
    return is_seen_linked(scene, subject)


def is_seen_linked(scene: Scene, subject: str) -> Verdict:
    """The same, as last looked at."""
    history, pair = scene.history(), scene.pairs[subject]
    verdict = pair_checks.one_entry(history, pair)
    shown = history.seen(pair.oid).reservation
    told = shown is None or shown.cancelled or shown.item_id is not None or shown.link != "linked"
    if not isinstance(verdict, Held) or shown is None or told:
        return verdict if isinstance(verdict, Broken) else pair_checks.linked(history, pair)
    return _arrives(scene, subject, shown.subject)


def judge_linked(scene: Scene, subject: str) -> None:
    """Take the verdict of `is_linked`; where that needs a change in the browser, after all else that is judged now."""
    scene.look()
    shown = scene.history().seen(scene.pairs[subject].oid).reservation
    if shown is None or shown.cancelled or shown.item_id is not None:
        scene.judge(is_linked(scene, subject))
    else:
        scene.later.append(lambda: scene.judge(is_linked(scene, subject)))


def _arrives(scene: Scene, subject: str, now: str) -> Verdict:
    """Change the subject in the browser, see it on the entry, and change it back."""
    pair = scene.pairs[subject]
    user = next(one for one in scene.users.values() if one.address == pair.organizer)
    for text in (f"{now} (probe)"[-60:], now):
        refused = user.change(subject, {"subject": text})
        scene.world.pace.settle()
        scene.look()
        verdict = pair_checks.entry_shows(scene.history(), pair, subject=text)
        if refused is not None or isinstance(verdict, Broken):
            return pair_checks.linked(scene.history(), pair)
    return Held("itemId is not shown; a change arrived")


def person(scene: Scene, name: str, **profile: object) -> User:
    """A person of the scenario, made when first spoken of; `profile` overrides how Exchange behaves for the mailbox."""
    if name not in scene.users:
        scene.users[name] = User(scene, name, **profile)
    return scene.users[name]


def typed(scene: Scene, name: str, role: str = "required") -> Attendee:
    """A guest as somebody types the address: a name in capitals makes an address in capitals."""
    address = person(scene, name.capitalize()).address
    return Attendee(address.upper() if name.isupper() else address, role)


def synchronised(scene: Scene, *names: str, **profile: object) -> list[User]:
    """People who are switched on, and with push are subscribed to (A1)."""
    people = [person(scene, name, **profile) for name in names]
    for user in people:
        user.switch(True)
    scene.world.pace.settle()
    scene.look()
    for user in people:
        if scene.world.declared.transport == "push":
            step = f"{user.name} is synchronised (A1)"
            scene.need(step, listening.subscribed(scene.history(), user.address))
    return people


def switched_on(scene: Scene, name: str) -> User:
    """This person, switched on if that was not done before."""
    user = scene.users.get(name)
    return user if user is not None and user.switched_on else synchronised(scene, name)[0]


def serves(scene: Scene, name: str) -> None:
    """The sentinel: F2/moves on another linked entry of this person; a product that does nothing must not pass."""
    user = switched_on(scene, name)
    receipt = user.reserve(user.draft("Sentinel", "17:00", ["Aare"]))
    if isinstance(receipt, Refused):
        scene.judge(told_as(scene.refusal("a reservation is made", receipt), "dead"))
    scene.settle()
    scene.judge(told_as(is_linked(scene, "Sentinel"), "dead"))
    user.act("OWA", "drag", "Sentinel", scene.at("18:00"))
    scene.settle()
    scene.look()
    moved = pair_checks.reservation_shows(scene.history(), scene.pairs["Sentinel"], start=scene.at("18:00"))
    scene.judge(told_as(moved, "dead"))


def hour_from(start: datetime) -> dict[str, JsonValue]:
    """Start and end of an hour, as a change of a reservation."""
    return {"start": start.isoformat(), "end": (start + HOUR).isoformat()}
