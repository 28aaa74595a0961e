"""Subjects that are reported and decided about: a post, or a comment in its context."""

from dataclasses import dataclass

from madang.boards.api import (
    BoardInfo,
    CommentRow,
    Named,
    board_directory,
    comments_between,
    names_of,
)
from madang.boards.models import Comment, Post, State

COMMENTS_AROUND = 3


@dataclass(frozen=True, slots=True)
class ReportSubject:
    """A post (`comment` None) or a comment, with what stands around it."""

    post: Post
    comment: Comment | None
    around: list[CommentRow]
    nickname: Named | None

    @property
    def seq(self) -> int:
        return self.comment.seq if self.comment else 0

    @property
    def board(self) -> BoardInfo:
        return board_directory().by_id[self.post.board_id]

    @property
    def path(self) -> str:
        """Its own address, where it is read."""
        page = f"{self.board.path}/{self.post.pk}"
        return f"{page}/c{self.seq}" if self.comment else page

    @property
    def html(self) -> str:
        return self.comment.html if self.comment else self.post.text.html

    @property
    def state(self) -> int:
        return (self.comment or self.post).state

    @property
    def voice(self) -> int | None:
        return self.comment.voice if self.comment else 0

    @property
    def seal(self) -> tuple[bytes, str]:
        """The seal of its writer, and the row that it is bound to."""
        written = self.comment or self.post
        return bytes(written.author), written.row

    @property
    def is_sealed(self) -> bool:
        """Tell whether it was written here, by a member.

        Whether the site still knows by whom is told to nobody: what one member wrote would stand
        out the moment that they leave.
        """
        return bool(self.seal[0])

    @property
    def has_picture(self) -> bool:
        return "<img" in self.html


def find_subject(post_id: int, seq: int) -> ReportSubject | None:
    """Return a post (`seq` 0) or comment that is not deleted. Four queries at most."""
    post = Post.objects.select_related("text").filter(pk=post_id).first()
    if post is None or post.state == State.DELETED:
        return None
    if seq == 0:
        return ReportSubject(post, None, [], _nickname(post.nickname))
    comment = Comment.objects.filter(post=post_id, seq=seq).first()
    if comment is None or comment.state == State.DELETED:
        return None
    around = comments_between(post_id, seq - COMMENTS_AROUND - 1, seq + COMMENTS_AROUND)
    return ReportSubject(post, comment, around, _nickname(comment.nickname))


def _nickname(number: int | None) -> Named | None:
    return names_of([number]).get(number or 0)
