"""Merging boards: the posts of one move to another, some at a time; its addresses lead there."""

from django.utils.translation import gettext as _
from django_tasks import task

from madang.accounts.models import Account
from madang.core.db.transactions import writing

from ..directory.directory import board_directory
from ..directory.setup import BoardPlanError, NotAnOperator
from ..models import Board, Category, Post
from ..threads.locking import lock_post
from ..threads.post_actions import put_elsewhere

BATCH = 200


def merge_boards(source: int, target: int, *, by: Account) -> None:
    """Close a board and let its posts move to another, in the background.

    They come into a category called like the board that they were on. Raises NotAnOperator and
    BoardPlanError.
    """
    if not by.is_operator:
        raise NotAnOperator
    boards = board_directory().by_id
    if source == target or source not in boards or target not in boards:
        raise BoardPlanError(_("합칠 게시판을 골라 주세요."))
    if boards[source].members_only or boards[target].members_only:
        raise BoardPlanError(_("멤버만 읽는 게시판은 합칠 수 없어요."))
    with writing():
        Board.objects.filter(pk=source).update(is_closed=True)
        category, _made = Category.objects.get_or_create(
            board_id=target,
            name=boards[source].name[:30],
            defaults={"place": len(boards[target].categories) + 1},
        )
        move_some.enqueue(source, target, category.pk)
    board_directory.forget()


@task(priority=-60)
def move_some(source: int, target: int, category: int) -> None:
    """Move some posts of a board, and go on until none is left; may run twice."""
    # The highest first: nothing is missed if one is written meanwhile.
    ids = Post.objects.filter(board=source).order_by("-id").values_list("pk", flat=True)[:BATCH]
    numbers = list(ids)
    for number in numbers:
        with writing():
            post = lock_post(number)
            if post.board_id == source:
                put_elsewhere(post, target, category)
    with writing():
        if numbers:
            move_some.enqueue(source, target, category)
        else:
            # Boards that were merged into this one lead on to where its posts are.
            Board.objects.filter(merged_into=source).update(merged_into=target)
            Board.objects.filter(pk=source).update(merged_into=target)
    board_directory.forget()
