"""JUnit's XML of a run: valid for those who read it, and as red, yellow or green as the run."""

from pathlib import Path

import pytest
from lxml import etree

from scenarios.options import Options
from scenarios.report import junit
from scenarios.report.document import Report
from scenarios.verdict import Broken, Held
from tests.scenarios.runs import played, report
from tests.scenarios.stories import write

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).with_name("junit.xsd"))))


@pytest.fixture(name="written")
def _written(tmp_path: Path) -> etree._Element:
    return of(report(options=Options("http://x", mutant=None)), tmp_path)


def of(made: Report, folder: Path) -> etree._Element:
    """The file of a report, valid."""
    root = etree.parse(str(junit.write(made, folder / "new" / "junit.xml"))).getroot()
    SCHEMA.assertValid(root)
    return root


def test_a_suite_for_each_step_and_a_test_for_each_case(written: etree._Element) -> None:
    suites = {suite.get("name"): [test.get("name") for test in suite.iter("testcase")] for suite in written}
    assert suites == {
        "A1 who is switched on is subscribed": ["A1/subscribes"],
        "F2 the reservation follows": ["F2/moves", "F2/trash", "F2/phone", "F2/series"],
        "X both at once, and everything failing once": ["X/crossing"],
    }
    assert {test.get("classname") for test in written.iter("testcase")} == {
        "ews-conform.A1",
        "ews-conform.F2",
        "ews-conform.X",
    }
    assert [written.get(name) for name in ("tests", "failures", "errors")] == ["6", "1", "1"]
    assert [written[1].get(name) for name in ("tests", "failures", "errors", "skipped")] == ["4", "1", "0", "2"]
    assert written[1].get("time") == "3.000"
    assert written.findall(".//property[@name='target']")[0].get("value") == "http://x"


def test_a_failure_says_what_was_expected_what_was_seen_and_what_proves_it(written: etree._Element) -> None:
    (failure,) = written.findall(".//testcase[@name='F2/moves']/failure")
    assert failure.get("message") == "broken; (precondition: x) expected one entry; seen: two <entries>"
    for part in ("expected: one entry", "seen: two <entries>", "UpdateItem", "play it: ews-conform --target http://x"):
        assert part in (failure.text or "")


def test_what_could_not_be_judged(written: etree._Element) -> None:
    kinds = {test.get("name"): [one.tag for one in test] for test in written.iter("testcase")}
    assert kinds["X/crossing"] == ["error", "system-out"]
    assert kinds["F2/phone"] == ["skipped", "system-out"]
    assert kinds["F2/series"] == ["skipped", "system-out"]
    assert kinds["F2/trash"] == ["system-out"]
    about = written.findtext(".//testcase[@name='F2/trash']/system-out") or ""
    assert about.startswith("level: must\nrequirement: The entry & all.\na should-scenario: ")


def test_texts_hold_only_what_xml_allows_and_long_evidence_ends(tmp_path: Path) -> None:
    wrong = Broken("a\x00b", "c\ufffed", tuple(write(number) for number in range(25)))
    root = of(report(played("F2/a", wrong)), tmp_path)
    text = root.findtext(".//failure") or ""
    assert "a\ufffdb" in text
    assert "... and 5 more" in text


def test_a_run_that_failed_itself_is_not_green(tmp_path: Path) -> None:
    root = of(report(played("F2/a", Held()), faults=("--select Z9: no such step",)), tmp_path)
    assert root.findall(".//testcase[@name='could be judged']/error")[0].get("message") == "--select Z9: no such step"
    assert root.get("errors") == "1"
