"""What went wrong for people whose calendars are kept in step with Exchange: one entry a report, told in our words.

Rule: a report is played by a scenario in `features/field/` that is tagged with its id, or by a test with `@field(id)`;
what neither holds yet is said in `waits`.
"""

from dataclasses import dataclass
from enum import StrEnum

GITHUB = "https://github.com"


class Kind(StrEnum):
    """Who must be right: the service, which a scenario judges, or the server, which a test of the simulator shows."""

    CLIENT = "client behaviour"
    SERVER = "server behaviour"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report can be read: what to call the place, and its address."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Report:
    """One report; `waits` says what of it is not played yet, and for what it waits."""

    id: str
    kind: Kind
    symptom: str
    sources: tuple[Source, ...]
    waits: str = ""


def issue(repository: str, *numbers: int) -> tuple[Source, ...]:
    """Issues of a repository on GitHub."""
    return tuple(Source(f"{repository} {number}", f"{GITHUB}/{repository}/issues/{number}") for number in numbers)


def pull(repository: str, *numbers: int) -> tuple[Source, ...]:
    """Pull requests of a repository on GitHub."""
    return tuple(Source(f"{repository} PR {number}", f"{GITHUB}/{repository}/pull/{number}") for number in numbers)


def code(repository: str, what: str) -> tuple[Source, ...]:
    """Something in the files of a repository on GitHub."""
    return (Source(f"{repository}, {what}", f"{GITHUB}/{repository}"),)


def client(number: int, symptom: str, *sources: tuple[Source, ...], waits: str = "") -> Report:
    """A report that a scenario plays."""
    return Report(f"FR-{number:02}", Kind.CLIENT, symptom, sum(sources, ()), waits)


def server(number: int, symptom: str, *sources: tuple[Source, ...], waits: str = "") -> Report:
    """A report that a test of the simulator shows."""
    return Report(f"FR-{number:02}", Kind.SERVER, symptom, sum(sources, ()), waits)


