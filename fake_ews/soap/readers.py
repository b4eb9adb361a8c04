"""Elements to bags: one function per type, compiled from the tables when it is first needed.

Rule: what the tables do not name is passed over (the request check refuses it before); a text that is no value of its
type is a ValueError. Text keeps its blanks where it is a string, and loses those around it everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from lxml import etree

from fake_ews.contract.notation import AnyOf, Bag, Entry, OneOf, Row, Simple, resolved
from fake_ews.soap.compiled import Scope
from fake_ews.soap.scalars import value_of

Reader = Callable[[etree._Element], Bag]
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def tag(row: Row[Any]) -> str:
    """The name of a row's element, or of its attribute, as lxml gives it."""
    if row.attribute:
        return XML_LANG if row.name == "xml:lang" else row.name
    return f"{{{row.namespace}}}{row.name}"


def substitutes(head: str) -> Iterator[type[Bag]]:
    """The types whose element may stand for the head of a substitution group, the head's own included."""
    for cls in Bag.by_name.values():
        if head in (cls.element, cls.substitutes):
            yield cls


def derived(cls: type[Bag]) -> Iterator[type[Bag]]:
    """The types derived from one, at any depth."""
    for below in cls.__subclasses__():
        yield below
        yield from derived(below)


def _source(cls: type[Bag], name: str) -> list[str]:
    """The reader of a type, line by line."""
    lines = [f"def {name}(e):"]
    key = _SCOPE.keep(cls.__name__, cls)
    if any(derived(cls)):
        lines += [f"    if e.get({XSI_TYPE!r}) is not None and named_type(e, {key}) is not {key}:"]
        lines += [f"        return reader(named_type(e, {key}))(e)"]
    lines += [f"    bag = new({key})", "    values = bag.values = {}"]
    rows = [row for one in cls.content for row in (one.rows if isinstance(one, OneOf) else (one,))]
    for row in rows:
        if row.attribute:
            key = _SCOPE.keep(row.name, row)
            lines += [f"    v = e.get({tag(row)!r})", "    if v is not None:", f"        values[{key}] = {_made(row)}"]
        elif row.text:
            lines += ["    v = e.text or ''", f"    values[{_SCOPE.keep(row.name, row)}] = {_made(row)}"]
    members = _members(rows)
    if members:
        lines += _children(members)
    return [*lines, "    return bag"]


def _made(row: Row[Any]) -> str:
    """The expression that makes the text v the row's value."""
    make = value_of(cast("Simple[Any]", resolved(row)))
    return "v" if make is None else f"{_SCOPE.keep('make', make)}(v)"


def _children(members: dict[str, _Member]) -> list[str]:
    """Read the children: single ones into `values`, others into a list, or a list for each row that has several."""
    each = _each_child(members)
    collectors = dict.fromkeys(several for _, _, _, several in members.values())
    if not any(collectors):
        return [*each, "            values[row] = v"]
    if len(collectors) > 1:
        return _collected(each)
    added = "as_entry(Entry, (row, v))" if any(entry for _, _, entry, _ in members.values()) else "v"
    key = _SCOPE.keep("several", next(iter(collectors)))
    return [
        "    found = []",
        *each,
        f"            found.append({added})",
        "    if found:",
        f"        values[{key}] = tuple(found)",
    ]


def _each_child(members: dict[str, _Member]) -> list[str]:
    """Look up each child and read its value v; the lines that follow belong inside."""
    known = _SCOPE.keep("members", members)
    present = "member is not None"
    if any(row.nillable for row, _, _, _ in members.values()):
        present += f" and c.get({XSI_NIL!r}) not in ('true', '1')"
    return [
        "    for c in e:",
        f"        member = {known}.get(c.tag)",
        f"        if {present}:",
        "            row, read, entry, several = member",
        "            v = (c.text or '') if read is None else read[0](c)",
    ]


def _collected(each: list[str]) -> list[str]:
    return [
        "    found = {}",
        *each,
        "            if several is None:",
        "                values[row] = v",
        "                continue",
        "            if entry:",
        "                v = as_entry(Entry, (row, v))",
        "            if several in found:",
        "                found[several].append(v)",
        "            else:",
        "                found[several] = [v]",
        "    for row, v in found.items():",
        "        values[row] = tuple(v)",
    ]


# which row; how its element is read (None: the text as it is); whether it is a member of a repeated choice; the row
# that collects it, where there may be several
_Member = tuple[Row[Any], list[Callable[[etree._Element], Any]] | None, bool, Row[Any] | None]


def _members(rows: list[Row[Any]]) -> dict[str, _Member]:
    members: dict[str, _Member] = {}
    for row in rows:
        if isinstance(row, AnyOf):
            for one in row.rows:
                members |= _member(one, entry=True, several=row)
        elif not row.attribute and not row.text:
            members |= _member(row, entry=False, several=row if row.many else None)
    return members


def _member(row: Row[Any], *, entry: bool, several: Row[Any] | None) -> dict[str, _Member]:
    of = resolved(row)
    if isinstance(of, Simple):
        return {tag(row): (row, _simple(of), entry, several)}
    if row.head:
        under = substitutes(row.name)
        return {f"{{{cls.namespace}}}{cls.element}": (row, _SCOPE.cell(cls), entry, several) for cls in under}
    return {tag(row): (row, _SCOPE.cell(of), entry, several)}


def _simple(of: Simple[Any]) -> list[Callable[[etree._Element], Any]] | None:
    make = value_of(of)
    return None if make is None else [lambda element: make(element.text or "")]


def named_type(element: etree._Element, cls: type[Bag]) -> type[Bag]:
    """The type that the element's xsi:type names; ValueError if it is not the declared one or derived from it."""
    prefix, _, name = (element.get(XSI_TYPE) or "").strip().rpartition(":")
    namespace = element.nsmap.get(prefix or None)
    for found in (cls, *derived(cls)):
        if found.schema_name == name and found.namespace == namespace:
            return found
    raise ValueError(f"This is an invalid xsi:type '{namespace}:{name}'.")


def reader(cls: type[Bag]) -> Reader:
    """The reader of a type."""
    return cast(Reader, _SCOPE.of(cls))


_SCOPE = Scope(
    "reader", _source, new=object.__new__, as_entry=tuple.__new__, Entry=Entry, named_type=named_type, reader=reader
)
