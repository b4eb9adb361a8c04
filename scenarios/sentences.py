"""The sentences that features may use, as the steps have them: listed for people, and the closest to one that is none.

Rule: nothing is written down here; what is not a step's own words is no sentence.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from importlib import import_module

from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

WHO = (
    "web", "addin", "outlook", "clients", "claims", "series", "exchange", "rooms", "upkeep", "service", "faults",
    "troubles", "observed", "servers",
)  # fmt: skip
MODULES = tuple(f"scenarios.steps.{who}" for who in WHO)
"""The modules of steps, by who acts."""
HOLES = re.compile(r"\(\?P<(\w+)>(?:\\.|\[[^]]*\]|[^()])*\)|\{(\w+)(?::\w+)?\}")

OPEN = re.compile(r"\{\w+\}|\"[^\"]*\"|\d+:\d+|\d+")
"""What differs from one use of a sentence to the next."""


def contexts(module: str) -> Iterator[StepFunctionContext]:
    """The steps of one module, in their order."""
    for value in vars(import_module(module)).values():
        function = getattr(value, "_get_wrapped_function", lambda: None)()
        found = step_function_context_registry.get(function) if function is not None else None
        if found is not None:
            yield found


def sentence(step: StepFunctionContext) -> str:
    """A step as a person would write it, with the names of what is left open in braces."""
    return HOLES.sub(lambda hole: f"{{{hole[1] or hole[2]}}}", step.parser.name)


def listed() -> Iterator[str]:
    """All sentences, line by line, under who acts."""
    for module in MODULES:
        yield (import_module(module).__doc__ or "").splitlines()[0]
        yield from (f"  {(step.type or '').title():5} {sentence(step)}" for step in contexts(module))


def unknown(kind: str, name: str) -> str:
    """What to tell somebody whose sentence is none: what was written, and which come close."""
    said = f"{kind.title()} {name}"
    known = {f"{(step.type or '').title()} {sentence(step)}" for module in MODULES for step in contexts(module)}
    plain = {OPEN.sub("", one): one for one in sorted(known)}
    close = [plain[one] for one in get_close_matches(OPEN.sub("", said), plain, n=3, cutoff=0.6)]
    near = f"; close to it: {', or: '.join(close)}" if close else ""
    return f"there is no sentence `{said}`{near} (ews-conform --sentences lists all)"
