"""Who is affected: lists that are read, kept sealed under the incident's key, and looked up."""
