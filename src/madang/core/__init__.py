"""What is nobody's: no app above is named here, and each may use it."""
