"""The board directory: read by every page, changed by nobody but the operator."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from madang.core.fresh import Fresh

from ..models import Board, Category, Pin, State, Thumbnails

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
    min_length: int = 0
    max_posts_per_day: int = 0
    min_account_age_days: int = 0
    template: str = ""
    pinned: tuple[PinnedInfo, ...] = ()
    thumbnails: int = Thumbnails.NONE
    is_closed: bool = False

    @cached_property
    def path(self) -> str:
        return "/" + quote(self.slug)

    @cached_property
    def pinned_ids(self) -> frozenset[int]:
        return frozenset(pin.id for pin in self.pinned)

    @cached_property
    def by_category(self) -> dict[int, CategoryInfo]:
        return {category.id: category for category in self.categories}

    @cached_property
    def category_names(self) -> dict[int, str]:
        return {category.id: category.name for category in self.categories}

    def category_called(self, name: str) -> CategoryInfo | None:
        return next((category for category in self.categories if category.name == name), None)


@dataclass(frozen=True)
class BoardDirectory:
    """All boards, in the operator's order, closed ones last.

    `merged` says by which address the posts of a board that is gone are found now, and `absorbed`
    on which board, by their ids.
    """

    boards: tuple[BoardInfo, ...]
    merged: Mapping[str, str] = field(default_factory=dict)
    absorbed: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def open_boards(self) -> tuple[BoardInfo, ...]:
        """The boards that everybody may read."""
        return tuple(board for board in self.boards if not board.members_only)

    @cached_property
    def by_slug(self) -> dict[str, BoardInfo]:
        return {board.slug: board for board in self.boards}

    @cached_property
    def by_name(self) -> dict[str, BoardInfo]:
        return {board.name: board for board in self.boards}

    @cached_property
    def by_id(self) -> dict[int, BoardInfo]:
        """The boards by their ids; one that was merged is the one that it was merged into."""
        found = {board.id: board for board in self.boards}
        return found | {gone: found[now] for gone, now in self.absorbed.items()}

    def all_of(self, board_id: int) -> list[int]:
        """Return the id of a board, and of those that were merged into it."""
        return [board_id, *(gone for gone, now in self.absorbed.items() if now == board_id)]


def _read() -> BoardDirectory:
    categories: dict[int, list[CategoryInfo]] = {}
    for category in Category.objects.all():
        categories.setdefault(category.board_id, []).append(
            CategoryInfo(category.id, category.name)
        )
    pinned: dict[int, list[PinnedInfo]] = {}
    pins = Pin.objects.filter(post__state=State.LIVE).order_by("-post")
    for board_id, post_id, title in pins.values_list("post__board", "post", "post__title"):
        pinned.setdefault(board_id, []).append(PinnedInfo(post_id, title))
    known = list(Board.objects.all())
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
            min_length=board.min_length,
            max_posts_per_day=board.max_posts_per_day,
            min_account_age_days=board.min_account_age_days,
            template=board.template,
            pinned=tuple(pinned.get(board.id, ())),
            thumbnails=board.thumbnails,
            is_closed=board.is_closed,
        )
        for board in sorted(known, key=lambda board: board.is_closed)
        if board.merged_into_id is None
    )
    slugs = {board.id: board.slug for board in known}
    absorbed = {b.id: b.merged_into_id for b in known if b.merged_into_id is not None}
    merged = {slugs[gone]: slugs[now] for gone, now in absorbed.items()}
    return BoardDirectory(boards, merged, absorbed)


def current_board(board_id: int) -> int:
    """Return the board that a board is now: the one that it was merged into, if it was."""
    return board_directory().absorbed.get(board_id, board_id)


# Three queries, once in two seconds in each process.
board_directory = Fresh(_read, seconds=FRESH_SECONDS)
