"""Asking for a board, supporting it, opening or declining it."""

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.boards.api import (
    BoardPlan,
    BoardPlanError,
    NotAnOperator,
    check_plan,
    has_board_called,
    name_key,
    open_planned_board,
)
from madang.boards.extensions import Writing, WritingRefused, check_can_write, check_text_allowed
from madang.boards.models import Board
from madang.core.db.transactions import writing
from madang.core.text.door import can_be_seen, tidy, tidy_name
from madang.identity.tags import lookup_tag

from .models import KEY_MAX, BoardRequest, Outcome, Support
from .queries import support_tag

# What is asked for is on no board yet: only who may write nowhere may not ask.
NO_BOARD = 0


class RequestRefused(Exception):
    """It cannot be asked for; the message says why, in the reader's language."""


def ask_for_board(*, by: Account, name: str, why: str) -> BoardRequest:
    """Ask for a board, and support it. Raises RequestRefused."""
    plan, today = BoardPlan(tidy_name(name)), timezone.localdate()
    _must_be_possible(plan)
    key = name_key(plan.name)[:KEY_MAX]
    try:
        check_can_write(Writing(by, NO_BOARD, None))
        check_text_allowed(plan.name, why)
    except WritingRefused as refused:
        raise RequestRefused(str(refused)) from None
    try:
        with writing():
            made = BoardRequest.objects.create(
                name=plan.name,
                name_key=key,
                why=tidy(why),
                day=today,
                day_tag=lookup_tag(f"board request:{today}", str(by.pk)),
            )
            _support(made, by)
    except IntegrityError:
        if BoardRequest.objects.filter(name_key=key, outcome=Outcome.DECLINED).exists():
            said = _("열지 않기로 한 게시판이에요. 이유는 아래의 끝난 요청에 있어요.")
            raise RequestRefused(said) from None
        if BoardRequest.objects.filter(name_key=key).exists():
            raise RequestRefused(
                _("이미 요청된 게시판이에요. 위에서 찾아 응원해 주세요.")
            ) from None
        raise RequestRefused(_("하루에 하나만 요청할 수 있어요.")) from None
    return made


def support(request_id: int, *, by: Account) -> None:
    """Support a request; once is all that counts."""
    with writing():
        found = BoardRequest.objects.filter(pk=request_id, outcome=Outcome.OPEN).first()
        if found is None:
            raise RequestRefused(_("이미 끝난 요청이에요."))
        if not Support.objects.filter(tag=support_tag(request_id, by)).exists():
            _support(found, by)


def withdraw_support(request_id: int, *, by: Account) -> None:
    """Support a request no more."""
    with writing():
        gone, _rows = Support.objects.filter(tag=support_tag(request_id, by)).delete()
        if gone:
            BoardRequest.objects.filter(pk=request_id).update(supports=F("supports") - 1)


def open_requested(request_id: int, *, by: Account) -> Board:
    """Open the board that was asked for, for operators. Raises NotAnOperator, RequestRefused."""
    with writing():
        found = _asked(request_id, by)
        try:
            board = open_planned_board(BoardPlan(found.name), by=by)
        except BoardPlanError as error:
            raise RequestRefused(str(error)) from None
        found.outcome = Outcome.OPENED
        found.save(update_fields=["outcome"])
    return board


def decline(request_id: int, *, by: Account, answer: str) -> None:
    """Say why a board is not opened, for operators. Raises NotAnOperator, RequestRefused."""
    answer = tidy(answer)
    if not can_be_seen(answer):
        raise RequestRefused(_("이유를 적어 주세요. 모두에게 보여요."))
    with writing():
        found = _asked(request_id, by)
        found.outcome, found.answer = Outcome.DECLINED, answer
        found.save(update_fields=["outcome", "answer"])


def _support(request: BoardRequest, by: Account) -> None:
    Support.objects.create(request=request, tag=support_tag(request.pk, by))
    BoardRequest.objects.filter(pk=request.pk).update(supports=F("supports") + 1)


def _asked(request_id: int, by: Account) -> BoardRequest:
    if not by.is_operator:
        raise NotAnOperator
    requests = BoardRequest.objects.select_for_update()
    found = requests.filter(pk=request_id, outcome=Outcome.OPEN).first()
    if found is None:
        raise RequestRefused(_("이미 끝난 요청이에요."))
    return found


def _must_be_possible(plan: BoardPlan) -> None:
    try:
        check_plan(plan)
    except BoardPlanError as error:
        raise RequestRefused(str(error)) from None
    if has_board_called(plan.name):
        raise RequestRefused(_("이미 있는 게시판이에요: %(name)s") % {"name": plan.name})
