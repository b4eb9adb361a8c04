Feature: X - everything fails once

  A process is played while one request or one message of it fails, or the service is killed; it ends as if nothing had
  failed. This is a sample: `ews-conform --sweep` plays every process with every failure at every place.

  @X @must
  Scenario Outline: X/any-call-fails - a request of a process fails
    For every process and every n, the n-th request is answered with each kind of failure: the end states of the process
    hold, whatever was written or revised on the way.

    Given everything is ready for <process>
    When <process> is played, and request <n> meets <failure>
    Then <process> has ended as if nothing had failed
    And the service still serves Anna

    Examples:
      | process        | n | failure                           |
      | B2/creates     | 1 | reset-before                      |
      | B2/creates     | 1 | reset-after                       |
      | C6/back-link   | 1 | truncated                         |
      | D2/moves       | 2 | status-503                        |
      | F2/moves       | 1 | ErrorMailboxStoreUnavailable      |
      | F2/trash       | 1 | ErrorInternalServerTransientError |
      | X/crossing     | 2 | slow                              |

  @X @must @push
  Scenario Outline: X/any-push-fails - a message about a process fails
    For every process and every n, the n-th message is doubled, split over two, refused and retried, or lost with its
    subscription: the end states of the process hold.

    Given everything is ready for <process>
    When <process> is played, and message <n> is <failure>
    Then <process> has ended as if nothing had failed
    And the service still serves Anna

    Examples:
      | process        | n | failure |
      | C6/back-link   | 1 | doubled |
      | F2/no-room     | 1 | split   |
      | F2/fields      | 1 | refused |
      | F2/trash       | 1 | lost    |

  @X @cap-restart
  Scenario Outline: X/target-killed - the service is killed in a process
    The service is killed when it has sent its n-th request, and started again: the end states of the process hold.

    Given everything is ready for <process>
    When <process> is played, and the service is killed <when> request <n> is carried out
    Then <process> has ended as if nothing had failed
    And the service still serves Anna

    Examples:
      | process        | n | when   |
      | B2/creates     | 1 | after  |
      | D2/moves       | 2 | before |

  @X @should @push
  Scenario Outline: X/push-gap - a message is missing while the subscription lives
    One message is lost, or comes after the next one, while the subscription lives and Exchange does whatever clients do
    not expect (profile chaotic): the end states hold.

    Given Anna is synchronised by an unruly Exchange
    And Anna has a linked entry "Review" at 10:00, without a room
    And the next message for Anna is <missing>, and her subscription lives on
    When Anna drags "Review" to 14:00 in OWA
    And 3 times StatusFrequency pass
    And everything is settled
    Then the reservation "Review" is at 14:00
    And the fault has happened

    Examples:
      | missing   |
      | skipped   |
      | overtaken |
