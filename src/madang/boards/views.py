"""Reading pages: lists, posts with their threads, feeds."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.accounts.signed_in import signed_in

from . import extras, likes, lines, listings, nicknames, queries
from .access import may_enter, must_enter
from .actions import may_change
from .dressing import dressed
from .forms import CommentForm, places
from .link_card import link_card
from .models import COMMENT_MAX, Post, State
from .queries import PostView
from .sifting import sieve_of, unwanted
from .structure import BoardInfo, CategoryInfo, site
from .text import line_to_html, to_text

# Where so many comments are, the few that so many people like are shown first.
BEST_FROM, BEST, BEST_LEAST = 10, 3, 3
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


def board_list(request: HttpRequest, slug: str) -> HttpResponse:
    board = board_to_enter(request, slug)
    category = category_asked_for(request, board)
    sieve = sieve_of(signed_in(request))
    page = listings.list_page(
        board,
        category,
        number_asked_for(request, "page") or 1,
        sieve=sieve,
        below=number_asked_for(request, "below"),
        above=number_asked_for(request, "above"),
    )
    if page is None:
        raise Http404(_("그 페이지는 없어요. 글이 지워져 쪽수가 줄었을 수 있어요."))
    context: dict[str, Any] = {
        "board": board,
        "category": category,
        "page": page,
        "names": {},
        "is_sifted": sieve is not None,
        "put_away": sieve.hidden if sieve else (),
    }
    if board.has_nicknames:
        context["names"] = nicknames.names_of(row.nickname for row in page.rows)
    return render(request, "boards/list.html", context)


def without_slash(request: HttpRequest, slug: str) -> HttpResponse:
    board = board_or_404(slug)
    return HttpResponsePermanentRedirect(board.path)


def post_page(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    post = queries.read_post(post_id)
    asked = site().by_slug.get(slug)
    if asked is not None and (post is None or post.board_id != asked.id):
        # What is not there looks like what is, to whoever may not enter.
        must_enter(asked, signed_in(request))
    if post is None:
        raise Http404(_("그 글은 없어요."))
    board = site().by_id[post.board_id]
    if board.slug != slug:
        # Not even that it is there is told to whoever may not enter.
        if board.members_only and not may_enter(board, signed_in(request)):
            raise Http404(_("그 글은 없어요."))
        return HttpResponsePermanentRedirect(post_path(post))
    state = ThreadState(
        answering=number_asked_for(request, "reply"),
        comments_page=number_asked_for(request, "comments"),
        quotes="quote" in request.GET,
        by_likes=request.GET.get("sort") == "likes",
    )
    return render_post(request, post, state)


def render_post(request: HttpRequest, post: PostView, state: ThreadState) -> HttpResponse:
    """Render a post's page; also with a comment form that was refused."""
    account = signed_in(request)
    board = site().by_id[post.board_id]
    must_enter(board, account)
    if refusal := _refuse_unlisted(request, post, account):
        return refusal
    comments = _comments(post, state)
    category = category_asked_for(request, board)
    sieve = sieve_of(account)
    rows = queries.rows_of(comments)
    html, *texts = dressed([post.html, *(row.html for row in rows)])
    shown = {row.seq: text for row, text in zip(rows, texts, strict=True) if text != row.html}
    neighbours = listings.neighbours(board, category, post.id, sieve)
    listed = (row.nickname for row in neighbours.page.rows)
    best = _best(post, state)
    spoke = (row.nickname for row in best)
    numbers = (
        [post.nickname, *comments.nicknames.values(), *spoke, *listed]
        if board.has_nicknames
        else ()
    )
    names = nicknames.names_of(numbers)
    context = {
        "board": board,
        "category": category,
        "post": post._replace(html=html),
        "comments": comments.with_texts(shown) if shown else comments,
        "best": best,
        "by_likes": state.by_likes,
        "liked": likes.liked(account, post, [row.seq for row in rows]) if account else None,
        "unwanted": unwanted(sieve, post.id, rows),
        "sieve": sieve,
        "neighbours": neighbours,
        "names": names,
        "own_name": nicknames.own_nickname(board, account) if account else None,
        "own": queries.own_marks(account, post) if account else queries.OwnMarks(),
        "form": (state.form or _comment_form(post, state)) if account else None,
        "comment_max": COMMENT_MAX,
        "stickers": lines.stickers(board.id) if account else [],
        "source": line_to_html(post.source) if post.source else "",
        "extra": extras.shown(post, account),
        "card": link_card(post, names, request.build_absolute_uri("/").rstrip("/")),
        "here": f"{post.board_id}/{post.category_id or ''}",
        "places": places(site()) if account and account.is_operator else [],
    }
    return render(request, "boards/post.html", context, status=state.status)


