"""Like questions together: grouped as they come, answered once, each with their own facts."""
