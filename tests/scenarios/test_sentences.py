"""What features can say, listed for people."""

import subprocess
import sys

import pytest

from scenarios.options import parse
from scenarios.sentences import listed, unknown


def test_all_sentences_with_what_is_left_open_in_braces(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["--sentences"])
    assert ended.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == list(listed())
    assert '  When  {who} drags "{subject}" to {clock} in {program}' in lines
    assert '  When  {who} (deletes|trashes) "{subject}" in {program}' in lines
    assert "What people do in the browser, and the linked entries a scenario starts from." in lines


def test_whoever_reads_may_have_seen_enough() -> None:
    command = [sys.executable, "-m", "scenarios", "--sentences"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert (process.stderr.read(), process.wait(20)) == (b"", 2)


def test_what_is_no_sentence() -> None:
    assert unknown("then", "x") == "there is no sentence `Then x` (ews-conform --sentences lists all)"
    assert "close to it: Given {who} is synchronised, or:" in unknown("given", "Anna is synchronized")
    assert "When {who} drags" in unknown("given", 'Anna drags "Review" to 11:00 in OWA')
