"""Papers: the report of an incident, and notices as letters, on pages and as PDF."""
