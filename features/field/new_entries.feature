Feature: Reports of the field - new entries

  What went wrong for people when an entry was new. Each description ends with where it was seen.

  @A1 @C6 @must @FR-01
  Scenario: field/entry-twice - a new entry arrives while the service begins to listen
    The entry is told of by message and found in the calendar at the same time, new and already changed: one reservation,
    linked once, one revision at most. Seen in mustang-im/mustang PR 1399.

    Given Anna is not synchronised
    When Anna is switched on, and meanwhile she books Aare as "Review" with the add-in, sends it, and renames it in OWA
    And everything is settled
    Then "Review" is linked, and Anna's only reservation
    And both sides of "Review" are equal, after one change at most

  @B2 @must @FR-03
  Scenario: field/all-day-at-two - a whole day of the browser
    It is a whole day in the organizer's zone, not 02:00 to 02:00, and comes back as it was. Seen in
    MShekow/outlook-calendar-sync 2.

    Given the service keeps all-day entries in step
    And Anna is synchronised
    When Anna reserves a whole day as "Fair" in the browser
    And everything is settled
    Then the entry "Fair" covers that day in Anna's zone
    When Anna puts "Fair" into a category in OWA
    And everything is settled
    Then nothing has happened to the reservation "Fair"

  @B3 @must @FR-04
  Scenario: field/guests-rewritten - Exchange writes guests otherwise than they were typed
    Exchange adds a name and a type to each guest, and may change letters' case: guests are compared by address alone.
    No write, no revision. Seen in OfficeDev/ews-java-api 679.

    Given Anna is synchronised
    And Exchange holds its events back
    When Anna reserves Aare as "Review" at 10:00 in the browser, and invites Beat and CLARA
    And everything is settled
    And Exchange tells of it
    Then "Review" has caused no echo
    And both sides of "Review" are equal
    And the service still serves Anna

  @C6 @must @FR-09
  Scenario: field/original-vanishes - an entry of the add-in is copied, and the copy deleted
    A copy carries all that the first one carries: the reservation stays with the first one, which is neither changed nor
    removed for it. Seen in phw198/OutlookGoogleCalendarSync 2091.

    Given Anna is synchronised
    And Anna has a linked entry "Review" at 10:00, made by the add-in
    When Anna copies "Review" to 14:00 in OWA
    And Anna deletes the copy of "Review" in OWA
    Then "Review" has stayed as it was, and its copy is treated as declared
    And the service still serves Anna

  @C4 @C6 @E2 @must @FR-10
  Scenario: field/add-in-id - an entry whose id an add-in on a Mac would write otherwise
    There, and on phones, add-ins read _ for + and - for / in an ItemId, and EWS refuses what they read: the entry is
    found by its oid, under the id that Exchange has. Seen in OfficeDev/office-js 754.

    Given Anna is synchronised
    And Anna has a linked entry "Review" at 10:00, made by the add-in
    And the id of the entry "Review" has both + and /
    When Anna drags "Review" to 14:00 in Outlook, telling the service by the add-in
    And Outlook sends
    And everything is settled
    Then both sides of "Review" are equal
    And "Review" was changed once

  @C6 @F2 @cap-room-invited @FR-11
  Scenario Outline: field/room-not-seen - a room that is invited in one way or another
    A room that is invited is booked, as a resource or like a person; one that is only named in the location is not. Seen
    in OfficeDev/office-js 186.

    Given the service does not take rooms from the text of the location
    And Anna has a linked entry "Review" at 10:00
    When Anna <does> in OWA
    And everything is settled
    Then the reservation "Review" has <room> alone

    Examples:
      | does                                                        | room  |
      | invites Reuss instead of Aare to "Review" as a resource     | Reuss |
      | invites Reuss instead of Aare to "Review" like a person     | Reuss |
      | writes "Reuss" as location of "Review"                      | Aare  |
