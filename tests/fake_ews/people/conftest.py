"""Anna and Ben at Outlook on the web."""

from __future__ import annotations

import pytest

from fake_ews.model.exchange import Exchange
from fake_ews.model.mailbox import Mailbox
from fake_ews.people.owa import Owa
from tests.fake_ews.operations.client import at
from tests.fake_ews.people.seen import BEN, CLARA


@pytest.fixture
def owa(exchange: Exchange, anna: Mailbox) -> Owa:
    """Anna at Outlook on the web."""
    return Owa(exchange, anna)


@pytest.fixture
def bens_owa(exchange: Exchange, ben: Mailbox) -> Owa:
    """Ben at Outlook on the web."""
    return Owa(exchange, ben)


@pytest.fixture
def entry(owa: Owa) -> int:
    """Anna's entry "Review", made in her browser."""
    return owa.new("Review", at(10), at(11))


@pytest.fixture
def meeting(owa: Owa, ben: Mailbox, clara: Mailbox) -> int:
    """Anna's meeting "Review" with Ben and Clara."""
    return owa.new("Review", at(10), at(11), attendees=(BEN,), optional=(CLARA,))
