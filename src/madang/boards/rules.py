"""What a board's operator asks of posts: who writes them, how often, and what is in them."""

from dataclasses import asdict, dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.identity.journals import Journal, Line, read_page
from madang.sql import writing

from . import structure
from .events import WritingRefused
from .founding import NotAnOperator
from .journals import read_post_line
from .models import Board, Pin, State
from .my_pages import posts_by_id
from .structure import BoardInfo
from .text import words_of

# One's last posts are looked at: so many a day is the most that can be told.
POSTS_MOST = 20
PINS_MOST = 5


@dataclass(frozen=True, slots=True)
class Rules:
    """0 and empty: it does not matter. `days_least`: since signing up."""

    operators_write: bool = False
    needs_category: bool = False
    letters_least: int = 0
    posts_a_day: int = 0
    days_least: int = 0
    template: str = ""


class TooManyPins(Exception):
    """There is no room for another; the message says so, in the reader's language."""


def set_rules(board_id: int, rules: Rules, *, by: Account) -> None:
    """Ask this of posts from now on. Raises NotAnOperator."""
    if not by.is_operator:
        raise NotAnOperator
    Board.objects.filter(pk=board_id).update(**asdict(rules))
    structure.forget()


def pin(post_id: int, *, by: Account) -> None:
    """Let a post stand above its board's list. Raises NotAnOperator and TooManyPins."""
    if not by.is_operator:
        raise NotAnOperator
    with writing():
        others = Pin.objects.exclude(post=post_id).filter(
            post__board__post=post_id, post__state=State.LIVE
        )
        if others.count() >= PINS_MOST:
            raise TooManyPins(_("고정한 글은 게시판마다 %(most)d개까지예요.") % {"most": PINS_MOST})
        Pin.objects.get_or_create(post_id=post_id)
    structure.forget()


def unpin(post_id: int, *, by: Account) -> None:
    """Let a post stand in the list alone. Raises NotAnOperator."""
    if not by.is_operator:
        raise NotAnOperator
    Pin.objects.filter(post=post_id).delete()
    structure.forget()


def may_post(board: BoardInfo, by: Account) -> bool:
    """Tell whether a board's posts are anybody's to write. No query."""
    return by.is_operator or not board.operators_write


def must_follow(board: BoardInfo, category_id: int | None, html: str, *, by: Account) -> None:
    """Raise WritingRefused for a post that is not what its board asks for."""
    if by.is_operator:
        return
    if board.operators_write:
        raise WritingRefused(_("이 게시판의 글은 운영자만 써요. 댓글은 누구나 쓸 수 있어요."))
    if board.needs_category and category_id is None and board.categories:
        raise WritingRefused(_("이 게시판에서는 분류를 골라 주세요."))
    letters = len("".join(words_of(html).split()))
    if letters < board.letters_least:
        said = _("이 게시판에는 %(least)d자 이상 써 주세요. 지금은 %(now)d자예요.")
        raise WritingRefused(said % {"least": board.letters_least, "now": letters})


def must_wait_no_longer(board: BoardInfo, *, by: Account) -> None:
    """Raise WritingRefused for somebody who may not write another post here yet."""
    if by.is_operator:
        return
    if (timezone.localdate() - by.joined).days < board.days_least:
        said = _("가입하고 %(days)d일이 지나면 이 게시판에 글을 쓸 수 있어요.")
        raise WritingRefused(said % {"days": board.days_least})
    if board.posts_a_day and _posts_today(board, by) >= board.posts_a_day:
        said = _("이 게시판에는 하루에 글을 %(most)d개까지 쓸 수 있어요.")
        raise WritingRefused(said % {"most": board.posts_a_day})


def _posts_today(board: BoardInfo, by: Account) -> int:
    """Return how many of one's last hundred posts are of today and here, left out ones too."""
    today = timezone.localdate()
    lines = [line for number in (1, 2, 3, 4, 5) for line in _lines(by, number)]
    posts = posts_by_id({read_post_line(line.content) for line in lines})
    return sum(
        post.board_id == board.id and timezone.localtime(post.created).date() == today
        for post in posts.values()
    )


def _lines(by: Account, number: int) -> list[Line]:
    page = read_page(Journal("posts", by.pk), number, POSTS_MOST)
    return page.lines if page else []
