"""The parts of the sitemap: the boards and posts that everybody may read."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from ..directory.directory import board_directory
from ..threads.queries import highest_post_id, live_posts_between

# A sitemap may hold 50,000 addresses; a part holds the live posts of this many ids.
IDS_PER_PART = 10_000


def parts() -> int:
    """Return how many parts there are. One query."""
    return highest_post_id() // IDS_PER_PART + 1


def entries(part: int) -> Iterable[tuple[str, datetime | None]]:
    """Yield (path, last changed) of a part; the first begins with the boards. One query."""
    if part == 0:
        yield from _boards()
    boards = board_directory().by_id
    first = part * IDS_PER_PART
    for post_id, board_id, changed in live_posts_between(first, first + IDS_PER_PART - 1):
        yield f"{boards[board_id].path}/{post_id}", changed


def _boards() -> Iterator[tuple[str, None]]:
    yield "/", None
    for board in board_directory().open_boards:
        yield board.path, None
