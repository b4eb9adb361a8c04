"""The edge: HTTP, JSON and time, over a real socket; and the process that serves it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path

from aiohttp import ClientSession, web

from reference_sync.web import application
from reference_sync.worker import Crew
from scenarios.ports import free_port
from tests.reference_sync.pairs import ANNA, TEN
from tests.reference_sync.test_listener import BOMB, event, message, success
from tests.reference_sync.world import World

Reply = tuple[int, str, str]
Ask = Callable[..., Awaitable[Reply]]


def serving(world: World, talk: Callable[[Ask], Awaitable[None]], *, at_work: bool = True) -> None:
    """Serve the world, with two workers unless nobody is `at_work`, while `talk` asks."""

    async def run() -> None:
        runner = web.AppRunner(application(world.office), access_log=None)
        await runner.setup()
        crew = Crew([world.desk, world.desk] if at_work else [])
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            crew.start()
            async with ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as session:

                async def ask(method: str, path: str, body: object = None, **more: object) -> Reply:
                    sent = json.dumps(body) if isinstance(body, (dict, list)) else body
                    async with session.request(method, path, data=sent, **more) as answer:  # type: ignore[arg-type]
                        return answer.status, answer.content_type, await answer.text()

                await talk(ask)
        finally:
            await asyncio.to_thread(crew.stop)
            await runner.cleanup()

    asyncio.run(run())


def a_push(world: World, events: str = "", subscription: str | None = None) -> bytes:
    return message(success(events)).replace(b"S+/=", (subscription or world.user().subscription or "").encode())


def test_a_reservation_goes_to_exchange_and_settle_says_when(world: World) -> None:
    async def talk(ask: Ask) -> None:
        usual = {"subject": "Ü", "start": TEN.isoformat(), "end": TEN.replace(hour=11).isoformat(), "organizer": ANNA}
        status, kind, text = await ask("POST", "/reservations", usual, headers={"Idempotency-Key": "k"})
        assert (status, kind) == (201, "application/json")
        oid = json.loads(text)["oid"]
        assert (await ask("POST", "/settle"))[0] == 200
        shown = json.loads((await ask("GET", f"/reservations/{oid}"))[2])
        assert (shown["link"], shown["subject"]) == ("linked", "Ü")
        assert (await ask("DELETE", f"/reservations/{oid}?origin=web&who={ANNA}"))[0] == 204

    serving(world, talk)


def test_errors_have_the_form_of_the_contract(world: World) -> None:
    async def talk(ask: Ask) -> None:
        for method, path, body, status, code in (
            ("GET", "/reservations/none", None, 404, "not-found"),
            ("GET", "/no/such/call", None, 404, "not-found"),
            ("PATCH", "/capabilities", None, 405, "method-not-allowed"),
            ("POST", "/reservations", "{", 400, "not-json"),
            ("POST", "/reservations", "[]", 400, "not-json"),
            ("POST", "/reservations", {}, 422, "invalid"),
        ):
            answer = await ask(method, path, body)
            assert answer[:2] == (status, "application/problem+json")
            assert json.loads(answer[2])["code"] == code

    serving(world, talk)


def test_time_is_moved_and_never_back(world: World) -> None:
    async def talk(ask: Ask) -> None:
        first = world.user().subscription
        _, _, text = await ask("POST", "/settle")
        found = json.loads(text)
        assert found == {"pending": 1, "nextAt": "2027-01-01T10:20:00+00:00"}  # the watchdog of Anna's subscription
        status, _, text = await ask("PUT", "/clock", {"now": "2027-01-01T09:00:00Z"})
        assert (status, json.loads(text)["now"]) == (409, "2027-01-01T10:00:00+00:00")
        assert (await ask("PUT", "/clock", {"now": "soon"}))[0] == 422
        status, _, text = await ask("PUT", "/clock", {"now": found["nextAt"]})
        assert (status, json.loads(text)) == (200, {"now": found["nextAt"]})
        assert (await ask("POST", "/settle"))[0] == 200
        assert world.user().subscription != first

    serving(world, talk)


def test_a_push_is_stored_and_answered_before_it_is_worked_on(world: World) -> None:
    item_id = world.made()
    world.exchange.change(item_id, {"subject": "Moved"})

    async def talk(ask: Ask) -> None:
        path = f"/push/{world.user().token}"
        before = world.backlog().busy
        status, kind, text = await ask(
            "POST", path, a_push(world, event("ModifiedEvent", f'<t:ItemId Id="{item_id}"/>'))
        )
        assert (status, kind, before) == (200, "text/xml", False)
        assert "<SubscriptionStatus>OK</SubscriptionStatus>" in text
        assert world.backlog().busy
        assert world.exchange.calls == []

    serving(world, talk, at_work=False)
    world.settle()
    assert world.equal(world.only().core.oid)


def test_junk_does_no_harm(world: World) -> None:
    async def talk(ask: Ask) -> None:
        path = f"/push/{world.user().token}"
        assert (await ask("POST", path, BOMB))[0] == 400
        assert (await ask("POST", path, b"<a/>"))[0] == 400
        assert (await ask("POST", path, BytesIO(b"x" * 2_000_000)))[0] == 413
        for where, subscription in (("/push/nobody", None), (path, "foreign")):
            status, _, text = await ask("POST", where, a_push(world, subscription=subscription))
            assert (status, "Unsubscribe" in text) == (200, True)
        assert "OK" in (await ask("POST", path, a_push(world)))[2]

    serving(world, talk)
    assert [call for call in world.exchange.calls if call[0] != "find"] == []


def test_the_process_starts_prints_its_line_and_ends(tmp_path: Path) -> None:
    port = free_port()
    environment = os.environ | {
        "REFERENCE_SYNC_PORT": str(port),
        "REFERENCE_SYNC_DATABASE": f"sqlite:///{tmp_path}/run.sqlite",
        "REFERENCE_SYNC_EWS_URL": "http://127.0.0.1:9/EWS/Exchange.asmx",
    }
    command = [sys.executable, "-W", "error", "-m", "reference_sync", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"reference service at http://127.0.0.1:{port}/\n"
        second = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (second.returncode, "cannot listen" in second.stderr) == (2, True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_a_wrong_setting_ends_it_with_one_sentence() -> None:
    command = [sys.executable, "-m", "reference_sync", "serve"]
    for name, value, said in (
        ("PORT", "x", "reference-sync: port = 'x' (environment, REFERENCE_SYNC_PORT) should be an integer\n"),
        ("DATABASE", "nosuch://x", "reference-sync: cannot use the database:"),
    ):
        environment = os.environ | {f"REFERENCE_SYNC_{name}": value}
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 2
        assert ended.stderr.startswith(said)
