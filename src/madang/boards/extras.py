"""What a post may have besides its text, such as a poll.

The app above that knows such things offers itself when it starts; boards know none of them. A post
notes that it has something (`Post.extra`), so that only such a post's page asks for it.
"""

from typing import Any, Protocol

from django import forms

from madang.accounts.models import Account

from .models import Post
from .queries import PostView


class Extras(Protocol):
    """What boards ask of whoever knows."""

    def form(self, data: Any, post: Post | None) -> forms.Form:
        """Return the fields that the form of a post has besides its own."""

    def keep(self, post: Post, form: forms.Form) -> int:
        """Keep what was filled in, in the post's transaction; return what the post notes of it."""

    def words_of(self, form: forms.Form) -> str:
        """Return all words of what was filled in, to be looked through."""

    def preview(self, form: forms.Form) -> Any:
        """Return what the page would show of what was filled in."""

    def show(self, post: PostView, account: Account | None) -> Any:
        """Return what the post's page shows. Three queries at most."""


_offered: list[Extras] = []


def offer(extras: Extras) -> None:
    """Let this add to posts from now on."""
    _offered[:] = [extras]


def offered() -> Extras | None:
    return _offered[0] if _offered else None


def shown(post: PostView, account: Account | None) -> Any:
    """Return what a post's page shows besides its text; None where there is nothing."""
    return _offered[0].show(post, account) if post.extra and _offered else None
