"""Folders: the tree a new mailbox has, and what a folder knows of itself.

Rule: a folder keeps its number, and so its FolderId, for life; only its mailbox changes it. It is called in the
language that its mailbox has when it is made; another language later does not rename it.
Source: ref/distinguishedfolderid; names and classes as a new mailbox of a real server shows them; Exchange renames
folders only where Set-MailboxRegionalConfiguration is told so (-LocalizeDefaultFolderName).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from fake_ews.contract.folders import BaseFolder, CalendarFolder, ContactsFolder, Folder, SearchFolder, TasksFolder
from fake_ews.contract.notation import Bag, Mapi
from fake_ews.contract.queries import Restriction
from fake_ews.model.kept_dates import KeptDates
from fake_ews.model.languages import ENGLISH, folder_name
from fake_ews.model.properties import Extended
from fake_ews.model.queries import TimeIndex
from fake_ews.model.rights import Rights
from fake_ews.model.series import Plan

# distinguished name ("" has none), English name, folder class, place in the tree: the distinguished name of the parent
TREE: tuple[tuple[str, str, str, str], ...] = (
    ("root", "", "", ""),
    ("msgfolderroot", "Top of Information Store", "", "root"),
    ("calendar", "Calendar", "IPF.Appointment", "msgfolderroot"),
    ("contacts", "Contacts", "IPF.Contact", "msgfolderroot"),
    ("", "GAL Contacts", "IPF.Contact.GalContacts", "contacts"),
    ("recipientcache", "Recipient Cache", "IPF.Contact.RecipientCache", "contacts"),
    ("quickcontacts", "Skype for Business Contacts", "IPF.Contact.MOC.QuickContacts", "contacts"),
    ("imcontactlist", "{A9E2BC46-B3A0-4243-B315-60D991004455}", "IPF.Contact.MOC.ImContactList", "contacts"),
    ("", "Organizational Contacts", "IPF.Contact.OrganizationalContacts", "contacts"),
    ("deleteditems", "Deleted Items", "IPF.Note", "msgfolderroot"),
    ("drafts", "Drafts", "IPF.Note", "msgfolderroot"),
    ("inbox", "Inbox", "IPF.Note", "msgfolderroot"),
    ("journal", "Journal", "IPF.Journal", "msgfolderroot"),
    ("junkemail", "Junk Email", "IPF.Note", "msgfolderroot"),
    ("notes", "Notes", "IPF.StickyNote", "msgfolderroot"),
    ("outbox", "Outbox", "IPF.Note", "msgfolderroot"),
    ("sentitems", "Sent Items", "IPF.Note", "msgfolderroot"),
    ("tasks", "Tasks", "IPF.Task", "msgfolderroot"),
    ("conversationhistory", "Conversation History", "", "msgfolderroot"),
    ("", "Conversation Action Settings", "IPF.Configuration", "msgfolderroot"),
    ("", "ExternalContacts", "IPF.Contact", "msgfolderroot"),
    ("", "RSS Feeds", "IPF.Note.OutlookHomepage", "msgfolderroot"),
    ("", "Yammer Root", "IPF.Note", "msgfolderroot"),
    ("syncissues", "Sync Issues", "IPF.Note", "msgfolderroot"),
    ("conflicts", "Conflicts", "", "syncissues"),
    ("localfailures", "Local Failures", "", "syncissues"),
    ("serverfailures", "Server Failures", "", "syncissues"),
    ("recoverableitemsroot", "Recoverable Items", "", "root"),
    ("recoverableitemsdeletions", "Deletions", "", "recoverableitemsroot"),
    ("recoverableitemsversions", "Versions", "", "recoverableitemsroot"),
    ("recoverableitemspurges", "Purges", "", "recoverableitemsroot"),
    ("recoverableitemsdiscoveryholds", "DiscoveryHolds", "", "recoverableitemsroot"),
    ("", "Calendar Logging", "", "recoverableitemsroot"),
    ("", "Audits", "", "recoverableitemsroot"),
    ("searchfolders", "Finder", "", "root"),
    ("mycontacts", "MyContacts", "IPF.Note", "searchfolders"),
    ("todosearch", "To-Do Search", "IPF.Task", "root"),
    ("", "Common Views", "", "root"),
    ("", "Deferred Action", "", "root"),
    ("", "ExchangeSyncData", "", "root"),
    ("favorites", "Favorites", "IPF.Note", "root"),
    ("", "Freebusy Data", "", "root"),
    ("", "Location", "", "root"),
    ("", "MailboxAssociations", "IPF", "root"),
    ("personmetadata", "PersonMetadata", "IPF.Contact", "root"),
    ("", "Reminders", "Outlook.Reminder", "root"),
    ("", "Schedule", "", "root"),
    ("", "Sharing", "IPF.Note", "root"),
    ("", "Shortcuts", "", "root"),
    ("", "Spooler Queue", "", "root"),
    ("", "System", "", "root"),
    ("", "Views", "", "root"),
)
# the archive, a tree of its own; it has a language of its own, too (Get-MailboxRegionalConfiguration -Archive)
ARCHIVE: tuple[tuple[str, str, str, str], ...] = (
    ("archiveroot", "", "", ""),
    ("archivemsgfolderroot", "Top of Information Store", "", "archiveroot"),
    ("archivedeleteditems", "Deleted Items", "IPF.Note", "archivemsgfolderroot"),
)
_KINDS: tuple[tuple[str, type[BaseFolder]], ...] = (
    ("IPF.Appointment", CalendarFolder),
    ("IPF.Contact", ContactsFolder),
    ("IPF.Task", TasksFolder),
)
SEARCHES = frozenset({"MyContacts", "To-Do Search", "Reminders", "Favorites"})


def kind_of(folder_class: str, *, search: bool = False) -> type[BaseFolder]:
    """The contract's kind of a folder class: a prefix decides, as on Exchange."""
    if search:
        return SearchFolder
    return next((kind for prefix, kind in _KINDS if folder_class.split(".")[:2] == prefix.split(".")), Folder)


