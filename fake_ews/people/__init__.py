"""What people's programs do to a mailbox, as scripts over the model: Outlook, the web, a phone, IMAP, a delegate."""
