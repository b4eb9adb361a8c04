"""FR-27: a German mailbox gets German texts in UTF-8, in messages, faults, pushes and subjects; codes never change."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews import FakeExchange, Fault
from fake_ews.model import languages
from fake_ews.model.failures import ErrorCalendarInvalidRecurrence, ErrorItemNotFound, ErrorServerBusy
from tests.fake_ews.server.wire import ANNA, GET_CALENDAR, SUBSCRIBE, Client, Listener

DORA = "dora@example.test"
ELISE = "elise@example.test"
START = dt.datetime(2027, 3, 15, 10, tzinfo=dt.UTC)
NOBODY = (
    '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:FolderId Id="x"/>'
)
NOBODY += "</m:FolderIds></m:GetFolder>"


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
    assert languages.TEXTS.keys() == languages.WORDS.keys()
