Feature: Reports of the field - connections and servers

  What went wrong for people when nobody did anything unusual. Each description ends with where it was seen.

  @A2 @must @FR-24
  Scenario: field/gap - changes between two subscriptions
    A new subscription begins now and replays nothing: after it the calendar is compared. All changes are taken over, none
    twice. Seen in ecederstrand/exchangelib 1153.

    Given Anna is synchronised
    And Anna has linked entries "First", "Second" and "Third"
    When Exchange restarts, and before the service knows Anna drags these three to the afternoon
    And 3 times StatusFrequency pass
    And everything is settled
    Then these three are in the afternoon, each changed once

  @A2 @X @must @FR-25
  Scenario Outline: field/edge-of-the-day - entries in the first and last hour of a day, far from UTC
    What lies at the edge of the days that are compared is neither created nor deleted, and comparing again finds nothing.
    Seen in phw198/OutlookGoogleCalendarSync 2312.

    Given Beat, whose zone is <zone>, is synchronised
    And Beat has linked entries in the first and the last hour of a day, and on the whole next day
    When a long time passes, with a restart of Exchange and a scan
    And a long time passes, with a restart of Exchange and a scan
    Then nothing has happened to the entries of Beat
    And the service still serves Beat

    Examples:
      | zone                |
      | America/Los_Angeles |
      | Australia/Brisbane  |

  @A2 @F2 @must @FR-26
  Scenario: field/one-401 - a call is answered 401 once, the next one by an error page
    A server under load answers so. The service tries again, and nothing is switched off. Seen in
    ecederstrand/exchangelib, what its protocol module retries.

    Given Anna is synchronised
    And Anna has a linked entry "Review" at 10:00
    And the next request for Anna is answered 401, and the one after it by an error page
    When Anna drags "Review" to 11:00 in OWA
    And everything is settled
    Then the reservation "Review" is at 11:00, changed once
    And both sides of "Review" are equal
    And the service still serves Anna

  @X @must @FR-26
  Scenario: field/one-401 - every call is answered 401
    That is a wrong password: it is said, and not tried again so often that the account is locked. Seen in
    ecederstrand/exchangelib, what its protocol module retries.

    Given Anna is synchronised
    And Anna has a linked entry "Review" at 10:00
    And from now on every request for Anna is refused as if the password were wrong
    When Anna calls "Review" "Preview" in the browser
    And an hour passes in which Anna cannot be served
    Then the service says that Anna cannot be served, and why
    And it has asked for Anna now and then only

  @X @F2 @must @FR-27
  Scenario: field/german-server - errors come with German texts
    Code and meaning of an error are the same in every language: busy means later, not found means gone. Seen in
    mguessan/davmail 512, 419.

    Given Heidi is synchronised, and her mailbox is German
    And Heidi has a linked entry "Sitzung" at 10:00
    And the next requests for Heidi are answered busy, 1 in a row
    When Heidi shift-deletes "Sitzung" in OWA
    And everything is settled
    Then "Sitzung" was cancelled once
    And the entry "Sitzung" is not restored
    And the service still serves Anna
