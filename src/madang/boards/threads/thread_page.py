"""The page of a post with its thread, also with a comment form that was refused."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from madang.accounts.decorators import current_account
from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound
from madang.core.http.viewed import mark_viewed
from madang.core.richtext import line_to_html, to_text

from ..directory.access import must_enter
from ..directory.directory import board_directory
from ..directory.lookup import category_asked_for
from ..directory.moderators import moderated_boards, moderates
from ..extensions import filter_for, post_addons
from ..lists import listings
from ..models import MAX_COMMENT_LENGTH, State
from ..nicknames import nicknames
from ..reactions.queries import OwnMarks, liked, own_marks
from ..reactions.reactions import reactions_of
from ..shared_pages import share_thread
from . import composer, queries
from .content_filtering import filtered_comments
from .forms import CommentForm, places
from .lookup import post_path
from .open_graph import open_graph_of
from .ownership import may_change
from .queries import PostView
from .shown_texts import shown_texts

# Where so many comments are, the few that so many people like are shown first.
BEST_FROM, BEST_COMMENTS, MIN_BEST_LIKES = 10, 3, 3
QUOTED_LINES, QUOTED_LETTERS = 4, 100


@dataclass(frozen=True, slots=True)
class ThreadState:
    """What the page of a post shows besides the post.

    The page of its thread, the comment being answered, and a form that was refused.
    """

    answering: int | None = None
    form: CommentForm | None = None
    comments_page: int | None = None
    quotes: bool = False
    by_likes: bool = False
    status: int = 200


def render_post(request: HttpRequest, post: PostView, state: ThreadState) -> HttpResponse:
    """Render a post's page; also with a comment form that was refused."""
    account = current_account(request)
    board = board_directory().by_id[post.board_id]
    must_enter(board, account)
    if refusal := _refuse_unlisted(request, post, account):
        return refusal
    comments = _comments(post, state)
    category = category_asked_for(request, board)
    content_filter = filter_for(request)
    rows = queries.rows_of(comments)
    html, *texts = shown_texts([post.html, *(row.html for row in rows)])
    shown = {row.seq: text for row, text in zip(rows, texts, strict=True) if text != row.html}
    neighbours = listings.neighbours(board, category, post.id, content_filter)
    listed = (row.nickname for row in neighbours.page.rows)
    best = _best(post, state)
    spoke = (row.nickname for row in best)
    numbers = (
        [post.nickname, *comments.nicknames.values(), *spoke, *listed]
        if board.has_nicknames
        else ()
    )
    names = nicknames.names_of(numbers)
    likeable = [row.seq for row in rows if row.likes]
    likes = liked(account, post, likeable) if account else None
    own = own_marks(account, post) if account else OwnMarks()
    reactions = reactions_of(post, account)
    form = (state.form or _comment_form(post, state)) if account else None
    context = {
        "board": board,
        "category": category,
        "post": post._replace(html=html),
        "comments": comments.with_texts(shown) if shown else comments,
        "best": best,
        "by_likes": state.by_likes,
        "liked": likes,
        "filtered": filtered_comments(content_filter, post.id, rows),
        "content_filter": content_filter,
        "neighbours": neighbours,
        "names": names,
        "own_name": nicknames.own_nickname(board, account) if account else None,
        "own": own,
        "reactions": reactions,
        "form": form,
        "comment_max": MAX_COMMENT_LENGTH,
        "stickers": composer.stickers(board.id) if account else [],
        "source": line_to_html(post.source) if post.source else "",
        "addon": _addon(request, post, account),
        "open_graph": open_graph_of(post, names, request.build_absolute_uri("/").rstrip("/")),
        "here": f"{post.board_id}/{post.category_id or ''}",
        "moderates": moderates(board.id, account),
        "places": places(moderated_boards(account)) if account else [],
    }
    response = render(request, "boards/post.html", context, status=state.status)
    if likes is not None and form is not None and not form.is_bound:
        share_thread(
            response,
            request,
            post,
            own,
            {number: number in likes for number in likeable},
            reactions,
            form.initial["idempotency_key"],
        )
    return mark_viewed(response, "post", post.id)


def _addon(request: HttpRequest, post: PostView, account: Account | None) -> str:
    if not post.addon:
        return ""
    return post_addons.provider.render(request, post, post_path(post), account)


def _comments(post: PostView, state: ThreadState) -> queries.CommentsPage:
    if state.by_likes:
        return queries.by_likes(post)
    comments = queries.comments_page(post, state.comments_page)
    if comments is None:
        raise PageNotFound(_("이 페이지에는 댓글이 없어요."))
    return comments


def _best(post: PostView, state: ThreadState) -> list[queries.CommentRow]:
    """Return the best comments of a thread that has many, for its first look. One query."""
    if post.comment_count < BEST_FROM or state.by_likes or state.comments_page is not None:
        return []
    return queries.liked_comments(post.id, least=MIN_BEST_LIKES, most=BEST_COMMENTS)


def _comment_form(post: PostView, state: ThreadState) -> CommentForm:
    """Return an empty form, or one that quotes what is answered."""
    initial: dict[str, Any] = {"parent": state.answering}
    if state.quotes and state.answering:
        found = queries.find_comment(post.id, state.answering)
        if found is not None and found.state == State.LIVE:
            composer = [line[:QUOTED_LETTERS] for line in to_text(found.html).splitlines() if line]
            initial["text"] = "".join(f"> {line}\n" for line in composer[:QUOTED_LINES]) + "\n"
    return CommentForm(initial=initial)


def _refuse_unlisted(
    request: HttpRequest, post: PostView, account: Account | None
) -> HttpResponse | None:
    """Return the page that stands for a deleted or hidden post; None if it may be read."""
    if post.state == State.LIVE:
        return None
    if post.state == State.DELETED:
        reason, status = _("글쓴이가 삭제한 글이에요."), 410
    elif moderates(post.board_id, account):
        return None
    else:
        reason, status = _("운영자가 숨긴 글이에요."), 403
    own = queries.find_post(post.id) if account is not None and status == 403 else None
    is_own = own is not None and account is not None and may_change(own, account)
    context = {
        "reason": reason,
        "board": board_directory().by_id[post.board_id],
        "typed": "",
        "own": post if is_own else None,
        "own_text": to_text(post.html) if is_own else "",
    }
    return render(request, "boards/gone.html", context, status=status)
