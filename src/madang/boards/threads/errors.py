"""Why something cannot be done with a post or a comment."""


class NotYours(Exception):
    """Only the writer (or, for some actions, a moderator) may do this."""


class NoLongerThere(Exception):
    """What was to be answered, changed or voted for has been removed."""


class NeverThere(NoLongerThere):
    """There is no such post at all."""


class StaysAmongMembers(Exception):
    """What was written for the members of one board cannot be moved to where others read."""
