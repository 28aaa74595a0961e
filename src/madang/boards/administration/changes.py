"""Changing boards that there are: names, order, categories, closing. For operators."""

from collections.abc import Sequence

from django.db.models import Model
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.core.text.door import can_be_seen, tidy_name

from ..directory import directory
from ..directory.setup import BoardPlan, BoardPlanError, NotAnOperator, check_plan, name_key
from ..models import Board, Category, Post, State


def change_board(
    board_id: int, *, by: Account, name: str, thumbnails: int, is_closed: bool
) -> None:
    """Give a board another name, another look, or close it; its address stays.

    Raises NotAnOperator and BoardPlanError.
    """
    _must_operate(by)
    with writing():
        others = Board.objects.exclude(pk=board_id).values_list("name", flat=True)
        check_plan(
            BoardPlan(name, slug=f"board-{board_id}"), taken=frozenset(map(name_key, others))
        )
        Board.objects.filter(pk=board_id).update(
            name=tidy_name(name), thumbnails=thumbnails, is_closed=is_closed
        )
    directory.board_directory.forget()


def move_board(board_id: int, by_places: int, *, by: Account) -> None:
    """Let a board change places with its neighbour. Raises NotAnOperator."""
    _must_operate(by)
    with writing():
        _move(list(Board.objects.filter(merged_into=None, is_closed=False)), board_id, by_places)
    directory.board_directory.forget()


def order_boards(order: Sequence[int], *, by: Account) -> None:
    """Put the boards that are open in an order; those it does not name stay behind.

    Raises NotAnOperator.
    """
    _must_operate(by)
    with writing():
        rows = list(Board.objects.filter(merged_into=None, is_closed=False))
        known = [row.pk for row in rows]
        named = [pk for pk in dict.fromkeys(order) if pk in known]
        _number(Board, [*named, *(pk for pk in known if pk not in named)])
    directory.board_directory.forget()


def add_categories(board_id: int, names: Sequence[str], *, by: Account) -> None:
    """Add categories behind those that there are. Raises NotAnOperator and BoardPlanError."""
    _must_operate(by)
    with writing():
        known = list(Category.objects.filter(board=board_id))
        plan = BoardPlan("-", tuple(names), slug="board")
        check_plan(plan)
        taken = {name_key(one.name) for one in known}
        for place, name in enumerate(plan.categories, start=len(known) + 1):
            if name_key(name) in taken:
                raise BoardPlanError(_("이미 있는 분류예요: %(name)s") % {"name": name})
            Category.objects.create(board_id=board_id, name=name, place=place)
    directory.board_directory.forget()


def rename_category(board_id: int, category_id: int, name: str, *, by: Account) -> None:
    """Give a category another name. Raises NotAnOperator and BoardPlanError."""
    _must_operate(by)
    with writing():
        others = Category.objects.filter(board=board_id).exclude(pk=category_id)
        name = tidy_name(name)
        if not can_be_seen(name):
            raise BoardPlanError(_("분류 이름을 적어 주세요."))
        check_plan(BoardPlan("-", (name,), slug="board"))
        if name_key(name) in {name_key(one.name) for one in others}:
            raise BoardPlanError(_("이미 있는 분류예요: %(name)s") % {"name": name})
        Category.objects.filter(pk=category_id, board=board_id).update(name=name)
    directory.board_directory.forget()


def move_category(board_id: int, category_id: int, by_places: int, *, by: Account) -> None:
    """Let a category change places with its neighbour. Raises NotAnOperator."""
    _must_operate(by)
    with writing():
        _move(list(Category.objects.filter(board=board_id)), category_id, by_places)
    directory.board_directory.forget()


def remove_category(board_id: int, category_id: int, *, by: Account) -> None:
    """Take away a category that no post has. Raises NotAnOperator and BoardPlanError."""
    _must_operate(by)
    with writing():
        posts = Post.objects.filter(category=category_id, board=board_id)
        posts.filter(state=State.DELETED).update(category=None)
        if posts.exists():
            raise BoardPlanError(_("글이 있는 분류는 삭제할 수 없어요. 이름을 바꿀 수는 있어요."))
        Category.objects.filter(pk=category_id, board=board_id).delete()
    directory.board_directory.forget()


def _must_operate(by: Account) -> None:
    if not by.is_operator:
        raise NotAnOperator


def _move(rows: Sequence[Model], key: int, by_places: int) -> None:
    """Let one of some rows change places with a neighbour, and number all anew."""
    order = [row.pk for row in rows]
    at = order.index(key) if key in order else -1
    to = at + by_places
    if at < 0 or not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    _number(type(rows[0]), order)


def _number(kind: type[Model], order: Sequence[int]) -> None:
    """Number rows anew in an order."""
    for place, pk in enumerate(order, start=1):
        kind._default_manager.filter(pk=pk).exclude(place=place).update(place=place)
