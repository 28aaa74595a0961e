"""What a reader's filter makes of the comments of a thread."""

from typing import NamedTuple

from ..extensions import ContentFilter
from .queries import CommentRow


class FilteredComments(NamedTuple):
    """Of a thread's page, the comments that are folded (by what) and those that are left out."""

    folded: dict[int, str]
    removed: set[int]


def filtered_comments(
    content_filter: ContentFilter | None, post_id: int, rows: list[CommentRow]
) -> FilteredComments:
    """Return what a reader does not want to see of some comments, by their numbers."""
    found = FilteredComments({}, set())
    if content_filter is None:
        return found
    for row in rows:
        match = content_filter.match_comment(post_id, row)
        if match is not None and match.fold:
            found.folded[row.seq] = match.why
        elif match is not None:
            found.removed.add(row.seq)
    return found
