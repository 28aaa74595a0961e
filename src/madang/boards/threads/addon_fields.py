"""The fields that other apps add to the form of a post."""

from typing import Any

from django import forms
from django.http import HttpRequest

from ..extensions import check_text_allowed, post_addons
from ..models import Post

MAX_FIELD_LENGTH = 10_000


def typed_addon(request: HttpRequest) -> dict[str, str]:
    """Return what is typed of them so far, to be kept with a draft."""
    form = post_addons.provider.form(None, None)
    names = form.fields if form else ()
    return {name: request.POST[name][:MAX_FIELD_LENGTH] for name in names if request.POST.get(name)}


class AddonFields:
    """What was filled in of them; nothing where nobody provides any. `begun` is of a draft."""

    def __init__(
        self, request: HttpRequest, post: Post | None, begun: dict[str, str] | None = None
    ) -> None:
        self.request, self.post = request, post
        data: Any = request.POST if request.method == "POST" else None
        self.form: forms.Form | None = post_addons.provider.form(data, post)
        if self.form is not None and begun and data is None:
            self.form.initial = begun

    def is_valid(self) -> bool:
        return self.form is None or self.form.is_valid()

    def check_text_allowed(self) -> None:
        """Raise WritingRefused for words that nobody may write."""
        if self.form:
            check_text_allowed(post_addons.provider.words_of(self.form))

    def render(self) -> str:
        """Return the fields as HTML."""
        if self.form is None:
            return ""
        return post_addons.provider.render_form(self.request, self.form, self.post)

    def render_preview(self) -> str:
        """Return what the page would show of them, as HTML."""
        return post_addons.provider.render_preview(self.request, self.form) if self.form else ""

    def save(self, post: Post) -> int:
        """Save what was filled in, in the post's transaction."""
        return post_addons.provider.save(post, self.form) if self.form else post.addon
