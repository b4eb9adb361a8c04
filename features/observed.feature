Feature: What can be seen of a product that nobody asks

  Played with --observe only: people at Outlook act, and what the product does with Exchange is all that is known.

  @A1 @must @only-observed
  Scenario: A1/only-switched-on - a stranger's mailbox is left alone
    For somebody whom it does not serve there is no Subscribe, SyncFolderItems, GetItem or FindItem, and no write.

    Given Anna is synchronised
    And Zoe, whom the service does not know
    When Zoe enters "Dentist" at 10:00 in OWA
    And Anna enters "Lunch" at 12:00 in OWA
    And everything is settled
    Then the service has left Zoe's mailbox alone
    And the service has heard of Anna's change

  @A2 @must @only-observed
  Scenario: A2/restart - Exchange restarts and forgets all subscriptions
    A new subscription within 3 x StatusFrequency of the last message heard.

    Given Anna is synchronised
    And Anna's calendar holds an entry "Lunch" at 12:00
    When Exchange restarts
    And 3 times StatusFrequency pass
    And everything is settled
    Then a new subscription on Anna's calendar was made in time

  @A2 @must @push @only-observed
  Scenario: A2/junk - rubbish posted to the listener does no harm
    Not XML, a wrong operation, an entity bomb, 10 MB: any answer or a closed connection; a genuine message right after
    is answered.

    Given Anna is synchronised
    And Anna's calendar holds an entry "Lunch" at 12:00
    When rubbish is posted to the listener, and right after it Anna drags "Lunch" to 13:00 in OWA
    And everything is settled
    Then the service has heard of Anna's change

  @B3 @must @only-observed
  Scenario: B3/no-echo - Exchange tells of an entry that the service made
    No echo: at most one write (its own mark) on the entry after Exchange has told of it.

    Given the service has made an entry for Anna
    When everything is settled
    Then the service has written on its entry for Anna once more at most
    And nothing of Anna's goes round in circles

  @F2 @must @only-observed
  Scenario Outline: F2/trash - an entry that people made and deleted is not brought back
    Not created again, not moved or copied back into a calendar.

    Given Anna is synchronised
    And Anna's calendar holds an entry "Lunch" at 12:00
    When Anna <deletes> "Lunch" in OWA
    And everything is settled
    Then "Lunch", which Anna deleted, is not brought back

    Examples:
      | deletes       |
      | deletes       |
      | shift-deletes |

  @F2 @must @only-observed
  Scenario: F2/trash - an entry that the service made, and Anna deleted, is not brought back
    Not created again, not moved or copied back into a calendar, also after StatusFrequency.

    Given the service has made an entry for Anna
    When Anna deletes the entry of the service in OWA
    And everything is settled
    Then the entry of the service, which Anna deleted, is not brought back

  @X @must @only-observed
  Scenario: X/loop - people act, and then nothing happens any more
    For 2 x StatusFrequency (real time: a minute after all is settled) no entry is written twice, and none made twice.

    Given Anna is synchronised
    And Anna's calendar holds an entry "Lunch" at 12:00
    When Anna drags "Lunch" to 13:00 in OWA
    And Anna calls "Lunch" "Long lunch" in OWA
    And Anna deletes "Lunch" in OWA
    And everything is settled
    Then nothing of Anna's goes round in circles
