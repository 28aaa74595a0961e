"""Merging boards: the posts of one move to another, some at a time; its addresses lead there."""

from django.utils.translation import gettext as _
from django_tasks import task

from madang.accounts.models import Account
from madang.core.db.transactions import writing

from ..directory.directory import board_directory
from ..directory.setup import BoardPlanError, NotAnOperator
from ..models import MAX_CATEGORY_LENGTH, Board, Category, Post
from ..threads.locking import lock_post
from ..threads.post_actions import put_elsewhere

BATCH = 200


def merge_boards(source: int, target: int, *, by: Account) -> None:
    """Let a board be another from now on; its posts move there in the background.

    They come into a category called like the board that they were on. Raises NotAnOperator and
    BoardPlanError.
    """
    if not by.is_operator:
        raise NotAnOperator
    with writing():
        # In one order: of two merges that oppose each other the second sees the first.
        rows = Board.objects.select_for_update().filter(pk__in=(source, target)).order_by("pk")
        boards = {board.pk: board for board in rows}
        if len(boards) < 2 or any(board.merged_into_id for board in boards.values()):
            raise BoardPlanError(_("합칠 게시판을 골라 주세요."))
        if any(board.members_only for board in boards.values()):
            raise BoardPlanError(_("멤버만 읽는 게시판은 합칠 수 없어요."))
        Board.objects.filter(pk=source).update(merged_into=target)
        # Boards that were merged into this one lead on to where its posts are.
        Board.objects.filter(merged_into=source).update(merged_into=target)
        move_some.enqueue(source)
    board_directory.forget()


@task(priority=-60)
def move_some(source: int) -> None:
    """Move some posts of a board that was merged, and go on until none is left; may run twice."""
    board = Board.objects.get(pk=source)
    target = board.merged_into_id
    if target is None:
        return
    # The highest first: nothing is missed if one is written meanwhile.
    ids = Post.objects.filter(board=source).order_by("-id").values_list("pk", flat=True)[:BATCH]
    numbers = list(ids)
    category = _category_of(board.name, target) if numbers else 0
    for number in numbers:
        with writing():
            post = lock_post(number)
            if post.board_id == source:
                put_elsewhere(post, target, category)
    if numbers:
        with writing():
            move_some.enqueue(source)


def move_leftovers() -> None:
    """Move what somebody who did not know wrote on a merged board; the schedule does so."""
    for board in Board.objects.exclude(merged_into=None):
        if Post.objects.filter(board=board).exists():
            with writing():
                move_some.enqueue(board.pk)


def _category_of(name: str, board: int) -> int:
    """Return the category of a board that is called like another board; made where it lacks."""
    with writing():
        place = Category.objects.filter(board=board).count() + 1
        category, made = Category.objects.get_or_create(
            board_id=board, name=name[:MAX_CATEGORY_LENGTH], defaults={"place": place}
        )
    if made:
        board_directory.forget()
    return category.pk
