"""The site's name and boards: read by every page, changed by nobody but the operator."""

import hashlib
import time
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from .models import Board, Category, Community, Pin, State

# How long another worker may show the old name of a board.
FRESH_SECONDS = 2.0


@dataclass(frozen=True)
class CategoryInfo:
    id: int
    name: str

    @cached_property
    def query(self) -> str:
        """What an address of the board's list ends with to show this category alone."""
        return "?category=" + quote(self.name)


class PinnedInfo(NamedTuple):
    """A post that stands above its board's list."""

    id: int
    title: str


@dataclass(frozen=True)
class BoardInfo:
    id: int
    slug: str
    name: str
    categories: tuple[CategoryInfo, ...]
    has_nicknames: bool = False
    members_only: bool = False
    domains: tuple[str, ...] = ()
    operators_write: bool = False
    needs_category: bool = False
    letters_least: int = 0
    posts_a_day: int = 0
    days_least: int = 0
    template: str = ""
    pinned: tuple[PinnedInfo, ...] = ()

    @cached_property
    def path(self) -> str:
        return "/" + quote(self.slug)

    @cached_property
    def by_category(self) -> dict[int, CategoryInfo]:
        return {category.id: category for category in self.categories}

    @cached_property
    def category_names(self) -> dict[int, str]:
        return {category.id: category.name for category in self.categories}

    def category_called(self, name: str) -> CategoryInfo | None:
        return next((category for category in self.categories if category.name == name), None)


@dataclass(frozen=True)
class Site:
    """The community and its boards; `founded` is false until the first-run page was filled in."""

    founded: bool
    name: str
    tagline: str
    noun: str
    boards: tuple[BoardInfo, ...]
    banner: str = ""

    @cached_property
    def banner_key(self) -> str:
        """What a browser remembers a banner by that was put away: another text is another one."""
        return hashlib.blake2b(self.banner.encode(), digest_size=6).hexdigest()

    @cached_property
    def open_boards(self) -> tuple[BoardInfo, ...]:
        """The boards that everybody may read."""
        return tuple(board for board in self.boards if not board.members_only)

    @cached_property
    def by_slug(self) -> dict[str, BoardInfo]:
        return {board.slug: board for board in self.boards}

    @cached_property
    def by_id(self) -> dict[int, BoardInfo]:
        return {board.id: board for board in self.boards}


_known: tuple[float, Site] | None = None


def site() -> Site:
    """Return the site's structure: four queries, once in two seconds in each worker."""
    global _known
    known = _known
    # What is not founded yet is asked for each time: the first-run page ends at once, everywhere.
    if known is None or not known[1].founded or time.monotonic() - known[0] > FRESH_SECONDS:
        known = _known = (time.monotonic(), _read())
    return known[1]


def forget() -> None:
    """Make the next page read the structure anew; called after it was changed."""
    global _known
    _known = None


def _read() -> Site:
    community = Community.objects.first()
    categories: dict[int, list[CategoryInfo]] = {}
    for category in Category.objects.all():
        categories.setdefault(category.board_id, []).append(
            CategoryInfo(category.id, category.name)
        )
    pinned: dict[int, list[PinnedInfo]] = {}
    pins = Pin.objects.filter(post__state=State.LIVE).order_by("-post")
    for board_id, post_id, title in pins.values_list("post__board", "post", "post__title"):
        pinned.setdefault(board_id, []).append(PinnedInfo(post_id, title))
    boards = tuple(
        BoardInfo(
            id=board.id,
            slug=board.slug,
            name=board.name,
            categories=tuple(categories.get(board.id, ())),
            has_nicknames=board.has_nicknames,
            members_only=board.members_only,
            domains=tuple(board.domains.split()),
            operators_write=board.operators_write,
            needs_category=board.needs_category,
            letters_least=board.letters_least,
            posts_a_day=board.posts_a_day,
            days_least=board.days_least,
            template=board.template,
            pinned=tuple(pinned.get(board.id, ())),
        )
        for board in Board.objects.all()
    )
    shown = community or Community(name="마당")
    return Site(community is not None, shown.name, shown.tagline, shown.noun, boards, shown.banner)
