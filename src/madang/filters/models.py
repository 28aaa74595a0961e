"""What members do not want to see. No row names an account."""

from madang.identity.models import BoxedRow


class Filters(BoxedRow):
    """All that one member filters and has put away, in a box, under a keyed number."""
