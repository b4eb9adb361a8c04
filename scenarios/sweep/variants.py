"""The processes B to F in short, for runs in which something fails: what they start from, what is done, how they end.

Rules: what a variant starts from is played before anything fails; how often something was written or revised is not
judged; a variant judges nothing that a right product of another design need not do.
"""

from collections.abc import Callable
from dataclasses import dataclass

from scenarios import people
from scenarios.checks import ends, listening, pairs, traffic
from scenarios.people import User, hour_from
from scenarios.world import Scene

Part = Callable[[Scene], None]
REVIEW = "Review"


@dataclass(frozen=True, slots=True)
class Variant:
    """One process: `prepare` is played undisturbed, then `act` while something fails; `judge` looks at the end."""

    id: str
    prepare: Part
    act: Part
    judge: Part


def _anna(scene: Scene) -> User:
    return people.switched_on(scene, "Anna")


# --- what they start from ---------------------------------------------------------------------------------------------


def _nobody(scene: Scene) -> None:
    """Anna has a mailbox, and is not switched on yet."""
    people.person(scene, "Anna")
    scene.room("Aare")


def _switched_on(scene: Scene) -> None:
    """Anna is switched on, and there are rooms."""
    _anna(scene)
    scene.room("Aare")
    scene.room("Reuss")


def _linked(scene: Scene) -> None:
    """A linked entry that the service made."""
    _anna(scene).linked(REVIEW)


def _linked_without_room(scene: Scene) -> None:
    """A linked entry without a room: nobody answers, so what is missed once is not told again."""
    _anna(scene).linked(REVIEW, rooms=())


def _linked_by_addin(scene: Scene) -> None:
    """A linked entry that Anna made in Outlook with the add-in."""
    _anna(scene).linked_by_addin(REVIEW)


def _unsent(scene: Scene) -> None:
    """A reservation of the add-in whose entry Outlook has not sent yet."""
    _anna(scene).reserved_by_addin(REVIEW, "10:00", ["Aare"])


def _unstamped(scene: Scene) -> None:
    """The same, and the add-in has not written the stamp on the entry yet."""
    anna = _anna(scene)
    anna.save(REVIEW)
    anna.addin_reserves(REVIEW, ["Aare"], stamped=False)
    scene.settle()


# --- what is done -----------------------------------------------------------------------------------------------------


def _switches_on(scene: Scene) -> None:
    scene.users["Anna"].switch(True)


def _reserves(scene: Scene) -> None:
    anna = _anna(scene)
    anna.made(anna.draft(REVIEW, rooms=["Aare"]))


def _reserves_twice(scene: Scene) -> None:
    anna = _anna(scene)
    anna.made(anna.draft(REVIEW, rooms=["Aare"]))
    anna.made(anna.draft("Retro", "14:00", ["Reuss"]))


def _sends(scene: Scene) -> None:
    _anna(scene).outlook.send_receive()


def _sends_twice(scene: Scene) -> None:
    anna = _anna(scene)
    anna.outlook.send_receive()
    scene.world.pace.quiet()
    anna.stamp(REVIEW, scene.pairs[REVIEW].stamp)
    anna.outlook.send_receive()


def _renames_and_sends(scene: Scene) -> None:
    _renames(scene)
    _sends(scene)


def _cancels_and_sends(scene: Scene) -> None:
    _cancels(scene)
    _sends(scene)


def _moves(scene: Scene) -> None:
    _anna(scene).changed(REVIEW, hour_from(scene.at("14:00")))


def _renames(scene: Scene) -> None:
    _anna(scene).changed(REVIEW, {"subject": "Preview"})


def _cancels(scene: Scene) -> None:
    _anna(scene).cancelled(REVIEW)


def _drags_with_addin(scene: Scene) -> None:
    anna = _anna(scene)
    anna.program("Outlook").drag(anna.entry("Outlook", REVIEW), scene.at("14:00"))
    anna.changed(REVIEW, hour_from(scene.at("14:00")), "addin")
    scene.world.pace.quiet()
    anna.outlook.send_receive()


def _deletes_with_addin(event: people.Event | None) -> Part:
    def part(scene: Scene) -> None:
        _anna(scene).addin_deletes(REVIEW, event)
        scene.world.pace.quiet()
        _anna(scene).outlook.send_receive()

    return part


def _drags(scene: Scene) -> None:
    _anna(scene).act("OWA", "drag", REVIEW, scene.at("14:00"))


def _changes(scene: Scene) -> None:
    times = {"start": scene.at("14:00"), "end": scene.at("15:30")}
    _anna(scene).act("OWA", "change", REVIEW, subject="Preview", **times)


def _deletes(scene: Scene) -> None:
    _anna(scene).act("OWA", "delete", REVIEW)


def _shift_deletes(event: people.Event) -> Part:
    return lambda scene: _anna(scene).act("OWA", "shift_delete", REVIEW, event=event)


def _delegate_deletes(scene: Scene) -> None:
    people.person(scene, "Clara").act_for(_anna(scene), "delete", REVIEW)


def _changes_and_deletes(scene: Scene) -> None:
    _drags(scene)
    _deletes(scene)


def _cross(scene: Scene) -> None:
    _renames(scene)
    _drags(scene)


