"""The door of delivery: who the members are that it tells, which apps above know."""

from collections.abc import Collection

from madang.core.extensions import Extension, Port


class Members(Extension):
    """What delivery asks of members."""

    def live_sessions(self, account_id: int) -> Collection[str] | None:
        """Return the sessions in which an account is signed in; None if there is no such account.

        Nobody has one, where this is not provided.
        """
        return None


members = Port(Members, provided_by="accounts")
