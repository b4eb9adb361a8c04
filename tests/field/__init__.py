"""Reports of the field: what went wrong for real people, and the scenario or test that plays each.

`python -m tests.field` writes the page that lists them, docs/field-reports.md.
"""

from collections.abc import Callable
from typing import TypeVar

from tests.field.reports import IDS

T = TypeVar("T", bound=Callable[..., object])


def field(report: str) -> Callable[[T], T]:
    """Say of a test that it shows what the server does in this report."""
    if report not in IDS:
        raise ValueError(f"there is no report {report!r}")

    def unchanged(test: T) -> T:
        return test

    return unchanged
