"""A post as its writer has filled it in, before it is published or changed."""

from collections.abc import Callable
from dataclasses import dataclass

from madang.core.richtext import RichText, all_said

from ..models import Post
from .contents import Contents, contents_of


@dataclass(frozen=True, slots=True)
class PostDraft:
    """`save_addon` saves what stands under the post, and returns what the post notes of that."""

    title: str
    text: RichText
    category_id: int | None = None
    source: str = ""
    tags: tuple[str, ...] = ()
    save_addon: Callable[[Post], int] | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """All that it says, to be looked through."""
        return (self.title, all_said(self.text), self.source, *self.tags)

    @property
    def contents(self) -> Contents:
        """What lists show of it."""
        return contents_of(self.text, self.source)
