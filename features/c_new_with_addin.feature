Feature: C - new reservation in Outlook with the add-in

  The entry reaches Exchange only when Outlook sends; by then the reservation exists.

  Background:
    Given Anna is synchronised

  @C2 @must
  Scenario Outline: C2/free - the add-in asks which rooms are free
    A room booked through the service is not offered in that time; a touching slot is (unless bufferMinutes is declared).

    Given Beat is synchronised
    And Beat has a linked entry "Retro" at 10:00
    When Anna's add-in asks which rooms are free from <start> to <end>
    Then Aare is <offered>

    Examples:
      | start | end   | offered              |
      | 10:00 | 11:00 | not offered          |
      | 09:30 | 10:30 | not offered          |
      | 10:15 | 10:45 | not offered          |
      | 09:00 | 10:00 | offered, as touching |
      | 11:00 | 12:00 | offered, as touching |

  @C3 @must
  Scenario: C3/taken-meanwhile - two add-ins choose the same room
    Both ask, one is answered 201, the other 409; one living reservation.

    Given Beat is synchronised
    When the add-ins of Anna and Beat reserve Aare at 10:00 at the same time
    Then one of them got it, the other was told that it is taken
    And there is one living reservation of both together

  @C4 @must
  Scenario: C4/links - the reservation exists before Exchange knows the entry
    The add-in creates the reservation and writes the stamp on the entry: it exists, unlinked.

    Given Anna has saved an entry "Review" at 10:00 in Outlook
    When the add-in reserves Aare for "Review"
    And everything is settled
    Then "Review" exists, and is not linked yet
    And there is one living reservation of Anna
    And nothing was written to Anna's calendar

  @C6 @must
  Scenario: C6/back-link - Outlook sends the entry
    Linked; exactly one reservation, one item; nothing the user entered is altered; at most one write (own mark or a
    declared written-back field), without echo.

    Given Anna has reserved Aare for "Review" at 10:00 with the add-in, and not sent it yet
    And Exchange holds its events back
    When Outlook sends
    And Exchange tells of it
    Then "Review" is linked, and Anna's only reservation
    And the entry "Review" is as Anna saved it
    And linking "Review" took one write at most

  @C6 @must
  Scenario: C6/late-oid - the oid follows in a second save
    The entry reaches Exchange without the oid, which follows in a second save: linked after the second, and never a
    second reservation.

    Given Anna has saved an entry "Review" at 10:00 in Outlook
    And the add-in has reserved Aare for "Review", and not written on it yet
    When Outlook sends
    And everything is settled
    Then there is one living reservation of Anna
    When the add-in writes the stamp on "Review", and Outlook sends
    And everything is settled
    Then "Review" is linked, and Anna's only reservation

  @C6 @must
  Scenario: C6/many-saves - Outlook saves the same five times
    Linked once; equal values are no revision.

    Given Anna has reserved Aare for "Review" at 10:00 with the add-in, and not sent it yet
    When Anna saves "Review" five times in Outlook
    And Outlook sends
    And everything is settled
    Then "Review" is linked, and Anna's only reservation
    And "Review" was not changed

  @C6 @must
  Scenario: C6/many-saves - Outlook saves five subjects
    Linked once; the last subject stands, with at most one revision for each changed save.

    Given Anna has reserved Aare for "Review" at 10:00 with the add-in, and not sent it yet
    When Anna saves "Review" five times in Outlook, each time with another subject
    And Outlook sends
    And everything is settled
    Then "Review" is linked, and Anna's only reservation
    And the last subject of "Review" stands on both sides
    And "Review" was changed 5 times at most

  @C6 @must
  Scenario: C6/foreign-oid - an entry carries an oid that the service does not know
    It is ignored; later items are processed.

    Given the stamp of a reservation of nobody's
    When Anna enters "Stray" at 12:00 in Outlook, with that stamp
    And Outlook sends
    And everything is settled
    Then there is no living reservation of Anna
    And nothing was written to Anna's calendar
    And the service still serves Anna

  @C6 @must
  Scenario: C6/copy - an entry is copied with Ctrl+drag
    The reservation and the first item never change; the copy, then moved, then deleted, is ignored, loses its oid, or
    becomes a reservation of its own, as declared.

    Given Anna has a linked entry "Review" at 10:00
    When Anna copies "Review" to 14:00 in OWA
    Then "Review" has stayed as it was, and its copy is treated as declared
    When Anna drags the copy of "Review" to 15:00 in OWA
    Then "Review" has stayed as it was, and its copy is treated as declared
    When Anna deletes the copy of "Review" in OWA
    Then "Review" has stayed as it was, and its copy is treated as declared
    And the service still serves Anna

  @C6 @must
  Scenario: C6/temporary-item - the pushed item is gone when it is read
    ErrorItemNotFound for what was pushed; later events are processed.

    Given Exchange holds its events back
    When Anna enters "Ghost" at 12:00 in OWA
    And Anna shift-deletes "Ghost" in OWA
    And Exchange tells of it
    Then there is no living reservation of Anna
    And nothing was written to Anna's calendar
    And the service still serves Anna

  @C6 @must
  Scenario: C6/changed-meanwhile - the browser changes it before the entry arrives
    Linked; both sides are equal, with the later (browser) value.

    Given Anna has reserved Aare for "Review" at 10:00 with the add-in, and not sent it yet
    When Anna moves "Review" to 14:00 in the browser
    And everything is settled
    And Outlook sends
    And everything is settled
    Then "Review" is linked to its one entry
    And the reservation "Review" is at 14:00
    And both sides of "Review" are equal

  @C6 @must
  Scenario: C6/cancelled-meanwhile - the browser cancels it before the entry arrives
    It stays cancelled; the entry is removed, loses its oid, or is flagged; never a living reservation.

    Given Anna has reserved Aare for "Review" at 10:00 with the add-in, and not sent it yet
    When Anna cancels "Review" in the browser
    And everything is settled
    And Outlook sends
    And everything is settled
    Then "Review" is cancelled, and its entry put aside
    And there is no living reservation of Anna

  @C6 @must
  Scenario: C/private-entry - an entry without room is nobody's business
    An entry without oid and without room: no reservation, no write.

    When Anna enters "Dentist" at 12:00 in OWA
    And Anna drags "Dentist" to 13:00 in OWA
    And everything is settled
    Then there is no living reservation of Anna
    And nothing was written to Anna's calendar
    And the service still serves Anna

  @C6 @must
  Scenario: C/delegate-books - an assistant books in the owner's shared calendar
    The add-in names both: the organizer is the owner; linked to the item in the owner's mailbox; none in the
    assistant's.

    Given Dora is synchronised
    And Dora, Anna's assistant, has reserved Aare for "Review" at 10:00 in Anna's calendar with the add-in
    When Dora's Outlook sends it to Anna's calendar
    And everything is settled
    Then "Review" is linked, and Anna's only reservation
    And all of "Review" is Anna's, and nothing is Dora's

  @C6 @cap-missing-list
  Scenario: C/never-arrives - the entry never reaches Exchange
    The reservation, and it alone, is listed as missing its back-synchronisation, until its entry comes after all.

    Given Anna has a linked entry "Retro" at 14:00, made by the add-in
    And Anna has reserved Aare for "Review" at 10:00 with the add-in, and not sent it yet
    When time passes until "Review" is listed as missing
    Then "Review" alone is listed as missing
    When Outlook sends
    And everything is settled
    Then "Review" is linked to its one entry
    And nothing is listed as missing

  @C6 @should
  Scenario: C/deleted-at-once - trashed before the service has looked
    The reservation is cancelled.

    Given Anna has reserved Aare for "Review" at 10:00 with the add-in, and not sent it yet
    And Exchange holds its events back
    When Outlook sends
    And Anna trashes "Review" in OWA
    And Exchange tells of it
    Then "Review" is cancelled
    And the entry "Review" is not restored

  @C6 @should
  Scenario Outline: C/deleted-at-once - gone for good before the service has looked
    Cancelled, or listed or flagged: nobody can read that oid any more.

    Given Anna has reserved Aare for "Review" at 10:00 with the add-in, and not sent it yet
    And Exchange holds its events back
    When Outlook sends
    And Anna shift-deletes "Review" in OWA (<event>)
    And Exchange tells of it
    And time passes until "Review" is settled, or somebody is told
    Then "Review" is cancelled, flagged or listed as missing
    And the entry "Review" is not restored

    Examples:
      | event        |
      | DeletedEvent |
      | MovedEvent   |
