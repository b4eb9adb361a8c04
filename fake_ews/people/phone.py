"""A phone over ActiveSync: every act reaches the mailbox at once (ActiveSync pushes within seconds)."""

from __future__ import annotations

from fake_ews.people._hands import Hands


class Phone(Hands):
    """A person at a phone."""

    program = "Phone"
