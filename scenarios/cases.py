"""The cases as the features write them: id, steps, level, requirement; and which of them a selection names.

Rule: a scenario's name begins with its case id, its tags are the steps, one level and the capabilities it needs, its
description is the requirement. That is the only place where these facts stand. A case of its own, told by somebody whom
it happened to, has an id like `field/entry-twice`.
"""

import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

STEPS = ("A1", "A2", "B1", "B2", "B3", "C2", "C3", "C4", "C6", "D2", "D3", "E1", "E2", "E3", "F2", "X")
LOOP = "X/loop"
FIELD = "field"
ID = re.compile(rf"([A-FX]\d?|{FIELD})/[a-z0-9-]+")
MORE = "EWS_CONFORM_FEATURES"
"""The variable that tells the run's pytest of the folders that --features names."""


class Level(StrEnum):
    """How binding a scenario is; `cap` is judged only if its capabilities are offered."""

    MUST = "must"
    SHOULD = "should"
    CAP = "cap"


CAPABILITIES = (
    "series", "rollback", "cancel-on-conflict", "pull", "streaming", "poll", "scan", "missing-list", "organizer-change",
    "restart", "room-invited", "room-answers", "invites-by-exchange", "per-reservation", "edit-lock", "rematch",
    "two-exchanges", "self-test",
)  # fmt: skip
"""The capabilities of the product contract that cases ask for."""
OR = "-or-"
EITHER = (f"rollback{OR}cancel-on-conflict",)
"""Of some capabilities one is enough."""
LACKING: tuple[str, ...] = ()
"""What the simulator does not do yet, as the tag `waits-for-...` names it: a case with the tag is unknown till then."""
OBSERVED, ONLY_OBSERVED = "observed", "only-observed"
"""What can be judged without asking the product anything; what is played only then (--observe)."""
TAGS = (
    *STEPS, *Level, "push", OBSERVED, ONLY_OBSERVED, *(f"cap-{name}" for name in (*CAPABILITIES, *EITHER)),
    *(f"waits-for-{what}" for what in LACKING),
)  # fmt: skip
REPORT = re.compile(r"[A-Z]+-\d+")
"""A tag that names the report which a scenario plays: FR-07 of the list of field reports, or one of your own."""


class WrongFeature(Exception):
    """A scenario that does not say which case it is, or at which level."""


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario's case: `needs` are capabilities (`push` is the transport), `waits` what the simulator lacks."""

    id: str
    title: str
    steps: frozenset[str]
    level: Level
    needs: frozenset[str]
    requirement: str
    waits: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    """`observed`: it can be judged without the product contract; `only-observed`: it is judged only so."""
    after: str = ""
    """The case after which it was looked at, if it is one that is looked at after others (X/loop)."""

    @classmethod
    def of(cls, name: str, tags: Collection[str], description: str, example: str = "") -> "Case":
        """From a scenario's name, tags, description and row of examples; raises WrongFeature."""
        found, _, title = name.partition(" - ")
        steps = frozenset(tags) & frozenset(STEPS)
        levels = [level for level in Level if level in tags]
        needs = frozenset(tag.removeprefix("cap-") for tag in tags if tag.startswith("cap-"))
        waits = frozenset(tag.removeprefix("waits-for-") for tag in tags if tag.startswith("waits-for-"))
        if not ID.fullmatch(found) or not title or not steps:
            raise WrongFeature(f"{name!r} should read `F2/trash - what happens`, and be tagged with its steps")
        if len(levels) != 1 and not (needs and not levels):
            raise WrongFeature(f"{name!r} should have one level of {', '.join(Level)}, it has {levels or 'none'}")
        if waits and "must" in tags:
            raise WrongFeature(
                f"{name!r} should not wait for {', '.join(sorted(waits))}: what a must-case needs is built"
            )
        needs |= frozenset(tags) & {"push"}
        seen = frozenset(tags) & {OBSERVED, ONLY_OBSERVED}
        text = " ".join(description.split())
        title += f" ({example})" if example else ""
        return cls(found, title, steps, levels[0] if levels else Level.CAP, needs, text, waits, seen)

    @property
    def field(self) -> bool:
        """Is it a report of the field, not a row of the processes?"""
        return self.id.startswith(f"{FIELD}/")

    def missing(self, offered: Collection[str]) -> list[str]:
        """What a product that offers this lacks for the case; of some capabilities one is enough."""
        lacking = [one for one in self.needs if not {*offered} & {*one.split(OR)}]
        return sorted(one.replace(OR, " or ") for one in lacking)

    @property
    def names(self) -> frozenset[str]:
        """By what it can be selected: its id, steps, processes and level, or `field`."""
        processes = {FIELD, *(step[0] for step in self.steps)} if self.field else {self.id[0]}
        return frozenset({self.id, *self.steps, *processes} | (set() if self.field else {self.level.value}))

    def selected(self, names: Iterable[str]) -> bool:
        """Is it called so? No names select everything."""
        wanted = set(names)
        return not wanted or bool(self.names & wanted)


def features() -> Path:
    """Where the features are: beside the installed package, else in the checkout."""
    here = Path(__file__).parent
    for folder in (here / "features", here.parent / "features"):
        if folder.is_dir() and any(folder.glob("*.feature")):
            return folder
    raise FileNotFoundError("no features: neither beside the package scenarios nor in the checkout")


def played() -> list[str]:
    """The folders whose features a run plays: ours, and those that --features names."""
    return [str(features()), *filter(None, os.environ.get(MORE, "").split(os.pathsep))]
