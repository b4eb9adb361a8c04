Feature: A - subscribing

  The service hears of every change in the calendar of whoever is switched on, and of nobody else's.

  @A1 @must @observed
  Scenario Outline: A1/subscribes - every kind of change in a switched-on calendar reaches the service
    A live subscription (or the declared poll) covers the calendar: create, change, move away and delete each reach it.

    Given Anna is synchronised
    And Anna's calendar holds an entry "Lunch" at 12:00
    When Anna <does> in OWA
    And everything is settled
    Then Anna's calendar is subscribed
    And the service has heard of Anna's change

    Examples:
      | does                            |
      | enters "Walk" at 14:00          |
      | drags "Lunch" to 13:00          |
      | moves "Lunch" to another folder |
      | deletes "Lunch"                 |

  @A1 @must @observed
  Scenario: A1/subscribes - a second subscription ends by itself
    A second subscription may overlap at renewal, but ends within 2 x StatusFrequency.

    Given Anna is synchronised
    When 3 times StatusFrequency pass
    And everything is settled
    Then Anna's calendar is subscribed
    And no second subscription on Anna's calendar has outlived its time

  @A1 @must
  Scenario: A1/only-switched-on - who was never switched on is left alone
    For somebody never switched on there is no Subscribe, SyncFolderItems, GetItem or FindItem, and no write.

    Given Beat is not synchronised
    And Anna is synchronised
    When Beat enters "Dentist" at 10:00 in OWA
    And Beat drags "Dentist" to 11:00 in OWA
    And everything is settled
    Then the service has left Beat's mailbox alone
    And the service still serves Anna

  @A1 @must
  Scenario: A1/many-users - 25 people are switched on at once
    All 25 are subscribed, and create, change, move away and delete of each reach the service; a second subscription
    ends within 2 x StatusFrequency.

    Given 25 people are switched on at once
    When each of them enters, drags, moves away and deletes an entry in OWA, one after the other
    And 3 times StatusFrequency pass
    Then the calendar of each of them is subscribed
    And the service has heard of each of these changes
    And no second subscription on any of these calendars has outlived its time

  @A1 @must
  Scenario: A1/impersonates - new reservations go to the right mailbox
    The account has only the declared right; B2/creates works for two people, nothing lands in another mailbox, and no
    denied request is repeated without bound.

    Given Anna is synchronised
    And Beat is synchronised
    When Anna reserves Aare as "Review" at 10:00 in the browser
    And Beat reserves Aare as "Retro" at 14:00 in the browser
    And everything is settled
    Then "Review" is linked to its one entry
    And "Retro" is linked to its one entry
    And nothing was written to any other mailbox

  @A1 @must
  Scenario: A1/impersonates - changes in two calendars reach the right reservations
    The account has only the declared right; F2/moves works for two people, nothing lands in another mailbox.

    Given Anna has a linked entry "Review" at 10:00
    And Beat has a linked entry "Retro" at 14:00
    When Anna drags "Review" to 11:00 in OWA
    And Beat drags "Retro" to 15:00 in OWA
    And everything is settled
    Then the reservation "Review" is at 11:00
    And the reservation "Retro" is at 15:00
    And nothing was written to any other mailbox

  @A1 @must
  Scenario: A1/refused - for one person the account is refused
    The user is shown as failing, with a reason; at most 60 requests for that user in the first hour, no burst; the
    others are served.

    Given Beat is synchronised
    And Exchange refuses the service to act for Anna
    When Anna is switched on, and an hour passes
    Then the service says that Anna cannot be served, and why
    And it has asked for Anna now and then only
    And the service still serves Beat

  @A1 @should
  Scenario: A1/existing - whoever is switched on has a reservation already
    It is matched or left alone, as declared (`onSwitch`); no duplicates.

    Given Anna has reserved Aare as "Review" at 10:00 in the browser, not being synchronised
    When Anna is switched on
    And everything is settled
    Then "Review" is matched as declared, and nothing lies twice
    And the service still serves Anna

  @A1 @should
  Scenario Outline: A1/existing - off and on again, with a change between
    It is matched or left alone, as declared (`onSwitch`); no duplicates.

    Given Anna has a linked entry "Review" at 10:00
    And Anna is switched off
    When <change>
    And Anna is switched on
    And everything is settled
    Then "Review" is matched as declared, and nothing lies twice
    And the service still serves Beat

    Examples:
      | change                                             |
      | Anna drags "Review" to 11:00 in OWA                |
      | Anna tries to call "Review" "Later" in the browser |

  @A1 @cap-two-exchanges
  Scenario: A1/two-servers - one of two servers is down
    Users on two EWS addresses, one of them down: the users of the other are served.

    Given Anna is synchronised
    And Beat is synchronised, and his server is the second one
    When the second server goes down
    And Beat enters "Lunch" at 12:00 in OWA
    And everything is settled
    Then the service still serves Anna
    And nothing about Beat is asked of the first server

  @A2 @must
  Scenario: A2/switched-off - whoever is switched off is left in peace
    After switching off, changes in the calendar and in the browser do not reach the other side.

    Given Anna is synchronised
    And Anna has a linked entry "Review" at 10:00
    And Anna is switched off
    When Anna drags "Review" to 11:00 in OWA
    And Anna tries to call "Review" "Later" in the browser
    And everything is settled
    Then neither side of "Review" has followed the other
    And the service still serves Beat

  @A2 @should
  Scenario: A2/unsubscribed - whoever is switched off is unsubscribed
    No subscription is answered OK later than 2 x StatusFrequency after; pull and streaming: Unsubscribe, or expiry.

    Given Anna is synchronised
    And Anna's calendar holds an entry "Lunch" at 12:00
    And Anna is switched off
    When 2 times StatusFrequency pass
    And Anna drags "Lunch" to 13:00 in OWA
    And 2 times StatusFrequency pass
    Then no message for Anna is answered well any more
    And the service still serves Beat

  @A2 @must @push @observed
  Scenario: A2/heartbeat - signs of life are answered
    After StatusFrequency without a change the StatusEvent is answered with a valid SendNotificationResult: OK, or
    Unsubscribe followed by a new subscription. Nothing is written.

    Given Anna is synchronised
    When nothing happens for StatusFrequency
    Then every sign of life for Anna was answered
    And nothing was written to Anna's calendar

  @A2 @must @push
  Scenario: A2/first-push-early - the first message comes before the answer to the subscription
    Any answer will do; in the end there is a live subscription, and the next change is processed.

    Given Exchange tells Anna's listener of a new subscription before it answers who asks for it
    When Anna is switched on
    And everything is settled
    Then Anna's calendar is subscribed
    And the service still serves Anna

  @A2 @must
  Scenario: A2/restart - Exchange restarts and forgets all subscriptions
    A new subscription within 3 x StatusFrequency of the last message heard; an entry moved, one trashed, one
    hard-deleted and one sent by Outlook meanwhile are all taken over.

    Given Anna is synchronised
    And Anna has linked entries "Moved", "Trashed" and "Gone"
    And Anna has reserved Aare for "New" at 16:00 with the add-in, and not sent it yet
    When Exchange restarts, and before the service knows Anna moves, trashes, shift-deletes and sends these four
    And 3 times StatusFrequency pass
    And everything is settled
    Then a new subscription on Anna's calendar was made in time
    And all four changes are taken over

  @A2 @must @push
  Scenario: A2/read-events-failed - Exchange could not read the events
    After the error message there is a new subscription, and nothing is lost.

    Given Anna is synchronised
    And Anna has a linked entry "Review" at 10:00
    And instead of the next message for Anna Exchange says that it could not read her events
    When Anna deletes "Review" in OWA
    And everything is settled
    Then "Review" is cancelled
    And Anna's calendar is subscribed
    And the fault has happened

  @A2 @must @push
  Scenario: A2/unknown-subscription - a message under a foreign subscription id changes nothing
    A Modified for a real linked item under a foreign subscription id: any HTTP answer, nothing changes.

    Given Anna is synchronised
    And Anna has a linked entry "Review" at 10:00
    And the service has heard that Anna dragged "Review" to 11:00 in OWA
    When the same message comes again under a foreign subscription id
    And everything is settled
    Then nothing has happened to "Review"
    And nothing was written to Anna's calendar
    And the service still serves Anna

  @A2 @should @push
  Scenario: A2/forged-deletion - somebody says that a living entry is deleted
    A DeletedEvent for a living linked item under a foreign subscription id does not cancel its reservation.

    Given Anna is synchronised
    And Anna has linked entries "Review", "Retro" and "Gone"
    And the service has heard that Anna shift-deleted "Gone" in OWA
    When the same is said of "Review", under a foreign subscription id
    And everything is settled
    Then nothing has happened to "Review"
    And the service still serves Anna

  @A2 @must @push
  Scenario Outline: A2/duplicate - the answer to a message is lost, so it comes again
    The reservation ends as after one message; there is no second revision.

    Given Anna is synchronised, and a repeated message carries <what>
    And Anna has a linked entry "Review" at 10:00
    And the answers to the next 2 messages for Anna are lost
    When Anna drags "Review" to 11:00 in OWA
    And the first message is on its way
    And Anna marks "Review" as read in OWA
    And everything is settled
    Then the reservation "Review" is at 11:00, changed once

    Examples:
      | what              |
      | the same events   |
      | also newer events |

  @A2 @must
  Scenario: A2/batch - 120 changes come at once
    120 changes on 20 linked entries while the service is away: all 20 reservations carry the last values.

    Given Anna is synchronised
    And Anna has 20 linked entries, among entries of her own whose ids look like theirs
    When the service is away for a minute, and meanwhile Anna changes each of them six times
    And everything is settled
    Then all reservations of Anna carry the last values, and there are no others

  @A2 @must @push
  Scenario: A2/listener-down - the listener is away for less than Exchange tries again
    Nothing that changed meanwhile is lost.

    Given Anna is synchronised
    And Anna has linked entries "Moved", "Trashed" and "Gone"
    And Anna has reserved Aare for "New" at 16:00 with the add-in, and not sent it yet
    When the listener is away for a while, and meanwhile Anna moves, trashes, shift-deletes and sends these four
    And everything is settled
    Then all four changes are taken over
    And the fault has happened

  @A2 @must @push
  Scenario: A2/listener-down-long - the listener is away until Exchange drops the subscription
    The service subscribes anew and catches up.

    Given Anna is synchronised
    And Anna has linked entries "Moved", "Trashed" and "Gone"
    And Anna has reserved Aare for "New" at 16:00 with the add-in, and not sent it yet
    When the listener is away until Exchange gives up, and meanwhile Anna moves, trashes, shift-deletes and sends these
    And everything is settled
    Then Anna's calendar is subscribed
    And all four changes are taken over
    And the fault has happened

  @A2 @must @push
  Scenario: A2/junk - rubbish posted to the listener does no harm
    Not XML, a wrong operation, an entity bomb, 10 MB: any answer or a closed connection; a genuine message right after
    is answered; the rubbish changes nothing.

    Given Anna is synchronised
    And Anna has a linked entry "Review" at 10:00
    When rubbish is posted to the listener, and right after it Anna drags "Review" to 11:00 in OWA
    And everything is settled
    Then the reservation "Review" is at 11:00, changed once
    And nothing but a mark was written to Anna's calendar

  @A2 @should @push
  Scenario: A2/answers-fast - 50 messages come while Exchange is slow
    95 % are answered under 1 s, none over 10 s: the work is queued, not done inside the call.

    Given 5 people are switched on at once
    When each of them drags an entry ten times in OWA, while Exchange answers slowly
    And everything is settled
    Then nearly all of the 50 messages were answered at once

  @A2 @should
  Scenario: A2/mailbox-moved - a mailbox fails over to another database
    Subscriptions are gone, calls are refused for a while, old watermarks for good: the service catches up.

    Given Anna is synchronised
    And Anna has linked entries "Moved", "Trashed" and "Gone"
    And Anna has reserved Aare for "New" at 16:00 with the add-in, and not sent it yet
    When Anna's mailbox fails over, and meanwhile she moves, trashes, shift-deletes and sends these four
    And 3 times StatusFrequency pass
    And everything is settled
    Then Anna's calendar is subscribed
    And all four changes are taken over

  @A2 @cap-rematch
  Scenario: A2/migrated - a mailbox is moved to another server, where all ids are new
    The reservation is linked again by its oid; nothing is created, nothing cancelled.

    Given Anna is synchronised
    And Anna has a linked entry "Review" at 10:00
    When Anna's mailbox moves to the second server, where everything has another id
    And 3 times StatusFrequency pass
    And everything is settled
    Then "Review" is linked to its entry again, and nothing was made, cancelled or revised
    And Anna's mailbox is asked about at the second server
    And the service still serves Anna

  @A2 @cap-pull
  Scenario Outline: A2/pull - a subscription expires, with changes before
    An expired or unknown subscription is made anew, with catch-up: no change is lost, none is counted twice.

    Given Anna is synchronised, and <kind> subscriptions are told so
    And Anna has linked entries "Moved", "Trashed" and "Gone"
    And Anna has reserved Aare for "New" at 16:00 with the add-in, and not sent it yet
    When Anna's subscription expires, and meanwhile she moves, trashes, shift-deletes and sends these four
    And 3 times StatusFrequency pass
    Then Anna's calendar is subscribed
    And all four changes are taken over, each once

    Examples:
      | kind    |
      | expired |
      | unknown |

  @A2 @cap-pull
  Scenario: A2/pull - the answer that tells of events is lost
    No event is skipped: the service reads again from an older watermark.

    Given Anna is synchronised
    And Anna has linked entries "Moved", "Trashed" and "Gone"
    And Anna has reserved Aare for "New" at 16:00 with the add-in, and not sent it yet
    And the answer that tells of Anna's next events is lost
    When Anna moves, trashes, shift-deletes and sends these four
    And everything is settled
    Then all four changes are taken over, each once
    And the fault has happened

  @A2 @cap-streaming
  Scenario: A2/streaming - the connection ends, with changes before the next
    The service catches up: no change is lost, none is counted twice.

    Given Anna is synchronised
    And Anna has linked entries "Moved", "Trashed" and "Gone"
    And Anna has reserved Aare for "New" at 16:00 with the add-in, and not sent it yet
    When Anna's connection ends, and meanwhile she moves, trashes, shift-deletes and sends these four
    And everything is settled
    Then all four changes are taken over, each once
    And the fault has happened

  @A2 @cap-poll
  Scenario: A2/poll - what the service knows of the calendar is refused, with changes between
    It begins anew and catches up: no change is lost, none is counted twice.

    Given Anna is synchronised
    And Anna has linked entries "Moved", "Trashed" and "Gone"
    And Anna has reserved Aare for "New" at 16:00 with the add-in, and not sent it yet
    And what the service knows of Anna's calendar is refused as out of date the next time
    When Anna moves, trashes, shift-deletes and sends these four
    And everything is settled
    Then all four changes are taken over, each once
    And the fault has happened
