"""The command that plays one scenario again: everything that decides how it is played, and nothing that is usual.

Rule: whatever `options.parse` reads of how a run is played stands here, too; reading the line gives the same options.
"""

import shlex
from collections.abc import Iterator

from scenarios.cases import LOOP, Case
from scenarios.config import Config
from scenarios.options import PATIENCE_SECONDS, PROFILE, Options


def replay(case: Case, options: Options) -> str:
    """The line for a scenario; for a run of the sweep, whose title is its name, that run alone."""
    select = f"{case.after},{LOOP}" if case.after else case.id
    sweep = ["--sweep", "--select", select, "--only", case.title] if options.sweep else ["--select", select]
    return shlex.join(["ews-conform", *_product(options), *sweep, *_how(options)])


def _product(options: Options) -> Iterator[str]:
    """What names the product: its conform.toml, and the target where that does not say it; or that it is observed."""
    config = options.config
    if config.file is not None:
        yield from ("--config", str(config.file))
    if options.target and not (config.file is not None and config.url == options.target):
        yield from ("--target", options.target)
    if options.observe:
        yield "--observe"
    if options.users:
        yield from ("--users", ",".join(options.users))


def _how(options: Options) -> Iterator[str]:
    """What else is otherwise than without any option, or than in its conform.toml."""
    config: Config = options.config
    patience = PATIENCE_SECONDS if config.patience is None else config.patience.total_seconds()
    start = options.start.isoformat() if options.start is not None else ""
    if options.mutant:
        yield from ("--mutant", options.mutant)
    if options.exchange is not None and options.exchange != config.exchange:
        yield from ("--exchange", "{}:{}".format(*options.exchange))
    if options.profile != (config.profile or PROFILE):
        yield from ("--profile", options.profile)
    if options.start != config.start:
        yield from ("--start", start)
    if options.world is not None:
        yield from ("--world", str(options.world))
    for folder in options.features:
        yield from ("--features", str(folder))
    if options.patience.total_seconds() != patience:
        yield from ("--patience", str(options.patience.total_seconds()).removesuffix(".0"))
    if options.seed != (config.seed or 0):
        yield from ("--seed", str(options.seed))
