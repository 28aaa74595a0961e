"""Who may know what: keys, seals, voices and tags.

Content never holds an account's id. It holds a *seal* (the id, encrypted under the key of a month),
a *voice* (a number in one thread, found by a tag that is worth nothing in another) and *tags* (one
vote per account and post). All three are made from keys that live outside the database.
"""
