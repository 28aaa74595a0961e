"""Which posts people heed: noted when it is certain, to be ranked soon after."""

from functools import partial

from django.db import transaction

from madang.boards.events import Changing
from madang.boards.models import Comment

from .ranking import note_due
from .view_counts import view_counts


def note_comment(comment: Comment) -> None:
    note_standing(comment.post_id)


def note_standing(post_id: int) -> None:
    """Note a post once its transaction has come to an end; until then nothing is written."""
    transaction.on_commit(partial(_note, post_id))


def note_change(changing: Changing) -> None:
    """Note a post that goes or moves, or whose comments do: it stands elsewhere from now on."""
    note_due([changing.post])


def _note(post_id: int) -> None:
    view_counts().note_heeded(post_id)
