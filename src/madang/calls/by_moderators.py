"""A moderator's word to whoever wrote something, without learning who it is."""

from datetime import datetime

from madang.identity.epochs import open_epoch
from madang.identity.inboxes import ends_of, inboxes_of, put

from .lines import Call, Kind
from .pushes import note
from .wishes import wishes_of


def call_writer(seal: tuple[bytes, str], *, post: int, act: int, at: datetime) -> bool:
    """Call whoever a (seal, row) names about an act; tell whether anybody is known.

    Belongs in the act's transaction.
    """
    (inbox,) = inboxes_of([seal])
    if inbox is None:
        return False
    call = Call(Kind.MODERATOR, post, act, at)
    put([(inbox, call.pack())], ends_of([inbox], epoch=open_epoch(at)))
    wishes = wishes_of(inbox)
    if Kind.MODERATOR in wishes.push:
        note([(inbox, wishes)])
    return True
