"""What a run is asked for: the command line of ews-conform as one value.

Rule: an option that cannot be kept is refused here with a sentence; nothing is silently ignored.
"""

import argparse
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

from scenarios.config import ADDRESS, Config, ConfigError, PoolUser, address_of, no_http, read
from scenarios.reservations import instant

PATIENCE_SECONDS, LONGEST_SECONDS = 120.0, 604_800.0
PROFILE = "exchange2016"
BESIDE_TABLE = ("table", "report")
"""What --table goes with: it plays nothing."""
NOT_SWEPT = {"quick": "--quick", "observe": "--observe", "features": "--features"}
"""What a sweep would not keep to: its runs are not scenarios of features, and judge what the product says."""


@dataclass(frozen=True, slots=True)
class Options:
    """`target` is a URL, "reference", or with `observe` nothing; `exchange` None: the default of the target."""

    target: str = "reference"
    mutant: str | None = None
    exchange: tuple[str, int] | None = None
    profile: str = PROFILE
    select: tuple[str, ...] = ()
    quick: bool = False
    """One scenario of each case, by turns, as the seed says; but for the cases of `whole`."""
    whole: tuple[str, ...] = ()
    strict: bool = False
    patience: timedelta = timedelta(seconds=PATIENCE_SECONDS)
    seed: int = 0
    start: datetime | None = None
    report: Path | None = None
    features: tuple[Path, ...] = ()
    junit: Path | None = None
    compare: Path | None = None
    table: tuple[Path, ...] = ()
    config: Config = field(default_factory=Config)
    sweep: bool = False
    only: tuple[str, ...] = ()
    workers: int | None = None
    observe: bool = False
    users: tuple[str, ...] = ()
    """Those of the command line; `config` has them, too."""
    world: Path | None = None

    @property
    def cores(self) -> int:
        """So many processes can play beside each other: one where a product runs already."""
        if self.target != "reference" or self.exchange is not None:
            return 1
        return self.workers or os.cpu_count() or 1


class OptionError(ValueError):
    """An option that cannot be kept; the text says which and why."""


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line; raises OptionError for what cannot be, and exits as argparse does for nonsense."""
    parser = _parser()
    config = _config(parser.parse_args(arguments).config)
    parser.set_defaults(**_defaults(config))
    asked = parser.parse_args(arguments)
    target = asked.target if asked.target is not None else "" if asked.observe else "reference"
    _refuse_beside(parser, asked)
    _refuse_files(asked)
    if asked.target not in (None, "reference") and (why := no_http(asked.target)):
        raise OptionError(f"--target: {why}")
    if asked.mutant and target != "reference":
        raise OptionError("--mutant is a wrong reference service: it cannot be had with --target URL")
    if asked.only and not asked.sweep:
        raise OptionError("--only is for --sweep")
    if asked.workers and (target != "reference" or asked.exchange):
        raise OptionError("--workers is for --target reference, without --exchange: a product that runs is one")
    return Options(
        target=target,
        mutant=asked.mutant or None,
        exchange=asked.exchange,
        profile=asked.profile,
        select=asked.select,
        quick=asked.quick,
        strict=asked.strict,
        patience=timedelta(seconds=asked.patience),
        seed=asked.seed,
        start=asked.start,
        report=asked.report,
        features=tuple(folder.resolve() for folder in asked.features),
        junit=asked.junit,
        compare=asked.compare,
        table=tuple(asked.table),
        sweep=asked.sweep,
        only=asked.only,
        workers=asked.workers,
        config=_with_users(config, asked.users, asked.observe),
        observe=asked.observe,
        users=asked.users,
        world=asked.world,
    )


def _refuse_beside(parser: argparse.ArgumentParser, asked: argparse.Namespace) -> None:
    """Options that another one makes meaningless."""
    given = [name for name, value in vars(asked).items() if value != parser.get_default(name)]
    if asked.table and (more := [name for name in given if name not in BESIDE_TABLE]):
        raise OptionError(f"--table plays nothing: --{', --'.join(more)} cannot be had with it")
    if asked.sweep and (more := [option for name, option in NOT_SWEPT.items() if getattr(asked, name)]):
        raise OptionError(f"--sweep plays its own runs, each asked and judged: {', '.join(more)} cannot be had with it")


def _refuse_files(asked: argparse.Namespace) -> None:
    """What could not be written after the whole run, or read once it has begun, and a profile that there is not."""
    from fake_ews import Profile, World

    if asked.report is not None and (why := _in_the_way(asked.report)):
        raise OptionError(f"--report {asked.report}: {why}")
    if asked.junit is not None and asked.junit.is_dir():
        raise OptionError(f"--junit {asked.junit}: it is a folder; name a file in it")
    if asked.junit is not None and (why := _in_the_way(asked.junit.parent)):
        raise OptionError(f"--junit {asked.junit}: {why}")
    try:
        Profile.called(asked.profile)
    except ValueError as error:
        raise OptionError(f"--profile: {error}") from error
    try:
        if asked.world is not None:
            World.read(asked.world)
    except ValueError as error:
        raise OptionError(f"--world {error}") from error


def _in_the_way(folder: Path) -> str:
    """Why nothing could be written into a folder that may have to be made; "": it could."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if not there.is_dir():
        return f"{there} is no folder"
    return "" if os.access(there, os.W_OK) else f"nothing may be written into {there}"


