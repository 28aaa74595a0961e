"""Forms in which people ask, and look at what became of it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.core.text.fields import LineField, TextField
from madang.core.uploaded_images import NotAPicture, read_upload
from madang.incidents.affected.contacts import Contact, contact_of

from ..models import Urgency
from .files import MAX_PICTURES, rewritten

LONGEST, LONGEST_NAME = 4000, 40
MOST_BYTES = 20 * 1024 * 1024


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Some pictures, each written anew: its value is their bytes."""

    def __init__(self, **options: Any) -> None:
        widget = SeveralFiles(attrs={"accept": "image/*"})
        super().__init__(widget=widget, required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [one for one in given if isinstance(one, UploadedFile)]
        if len(files) > MAX_PICTURES:
            raise forms.ValidationError(_("사진은 %d장까지 붙일 수 있어요.") % MAX_PICTURES)
        try:
            return [rewritten(read_upload(one, MOST_BYTES)) for one in files]
        except NotAPicture as refused:
            raise forms.ValidationError(
                _("%s 글은 그대로 두었어요. 사진은 다시 골라 주세요.") % refused
            ) from refused


class AddForm(forms.Form):
    """What somebody adds to what they asked."""

    text = TextField(label=_lazy("내용"), longest=LONGEST, widget=forms.Textarea)
    pictures = PicturesField(label=_lazy("사진"))


class AskForm(forms.Form):
    """A question, and how to reach whoever asks."""

    stake = forms.TypedChoiceField(
        label=_lazy("어떤 일인가요?"),
        choices=Urgency.choices,
        coerce=int,
        initial=Urgency.USUAL.value,
        error_messages={"required": _lazy("어떤 일인지 골라 주세요.")},
        widget=forms.RadioSelect,
    )
    text = TextField(label=_lazy("내용"), longest=LONGEST, widget=forms.Textarea)
    contact = LineField(
        label=_lazy("답을 받을 이메일이나 휴대전화 번호 (선택)"), longest=254, required=False
    )
    name = LineField(label=_lazy("이름 또는 호칭 (선택)"), longest=LONGEST_NAME, required=False)
    pictures = PicturesField(label=_lazy("사진 (4장까지)"))

    def clean_contact(self) -> Contact | None:
        typed = self.cleaned_data["contact"]
        found = contact_of(typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(
                _("이메일 주소나 휴대전화 번호로 적어 주세요. 예: 010-1234-5678")
            )
        return found


class CodeForm(forms.Form):
    """The code of somebody's page."""

    code = LineField(label=_lazy("확인 코드 여섯 자리"), longest=20)


class NumberForm(CodeForm):
    """An inquiry's number and its code, where somebody has the receipt alone."""

    number = LineField(label=_lazy("문의 번호 여덟 자리"), longest=20)

    field_order = ("number", "code")

    def clean_number(self) -> int:
        digits = "".join(one for one in self.cleaned_data["number"] if one.isdecimal())
        if len(digits) != 8:
            raise forms.ValidationError(_("문의 번호는 숫자 여덟 자리예요. 예: 1234-5678"))
        return int(digits)


class ProofForm(forms.Form):
    """What somebody who proves who they are has so far: the code, then their name."""

    asked = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)
    proved = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)
    code = LineField(label=_lazy("받은 코드 여섯 자리"), longest=20, required=False)
    said = LineField(label=_lazy("이름이나 생년월일"), longest=80, required=False)