REPORTS = (
    client(
        1,
        "A new entry is there twice: it came by a message while the calendar was being read",
        pull("mustang-im/mustang", 1399),
    ),
    server(
        2,
        "Messages stop after minutes, although the listener answered 200 each time",
        issue("jamesiarmes/php-ews", 207),
        issue("WinRb/Viewpoint", 117),
        issue("OfficeDev/ews-java-api", 151),
    ),
    client(
        3,
        "A whole day in the browser lasts from 02:00 to 02:00 in Outlook",
        issue("MShekow/outlook-calendar-sync", 2),
        issue("jasonjoh/php-calendar", 9),
    ),
    client(
        4,
        "Guests look different once Exchange has them, so they are written again and again",
        issue("ecederstrand/exchangelib", 963),
        code("ecederstrand/exchangelib", "comments on comparing mailboxes"),
        issue("OfficeDev/ews-java-api", 679),
    ),
    server(
        5,
        "A very long title never comes to rest: Exchange cuts it, the service writes it anew",
        pull("nylas/exchangelib", 68),
        pull("demisto/content", 11937),
        issue("phw198/OutlookGoogleCalendarSync", 2202),
    ),
    server(
        6,
        "Entries of organizers in some countries are refused, since their zone names a missing period",
        issue("OfficeDev/ews-managed-api", 74),
    ),
    server(
        7,
        "Every booking reminds 15 minutes before, though nobody asked for a reminder",
        issue("jamesiarmes/php-ews", 77),
        issue("ecederstrand/exchangelib", 1327),
        issue("microsoftgraph/msgraph-sdk-php", 142),
        issue("RogerSelwyn/MS365-Calendar", 161),
    ),
    server(
        8,
        "The room's calendar shows the organizer's name for a title, and no text",
        issue("microsoftgraph/microsoft-graph-docs", 11649),
        issue("ecederstrand/exchangelib", 373),
        issue("danxfisher/MeetEasier", 21),
        (Source("practical365.com", "https://practical365.com/room-mailbox-meeting-organizer/"),),
    ),
    client(
        9,
        "A copy made with Ctrl+drag takes the first entry's place, and the first one vanishes",
        issue("phw198/OutlookGoogleCalendarSync", 2091, 1705, 1875, 390),
    ),
    client(
        10,
        "The id that the add-in names on a Mac or a phone is unknown to EWS",
        issue("OfficeDev/office-js", 754, 1520, 5247),
        issue("gautamsi/ews-javascript-api", 258),
    ),
    client(
        11,
        "A room that was invited like a person is not seen to be a room",
        issue("OfficeDev/office-js", 186),
        issue("ecederstrand/exchangelib", 303),
        issue("OfficeDev/ews-java-api", 698),
    ),
    server(
        12,
        "Free rooms cannot be asked for in zones that never change their clocks",
        issue("ecederstrand/exchangelib", 488),
        issue("MicrosoftDocs/office-developer-exchange-docs", 61),
    ),
    server(
        13,
        "The mark is on the item, but its set is named otherwise in the answer, so nobody sees it",
        issue("ecederstrand/exchangelib", 324),
        code("ecederstrand/exchangelib", "extended properties"),
    ),
    server(
        14,
        "A room counts as taken because the meeting before ends just then",
        code("ecederstrand/exchangelib", "tests of the calendar view"),
    ),
    client(
        15,
        "After a change in the browser the link to the online meeting is gone from the entry",
        pull("calcom/cal.diy", 21377),
        issue("microsoftgraph/microsoft-graph-docs", 16336),
    ),
    client(
        16,
        "Exchange calls a change a conflict, and has saved it all the same",
        issue("ecederstrand/exchangelib", 623),
        issue("jamesiarmes/php-ews", 81),
        issue("OfficeDev/ews-managed-api", 249),
    ),
    client(
        17,
        "The service takes its own change for somebody else's, since the server's clock is off",
        issue("phw198/OutlookGoogleCalendarSync", 2268),
    ),
    server(
        18,
        "A guest cannot be added: the set action is said to be invalid",
        issue("OfficeDev/ews-java-api", 702, 513, 640),
    ),
    server(
        19,
        "One date of a series will not move to the next day",
        issue("microsoftgraph/microsoft-graph-docs", 2285),
        pull("microsoftgraph/microsoft-graph-docs", 2275),
        issue("OfficeDev/ews-java-api", 381),
    ),
    client(
        20,
        "Whole days of a colleague in another zone land a day early",
        issue("Ericsson/exchangecalendar", 436),
        pull("mustang-im/mustang", 1303, 1186, 1401),
        pull("jobisoft/EAS-4-TbSync", 324),
    ),
    client(
        21,
        "While a room is exchanged in Outlook the entry has two rooms for a while",
        (Source("3volutionsAG/rooms-doc, ResourceSync", f"{GITHUB}/3volutionsAG/rooms-doc"),),
    ),
    server(
        22,
        "`Working elsewhere` is missing for one client and unreadable for another",
        issue("ecederstrand/exchangelib", 88),
        issue("otris/ews-cpp", 116),
        issue("OfficeDev/ews-java-api", 584),
        issue("Garethp/php-ews", 260),
    ),
    server(
        23,
        "Reading ends at a zone that no table has: `tzone://Microsoft/Utc`, `Customized Time Zone`, none",
        issue("ecederstrand/exchangelib", 255, 310),
        issue("OfficeDev/ews-managed-api", 148),
        issue("phw198/OutlookGoogleCalendarSync", 2148),
    ),
    client(
        24,
        "What was changed between two subscriptions never arrives",
        issue("ecederstrand/exchangelib", 1153),
        issue("WinRb/Viewpoint", 79),
    ),
    client(
        25,
        "Entries at the edge of what is compared are doubled, or deleted",
        issue("phw198/OutlookGoogleCalendarSync", 2312, 2026),
    ),
    client(
        26,
        "One call is answered 401 in the middle of the day, and the service switches all off",
        code("ecederstrand/exchangelib", "what its protocol module retries"),
    ),
    client(
        27,
        "What recognises errors in the English lab fails on the German server",
        issue("mguessan/davmail", 512, 419),
        (Source("mvcp.tistory.com", "https://mvcp.tistory.com/"),),
    ),
    server(
        28,
        "After the upgrade to 2019 every call fails, also with the version that the server itself names",
        issue("ecederstrand/exchangelib", 927, 605),
        issue("gautamsi/ews-javascript-api", 441),
        issue("jamesiarmes/php-ews", 346),
    ),
    server(
        29,
        "Cancelled meetings stay and take up time, called `Canceled: Canceled: ...`",
        issue("microsoftgraph/microsoft-graph-docs", 8692),
        issue("MShekow/outlook-calendar-sync", 6),
        waits="a prefix that is doubled when a meeting is cancelled twice is not simulated",
    ),
    server(
        30,
        "With NTLM, calls fail with 401 as soon as several run at once",
        issue("mustang-im/mustang", 1387),
        pull("mustang-im/mustang", 1389),
        pull("OfficeDev/ews-managed-api", 93),
    ),
)
"""All reports, by their numbers."""
IDS = frozenset(one.id for one in REPORTS)
