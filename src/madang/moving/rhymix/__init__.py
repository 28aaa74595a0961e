"""Moving in from Rhymix and XE: its modules, documents and comments, its members, its addresses."""
