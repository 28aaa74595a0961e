"""E-mail to the desk: read from a mailbox once, cleaned, and put where it belongs."""
