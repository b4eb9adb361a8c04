Feature: F - change or deletion in Outlook without the add-in

  Also OWA, phones and other clients: the service hears of the change from Exchange alone.

  Background:
    Given Anna is synchronised

  @F2 @must
  Scenario Outline: F2/moves - the entry is dragged to another time
    The reservation has the new time, with exactly one new revision; no write but an own mark.

    Given Anna has a linked entry "Review" at 10:00, made by <whom>
    When Anna drags "Review" to 11:00 in Outlook
    And everything is settled
    Then the reservation "Review" is at 11:00
    And "Review" was changed once
    And nothing but a mark was written to Anna's calendar

    Examples:
      | whom        |
      | the service |
      | the add-in  |

  @F2 @must
  Scenario Outline: F2/fields - each declared field is taken over
    Each declared field changed in the entry is taken over, the others are untouched; attendees by address, in any order
    and case, organizer and rooms apart.

    Given the service takes <field> from Exchange
    And Anna has a linked entry "Review" at 10:00
    When Anna changes <field> of "Review" in OWA
    And everything is settled
    Then <field> of "Review" is taken over, and nothing else

    Examples:
      | field           |
      | subject         |
      | start           |
      | end             |
      | allDay          |
      | location        |
      | resources       |
      | text            |
      | reminderMinutes |
      | sensitivity     |
      | freeBusy        |
      | attendees       |

  @F2 @must
  Scenario Outline: F2/trash - Delete without the add-in
    Cancelled by what Exchange tells, one revision; never created again, moved or copied back: not after
    2 x StatusFrequency, not after a restart of Exchange with catch-up, not after a scan (if offered).

    Given Anna has a linked entry "Review" at 10:00, <where>
    When Anna deletes "Review" in Outlook
    And everything is settled
    Then "Review" was cancelled once
    When a long time passes, with a restart of Exchange and a scan
    Then "Review" was cancelled once in all, and not restored

    Examples:
      | where          |
      | in Aare        |
      | without a room |

  @F2 @must
  Scenario Outline: F2/shift-delete - Shift+Delete without the add-in
    Cancelled, nothing created, whether Exchange tells a DeletedEvent, or a MovedEvent to Recoverable Items.

    Given Anna has a linked entry "Review" at 10:00
    When Anna shift-deletes "Review" in Outlook (<event>)
    And everything is settled
    Then "Review" was cancelled once
    And the entry "Review" is not restored

    Examples:
      | event        |
      | DeletedEvent |
      | MovedEvent   |

  @F2 @must
  Scenario: F2/delegate-deletes - an assistant deletes the entry
    DeletedEvent, then ErrorItemNotFound: cancelled.

    Given Anna has a linked entry "Review" at 10:00
    When Clara, Anna's assistant, deletes "Review"
    And everything is settled
    Then "Review" is cancelled
    And the entry "Review" is not restored

  @F2 @must
  Scenario Outline: F2/any-client - the entry is moved with any client
    As F2/moves, whatever client the user has: the new time, exactly one new revision, no write but an own mark.

    Given Anna has a linked entry "Review" at 10:00
    When "Review" of Anna is dragged to 11:00 <with>
    And everything is settled
    Then the reservation "Review" is at 11:00
    And "Review" was changed once
    And nothing but a mark was written to Anna's calendar

    Examples:
      | with            |
      | in OWA          |
      | on the phone    |
      | by an assistant |

  @F2 @must
  Scenario Outline: F2/any-client - the entry is deleted with any client
    As F2/trash, whatever client the user has: cancelled, one revision, never restored.

    Given Anna has a linked entry "Review" at 10:00
    When "Review" of Anna is deleted <with>
    And everything is settled
    Then "Review" was cancelled once
    When a long time passes, with a restart of Exchange and a scan
    Then "Review" was cancelled once in all, and not restored

    Examples:
      | with                          |
      | in OWA                        |
      | on the phone                  |
      | by an assistant               |
      | in a client that expunges     |

  @F2 @must
  Scenario: F2/meeting-cancelled - the organizer cancels the meeting in Outlook
    Exchange tells of an update and of a move, and sends cancellations: cancelled once; nothing restored.

    Given Anna has a linked entry "Review" at 10:00, with a guest, a category and a text of her own
    When Anna cancels the meeting "Review" in Outlook
    And everything is settled
    Then "Review" was cancelled once
    When a long time passes, with a restart of Exchange and a scan
    Then "Review" was cancelled once in all, and not restored

  @F2 @must
  Scenario: F2/out-of-order - changed, then deleted, heard of in one message
    Modified then Moved in one message, worked off late: the old id answers ErrorItemNotFound; cancelled.

    Given Anna has a linked entry "Review" at 10:00
    And Exchange holds its events back
    When Anna drags "Review" to 11:00 in OWA
    And Anna deletes "Review" in OWA
    And Exchange tells of it
    Then "Review" is cancelled
    And the entry "Review" is not restored

  @F2 @must
  Scenario: F2/push-lost - the subscription dies with the message
    A new subscription is made, and the change caught up.

    Given Anna has a linked entry "Review" at 10:00
    And the next message for Anna is lost, and her subscription with it
    When Anna drags "Review" to 11:00 in OWA
    And 3 times StatusFrequency pass
    And everything is settled
    Then the reservation "Review" is at 11:00
    And "Review" was changed once
    And the fault has happened

  @F2 @must
  Scenario Outline: F2/server-busy - Exchange is busy when the change is to be read
    In step in the end, however often.

    Given Anna has a linked entry "Review" at 10:00
    And the next <requests> for Anna are answered busy, <times> in a row
    When Anna drags "Review" to 11:00 in OWA
    And everything is settled
    Then the reservation "Review" is at 11:00
    And both sides of "Review" are equal
    And the fault has happened, if such requests are made

    Examples:
      | requests | times |
      | GetItem  | 1     |
      | GetItem  | 2     |
      | GetItem  | 5     |
      | requests | 2     |

  @F2 @must
  Scenario: F2/no-double-booking - the entry is dragged to a time when its room is taken
    In the end no two living reservations overlap on that room; both sides are equal, or flagged.

    Given Beat is synchronised
    And Beat has a linked entry "Retro" at 14:00
    And Anna has a linked entry "Review" at 10:00
    When Anna drags "Review" to 14:00 in OWA
    And everything is settled
    Then no two living reservations of Aare overlap
    And both sides of "Review" are equal, or it is flagged

  @F2 @must
  Scenario: F2/location-text - only the text of the location changes
    The resource does not change.

    Given the service does not take rooms from the text of the location
    And Anna has a linked entry "Review" at 10:00
    And there is a room Reuss
    When Anna writes "Reuss" as location of "Review" in OWA
    And everything is settled
    Then the reservation "Review" still has Aare alone
    And the service still serves Anna

  @F2 @must
  Scenario Outline: F2/read-flag - changes that are none of the service's business
    Read flag, category, reminder dismissed: no revision unless the field is in step.

    Given Anna has a linked entry "Review" at 10:00
    When Anna <does> in OWA
    And everything is settled
    Then "Review" was not changed, unless <field> is in step
    And the service still serves Anna

    Examples:
      | does                          | field           |
      | marks "Review" as read        | nothing         |
      | puts "Review" into a category | nothing         |
      | dismisses the reminder of "Review" | reminderMinutes |

  @F2 @must
  Scenario: F2/attendee-deletes - a guest deletes his copy
    The reservation is unchanged.

    Given Beat is not synchronised
    And Anna has invited Beat to the linked entry "Review" at 10:00
    When Beat deletes "Review" in OWA
    And everything is settled
    Then nothing has happened to "Review"
    And the service still serves Anna

  @F2 @should
  Scenario Outline: F2/both-events - one deletion is told twice
    DeletedEvent and MovedEvent for one deletion, in either order: cancelled once.

    Given Beat is synchronised, and Exchange tells each deletion as <events>
    And Beat has a linked entry "Review" at 10:00
    When Beat deletes "Review" in OWA
    And everything is settled
    Then "Review" was cancelled once in all, and not restored

    Examples:
      | events                       |
      | DeletedEvent and MovedEvent |
      | MovedEvent and DeletedEvent |

  @F2 @should
  Scenario Outline: F2/undo - Delete, and then Undo
    Back in the calendar under a new id; one reservation: living and linked to the new id, or cancelled and flagged.

    Given Anna has a linked entry "Review" at 10:00
    When Anna deletes "Review", and undoes it in <how>
    And everything is settled
    Then "Review" is back and linked, or cancelled and flagged
    And the service still serves Anna

    Examples:
      | how                           |
      | Outlook                       |
      | OWA                           |
      | OWA, once all is settled      |

  @F2 @should
  Scenario: F2/past - a past entry is changed
    As declared (`past`: ignore, sync, refuse).

    Given Anna has a linked entry "Review", which has passed
    When Anna calls "Review" "Preview" in OWA
    And everything is settled
    Then the new subject "Preview" of the past "Review" is treated as declared
    And the service still serves Anna

  @F2 @should
  Scenario: F2/single-to-series - a single entry becomes a series
    Settled as declared (`toSeries`: follow, flag, ignore), no partial duplicates.

    Given Anna has a linked entry "Review" at 10:00
    When Anna makes "Review" a series of 4 days in OWA
    And everything is settled
    Then the series "Review" is treated as declared
    And the service still serves Anna

  @F2 @cap-rollback-or-cancel-on-conflict
  Scenario Outline: F2/conflict - the entry is dragged to a time when its room is taken
    rollback: the entry is set back; cancel: the reservation is cancelled, and the oid removed from the entry.

    Given a room Aare, where <how> settles a conflict
    And Beat has a linked entry "Retro" at 14:00
    And Anna has a linked entry "Review" at 10:00
    When Anna drags "Review" to 14:00 in OWA, as often as <how> takes
    Then <how> has settled the conflict of "Review"
    And no two living reservations of Aare overlap, and "Review" is equal or flagged

    Examples:
      | how      |
      | rollback |
      | cancel   |

  @F2 @cap-rollback
  Scenario: F2/conflict - the entry cannot be set back
    rollback gives up after the declared number of tries, and the reservation is flagged.

    Given a room Aare, where rollback settles a conflict
    And Beat has a linked entry "Retro" at 14:00
    And Anna has a linked entry "Review" at 10:00
    And from now on Exchange refuses each UpdateItem for Anna
    When Anna drags "Review" to 14:00 in OWA
    And everything is settled
    Then the service has given up setting "Review" back, and says so

  @F2 @cap-rollback
  Scenario: F2/conflict - the user insists
    However often the user drags the entry to the taken time: no double booking, and both sides equal, or flagged.

    Given a room Aare, where rollback settles a conflict
    And Beat has a linked entry "Retro" at 14:00
    And Anna has a linked entry "Review" at 10:00
    When Anna drags "Review" to 14:00 in OWA, once more than the service tries
    Then no two living reservations of Aare overlap, and "Review" is equal or flagged

  @F2 @cap-rollback-or-cancel-on-conflict
  Scenario Outline: F2/not-allowed - the entry is dragged to a time when booking is not allowed
    As F2/conflict.

    Given a room Aare, closed from 20:00 to 22:00, where <how> settles a conflict
    And Anna has a linked entry "Review" at 10:00
    When Anna drags "Review" to 20:00 in OWA, as often as <how> takes
    Then <how> has settled the conflict of "Review"

    Examples:
      | how      |
      | rollback |
      | cancel   |

  @F2 @cap-room-invited
  Scenario: F2/room-swap - another room is invited, then the first one taken off
    In two saves: the new room replaces the old one if it is free.

    Given the service takes rooms from the invitation
    And Anna has a linked entry "Review" at 10:00, in Aare
    When Anna invites Aare and Reuss to "Review", and no other room
    And everything is settled
    And Anna invites Reuss to "Review", and no other room
    And everything is settled
    Then the reservation "Review" still has Reuss alone
    And both sides of "Review" are equal

  @F2 @cap-room-invited
  Scenario: F2/room-swap - the other room is taken
    In two saves: no double booking, and both sides equal, or flagged.

    Given the service takes rooms from the invitation
    And Beat has a linked entry "Retro" at 10:00, in Reuss
    And Anna has a linked entry "Review" at 10:00, in Aare
    When Anna invites Aare and Reuss to "Review", and no other room
    And Anna invites Reuss to "Review", and no other room
    And everything is settled
    Then no two living reservations of Reuss overlap, and "Review" is equal or flagged

  @F2 @cap-room-invited
  Scenario: F2/room-swap - two other rooms are invited
    It cannot be told which room is meant: flagged, nothing guessed.

    Given the service takes rooms from the invitation
    And Anna has a linked entry "Review" at 10:00, in Aare
    When Anna invites Reuss and Limmat to "Review", and no other room
    And everything is settled
    Then "Review" has the rooms it had, and is flagged
    And the service still serves Anna

  @F2 @cap-series
  Scenario Outline: F2/occurrence - one date of a series is moved, another deleted
    Those dates only: the others stay as they are, on both sides.

    Given Anna has a linked series "Weekly" at 10:00, every week, 10 times
    When Anna drags the second date of "Weekly" to 14:00 in <program>
    And everything is settled
    Then the series "Weekly" is linked, and both sides have its dates
    When Anna deletes the third date of "Weekly" in <program>
    And everything is settled
    Then the series "Weekly" is linked, and both sides have its dates

    Examples:
      | program |
      | OWA     |
      | Outlook |

  @F2 @cap-series
  Scenario: F2/master-deleted - a series is deleted
    All of it is cancelled.

    Given Anna has a linked series "Weekly" at 10:00, every week, 10 times
    When Anna deletes the series "Weekly" in OWA
    And everything is settled
    Then all of the series "Weekly" is cancelled
    And the service still serves Anna

  @F2 @cap-edit-lock
  Scenario: F2/open-in-browser - the entry is changed while it is open for editing in the browser
    Settled as declared (`editLock`: exchange, reservation), sides equal, no loop.

    Given Anna has a linked entry "Review" at 10:00
    And Anna has opened "Review" for editing in the browser
    When Anna drags "Review" to 11:00 in OWA
    And everything is settled
    And Anna closes "Review" in the browser
    And everything is settled
    Then "Review" is at 10:00 or at 11:00, as declared, on both sides
    And nothing happens any more
