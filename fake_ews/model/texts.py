"""What a text that people give must be, an address or just one that XML can hold; and what to tell them if it is not.

Rule: an address has one @, and something on both sides of it; whether anybody has it is not asked here.
"""

from __future__ import annotations

from fake_ews.contract.simple import NOT_IN_XML


def is_address(text: str) -> bool:
    """Whether a text has the form of an address."""
    return text.count("@") == 1 and not text.startswith("@") and not text.endswith("@")


def wrong_address(text: str) -> str | None:
    """Why a text is no address, in words, or None."""
    return None if is_address(text) else f"not an address: {text!r} (expected name@domain)"


def wrong_text(text: str) -> str | None:
    """Why no answer of Exchange could tell a text, in words, or None."""
    found = NOT_IN_XML.search(text)
    return None if found is None else f"holds U+{ord(found[0]):04X}, which no XML can hold, and so no answer"
