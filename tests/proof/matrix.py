"""The proof of the judge: every wrong service, by its own case and others, and the right services again and again.

Rules: a mutant plays its own case whole and alone, since what it does wrong may wear off, and then one scenario of
every other main case (`whole`: of all other must-cases). A right service plays every must-case whole once; then one
scenario of each, with another seed and profile every time: the seed chooses it, so that twenty runs play them all
again. Of those that differ only in how they hear of changes it is once a profile, and what hangs on that. The same
seed plays the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from itertools import groupby
from multiprocessing import get_context
from time import monotonic

from scenarios.options import Options
from scenarios.plugin import Listener
from scenarios.results import Results
from scenarios.run import run
from scenarios.verdict import Broken, Kind, Unknown
from tests import rightservices
from tests.mutants import DEAD, REFERENCE, Mutant
from tests.mutants.forked import forking
from tests.rightservices.judged import options

PROFILES = ("exchange2016", "exchange2013", "exchange2019", "strict", "chaotic", "online")
SIGNS = {Kind.BROKEN: "x", Kind.HELD: ".", Kind.UNKNOWN: "?", Kind.NOT_OFFERED: "-"}
MUST = "must"
MAIN = ("A1/subscribes", "B2/creates", "C6/back-link", "D2/moves", "E3/trash", "F2/moves", "F2/trash")
"""What everybody plays, whatever is wrong."""
HEARD = ("A", *MAIN[1:])
"""What hangs on how a service hears of changes."""
AFRESH = 16
"""About so many runs one process makes before a new one takes its place."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run: a wrong service with the case that must reject it, the dead product, or a right service (case None)."""

    name: str
    case: str | None
    seed: int
    profile: str = PROFILES[0]
    select: tuple[str, ...] = (MUST,)
    quick: bool = True

    @property
    def right(self) -> bool:
        """Must every case be held?"""
        return self.case is None

    @property
    def title(self) -> str:
        """For people."""
        return f"{self.name} (seed {self.seed}, {self.profile})" if self.right else self.name


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a run: a word for every case, why a right service was not held, real seconds."""

    job: Job
    words: Mapping[str, Kind]
    wrong: tuple[str, ...]
    seconds: float

    @property
    def good(self) -> bool:
        """Was a wrong service rejected by its own case (a dead one by all), a right one by none?"""
        if self.job.right:
            return not self.wrong and bool(self.words)
        if self.job.name == DEAD:
            return bool(self.words) and set(self.words.values()) <= {Kind.BROKEN}
        return self.words.get(self.job.case or "") is Kind.BROKEN

    @property
    def line(self) -> str:
        """For people, as it goes."""
        if self.job.right:
            said = f"{sum(word is Kind.HELD for word in self.words.values())} held"
            return f"{'right' if self.good else 'FALSE ALARM':11} {self.job.title:48} {'; '.join(self.wrong) or said}"
        others = sum(word is Kind.BROKEN for word in self.words.values()) - self.good
        by = "every must-case" if self.job.name == DEAD else f"{self.job.case} and {others} others"
        return f"{'rejected' if self.good else 'SURVIVED':11} {self.job.title:48} by {by}"


def jobs(mutants: Iterable[Mutant], must: Sequence[str], seed: int, repetitions: int, whole: bool) -> list[Job]:
    """Everything that is played, the longest first."""
    right = [
        Job(name, None, seed + number, PROFILES[number % len(PROFILES)], select, quick=number > 0)
        for number in range(repetitions)
        for name in (REFERENCE, *rightservices.NAMES)
        if (select := _of_right(name, number))
    ]
    wrong = [Job(one.name, one.case, seed, select=_others(one.case, must, whole)) for one in mutants]
    return [*right, Job(DEAD, MUST, seed), *wrong]


def _of_right(name: str, number: int) -> tuple[str, ...]:
    """What a right service plays in its n-th run; nothing: it makes no such run."""
    if number == 0 or name not in rightservices.LIKE_POLLING:
        return (MUST,)
    return HEARD if number < len(PROFILES) else ()


def _others(case: str, must: Iterable[str], whole: bool) -> tuple[str, ...]:
    """The cases that a mutant plays: its own, and others."""
    return tuple(dict.fromkeys((case, *(one for one in must if whole or one in MAIN))))


def play(job: Job) -> Done:
    """One run, in this process; of a mutant two: its own case, and the others."""
    began, options = monotonic(), _options(job)
    others = tuple(one for one in options.select if one not in options.whole)
    with forking():
        results = [run(replace(options, select=some), Listener()) for some in (options.whole, others) if some]
    words = {row.id: row.word for one in results for row in one.rows}
    return Done(job, words, tuple(_wrong(results[-1])) if job.right else (), monotonic() - began)


def _options(job: Job) -> Options:
    asked = options(job.name, ("--profile", job.profile)) if job.name in rightservices.NAMES else Options()
    asked = replace(asked, select=job.select, seed=job.seed, profile=job.profile, quick=job.quick)
    return asked if job.right else replace(asked, mutant=job.name, whole=(job.case or "",))


def _wrong(results: Results) -> Iterator[str]:
    yield from results.faults
    for row in results.rows:
        match row.verdict:
            case Broken(expected, seen):
                yield f"{row.id}: expected {expected}; seen: {seen}"
            case Unknown(reason):
                yield f"{row.id}: unknown: {reason}"


def play_all(todo: Sequence[Job], processes: int) -> list[Done]:
    """Play all, several at a time, one line each as they end; in the order in which they were given."""
    done: dict[Job, Done] = {}
    spawn, some = get_context("spawn"), processes * AFRESH
    for start in range(0, len(todo), some):  # Python 3.11 hangs when it is to make processes anew by itself
        with ProcessPoolExecutor(processes, mp_context=spawn) as pool:
            for one in as_completed([pool.submit(play, job) for job in todo[start : start + some]]):
                done[one.result().job] = one.result()
                print(f"{len(done):3} of {len(todo)} {one.result().line}", flush=True)
    return [done[job] for job in todo]


def table(done: Iterable[Done], must: Iterable[str]) -> Iterator[str]:
    """Mutant by case: one line a mutant, one sign a case, the cases of a step together."""
    wrong = [one for one in done if not one.job.right]
    cases = list(dict.fromkeys((*must, *(case for one in wrong for case in one.words))))
    steps = [(step, list(group)) for step, group in groupby(cases, key=lambda case: case.partition("/")[0])]
    yield "x broken   . held   ? unknown   - not offered; behind the signs the case that must reject it"
    for step, group in steps:
        yield f"{step:3} {' '.join(case.partition('/')[2] for case in group)}"
    yield " " * 50 + " ".join(f"{step[: len(group)]:{len(group)}}" for step, group in steps)
    for one in wrong:
        signs = (
            ("".join(SIGNS[one.words[case]] if case in one.words else " " for case in group)) for _, group in steps
        )
        yield f"{one.job.name[:49]:50}{' '.join(signs)} {one.job.case}"


def summary(done: Sequence[Done], must: Iterable[str]) -> tuple[bool, list[str]]:
    """Is the judge proved, and the last lines: survivors, false alarms, must-cases that reject nobody."""
    wrong, right = ([one for one in done if one.job.right is kind] for kind in (False, True))
    survivors = [one.job.name for one in wrong if not one.good]
    alarms = [one.job.title for one in right if not one.good]
    rejecting = {one.job.case for one in wrong if one.good}
    idle = [case for case in must if case not in rejecting]
    lines = [
        f"mutants: {len(wrong) - len(survivors)} rejected, {len(survivors)} survived {', '.join(survivors)}".rstrip(),
        f"right services: {len(right)} runs, {len(alarms)} false alarms {', '.join(alarms)}".rstrip(),
        f"must-cases without a mutant of their own: {', '.join(idle) or 'none'}",
    ]
    return not survivors and not alarms and not idle, lines
