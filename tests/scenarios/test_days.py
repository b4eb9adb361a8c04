"""Days on which scenarios play, subjects people type, stamps made foreign, options."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from scenarios import days
from scenarios.declared import Declared
from scenarios.options import OptionError, Options, parse
from scenarios.paths import property_path
from scenarios.reservations import StampProperty
from scenarios.texts import foreign, subject_of
from tests.scenarios.toys import CAPABILITIES

FRIDAY = datetime(2027, 3, 5, 22, tzinfo=UTC)


def test_a_playing_day_is_a_working_day_from_tomorrow_on() -> None:
    assert days.playing_day(FRIDAY) == date(2027, 3, 8)
    assert days.playing_day(FRIDAY - timedelta(days=1)) == date(2027, 3, 5)
    assert days.playing_day(FRIDAY + timedelta(hours=2)) == date(2027, 3, 8)


def test_a_clock_on_the_wall() -> None:
    assert days.at(date(2027, 3, 8), "9:30") == datetime(2027, 3, 8, 8, 30, tzinfo=UTC)
    assert days.at(date(2027, 7, 8), "10:00", "America/New_York") == datetime(2027, 7, 8, 14, tzinfo=UTC)


def test_changes_of_the_clocks() -> None:
    assert days.clock_change(FRIDAY) == date(2027, 3, 28)
    assert days.clock_change(FRIDAY, spring=False) == date(2027, 10, 31)
    assert days.clock_change(datetime(2027, 3, 25, tzinfo=UTC), spring=True) == date(2028, 3, 26)
    assert days.clock_change(FRIDAY, "America/New_York", spring=True) == date(2027, 3, 14)
    with pytest.raises(ValueError, match="do not change"):
        days.clock_change(FRIDAY, "Asia/Tokyo")


def test_times_by_the_words_of_the_features() -> None:
    second = days.named("in the second pass of the doubled hour", FRIDAY)
    assert second.astimezone(UTC) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    before = days.named("the evening before the clocks change", FRIDAY)
    after = days.named("the evening after the clocks change", FRIDAY)
    assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=23)
    assert days.named("tomorrow at 10:00", FRIDAY) == datetime(2027, 3, 8, 9, tzinfo=UTC)
    with pytest.raises(ValueError, match="no such time"):
        days.named("soon", FRIDAY)


def test_subjects() -> None:
    assert subject_of('"if a<b"') == "if a<b"
    assert len(subject_of("255 letters")) == 255
    assert subject_of("nothing") == ""


def test_a_foreign_stamp_is_another_of_the_same_kind() -> None:
    stamp = (
        StampProperty("s", "oid", "CLSID", "{5a0f1d3e-7c55-4c0b-9a0e-2f1f6e6b7a11}"),
        StampProperty("s", 7, "Integer", "1905"),
        StampProperty("s", "names", "StringArray", ("Ab-Z", "9")),
    )
    other = foreign(stamp, 0)
    guid, number, names = (one.value for one in other)
    assert isinstance(guid, str)
    assert isinstance(number, str)
    assert all(a != b for a, b in zip(guid, str(stamp[0].value), strict=True) if a.isalnum())
    assert {letter for letter in guid if letter.isalpha()} <= set("abcdef")
    assert int(number) >= 1000
    assert names[0][2] == "-"
    assert foreign(stamp, 0) == other
    assert foreign(stamp, 1) != other


def test_options() -> None:
    options = parse(
        ["--target", "http://x", "--exchange", "localhost:81", "--select", "A1, F2/trash", "--patience", "5"]
    )
    assert options.exchange == ("localhost", 81)
    assert options.select == ("A1", "F2/trash")
    assert options.patience == timedelta(seconds=5)
    assert parse([]) == Options()
    assert parse(["--start", "2027-03-01T10:00:00Z", "--report", "out"]).report == Path("out")


def test_a_folder_of_features(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--features", str(tmp_path)])
    assert "should be a folder that holds *.feature files" in capsys.readouterr().err
    (tmp_path / "own.feature").write_text("")
    assert parse(["--features", str(tmp_path), "--features", str(tmp_path)]).features == (tmp_path, tmp_path)


def test_a_mutant_is_a_wrong_reference_service() -> None:
    assert parse(["--mutant", "dead"]).mutant == "dead"
    with pytest.raises(OptionError, match="reference"):
        parse(["--mutant", "dead", "--target", "http://x"])


@pytest.mark.parametrize("asked", [["--exchange", "8080"], ["--exchange", "x:0"], ["--start", "soon"]])
def test_nonsense_is_explained(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(asked)
    assert ended.value.code == 2
    assert "should" in capsys.readouterr().err


def test_declarations() -> None:
    declared = Declared.of(
        CAPABILITIES
        | {
            "ownProperties": [{"set": "Common", "id": 5}, {"set": "{AB}", "name": "oid"}],
            "pollSeconds": 60,
            "bufferMinutes": 15,
            "limits": {"subject": 200},
            "resourceBy": "location",
            "writtenBack": ["location"],
            "copies": None,
        }
    )
    assert declared.own == {property_path("Common", "5"), "ab/oid"}
    assert (declared.poll, declared.buffer) == (timedelta(minutes=1), timedelta(minutes=15))
    assert (declared.resource_by, declared.limits, declared.copies) == ("location", {"subject": 200}, "ignore")
    assert declared.offers("clock")
    assert declared.in_step("subject")
    assert declared.to_exchange("subject")
    assert declared.from_exchange("subject")
    assert not declared.in_step("text")
    assert Declared(fields={"text": "out"}).to_exchange("text")
    assert not Declared(fields={"text": "out"}).from_exchange("text")
    assert Declared.of({"bufferMinutes": None, "limits": [], "names": None}).buffer == timedelta()
