"""Which post an address names, and the address of a post."""

from django.utils.translation import gettext as _

from madang.core.http.errors import PageNotFound

from ..directory.directory import board_directory
from ..models import Post
from .queries import PostView, read_post


def post_or_404(post_id: int) -> PostView:
    post = read_post(post_id)
    if post is None:
        raise PageNotFound(_("그 글은 없어요."))
    return post


def post_path(post: Post | PostView) -> str:
    return f"{board_directory().by_id[post.board_id].path}/{post.id}"
