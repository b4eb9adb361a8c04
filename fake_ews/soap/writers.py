"""Bags to text: one function per type and schema version, compiled from the tables when it is first needed.

Rule: attributes first, then the rows in the order of the schema; a row newer than the version is left out.
A function takes the bag, the list of pieces it adds to, the element's name with prefix, and what else belongs into its
start tag; no tree is built, since pieces of text are five times as quick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from fake_ews.contract.headers import ExchangeVersion
from fake_ews.contract.notation import AnyOf, Bag, OneOf, Row, Simple, resolved
from fake_ews.soap.compiled import Scope
from fake_ews.soap.scalars import boolean_text, escaped, is_plain, quoted, text_of

Writer = Callable[[Bag, list[str], str, str], None]
VERSIONS = {name: rank for rank, name in enumerate(ExchangeVersion.values)}
NEWEST = ExchangeVersion.values[-1]


def flat(content: tuple[Row[Any] | OneOf, ...]) -> Iterator[Row[Any]]:
    """The rows of a content model in their order; a repeated choice counts as one row."""
    for one in content:
        if isinstance(one, OneOf):
            yield from one.rows
        else:
            yield one


class Writers:
    """All writers of one schema version."""

    def __init__(self, version: str) -> None:
        self.rank = VERSIONS[version]
        self.scope = Scope(
            f"{version} writer",
            lambda cls, name: _Source(self, cls).lines(name),
            escaped=escaped,
            quoted=quoted,
            other=self._other,
            under_head=self._under_head,
        )

    def of(self, cls: type[Bag]) -> Writer:
        """The writer of a type."""
        return cast(Writer, self.scope.of(cls))

    def has(self, row: Row[Any]) -> bool:
        """Whether the version knows this row."""
        return row.since is None or VERSIONS[row.since] <= self.rank

    def entry(self, row: Row[Any]) -> Callable[[Any, list[str]], None]:
        """The writer of one member of a repeated choice."""
        name = self.scope.keep(f"entry_{row.name}", None)
        body = _Source(self, row.owner).value(row) if self.has(row) else ["    pass"]
        label = f"{row.owner.schema_name}.{row.name}"
        return cast(
            "Callable[[Any, list[str]], None]", self.scope.compile(name, [f"def {name}(v, out):", *body], label)
        )

    def _other(self, bag: Bag, out: list[str], element: str, more: str) -> None:
        """A type derived from the one that the row names: it says which, by xsi:type, where the schema knows it."""
        cls = type(bag)
        said = f' xsi:type="{cls.namespace.prefix}:{cls.schema_name}"' if cls.schema_name else ""
        self.of(cls)(bag, out, element, more + said)

    def _under_head(self, bag: Bag, out: list[str]) -> None:
        cls = type(bag)
        self.of(cls)(bag, out, f"{cls.namespace.prefix}:{cls.element}", "")


class _Source:
    """The source of the writer of one type."""

    def __init__(self, writers: Writers, cls: type[Bag]) -> None:
        self.writers, self.scope = writers, writers.scope
        rows = [row for row in flat(cls.content) if writers.has(row)]
        self.attributes = [row for row in rows if row.attribute]
        self.text = next((row for row in rows if row.text), None)
        self.elements = [row for row in rows if not row.attribute and not row.text]

    def lines(self, name: str) -> list[str]:
        """The function, line by line."""
        lines = [f"def {name}(bag, out, name, more):", "    values = bag.values"]
        for row in self.attributes:
            key = self.scope.keep(row.name, row)
            text = self._text(row, f"values[{key}]", "quoted")
            lines += [f"    if {key} in values:", f"        more = f'{{more}} {row.name}=\"{{{text}}}\"'"]
        if self.text is not None:
            return [*lines, *self._text_content(self.text)]
        if not self.elements:
            return [*lines, "    out.append(f'<{name}{more}/>')"]
        lines += ["    if not values:", "        out.append(f'<{name}{more}/>')", "        return"]
        lines += ["    out.append(f'<{name}{more}>')"]
        for row in self.elements:
            lines += self._row(row)
        return [*lines, "    out.append(f'</{name}>')"]

    def _text_content(self, row: Row[Any]) -> list[str]:
        key = self.scope.keep(row.name, row)
        text = self._text(row, f"values[{key}]", "escaped")
        return [f"    v = {text} if {key} in values else ''", "    out.append(f'<{name}{more}>{v}</{name}>')"]

    def _row(self, row: Row[Any]) -> list[str]:
        key = self.scope.keep(row.name, row)
        present = f"    if {key} in values:"
        if isinstance(row, AnyOf):
            entries = self.scope.keep("entries", {one: self.writers.entry(one) for one in row.rows})
            return [present, f"        for row, v in values[{key}]:", f"            {entries}[row](v, out)"]
        if row.many:
            return [present, f"        for v in values[{key}]:", *_deeper(self.value(row), 2)]
        return [present, f"        v = values[{key}]", *_deeper(self.value(row), 1)]

    def value(self, row: Row[Any]) -> list[str]:
        """Write the value v of a row, as one element."""
        assert row.namespace is not None  # every row of a class has one
        name, of = f"{row.namespace.prefix}:{row.name}", resolved(row)
        if isinstance(of, Simple):
            return self._simple(row, name, of)
        if row.head:
            return ["    under_head(v, out)"]
        lines = self._complex(name, of)
        return self._kept(name, lines) if of.shared else lines

    def _complex(self, name: str, of: type[Bag]) -> list[str]:
        written = f"{self.scope.name(of)}(v, out, {name!r}, '')"
        if not of.__subclasses__():
            return [f"    {written}"]
        key = self.scope.keep(of.__name__, of)
        return [f"    if type(v) is {key}:", f"        {written}", "    else:", f"        other(v, out, {name!r}, '')"]

    def _kept(self, name: str, lines: list[str]) -> list[str]:
        """Write a bag that may be shared: then its text is kept with it, by element and version."""
        key = f"{name} {self.writers.rank}"
        return [
            "    texts = getattr(v, 'texts', None)",
            f"    if texts and {key!r} in texts:",
            f"        out.append(texts[{key!r}])",
            "    else:",
            "        begun = len(out)",
            *_deeper(lines, 1),
            "        if texts is not None:",
            f"            texts[{key!r}] = ''.join(out[begun:])",
        ]

    def _simple(self, row: Row[Any], name: str, of: Simple[Any]) -> list[str]:
        start, end = f"<{name}>", f"</{name}>"
        if text_of(of) is boolean_text:
            return [f"    out.append('{start}true{end}' if v else '{start}false{end}')"]
        if of.allowed:
            known = self.scope.keep("known", {word: f"{start}{word}{end}" for word in of.allowed})
            return [f"    out.append({known}.get(v) or f'{start}{{escaped(v)}}{end}')"]
        return [f"    out.append(f'{start}{{{self._text(row, 'v', 'escaped')}}}{end}')"]

    def _text(self, row: Row[Any], value: str, escape: str) -> str:
        """The expression that makes the row's value the text between tags or quotes."""
        of = cast("Simple[Any]", resolved(row))
        made = text_of(of)
        if made is str:
            return value
        text = value if made is None else f"{self.scope.keep(of.base, made)}({value})"
        return text if is_plain(of) else f"{escape}({text})"


def _deeper(lines: list[str], levels: int) -> list[str]:
    return ["    " * levels + line for line in lines]


_BY_VERSION: dict[str, Writers] = {}


def writers(version: str) -> Writers:
    """The writers of a schema version; KeyError for a name that ExchangeVersion does not list."""
    found = _BY_VERSION.get(version)
    if found is None:
        found = _BY_VERSION[version] = Writers(version)
    return found