class _Sentences(argparse.Action):
    """Print all sentences, and end."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from scenarios.sentences import listed

        print(*listed(), sep="\n", flush=True)
        parser.exit()


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, without the usage that nobody reads."""
        self.exit(2, f"{self.prog}: {message} (try {self.prog} --help)\n")


def _config(path: Path | None) -> Config:
    try:
        return Config() if path is None else read(path)
    except ConfigError as error:
        raise OptionError(str(error)) from error


def _with_users(config: Config, addresses: Sequence[str], observe: bool) -> Config:
    """The pool, and those whom --users names before it."""
    named = tuple(PoolUser(one.lower()) for one in addresses)
    wrong = [one.address for one in named if not ADDRESS.fullmatch(one.address)]
    if wrong:
        raise OptionError(f"--users: {', '.join(wrong)} should be SMTP addresses, such as anna@example.test")
    users = named + tuple(one for one in config.users if one.address not in addresses)
    if observe and not users:
        raise OptionError("--observe: whom does the product serve? Name people by --users, or by [[users]] in --config")
    return replace(config, users=users)


def _defaults(config: Config) -> dict[str, object]:
    """What conform.toml says instead of the defaults of the command line."""
    patience = None if config.patience is None else config.patience.total_seconds()
    said: dict[str, object] = {
        "target": config.url, "exchange": config.exchange, "profile": config.profile, "patience": patience,
        "seed": config.seed, "select": config.select, "strict": config.strict, "start": config.start,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in (None, (), False)}


def _parser() -> argparse.ArgumentParser:
    parser = _Parser("ews-conform", description="Judges a product that keeps calendars in step.")
    parser.add_argument("--target", metavar="URL", help="the product, or: reference (the default)")
    parser.add_argument(
        "--mutant", default="", metavar="NAME", help="a wrong reference service (checkout only): docs/mutants.md"
    )
    parser.add_argument(
        "--exchange",
        type=_address,
        metavar="HOST:PORT",
        help="where the simulator listens (127.0.0.1:8080; for the reference a free port)",
    )
    parser.add_argument(
        "--profile",
        default=PROFILE,
        metavar="NAME",
        help="how the simulator behaves: see fake-ews profiles (%(default)s)",
    )
    parser.add_argument(
        "--select",
        type=_names,
        default=(),
        metavar="A1,F2/trash",
        help="steps, cases, processes, must, should, cap, field",
    )
    parser.add_argument("--quick", action="store_true", help="one scenario of each case, the seed says which")
    parser.add_argument("--strict", action="store_true", help="should-cases count as must-cases")
    parser.add_argument(
        "--patience",
        type=_seconds,
        default=PATIENCE_SECONDS,
        metavar="SECONDS",
        help="longest wait in real time (%(default)g)",
    )
    parser.add_argument("--seed", type=_number, default=0, metavar="N", help="names and ids come from it (%(default)s)")
    parser.add_argument(
        "--start",
        type=_instant,
        metavar="INSTANT",
        help="where simulated time begins, such as 2027-03-01T08:00:00Z (now)",
    )
    parser.add_argument("--report", type=Path, metavar="DIR", help="write report.json, index.html, badge.svg")
    parser.add_argument(
        "--observe", action="store_true", help="ask the product nothing: only what Exchange sees of it is judged"
    )
    parser.add_argument("--users", type=_names, default=(), metavar="A@B,C@D", help="people who exist in the product")
    parser.add_argument(
        "--config",
        type=Path,
        metavar="conform.toml",
        help="a file that says all this of a product: docs/judge-your-product.md",
    )
    parser.add_argument(
        "--features", type=_folder, action="append", default=[], metavar="DIR", help="play also the features in there"
    )
    parser.add_argument("--sentences", action=_Sentences, nargs=0, help="list what features can say, and end")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write JUnit's XML there, for CI systems")
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="say what changed since an older report")
    parser.add_argument(
        "--table", type=Path, nargs="+", default=(), metavar="A.json", help="put reports side by side; plays nothing"
    )
    parser.add_argument("--world", type=Path, metavar="FILE.toml", help="who and what else is there from the beginning")
    parser.add_argument("--sweep", action="store_true", help="each process with each fault in each place: long")
    parser.add_argument(
        "--only",
        type=_names,
        default=(),
        metavar="F2/trash:reset-before:3",
        help="with --sweep: these runs of it alone",
    )
    parser.add_argument(
        "--workers", type=_count, metavar="N", help="processes that play; default: one a core for everything, else 1"
    )
    return parser


def _address(text: str) -> tuple[str, int]:
    try:
        return address_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _folder(text: str) -> Path:
    folder = Path(text)
    if not any(folder.rglob("*.feature")):
        raise argparse.ArgumentTypeError(f"{text!r} should be a folder that holds *.feature files")
    return folder


def _names(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} should be a number from 1 on")
    return int(text)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} should be a whole number, 0 or more")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST_SECONDS:
        raise argparse.ArgumentTypeError(f"{text!r} should be seconds, more than 0 and at most {LONGEST_SECONDS:.0f}")
    return seconds


def _instant(text: str) -> datetime:
    try:
        return instant(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} should be an instant with offset: {error}") from error
