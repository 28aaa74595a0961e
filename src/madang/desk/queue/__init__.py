"""Who gets which inquiry next, and what one does with it."""
