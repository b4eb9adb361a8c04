"""A schema document as plain values that can be compared: what it says, not how it is written down.

Groups are put in place, a choice of one that does not repeat is its member, a sequence in a sequence is one sequence,
facets include those of the base type. What stays: order, cardinality, types, attributes, derivation, substitution.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True)
class Particle:
    """An element, or a choice of particles, with how often it may stand there."""

    name: str  # "choice", "any", or the element's name
    least: int
    most: str
    type: Any = None
    members: tuple[Particle, ...] = ()
    nillable: bool = False


@dataclass(frozen=True)
class Simple:
    """A simple type with all facets that hold for it."""

    base: str
    facets: tuple[tuple[str, str], ...] = ()
    values: tuple[str, ...] = ()
    members: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Complex:
    """A complex type: what it adds to its base."""

    base: tuple[str, str] | None
    abstract: bool
    content: tuple[Particle, ...]
    attributes: dict[str, tuple[Any, bool]] = field(hash=False)
    text: Any
    soap_attributes: bool


@dataclass(frozen=True)
class Element:
    """A global element."""

    type: Any
    head: str | None
    abstract: bool


class Schema:
    """Schema documents read together; every name is given as t:Name, m:Name or xs:name."""

    def __init__(self, *documents: bytes) -> None:
        self.roots = [etree.fromstring(document) for document in documents]
        self.raw: dict[tuple[str, str], etree._Element] = {}
        for root in self.roots:
            for child in root.iterchildren(tag=etree.Element):
                if child.get("name") is not None:
                    kind = etree.QName(child).localname
                    kind = "type" if kind.endswith("Type") else kind
                    self.raw[kind, self._own(child)] = child
        self.types = {name: self.type(node) for (kind, name), node in self.raw.items() if kind == "type"}
        self.elements = {name: self._global(node) for (kind, name), node in self.raw.items() if kind == "element"}

    @classmethod
    def of(cls, folder: Path) -> Schema:
        """The schema in a folder of messages.xsd and types.xsd."""
        return cls(*((folder / f"{name}.xsd").read_bytes() for name in ("types", "messages")))

    @staticmethod
    def _prefix(namespace: str) -> str:
        return {"types": "t", "messages": "m", "XMLSchema": "xs"}[namespace.rsplit("/", 1)[1]]

    def _own(self, node: etree._Element) -> str:
        return f"{self._prefix(str(node.getroottree().getroot().get('targetNamespace')))}:{node.get('name')}"

    def _ref(self, node: etree._Element, attribute: str) -> str:
        prefix, _, name = str(node.get(attribute)).rpartition(":")
        if prefix == "xml":
            return f"xml:{name}"
        return f"{self._prefix(str(node.nsmap[prefix or None]))}:{name}"

    def _global(self, node: etree._Element) -> Element:
        head = self._ref(node, "substitutionGroup") if node.get("substitutionGroup") else None
        return Element(self._type_of(node), head, node.get("abstract") == "true")

    def _type_of(self, node: etree._Element) -> Any:
        if node.get("type") is not None:
            return self._ref(node, "type")
        inline = next((child for child in node if child.tag in (XS + "simpleType", XS + "complexType")), None)
        return self.type(inline) if inline is not None else "xs:anyType"

    def type(self, node: etree._Element) -> Simple | Complex:
        """A type by its definition."""
        return self.simple(node) if node.tag == XS + "simpleType" else self.complex(node)

    def simple(self, node: etree._Element) -> Simple:
        """A simple type by its definition."""
        made = next(child for child in node if child.tag != XS + "annotation")
        if made.tag == XS + "union":
            named = [self.named_simple(name) for name in (made.get("memberTypes") or "").split()]
            return Simple("union", members=(*named, *(self.simple(child) for child in made)))
        if made.tag == XS + "list":
            each = self.named_simple(str(made.get("itemType"))) if made.get("itemType") else self.simple(made[0])
            return Simple("list", members=(each,))
        inline = made.find(XS + "simpleType")
        base = self.simple(inline) if inline is not None else self.named_simple(str(made.get("base")))
        own = [
            (etree.QName(child).localname, str(child.get("value"))) for child in made.iterchildren(tag=etree.Element)
        ]
        facets = dict(base.facets) | _facets(own)
        values = tuple(value for name, value in own if name == "enumeration") or base.values
        return Simple(base.base, tuple(sorted(facets.items())), values, base.members)

    def named_simple(self, reference: str) -> Simple:
        """A simple type by its name; the prefixes of both documents are xs, t and m."""
        if reference.startswith("xs:"):
            return Simple(reference)
        return self.simple(self.raw["type", reference])

    def complex(self, node: etree._Element) -> Complex:
        """A complex type by its definition."""
        base, text = None, None
        for wrapper in node.iterchildren(XS + "complexContent", XS + "simpleContent"):
            inner = next(child for child in wrapper if child.tag != XS + "annotation")
            if wrapper.tag == XS + "simpleContent":
                name = self._ref(inner, "base")
                text = name if name.startswith("xs:") else self.named_simple(name)
            else:
                base = (etree.QName(inner).localname, self._ref(inner, "base"))
            abstract = node.get("abstract") == "true"
            return Complex(base, abstract, *self._inside(inner), text=text, soap_attributes=self._open(inner))
        return Complex(
            None, node.get("abstract") == "true", *self._inside(node), text=None, soap_attributes=self._open(node)
        )

    @staticmethod
    def _open(node: etree._Element) -> bool:
        return node.find(XS + "anyAttribute") is not None

    def _inside(self, node: etree._Element) -> tuple[tuple[Particle, ...], dict[str, tuple[Any, bool]]]:
        particles: list[Particle] = []
        for child in node.iterchildren(XS + "sequence", XS + "choice", XS + "group", XS + "all"):
            particles += self._particles(child)
        attributes: dict[str, tuple[Any, bool]] = {}
        for child in node.iterchildren(XS + "attributeGroup"):
            attributes |= self._inside(self.raw["attributeGroup", self._ref(child, "ref")])[1]
        for child in node.iterchildren(XS + "attribute"):
            if child.get("use") == "prohibited":
                continue
            name = str(child.get("name")) if child.get("name") else self._ref(child, "ref")
            of = "xs:language" if name.startswith("xml:") else self._type_of(child)
            attributes[name] = (of, child.get("use") == "required")
        return tuple(particles), attributes

    def _particles(self, node: etree._Element) -> Iterator[Particle]:
        least, most = int(node.get("minOccurs") or 1), str(node.get("maxOccurs") or 1)
        if node.tag == XS + "group":
            for child in self.raw["group", self._ref(node, "ref")]:
                for particle in self._particles(child):
                    yield _sometimes(particle) if least == 0 else particle
        elif node.tag in (XS + "sequence", XS + "all"):
            inside = [part for child in node.iterchildren(tag=etree.Element) for part in self._particles(child)]
            for particle in inside:
                particle = _sometimes(particle) if least == 0 else particle
                yield replace(particle, most=most) if len(inside) == 1 and most != "1" else particle
        elif node.tag == XS + "choice":
            members = tuple(part for child in node.iterchildren(tag=etree.Element) for part in self._particles(child))
            yield _choice(members, least, most)
        elif node.tag == XS + "any":
            yield Particle("any", 0, "unbounded")
        elif node.tag == XS + "element":
            name = self._own(node) if node.get("name") else self._ref(node, "ref")
            of = self._type_of(node) if node.get("name") else self._type_of(self.raw["element", name])
            yield Particle(name, least, most, of, nillable=node.get("nillable") == "true")


def _facets(own: list[tuple[str, str]]) -> dict[str, str]:
    facets = {name: value for name, value in own if name not in ("enumeration", "simpleType")}
    length = facets.pop("length", None)
    return facets if length is None else facets | {"minLength": length, "maxLength": length}


def _sometimes(particle: Particle) -> Particle:
    return replace(particle, least=0)


def _choice(members: tuple[Particle, ...], least: int, most: str) -> Particle:
    if len(members) == 1 and most == "1":
        return members[0] if least else _sometimes(members[0])
    if any(member.least == 0 for member in members):
        least = 0
    if members[0].name == "any":
        return Particle("any", 0, "unbounded")
    return Particle("choice", least, most, None, tuple(replace(one, least=1) for one in members))
