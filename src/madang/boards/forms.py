"""Forms for posts and comments: what may be typed, and what is said when it may not."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .models import BODY_MAX, COMMENT_MAX, SOURCE_MAX, TITLE_MAX
from .structure import BoardInfo, Site
from .text import normalise


class TextField(forms.CharField):
    """A text of people's own: tidied before it is measured, refused in whole sentences."""

    def __init__(self, *, longest: int, lines: bool = True, **options: Any) -> None:
        super().__init__(strip=False, **options)
        self.longest = longest
        self.lines = lines

    def to_python(self, value: Any) -> str:
        text = normalise(super().to_python(value) or "")
        return text if self.lines else " ".join(text.split())

    def validate(self, value: str) -> None:
        if self.required and not value.strip():
            raise ValidationError(_("아직 아무것도 쓰지 않았어요."))
        if len(value) > self.longest:
            raise ValidationError(
                _("%(longest)s자까지 쓸 수 있어요. 지금은 %(length)s자예요.")
                % {"longest": f"{self.longest:,}", "length": f"{len(value):,}"}
            )


def new_once() -> str:
    """Return a fresh token for one filling-in of a form."""
    return secrets.token_urlsafe(12)


class OnceForm(forms.Form):
    """A form that makes one thing however often it is sent."""

    once = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": new_once(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class PostForm(OnceForm):
    category = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    title = TextField(longest=TITLE_MAX, lines=False)
    text = TextField(longest=BODY_MAX)
    draft = forms.CharField(max_length=24, required=False)
    source = TextField(longest=SOURCE_MAX, lines=False, required=False)

    def __init__(self, board: BoardInfo, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        field.choices = [("", _("분류 없음"))] + [(c.id, c.name) for c in board.categories]  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = _("이 게시판에 없는 분류예요.")


class DraftForm(forms.Form):
    """What is typed so far: anything, as long as it would fit."""

    draft = forms.CharField(max_length=24, required=False)
    category = forms.IntegerField(required=False)
    title = TextField(longest=TITLE_MAX, lines=False, required=False)
    text = TextField(longest=BODY_MAX, required=False)
    source = TextField(longest=SOURCE_MAX, lines=False, required=False)


class CommentForm(OnceForm):
    text = TextField(longest=COMMENT_MAX)
    news = forms.BooleanField(required=False)
    parent = forms.IntegerField(required=False, min_value=1)


def what_was_typed(request: HttpRequest) -> str:
    """Return the texts of a form that cannot be shown again, to be copied."""
    parts = (request.POST.get(name, "") for name in ("title", "text", "source"))
    return "\n\n".join(filter(None, parts))


class MoveForm(forms.Form):
    """Where an operator moves a post to: a board, or one of its categories."""

    to = forms.ChoiceField()

    def __init__(self, site: Site, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = places(site)  # type: ignore[attr-defined]

    def destination(self) -> tuple[int, int | None]:
        """Return the board's and the category's id."""
        board, _, category = self.cleaned_data["to"].partition("/")
        return int(board), int(category) if category else None


def places(site: Site) -> list[tuple[str, str]]:
    """Return every board and category, as ("board/category", shown name)."""
    found = []
    for board in site.boards:
        found.append((f"{board.id}/", board.name))
        found += [(f"{board.id}/{c.id}", f"{board.name} · {c.name}") for c in board.categories]
    return found
