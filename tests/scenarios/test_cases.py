"""The features: every case says which it is, every sentence has its step, every promised row is there."""

import os
import re
from pathlib import Path

import pytest
from pytest_bdd.parser import Feature, FeatureParser, ScenarioTemplate
from pytest_bdd.steps import StepFunctionContext

from scenarios.cases import ID, REPORT, TAGS, Case, Level, WrongFeature, features, played
from scenarios.sentences import MODULES, contexts

NAMES = {
    "A1": "subscribes only-switched-on many-users impersonates refused existing? two-servers*",
    "A2": "switched-off heartbeat first-push-early restart read-events-failed unknown-subscription duplicate batch "
    "listener-down listener-down-long junk unsubscribed? forged-deletion? answers-fast? mailbox-moved? migrated* pull* "
    "streaming* poll*",
    "B2": "creates named-property answer-lost server-busy server-busy-waits? past? text all-day zone for-another "
    "attendee-copy room-answer* room-declines* invitations* series*",
    "B": "not-for-sync*",
    "B3": "no-echo",
    "B1": "twice",
    "C2": "free",
    "C3": "taken-meanwhile",
    "C4": "links",
    "C6": "back-link late-oid many-saves foreign-oid copy temporary-item changed-meanwhile cancelled-meanwhile",
    "C": "private-entry delegate-books never-arrives* deleted-at-once?",
    "D2": "moves subject cancels answer-lost gone stale-key conflict-but-saved moved-folder?",
    "D3": "no-echo clock-skew",
    "D": "ten-changes organizer*",
    "E1": "linked",
    "E2": "changes taken cancel-then-late-send other-event-between?",
    "E3": "no-echo trash shift-delete push-before-addin emptied restored?",
    "F2": "moves fields trash shift-delete delegate-deletes out-of-order push-lost server-busy "
    "no-double-booking location-text read-flag attendee-deletes any-client meeting-cancelled "
    "both-events? undo? past? single-to-series? conflict* not-allowed* room-swap* open-in-browser* "
    "occurrence* master-deleted*",
    "X": "crossing same-field loop bounded localised scan* self-test* "
    "any-call-fails any-push-fails target-killed* push-gap?",
}
"""The rows by step, a must-row as it is, a should-row with `?`, a row of a capability with `*`."""
LEVELS = {"?": Level.SHOULD, "*": Level.CAP}
ROWS = {
    f"{step}/{name.rstrip('?*')}": LEVELS.get(name[-1], Level.MUST)
    for step, names in NAMES.items()
    for name in names.split()
}
WORDS = re.compile(r"\b(ItemId|XML|http|SOAPAction|GET|POST|PATCH|EWS)\b")


def read() -> list[Feature]:
    """All features."""
    return [FeatureParser(str(path.parent), path.name).parse() for path in sorted(features().rglob("*.feature"))]


def templates() -> list[ScenarioTemplate]:
    """All scenarios."""
    return [one for feature in read() for one in feature.scenarios.values()]


def case_of(one: ScenarioTemplate) -> Case:
    """The case of a scenario, by the tags of its first examples."""
    tags = set(one.tags) | (one.examples[0].tags if one.examples else set())
    return Case.of(one.name, tags, one.description)


def test_every_row_has_its_scenario() -> None:
    assert {case.id for case in map(case_of, templates()) if not case.field} == set(ROWS)


def test_every_scenario_tells_its_requirement_and_its_level() -> None:
    for one in templates():
        case = case_of(one)
        assert case.requirement, one.name
        assert case.field or case.level is ROWS[case.id], one.name


def test_tags_are_markers() -> None:
    for one in templates():
        tags = set(one.tags).union(*(example.tags for example in one.examples))
        assert {tag for tag in tags if not REPORT.fullmatch(tag)} <= set(TAGS), one.name


def test_features_are_written_in_the_words_of_users() -> None:
    for one in templates():
        for step in one.steps:
            assert not WORDS.search(step.name), step.name


def test_scenarios_are_short() -> None:
    for one in templates():
        assert len(one._steps) <= 8, one.name


