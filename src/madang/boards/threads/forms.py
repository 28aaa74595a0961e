"""Forms for posts and comments: what may be typed, and what is said when it may not."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.http.shared_pages import new_idempotency_key
from madang.core.richtext import (
    PICTURE_LINE,
    RichText,
    rich_to_html,
    says_something,
    to_html,
    to_text,
    words_of,
)
from madang.core.text.door import tidy
from madang.core.text.fields import LineField, TextField, too_long

from ..directory.directory import BoardInfo
from ..directory.moderators import moderated_boards
from ..extensions import AttachmentRefused
from ..lists.tags import TagRefused, read_tags
from ..models import (
    MAX_BODY_LENGTH,
    MAX_COMMENT_LENGTH,
    MAX_NEWS_LENGTH,
    MAX_SOURCE_LENGTH,
    MAX_TITLE_LENGTH,
)
from .composer import check_picture_count
from .wording import NOTHING_WRITTEN

# Of what an editor sends: far more than a text of that many letters needs.
MAX_RICH_LENGTH, MAX_ELEMENTS = 200_000, 6_000
# And of what is kept, links and descriptions of pictures included.
MAX_HTML_LENGTH = 5 * MAX_BODY_LENGTH
MAX_TAGS_TYPED = 200


# A letter before any mark is shown, whatever follows.
_SAYS_SOMETHING = re.compile(r"\s*[가-힣a-zA-Z]")
_NEEDED = {"required": NOTHING_WRITTEN}


class TypedField(TextField):
    """A text that is typed with marks; what has nothing but marks is empty."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text or _SAYS_SOMETHING.match(text):
            return text
        return text if says_something(to_html(text)) else ""


class TypedLine(LineField, TypedField):
    """The same in a line."""


LIMITS = {
    "title": MAX_TITLE_LENGTH,
    "text": MAX_BODY_LENGTH,
    "source": MAX_SOURCE_LENGTH,
    "comment": MAX_COMMENT_LENGTH,
    "news": MAX_NEWS_LENGTH,
}


def is_little(sent: str) -> bool:
    """Tell whether what an editor sent is little enough to be looked at."""
    return len(sent) <= MAX_RICH_LENGTH and sent.count("<") <= MAX_ELEMENTS


class IdempotentForm(forms.Form):
    """A form that makes one thing however often it is sent."""

    idempotency_key = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "idempotency_key": new_idempotency_key(),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)


