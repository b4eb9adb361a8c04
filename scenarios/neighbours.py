"""Meetings that have nothing to do with a scenario: a calendar is never empty, as in life.

Rule: they lie on the days before and after the one that is played on, come from the run's seed, and nobody invites
anybody; they are not part of what a scenario sees.
"""

from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from scenarios import days

if TYPE_CHECKING:
    from faker import Faker

AROUND = (-2, -1, 1, 2)
"""On these days from the one that is played on; the next change of the clocks is further away."""
HOURS = range(8, 17)


def meetings(address: str, seed: int, day: date) -> list[tuple[str, datetime, datetime]]:
    """Subject, start and end of the meetings in one calendar; the same for the same address, seed and day."""
    random, faker = Random(f"{seed} {address}"), _faker()
    faker.seed_instance(f"{seed} {address}")
    starts = [days.at(day + timedelta(days=around), f"{random.choice(HOURS)}:00") for around in AROUND]
    return [(str(faker.catch_phrase()), start, start + timedelta(hours=1)) for start in starts]


@cache
def _faker() -> "Faker":
    from faker import Faker

    return Faker("en_US")
