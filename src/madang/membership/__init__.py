"""Who belongs to a board for members: proved by a code, kept so that nothing leads back to it."""
