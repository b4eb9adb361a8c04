"""What Exchange says in the language of a mailbox: message texts, fault texts, words before a subject, rooms' reasons.

Rule: only texts differ from language to language, never a ResponseCode. The German wording is ours; a text that nobody
has translated is a sentence that says as much as there is to say. To add a language: its table in TEXTS and WORDS.
Source: localised error notification and localised prefixes in captures (fact sheet sections 5 and 9).
"""

from __future__ import annotations

from collections.abc import Mapping

from fake_ews.model.failures import Failure

ENGLISH = "en-US"
OTHERWISE = ""
_GERMAN = {
    OTHERWISE: "Die Anforderung konnte nicht ausgeführt werden.",
    "ErrorAccessDenied": "Zugriff verweigert. Überprüfen Sie die Anmeldedaten, und versuchen Sie es erneut.",
    "ErrorBatchProcessingStopped": "Die Anforderung wurde nach dem Fehler einer früheren nicht mehr bearbeitet.",
    "ErrorCalendarCannotUpdateDeletedItem": "Ein gelöschter Termin kann nicht mehr geändert werden.",
    "ErrorChangeKeyRequiredForWriteOperations": "Für diesen Vorgang ist ein Änderungsschlüssel erforderlich.",
    "ErrorExceededSubscriptionCount": "Für dieses Postfach gibt es zu viele Abonnements.",
    "ErrorFolderNotFound": "Der angegebene Ordner wurde im Informationsspeicher nicht gefunden.",
    "ErrorImpersonateUserDenied": "Das Konto ist nicht berechtigt, die Identität dieses Benutzers anzunehmen.",
    "ErrorInternalServerError": "Interner Serverfehler. Der Vorgang ist fehlgeschlagen.",
    "ErrorInternalServerTransientError": "Interner Serverfehler. Versuchen Sie es später erneut.",
    "ErrorInvalidChangeKey": "Der Änderungsschlüssel ist ungültig.",
    "ErrorInvalidIdMalformed": "Die Kennung ist fehlerhaft gebildet.",
    "ErrorInvalidRequest": "Die Anforderung ist ungültig.",
    "ErrorInvalidSubscription": "Das Abonnement ist ungültig.",
    "ErrorInvalidSyncStateData": "Die Daten des Synchronisierungsstatus sind beschädigt oder ungültig.",
    "ErrorInvalidWatermark": "Das für das Abonnement verwendete Wasserzeichen ist ungültig.",
    "ErrorIrresolvableConflict": "Der Änderungsschlüssel der Anforderung stimmt nicht mit dem des Elements überein.",
    "ErrorItemNotFound": "Das angegebene Objekt wurde im Informationsspeicher nicht gefunden.",
    "ErrorMailboxStoreUnavailable": "Die Postfachdatenbank ist vorübergehend nicht verfügbar.",
    "ErrorNonExistentMailbox": "Zu dieser SMTP-Adresse gehört kein Postfach.",
    "ErrorReadEventsFailed": "Die Ereignisse dieses Abonnements waren nicht lesbar. Es muss neu angelegt werden.",
    "ErrorSchemaValidation": "Die Anforderung entspricht nicht dem Schema.",
    "ErrorServerBusy": "Der Server kann die Anforderung zurzeit nicht bearbeiten. Versuchen Sie es später erneut.",
    "ErrorStaleObject": "Das Element ist nicht mehr so, wie der Änderungsschlüssel sagt.",
    "ErrorSubscriptionNotFound": "Das angegebene Abonnement wurde nicht gefunden.",
    "ErrorTimeoutExpired": "Die Zeit für die Anforderung ist abgelaufen.",
}
TEXTS: Mapping[str, Mapping[str, str]] = {"de": _GERMAN}
WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "Canceled": "Abgesagt",
        "Accepted": "Zugesagt",
        "Tentative": "Mit Vorbehalt",
        "Declined": "Abgelehnt",
        "Meeting Forward Notification": "Benachrichtigung über Weiterleitung der Besprechung",
        "This room takes no requests from outside the organisation.": "Dieser Raum nimmt keine Anfragen von außen an.",
        "You are not among those who can book this room.": "Sie gehören nicht zu denen, die diesen Raum buchen können.",
        "This room cannot be booked for a series.": "Dieser Raum kann nicht für eine Serie gebucht werden.",
        "This room cannot be booked for so long.": "Dieser Raum kann nicht so lange gebucht werden.",
        "This room can be booked within its working hours only.": "Dieser Raum ist nur zu Arbeitszeiten buchbar.",
        "This room cannot be booked so far ahead.": "Dieser Raum kann nicht so weit im Voraus gebucht werden.",
        "The series goes on for longer than this room can be booked ahead.": "Die Serie dauert länger, als dieser Raum "
        "im Voraus gebucht werden kann.",
        "This room is booked already at that time.": "Dieser Raum ist zu dieser Zeit schon gebucht.",
        "The series is booked as far ahead as this room can be.": "Die Serie ist gebucht, so weit es im Voraus geht.",
        "Your request has arrived and waits for approval.": "Ihre Anfrage ist da und wartet auf Genehmigung.",
    }
}


def _language(culture: str) -> str:
    return culture.partition("-")[0].lower()


def said(failure: Failure, culture: str) -> Failure:
    """A failure as it is told in a culture (such as de-DE): the same code, another text; English where we have none."""
    texts = TEXTS.get(_language(culture))
    return failure if texts is None else failure.saying(texts.get(failure.code, texts[OTHERWISE]))


def word(english: str, culture: str) -> str:
    """The word that programs of a culture put before a subject, or the sentence that a room says."""
    return WORDS.get(_language(culture), {}).get(english, english)
