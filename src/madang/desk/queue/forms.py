"""Forms of those who answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _lazy

from madang.core.text.fields import LineField, TextField
from madang.incidents.affected.contacts import Contact, mobile
from madang.incidents.forms import MomentField

from ..care.skills import Skills
from ..care.warnings import KIND_NAMES
from ..lanes import FRONT, LEAD, LEGAL, TECHNICAL
from ..models import Urgency

LONGEST, LONGEST_REASON = 8000, 300
DESK_NAMES = {
    FRONT: _lazy("일반 창구"),
    LEAD: _lazy("팀장"),
    LEGAL: _lazy("법무"),
    TECHNICAL: _lazy("기술"),
}
LANGUAGE_NAMES = {"ko": "한국어", "en": "English"}
OUTCOMES = (
    ("answered", _lazy("해결됐어요")),
    ("later", _lazy("다시 전화하기로 했어요")),
    (LEAD, _lazy("팀장에게 넘겨요")),
    (LEGAL, _lazy("법무에 넘겨요")),
    (TECHNICAL, _lazy("기술에 넘겨요")),
)


class BeginForm(forms.Form):
    """In which languages and at which desks somebody works today."""

    languages = forms.MultipleChoiceField(
        label=_lazy("언어"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _lazy("언어를 하나는 골라 주세요.")},
    )
    desks = forms.MultipleChoiceField(
        label=_lazy("창구"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _lazy("창구를 하나는 골라 주세요.")},
    )

    def __init__(self, data: Any, skills: Skills) -> None:
        super().__init__(data)
        languages: Any = self.fields["languages"]
        languages.choices = [(one, LANGUAGE_NAMES[one]) for one in skills.languages]
        languages.initial = skills.languages[:1]
        desks: Any = self.fields["desks"]
        desks.choices = [(one, DESK_NAMES.get(one, _lazy("우리 회사"))) for one in skills.desks]
        desks.initial = skills.desks[:1]


class WordsForm(forms.Form):
    """An answer, a note or an opinion in one's own words."""

    text = TextField(label=_lazy("답"), longest=LONGEST, widget=forms.Textarea)


class ReasonForm(forms.Form):
    """Why something goes back, on or to whom."""

    why = LineField(label=_lazy("이유"), longest=LONGEST_REASON, required=False)


class LaterForm(ReasonForm):
    until = MomentField(label=_lazy("언제 다시 볼까요?"))


class AbuseForm(forms.Form):
    kind = forms.ChoiceField(
        label=_lazy("어떤 폭언이었나요?"),
        choices=[(one.value, name) for one, name in KIND_NAMES.items()],
    )


class TelephoneForm(forms.Form):
    """What somebody asked on the telephone, and what came of it."""

    text = TextField(label=_lazy("문의 내용과 답"), longest=LONGEST, widget=forms.Textarea)
    contact = LineField(label=_lazy("전화번호 (선택)"), longest=40, required=False)
    name = LineField(label=_lazy("이름 또는 호칭 (선택)"), longest=40, required=False)
    stake = forms.TypedChoiceField(
        label=_lazy("어떤 일인가요?"), choices=Urgency.choices, coerce=int, initial=0
    )
    outcome = forms.ChoiceField(label=_lazy("어떻게 됐나요?"), choices=OUTCOMES)
    until = MomentField(label=_lazy("다시 전화할 시각"), required=False)

    def clean_contact(self) -> Contact | None:
        typed = self.cleaned_data["contact"]
        found = mobile(typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(_lazy("휴대전화 번호로 적어 주세요. 예: 010-1234-5678"))
        return found

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("outcome") == "later" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _lazy("다시 전화할 시각을 적어 주세요."))
