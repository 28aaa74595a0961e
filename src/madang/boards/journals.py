"""What the journals of the boards say: which post, or which comment of a post."""

import struct

_POST = struct.Struct(">Q")
_COMMENT = struct.Struct(">QI")


def post_line(post_id: int) -> bytes:
    return _POST.pack(post_id)


def read_post_line(content: bytes) -> int:
    """Return the post's id."""
    return int(_POST.unpack(content)[0])


def comment_line(post_id: int, seq: int) -> bytes:
    return _COMMENT.pack(post_id, seq)


def read_comment_line(content: bytes) -> tuple[int, int]:
    """Return the post's id and the comment's number in it."""
    post_id, seq = _COMMENT.unpack(content)
    return post_id, seq
