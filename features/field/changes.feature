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
