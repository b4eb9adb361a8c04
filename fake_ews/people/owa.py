"""Outlook on the web: every act reaches the mailbox at once."""

from __future__ import annotations

from fake_ews.people._hands import Hands


class Owa(Hands):
    """A person at Outlook on the web."""

    program = "Outlook on the web"
