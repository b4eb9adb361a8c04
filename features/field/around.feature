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

    Examples:
      | zone                |
      | America/Los_Angeles |
      | Australia/Brisbane  |
