"""What people do with posts and comments, with texts as they are typed."""

from collections.abc import Iterable
from typing import Any

from madang.accounts.models import Account
from madang.boards.models import Comment, Post
from madang.boards.threads import comment_actions, post_actions
from madang.boards.threads.comment_actions import MAX_NEWS_PER_HOUR, delete_comment
from madang.boards.threads.errors import NeverThere, NoLongerThere, NotYours, StaysAmongMembers
from madang.boards.threads.locking import lock_post, must_be_live, renew_epoch
from madang.boards.threads.ownership import may_change
from madang.boards.threads.post_actions import delete_post, move_post
from madang.boards.threads.post_draft import PostDraft
from madang.core.richtext import RichText, to_html

__all__ = [
    "MAX_NEWS_PER_HOUR",
    "NeverThere",
    "NoLongerThere",
    "NotYours",
    "StaysAmongMembers",
    "comment",
    "delete_comment",
    "delete_post",
    "edit_comment",
    "edit_post",
    "lock_post",
    "may_change",
    "move_post",
    "must_be_live",
    "renew_epoch",
    "write_post",
]


def write_post(
    *,
    by: Account,
    board_id: int,
    title: str,
    text: str,
    category_id: int | None = None,
    source: str = "",
    tags: Iterable[str] = (),
    save_addon: Any = None,
    **more: Any,
) -> Post:
    draft = PostDraft(title, _rich(text), category_id, source, tuple(tags), save_addon)
    return post_actions.write_post(draft, by=by, board_id=board_id, **more)


def edit_post(
    post_id: int,
    *,
    by: Account,
    title: str,
    text: str,
    category_id: int | None = None,
    source: str = "",
    tags: Iterable[str] = (),
    news: str = "",
    save_addon: Any = None,
    **more: Any,
) -> Post:
    draft = PostDraft(title, _rich(text), category_id, source, tuple(tags), save_addon)
    told = _rich(news) if news else None
    return post_actions.edit_post(post_id, draft, by=by, news=told, **more)


def comment(post_id: int, *, by: Account, text: str, **more: Any) -> Comment:
    return comment_actions.comment(post_id, _rich(text), by=by, **more)


def edit_comment(post_id: int, seq: int, *, by: Account, text: str) -> Comment:
    return comment_actions.edit_comment(post_id, seq, _rich(text), by=by)


def _rich(text: str) -> RichText:
    return text if isinstance(text, RichText) else to_html(text)
