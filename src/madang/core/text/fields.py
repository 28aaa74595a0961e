"""Fields of forms for what people type in their own words; no form has a `CharField` for that."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .door import can_be_seen, tidy, tidy_line


class TextField(forms.CharField):
    """A text of several lines, tidied before it is measured; what shows nothing is empty.

    `longest` is in letters, as people count them. Browsers cut what is pasted at a `maxlength`, and
    say nothing, so none is sent to them.
    """

    def __init__(self, *, longest: int, **options: Any) -> None:
        super().__init__(strip=False, **options)
        self.longest = longest

    def to_python(self, value: Any) -> str:
        text = self.tidied(super().to_python(value) or "")
        return text if can_be_seen(text) else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(too_long(self.longest, len(value)))

    def tidied(self, text: str) -> str:
        return tidy(text)


class LineField(TextField):
    """A line: a name, a title, a question."""

    def tidied(self, text: str) -> str:
        return tidy_line(text)


def too_long(longest: int, length: int) -> str:
    """Return how long a text may be, and how long it is."""
    said = _("%(longest)s자까지 쓸 수 있어요. 지금은 %(length)s자예요.")
    return said % {"longest": f"{longest:,}", "length": f"{length:,}"}
