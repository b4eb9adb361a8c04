"""What is wrong with an element, by the tables: the first violation in document order, worded as .NET words it.

Rule: this runs only for requests that the cheap check has refused. It follows XmlSchemaValidator: attributes first,
then what is missing of them, then the content child by child, then whether it is complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lxml import etree

from fake_ews.contract.headers import ExchangeVersion
from fake_ews.contract.notation import AnyOf, Bag, OneOf, Row, Simple, resolved
from fake_ews.soap.facets import reason, type_name
from fake_ews.soap.readers import XSI_NIL, XSI_TYPE, named_type, substitutes, tag
from fake_ews.soap.schemas import SOAP
from fake_ews.soap.writers import flat

_XSI = XSI_TYPE.removesuffix("type")


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong and where: at the element's start or end tag, at an attribute of it (by name), or at the text that
    stands after so many of its children.
    """

    text: str
    element: etree._Element
    attribute: str = ""
    at_end: bool = False
    after: int | None = None


def first_violation(element: etree._Element, of: Simple[Any] | type[Bag]) -> Violation | None:
    """The first violation in an element of this type; None where there is none."""
    if isinstance(of, Simple):
        return _attributes(element, {}, open_to_soap=False) or _text(element, of)
    if element.get(XSI_NIL) in ("true", "1"):
        return None
    try:
        cls = named_type(element, of) if element.get(XSI_TYPE) is not None else of
    except ValueError as error:
        return Violation(str(error), element, attribute=XSI_TYPE)
    if cls.abstract:
        return Violation(f"The element '{_qualified(element.tag)}' is abstract or its type is abstract.", element)
    known = {tag(row): row for row in flat(cls.content) if row.attribute}
    return _attributes(element, known, open_to_soap=cls.open_attributes) or _inside(element, cls)


def _inside(element: etree._Element, cls: type[Bag]) -> Violation | None:
    text = next((row for row in flat(cls.content) if row.text), None)
    if text is not None:
        simple = resolved(text)
        assert isinstance(simple, Simple)
        return _text(element, simple)
    return None if cls.open_content else _content(element, cls)


def _attributes(element: etree._Element, known: dict[str, Row[Any]], *, open_to_soap: bool) -> Violation | None:
    for name, value in element.items():
        row = known.get(str(name))
        if row is not None:
            of = resolved(row)
            assert isinstance(of, Simple)
            why = None if of is ExchangeVersion else reason(of, str(value))
            if why is not None:
                text = _bad_value("attribute", row.name, str(value), of, why)
                return Violation(text, element, attribute=str(name))
        elif not str(name).startswith(_XSI) and not (open_to_soap and str(name).startswith(f"{{{SOAP}}}")):
            return Violation(f"The '{_qualified(name)}' attribute is not declared.", element, attribute=str(name))
    missing = (row for name, row in known.items() if row.required and element.get(name) is None)
    row = next(missing, None)
    return None if row is None else Violation(f"The required attribute '{row.name}' is missing.", element)


def _bad_value(kind: str, name: str, value: str, of: Simple[Any], why: str) -> str:
    said = f"The '{name}' {kind} is invalid - The value '{value}' is invalid according to its datatype"
    return f"{said} '{type_name(of)}' - {why}"


def _no_child(element: etree._Element, child: etree._Element, model: str) -> Violation:
    return Violation(
        f"The element {_named(element)} cannot contain child element {_named(child)} because the parent element's "
        f"content model is {model}.",
        child,
    )


def _text(element: etree._Element, of: Simple[Any]) -> Violation | None:
    if len(element):
        return _no_child(element, element[0], "text only")
    why = reason(of, element.text or "")
    if why is None:
        return None
    text = _bad_value("element", _qualified(element.tag), element.text or "", of, why)
    return Violation(text, element, at_end=True)


def _content(element: etree._Element, cls: type[Bag]) -> Violation | None:
    place = _Place(cls)
    found = _stray_text(element, element.text, 0, place)
    for number, child in enumerate(element, 1):
        found = found or _child(element, child, place) or _stray_text(element, child.tail, number, place)
    if found is None and not place.complete():
        text = f"The element {_named(element)} has incomplete content.{place.expected()}"
        return Violation(text, element, at_end=True)
    return found


def _stray_text(element: etree._Element, text: str | None, after: int, place: _Place) -> Violation | None:
    if text is None or not text.strip():
        return None
    if not place.particles:
        return Violation("The element cannot contain text. Content model is empty.", element, after=after)
    return Violation(f"The element {_named(element)} cannot contain text.{place.expected()}", element, after=after)


def _child(element: etree._Element, child: etree._Element, place: _Place) -> Violation | None:
    if not place.particles:
        return _no_child(element, child, "empty")
    of = place.take(str(child.tag))
    if of is not None:
        return first_violation(child, of)
    text = f"The element {_named(element)} has invalid child element {_named(child)}.{place.expected()}"
    return Violation(text, child)


class _Place:
    """How far the children of an element have come in its content model."""

    def __init__(self, cls: type[Bag]) -> None:
        self.particles = [
            (one, members(one)) for one in cls.content if isinstance(one, OneOf) or not (one.attribute or one.text)
        ]
        self.index, self.count = 0, 0

    def take(self, name: str) -> Simple[Any] | type[Bag] | None:
        """The type of the next child by its name; None if it must not stand here."""
        for index in range(self.index, len(self.particles)):
            one, members = self.particles[index]
            count = self.count if index == self.index else 0
            if name in members and count < _most(one):
                self.index, self.count = index, count + 1
                return members[name]
            if count == 0 and one.required:
                return None
        return None

    def complete(self) -> bool:
        """Whether the element may end here."""
        rest = self.particles[self.index + (1 if self.count else 0) :]
        return not any(one.required for one, _ in rest)

    def expected(self) -> str:
        """The list of elements that may stand next, as .NET appends it."""
        names: list[str] = []
        for index in range(self.index, len(self.particles)):
            one, members = self.particles[index]
            count = self.count if index == self.index else 0
            if count < _most(one):
                names += members
            if count == 0 and one.required:
                break
        groups = groupby((_split(name) for name in names), key=lambda pair: pair[0])
        lists = [
            f"'{', '.join(local for _, local in pairs)}' in namespace '{namespace}'" for namespace, pairs in groups
        ]
        return f" List of possible elements expected: {' as well as '.join(lists)}." if lists else ""


def members(one: Row[Any] | OneOf) -> dict[str, Simple[Any] | type[Bag]]:
    """The elements that may stand where a row or a choice does, by name, with their types."""
    if isinstance(one, OneOf | AnyOf):
        return {tag(row): resolved(row) for row in one.rows}
    if one.head:
        return {f"{{{cls.namespace}}}{cls.element}": cls for cls in substitutes(one.name)}
    return {tag(one): resolved(one)}


def _most(one: Row[Any] | OneOf) -> float:
    if isinstance(one, OneOf) or not one.many:
        return 1
    return one.most or float("inf")


def _split(name: object) -> tuple[str, str]:
    namespace, _, local = str(name).rpartition("}")
    return namespace.removeprefix("{"), local


def _named(element: etree._Element) -> str:
    namespace, local = _split(element.tag)
    return f"'{local}' in namespace '{namespace}'" if namespace else f"'{local}'"


def _qualified(name: object) -> str:
    namespace, local = _split(name)
    return f"{namespace}:{local}" if namespace else local
