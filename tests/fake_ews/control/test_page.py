"""docs/control-api.md: what it says can be done, and its tables are those of the faults."""

from __future__ import annotations

import http.client
import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fake_ews import FakeExchange, ManualClock
from fake_ews.model.faults import CALL_EFFECTS, PUSH_EFFECTS

PAGE = (Path(__file__).parents[3] / "docs" / "control-api.md").read_text("utf-8")
CALLS = [line.removeprefix("$ ") for line in PAGE.splitlines() if line.startswith("$ curl ")]


def test_every_effect_of_a_fault_stands_there_in_its_words() -> None:
    for effects in (CALL_EFFECTS, PUSH_EFFECTS):
        assert "|\n".join(f"| `{effect}` | {words} " for effect, words in effects.items()) + "|\n" in PAGE


@pytest.fixture(scope="module")
def netloc() -> Iterator[str]:
    """Where a simulator is as the page starts it."""
    with FakeExchange(clock=ManualClock()) as fake:
        fake.account("alice@example.test", "secret", impersonates="all")
        for name in ("alice", "bob"):
            fake.mailbox(f"{name}@example.test")
        yield urlsplit(fake.url).netloc


def test_every_call_can_be_made(netloc: str) -> None:
    assert len(CALLS) > 8
    for line in CALLS:
        _, *words = shlex.split(line)
        body = words[words.index("-d") + 1] if "-d" in words else None
        method = words[words.index("-X") + 1] if "-X" in words else "POST" if body else "GET"
        (path,) = (word.partition("localhost:8080")[2] for word in words if word.startswith("localhost:8080/"))
        connection = http.client.HTTPConnection(netloc, timeout=15)
        connection.request(method, path, body)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status in (200, 204), (line, text)
        said = PAGE.partition(f"$ {line}\n")[2].splitlines()[0]
        assert not said.startswith("{") or json.loads(said) == json.loads(text), line
