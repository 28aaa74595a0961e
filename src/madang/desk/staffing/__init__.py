"""How many people a desk needs."""
