"""An item that is nothing but its values: what queries and MAPI names may ask of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Bag, Mapi, Row
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.model.computed_mapi import COMPUTED_MAPI
from fake_ews.model.failures import Failure
from fake_ews.model.properties import Extended, builtin, name_of, to_mapi

T = TypeVar("T")


@dataclass
class Sample:
    """An item of some kind: the values of a bag, and extended properties."""

    bag: Bag
    extended: dict[Mapi, Extended] = field(default_factory=dict)
    number: int = 1

    @property
    def kind(self) -> type[Bag]:
        """Its kind."""
        return type(self.bag)

    def value(self, row: Row[T]) -> T | None:
        """A stored value."""
        return self.bag.get(row)

    def named(self, name: Mapi) -> Extended | None:
        """The property of a MAPI name."""
        row = builtin(self.kind, name)
        if row is not None:
            value = self.value(row)
            return None if value is None else to_mapi(row, value)
        compute = COMPUTED_MAPI.get(name)
        return self.extended.get(name) if compute is None else compute(self)


def entry(**values: object) -> Sample:
    """A calendar item with these values."""
    return Sample(CalendarItem(**values))


def named(path: PathToExtendedField) -> Mapi:
    """The name that a good path says."""
    name = name_of(path)
    assert not isinstance(name, Failure)
    return name
