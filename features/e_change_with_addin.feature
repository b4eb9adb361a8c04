Feature: E - change or deletion in Outlook with the add-in

  The add-in tells the service at once; Exchange hears of it when Outlook sends. A deleted entry is never restored.

  Background:
    Given Anna is synchronised

  @E1 @must
  Scenario Outline: E1/linked - the add-in knows a linked entry again
    The entry carries the stamp that its POST answered, and GET of that oid shows the reservation; a change with the
    add-in then works.

    Given Anna has a linked entry "Review" at 10:00, made by <whom>
    When Anna opens "Review" with the add-in
    Then the entry carries the stamp of "Review"
    When Anna drags "Review" to 14:00 in Outlook, telling the service by the add-in
    And Outlook sends
    And everything is settled
    Then both sides of "Review" are equal
    And "Review" was changed once

    Examples:
      | whom        |
      | the add-in  |
      | the service |

  @E2 @must
  Scenario Outline: E2/changes - the add-in changes the reservation, Outlook sends later
    The reservation is right at once; until Outlook sends, the changed fields are not written by the service; afterwards
    still one revision.

    Given Anna has a linked entry "Review" at 10:00, made by <whom>
    When Anna drags "Review" to 14:00 in Outlook, telling the service by the add-in
    Then the reservation "Review" is at 14:00
    When everything is settled
    Then the service has not written the time of "Review"
    When Outlook sends
    And everything is settled
    Then both sides of "Review" are equal, after one change in all

    Examples:
      | whom        |
      | the add-in  |
      | the service |

  @E2 @must
  Scenario: E2/taken - the add-in asks for a time when the room is taken
    409; reservation and item unchanged.

    Given Beat is synchronised
    And Beat has a linked entry "Retro" at 14:00
    And Anna has a linked entry "Review" at 10:00
    When Anna's add-in asks to move "Review" to 14:00
    And everything is settled
    Then it was told that the room is taken
    And nothing has happened to "Review"

  @E2 @should
  Scenario Outline: E2/other-event-between - something else changes the entry before Outlook sends
    A category, or a guest's answer, gives a Modified that still shows the old values: the reservation is not set back;
    right after sending.

    Given Anna has a linked entry "Review" at 10:00, with a guest, a category and a text of her own
    When Anna drags "Review" to 14:00 in Outlook, telling the service by the add-in
    And <event>
    And everything is settled
    Then the reservation "Review" is at 14:00
    When Outlook sends
    And everything is settled
    Then both sides of "Review" are equal, after one change in all

    Examples:
      | event                                          |
      | Anna puts "Review" into a category on the phone |
      | Clara accepts "Review" in OWA                   |

  @E2 @should
  Scenario Outline: E2/other-event-between - something else changes a cancelled entry before Outlook sends
    A category, or a guest's answer, gives a Modified of the entry, which is still there: the reservation is not
    revived; right after sending.

    Given Anna has a linked entry "Review" at 10:00, with a guest, a category and a text of her own
    When Anna deletes "Review" in Outlook, telling the service by the add-in
    And <event>
    And everything is settled
    Then "Review" is cancelled
    When Outlook sends
    And everything is settled
    Then "Review" was cancelled once in all, and not restored

    Examples:
      | event                                          |
      | Anna puts "Review" into a category on the phone |
      | Clara accepts "Review" in OWA                   |

  @E2 @should @cap-room-invited
  Scenario: E2/other-event-between - the room answers before Outlook sends
    The room's answer gives a Modified that still shows the old values: the reservation is not set back; right after
    sending.

    Given Anna has a linked entry "Review" at 10:00, in Aare, for which somebody answers
    When Anna drags "Review" to 14:00 in Outlook, telling the service by the add-in
    And Aare is made to accept "Review"
    And everything is settled
    Then the reservation "Review" is at 14:00
    When Outlook sends
    And everything is settled
    Then both sides of "Review" are equal, after one change in all

  @E2 @should @cap-room-invited
  Scenario: E2/other-event-between - the room answers for a cancelled entry before Outlook sends
    The room's answer gives a Modified of the entry, which is still there: the reservation is not revived; right after
    sending.

    Given Anna has a linked entry "Review" at 10:00, in Aare, for which somebody answers
    When Anna deletes "Review" in Outlook, telling the service by the add-in
    And Aare is made to accept "Review"
    And everything is settled
    Then "Review" is cancelled
    When Outlook sends
    And everything is settled
    Then "Review" was cancelled once in all, and not restored

  @E3 @should
  Scenario: E3/restored - the user drags the entry back from Deleted Items
    As declared (`restored`: ignore, relink, new); no crash, no duplicate.

    Given Anna has a linked entry "Review" at 10:00, made by the add-in
    And Anna has deleted "Review" in Outlook with the add-in
    When Anna drags "Review" back from the trash in Outlook
    And everything is settled
    Then the entry that came back of "Review" is treated as declared
    And the service still serves Anna

  @E2 @must
  Scenario: E2/cancel-then-late-send - the deletion follows an hour after the cancellation
    Cancelled by the add-in; a Modified of the still living entry comes; the delete follows an hour later: it stays
    cancelled, nothing is created.

    Given Anna has a linked entry "Review" at 10:00, made by the add-in
    When Anna deletes "Review" in Outlook, telling the service by the add-in
    And Anna puts "Review" into a category on the phone
    And everything is settled
    And an hour passes
    And Outlook sends
    And everything is settled
    Then "Review" was cancelled once in all, and not restored

  @E3 @must
  Scenario: E3/no-echo - what Exchange tells of the change is no news
    After E2, Exchange pushes Modified, events held until the service is quiet: no write but one own mark, and no new
    revision.

    Given Anna has a linked entry "Review" at 10:00, made by the add-in
    And Exchange holds its events back
    When Anna drags "Review" to 14:00 in Outlook, telling the service by the add-in
    And Outlook sends
    And everything is settled
    And Exchange tells of it
    Then "Review" has caused no echo, after one change in all
    And the service still serves Anna

  @E3 @must
  Scenario: E3/trash - Delete in Outlook, with the add-in
    Cancelled, one revision; never created again, moved or copied back: not after 2 x StatusFrequency, not after a
    restart of Exchange with catch-up, not after a scan (if offered).

    Given Anna has a linked entry "Review" at 10:00, made by the add-in
    When Anna deletes "Review" in Outlook, telling the service by the add-in
    And Outlook sends
    And everything is settled
    Then "Review" was cancelled once
    When a long time passes, with a restart of Exchange and a scan
    Then "Review" was cancelled once in all, and not restored

  @E3 @must
  Scenario Outline: E3/shift-delete - Shift+Delete in Outlook, with the add-in
    As E3/trash, whether Exchange tells a DeletedEvent, or a MovedEvent to Recoverable Items.

    Given Anna has a linked entry "Review" at 10:00, made by the add-in
    When Anna shift-deletes "Review" in Outlook (<event>), telling the service by the add-in
    And Outlook sends
    And everything is settled
    Then "Review" was cancelled once
    When a long time passes, with a restart of Exchange and a scan
    Then "Review" was cancelled once in all, and not restored

    Examples:
      | event        |
      | DeletedEvent |
      | MovedEvent   |

  @E3 @must
  Scenario: E3/push-before-addin - the message of a change overtakes the add-in
    The push arrives before the add-in's call: the same end state as in order.

    Given Anna has a linked entry "Review" at 10:00, made by the add-in
    When Anna drags "Review" to 14:00 in Outlook
    And everything is settled
    And Anna's add-in asks to move "Review" to 14:00
    And everything is settled
    Then the reservation "Review" is at 14:00
    And both sides of "Review" are equal
    And "Review" was changed once

  @E3 @must
  Scenario: E3/push-before-addin - the message of a deletion overtakes the add-in
    The push arrives before the add-in's call: the same end state as in order.

    Given Anna has a linked entry "Review" at 10:00, made by the add-in
    When Anna deletes "Review" in Outlook
    And everything is settled
    And Anna's add-in cancels "Review" once more
    And everything is settled
    Then "Review" was cancelled once in all, and not restored

  @E3 @must
  Scenario: E3/emptied - the trash is emptied later
    Nothing happens.

    Given Anna has a linked entry "Review" at 10:00, made by the add-in
    And Anna has deleted "Review" in Outlook with the add-in
    When Anna empties the trash in OWA
    And everything is settled
    Then nothing has happened to the reservation "Review"
    And nothing was written to Anna's calendar
    And the service still serves Anna
