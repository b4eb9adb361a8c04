"""The tables as XML Schema: one document per namespace, of all types or of some.

Rule: order, cardinality, derivation and facets are those of the rows; nothing is said here that the tables do not say.
A document is text, built in a few milliseconds; `loose` types are written as plain strings in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, cast

from fake_ews.contract.headers import SIMPLE_ELEMENTS, ExchangeVersion
from fake_ews.contract.notation import MESSAGES, TYPES, AnyOf, Bag, Namespace, OneOf, Row, Simple, resolved
from fake_ews.soap.scalars import quoted
from fake_ews.soap.writers import flat

XML = "http://www.w3.org/XML/1998/namespace"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    f'xmlns:t="{TYPES}" xmlns:m="{MESSAGES}" elementFormDefault="qualified" version="{ExchangeVersion.values[-1]}" '
)
_SOAP_ATTRIBUTES = f'<xs:anyAttribute namespace="{SOAP}" processContents="lax"/>'
_ANYTHING = '<xs:any processContents="lax" minOccurs="0" maxOccurs="unbounded"/>'
_OPEN = f'<xs:sequence>{_ANYTHING}</xs:sequence><xs:anyAttribute processContents="lax"/>'


def declared() -> list[type[Bag]]:
    """Every type that has a name, or an element of its own."""
    nameless = [cls for cls in Bag.__subclasses__() if cls.element and not cls.schema_name]
    return [*Bag.by_name.values(), *nameless]


def simple_types(classes: Collection[type[Bag]]) -> Iterator[Simple[Any]]:
    """The named simple types that the rows of these classes use, each once."""
    seen: set[Simple[Any]] = set()
    for of in SIMPLE_ELEMENTS.values():
        yield from _named(of, seen)
    for cls in classes:
        for row in flat(cls.own):
            for one in row.rows if isinstance(row, AnyOf) else (row,):
                kind = resolved(one)
                if isinstance(kind, Simple):
                    yield from _named(kind, seen)


def _named(simple: Simple[Any], seen: set[Simple[Any]]) -> Iterator[Simple[Any]]:
    if simple in seen or (simple.namespace is None):
        return
    seen.add(simple)
    for part in (*simple.members, *([simple.listed] if simple.listed else [])):
        yield from _named(part, seen)
    if simple.name:
        yield simple


class Document:
    """One schema document: the classes of its namespace, their elements, and the simple types they use.

    `unread`: elements that may hold anything, by name. `left_out`: types whose elements are in none of its contents.
    """

    def __init__(
        self,
        namespace: Namespace,
        classes: Collection[type[Bag]],
        simples: Collection[Simple[Any]],
        loose: Collection[Simple[Any]] = (),
        unread: Collection[str] = (),
        left_out: Collection[type[Bag]] = (),
    ) -> None:
        self.namespace, self.loose, self.unread, self.left_out = namespace, loose, unread, left_out
        self.classes = [cls for cls in classes if cls.namespace is namespace]
        self.foreign = [cls for cls in classes if cls.namespace is not namespace]
        self.simple_elements = SIMPLE_ELEMENTS if namespace is TYPES else {}
        self.simples = [simple for simple in simples if simple.namespace is namespace]

    def text(self) -> str:
        """The whole document."""
        lines = [f'{_HEAD}targetNamespace="{self.namespace}">']
        if self.namespace is MESSAGES:
            lines.append(f'<xs:import namespace="{TYPES}" schemaLocation="types.xsd"/>')
        else:
            lines.append(f'<xs:import namespace="{XML}" schemaLocation="xml.xsd"/>')
        lines += [self._simple(simple, f' name="{simple.name}"') for simple in self.simples]
        lines += [self._complex(cls, f' name="{cls.schema_name}"') for cls in self.classes if cls.schema_name]
        lines += self._heads()
        lines += [self._global(cls) for cls in self.classes if cls.element]
        lines += self._referred()
        lines += [f'<xs:element name="{name}" type="{self._name(of)}"/>' for name, of in self.simple_elements.items()]
        lines += [
            f'<xs:element name="{name}"><xs:complexType>{_OPEN}</xs:complexType></xs:element>' for name in self.unread
        ]
        return "\n".join([*lines, "</xs:schema>", ""])

    def _referred(self) -> Iterator[str]:
        """Elements that rows of the other namespace refer to, where they are not named after their type's element."""
        rows = {row.name: row for cls in self.foreign for row in flat(cls.own) if row.namespace is self.namespace}
        for name in rows.keys() - {cls.element for cls in self.classes}:
            yield self._typed("element", rows[name], "")

    def _heads(self) -> Iterator[str]:
        """Heads of substitution groups that are nothing but heads: abstract, of the type all their members extend."""
        elements = {cls.element for cls in self.classes}
        members = [cls for cls in self.classes if cls.substitutes and cls.substitutes not in elements]
        roots = {cls.substitutes: cls.__mro__[-3] for cls in members}  # all below Bag and object
        for head, root in roots.items():
            yield f'<xs:element name="{head}" abstract="true" type="{self._name(root)}"/>'

    def _global(self, cls: type[Bag]) -> str:
        group = f' substitutionGroup="{self.namespace.prefix}:{cls.substitutes}"' if cls.substitutes else ""
        if cls.schema_name:
            return f'<xs:element name="{cls.element}" type="{self._name(cls)}"{group}/>'
        return f'<xs:element name="{cls.element}"{group}>{self._complex(cls, "")}</xs:element>'

    @staticmethod
    def _name(of: type[Bag] | Simple[Any]) -> str:
        if isinstance(of, Simple):
            return of.name if of.namespace is None else f"{of.namespace.prefix}:{of.name}"
        return f"{of.namespace.prefix}:{of.schema_name}"

    def _complex(self, cls: type[Bag], name: str) -> str:
        abstract = ' abstract="true"' if cls.abstract else ""
        return f"<xs:complexType{name}{abstract}>{self._body(cls)}</xs:complexType>"

    def _body(self, cls: type[Bag]) -> str:
        base = cls.__mro__[1]
        text = next((row for row in flat(cls.own) if row.text), None)
        if text is not None:
            return self._with_text(cls, text)
        inside = self._particles(cls) + self._attributes(cls)
        if base is Bag or not issubclass(base, Bag):
            return inside
        how = "restriction" if cls.restricts else "extension"
        return f'<xs:complexContent><xs:{how} base="{self._name(base)}">{inside}</xs:{how}></xs:complexContent>'

    def _with_text(self, cls: type[Bag], row: Row[Any]) -> str:
        of = resolved(row)
        assert isinstance(of, Simple)
        base = "xs:string" if of in self.loose else self._name(of)
        attributes = self._attributes(cls)
        return f'<xs:simpleContent><xs:extension base="{base}">{attributes}</xs:extension></xs:simpleContent>'

    def _particles(self, cls: type[Bag]) -> str:
        if cls.open_content:
            return f"<xs:sequence>{_ANYTHING}</xs:sequence>"
        own = cls.content if cls.restricts else [one for one in cls.content if one in cls.own]
        own = [one for one in own if not (isinstance(one, Row) and (one.attribute or one.text))]
        inside = "".join(map(self._particle, own))
        if len(own) == 1 and inside.startswith("<xs:choice"):
            # a repeated choice that is extended, or extends, stands in a sequence, or clients are made wrongly
            extended = isinstance(own[0], AnyOf) and (cls.__mro__[1] is not Bag or cls.__subclasses__())
            return f"<xs:sequence>{inside}</xs:sequence>" if extended else inside
        return inside and f"<xs:sequence>{inside}</xs:sequence>"

    def _particle(self, one: Row[Any] | OneOf) -> str:
        if isinstance(one, OneOf | AnyOf):
            rows = [row for row in one.rows if resolved(row) not in self.left_out]
            members = "".join(self._element(row, True, row.many) for row in rows)
            return f"<xs:choice{_occurs(one.required, isinstance(one, AnyOf))}>{members}</xs:choice>"
        if resolved(one) in self.left_out and not one.required:
            return ""
        if one.choice:
            return f"<xs:choice{_occurs(one.required, True)}>{self._element(one, True, False)}</xs:choice>"
        return self._element(one, one.required, one.many)

    def _element(self, row: Row[Any], required: bool, many: bool) -> str:
        occurs = _occurs(required, many, row.most) + (' nillable="true"' if row.nillable else "")
        if row.head or row.namespace is not self.namespace:
            assert row.namespace is not None
            return f'<xs:element ref="{row.namespace.prefix}:{row.name}"{occurs}/>'
        return self._typed("element", row, occurs)

    def _attributes(self, cls: type[Bag]) -> str:
        rows = [row for row in flat(cls.own) if row.attribute]
        text = "".join(self._attribute(row) for row in rows)
        if cls.restricts:  # it has none of its base's attributes but those it names
            inherited = cast("type[Bag]", cls.__mro__[1]).rows.values()
            gone = [row for row in inherited if row.attribute and row.name not in cls.rows]
            text += "".join(f'<xs:attribute name="{row.name}" use="prohibited"/>' for row in gone)
        return text + _SOAP_ATTRIBUTES if cls.open_attributes else text

    def _attribute(self, row: Row[Any]) -> str:
        use = ' use="required"' if row.required else ""
        if row.name.startswith("xml:"):
            return f'<xs:attribute ref="{row.name}"{use}/>'
        return self._typed("attribute", row, use)

    def _typed(self, kind: str, row: Row[Any], more: str) -> str:
        """An element or attribute with its type, inline where that has no name."""
        of = resolved(row)
        start = f'<xs:{kind} name="{row.name}"{more}'
        if isinstance(of, Simple):
            if of in self.loose:
                return f'{start} type="xs:string"/>'
            if not of.name:
                return f"{start}>{self._simple(of, '')}</xs:{kind}>"
        elif not of.schema_name:
            return f"{start}>{self._complex(of, '')}</xs:{kind}>"
        return f'{start} type="{self._name(of)}"/>'

    def _simple(self, simple: Simple[Any], name: str) -> str:
        return f"<xs:simpleType{name}>{self._made_of(simple)}</xs:simpleType>"

    def _made_of(self, simple: Simple[Any]) -> str:
        if simple.listed is not None:
            return self._list(simple.listed)
        if simple.members:
            names = " ".join(self._name(member) for member in simple.members if member.name)
            inline = "".join(self._simple(member, "") for member in simple.members if not member.name)
            return f"<xs:union{f' memberTypes={names!r}' if names else ''}>{inline}</xs:union>".replace("'", '"')
        values = () if simple in self.loose else simple.values
        facets = "".join(f'<xs:enumeration value="{quoted(value)}"/>' for value in values)
        return f'<xs:restriction base="xs:{simple.base}">{facets}{_limits(simple)}</xs:restriction>'

    def _list(self, each: Simple[Any]) -> str:
        if each.name:
            return f'<xs:list itemType="{self._name(each)}"/>'
        return f"<xs:list>{self._simple(each, '')}</xs:list>"


def _occurs(required: bool, many: bool, most: int | None = None) -> str:
    least = "" if required else ' minOccurs="0"'
    return least + (f' maxOccurs="{most or "unbounded"}"' if many else "")


def _limits(simple: Simple[Any]) -> str:
    facets = {
        "pattern": simple.pattern and quoted(simple.pattern),
        "minLength": simple.shortest,
        "maxLength": simple.longest,
        "minInclusive": simple.least,
        "maxInclusive": simple.most,
    }
    return "".join(f'<xs:{name} value="{value}"/>' for name, value in facets.items() if value is not None)
