"""The pure core: an organisation of mailboxes whose every change is a record of a numbered log; it does no I/O."""
