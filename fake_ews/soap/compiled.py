"""Functions compiled from the tables: their source, the values it names, and where tracebacks find it.

Rule: a function is compiled when it is first called, so a server that never meets a type never pays for it.
"""

from __future__ import annotations

import linecache
import re
from collections.abc import Callable
from typing import Any

from fake_ews.contract.notation import Bag

_NO_NAME = re.compile(r"\W")


class Scope:
    """The names that one family of compiled functions shares, and one function per type, compiled at its first call."""

    def __init__(self, kind: str, source: Callable[[type[Bag], str], list[str]], **names: object) -> None:
        self.kind, self.source = kind, source
        self.values: dict[str, Any] = dict(names)
        self.functions: dict[type[Bag], str] = {}
        self.cells: dict[type[Bag], list[Any]] = {}

    def of(self, cls: type[Bag]) -> Any:
        """The function of a type."""
        return self.values[self.name(cls)]

    def name(self, cls: type[Bag]) -> str:
        """What the function of a type is called in compiled code; it need not be compiled yet."""
        name = self.functions.get(cls)
        if name is None:
            name = self.functions[cls] = f"{cls.__name__}_{len(self.values)}"
            self.values[name] = self._not_yet(cls, name)
        return name

    def cell(self, cls: type[Bag]) -> list[Any]:
        """A list that holds the function of a type and nothing else: for tables made before it is compiled."""
        return self.cells.setdefault(cls, [self.of(cls)])

    def keep(self, name: str, value: object) -> str:
        """Make a value known to compiled code; returns its name there."""
        name = f"{_NO_NAME.sub('_', name)}_{len(self.values)}"
        self.values[name] = value
        return name

    def compile(self, name: str, lines: list[str], label: str) -> Any:
        """Compile the function `name` from its lines; the file name of its tracebacks carries the label."""
        file = f"<{self.kind} of {label}: {name}>"
        source = "\n".join(lines) + "\n"
        exec(compile(source, file, "exec"), self.values)
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        return self.values[name]

    def _not_yet(self, cls: type[Bag], name: str) -> Callable[..., Any]:
        def compile_first(*arguments: Any) -> Any:
            function = self.compile(name, self.source(cls, name), cls.schema_name or cls.__name__)
            self.cell(cls)[0] = function
            return function(*arguments)

        return compile_first