def _both_move(scene: Scene) -> None:
    _moves(scene)
    _anna(scene).act("OWA", "drag", REVIEW, scene.at("16:00"))


# --- how they end -----------------------------------------------------------------------------------------------------


def _subscribed(scene: Scene) -> None:
    if scene.world.declared.transport == "push":
        scene.judge(listening.subscribed(scene.history(), scene.users["Anna"].address))


def _one_linked(scene: Scene) -> None:
    """Linked on both sides, equal, as typed, and the only reservation."""
    for subject, pair in scene.pairs.items():
        scene.judge(people.is_linked(scene, subject))
        scene.judge(scene.as_typed(subject))
        scene.judge(pairs.equal(scene.history(), pair))
    scene.judge(pairs.reservations(scene.history(), scene.users["Anna"].address, len(scene.pairs)))


def _found(scene: Scene) -> None:
    """Linked on both sides, and the only reservation; the add-in has not invited the room."""
    scene.judge(people.is_linked(scene, REVIEW))
    scene.judge(pairs.reservations(scene.history(), scene.users["Anna"].address, 1))


def _both_linked(scene: Scene) -> None:
    _one_linked(scene)
    scene.judge(ends.apart(scene.history(), scene.pairs[REVIEW], scene.pairs["Retro"]))


def _shows(subject: str = REVIEW, start: str = "10:00") -> Part:
    """One entry, linked, equal, with these values on both sides."""

    def part(scene: Scene) -> None:
        scene.judge(people.is_linked(scene, REVIEW))
        history, pair = scene.history(), scene.pairs[REVIEW]
        scene.judge(pairs.reservation_shows(history, pair, subject=subject, start=scene.at(start)))
        scene.judge(pairs.equal(history, pair))

    return part


def _put_aside(scene: Scene) -> None:
    scene.judge(ends.put_aside(scene.history(), scene.pairs[REVIEW]))


def _cancelled(scene: Scene) -> None:
    """Cancelled, and no entry in the calendar."""
    history, pair = scene.history(), scene.pairs[REVIEW]
    scene.judge(pairs.cancelled(history, pair))
    scene.judge(pairs.out_of_calendar(history, pair))


def _not_restored(scene: Scene) -> None:
    """The same, and nothing was tried to bring it back."""
    _cancelled(scene)
    scene.judge(traffic.never_restored(scene.history(), scene.pairs[REVIEW], scene.began))


def _survived(scene: Scene) -> None:
    """Both changes stand, or those of the side that is declared; sides equal, one entry."""
    pair = scene.pairs[REVIEW]
    browser, outlook = {"subject": "Preview"}, {"start": scene.at("14:00")}
    scene.judge(people.is_linked(scene, REVIEW))
    scene.judge(ends.both_survive(scene.history(), pair, browser=browser, outlook=outlook))
    scene.judge(pairs.equal(scene.history(), pair))


def _equal(scene: Scene) -> None:
    scene.judge(people.is_linked(scene, REVIEW))
    scene.judge(pairs.equal(scene.history(), scene.pairs[REVIEW]))


VARIANTS: dict[str, Variant] = {
    one.id: one
    for one in (
        Variant("A1/subscribes", _nobody, _switches_on, _subscribed),
        Variant("B2/creates", _switched_on, _reserves, _one_linked),
        Variant("B1/twice", _switched_on, _reserves_twice, _both_linked),
        Variant("C6/back-link", _unsent, _sends, _one_linked),
        Variant("C6/late-oid", _unstamped, _sends_twice, _found),
        Variant("C6/changed-meanwhile", _unsent, _renames_and_sends, _shows("Preview")),
        Variant("C6/cancelled-meanwhile", _unsent, _cancels_and_sends, _put_aside),
        Variant("D2/moves", _linked, _moves, _shows(start="14:00")),
        Variant("D2/subject", _linked_by_addin, _renames, _shows("Preview")),
        Variant("D2/cancels", _linked, _cancels, _cancelled),
        Variant("E2/changes", _linked_by_addin, _drags_with_addin, _shows(start="14:00")),
        Variant("E3/trash", _linked_by_addin, _deletes_with_addin(None), _not_restored),
        Variant("E3/shift-delete", _linked_by_addin, _deletes_with_addin("DeletedEvent"), _not_restored),
        Variant("F2/moves", _linked, _drags, _shows(start="14:00")),
        Variant("F2/fields", _linked_by_addin, _changes, _shows("Preview", "14:00")),
        Variant("F2/no-room", _linked_without_room, _changes, _shows("Preview", "14:00")),
        Variant("F2/trash", _linked, _deletes, _not_restored),
        Variant("F2/shift-delete", _linked, _shift_deletes("DeletedEvent"), _not_restored),
        Variant("F2/soft-delete", _linked_by_addin, _shift_deletes("MovedEvent"), _not_restored),
        Variant("F2/delegate-deletes", _linked, _delegate_deletes, _not_restored),
        Variant("F2/out-of-order", _linked, _changes_and_deletes, _not_restored),
        Variant("X/crossing", _linked, _cross, _survived),
        Variant("X/same-field", _linked, _both_move, _equal),
    )
}
"""All of them, by an id that names the row whose end states they have."""
