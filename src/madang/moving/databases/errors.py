"""Why a site of another program cannot be read."""


class CannotLoad(Exception):
    """A site cannot be opened or read; the message says why, and what to do."""
