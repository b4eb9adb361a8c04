"""Bags to XML text and elements to bags, by the contract alone: no other module knows how a value is spelled.

Rule: `read` takes what the request check has let through, `write` gives what the schema allows if the bag holds what it
requires; neither decides anything about Exchange.
"""

from __future__ import annotations

from typing import TypeVar, cast

from lxml import etree

from fake_ews.contract.notation import Bag
from fake_ews.soap.readers import reader
from fake_ews.soap.writers import NEWEST, VERSIONS, writers

__all__ = ["NEWEST", "VERSIONS", "read", "write"]

B = TypeVar("B", bound=Bag)


def read(element: etree._Element, cls: type[B]) -> B:
    """The bag of an element whose type is `cls` (or one derived from it, if the element says so by xsi:type).

    Times come aware where the text names a zone and naive where it names none. ValueError where a text is no value of
    its type; elements and attributes that the tables do not name are passed over.
    """
    return cast(B, reader(cls)(element))


def write(bag: Bag, version: str = NEWEST, *, name: str = "", more: str = "") -> str:
    """The bag as XML text, under its type's element or under `name` (with prefix t: or m:).

    Rows newer than the schema `version` (an ExchangeVersion name; KeyError for others) are left out. `more` is put into
    the start tag as it is, for the declarations of the prefixes m, t and, where a value has a derived type, xsi.
    """
    cls = type(bag)
    out: list[str] = []
    writers(version).of(cls)(bag, out, name or f"{cls.namespace.prefix}:{cls.element}", more)
    return "".join(out)
