"""What one reader does not want to see: filters, and what was put away."""
