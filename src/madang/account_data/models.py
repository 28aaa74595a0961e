"""Who is leaving, and whose archives are being made: in boxes, under keyed numbers."""

from madang.identity.models import BoxedRow


class Departure(BoxedRow):
    """An account that is leaving: which, how, and on what day it becomes final."""


class DataExport(BoxedRow):
    """An archive of all that is an account's: how far it is, and in which file."""
