"""The pure core: an organisation of mailboxes whose every change is a record of a numbered log; no socket, no task, no clock of its own."""
