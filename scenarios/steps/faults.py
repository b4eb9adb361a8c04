"""What goes wrong once, and whether it did."""

from datetime import timedelta

from pytest_bdd import given, parsers, then, when

from scenarios import faults, people
from scenarios.checks import bookings
from scenarios.sweep import killing, playing
from scenarios.sweep.variants import VARIANTS
from scenarios.verdict import Held, NotOffered
from scenarios.world import Scene, Stop


@given(parsers.parse("the answer to the next {operation:w} for {who:w} is lost"))
def _(scene: Scene, operation: str, who: str) -> None:
    scene.inject(f"the answer to {operation} is lost", faults.answer_lost(operation, scene.users[who].address))


@given(parsers.parse("the next CreateItem for {who:w} is answered busy {how}"))
def _(scene: Scene, who: str, how: str) -> None:
    scene.inject(f"CreateItem is answered busy {how}", faults.busy(how, "CreateItem", scene.users[who].address))


@given(parsers.parse("Exchange wants {seconds:d} seconds of peace at the next {operation:w} for {who:w}, said {how}"))
def _(scene: Scene, seconds: int, operation: str, who: str, how: str) -> None:
    fault = faults.busy_for(how.replace("a SOAP", "SOAP"), operation, scene.users[who].address, seconds)
    scene.inject(f"{operation} is answered busy {how}, with a hint of {seconds} s", fault)


@given(parsers.parse("the next {requests:w} for {who:w} are answered busy, {times:d} in a row"))
def _(scene: Scene, requests: str, who: str, times: int) -> None:
    operation = "" if requests == "requests" else requests
    fault = faults.busy("by SOAP fault", operation, scene.users[who].address, times)
    scene.inject(f"{requests} answered busy, {times} in a row", fault)


@given(parsers.parse("the next {operation:w} for {who:w} is carried out a second late"))
def _(scene: Scene, operation: str, who: str) -> None:
    scene.inject(f"{operation} is carried out late", faults.carried_out_late(operation, scene.users[who].address))


@given(parsers.parse("the next {operation:w} for {who:w} is answered as a conflict, but carried out"))
def _(scene: Scene, operation: str, who: str) -> None:
    fault = faults.conflict_but_saved(operation, scene.users[who].address)
    scene.inject(f"{operation} is answered as a conflict", fault)


@given(parsers.parse("the next {operation:w} for {who:w} is answered as a conflict, and not carried out"))
def _(scene: Scene, operation: str, who: str) -> None:
    scene.inject(f"{operation} is answered as a conflict", faults.conflict(operation, scene.users[who].address))


@given(parsers.parse("the next request for {who:w} is answered 401, and the one after it by an error page"))
def _(scene: Scene, who: str) -> None:
    for what, fault in faults.under_load(scene.users[who].address).items():
        scene.inject(what, fault)


@given(parsers.parse("the next message for {who:w} is lost, and her subscription with it"))
def _(scene: Scene, who: str) -> None:
    scene.only_if(scene.world.declared.transport == "push", "no messages are sent to it")
    scene.inject("a message is lost with its subscription", faults.push_lost(scene.users[who].address))


@given(parsers.parse("the next message for {who:w} is {missing:w}, and her subscription lives on"))
def _(scene: Scene, who: str, missing: str) -> None:
    scene.inject(f"a message is {missing}", faults.push_missing(missing, scene.users[who].address))


@given(parsers.parse("{who:w} is synchronised by an unruly Exchange"))
def _(scene: Scene, who: str) -> None:
    people.synchronised(scene, who, **faults.unruly())


@given(parsers.parse("the answers to the next {count:d} messages for {who:w} are lost"))
def _(scene: Scene, count: int, who: str) -> None:
    fault = faults.answers_to_pushes_lost(scene.users[who].address, count)
    scene.inject(f"the answers to {count} messages are lost", fault)


@then(parsers.parse("{operation:w} was not repeated for {who:w} within {seconds:d} seconds"))
def _(scene: Scene, operation: str, who: str, seconds: int) -> None:
    hint = timedelta(seconds=seconds)
    scene.judge(bookings.waited(scene.history(), scene.users[who].address, operation, hint))


@then("the fault has happened")
def _(scene: Scene) -> None:
    scene.judge_faults()


@then("the fault has happened, if such requests are made")
def _(scene: Scene) -> None:
    if not all(scene.world.exchange.fired(number) for number, _ in scene.faults):
        scene.verdicts.append(NotOffered("the service makes no such requests"))


@given(parsers.parse("everything is ready for {process:S}"))
def _(scene: Scene, process: str) -> None:
    VARIANTS[process].prepare(scene)


@when(parsers.parse("{process:S} is played, and request {nth:d} meets {failure:S}"))
@when(parsers.parse("{process:S} is played, and message {nth:d} is {failure:S}"))
def _(scene: Scene, process: str, nth: int, failure: str) -> None:
    playing.disturbed(scene, playing.chain_of(f"{process}:{failure}"), nth)


@when(parsers.parse("{process:S} is played, and the service is killed {when_:w} request {nth:d} is carried out"))
def _(scene: Scene, process: str, when_: str, nth: int) -> None:
    if (why := killing.cannot(scene.world)) is not None:
        scene.judge(why)
        raise Stop
    playing.disturbed(scene, playing.chain_of(f"{process}:killed-{when_}"), nth)


@then(parsers.parse("{process:S} has ended as if nothing had failed"))
def _(scene: Scene, process: str) -> None:
    VARIANTS[process].judge(scene)
    missed = "" if playing.has_fired(scene) else "where the process makes so few requests that nothing failed, and "
    scene.judge(Held(f"a sample; {missed}--sweep plays every process with every failure at every place"))
