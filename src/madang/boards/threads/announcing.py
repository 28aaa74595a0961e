"""Telling other programs that something was written, where everybody may read it."""

from django.conf import settings

from madang.core.site import announce

from ..directory.directory import board_directory

POST, COMMENT = "post.published", "comment.published"


def announce_written(board_id: int, post_id: int, seq: int = 0) -> None:
    """Say that a post (`seq` 0) or a comment was published; nothing of boards for members."""
    board = board_directory().by_id[board_id]
    if board.members_only:
        return
    address = f"{settings.SITE_ADDRESS}{board.path}/{post_id}"
    if seq:
        announce(COMMENT, post=post_id, seq=seq, board=board.slug, address=f"{address}/c{seq}")
    else:
        announce(POST, post=post_id, board=board.slug, address=address)
