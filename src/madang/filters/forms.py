"""Forms of filters: one for each thing that a filter may go by."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.models import Account
from madang.boards.api import board_directory, may_enter, places
from madang.core.text.fields import LineField

from .rules import FilterRefused, How, Rule, What, rule

# Each is looked for in thousands of titles, for anyone who asks.
MAX_WORDS_AT_ONCE = 20
HOWS = [(How.FOLD, _lazy("접기")), (How.REMOVE, _lazy("숨기기"))]
_NEEDED = {"required": _lazy("무엇을 필터링할지 적어 주세요.")}


class RuleForm(forms.Form):
    """What one filter, or a few of a kind, go by; `rules` are there when it is valid."""

    what: What
    value: Any
    how = forms.ChoiceField(label=_lazy("필터링된 글 표시"), choices=HOWS, initial=How.FOLD)
    rules: tuple[Rule, ...] = ()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{self.what.value}-%s")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        try:
            if "value" in data and "how" in data:
                self.rules = tuple(
                    rule(
                        *self.typed(value),
                        data["how"],
                        initials=data.get("initials", True),
                        within=data.get("within", False),
                    )
                    for value in self.values(data["value"])
                )
        except FilterRefused as refused:
            self.add_error("value", str(refused))
        return data

    def values(self, value: str) -> list[str]:
        """Return what was typed, one by one."""
        return [value]

    def typed(self, value: str) -> tuple[str, str]:
        """Return what a typed filter goes by, and its value."""
        return self.what, value


class WordForm(RuleForm):
    what = What.WORD
    value = LineField(
        label=_lazy("단어 (여러 개는 쉼표로 구분)"), longest=600, error_messages=_NEEDED
    )
    within = forms.BooleanField(
        label=_lazy("다른 단어에 포함된 것도 (국수면 잔치국수도)"), required=False
    )
    initials = forms.BooleanField(
        label=_lazy("초성으로 쓴 것도 (쿠팡이면 ㅋㅍ도)"), required=False, initial=True
    )

    def values(self, value: str) -> list[str]:
        words = [word for word in value.split(",") if word.strip()] or [value]
        if len(words) > MAX_WORDS_AT_ONCE:
            said = _("한 번에 %(most)d개까지 추가할 수 있어요.")
            raise FilterRefused(said % {"most": MAX_WORDS_AT_ONCE})
        return words


class PlaceForm(RuleForm):
    what = What.BOARD
    value = forms.ChoiceField(
        label=_lazy("게시판이나 분류"),
        error_messages={"invalid_choice": _lazy("게시판을 찾을 수 없어요.")},
    )

    def __init__(self, account: Account | None, data: Any = None) -> None:
        super().__init__(data)
        boards = board_directory().by_id
        self.fields["value"].choices = [  # type: ignore[attr-defined]
            (value, name)
            for value, name in places(board_directory().boards)
            if may_enter(boards[int(value.partition("/")[0])], account)
        ]

    def typed(self, value: str) -> tuple[str, str]:
        board, _slash, category = value.partition("/")
        return (What.CATEGORY, value) if category else (What.BOARD, board)


class DomainForm(RuleForm):
    what = What.DOMAIN
    value = LineField(
        label=_lazy("이 사이트로 가는 링크가 있는 글과 댓글"),
        longest=200,
        error_messages=_NEEDED,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "news.example"}),
    )


class RecommendsForm(RuleForm):
    what = What.RECOMMENDS
    value = LineField(
        label=_lazy("추천 수가 이보다 적은 글"),
        longest=4,
        error_messages=_NEEDED,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "1"}),
    )


class FileForm(forms.Form):
    """Filters that were taken along: a file, or its text."""

    file = forms.FileField(label=_lazy("필터 파일"), required=False)
    text = forms.CharField(required=False, max_length=200_000)


def rule_forms(account: Account | None, what: str, data: Any) -> dict[str, RuleForm]:
    """Return every form; the one that was sent (`what`) holds what was typed."""
    makers: dict[str, Callable[[Any], RuleForm]] = {
        What.WORD.value: WordForm,
        What.BOARD.value: partial(PlaceForm, account),
        What.DOMAIN.value: DomainForm,
        What.RECOMMENDS.value: RecommendsForm,
    }
    return {kind: make(data if kind == what else None) for kind, make in makers.items()}
