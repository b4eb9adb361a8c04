Feature: Reports of the field - changes

  What went wrong for people when an entry was changed. Each description ends with where it was seen.

  Background:
    Given Anna is synchronised

  @D2 @must @FR-15
  Scenario: field/join-link-lost - the time of an online meeting is changed in the browser
    Only start and end are written: the user's text with the link to join, categories and guests stay. Seen in
    calcom/cal.diy PR 21377.

    Given Anna has a linked entry "Review" at 10:00, with a guest, a category and a text of her own
    And Anna has put a link to join, and bold words, into the text of "Review"
    When Anna moves "Review" to 14:00 in the browser
    And everything is settled
    Then the entry "Review" is at 14:00
    And nothing else of the entry "Review" has changed
    And the link to join is still in the text of "Review"

  @D2 @must @FR-16
  Scenario Outline: field/conflict-but-saved - a change of the browser is answered as a conflict
    The change may have been saved, or not: the service looks before it writes again. Both sides are equal in the end, and
    guests are told once. Seen in ecederstrand/exchangelib 623, OfficeDev/ews-managed-api 249.

    Given Anna has a linked entry "Review" at 10:00, with a guest, a category and a text of her own
    And the next UpdateItem for Anna is answered as a conflict, <and>
    When Anna moves "Review" to 14:00 in the browser
    And everything is settled
    Then the entry "Review" is at 14:00
    And both sides of "Review" are equal
    And each guest of "Review" was mailed once
    And the fault has happened

    Examples:
      | and                 |
      | but carried out     |
      | and not carried out |

  @D3 @must @FR-17
  Scenario Outline: field/server-clock - the server's clock is off when the user changes what the browser has changed
    The service knows its own change by its values, never by comparing times: it does not write again, and keeps what the
    user changes a moment later. Seen in phw198/OutlookGoogleCalendarSync 2268.

    Given Beat is synchronised, and Exchange's clock is 52 s <wrong> for him
    And Beat has a linked entry "Review" at 10:00
    When Beat moves "Review" to 14:00 in the browser
    And a second after it has reached the entry, Beat drags "Review" to 15:00 in OWA
    And everything is settled
    Then the reservation "Review" is at 15:00
    And both sides of "Review" are equal
    And "Review" was changed 2 times

    Examples:
      | wrong  |
      | behind |
      | ahead  |

  @F2 @must @FR-20
  Scenario: field/day-before - an entry becomes a whole day in a zone further east
    Its midnights are those of its own zone, and the evening before in UTC: the reservation has the right day. Seen in
    Ericsson/exchangecalendar 436, mustang-im/mustang PR 1401.

    Given the service takes allDay from Exchange
    And Anna has a linked entry "Fair" at 10:00, without a room
    When Anna makes "Fair" a whole day in Helsinki's zone in OWA
    And everything is settled
    Then the reservation "Fair" covers that day in Helsinki's zone
    And "Fair" was changed once

  @F2 @cap-series @FR-20
  Scenario: field/dates-the-day-before - of whole days in a zone further east one is moved, one deleted
    Start, original start and the start of a deleted date are midnights of the entry's zone: the moved date moves, the
    deleted one is gone, and no other. Seen in mustang-im/mustang PR 1401, jobisoft/EAS-4-TbSync PR 324.

    Given Beat, whose zone is Europe/Helsinki, is synchronised
    And Beat has a linked series "Fair" of whole days in Europe/Helsinki, every week, 4 times
    When Beat drags the second date of "Fair" to the next day in OWA
    And Beat deletes the third date of "Fair" in OWA
    And everything is settled
    Then the series "Fair" is linked, and both sides have its dates

  @F2 @cap-room-invited @FR-21
  Scenario: field/two-rooms-for-a-while - a room is exchanged in two saves
    Between the saves the entry has two rooms. The new one takes the old one's place; title and time come from the same
    state as the room. Seen in 3volutionsAG/rooms-doc, ResourceSync.

    Given Anna has a linked entry "Review" at 10:00, in Aare
    When Anna invites Reuss to "Review" in OWA, too
    And everything is settled
    And Anna takes Aare off "Review" in OWA, and calls it "Retro" in the same save
    And everything is settled
    Then the reservation "Review" has Reuss alone
    And the reservation "Review" is called "Retro"
