"""What people's programs do to a mailbox, as scripts over the model: Outlook, its web form, a phone, a delegate."""
