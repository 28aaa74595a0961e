"""What is done about what was written: reports, what moderators decide, and opening a seal."""
