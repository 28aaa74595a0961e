"""Engagement: which posts people answered or recommended, noted once certain, ranked soon after."""

from functools import partial

from django.db import transaction

from madang.boards.extensions import TextChange

from .rankings.ranking import note_due
from .view_counts import view_counts


def note_engagement(post_id: int) -> None:
    """Note a post once its transaction has come to an end; until then nothing is written."""
    transaction.on_commit(partial(_note, post_id))


def note_change(change: TextChange) -> None:
    """Note a post that goes or moves, or whose comments do: it is listed elsewhere from now on."""
    note_due([change.post])


def _note(post_id: int) -> None:
    view_counts().note_engaged(post_id)
