"""The guards of writing, in one order: words, place, state, mutes, the board's rules, its pace.

Words are looked through before any transaction, since a long text takes its time.
"""

from django.utils.translation import gettext as _

from madang.accounts.models import Account

from ..directory.access import must_enter_board
from ..directory.directory import board_directory
from ..directory.rules import check_post_rules, check_posting_pace
from ..extensions import Writing, WritingRefused, check_can_write, check_text_allowed
from ..models import State
from .locking import must_be_live
from .post_draft import PostDraft


def check_words(*texts: str) -> None:
    """Raise WritingRefused for words that nobody may write; before the transaction."""
    check_text_allowed(*texts)


def check_place(
    *, by: Account, board_id: int, thread: int | None = None, state: int = State.LIVE
) -> None:
    """Raise for somebody who may not write there: NotAMember, NoLongerThere, WritingRefused.

    Membership comes before the state: what is on a closed board is no business of others.
    """
    must_enter_board(board_id, by)
    must_be_live(state)
    if board_directory().by_id[board_id].is_closed and not by.is_operator:
        raise WritingRefused(_("닫은 게시판이라 읽을 수만 있어요."))
    check_can_write(Writing(by, board_id, thread))


def check_new_post(draft: PostDraft, *, by: Account, board_id: int) -> None:
    """Raise for a post that its board does not take: NotAMember and WritingRefused."""
    board = board_directory().by_id[board_id]
    check_place(by=by, board_id=board_id)
    check_post_rules(board, draft.category_id, draft.text, by=by)
    check_posting_pace(board, by=by)


def check_changed_post(
    draft: PostDraft, *, by: Account, board_id: int, thread: int, state: int
) -> None:
    """Raise for a change that a post's board does not take, as for a new post but its pace."""
    check_place(by=by, board_id=board_id, thread=thread, state=state)
    check_post_rules(board_directory().by_id[board_id], draft.category_id, draft.text, by=by)
