"""The form of a notice: a field for each thing that the law asks it to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _lazy

from madang.core.text.fields import TextField

from ..models import Notice
from .checks import channels_of
from .rendering import items_of, parts_of

CHANNEL_NAMES = {
    "alimtalk": _lazy("카카오 알림톡"),
    "sms": _lazy("문자 (LMS)"),
    "email": _lazy("이메일"),
    "page": _lazy("회원 페이지 (다른 채널과 함께)"),
    "push": _lazy("브라우저 알림 (다른 채널과 함께)"),
}
LONGEST = 4000


class NoticeForm(forms.Form):
    channels = forms.MultipleChoiceField(
        label=_lazy("채널 (위에서부터 차례로 보내요)"), required=False
    )
    lawyer_agreed = forms.BooleanField(
        label=_lazy("문자가 짧은 글과 링크로 나가도 된다고 변호사가 확인했어요"), required=False
    )
    sends_unknown_again = forms.BooleanField(
        label=_lazy(
            "메일 서버가 받았는지 알 수 없는 이메일은 한 번 더 보내기 (두 번 갈 수 있어요)"
        ),
        required=False,
    )

    def __init__(self, notice: Notice, data: Any, offered: list[str]) -> None:
        parts = parts_of(notice)
        first = {
            "channels": channels_of(notice),
            "lawyer_agreed": notice.lawyer_agreed,
            "sends_unknown_again": notice.sends_unknown_again,
        }
        super().__init__(data, initial=first)
        field = self.fields["channels"]
        assert isinstance(field, forms.MultipleChoiceField)
        shown = dict.fromkeys([*channels_of(notice), *offered])
        field.choices = [(name, CHANNEL_NAMES.get(name, name)) for name in shown]
        self.items = items_of(notice)
        for item in self.items:
            area = forms.Textarea(attrs={"rows": 4})
            self.fields[item.key] = TextField(
                label=item.name,
                longest=LONGEST,
                required=False,
                widget=area,
                initial=parts.get(item.key, ""),
            )

    def parts(self) -> dict[str, str]:
        """Return the texts by the keys of the law's items."""
        return {item.key: self.cleaned_data[item.key] for item in self.items}
