"""A journal's file as XML: what a server and its clients have said, for a judge that knows nothing of us."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fake_ews import envelopes
from fake_ews.__main__ import main
from fake_ews.model.journal import Record
from tests.fake_ews.server.wire import GET_CALENDAR, SUBSCRIBE, Client, Listener
from tests.fake_ews.test_main import ALICE, serving, url_of
from tests.schema import assert_valid

PAGE = {"effect": "html-page", "operation": "GetFolder", "times": 1}
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A call, one that is answered with a page, one that is no XML, a subscription with its first push."""
    file = tmp_path_factory.mktemp("journal") / "journal"
    options = ("--user", f"{ALICE}:secret", "--clock", "manual", "--journal", str(file))
    api = {"Content_Type": "application/json"}
    listener = Listener()
    with serving(*options) as (_, line), Client(url_of(line), (ALICE, "secret")) as alice:
        assert alice.ask(GET_CALENDAR, owner="").codes == ["NoError"]
        assert alice.send("POST", "/_fake/api/faults", json.dumps(PAGE).encode(), **api).status == 200
        assert b"<html" in alice.ask(GET_CALENDAR, owner="").body
        assert alice.send("POST", alice.path, b"<Envelope").status == 500
        assert alice.ask(SUBSCRIBE.format(url=listener.url, minutes=1), owner="").codes == ["NoError"]
        listener.wait(1)
        assert alice.send("POST", "/_fake/api/quiet", b'{"seconds": 10}', **api).status == 200
        yield str(file)
    listener.close()


def written(capture: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[list[str], str]:
    """What the comments say, and what is said besides; what stands between the comments is valid."""
    assert main(["envelopes", *arguments]) == 0
    out, err = capture.readouterr()
    assert_valid(out)
    assert len(re.findall(rb"</(?:[\w.-]+:)?Envelope>", out)) == out.count(b"<!--")
    return re.findall("<!-- (.*) -->", out.decode()), err.decode()


def test_all_that_was_said(journal: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    said, err = written(capfdbinary, journal)
    assert said == [
        "1: record 1, GetFolder asked",
        "2: record 1, GetFolder answered",
        "3: record 2, GetFolder asked",
        "4: record 3, no operation answered",
        "5: record 4, Subscribe asked",
        "6: record 4, Subscribe answered",
        "7: record 5, SendNotification pushed",
        "8: record 5, SendNotification acknowledged",
    ]
    assert err == "8 envelopes; 2 texts that are none were left out\n"


def test_what_the_simulator_has_sent(journal: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    said, err = written(capfdbinary, "--answers", journal)
    assert [one.split()[-1] for one in said] == ["answered", "answered", "answered", "pushed"]
    assert err == "4 envelopes; 1 texts that are none were left out\n"


def test_streams_and_other_encodings() -> None:
    """An act of a person has no envelope; what is in UTF-16 is made UTF-8, for one file has one encoding."""
    text, at = (
        f'<?xml version="1.0" encoding="utf-16"?>\r\n<E:Envelope xmlns:E="{SOAP}">ä</E:Envelope>',
        dt.datetime.now(),
    )
    records = [
        Record(1, at, "act", sent=b"<a/>"),
        Record(2, at, "stream", "GetStreamingEvents", sent=text.encode("utf-16")),
    ]
    to = io.BytesIO()
    assert envelopes.write(map(msgspec.json.encode, records), to) == envelopes.Counts(1, 0)
    assert to.getvalue().decode() == (
        f'<!-- 1: record 2, GetStreamingEvents streamed -->\n<E:Envelope xmlns:E="{SOAP}">ä</E:Envelope>\n'
    )


def test_what_is_no_journal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "journal"
    assert main(["envelopes", str(file)]) == 2
    assert capsys.readouterr().err == f"fake-ews: {file}: no such file or directory\n"
    file.write_text("{}\n")
    assert main(["envelopes", str(file)]) == 2
    assert capsys.readouterr().err.startswith(f"fake-ews: {file}: line 1 is no record of a journal: ")


def test_whoever_reads_may_have_seen_enough(tmp_path: Path) -> None:
    long = f'<E:Envelope xmlns:E="{SOAP}">{"x" * 100_000}</E:Envelope>'.encode()
    record = Record(1, dt.datetime.now(dt.UTC), "call", "GetItem", sent=long)
    (tmp_path / "journal").write_bytes(msgspec.json.encode(record))
    command = [sys.executable, "-m", "fake_ews", "envelopes", str(tmp_path / "journal")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert (process.stderr.read(), process.wait(10)) == (b"", 0)
