"""Acts that are made of several, in the reports of the field.

Rule: as in plays.py: an act changes one side and judges nothing.
"""

from collections.abc import Mapping
from datetime import timedelta

from scenarios import days, faults
from scenarios.history import Moment
from scenarios.people import User

AFTERNOON = ("14:00", "15:00", "16:00")
BEGINNING = ("Subscribe", "SyncFolderItems")
"""What a product asks when it begins to listen."""
HELD = 2.0
"""Real seconds for which such an answer is kept back."""


def restart_and_drag(user: User, hours: Mapping[str, str]) -> None:
    """Exchange restarts; before anybody subscribes anew entries are dragged, each to its hour."""
    user.scene.world.exchange.restart()
    for subject, clock in hours.items():
        user.act("OWA", "drag", subject, user.scene.at(clock))


def booked_meanwhile(user: User, room: str, subject: str) -> Moment:
    """Switched on; while the product is about to listen an entry is made, booked, sent, and renamed.

    What the product asks first is answered a little late, so that the entry is read and told of at the same time. The
    moment when it was booked.
    """
    scene = user.scene
    for operation in BEGINNING:
        scene.inject(f"{operation} is answered late", faults.held(operation, user.address, HELD))
    user.switch(True)
    scene.world.pace.until(lambda: any(scene.world.exchange.fired(number) for number, _ in scene.faults))
    user.save(subject)
    user.addin_reserves(subject, [room])
    booked = scene.mark()
    user.outlook.send_receive()
    user.act("OWA", "change", subject, subject=f"{subject} 2")
    scene.world.exchange.clear_faults()
    return booked


def edges_of_a_day(user: User, zone: str) -> None:
    """Linked entries in the first and in the last hour of a day in a zone, and on the whole next day."""
    scene = user.scene
    midnight = days.at(scene.day + timedelta(days=1), "00:00", zone)
    hour, early = timedelta(hours=1), midnight - timedelta(days=1)
    user.linked("Early", start=early, end=early + hour, time_zone=zone)
    user.linked("Late", start=midnight - hour, end=midnight, time_zone=zone)
    if scene.world.declared.to_exchange("allDay"):
        user.linked("Fair", rooms=(), start=midnight, end=midnight + timedelta(days=1), time_zone=zone, all_day=True)