def new_folders(culture: str, *, archive: bool) -> Iterator[tuple[str, str, str, str, type[BaseFolder]]]:
    """The folders of a new mailbox of a culture, parents first: a row of TREE with the name in its language, the kind.

    With `archive` those of the archive, too, which is English.
    """
    for rows, language in ((TREE, culture), (ARCHIVE if archive else (), ENGLISH)):
        for distinguished, english, folder_class, parent in rows:
            kind = kind_of(folder_class, search=english in SEARCHES)
            yield distinguished, folder_name(english, language), folder_class, parent, kind


@dataclass(frozen=True, slots=True)
class Search:
    """What a search folder looks for: in which folders, by number, in those below them too, and what an item must be.

    `zone` counts for instants in the restriction that name none: the one of whoever set it.
    """

    bases: tuple[int, ...]
    deep: bool
    restriction: Restriction
    zone: str | None = None


@dataclass(slots=True)
class StoredFolder:
    """One folder. `parent` is 0 for the root; `items` holds the numbers of its items in the order they came,
    `associated` those that are about the folder itself and shown to who asks for such alone.

    `by_time` knows the single entries of a calendar, `series` the plans of its masters, `dates` their dates where they
    are looked at again and again. `committed` is when something in it last changed, `removed` how many items have left
    it. `permissions`: who may do what in it (rights.py).
    `search`: what a search folder looks for; one that a new mailbox has looks for nothing.
    """

    number: int
    parent: int
    display_name: str
    folder_class: str
    distinguished: str
    change: int
    created: dt.datetime
    kind: type[BaseFolder]
    extended: dict[Mapi, Extended] = field(default_factory=dict)
    stored: Bag | None = None
    items: dict[int, None] = field(default_factory=dict)
    associated: dict[int, None] = field(default_factory=dict)
    children: dict[int, None] = field(default_factory=dict)
    by_time: TimeIndex | None = None
    series: dict[int, Plan] = field(default_factory=dict)
    dates: KeptDates | None = None
    committed: dt.datetime | None = None
    removed: int = 0
    permissions: dict[str, Rights] = field(default_factory=dict)
    search: Search | None = None

    @property
    def key_kind(self) -> int:
        """The kind of object its ChangeKey names: 2 for a calendar, else 1."""
        return 2 if self.kind is CalendarFolder else 1

    @property
    def is_fixed(self) -> bool:
        """Whether a new mailbox has it, and so it stays in its place."""
        return self.number <= len(TREE) + len(ARCHIVE)

    @property
    def is_search(self) -> bool:
        """Whether what it shows lies elsewhere."""
        return self.kind is SearchFolder
