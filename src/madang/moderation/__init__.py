"""What is done about what was written: today, opening a seal where the law compels it."""
