"""Search: terms of texts, an index on either database, queries; apps add what is searched."""
