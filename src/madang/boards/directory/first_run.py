"""What the first-run page asks for boards."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _lazy

from madang.core.text.fields import TextField

from .setup import BoardPlanError, open_first_boards, read_plans

SUGGESTED_BOARDS = _lazy(
    "자유: 일상, 질문, 고민\n이슈: 뉴스, 연예, 스포츠\n유머: 유머·감동\n정보: 팁, 추천, 할인"
)


def fields() -> dict[str, forms.Field]:
    boards = TextField(
        label=_lazy("게시판: 한 줄에 하나, 콜론(:) 뒤에 분류"),
        help_text=_lazy("예: 이슈: 뉴스, 연예, 스포츠"),
        longest=4000,
        widget=forms.Textarea,
        initial=SUGGESTED_BOARDS,
    )
    return {"boards": boards}


def clean(data: dict[str, Any]) -> None:
    """Read the boards that were typed, in place. Raises ValidationError."""
    if "boards" in data:
        try:
            data["boards"] = read_plans(data["boards"])
        except BoardPlanError as error:
            raise ValidationError({"boards": str(error)}) from error


def found(data: dict[str, Any]) -> None:
    open_first_boards(data["boards"])
