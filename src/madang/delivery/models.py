"""Where people are told. No row names an account."""

from madang.identity.models import BoxedRow


class PushDevice(BoxedRow):
    """One browser by which a member is told, in a box, under a keyed number."""
