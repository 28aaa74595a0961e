"""Forms about incidents, and the fields that they share."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.core.text.fields import LineField, TextField
from madang.staff.members import StaffMember, all_staff

from .models import FactStatus, Incident

LONG, SHORT = 4000, 200
FIRST_YEAR, LAST_YEAR = 1980, 2100
PICKED = "%Y-%m-%dT%H:%M"
ZONES = ("Asia/Seoul", "UTC", "Asia/Tokyo", "Asia/Shanghai", "Europe/London", "America/New_York")


class MomentField(forms.DateTimeField):
    """A day and a time of our age, in the site's zone unless the form says another."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format=PICKED, attrs={"type": "datetime-local"})
        said = {
            "invalid": _lazy("날짜와 시각을 확인해 주세요. 예: 2026-11-30 09:30"),
            "required": _lazy("날짜와 시각을 적어 주세요."),
        }
        formats = [PICKED, "%Y-%m-%d %H:%M", "%Y.%m.%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(
            **{"widget": widget, "error_messages": said, "input_formats": formats, **options}
        )

    def to_python(self, value: Any) -> datetime | None:
        try:
            read = super().to_python(value)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid"]) from None
        return _of_our_age(read) if read is not None else None


def _of_our_age(read: datetime) -> datetime:
    """Return a moment that every zone and both databases can hold; raises ValidationError."""
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise forms.ValidationError(_("날짜와 시각을 확인해 주세요. 예: 2026-11-30 09:30"))
    return read


def text_field(label: Any, *, required: bool = True, rows: int = 4) -> TextField:
    """Return a field for a text of a few lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return TextField(label=label, longest=LONG, required=required, widget=widget)


class StaffField(forms.ChoiceField):
    """One of those who work here."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.people: dict[str, StaffMember] = {}

    def offer(self, by: StaffMember) -> None:
        """Let everybody who works here be chosen, and whoever asks."""
        everybody = {str(one.account): one for one in [by, *all_staff()] if not one.firm}
        self.people = everybody
        chosen = [(key, one.name) for key, one in everybody.items()]
        self.choices = chosen if self.required else [("", _lazy("아무도 아님")), *chosen]

    def member(self, value: str) -> StaffMember | None:
        return self.people.get(value)


class OpenForm(forms.Form):
    name = LineField(label=_lazy("사고 이름"), longest=80)
    noticed = MomentField(label=_lazy("알게 된 때"))
    noticed_how = text_field(_lazy("어떻게 알게 되었나요?"))
    is_intrusion = forms.BooleanField(
        label=_lazy("외부의 불법 접근이에요 (아니면 아직 몰라요)"), required=False
    )


class DescribeForm(forms.Form):
    name = LineField(label=_lazy("사고 이름"), longest=80)
    is_intrusion = forms.BooleanField(label=_lazy("외부의 불법 접근"), required=False)
    is_grave = forms.BooleanField(
        label=_lazy("민감정보나 고유식별정보가 들어 있어요"), required=False
    )
    people = forms.IntegerField(
        label=_lazy("몇 명인가요? (모르면 비워 두세요)"),
        required=False,
        min_value=0,
        max_value=2_000_000_000,
    )
    since = MomentField(label=_lazy("언제부터 유출되었나요?"), required=False)
    until = MomentField(label=_lazy("언제 막았나요?"), required=False)
    items = text_field(_lazy("유출된 항목 (한 줄에 하나)"), required=False)
    what_to_do = text_field(_lazy("대상자가 할 수 있는 일"), required=False)
    contact = text_field(_lazy("담당 부서와 연락처"), required=False, rows=3)
    official_numbers = text_field(
        _lazy("우리가 쓰는 공식 번호와 주소 (한 줄에 하나)"), required=False, rows=3
    )

    @classmethod
    def of(cls, incident: Incident) -> dict[str, Any]:
        """Return what the form shows at first."""
        shown = {name: getattr(incident, name, None) for name in cls.base_fields if name != "items"}
        shown["items"] = "\n".join(incident.present_items.values_list("name", flat=True))
        return shown

    def clean_items(self) -> list[str]:
        return [line[:40] for line in self.cleaned_data["items"].splitlines() if line.strip()]


class FactForm(forms.Form):
    status = forms.TypedChoiceField(
        label=_lazy("얼마나 확실한가요?"),
        choices=FactStatus.choices,
        coerce=lambda value: FactStatus(int(value)),
    )
    question = LineField(
        label=_lazy("어떤 질문의 답인가요?"),
        longest=SHORT,
        required=False,
    )
    text = text_field(_lazy("내용"))
    source = LineField(label=_lazy("어디에서 알았나요?"), longest=SHORT)
    owner = StaffField(label=_lazy("누가 알아보나요? (조사 중일 때)"), required=False)
    next_word = MomentField(label=_lazy("언제 다시 알리나요? (조사 중일 때)"), required=False)


class EntryForm(forms.Form):
    moment = MomentField(label=_lazy("일어난 때"))
    zone = forms.ChoiceField(label=_lazy("시간대"))
    text = text_field(_lazy("무슨 일이 있었나요?"))
    is_in_summary = forms.BooleanField(label=_lazy("요약에 넣기"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        zones: Iterable[str] = dict.fromkeys((settings.TIME_ZONE, *ZONES))
        field = self.fields["zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(zone, zone) for zone in zones]

    def in_its_zone(self) -> datetime:
        """Return the moment, read in the clock that was chosen."""
        read = timezone.make_naive(self.cleaned_data["moment"])
        return read.replace(tzinfo=ZoneInfo(self.cleaned_data["zone"]))


class TaskForm(forms.Form):
    text = LineField(label=_lazy("할 일"), longest=SHORT)
    owner = StaffField(label=_lazy("맡을 사람"))
    due = MomentField(label=_lazy("마감"))


class DecisionForm(forms.Form):
    what = forms.ChoiceField(
        label=_lazy("결정"),
        choices=[("done", _lazy("했어요")), ("not owed", _lazy("하지 않아요 (근거가 있어요)"))],
    )
    done = MomentField(label=_lazy("완료 시각"), required=False)
    reason = text_field(_lazy("접수 번호나 근거"), rows=3)


class PublishForm(forms.Form):
    next_update = MomentField(label=_lazy("다음 소식을 알릴 시각"))


class HoldForm(forms.Form):
    reason = text_field(_lazy("보존하는 이유 (비우면 풀려요)"), required=False, rows=2)


class ListForm(forms.Form):
    file = forms.FileField(
        label=_lazy("명단 (CSV나 JSON Lines)"),
        error_messages={"required": _lazy("파일을 골라 주세요.")},
    )


class LookForm(forms.Form):
    contact = LineField(label=_lazy("이메일 주소나 휴대전화 번호, 회원의 아이디"), longest=254)
    reason = LineField(label=_lazy("왜 보나요?"), longest=SHORT)


class DestroyForm(forms.Form):
    reason = LineField(label=_lazy("파기하는 이유"), longest=SHORT)
    sure = forms.BooleanField(
        label=_lazy("되돌릴 수 없다는 것을 알아요"),
        error_messages={"required": _lazy("확인했다고 표시해 주세요.")},
    )
