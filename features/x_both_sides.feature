Feature: X - both sides at once, and no loops

  Background:
    Given Anna is synchronised

  @X @must
  Scenario Outline: X/crossing - browser and Outlook change different fields within a second
    Both changes survive, or the side declared in `crossing` wins; sides equal; fields not in step untouched.

    Given Anna has a linked entry "Review" at 10:00, with a guest, a category and a text of her own
    When <first>
    And <second>
    And everything is settled
    Then the time 14:00 and the subject "Preview" of "Review" have both survived, or one side has won as declared
    And both sides of "Review" are equal, and no other field of the entry has changed

    Examples:
      | first                                       | second                                      |
      | Anna calls "Review" "Preview" in the browser | Anna drags "Review" to 14:00 in OWA          |
      | Anna drags "Review" to 14:00 in OWA          | Anna calls "Review" "Preview" in the browser |

  @X @must
  Scenario Outline: X/same-field - browser and Outlook change the time
    Both sides are equal in the end; no loop.

    Given Anna has a linked entry "Review" at 10:00
    When <first>
    And <second>
    And everything is settled
    Then both sides of "Review" are equal
    And nothing happens any more

    Examples:
      | first                                  | second                                 |
      | Anna moves "Review" to 14:00 in the browser | Anna drags "Review" to 15:00 in OWA    |
      | Anna drags "Review" to 15:00 in OWA    | Anna moves "Review" to 14:00 in the browser |

  @X @must
  Scenario: X/loop - after all is settled, nothing happens any more
    For the longest of 2 x StatusFrequency, 2 poll intervals, settleSeconds: no write, no new revision; reads do not
    grow. (Also looked at after every other case, where time is simulated.)

    Given Anna has a linked entry "Review" at 10:00
    When Anna drags "Review" to 11:00 in OWA
    And everything is settled
    Then the reservation "Review" is at 11:00
    And nothing happens any more

  @X @must
  Scenario Outline: X/bounded - for one person everything is refused, for good
    The user is shown as failing, with a reason; at most 60 requests for that user in the first hour, no burst; the
    others are served.

    Given Anna has a linked entry "Review" at 10:00
    And from now on every request for Anna is refused <how>
    When Anna calls "Review" "Preview" in the browser
    And an hour passes in which Anna cannot be served
    Then the service says that Anna cannot be served, and why
    And it has asked for Anna now and then only
    And the service still serves Beat

    Examples:
      | how                             |
      | as if the mailbox did not exist |
      | as if the account were disabled |

  @X @F2 @must
  Scenario: X/localised - German texts, while an entry is dragged
    The same end state; Exchange says in German that it is busy, and only the texts are German.

    Given Heidi is synchronised, and her mailbox is German
    And Heidi has a linked entry "Sitzung" at 10:00
    And the next requests for Heidi are answered busy, 1 in a row
    When Heidi drags "Sitzung" to 11:00 in OWA
    And everything is settled
    Then the reservation "Sitzung" is at 11:00, changed once
    And both sides of "Sitzung" are equal
    And the fault has happened, if such requests are made

  @X @F2 @must
  Scenario Outline: X/localised - German texts, while an entry is deleted
    The same end state; Exchange says in German that there is no such item.

    Given Heidi is synchronised, and her mailbox is German
    And Heidi has a linked entry "Sitzung" at 10:00
    When Heidi <deletes> "Sitzung" in OWA
    And everything is settled
    Then "Sitzung" was cancelled once
    And the entry "Sitzung" is not restored

    Examples:
      | deletes       |
      | trashes       |
      | shift-deletes |

  @X @D2 @must
  Scenario: X/localised - German texts, while the browser changes what Outlook has changed
    The same end state; Exchange says in German that the entry is not as it was read.

    Given Heidi is synchronised, and her mailbox is German
    And Heidi has a linked entry "Sitzung" at 10:00
    And Exchange holds its events back
    When Heidi drags "Sitzung" to 14:00 in OWA
    And Heidi calls "Sitzung" "Klausur" in the browser
    And Exchange tells of it
    Then the time 14:00 and the subject "Klausur" of "Sitzung" have both survived, or one side has won as declared
    And both sides of "Sitzung" are equal

  @X @D2 @must
  Scenario: X/localised - German texts, while the browser changes what Outlook has deleted
    The same end state; Exchange says in German that there is no such item.

    Given Heidi is synchronised, and her mailbox is German
    And Heidi has a linked entry "Sitzung" at 10:00
    And Exchange holds its events back
    And Heidi shift-deletes "Sitzung" in OWA
    When Heidi moves "Sitzung" to 14:00 in the browser
    And everything is settled
    And Exchange tells of it
    Then "Sitzung" is gone as declared, and not moved back

  @X @D2 @must
  Scenario: X/localised - German texts, while the browser moves a reservation
    The same end state; Exchange says in German that it is busy.

    Given Heidi is synchronised, and her mailbox is German
    And Heidi has a linked entry "Sitzung" at 10:00
    And the next requests for Heidi are answered busy, 1 in a row
    When Heidi moves "Sitzung" to 14:00 in the browser
    And everything is settled
    Then "Sitzung" is linked to its one entry
    And the entry "Sitzung" is at 14:00
    And the fault has happened

  @X @cap-scan
  Scenario Outline: X/scan - both sides were made to differ, and are compared
    The scan lists exactly the differences, and each can be settled either way.

    Given Anna has linked entries "Moved", "Called" and "Same"
    And neither side hears of what Anna changes on the other
    When Anna drags "Moved" to 15:00 in OWA
    And Anna calls "Called" "Preview" in the browser
    And the administrator has both sides compared
    Then exactly what differs is listed
    When the administrator lets <side> count in all of it
    Then "Moved" is at <clock>, "Called" is called "<name>", on both sides and for good

    Examples:
      | side            | clock | name    |
      | Exchange        | 15:00 | Called  |
      | reservations    | 9:00  | Preview |

  @X @cap-self-test
  Scenario: X/self-test - for somebody with whom all is well, and for somebody who is refused
    Green for the one, and nothing is left behind; for the other it names the refused step.

    Given Exchange refuses the service to act for Beat
    When the administrator has Anna and Beat tested
    Then all is well with Anna, and her calendar is empty
    And the test of Beat names the step that is refused
