"""What a member is told on a page of their own."""
