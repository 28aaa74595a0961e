"""The page on which an operator changes the site itself: its name, colour, rules, icon."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.core.community import CommunityInfo, change_community, community
from madang.core.languages import OTHER_LANGUAGE, SITE_LANGUAGE
from madang.core.text.fields import LineField, TextField
from madang.core.uploaded_images import NotAPicture, read_upload
from madang.media.squares import MAX_BYTES, drop_square, keep_square

# Each with its values for light and dark in site.css.
COLOURS = (
    ("", _lazy("초록")),
    ("blue", _lazy("파랑")),
    ("purple", _lazy("보라")),
    ("rose", _lazy("분홍")),
    ("orange", _lazy("주황")),
    ("grey", _lazy("회색")),
)
LANGUAGES = (
    ("", _lazy("읽는 사람의 브라우저대로 한국어나 영어로")),
    (SITE_LANGUAGE, _lazy("모두에게 한국어로")),
    (OTHER_LANGUAGE, _lazy("모두에게 영어로")),
)
MAX_RULES, MAX_REACTIONS = 10_000, 6
ICON_SIDE = 512


class SiteForm(forms.Form):
    name = LineField(
        label=_lazy("사이트 이름"),
        longest=40,
        error_messages={"required": _lazy("사이트 이름을 적어 주세요.")},
    )
    tagline = LineField(label=_lazy("한 줄 소개 (선택)"), longest=120, required=False)
    noun = LineField(
        label=_lazy("글쓴이가 아닌 사람을 부르는 말"),
        longest=10,
        error_messages={"required": _lazy("부르는 말을 적어 주세요.")},
    )
    colour = forms.ChoiceField(label=_lazy("색"), choices=COLOURS, required=False)
    language = forms.ChoiceField(label=_lazy("언어"), choices=LANGUAGES, required=False)
    icon = forms.FileField(label=_lazy("로고와 아이콘 (없으면 이름의 첫 글자)"), required=False)
    drops_icon = forms.BooleanField(label=_lazy("현재 로고 삭제"), required=False)
    rules = TextField(
        label=_lazy("이용 규칙 (비우면 그 페이지가 없어요)"),
        required=False,
        longest=MAX_RULES,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    reactions = LineField(
        label=_lazy("글에 남기는 반응 (이모지 6개까지 띄어서, 비우면 없음)"),
        longest=80,
        required=False,
    )

    def clean_reactions(self) -> str:
        typed = self.cleaned_data["reactions"].split()
        if len(typed) > MAX_REACTIONS or len(set(typed)) < len(typed):
            raise forms.ValidationError(
                _("서로 다른 이모지를 %(most)d개까지 골라 주세요.") % {"most": MAX_REACTIONS}
            )
        if any(len(one) > 12 or one.isascii() for one in typed):
            raise forms.ValidationError(_("이모지만 쓸 수 있어요."))
        return " ".join(typed)


@operator_required
def site_page(request: HttpRequest, by: Account) -> HttpResponse:
    now = community()
    form = SiteForm(request.POST or None, request.FILES or None, initial=_values(now))
    if request.method == "POST" and form.is_valid():
        try:
            _save(form, now)
        except NotAPicture as error:
            form.add_error("icon", str(error))
        else:
            messages.success(request, _("저장했어요."))
            return redirect("console_site")
    context = {"form": form, "has_icon": bool(now.icon)}
    status = 422 if form.errors else 200
    return render(request, "console/site.html", context, status=status)


def _values(now: CommunityInfo) -> dict[str, Any]:
    return {
        "name": now.name,
        "tagline": now.tagline,
        "noun": now.noun,
        "colour": now.colour,
        "language": now.language,
        "rules": now.rules,
        "reactions": " ".join(now.reactions),
    }


def _save(form: SiteForm, now: CommunityInfo) -> None:
    """Keep what was filled in; a picture that is not used any more goes. Raises NotAPicture."""
    data = form.cleaned_data
    given: UploadedFile | None = data["icon"]
    icon = "" if data["drops_icon"] else now.icon
    if given is not None:
        icon = keep_square(read_upload(given, MAX_BYTES), side=ICON_SIDE, folder="icons")
    with transaction.atomic():
        change_community(
            name=data["name"],
            tagline=data["tagline"],
            noun=data["noun"],
            colour=data["colour"],
            language=data["language"],
            rules=data["rules"],
            reactions=data["reactions"],
            icon=icon,
        )
        if icon != now.icon:
            transaction.on_commit(partial(drop_square, now.icon))
