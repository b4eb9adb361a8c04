"""FR-27: a German mailbox gets German texts in UTF-8, in messages, faults, pushes and subjects; codes never change.

So does a French one; folders are called in the language in which their mailbox was made.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from fake_ews import FakeExchange, Fault, ManualClock
from fake_ews.contract.folders import SearchFolder
from fake_ews.control.desk import Desk
from fake_ews.model import languages
from fake_ews.model.failures import ErrorCalendarInvalidRecurrence, ErrorItemNotFound, ErrorServerBusy
from fake_ews.model.folders import SEARCHES, TREE, new_folders
from tests.fake_ews.server.wire import ANNA, GET_CALENDAR, SERVICE, SUBSCRIBE, Client, Listener

DORA = "dora@example.test"
ELISE = "elise@example.test"
START = dt.datetime(2027, 3, 15, 10, tzinfo=dt.UTC)
NOBODY = (
    '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:FolderId Id="x"/>'
)
NOBODY += "</m:FolderIds></m:GetFolder>"

FIND_FOLDERS = (
    '<m:FindFolder Traversal="Shallow"><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>'
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds></m:FindFolder>'
)


@pytest.fixture
def dora(fake: FakeExchange) -> str:
    """Dora, whose mailbox is German."""
    fake.mailbox(DORA, name="Dora", culture="de-DE")
    return DORA


def test_a_message(client: Client, dora: str) -> None:
    english, german = client.ask(NOBODY), client.ask(NOBODY, owner=dora)
    assert english.codes == german.codes == ["ErrorInvalidIdMalformed"]
    assert "<m:MessageText>Id is malformed.<" in english.text
    assert "<m:MessageText>Die Kennung ist fehlerhaft gebildet.<" in german.text


def test_a_fault(fake: FakeExchange, client: Client, dora: str) -> None:
    fake.inject(Fault("busy-fault", mailbox=dora, back_off=3000))
    answer = client.ask(GET_CALENDAR, owner=dora)
    assert (answer.status, answer.codes) == (500, ["ErrorServerBusy"])
    assert '<faultstring xml:lang="de-DE">Der Server kann die Anforderung zurzeit nicht bearbeiten.' in answer.text
    assert '<t:Value Name="BackOffMilliseconds">3000</t:Value>' in answer.text


def test_a_request_that_the_schema_refuses(client: Client, dora: str) -> None:
    english, german = client.ask("<m:GetItem/>"), client.ask("<m:GetItem/>", owner=dora)
    assert english.codes == german.codes == ["ErrorSchemaValidation"]
    assert german.text.count("Die Anforderung entspricht nicht dem Schema.") == 2


def test_an_error_notification(fake: FakeExchange, client: Client, listener: Listener, dora: str) -> None:
    fake.mailbox("emil@example.test", culture="de-CH")
    client.ask(SUBSCRIBE.format(url=listener.url, minutes=30), owner="emil@example.test")
    listener.wait(1)
    fake.inject(Fault("read-failed"))
    fake.mailbox("emil@example.test").add(subject="Review", start=START, end=START + dt.timedelta(hours=1))
    assert b"Die Ereignisse dieses Abonnements waren nicht lesbar." in listener.wait(2)[1]


def test_the_subject_of_what_was_called_off(fake: FakeExchange, dora: str) -> None:
    hands = fake.owa(dora)
    meeting = hands.new("Besprechung", START, START + dt.timedelta(hours=1), attendees=(ANNA,))
    hands.cancel_meeting(meeting)
    assert "Abgesagt: Besprechung" in [item.subject for item in fake.mailbox(ANNA).items("inbox")]


def test_what_nobody_has_translated() -> None:
    assert languages.said(ErrorItemNotFound, "de-AT").text.endswith("wurde im Informationsspeicher nicht gefunden.")
    assert languages.said(ErrorCalendarInvalidRecurrence, "de-DE").text == languages.TEXTS["de"][languages.OTHERWISE]
    assert languages.said(ErrorServerBusy, "it-IT") is ErrorServerBusy
    assert [languages.word("Canceled", one) for one in ("de-DE", "fr-FR", "it-IT")] == [
        "Abgesagt",
        "Annulé",
        "Canceled",
    ]


def test_in_french(fake: FakeExchange, client: Client) -> None:
    fake.mailbox(ELISE, name="Élise", culture="fr-FR")
    answer = client.ask(NOBODY, owner=ELISE)
    assert answer.codes == ["ErrorInvalidIdMalformed"]
    assert "<m:MessageText>L'identificateur est mal formé.<" in answer.text
    fake.inject(Fault("busy-fault", mailbox=ELISE))
    answer = client.ask(GET_CALENDAR, owner=ELISE)
    assert (answer.status, answer.codes) == (500, ["ErrorServerBusy"])
    assert '<faultstring xml:lang="fr-FR">Le serveur ne peut pas traiter la demande pour le moment.' in answer.text
    hands = fake.owa(ELISE)
    hands.cancel_meeting(hands.new("Réunion", START, START + dt.timedelta(hours=1), attendees=(ANNA,)))
    assert "Annulé: Réunion" in [item.subject for item in fake.mailbox(ANNA).items("inbox")]


def test_languages_say_the_same_things() -> None:
    assert len({frozenset(texts) for texts in languages.TEXTS.values()}) == 1
    assert len({frozenset(words) for words in languages.WORDS.values()}) == 1
    assert languages.TEXTS.keys() == languages.WORDS.keys() == languages.FOLDERS.keys()
    new = {english for _, english, _, _ in TREE}
    assert all(names.keys() <= new - SEARCHES for names in languages.FOLDERS.values())


def called(culture: str) -> dict[str, str]:
    """What the folders with distinguished names of a new mailbox are called."""
    return {distinguished: name for distinguished, name, *_ in new_folders(culture, archive=True) if distinguished}


def test_folders_are_called_in_the_language_of_the_mailbox() -> None:
    english, german, french = called("en-US"), called("de-CH"), called("fr-CA")
    assert called("it-IT") == called("") == english
    assert [german[one] for one in ("calendar", "deleteditems", "junkemail")] == [
        "Kalender", "Gelöschte Elemente", "Junk-E-Mail",
    ]  # fmt: skip
    assert [french[one] for one in ("calendar", "deleteditems", "notes")] == [
        "Calendrier",
        "Éléments supprimés",
        "Notes",
    ]
    assert [german[one] for one in ("localfailures", "serverfailures")] == ["Lokale Fehler", "Serverfehler"]
    assert [french[one] for one in ("localfailures", "serverfailures")] == [
        "Défaillances locales",
        "Défaillances du serveur",
    ]
    for own in (german, french):  # nobody has told us others
        assert {one: own[one] for one in ("journal", "todosearch", "recoverableitemsroot", "archivedeleteditems")} == {
            "journal": "Journal",
            "todosearch": "To-Do Search",
            "recoverableitemsroot": "Recoverable Items",
            "archivedeleteditems": "Deleted Items",
        }


@pytest.mark.parametrize("culture", ["de-DE", "fr-FR"])
def test_folders_that_search_are_such_in_every_language(culture: str) -> None:
    assert {name for _, name, _, _, kind in new_folders(culture, archive=False) if kind is SearchFolder} == SEARCHES


def test_another_language_later_renames_no_folder(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with FakeExchange(clock=ManualClock(), state=state) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(DORA, culture="de-DE")

        def turn_english(desk: Desk) -> None:
            mailbox = desk.found(DORA)
            mailbox.culture = "en-US"
            mailbox.changed()

        fake._call(turn_english)
        names = folder_names(fake)
    assert {"Kalender", "Gelöschte Elemente"} < names
    with FakeExchange(clock=ManualClock(), state=state) as fake:
        assert folder_names(fake) == names


def folder_names(fake: FakeExchange) -> set[str]:
    """What Dora's folders are called, as a client sees it, to whom an unknown id is told of in English."""
    with Client(fake.url) as client:
        assert "<m:MessageText>Id is malformed.<" in client.ask(NOBODY, owner=DORA).text
        return set(re.findall("<t:DisplayName>(.*?)</t:DisplayName>", client.ask(FIND_FOLDERS, owner=DORA).text))
