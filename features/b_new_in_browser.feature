Feature: B - new reservation in the web application

  The service creates the entry in the organizer's calendar; what Exchange then tells of it is no news.

  Background:
    Given Anna is synchronised

  @B2 @must
  Scenario: B2/creates - a reservation of the browser appears in the calendar
    One item in the organizer's calendar; the declared fields equal the reservation; both sides are linked.

    When Anna reserves Aare as "Review" at 10:00 in the browser
    And everything is settled
    Then "Review" is linked to its one entry
    And the reservation "Review" is as it was typed
    And both sides of "Review" are equal

  @B2 @must
  Scenario: B2/named-property - the oid survives what clients do to the entry
    After the subject was changed in Outlook and in OWA, and the item was moved to another folder and back, the oid is
    still readable in an extended property or in the UID.

    Given Anna has a linked entry "Review" at 10:00
    When Anna calls "Review" "Review 2" in Outlook
    And Anna calls "Review" "Review 3" in OWA
    Then the oid of "Review" can be read on its entry
    When Anna moves "Review" to another folder and back in OWA
    Then the oid of "Review" can be read on its entry

  @B2 @must
  Scenario: B2/answer-lost - the item is made, but the answer does not arrive
    In the end exactly one item is in the calendar, it is the linked one, and the reservation lives.

    Given the answer to the next CreateItem for Anna is lost
    When Anna reserves Aare as "Review" at 10:00 in the browser
    And everything is settled
    Then "Review" is linked to its one entry
    And the fault has happened

  @B2 @must
  Scenario Outline: B2/server-busy - Exchange is busy when the item is to be made
    Exactly one item in the end, whichever way Exchange says that it is busy.

    Given the next CreateItem for Anna is answered busy <how>
    When Anna reserves Aare as "Review" at 10:00 in the browser
    And everything is settled
    Then "Review" is linked to its one entry
    And the fault has happened

    Examples:
      | how           |
      | by SOAP fault |
      | by HTTP 503   |
      | for the item  |

  @B2 @cap-series
  Scenario: B2/series - a reservation that recurs every week
    One master on the right dates, or an item for each date, as declared (`series`: master, items); each is linked.

    When Anna reserves Aare as "Weekly" at 10:00 in the browser, every week, 10 times
    And everything is settled
    Then the series "Weekly" is linked, and both sides have its dates
    And nothing happens any more

  @B2 @cap-series
  Scenario: B2/series - single dates are changed in the browser
    One date is moved, another cancelled: on both sides those two, and no other.

    Given Anna has a linked series "Weekly" at 10:00, every week, 10 times
    When Anna moves the third date of "Weekly" to 14:00 in the browser
    And Anna cancels the fourth date of "Weekly" in the browser
    And everything is settled
    Then the series "Weekly" is linked, and both sides have its dates

  @B2 @should
  Scenario Outline: B2/server-busy-waits - Exchange says how long it wants to be left alone
    The refused call is not repeated for that mailbox before the hint is over; exactly one item in the end.

    Given Exchange wants 3 seconds of peace at the next CreateItem for Anna, <how>
    When Anna reserves Aare as "Review" at 10:00 in the browser
    And everything is settled
    Then "Review" is linked to its one entry
    And CreateItem was not repeated for Anna within 3 seconds
    And the fault has happened

    Examples:
      | how                  |
      | said by a SOAP fault |
      | said for the item    |

  @B2 @should
  Scenario: B2/past - a reservation in the past
    As declared: no item, an item, or refused.

    When Anna tries to reserve Aare as "Review" at 10:00 of a day that is past
    And everything is settled
    Then "Review" is treated as declared for the past
    And the service still serves Anna

  @B2 @must
  Scenario Outline: B2/text - the subject arrives as it was typed
    What GET shows is what the item shows (edge blanks ignored, cut at the declared limit); no markup damage. A value
    that POST refuses with 422 is not judged.

    When Anna tries to reserve Aare with <kind> as subject
    And everything is settled
    Then the subject is the same on both sides, and undamaged

    Examples:
      | kind                       |
      | "Grüße aus Zürich, façade" |
      | "🚀 Start 👩‍👩‍👧"              |
      | "if a<b & c>d, 'x' &amp;"  |
      | 255 letters                |
      | nothing                    |

  @B2 @must
  Scenario Outline: B2/all-day - whole days over a change of the clocks
    The right days in the organizer's zone, flag set.

    Given the service keeps all-day entries in step
    When Anna reserves the three days around the clock change in <season> in the browser
    And everything is settled
    Then the entry covers these days in Anna's zone

    Examples:
      | season |
      | spring |
      | autumn |

  @B2
  Scenario Outline: B2/zone - the same instant on both sides
    Instants either side of a change of the clocks; the organizer in another zone than the room.

    When Anna, whose zone is <zone>, reserves Aare for an hour <when> in the browser
    And everything is settled
    Then the entry is at that instant
    And both sides of it are equal

    @must
    Examples:
      | zone             | when                                |
      | Europe/Zurich    | the evening before the clocks change |
      | Europe/Zurich    | the evening after the clocks change  |
      | America/New_York | tomorrow at 10:00                   |

    @should
    Examples:
      | zone          | when                                   |
      | Europe/Zurich | in the second pass of the doubled hour |

  @B2 @must
  Scenario: B2/for-another - somebody reserves for somebody else
    The item is in the organizer's calendar only.

    Given Beat is synchronised
    When Beat reserves Aare for Anna as "Review" at 10:00 in the browser
    And everything is settled
    Then "Review" is linked to its one entry
    And Beat's calendar is empty

  @B2 @cap-per-reservation
  Scenario: B/not-for-sync - a reservation that is not to be synchronised
    No item, no write, neither when it is made nor when it is changed.

    When Anna reserves Aare as "Review" at 10:00 in the browser, not to be synchronised
    And everything is settled
    Then "Review" lives by itself
    When Anna moves "Review" to 14:00 in the browser
    And everything is settled
    Then "Review" lives by itself
    And the service still serves Anna

  @B2 @cap-room-invited
  Scenario: B2/room-answer - the room accepts by itself, rewriting its own copy
    Subject, times and sensitivity of reservation and organizer's item stay; at most one write after the answer, then
    none.

    When Anna reserves Aare as "Review" at 10:00 in the browser, as private
    And everything is settled
    Then Aare has accepted "Review", and calls it otherwise
    And "Review" is linked to its one entry
    And the reservation "Review" is as it was typed
    And both sides of "Review" are equal
    And "Review" is private on both sides
    And one write at most followed the answer of Aare to "Review", and then none

  @B2 @cap-room-answers
  Scenario Outline: B2/room-declines - the room declines
    The reservation shows the answer and a flag.

    Given <reason>
    When Anna tries to reserve Aare as "Review" at 10:00 in the browser
    And everything is settled
    Then "Review" shows that Aare has declined, and a flag

    Examples:
      | reason                                                         |
      | Aare is taken at 10:00 by an entry that Exchange alone knows   |
      | Aare can be booked for today only                              |

  @B2 @D2 @cap-invites-by-exchange
  Scenario: B2/invitations - the guests hear of it once
    One request, one update, one cancellation for each attendee; none from an echo.

    Given Exchange holds its events back
    When Anna reserves Aare as "Review" at 10:00 in the browser, and invites Beat and Clara
    Then Beat and Clara get one request each, and nothing when Exchange tells of it
    When Anna moves "Review" to 14:00 in the browser
    Then Beat and Clara get one update each, and nothing when Exchange tells of it
    When Anna cancels "Review" in the browser
    Then Beat and Clara get one cancellation each, and nothing when Exchange tells of it

  @B2 @must
  Scenario Outline: B2/attendee-copy - an attendee who is synchronised too
    One reservation, linked to the organizer's item; the attendee's accept, move, decline, delete change nothing but his
    answer, also where Exchange copies the oid into his copy.

    Given Beat is synchronised, and his copies of meetings <carry> the organizer's properties
    And Anna has invited Beat to the linked entry "Review" at 10:00
    When Beat <does> in OWA
    And everything is settled
    Then nothing has happened to "Review"
    And nothing was written to Beat's calendar
    And there is one living reservation of Anna, and none of Beat
    And the service still serves Anna

    Examples:
      | carry        | does                            |
      | carry        | accepts "Review"                |
      | carry        | drags "Review" to 11:00         |
      | carry        | declines "Review"               |
      | carry        | deletes "Review"                |
      | do not carry | accepts "Review"                |

  @B3 @must
  Scenario: B3/no-echo - what Exchange tells of the new item is no news
    Exchange pushes Created (and Modified), events held until the service is quiet: no write but one own mark, and no new
    revision.

    Given Exchange holds its events back
    When Anna reserves Aare as "Review" at 10:00 in the browser
    And everything is settled
    And Exchange tells of it
    Then "Review" has caused no echo
    And the service still serves Anna

  @B1 @must
  Scenario: B1/twice - the same person makes two reservations within a second
    Two items, two oids, no mix-up.

    When Anna reserves Aare as "Review" at 10:00 in the browser
    And Anna reserves Aare as "Retro" at 14:00 in the browser
    And everything is settled
    Then "Review" and "Retro" are linked as they were typed
    And "Review" and "Retro" have nothing in common

  @B1 @must
  Scenario: B1/twice - the request for a reservation is sent again, with its key
    A browser that got no answer asks again: the same Idempotency-Key makes nothing, and the first answer is given again.

    When Anna reserves Aare as "Review" at 10:00 in the browser, which sends the request twice
    And everything is settled
    Then both times the answer was the same reservation
    And "Review" is linked, and Anna's only reservation
