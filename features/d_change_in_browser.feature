Feature: D - change or cancellation in the web application

  The service changes or removes the entry it knows by its ItemId; what Exchange then tells of it is no news.

  Background:
    Given Anna is synchronised

  @D2 @must
  Scenario: D2/moves - the time is changed in the browser
    The same item has the new time; fields not in step, attendees, categories and the user's own text are untouched.

    Given Anna has a linked entry "Review" at 10:00, with a guest, a category and a text of her own
    When Anna moves "Review" to 14:00 in the browser
    And everything is settled
    Then the entry "Review" is at 14:00
    And nothing else of the entry "Review" has changed
    And both sides of "Review" are equal

  @D2 @must
  Scenario: D2/subject - the subject is changed in the browser
    The same item has the new subject; fields not in step, attendees, categories and the user's own text are untouched.

    Given Anna has a linked entry "Review" at 10:00, with a guest, a category and a text of her own
    When Anna calls "Review" "Preview" in the browser
    And everything is settled
    Then the entry "Review" is called "Preview"
    And nothing else of the entry "Review" has changed
    And both sides of "Review" are equal

  @D2 @must
  Scenario: D2/cancels - the reservation is cancelled in the browser
    The item is out of the calendar; no echo.

    Given Anna has a linked entry "Review" at 10:00
    And Exchange holds its events back
    When Anna cancels "Review" in the browser
    And everything is settled
    And Exchange tells of it
    Then "Review" is cancelled, and its entry out of the calendar
    And "Review" has caused no echo

  @D3 @must
  Scenario: D3/no-echo - what Exchange tells of the change is no news
    Exchange pushes Modified, events held until the service is quiet: no write but one own mark, and no new revision.

    Given Anna has a linked entry "Review" at 10:00
    And Exchange holds its events back
    When Anna moves "Review" to 14:00 in the browser
    And everything is settled
    And Exchange tells of it
    Then "Review" has caused no echo
    And the service still serves Anna

  @D3 @must
  Scenario Outline: D3/clock-skew - Exchange's clock is wrong, and tells of the change
    Exchange's clock 52 s behind, then ahead: no echo.

    Given Beat is synchronised, and Exchange's clock is 52 s <wrong> for him
    And Beat has a linked entry "Review" at 10:00
    And Exchange holds its events back
    When Beat moves "Review" to 14:00 in the browser
    And everything is settled
    And Exchange tells of it
    Then "Review" has caused no echo
    And the service still serves Beat

    Examples:
      | wrong  |
      | behind |
      | ahead  |

  @D3 @must
  Scenario Outline: D3/clock-skew - Exchange's clock is wrong, and the user changes the entry a second later
    Exchange's clock 52 s behind, then ahead: a user's change a second later is kept.

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

  @D2 @must
  Scenario: D2/stale-key - the entry has changed, and the service does not know it yet
    Different fields changed on both sides: both survive, or the side declared in `crossing` wins; sides equal; fields
    not in step untouched.

    Given Anna has a linked entry "Review" at 10:00, with a guest, a category and a text of her own
    And Exchange holds its events back
    When Anna drags "Review" to 14:00 in OWA
    And Anna calls "Review" "Preview" in the browser
    And everything is settled
    And Exchange tells of it
    Then the time 14:00 and the subject "Preview" of "Review" have both survived, or one side has won as declared
    And both sides of "Review" are equal, and no other field of the entry has changed

  @D2 @must
  Scenario: D2/stale-key - the entry changes while the service is writing it
    Different fields changed on both sides: both survive, or the side declared in `crossing` wins; sides equal; fields
    not in step untouched.

    Given Anna has a linked entry "Review" at 10:00, with a guest, a category and a text of her own
    And the next UpdateItem for Anna is carried out a second late
    When Anna calls "Review" "Preview" in the browser
    And Anna drags "Review" to 14:00 in OWA, while the service is writing
    And everything is settled
    Then the time 14:00 and the subject "Preview" of "Review" have both survived, or one side has won as declared
    And both sides of "Review" are equal, and no other field of the entry has changed
    And the fault has happened

  @D2 @must
  Scenario: D2/conflict-but-saved - the change is made, but answered as a conflict
    UpdateItem answers ErrorIrresolvableConflict, the values are stored: both sides equal; attendees mailed once.

    Given Anna has a linked entry "Review" at 10:00, with a guest, a category and a text of her own
    And the next UpdateItem for Anna is answered as a conflict, but carried out
    When Anna moves "Review" to 14:00 in the browser
    And everything is settled
    Then the entry "Review" is at 14:00
    And both sides of "Review" are equal, and no other field of the entry has changed
    And each guest of "Review" was mailed once
    And the fault has happened

  @D2 @should
  Scenario: D2/moved-folder - the entry lies in another calendar folder
    The user moved the item to another calendar folder, where it has a new id: found again, or flagged as unlinked.

    Given Anna has a linked entry "Review" at 10:00
    When Anna moves "Review" to another folder in OWA
    And everything is settled
    And Anna tries to call "Review" "Preview" in the browser
    And everything is settled
    Then "Review" is found again, or flagged
    And the service still serves Anna

  @D2 @cap-organizer-change
  Scenario: D/organizer - the organizer changes
    The item is gone from the old mailbox, one is in the new, linked; what the old mailbox tells of it does not cancel
    the reservation.

    Given Beat is synchronised
    And Anna has a linked entry "Review" at 10:00
    When Anna hands "Review" over to Beat in the browser
    And everything is settled
    Then "Review" is Beat's now, and nothing of it is left with Anna
    When Beat drags "Review" to 11:00 in OWA
    And everything is settled
    Then the reservation "Review" is at 11:00

  @D2 @must
  Scenario: D2/answer-lost - the change is made, but the answer does not arrive
    Both sides equal, one item.

    Given Anna has a linked entry "Review" at 10:00
    And the answer to the next UpdateItem for Anna is lost
    When Anna moves "Review" to 14:00 in the browser
    And everything is settled
    Then "Review" is linked to its one entry
    And both sides of "Review" are equal
    And the entry "Review" is at 14:00
    And the fault has happened

  @D2 @must
  Scenario Outline: D2/gone - the entry is gone, and the service does not know it yet
    Cancelled and no item in the calendar, or (declared) living with exactly one new linked item; never one without the
    other; a trashed item is not moved back.

    Given Anna has a linked entry "Review" at 10:00
    And Exchange holds its events back
    And Anna <deletes> "Review" in OWA
    When Anna moves "Review" to 14:00 in the browser
    And everything is settled
    And Exchange tells of it
    Then "Review" is gone as declared, and not moved back

    Examples:
      | deletes       |
      | shift-deletes |
      | trashes       |

  @D2 @D3 @must
  Scenario: D/ten-changes - ten changes within a second, the events late and mixed in
    The last stands on both sides; ten revisions, none of them from Exchange; no more than ten times the writes of one
    change.

    Given Anna has a linked entry "Review" at 10:00
    And one change of "Review" in the browser took some writes
    When Anna changes the subject of "Review" ten times within a second, while events come late
    And everything is settled
    Then the last subject of "Review" stands on both sides
    And "Review" was changed 10 times
    And it took no more than ten times those writes
