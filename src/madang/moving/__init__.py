"""Moving in and out: posts as JSON Lines, and from the databases of other programs."""
