"""Handles of distribution groups and room lists, for Python callers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fake_ews.control.views import GroupView

if TYPE_CHECKING:
    from fake_ews.handles.organisation import Organisation


class Group:
    """The handle of a distribution group, or of a room list. LookupError wherever it is gone meanwhile."""

    def __init__(self, fake: Organisation, address: str) -> None:
        self._fake, self.address = fake, address.lower()

    @property
    def name(self) -> str:
        """What it is called."""
        return self._now().name

    @property
    def members(self) -> tuple[str, ...]:
        """The addresses in it, in the order they came; those of groups in it stand for themselves."""
        return self._now().members

    def add(self, *members: str) -> None:
        """These are in it, too, from now on. ValueError, as group()."""
        self._fake._call(lambda desk: desk.change_group(self.address, add=members))

    def remove(self, *members: str) -> None:
        """These are in it no more."""
        self._fake._call(lambda desk: desk.change_group(self.address, remove=members))

    def delete(self) -> None:
        """Take it away; its members stay."""
        self._fake._call(lambda desk: desk.drop_group(self.address))

    def _now(self) -> GroupView:
        return self._fake._call(lambda desk: desk.group(self.address))

    def __repr__(self) -> str:
        return f"Group({self.address!r})"
