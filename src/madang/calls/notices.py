"""A moderator's word to the writer of something, without learning who it is."""

from datetime import datetime

from madang.identity.epochs import open_epoch
from madang.identity.inboxes import ends_of, inboxes_of, put

from .codec import Call, Kind
from .preferences import preferences_of
from .pushes import note


def call_writer(seal: tuple[bytes, str], *, post: int, decision: int, at: datetime) -> bool:
    """Call the account that a (seal, row) names about a decision; tell whether anybody is known.

    Belongs in the decision's transaction.
    """
    (inbox,) = inboxes_of([seal])
    if inbox is None:
        return False
    call = Call(Kind.MODERATOR, post, decision, at)
    put([(inbox, call.pack())], ends_of([inbox], epoch=open_epoch(at)))
    preferences = preferences_of(inbox)
    if Kind.MODERATOR in preferences.push:
        note([(inbox, preferences)])
    return True