def test_a_case_from_name_and_tags() -> None:
    case = Case.of("F2/trash - Delete", ["F2", "must", "push"], "  Cancelled\n  once. ", "in OWA")
    assert (case.id, case.title, case.level) == ("F2/trash", "Delete (in OWA)", Level.MUST)
    assert (case.needs, case.requirement) == (frozenset({"push"}), "Cancelled once.")
    assert Case.of("B2/series - x", ["B2", "cap-series"], "").level is Level.CAP
    assert Case.of("B2/series - x", ["B2", "cap-series"], "").needs == {"series"}
    assert Case.of("B2/series - x", ["B2", "cap-series", "waits-for-policies"], "").waits == {"policies"}


def test_what_a_product_lacks_for_a_case() -> None:
    one = Case.of("F2/x - x", ["F2", "cap-rollback-or-cancel-on-conflict", "cap-series", "push"], "")
    assert one.missing({"push", "series", "rollback"}) == []
    assert one.missing({"push", "series", "cancel-on-conflict"}) == []
    assert one.missing({"poll", "series"}) == ["push", "rollback or cancel-on-conflict"]


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("F2 - x", ["F2", "must"]),
        ("F2/trash", ["F2", "must"]),
        ("F2/trash - x", ["must"]),
        ("F2/trash - x", ["F2"]),
        ("F2/trash - x", ["F2", "must", "should"]),
        ("F2/trash - x", ["F2", "must", "waits-for-policies"]),
    ],
)
def test_a_scenario_that_does_not_say_which_case_it_is(name: str, tags: list[str]) -> None:
    with pytest.raises(WrongFeature, match="should"):
        Case.of(name, tags, "")


def test_selection_by_step_case_or_process() -> None:
    case = Case.of("D/ten-changes - x", ["D2", "D3", "must"], "")
    assert all(case.selected([name]) for name in ("D2", "D3", "D", "D/ten-changes"))
    assert case.selected([])
    assert case.selected(["must"])
    assert not case.selected(["should"])
    assert not any(case.selected([name]) for name in ("D1", "F2", "D/ten", "X"))
    assert ID.fullmatch("X/loop")


def test_a_case_of_the_field() -> None:
    case = Case.of("field/entry-twice - x", ["D2", "FR-01", "must"], "Somebody saw it.")
    assert case.field
    assert all(case.selected([name]) for name in ("field", "field/entry-twice", "D2", "D"))
    assert not any(case.selected([name]) for name in ("f", "F", "F2", "field/entry"))
    assert not Case.of("D2/moves - x", ["D2", "must"], "").selected(["field"])


def test_more_folders_of_features(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EWS_CONFORM_FEATURES", raising=False)
    assert played() == [str(features())]
    monkeypatch.setenv("EWS_CONFORM_FEATURES", os.pathsep.join(["/one", "/two"]))
    assert played() == [str(features()), "/one", "/two"]


def test_features_are_beside_the_package_or_in_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import scenarios.cases as module

    monkeypatch.setattr(module, "__file__", str(tmp_path / "scenarios" / "cases.py"))
    with pytest.raises(FileNotFoundError, match="no features"):
        features()
    for folder in (tmp_path / "features", tmp_path / "scenarios" / "features"):
        folder.mkdir(parents=True)
        (folder / "a.feature").write_text("")
        assert features() == folder


def test_every_sentence_has_exactly_one_step() -> None:
    contexts = _contexts()
    for one in templates():
        rows = [row for example in one.examples for row in example.as_contexts()] or [{}]
        for step in [step for row in rows for step in one.render(row).steps]:
            found = [each for each in contexts if each.type == step.type and each.parser.is_matching(step.name)]
            assert len(found) == 1, (step.name, [each.parser.name for each in found])


def test_every_step_is_spoken() -> None:
    steps = {
        (step.type, step.name)
        for one in templates()
        for row in ([row for example in one.examples for row in example.as_contexts()] or [{}])
        for step in one.render(row).steps
    }
    silent = [
        each.parser.name
        for each in _contexts()
        if not any(each.type == kind and each.parser.is_matching(name) for kind, name in steps)
    ]
    assert silent == []


def _contexts() -> list[StepFunctionContext]:
    return [one for module in MODULES for one in contexts(module)]
