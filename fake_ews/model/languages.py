"""What Exchange says in the language of a mailbox: texts, words before a subject, rooms' reasons, names of folders.

Rule: only texts and names differ from language to language, never a ResponseCode. German and French wording is ours; a
text that nobody has translated is a sentence that says as much as there is to say, a folder stays English. To add a
language: its table in TEXTS, WORDS and FOLDERS.
Source: localised error notification and localised prefixes in captures (fact sheet sections 5 and 9). Names of folders:
those that exchangelib knows (LOCALIZED_NAMES in its known_folders.py), the others as Microsoft's German and French
pages about Outlook and Exchange, and scripts for such mailboxes, name them; the failures below Sync Issues as a log of
a German Outlook and exports of French mailboxes have them. Journal is called so in both (grommunio/gromox).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from fake_ews.model.failures import Failure

ENGLISH = "en-US"
OTHERWISE = ""
_CULTURE = re.compile("([a-z]{2,3})(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_LANGUAGES = (
    "af am ar as az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gd gl gu ha he hi hr hu hy id ig is it "
    "ja ka kk km kn ko kok ku ky lb lo lt lv mi mk ml mn mr ms mt nb ne nl nn no nso or pa pl prs ps pt qu rm ro ru rw "
    "sd si sk sl sq sr sv sw ta te tg th ti tk tn tr tt ug uk ur uz vi wo xh yo zh zu"
)
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
_FRENCH = {
    OTHERWISE: "La demande n'a pas pu être exécutée.",
    "ErrorAccessDenied": "Accès refusé. Vérifiez les informations d'identification, puis réessayez.",
    "ErrorBatchProcessingStopped": "La demande n'a plus été traitée après l'erreur d'une demande précédente.",
    "ErrorCalendarCannotUpdateDeletedItem": "Un rendez-vous supprimé ne peut plus être modifié.",
    "ErrorChangeKeyRequiredForWriteOperations": "Une clé de modification est requise pour cette opération.",
    "ErrorExceededSubscriptionCount": "Il y a trop d'abonnements pour cette boîte aux lettres.",
    "ErrorFolderNotFound": "Le dossier spécifié est introuvable dans la banque d'informations.",
    "ErrorImpersonateUserDenied": "Le compte n'est pas autorisé à emprunter l'identité de cet utilisateur.",
    "ErrorInternalServerError": "Erreur interne du serveur. L'opération a échoué.",
    "ErrorInternalServerTransientError": "Erreur interne du serveur. Réessayez plus tard.",
    "ErrorInvalidChangeKey": "La clé de modification n'est pas valide.",
    "ErrorInvalidIdMalformed": "L'identificateur est mal formé.",
    "ErrorInvalidRequest": "La demande n'est pas valide.",
    "ErrorInvalidSubscription": "L'abonnement n'est pas valide.",
    "ErrorInvalidSyncStateData": "Les données d'état de la synchronisation sont endommagées ou non valides.",
    "ErrorInvalidWatermark": "Le filigrane utilisé pour l'abonnement n'est pas valide.",
    "ErrorIrresolvableConflict": "La clé de modification de la demande ne correspond pas à celle de l'élément.",
    "ErrorItemNotFound": "L'objet spécifié est introuvable dans la banque d'informations.",
    "ErrorMailboxStoreUnavailable": "La base de données de boîtes aux lettres est momentanément indisponible.",
    "ErrorNonExistentMailbox": "Aucune boîte aux lettres n'est associée à cette adresse SMTP.",
    "ErrorReadEventsFailed": "Les événements de cet abonnement n'ont pas pu être lus. Il doit être recréé.",
    "ErrorSchemaValidation": "La demande n'est pas conforme au schéma.",
    "ErrorServerBusy": "Le serveur ne peut pas traiter la demande pour le moment. Réessayez plus tard.",
    "ErrorStaleObject": "L'élément n'est plus tel que la clé de modification l'indique.",
    "ErrorSubscriptionNotFound": "L'abonnement spécifié est introuvable.",
    "ErrorTimeoutExpired": "Le délai imparti à la demande a expiré.",
}
TEXTS: Mapping[str, Mapping[str, str]] = {"de": _GERMAN, "fr": _FRENCH}
WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "Read": "Gelesen",
        "Not read": "Nicht gelesen",
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
    },
    "fr": {
        "Read": "Lu",
        "Not read": "Non lu",
        "Canceled": "Annulé",
        "Accepted": "Accepté",
        "Tentative": "Provisoire",
        "Declined": "Refusé",
        "Meeting Forward Notification": "Notification de transfert de la réunion",
        "This room takes no requests from outside the organisation.": "Cette salle n'accepte aucune demande externe.",
        "You are not among those who can book this room.": "Vous n'êtes pas autorisé à réserver cette salle.",
        "This room cannot be booked for a series.": "Cette salle ne peut pas être réservée pour une série.",
        "This room cannot be booked for so long.": "Cette salle ne peut pas être réservée pour une telle durée.",
        "This room can be booked within its working hours only.": "Cette salle n'est réservable qu'aux heures de "
        "travail.",
        "This room cannot be booked so far ahead.": "Cette salle ne peut pas être réservée si longtemps à l'avance.",
        "The series goes on for longer than this room can be booked ahead.": "La série dure plus longtemps que cette "
        "salle ne peut être réservée à l'avance.",
        "This room is booked already at that time.": "Cette salle est déjà réservée à ce moment-là.",
        "The series is booked as far ahead as this room can be.": "La série est réservée aussi loin que possible.",
        "Your request has arrived and waits for approval.": "Votre demande est arrivée et attend une approbation.",
    },
}
ANSWERS = ("Canceled", "Accepted", "Tentative", "Declined")
"""The words before the subject of an answer or a cancellation."""
# what a new mailbox calls its folders, by their English names; one that is not here is called the same everywhere, or
# nobody has told us
FOLDERS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "Top of Information Store": "Oberste Ebene des Informationsspeichers",
        "Calendar": "Kalender",
        "Contacts": "Kontakte",
        "Deleted Items": "Gelöschte Elemente",
        "Drafts": "Entwürfe",
        "Inbox": "Posteingang",
        "Junk Email": "Junk-E-Mail",
        "Notes": "Notizen",
        "Outbox": "Postausgang",
        "Sent Items": "Gesendete Elemente",
        "Tasks": "Aufgaben",
        "Conversation History": "Aufgezeichnete Unterhaltungen",
        "Sync Issues": "Synchronisierungsprobleme",
        "Conflicts": "Konflikte",
        "Local Failures": "Lokale Fehler",
        "Server Failures": "Serverfehler",
    },
    "fr": {
        "Top of Information Store": "Haut de la banque d'informations",
        "Calendar": "Calendrier",
        "Deleted Items": "Éléments supprimés",
        "Drafts": "Brouillons",
        "Inbox": "Boîte de réception",
        "Junk Email": "Courrier indésirable",
        "Outbox": "Boîte d'envoi",
        "Sent Items": "Éléments envoyés",
        "Tasks": "Tâches",
        "Conversation History": "Historique des conversations",
        "RSS Feeds": "Flux RSS",
        "Sync Issues": "Problèmes de synchronisation",
        "Conflicts": "Conflits",
        "Local Failures": "Défaillances locales",
        "Server Failures": "Défaillances du serveur",
    },
}


def wrong_culture(culture: str) -> str | None:
    """What is wrong with the name of a culture, in words, or None. Source: languages that Windows knows."""
    found = _CULTURE.fullmatch(culture)
    if found is not None and found[1] in _LANGUAGES.split():
        return None
    return f"not a culture: {culture!r} (expected a language and a region, such as en-US, de-DE, fr-FR)"


def _language(culture: str) -> str:
    return culture.partition("-")[0].lower()


def said(failure: Failure, culture: str) -> Failure:
    """A failure as it is told in a culture (such as de-DE): the same code, another text; English where we have none."""
    texts = TEXTS.get(_language(culture))
    return failure if texts is None else failure.saying(texts.get(failure.code, texts[OTHERWISE]))


def word(english: str, culture: str) -> str:
    """The word that programs of a culture put before a subject, or the sentence that a room says."""
    return WORDS.get(_language(culture), {}).get(english, english)


def before_subjects() -> tuple[str, ...]:
    """The words of `ANSWERS` in every language."""
    return (*ANSWERS, *(words[english] for words in WORDS.values() for english in ANSWERS))


def folder_name(english: str, culture: str) -> str:
    """What a mailbox of a culture calls the folder of an English name; English where we do not know it."""
    return FOLDERS.get(_language(culture), {}).get(english, english)
