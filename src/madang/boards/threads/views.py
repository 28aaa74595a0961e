"""Reading posts: the page of a thread, and its new comments."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.accounts.decorators import current_account
from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import number_asked_for

from ..directory.access import may_enter, must_enter
from ..directory.directory import board_directory
from ..extensions import is_of_another_site
from ..models import State
from ..nicknames import nicknames
from . import queries
from .lookup import post_path
from .shown_texts import shown_texts
from .thread_page import ThreadState, render_post


def post_page(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    post = queries.read_post(post_id)
    asked = board_directory().by_slug.get(slug)
    if asked is not None and (post is None or post.board_id != asked.id):
        # What is not there looks like what is, to anyone who may not enter.
        must_enter(asked, current_account(request))
    if post is None or (asked is None and is_of_another_site(slug)):
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    board = board_directory().by_id[post.board_id]
    if board.slug != slug:
        # Not even that it is there is told to anyone who may not enter.
        if board.members_only and not may_enter(board, current_account(request)):
            raise PageNotFound(_("삭제되었거나 없는 글이에요."))
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{post_path(post)}?{query}".rstrip("?"))
    state = ThreadState(
        answering=number_asked_for(request, "reply"),
        comments_page=number_asked_for(request, "comments"),
        quotes="quote" in request.GET,
        by_likes=request.GET.get("sort") == "likes",
    )
    return render_post(request, post, state)


def short_link(request: HttpRequest, post_id: int) -> HttpResponse:
    """Lead from the short address of a post, which pastes as it is, to its page."""
    post = queries.read_post(post_id)
    board = board_directory().by_id[post.board_id] if post else None
    # Not even that it is there is told to anyone who may not enter.
    if post is None or board is None or not may_enter(board, current_account(request)):
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    return HttpResponsePermanentRedirect(post_path(post))


def comment_link(request: HttpRequest, slug: str, post_id: int, seq: int) -> HttpResponse:
    """Open the page of the thread that a comment is on."""
    return redirect(
        f"{reverse('post', args=[slug, post_id])}?comments={queries.page_of(max(1, seq))}#c{seq}"
    )


def live_comments(request: HttpRequest, post_id: int, after: int) -> HttpResponse:
    """Answer the comments that came after a number, as a fragment; 204 when there are none.

    Everybody gets the same, so that the answer is shared: of boards for members there is none.
    """
    response = _newer_comments(request, post_id, after, None)
    response["Cache-Control"] = "public, max-age=0, s-maxage=1"
    return response


def live_comments_for_members(
    request: HttpRequest, slug: str, post_id: int, after: int
) -> HttpResponse:
    """The same for those who belong to a post's board, whichever the address names."""
    return _newer_comments(request, post_id, after, current_account(request))


def _newer_comments(
    request: HttpRequest, post_id: int, after: int, account: Account | None
) -> HttpResponse:
    rows = queries.newer_comments(post_id, after)
    post = queries.read_post(post_id) if rows else None
    if post is None or post.state != State.LIVE:
        return HttpResponse(status=204)
    board = board_directory().by_id[post.board_id]
    if not may_enter(board, account):
        return HttpResponse(status=204)
    names = nicknames.names_of(row.nickname for row in rows) if board.has_nicknames else {}
    texts = shown_texts([row.html for row in rows])
    rows = [row._replace(html=html) for row, html in zip(rows, texts, strict=True)]
    context = {"rows": rows, "path": post_path(post), "names": names}
    return render(request, "boards/live.html", context)
