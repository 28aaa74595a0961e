"""Which post an address names, and the address of a post."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from madang.accounts.decorators import current_account
from madang.core.http.errors import PageNotFound

from ..directory.access import may_enter
from ..directory.directory import board_directory
from ..extensions import is_of_another_site
from ..models import Post
from .queries import PostView, read_post


def post_or_404(post_id: int) -> PostView:
    post = read_post(post_id)
    if post is None:
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    return post


def redirect_to_moved(request: HttpRequest) -> HttpResponse | None:
    """Return where a post is that was moved to another board: also for a form that is sent there.

    Not even that it is there is told to anyone who may not enter. One query.
    """
    named = request.resolver_match.kwargs if request.resolver_match else {}
    if now := board_directory().merged.get(named.get("slug", "")):
        rest = request.get_full_path().lstrip("/").partition("/")[2]
        path = board_directory().by_slug[now].path
        return HttpResponseRedirect(f"{path}/{rest}".rstrip("/"), preserve_request=True)
    if "slug" not in named or "post_id" not in named or is_of_another_site(named["slug"]):
        return None
    post = read_post(named["post_id"])
    board = board_directory().by_id[post.board_id] if post else None
    if board is None or board.slug == named["slug"]:
        return None
    if board.members_only and not may_enter(board, current_account(request)):
        return None
    rest = request.get_full_path().lstrip("/").partition("/")[2]
    return HttpResponseRedirect(f"{board.path}/{rest}", preserve_request=True)


def post_path(post: Post | PostView) -> str:
    return f"{board_directory().by_id[post.board_id].path}/{post.id}"
