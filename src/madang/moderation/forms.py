"""Forms of reports and of what a moderator decides."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.models import Account
from madang.boards.models import State
from madang.core.text.door import can_be_seen
from madang.core.text.fields import TextField

from .decisions import Mute
from .models import REASON_MAX, Complaint, DecisionKind, ReportedPart, Scope
from .subjects import ReportSubject

# A case as the list sends it: post, number, last report.
_CASE = re.compile(r"\d{1,18}/\d{1,9}/\d{1,18}")
NO_MUTE, FOR_GOOD = "", "always"
LENGTHS = {
    "1h": (_lazy("1시간"), timedelta(hours=1)),
    "6h": (_lazy("6시간"), timedelta(hours=6)),
    "1d": (_lazy("1일"), timedelta(days=1)),
    "3d": (_lazy("3일"), timedelta(days=3)),
    "7d": (_lazy("7일"), timedelta(days=7)),
    "30d": (_lazy("30일"), timedelta(days=30)),
}
_CHOOSE = {"required": _lazy("하나를 골라 주세요."), "invalid_choice": _lazy("하나를 골라 주세요.")}


class ReportForm(forms.Form):
    part = forms.ChoiceField(label=_lazy("무엇을 신고하나요?"), widget=forms.RadioSelect)
    complaint = forms.ChoiceField(
        label=_lazy("이유"),
        choices=Complaint.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    words = TextField(
        label=_lazy("더 알릴 것 (선택)"),
        required=False,
        longest=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, subject: ReportSubject, data: Any = None) -> None:
        super().__init__(data, initial={"part": ReportedPart.WORDS})
        there = {ReportedPart.WORDS: True, ReportedPart.PICTURE: subject.has_picture}
        there[ReportedPart.NICKNAME] = subject.nickname is not None
        words = _("이 댓글") if subject.comment else _("이 글")
        names = {**dict(ReportedPart.choices), ReportedPart.WORDS.value: words}
        choices = [(kind.value, names[kind.value]) for kind, is_there in there.items() if is_there]
        self.fields["part"].choices = choices  # type: ignore[attr-defined]
        self.has_choice = len(choices) > 1


class DecisionForm(forms.Form):
    """What is done about a subject, and whether its writer may go on writing."""

    kind = forms.ChoiceField(
        label=_lazy("이 글 처리"), widget=forms.RadioSelect, error_messages=_CHOOSE, required=False
    )
    scope = forms.ChoiceField(
        label=_lazy("작성자 제재"),
        choices=[
            (NO_MUTE, _lazy("쓰기 제한 안 함")),
            (Scope.THREAD, _lazy("이 글에서 쓰기 제한")),
            (Scope.BOARD, _lazy("이 게시판에서 쓰기 제한")),
            (Scope.SITE, _lazy("모든 게시판에서 쓰기 제한")),
        ],
        required=False,
    )
    length = forms.ChoiceField(
        label=_lazy("얼마 동안"),
        choices=[(key, name) for key, (name, _length) in LENGTHS.items()]
        + [(FOR_GOOD, _lazy("계속"))],
        initial="1d",
        required=False,
    )
    reason = TextField(
        label=_lazy("이유 (글쓴이에게 보여요)"),
        required=False,
        longest=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    # The last report that was read: one that comes meanwhile is still to be decided about.
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**62)

    def __init__(self, subject: ReportSubject, by: Account, data: Any = None) -> None:
        super().__init__(data)
        scopes = self.base_fields["scope"].choices  # type: ignore[attr-defined]
        # Where somebody moderates some boards, they mute nobody on others.
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            choice for choice in scopes if by.is_operator or choice[0] != Scope.SITE
        ]
        kinds = [DecisionKind.FINE, DecisionKind.HIDE, DecisionKind.DELETE]
        if subject.state == State.HIDDEN:
            kinds = [DecisionKind.FINE, DecisionKind.DELETE]
        if subject.nickname is not None and subject.nickname.is_chosen:
            kinds.append(DecisionKind.NICKNAME)
        if subject.is_sealed:
            kinds.append(DecisionKind.WORD)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("kind") and not data.get("scope") and not self.errors:
            self.add_error("kind", _("하나를 골라 주세요."))
        if data.get("scope") and not data.get("length"):
            self.add_error("length", _("하나를 골라 주세요."))
        if data.get("scope") and data.get("kind") == DecisionKind.FINE:
            self.add_error("kind", _("문제없음으로 처리하면서 쓰기를 제한할 수는 없어요."))
        return data

    def decided(self) -> dict[str, Any]:
        """Return what `decisions.decide` takes."""
        data = self.cleaned_data
        kind = DecisionKind(data["kind"]) if data["kind"] else None
        mute = None
        if data["scope"]:
            length = LENGTHS.get(data["length"])
            until = timezone.now() + length[1] if length else None
            mute = Mute(Scope(data["scope"]), until)
        return {"kind": kind, "mute": mute, "reason": data["reason"], "seen": data["seen"]}


class ManyForm(forms.Form):
    """What is done alike about several cases of the list."""

    cases = forms.TypedMultipleChoiceField(
        label=_lazy("신고"),
        coerce=str,
        error_messages={"required": _lazy("처리할 신고를 골라 주세요.")},
    )
    kind = forms.ChoiceField(
        label=_lazy("고른 것을"),
        choices=[
            (kind.value, kind.label)
            for kind in (DecisionKind.FINE, DecisionKind.HIDE, DecisionKind.DELETE)
        ],
        error_messages=_CHOOSE,
    )
    reason = TextField(
        label=_lazy("이유 (글쓴이에게 보여요)"),
        required=False,
        longest=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        # What was listed when it was chosen may have changed: each decision looks again.
        sent = data.getlist("cases") if data else ()
        choices = [(key, key) for key in sent if _CASE.fullmatch(key)]
        self.fields["cases"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        needs_reason = data.get("kind") not in (None, DecisionKind.FINE)
        if needs_reason and "reason" not in self.errors and not can_be_seen(data["reason"]):
            self.add_error("reason", _("이유를 적어 주세요. 글쓴이에게 보여요."))
        return data

    def chosen(self) -> list[tuple[int, int, int]]:
        """Return of each case its post, its number, and the last report that was seen."""
        keys = (key.split("/") for key in self.cleaned_data["cases"])
        return [(int(post), int(seq), int(last)) for post, seq, last in keys]


class WordsForm(forms.Form):
    words = TextField(
        label=_lazy("한 줄에 하나씩"),
        required=False,
        longest=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    initials = forms.BooleanField(label=_lazy("초성으로 쓴 것도 (쿠팡이면 ㅋㅍ도)"), required=False)
