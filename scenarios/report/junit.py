"""JUnit's XML of a run, as CI systems read it: a suite for each step, a test for each case, named by its id.

Rules: elements and attributes are those that Jenkins and GitLab both read; a must-case that could not be judged is an
error, another one is skipped, as is what the product does not offer; a text has only characters that XML allows.
"""

import re
from pathlib import Path
from xml.etree import ElementTree as Xml

from scenarios.report.document import Case, Report, Scenario, StepCounts

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EVIDENCE = 20
"""So many records of a broken scenario are listed; report.json has all."""


def write(report: Report, path: Path) -> Path:
    """Write the file, and the folders it lies in; its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tree = Xml.ElementTree(document(report))
    Xml.indent(tree)
    tree.write(path, encoding="utf-8", xml_declaration=True)
    return path


def document(report: Report) -> Xml.Element:
    """The run as `testsuites`."""
    root = Xml.Element("testsuites", name="ews-conform", time=f"{report.seconds:.3f}")
    problems = [f"{case.id}: {case.reason}" for case in report.cases if _counts_as(case) == "error"]
    for step in report.steps:
        root.append(_suite(report, step))
    if report.faults and not problems:
        root.append(_could_not_run(report))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    return root


def _suite(report: Report, step: StepCounts) -> Xml.Element:
    cases = [case for case in report.cases if case.step == step.id]
    suite = Xml.Element("testsuite", name=f"{step.id} {step.title}".strip(), timestamp=report.made[:19])
    _add_properties(suite, report)
    for case in cases:
        suite.append(_test(case))
    kinds = [_counts_as(case) for case in cases]
    suite.set("tests", str(len(cases)))
    for name, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(kinds.count(kind)))
    suite.set("time", f"{sum(_seconds(case) for case in cases):.3f}")
    return suite


def _add_properties(suite: Xml.Element, report: Report) -> None:
    properties = Xml.SubElement(suite, "properties")
    told = {
        "program": report.program,
        "target": report.target,
        "mutant": report.mutant or "",
        "profile": report.profile,
        "seed": str(report.seed),
    }
    for name, value in told.items():
        Xml.SubElement(properties, "property", name=name, value=_plain(value))


def _test(case: Case) -> Xml.Element:
    test = Xml.Element("testcase", name=case.id, classname=f"ews-conform.{case.step}", time=f"{_seconds(case):.3f}")
    outcome = _counts_as(case)
    if outcome != "passed":
        message = _plain("; ".join(one for one in (case.verdict, case.reason) if one))
        node = Xml.SubElement(test, outcome, message=message)
        if outcome != "skipped":
            node.set("type", case.verdict)
        if outcome == "failure":
            node.text = _plain("\n\n".join(_broken(one) for one in case.scenarios if one.verdict == "broken"))
    Xml.SubElement(test, "system-out").text = _plain(_about(case))
    return test


def _could_not_run(report: Report) -> Xml.Element:
    """A run that ends with 2 although no case says so must not look green."""
    suite = Xml.Element("testsuite", name="the run", timestamp=report.made[:19], time="0.000")
    suite.attrib |= {"tests": "1", "failures": "0", "errors": "1", "skipped": "0"}
    test = Xml.SubElement(suite, "testcase", name="could be judged", classname="ews-conform", time="0.000")
    Xml.SubElement(test, "error", message=_plain(report.faults[0]), type="fault").text = _plain(
        "\n".join(report.faults)
    )
    return suite


def _counts_as(case: Case) -> str:
    match case.verdict:
        case "held":
            return "passed"
        case "broken":
            return "failure"
        case "unknown" if case.level == "must":
            return "error"
        case _:
            return "skipped"


def _broken(one: Scenario) -> str:
    told = {
        "scenario": one.title,
        "requirement": one.requirement,
        "because": one.why,
        "expected": one.expected,
        "seen": one.seen,
        "look at": one.advice,
        "play it": one.replay,
    }
    lines = [f"{name}: {text}" for name, text in told.items() if text]
    lines += [f"    {record.line}" for record in one.evidence[:EVIDENCE]]
    left = len(one.evidence) - EVIDENCE
    return "\n".join(lines + ([f"    ... and {left} more"] if left > 0 else []))


def _about(case: Case) -> str:
    """Level, requirement, and what is to be told beside the verdict."""
    level = case.level + (f" ({', '.join(case.needs)})" if case.needs else "")
    texts = dict.fromkeys(one.requirement for one in case.scenarios if one.requirement)
    lines = [f"level: {level}", *(f"requirement: {text}" for text in texts)]
    lines += [f"note: {case.reason}"] if case.verdict == "held" and case.reason else []
    return "\n".join(lines + ([case.aside] if case.aside else []))


def _seconds(case: Case) -> float:
    return sum(one.seconds for one in case.scenarios)


def _plain(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)
