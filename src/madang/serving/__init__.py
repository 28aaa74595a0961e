"""The server: takes requests however slow their senders are, and hands Django whole ones."""
