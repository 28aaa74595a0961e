"""The fields that the form of a post has besides its own, whoever offers them."""

from typing import Any

from django.http import HttpRequest

from . import extras
from .events import must_be_sayable
from .models import Post

LETTERS_MOST = 10_000


def typed_extra(request: HttpRequest) -> dict[str, str]:
    """Return what is typed of them so far, to be kept with a draft."""
    offered = extras.offered()
    names = offered.form(None, None).fields if offered else ()
    return {name: request.POST[name][:LETTERS_MOST] for name in names if request.POST.get(name)}


class ExtraFields:
    """What was filled in of them; nothing where nobody offers any. `begun` is of a draft."""

    def __init__(
        self, request: HttpRequest, post: Post | None, begun: dict[str, str] | None = None
    ) -> None:
        self.offered = extras.offered()
        data = request.POST if request.method == "POST" else None
        self.form = self.offered.form(data, post) if self.offered else None
        if self.form is not None and begun and data is None:
            self.form.initial = begun

    def are_fine(self) -> bool:
        return self.form is None or self.form.is_valid()

    def must_be_sayable(self) -> None:
        """Raise WritingRefused for words that nobody may write."""
        if self.offered and self.form:
            must_be_sayable(self.offered.words_of(self.form))

    def preview(self) -> Any:
        """Return what the page would show of them."""
        return self.offered.preview(self.form) if self.offered and self.form else None

    def keep(self, post: Post) -> int:
        """Keep what was filled in, in the post's transaction."""
        return self.offered.keep(post, self.form) if self.offered and self.form else post.extra
