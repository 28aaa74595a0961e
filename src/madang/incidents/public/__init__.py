"""What everybody sees of an incident: its page, its feed, the check of oneself."""
