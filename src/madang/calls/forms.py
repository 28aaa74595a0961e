"""Forms of what one wants to be called for, and of what one watches."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.models import Account
from madang.boards.api import board_directory, may_enter, places
from madang.core.text.fields import LineField

from .codec import Kind
from .preferences import Preferences

KINDS = {
    Kind.REPLY: _lazy("내 글의 댓글과 내 댓글의 답글"),
    Kind.MENTION: _lazy("나를 @로 부른 댓글"),
    Kind.NEWS: _lazy("호출을 예약한 글의 새 소식"),
    Kind.WATCH: _lazy("전체 게시물 알림의 새 글"),
    Kind.MODERATOR: _lazy("운영자 안내"),
}
# Whether the others come into the account's inbox is not a question of kinds.
CHOSEN = (Kind.REPLY, Kind.MENTION, Kind.NEWS)
EVERYWHERE = "0/"


class WatchForm(forms.Form):
    place = forms.ChoiceField(
        label=_lazy("알림 받을 게시판"),
        error_messages={"invalid_choice": _lazy("게시판을 찾을 수 없어요.")},
    )
    word = LineField(label=_lazy("제목에 이 단어가 있을 때만 (선택)"), required=False, longest=40)

    def __init__(self, account: Account, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        boards = board_directory().by_id
        choices = [(EVERYWHERE, _("모든 게시판 (단어로)"))]
        for value, name in places(board_directory().boards):
            if may_enter(boards[int(value.partition("/")[0])], account):
                choices.append((value, name))
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def watched(self) -> dict[str, Any]:
        """Return what `watches.watch` takes."""
        board, _sep, category = self.cleaned_data["place"].partition("/")
        number = int(category) if category else None
        return {"board": int(board), "category": number, "word": self.cleaned_data["word"]}


def _some(kinds: Iterable[Kind]) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        choices=[(int(kind), KINDS[kind]) for kind in kinds],
        coerce=lambda value: Kind(int(value)),
        required=False,
    )


def _hour(label: Any) -> forms.TypedChoiceField:
    hours = [(str(hour), f"{hour:02}:00") for hour in range(24)]
    return forms.TypedChoiceField(
        label=label, choices=[("", "-"), *hours], coerce=int, empty_value=None, required=False
    )


def as_initial(preferences: Preferences) -> dict[str, Any]:
    """Return what one wants now, as the form shows it."""
    first, end = preferences.quiet or ("", "")
    return {
        "kinds": _numbers(set(CHOSEN) - preferences.muted_kinds),
        "push": _numbers(preferences.push),
        "digest": _numbers(preferences.digest),
        "quiet_from": str(first),
        "quiet_to": str(end),
    }


def _numbers(kinds: Iterable[Kind]) -> list[str]:
    return [str(int(kind)) for kind in kinds]


class PreferencesForm(forms.Form):
    """Which kinds are called, told to browsers, and counted in an e-mail; when it is quiet."""

    kinds = _some(CHOSEN)
    push = _some(KINDS)
    digest = _some(KINDS)
    quiet_from = _hour(_lazy("시작"))
    quiet_to = _hour(_lazy("끝"))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, end = data.get("quiet_from"), data.get("quiet_to")
        if (first is None) != (end is None):
            self.add_error("quiet_to", _("시작과 끝을 모두 골라 주세요."))
        elif first is not None and first == end:
            self.add_error("quiet_to", _("시작과 끝이 같으면 알리지 않을 시간이 없어요."))
        return data

    def wished(self) -> dict[str, Any]:
        """Return what `preferences.want` takes."""
        data = self.cleaned_data
        hours = data["quiet_from"], data["quiet_to"]
        quiet = None if None in hours else hours
        # What is told of is always gathered too.
        kinds = {*data["kinds"], *data["push"], *data["digest"], Kind.WATCH}
        return {"kinds": kinds, "push": data["push"], "digest": data["digest"], "quiet": quiet}
