"""Every report of the field is played by what its kind asks for, and the page that lists them is current."""

import re

import pytest

from scenarios.cases import Level
from tests.field import field
from tests.field.page import PAGE, Place, marked, page, played, scenarios
from tests.field.reports import IDS, REPORTS, Kind

pytestmark = pytest.mark.proof

SCENARIOS, TESTS = list(scenarios()), list(marked())


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.field"


def test_the_ids_are_in_order() -> None:
    assert [one.id for one in REPORTS] == [f"FR-{number:02}" for number in range(1, len(REPORTS) + 1)]


@pytest.mark.parametrize("report", REPORTS, ids=lambda one: one.id)
def test_every_report_is_played_or_says_what_it_waits_for(report: object) -> None:
    (one,) = (each for each in REPORTS if each is report)
    places = played().get(one.id, [])
    assert places or one.waits
    if one.kind is Kind.CLIENT:
        assert any(place.name.startswith("field/") for place in places)


def test_what_is_played_is_a_report() -> None:
    assert {report for report, *_ in SCENARIOS} | {report for report, _ in TESTS} <= IDS


def test_every_scenario_of_the_field_names_its_report_and_where_it_was_seen() -> None:
    sources = {one.id: [source.name for source in one.sources] for one in REPORTS}
    assert SCENARIOS
    for report, case, place in SCENARIOS:
        assert case.field, place
        assert case.level in (Level.MUST, Level.SHOULD) or case.needs, place
        assert any(name in case.requirement for name in sources[report]), (place, sources[report])


def test_a_mark_is_a_report_of_the_list() -> None:
    assert field("FR-01")(test_the_ids_are_in_order) is test_the_ids_are_in_order
    with pytest.raises(ValueError, match="no report 'FR-99'"):
        field("FR-99")


def test_a_line_of_the_page() -> None:
    assert Place("field/entry-twice", "features/field/new_entries.feature") in played()["FR-01"]
    (line,) = re.findall(r"^\| FR-01 .*$", page(), re.M)
    assert "[mustang-im/mustang PR 1399](https://github.com/mustang-im/mustang/pull/1399)" in line
    assert "[`field/entry-twice`](../features/field/new_entries.feature)" in line
