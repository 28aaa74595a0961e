"""What belongs to a member: taking it along, leaving with it, letting it go."""
