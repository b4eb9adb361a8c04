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
