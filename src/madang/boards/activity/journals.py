"""What the journals of the boards say: which post, or which comment of a post."""

import struct

_POST = struct.Struct(">Q")
_COMMENT = struct.Struct(">QI")
# Kept behind a line that its owner took out of the list: leaving and taking along still find it.
_LEFT_OUT = b"\x01"


def post_line(post_id: int) -> bytes:
    return _POST.pack(post_id)


def read_post_line(content: bytes) -> int:
    """Return the post's id."""
    return int(_POST.unpack_from(content)[0])


def comment_line(post_id: int, seq: int) -> bytes:
    return _COMMENT.pack(post_id, seq)


def read_comment_line(content: bytes) -> tuple[int, int]:
    """Return the post's id and the comment's number in it."""
    post_id, seq = _COMMENT.unpack_from(content)
    return post_id, seq


def left_out(content: bytes) -> bytes:
    """Return the line that says the same, but is not shown on the account's own pages any more."""
    return content if is_left_out(content) else content + _LEFT_OUT


def is_left_out(content: bytes) -> bool:
    return len(content) in (_POST.size + 1, _COMMENT.size + 1)
