"""Forms of what one wants to be called for, and of what one watches."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.models import Account
from madang.boards.access import may_enter
from madang.boards.forms import places
from madang.boards.structure import site

from .lines import Kind

KINDS = {
    Kind.REPLY: _lazy("내 글의 댓글과 내 댓글의 답글"),
    Kind.MENTION: _lazy("나를 @로 부른 댓글"),
    Kind.NEWS: _lazy("호출을 예약한 글의 새 소식"),
}
EVERYWHERE = "0/"


class WatchForm(forms.Form):
    place = forms.ChoiceField(
        label=_lazy("어디의 새 글"),
        error_messages={"invalid_choice": _lazy("그런 게시판은 없어요.")},
    )
    word = forms.CharField(
        label=_lazy("제목에 이 낱말이 있을 때만 (없어도 돼요)"), required=False, max_length=40
    )

    def __init__(self, account: Account, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        boards = site().by_id
        choices = [(EVERYWHERE, _("모든 게시판 (낱말로)"))]
        for value, name in places(site()):
            if may_enter(boards[int(value.partition("/")[0])], account):
                choices.append((value, name))
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def watched(self) -> dict[str, Any]:
        """Return what `watches.watch` takes."""
        board, _sep, category = self.cleaned_data["place"].partition("/")
        number = int(category) if category else None
        return {"board": int(board), "category": number, "word": self.cleaned_data["word"]}


class WishesForm(forms.Form):
    kinds = forms.TypedMultipleChoiceField(
        label=_lazy("무엇이 있을 때 부를까요?"),
        choices=[(int(kind), label) for kind, label in KINDS.items()],
        coerce=lambda value: Kind(int(value)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    digest = forms.BooleanField(
        label=_lazy("읽지 않은 호출이 있으면 하루에 한 번 이메일로 알려 주세요."), required=False
    )
