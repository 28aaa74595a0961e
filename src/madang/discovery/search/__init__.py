"""Search: terms of texts, an index on either database, questions, and what they find."""