def _comments(post: PostView, state: ThreadState) -> queries.CommentsPage:
    if state.by_likes:
        return queries.by_likes(post)
    comments = queries.comments_page(post, state.comments_page)
    if comments is None:
        raise Http404(_("그 페이지의 댓글은 없어요."))
    return comments


def _best(post: PostView, state: ThreadState) -> list[queries.CommentRow]:
    """Return the best comments of a thread that has many, for its first look. One query."""
    if post.comment_count < BEST_FROM or state.by_likes or state.comments_page is not None:
        return []
    return queries.liked_comments(post.id, least=BEST_LEAST, most=BEST)


def _comment_form(post: PostView, state: ThreadState) -> CommentForm:
    """Return an empty form, or one that quotes what is answered."""
    initial: dict[str, Any] = {"parent": state.answering}
    if state.quotes and state.answering:
        found = queries.find_comment(post.id, state.answering)
        if found is not None and found.state == State.LIVE:
            lines = [line[:QUOTED_LETTERS] for line in to_text(found.html).splitlines() if line]
            initial["text"] = "".join(f"> {line}\n" for line in lines[:QUOTED_LINES]) + "\n"
    return CommentForm(initial=initial)


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
    return _newer_comments(request, post_id, after, signed_in(request))


def _newer_comments(
    request: HttpRequest, post_id: int, after: int, account: Account | None
) -> HttpResponse:
    rows = queries.newer_comments(post_id, after)
    post = queries.read_post(post_id) if rows else None
    if post is None or post.state != State.LIVE:
        return HttpResponse(status=204)
    board = site().by_id[post.board_id]
    if not may_enter(board, account):
        return HttpResponse(status=204)
    names = nicknames.names_of(row.nickname for row in rows) if board.has_nicknames else {}
    texts = dressed([row.html for row in rows])
    rows = [row._replace(html=html) for row, html in zip(rows, texts, strict=True)]
    context = {"rows": rows, "path": post_path(post), "names": names}
    return render(request, "boards/live.html", context)


def feed(request: HttpRequest, slug: str) -> HttpResponse:
    board = board_to_enter(request, slug)
    posts = queries.latest_posts(board)
    context = {
        "board": board,
        "posts": posts,
        "names": nicknames.names_of(post.nickname for post in posts),
        "root": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "boards/feed.xml", context, content_type="application/atom+xml")


def board_or_404(slug: str) -> BoardInfo:
    board = site().by_slug.get(slug)
    if board is None:
        raise Http404(_("그런 게시판은 없어요."))
    return board


def board_to_enter(request: HttpRequest, slug: str) -> BoardInfo:
    """Return a board that the reader may enter; raises Http404 and NotAMember."""
    board = board_or_404(slug)
    # Who it is is asked only where it matters: an open board's page is everybody's.
    if board.members_only:
        must_enter(board, signed_in(request))
    return board


def category_asked_for(request: HttpRequest, board: BoardInfo) -> CategoryInfo | None:
    name = request.GET.get("category")
    if not name:
        return None
    category = board.category_called(name)
    if category is None:
        raise Http404(_("이 게시판에 없는 분류예요."))
    return category


def post_or_404(post_id: int) -> PostView:
    post = queries.read_post(post_id)
    if post is None:
        raise Http404(_("그 글은 없어요."))
    return post


def _refuse_unlisted(
    request: HttpRequest, post: PostView, account: Account | None
) -> HttpResponse | None:
    """Return the page that stands for a deleted or hidden post; None if it may be read."""
    if post.state == State.LIVE:
        return None
    if post.state == State.DELETED:
        reason, status = _("글쓴이가 지운 글이에요."), 410
    elif account is not None and account.is_operator:
        return None
    else:
        reason, status = _("운영자가 숨긴 글이에요."), 403
    own = queries.find_post(post.id) if account is not None and status == 403 else None
    is_own = own is not None and account is not None and may_change(own, account)
    context = {
        "reason": reason,
        "board": site().by_id[post.board_id],
        "typed": "",
        "own": post if is_own else None,
        "own_text": to_text(post.html) if is_own else "",
    }
    return render(request, "boards/gone.html", context, status=status)


def post_path(post: Post | PostView) -> str:
    return f"{site().by_id[post.board_id].path}/{post.id}"


def number_asked_for(request: HttpRequest, name: str) -> int | None:
    """Return a number from the query string, None where it is absent; 404 where it is nonsense."""
    value = request.GET.get(name)
    if value is None:
        return None
    number = read_number(value, digits=12)
    if not number:
        raise Http404(_("그 페이지는 없어요."))
    return number


def read_number(sent: str, *, digits: int) -> int | None:
    """Return a number that was sent, of so many digits at most; None for anything else."""
    return int(sent) if re.fullmatch(rf"[0-9]{{1,{digits}}}", sent) else None
