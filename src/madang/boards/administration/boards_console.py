"""Pages on which an operator opens boards, and makes codes for those that are for members."""

import re

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import read_number
from madang.core.text.fields import LineField, TextField
from madang.membership import entry

from ..directory.lookup import board_or_404
from ..directory.rules import MAX_POSTS_PER_DAY, Rules, set_rules
from ..directory.setup import BoardPlan, BoardPlanError, open_planned_board
from ..models import MAX_NAME_LENGTH
from .changes import move_board, order_boards

CODE_DAYS = 30
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class BoardForm(forms.Form):
    name = LineField(
        label=_lazy("이름"),
        longest=MAX_NAME_LENGTH,
        error_messages={"required": _lazy("게시판 이름을 적어 주세요.")},
    )
    categories = LineField(label=_lazy("분류 (쉼표로 구분, 선택)"), required=False, longest=1000)
    has_nicknames = forms.BooleanField(label=_lazy("익인 번호 대신 별명을 써요"), required=False)
    members_only = forms.BooleanField(label=_lazy("멤버만 읽고 써요"), required=False)
    domains = LineField(
        label=_lazy("초대 코드를 보낼 이메일의 도메인 (쉼표로 구분, 선택)"),
        required=False,
        longest=500,
    )

    def clean_domains(self) -> tuple[str, ...]:
        typed = re.split(r"[\s,]+", self.cleaned_data["domains"].lower())
        domains = tuple(part.removeprefix("@") for part in typed if part)
        if not all(_DOMAIN.fullmatch(domain) for domain in domains):
            raise forms.ValidationError(_("corp.example처럼 적어 주세요."))
        return domains

    def plan(self) -> BoardPlan:
        data = self.cleaned_data
        return BoardPlan(
            name=data["name"],
            categories=tuple(data["categories"].split(",")),
            has_nicknames=data["has_nicknames"],
            members_only=data["members_only"],
            domains=data["domains"] if data["members_only"] else (),
        )


class CodesForm(forms.Form):
    count = forms.IntegerField(
        label=_lazy("개수"), min_value=1, max_value=entry.MAX_CODES, initial=20
    )


@operator_required
def boards(request: HttpRequest, by: Account) -> HttpResponse:
    """List the boards; put them in order, open another."""
    if "move" in request.POST:
        number = read_number(request.POST.get("board", ""), digits=18) or 0
        move_board(number, -1 if request.POST["move"] == "up" else 1, by=by)
        return redirect("console_boards")
    if "order" in request.POST:
        typed = request.POST["order"].split(",")
        order_boards([n for one in typed if (n := read_number(one, digits=18))], by=by)
        return redirect("console_boards")
    form = BoardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            board = open_planned_board(form.plan(), by=by)
        except BoardPlanError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("게시판을 열었어요: %(board)s") % {"board": board.name})
            return redirect("console_boards")
    status = 422 if form.is_bound else 200
    return render(request, "boards/console_boards.html", {"form": form}, status=status)


class RulesForm(forms.Form):
    operators_write = forms.BooleanField(
        label=_lazy("글은 운영자만 써요 (공지 게시판)"), required=False
    )
    needs_category = forms.BooleanField(label=_lazy("분류를 꼭 골라야 해요"), required=False)
    min_length = forms.IntegerField(
        label=_lazy("글의 최소 글자 수 (0이면 제한 없음)"), min_value=0, max_value=5000
    )
    max_posts_per_day = forms.IntegerField(
        label=_lazy("한 사람이 하루에 쓰는 글의 수 (0이면 제한 없음)"),
        min_value=0,
        max_value=MAX_POSTS_PER_DAY,
    )
    min_account_age_days = forms.IntegerField(
        label=_lazy("가입하고 며칠 뒤부터 쓸 수 있나요 (0이면 바로)"), min_value=0, max_value=365
    )
    template = TextField(
        label=_lazy("글쓰기 기본 문구 (선택)"),
        required=False,
        longest=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@operator_required
def rules(request: HttpRequest, by: Account, slug: str) -> HttpResponse:
    """Set what a board asks of posts."""
    board = board_or_404(slug)
    now = {name: getattr(board, name) for name in RulesForm.base_fields}
    form = RulesForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        set_rules(board.id, Rules(**form.cleaned_data), by=by)
        messages.success(request, _("저장했어요."))
        return redirect("console_rules", slug)
    status = 422 if form.is_bound else 200
    context = {"form": form, "board": board}
    return render(request, "boards/console_rules.html", context, status=status)


@operator_required
@reauthentication_required
def codes(request: HttpRequest, by: Account, slug: str) -> HttpResponse:
    """Make codes that let people in to a board; they are shown once."""
    board = board_or_404(slug)
    if not board.members_only:
        raise PageNotFound(_("누구나 들어갈 수 있는 게시판이에요."))
    form = CodesForm(request.POST or None)
    made: list[str] = []
    if request.method == "POST" and form.is_valid():
        made = entry.make_codes(board.id, form.cleaned_data["count"], CODE_DAYS)
    context = {"board": board, "form": form, "codes": made, "days": CODE_DAYS}
    return render(request, "boards/console_codes.html", context)
