"""What a board's operator asks of posts: who writes them, how often, and what is in them."""

from dataclasses import asdict, dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.richtext import words_of
from madang.identity.journals import Journal, Line, read_page

from ..activity.journals import read_post_line
from ..activity.queries import posts_by_id
from ..extensions import WritingRefused
from ..models import Board
from . import directory
from .directory import BoardInfo
from .moderators import moderates
from .setup import NotAnOperator

# An account's last posts are looked at: so many a day is the most that can be told.
MAX_POSTS_PER_DAY = 20


@dataclass(frozen=True, slots=True)
class Rules:
    """0 and empty: it does not matter. `min_account_age_days`: since signing up."""

    operators_write: bool = False
    needs_category: bool = False
    min_length: int = 0
    max_posts_per_day: int = 0
    min_account_age_days: int = 0
    template: str = ""


def set_rules(board_id: int, rules: Rules, *, by: Account) -> None:
    """Ask this of posts from now on. Raises NotAnOperator."""
    if not by.is_operator:
        raise NotAnOperator
    Board.objects.filter(pk=board_id).update(**asdict(rules))
    directory.board_directory.forget()


def may_post(board: BoardInfo, by: Account) -> bool:
    """Tell whether a board's posts are anybody's to write. No query."""
    return not board.operators_write or moderates(board.id, by)


def check_post_rules(board: BoardInfo, category_id: int | None, html: str, *, by: Account) -> None:
    """Raise WritingRefused for a post that is not what its board asks for."""
    if not may_post(board, by):
        raise WritingRefused(_("이 게시판의 글은 운영자만 써요. 댓글은 누구나 쓸 수 있어요."))
    if by.is_operator:
        return
    if board.needs_category and category_id is None and board.categories:
        raise WritingRefused(_("이 게시판에서는 분류를 골라 주세요."))
    letters = len("".join(words_of(html).split()))
    if letters < board.min_length:
        said = _("이 게시판에는 %(least)d자 이상 써 주세요. 지금은 %(now)d자예요.")
        raise WritingRefused(said % {"least": board.min_length, "now": letters})


def check_posting_pace(board: BoardInfo, *, by: Account) -> None:
    """Raise WritingRefused for somebody who may not write another post here yet."""
    if by.is_operator:
        return
    if (timezone.localdate() - by.joined).days < board.min_account_age_days:
        said = _("가입하고 %(days)d일이 지나면 이 게시판에 글을 쓸 수 있어요.")
        raise WritingRefused(said % {"days": board.min_account_age_days})
    if board.max_posts_per_day and _posts_today(board, by) >= board.max_posts_per_day:
        said = _("이 게시판에는 하루에 글을 %(most)d개까지 쓸 수 있어요.")
        raise WritingRefused(said % {"most": board.max_posts_per_day})


def _posts_today(board: BoardInfo, by: Account) -> int:
    """Return how many of an account's last hundred posts it wrote here today."""
    today = timezone.localdate()
    lines = [line for number in (1, 2, 3, 4, 5) for line in _lines(by, number)]
    posts = posts_by_id({read_post_line(line.content) for line in lines})
    return sum(
        post.board_id == board.id and timezone.localtime(post.created).date() == today
        for post in posts.values()
    )


def _lines(by: Account, number: int) -> list[Line]:
    page = read_page(Journal("posts", by.pk), number, MAX_POSTS_PER_DAY)
    return page.lines if page else []