class BodyForm(forms.Form):
    """A text that comes typed (`text`), or as HTML from an editor (`html`), which then counts."""

    html = forms.CharField(max_length=MAX_RICH_LENGTH, required=False, strip=False)
    text = TextField(longest=MAX_BODY_LENGTH, error_messages=_NEEDED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.is_rich:
            self.fields["text"] = forms.CharField(required=False)

    @property
    def is_rich(self) -> bool:
        """Tell whether an editor sent it, though it be empty: what lies under it is older."""
        return "html" in self.data

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.is_rich:
            data["body"] = self._as_it_was(data.get("text") or "")
            if data.get("text") and not says_something(data["body"]):
                self._must_say_something()
            return data
        sent = data.get("html") or ""
        if not is_little(sent):
            self.add_error("text", _("서식이 너무 많아요."))
            return data
        data["body"] = rich_to_html(sent)
        data["text"] = to_text(data["body"])
        words = " ".join(words_of(data["body"]).split())
        if not says_something(data["body"]):
            self._must_say_something()
        elif len(data["body"]) > MAX_HTML_LENGTH:
            self.add_error("text", _("서식이 너무 많아요."))
        elif len(words) > MAX_BODY_LENGTH:
            self.add_error("text", too_long(MAX_BODY_LENGTH, len(words)))
        return data

    def shown(self) -> dict[str, str]:
        """Return what the form shows of the text: as it is typed, and as an editor has it."""
        text = self["text"].value() or ""
        if not self.is_bound:
            return {"text": text, "html": self.initial.get("html") or to_html(text)}
        sent = self.data.get("html", "")
        if self.is_rich and is_little(sent):
            html = self.cleaned_data.get("body") or rich_to_html(sent)
            return {"text": to_text(html), "html": html}
        return {"text": text, "html": to_html(text)}

    def _as_it_was(self, text: str) -> RichText:
        """Return a typed text; one that is as it was given to be changed stays what it was."""
        before = self.initial.get("html")
        if before and text == tidy(to_text(before)):
            return RichText(before)
        return to_html(text)

    def _must_say_something(self) -> None:
        self.add_error("text", NOTHING_WRITTEN)


class PostForm(BodyForm, IdempotentForm):
    category = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    title = LineField(longest=MAX_TITLE_LENGTH, error_messages=_NEEDED)
    draft = forms.CharField(max_length=24, required=False)
    source = LineField(longest=MAX_SOURCE_LENGTH, required=False)
    tags = LineField(longest=MAX_TAGS_TYPED, required=False)
    news = TypedLine(longest=MAX_NEWS_LENGTH, required=False)

    def __init__(self, board: BoardInfo, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        none = _("골라 주세요") if board.needs_category else _("분류 없음")
        field.choices = [("", none)] + [(c.id, c.name) for c in board.categories]  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = _("이 게시판에 없는 분류예요.")

    def clean_tags(self) -> list[str]:
        try:
            return read_tags(self.cleaned_data["tags"])
        except TagRefused as refused:
            raise ValidationError(str(refused)) from None


class DraftForm(BodyForm):
    """What is typed so far: anything, as long as it would fit."""

    draft = forms.CharField(max_length=24, required=False)
    idempotency_key = forms.CharField(max_length=40, required=False)
    category = forms.IntegerField(required=False)
    title = LineField(longest=MAX_TITLE_LENGTH, required=False)
    text = TextField(longest=MAX_BODY_LENGTH, required=False)
    source = LineField(longest=MAX_SOURCE_LENGTH, required=False)
    tags = LineField(longest=MAX_TAGS_TYPED, required=False)

    def _as_it_was(self, text: str) -> RichText:
        """Return a typed text; one that is as it was given to be changed stays what it was."""
        before = self.initial.get("html")
        if before and text == tidy(to_text(before)):
            return RichText(before)
        return to_html(text)

    def _must_say_something(self) -> None:
        pass


class CommentForm(IdempotentForm):
    """A comment; a sticker or pictures alone are one too."""

    text = TypedField(longest=MAX_COMMENT_LENGTH, error_messages=_NEEDED)
    news = forms.BooleanField(required=False)
    parent = forms.IntegerField(required=False, min_value=1)
    sticker = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    # Pictures that a script sent before, each as a line that shows it.
    picture_lines = forms.CharField(max_length=20_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and (
            self.data.get("sticker") or self.data.get("picture_lines") or self.files
        ):
            self.fields["text"].required = False

    def clean_picture_lines(self) -> str:
        found = filter(PICTURE_LINE.fullmatch, self.cleaned_data["picture_lines"].splitlines())
        lines = list(dict.fromkeys(found))
        try:
            check_picture_count(len(lines))
        except AttachmentRefused as refused:
            raise ValidationError(str(refused)) from None
        return "\n\n".join(lines)

    def whole(self) -> str:
        """Return the text with its pictures below."""
        return "\n\n".join(
            filter(None, (self.cleaned_data["text"], self.cleaned_data["picture_lines"]))
        )


def what_was_typed(request: HttpRequest) -> str:
    """Return the texts of a form that cannot be shown again, to be copied."""
    sent = request.POST.get("html", "")
    text = to_text(rich_to_html(sent)) if sent and is_little(sent) else ""
    typed = request.POST.get
    parts = (typed("title", ""), text or typed("text", ""), typed("source", ""))
    return "\n\n".join(filter(None, parts))


class MoveForm(forms.Form):
    """Where a moderator moves a post to: a board of theirs, or one of its categories."""

    to = forms.ChoiceField()

    def __init__(self, by: Account, data: Any = None) -> None:
        super().__init__(data)
        self.fields["to"].choices = places(moderated_boards(by))  # type: ignore[attr-defined]

    def destination(self) -> tuple[int, int | None]:
        """Return the board's and the category's id."""
        board, _, category = self.cleaned_data["to"].partition("/")
        return int(board), int(category) if category else None


def places(boards: Iterable[BoardInfo]) -> list[tuple[str, str]]:
    """Return boards and their categories, as ("board/category", shown name)."""
    found = []
    for board in boards:
        found.append((f"{board.id}/", board.name))
        found += [(f"{board.id}/{c.id}", f"{board.name} · {c.name}") for c in board.categories]
    return found
