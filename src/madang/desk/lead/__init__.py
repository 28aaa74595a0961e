"""What a lead sees: how the desk stands, how many people it takes. No names in any of it."""
