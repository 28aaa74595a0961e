"""Watching for new posts (전체 게시물 알림): of a board, of a category, or with a word.

An inbox reads what it watches when it is opened: there is no row for each watcher and post.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.boards.api import (
    BoardInfo,
    HomeRow,
    board_directory,
    current_board,
    highest_post_id,
    may_change,
    may_enter,
    must_enter,
    newer_posts,
)
from madang.boards.models import Post
from madang.core.db.transactions import writing
from madang.core.text.compared import compared
from madang.core.text.door import tidy_line
from madang.identity.boxed_rows import BoxedRows

from .models import Watch
from .reading import up_to

MAX_WATCHES = 10
MIN_WORD_LENGTH, MAX_WORD_LENGTH = 2, 20
# So many of the newest posts are looked at, whatever came meanwhile; far more for a word, which few
# of them have.
MAX_POSTS, MAX_POSTS_FOR_WORD = 100, 2_000


@dataclass(frozen=True, slots=True)
class Watched:
    """What an account watches: `board` 0 is the whole site; new are posts with ids above `seen`.

    `place` is which of the account's watches it is. In its row, which is written once, `seen` is
    the newest post when it began; what was read since then counts for all of them.
    """

    place: int
    board: int
    category: int | None
    word: str
    seen: int
    account: int


WATCHES = BoxedRows(Watch, Watched, "watch")


@dataclass(frozen=True, slots=True)
class News:
    """The new posts of a watch, newest first."""

    watched: Watched
    board: BoardInfo | None
    posts: list[HomeRow]


class WatchRefused(Exception):
    """It cannot be watched; the message says why, in the reader's language."""


def watches_of(account: Account) -> list[Watched]:
    """Return what an account watches. Two queries, one where it is nothing."""
    watched = watched_places(account.pk)
    seen = up_to(account).post if watched else 0
    return [replace(one, seen=max(one.seen, seen)) for one in watched]


def watched_places(account_id: int) -> list[Watched]:
    """Return what an account watches, whatever it has read since it began to. One query."""
    found = WATCHES.find_all(_keys(account_id))
    return sorted(found.values(), key=lambda one: one.place)


def watch(account: Account, *, board: int, category: int | None, word: str) -> None:
    """Watch a board, a category of it, or (0) the whole site for a word.

    Raises NotAMember and WatchRefused.
    """
    word = tidy_line(word)
    if word and not MIN_WORD_LENGTH <= len(_folded(word)) <= MAX_WORD_LENGTH:
        said = _("단어는 %(least)d자에서 %(most)d자까지예요.")
        raise WatchRefused(said % {"least": MIN_WORD_LENGTH, "most": MAX_WORD_LENGTH})
    if board == 0 and not word:
        raise WatchRefused(_("모든 게시판을 볼 때는 단어가 있어야 해요."))
    if board:
        must_enter(board_directory().by_id[board], account)
    with writing():
        own = watches_of(account)
        if any((one.board, one.category, one.word) == (board, category, word) for one in own):
            return
        free = sorted(set(range(MAX_WATCHES)) - {one.place for one in own})
        if not free:
            raise WatchRefused(_("%(most)d개까지 볼 수 있어요.") % {"most": MAX_WATCHES})
        _save(Watched(free[0], board, category, word, highest_post_id(), account.pk))


def stop_watching(account: Account, place: int) -> None:
    WATCHES.delete(WATCHES.key_of(account.pk, place))


def forget_watches(account_id: int) -> None:
    """Drop all that an account watches."""
    WATCHES.delete(*_keys(account_id))


def news_of(account: Account) -> list[News]:
    """Return the new posts of what an account watches. Two queries for each place, and one more."""
    found = []
    read: dict[tuple[int, int | None], list[HomeRow]] = {}
    watched = watches_of(account)
    for one in watched:
        board = board_directory().by_id.get(one.board)
        if one.board and (board is None or not may_enter(board, account)):
            continue
        place = one.board, one.category
        if place not in read:
            read[place] = _newest(
                [each for each in watched if (each.board, each.category) == place]
            )
        rows = [row for row in read[place] if row.id > one.seen and is_about(one, row)]
        found.append(News(one, board, rows[:MAX_POSTS]))
    return _without_own(found, account)


def _newest(there: list[Watched]) -> list[HomeRow]:
    """Return the newest posts of a place that is watched, perhaps for several words."""
    first = there[0]
    boards = board_directory()
    among = [current_board(first.board)] if first.board else [b.id for b in boards.open_boards]
    most = MAX_POSTS_FOR_WORD if any(one.word for one in there) else MAX_POSTS
    return newer_posts(among, first.category, after=min(one.seen for one in there), most=most)


def is_about(one: Watched, post: HomeRow) -> bool:
    """Tell whether a post is what somebody watches for; who may read it is another question."""
    if one.board and current_board(one.board) != current_board(post.board_id):
        return False
    if one.category is not None and one.category != post.category_id:
        return False
    return _folded(one.word) in _folded(post.title)


def _without_own(found: list[News], account: Account) -> list[News]:
    """Leave out what somebody wrote: it is no news to them. One query, none without news."""
    ids = {post.id for news in found for post in news.posts}
    posts = Post.objects.filter(pk__in=ids) if ids else ()
    own = {post.pk for post in posts if may_change(post, account)}
    others = [replace(n, posts=[post for post in n.posts if post.id not in own]) for n in found]
    return [news for news in others if news.posts]


def _folded(text: str) -> str:
    # 개인 정보 and 개인정보 are one word to those who look for it.
    return "".join(compared(text).casefold().split())


def _keys(account_id: int) -> list[int]:
    return [WATCHES.key_of(account_id, place) for place in range(MAX_WATCHES)]


def _save(one: Watched) -> None:
    WATCHES.save(WATCHES.key_of(one.account, one.place), one)
