"""Pages of lists: a board's, a tag's, and a board's feed."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import number_asked_for
from madang.core.richtext import with_absolute_addresses
from madang.core.text.door import can_be_seen

from ..directory.directory import BoardInfo, board_directory
from ..directory.lookup import board_to_enter, category_asked_for
from ..directory.moderators import moderates
from ..extensions import filter_for
from ..nicknames import nicknames
from ..shared_pages import share_list
from ..threads import queries
from ..threads.errors import NotYours
from ..threads.lookup import post_path
from ..threads.view_guard import for_members
from . import listings, pins, tags


def board_list(request: HttpRequest, slug: str) -> HttpResponse:
    board = board_to_enter(request, slug)
    category = category_asked_for(request, board)
    content_filter = filter_for(request)
    page = listings.list_page(
        board,
        category,
        number_asked_for(request, "page") or 1,
        content_filter=content_filter,
        below=number_asked_for(request, "below"),
        above=number_asked_for(request, "above"),
    )
    if page is None:
        raise PageNotFound(_("페이지를 찾을 수 없어요. 글이 삭제되어 페이지가 줄었을 수 있어요."))
    context: dict[str, Any] = {
        "board": board,
        "category": category,
        "page": page,
        "names": {},
        "is_filtered": content_filter is not None,
        "put_away": content_filter.hidden if content_filter else (),
    }
    if board.has_nicknames:
        context["names"] = nicknames.names_of(row.nickname for row in page.rows)
    response = render(request, "boards/list.html", context)
    return response if board.members_only else share_list(response, request)


def feed(request: HttpRequest, slug: str) -> HttpResponse:
    board = board_to_enter(request, slug)
    posts = queries.latest_posts(board)
    root = request.build_absolute_uri("/").rstrip("/")
    context = {
        "board": board,
        "posts": posts,
        "names": nicknames.names_of(post.nickname for post in posts),
        "root": root,
        "absolute": partial(with_absolute_addresses, root=root),
    }
    return render(request, "boards/feed.xml", context, content_type="application/atom+xml")


def tag(request: HttpRequest, name: str) -> HttpResponse:
    if not can_be_seen(name) or "\0" in name:
        raise PageNotFound(_("태그를 찾을 수 없어요."))
    rows, below = tags.tagged(
        board_directory(), tags.as_kept(name), number_asked_for(request, "below")
    )
    return render(request, "boards/tag.html", {"name": name, "rows": rows, "below": below})


@require_POST
@for_members
def pin_post(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    """Let a post stand above the list, for moderators; or no more."""
    if not moderates(board.id, by):
        raise NotYours
    post = queries.find_post(post_id)
    if post is None or post.board_id != board.id:
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    try:
        (pins.unpin if "undo" in request.POST else pins.pin)(post.pk, by=by)
        said = _("고정을 해제했어요.") if "undo" in request.POST else _("목록 위에 고정했어요.")
        messages.success(request, said)
    except pins.TooManyPins as refused:
        messages.error(request, str(refused))
    return redirect(post_path(post))
