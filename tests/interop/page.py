"""docs/interop.md, made of the table of cases: each with the tests that check the same, and what is missing.

Rule: what is missing begins with "not yet:" where it could be done here, with "cannot:" where it could not.
"""

from pathlib import Path
from posixpath import normpath

from tests.interop.table import CASES, TESTS, Case, Suite

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "interop.md"
SOURCE = "https://github.com/OfficeDev/Interop-TestSuites/tree/master/ExchangeWebServices/Source"
HEAD = f"""\
# How true is it? Microsoft's test cases and ours

Microsoft publishes [test suites]({SOURCE}) that tell whether a server keeps the protocols as they are specified. These
are their cases about meetings (MS-OXWSMTGS) and about synchronisation (MS-OXWSSYNC), by the names they have there, each
with the tests of ours that check the same behaviour of the simulator. The tests are our own, no line is taken: a case
asks what a server does, our tests ask it in their way. What [other people met](field-reports.md) is another such list.

*Not yet* stands for what the simulator does not do, or does otherwise, *cannot* for what nobody could. Where tests
stand beside it, they check the rest of the case. This page is made by `python -m tests.interop` from
`tests/interop/table.py`.
"""


def page() -> str:
    """The page as it should be."""
    return HEAD + "".join(_suite(suite) for suite in Suite) + _counts("Both together", CASES)


def _suite(suite: Suite) -> str:
    cases = [one for one in CASES if one.suite is suite]
    table = "| case | checked by | what is missing |\n| --- | --- | --- |\n" + "".join(map(_line, cases))
    return f"\n## {suite}\n\n{table}{_counts('Of these', cases)}"


def _line(case: Case) -> str:
    return f"| {case.name} | {'<br>'.join(map(_link, case.tests))} | {case.missing} |\n"


def _link(test: str) -> str:
    file, name = test.split("::")
    return f"[`{name}`]({normpath(f'../{TESTS}/{file}')})"


def _counts(whose: str, cases: tuple[Case, ...] | list[Case]) -> str:
    whole = sum(not one.missing for one in cases)
    partly = sum(bool(one.tests and one.missing) for one in cases)
    cannot = sum(not one.tests and one.missing.startswith("cannot:") for one in cases)
    rest = len(cases) - whole - partly - cannot
    return f"\n{whose} {len(cases)}: {whole} checked, {partly} in part, {rest} not yet, {cannot} cannot be.\n"
