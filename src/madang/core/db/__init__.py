"""The database: light reads, and transactions that write."""
