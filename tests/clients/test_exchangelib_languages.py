"""exchangelib in German and French mailboxes: it finds folders by the names that people see, and by any other way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from exchangelib import (  # type: ignore[import-untyped]
    UTC,
    CalendarItem,
    Message,
)
from exchangelib.folders import known_folders  # type: ignore[import-untyped]
from exchangelib.items import SEND_TO_NONE  # type: ignore[import-untyped]

from fake_ews import FakeExchange
from tests.clients.accounts import account_at

pytestmark = pytest.mark.proof

USER = "camille@example.test"
TOP = {"de-DE": "Oberste Ebene des Informationsspeichers", "fr-FR": "Haut de la banque d'informations"}
SEEN = {
    "de-DE": {
        "calendar": "Kalender", "inbox": "Posteingang", "sent": "Gesendete Elemente", "trash": "Gelöschte Elemente",
        "drafts": "Entwürfe", "outbox": "Postausgang", "junk": "Junk-E-Mail", "contacts": "Kontakte",
        "tasks": "Aufgaben",
    },
    "fr-FR": {
        "calendar": "Calendrier", "inbox": "Boîte de réception", "sent": "Éléments envoyés",
        "trash": "Éléments supprimés", "drafts": "Brouillons", "outbox": "Boîte d'envoi",
        "junk": "Courrier indésirable", "contacts": "Contacts", "tasks": "Tâches",
    },
}  # fmt: skip
AS_IT_KNOWS = {"de-DE": "de_DE", "fr-FR": "fr_CA"}  # the locale in which exchangelib has names
START = dt.datetime(2027, 3, 15, 10, tzinfo=UTC)


@pytest.fixture(scope="module", params=sorted(SEEN))
def culture(request: pytest.FixtureRequest) -> str:
    """The language of the mailbox."""
    return str(request.param)


@pytest.fixture(scope="module")
def account(culture: str) -> Iterator[Any]:
    """The owner of such a mailbox."""
    with FakeExchange() as fake:
        fake.mailbox(USER, password="secret", culture=culture)
        made = account_at(fake.url, USER, locale=AS_IT_KNOWS[culture], default_timezone=UTC)
        yield made
        made.protocol.close()


def test_the_way_down_from_the_root(account: Any, culture: str) -> None:
    assert account.root.tois.name == TOP[culture]
    for attribute, name in SEEN[culture].items():
        by_id, by_name = getattr(account, attribute), account.root / TOP[culture] / name
        assert (by_id.name, by_name.id, type(by_name)) == (name, by_id.id, type(by_id))


def test_names_are_those_that_it_knows(account: Any, culture: str) -> None:
    known = {"fr-FR": {"junk": "Courrier indésirables"}}.get(culture, {})  # with an s, as no mailbox is seen to have it
    for attribute, name in SEEN[culture].items():
        folder_class = type(getattr(account, attribute))
        names = folder_class.LOCALIZED_NAMES[AS_IT_KNOWS[culture]]
        assert names == (known.get(attribute, name),)
    assert known_folders.MsgFolderRoot is type(account.root.tois)


def test_work_in_folders_found_by_name(account: Any, culture: str) -> None:
    seen = {attribute: account.root.tois / name for attribute, name in SEEN[culture].items()}
    entry = CalendarItem(
        account=account, folder=seen["calendar"], subject="Réunion", start=START, end=START + dt.timedelta(hours=1)
    )
    entry.save(send_meeting_invitations=SEND_TO_NONE)
    assert [item.subject for item in account.calendar.view(START, START + dt.timedelta(hours=1))] == ["Réunion"]
    entry.move_to_trash()
    assert [item.subject for item in seen["trash"].all()] == ["Réunion"]
    Message(account=account, folder=seen["sent"], subject="Bonjour", to_recipients=[USER]).send_and_save()
    assert seen["sent"].get(subject="Bonjour").subject == seen["inbox"].get(subject="Bonjour").subject == "Bonjour"
