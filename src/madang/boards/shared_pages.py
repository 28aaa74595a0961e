"""Pages that members share: what those of boards show of whoever reads them.

Whoever filters, operates or moderates gets pages of their own, and so does everybody where a page
shows more of its reader: a poll with their vote, a nickname.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from madang.accounts.decorators import current_account
from madang.accounts.models import Account
from madang.core.fresh import FreshByKey
from madang.core.http.shared_pages import SharedPage, Values, share_with_members

from .directory.directory import board_directory
from .directory.moderators import moderates_somewhere
from .extensions import filter_for, filters_something
from .reactions.queries import OwnMarks, liked, own_marks
from .reactions.reactions import Reaction, own_reactions
from .threads.queries import PostView

LIST, THREAD = "list", "thread"
_SECRET = secrets.token_bytes(16)


class ThreadAbout(NamedTuple):
    """A thread as a shared page shows it: the reactions offered, the comments that are liked."""

    id: int
    epoch: int
    reactions: tuple[int, ...] = ()
    liked: tuple[int, ...] = ()


def share_list(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Let members share a list of posts that anybody may read."""
    account = current_account(request)
    if account is None or moderates_somewhere(account) or filter_for(request) is not None:
        return response
    return share_with_members(response, request, SharedPage(LIST, (), ()))


def share_thread(
    response: HttpResponse,
    request: HttpRequest,
    post: PostView,
    own: OwnMarks,
    likes: Mapping[int, bool],
    reactions: Sequence[Reaction],
    once: str,
) -> HttpResponse:
    """Let members share the page of a thread, where nothing on it is one's alone.

    `likes` tells of the comments that anybody likes whether the reader does, and `once` is what
    the form for a comment is told by from others.
    """
    account = current_account(request)
    if (
        account is None
        or moderates_somewhere(account)
        or board_directory().by_id[post.board_id].members_only
        or board_directory().by_id[post.board_id].has_nicknames
        or post.addon
        or response.status_code != 200
        or filter_for(request) is not None
    ):
        return response
    numbers = tuple(each.number for each in reactions)
    about = ThreadAbout(post.id, post.epoch, numbers, tuple(likes))
    said = {each.number for each in reactions if each.is_own}
    liked_by_reader = {number for number, is_liked in likes.items() if is_liked}
    state = _thread_state(about, own, liked_by_reader, said, account)
    return share_with_members(response, request, SharedPage(THREAD, about, state, once=once))


def list_state_of(account: Account, about: Values) -> Values | None:
    """Return how an account stands to a list: nothing of it is theirs; None where some is."""
    return None if _has_its_own(account) else ()


def thread_state_of(account: Account, about: Values) -> Values | None:
    """Return what an account is and did in a thread; None where its page is one's own."""
    if _has_its_own(account):
        return None
    thread = ThreadAbout(*about)
    said = own_reactions(thread, thread.reactions, account) if thread.reactions else frozenset()
    own = own_marks(account, thread)
    return _thread_state(thread, own, liked(account, thread, thread.liked), said, account)


def _has_its_own(account: Account) -> bool:
    return moderates_somewhere(account) or _filters(account.pk)


# Whoever changes a filter is served by Django for longer than this.
_filters: FreshByKey[int, bool] = FreshByKey(
    filters_something, seconds=settings.SHARED_SECONDS, most=4096
)


def _thread_state(
    about: ThreadAbout, own: OwnMarks, likes: Set[int], said: Set[int], account: Account
) -> Values:
    """Return all that a page shows of its reader, in one order; nothing of who did nothing.

    Whoever did something shares the page with themselves alone: how fast it comes would tell
    others who did the same that somebody has just read it.
    """
    reactions = tuple(number for number in about.reactions if number in said)
    liked_ones = tuple(number for number in about.liked if number in likes)
    if own == OwnMarks() and not reactions and not liked_ones:
        return ()
    marks = own.recommended, own.scrapped, own.reserved, own.muted
    return _told_apart(account, about.id), own.voice, *marks, reactions, liked_ones


def _told_apart(account: Account, post_id: int) -> str:
    """Return what tells an account from others in one thread and in this process alone."""
    said = b"%d %d" % (account.pk, post_id)
    return hashlib.blake2b(said, key=_SECRET, digest_size=12).hexdigest()
