"""Products as processes: started, waited for, killed, started again; and what is said where that does not succeed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenarios.accounts import Account
from scenarios.config import Launch
from scenarios.ports import free_port
from scenarios.targets import process, target
from scenarios.targets.reference import Reference
from scenarios.targets.target import Attached, NotStarted, Started, answers
from tests.scenarios import toys

ROOT = Path(__file__).parents[2]
Make = Callable[..., Started]


@pytest.fixture(name="make")
def _make() -> Iterator[Make]:
    """Makes products by their commands; `PORT` in them is that of their address. Whatever lives is ended."""
    made: list[Started] = []

    def make(start: str, kill: str = "", ready: float = 20.0) -> Started:
        port = free_port()
        start, kill = (one.replace("PORT", str(port)) for one in (start, kill))
        launch = Launch(start, kill, ready, ROOT, {"NOTE": "from conform.toml"})
        made.append(Started(f"http://127.0.0.1:{port}", launch))
        return made[-1]

    yield make
    for one in made:
        one.close()


TOY = f"{sys.executable} -m tests.scenarios.toys PORT"


def test_it_is_started_killed_and_started_again(make: Make) -> None:
    product = make(TOY)
    product.start()
    assert answers(product.url)
    assert product.alive
    assert product.restartable
    product.kill()
    assert not answers(product.url)
    assert not product.alive
    product.start()
    assert answers(product.url)
    assert product.printed.count("a toy at") == 2
    product.close()
    assert not answers(product.url)


def test_its_commands_have_the_environment_and_the_folder_of_the_file(make: Make) -> None:
    product = make(f"echo $NOTE; pwd; {TOY}")
    product.start()
    assert product.printed.splitlines()[:2] == ["from conform.toml", str(ROOT)]


def test_it_ends_instead_of_answering(make: Make) -> None:
    with pytest.raises(NotStarted, match=r"product.start ended with code 3. It printed last:\noops"):
        make("echo oops; exit 3").start()


def test_it_ends_well_and_nothing_is_left(make: Make) -> None:
    with pytest.raises(NotStarted, match=r"ended with code 0. It printed last:\n\(nothing\)"):
        make("exit 0").start()


def test_it_never_answers(make: Make) -> None:
    product = make("sleep 60", ready=0.3)
    with pytest.raises(NotStarted, match=r"GET /capabilities as it should within 0.3 s.*: GET /capab.*Refused"):
        product.start()
    assert not product.alive


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("names=['clocks']", r"names\[0\]: 'clocks' is not one of \['series'"),
        ("settleSeconds=None", r"settleSeconds: None is not of type 'number'"),
        ("fields=dict(subject='none', start='both', end='both')", r"fields.subject: 'none' is not one of \['both'\]"),
    ],
)
def test_it_says_at_once_which_field_breaks_the_contract(make: Make, change: str, said: str) -> None:
    product = make(f'{sys.executable} -c "from tests.scenarios import toys as t; t.CAPABILITIES |= dict({change}); '
                   f't.main(PORT)"')  # fmt: skip
    began = time.monotonic()
    with pytest.raises(NotStarted, match=rf"breaks the contract: GET /capabilities answered 200: {said}"):
        product.start()
    assert time.monotonic() - began < 15
    assert not product.alive


def test_what_is_coming_up_may_answer_otherwise_first(make: Make) -> None:
    product = make(f"{sys.executable} -m tests.scenarios.toys PORT later")
    product.start()
    assert product.printed.count("not yet") == 2


def test_somebody_else_answers_already(make: Make) -> None:
    with toys.serving(toys.only_capable(toys.always_500)) as url:
        product = Started(url, Launch(TOY))
        with pytest.raises(NotStarted, match=r"answers before product.start was run"):
            product.start()


def test_a_start_command_that_leaves_a_product_behind_needs_its_kill_command(make: Make, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    product = make(f"setsid {TOY} >/dev/null 2>&1 & echo $! >{pid}", f"echo killed; kill -9 $(cat {pid})")
    product.start()
    assert product.alive
    product.kill()
    assert "killed" in product.printed
    product.start()
    product.close()
    assert not answers(product.url)


def test_a_kill_command_that_fails(make: Make) -> None:
    product = make(TOY, "echo no; exit 4")
    product.start()
    with pytest.raises(NotStarted, match=r"(?s)product.kill ended with code 4.*no"):
        product.kill()


def test_a_kill_command_that_hangs(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "KILL_SECONDS", 0.2)
    product = make(TOY, "sleep 60")
    product.start()
    with pytest.raises(NotStarted, match=r"product.kill did not end within 0.2 s"):
        product.kill()


def test_a_kill_command_that_kills_nothing(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(target, "STOP_SECONDS", 0.2)
    pid = tmp_path / "pid"
    product = make(f"setsid {TOY} >/dev/null 2>&1 & echo $! >{pid}", "true")
    product.start()
    with pytest.raises(NotStarted, match="still answers"):
        product.kill()
    os.kill(int(pid.read_text()), signal.SIGKILL)


def test_what_does_not_listen_to_being_asked_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "STOP_SECONDS", 0.5)
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)"
    lines: list[str] = []
    deaf = process.Process([sys.executable, "-c", f"{script}; time.sleep(60)"], told=lines.append)
    deaf.start()
    ends = time.monotonic() + 20
    while not lines and time.monotonic() < ends:
        time.sleep(0.01)
    with pytest.raises(subprocess.TimeoutExpired):
        deaf.wait(0.01)
    deaf.stop()
    assert not deaf.alive
    deaf.stop()
    assert deaf.code is None


def test_a_machine_without_process_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "GROUPS", False)
    there = process.Process([sys.executable, "-c", "import time; time.sleep(60)"])
    there.start()
    assert there.alive
    there.stop()
    assert not there.alive


def test_a_command_that_there_is_not(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    product = make(TOY)
    monkeypatch.setattr(product._process, "_folder", ROOT / "nowhere")
    with pytest.raises(NotStarted, match=r"product.start cannot be run"):
        product.start()


def test_what_runs_already_is_left_running() -> None:
    product = Attached("http://127.0.0.1:1")
    product.start()
    product.close()
    assert product.alive
    assert not product.restartable
    with pytest.raises(NotStarted, match=r"conform.toml names no product.start"):
        product.kill()


def test_the_reference_service_remembers_what_it_was_killed_with() -> None:
    service = Reference("http://127.0.0.1:1/EWS/Exchange.asmx", Account())
    try:
        service.start()
        assert service.restartable
        service.kill()
        assert not service.alive
        service.start()
        assert answers(service.url)
    finally:
        service.close()
