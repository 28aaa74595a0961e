"""Addresses of boards, posts and comments."""

from django.urls import path, register_converter
from django.views.generic import RedirectView

from . import (
    comment_views,
    draft_views,
    entry_views,
    history_views,
    my_views,
    nickname_views,
    operator_views,
    tag_views,
    views,
    writing_views,
)


class NumberConverter:
    """A number that fits a database's id."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(NumberConverter, "n")

# Below /admin.
operate = [
    path("", RedirectView.as_view(pattern_name="operate_boards")),
    path("/boards", operator_views.boards, name="operate_boards"),
    path("/boards/<str:slug>/rules", operator_views.rules, name="operate_rules"),
    path("/banner", operator_views.banner, name="operate_banner"),
    path("/boards/<str:slug>/codes", operator_views.codes, name="operate_codes"),
]
# Below /me.
mine = [
    path("", my_views.mine, name="my_posts"),
    path("/drafts", draft_views.mine, name="my_drafts"),
    path("/<slug:kind>", my_views.mine, name="mine"),
    path("/<slug:kind>/<n:epoch>/<n:number>", my_views.leave_out, name="leave_out"),
]
urlpatterns = [
    path("tags/<str:name>", tag_views.tag, name="tag"),
    path("<str:slug>", views.board_list, name="board"),
    path("<str:slug>/", views.without_slash),
    path("<str:slug>/feed", views.feed, name="feed"),
    path("<str:slug>/nickname", nickname_views.nickname, name="nickname"),
    path("<str:slug>/enter", entry_views.enter, name="enter"),
    path("<str:slug>/draft", draft_views.keep, name="keep_draft"),
    path("<str:slug>/write", writing_views.write_post, name="write_post"),
    path("<str:slug>/<n:post_id>", views.post_page, name="post"),
    path("<str:slug>/<n:post_id>/live/<n:after>", views.live_comments_for_members),
    path("<str:slug>/<n:post_id>/edit", writing_views.edit_post, name="edit_post"),
    path("<str:slug>/<n:post_id>/delete", writing_views.delete_post, name="delete_post"),
    path("<str:slug>/<n:post_id>/pin", writing_views.pin_post, name="pin_post"),
    path("<str:slug>/<n:post_id>/like", comment_views.like_comment, name="like_comment"),
    path("<str:slug>/<n:post_id>/history", history_views.history, name="history"),
    path("<str:slug>/<n:post_id>/c<n:seq>/history", history_views.history),
    path("<str:slug>/<n:post_id>/recommend", writing_views.recommend, name="recommend"),
    *(
        path(f"<str:slug>/<n:post_id>/{mark}", writing_views.set_mark, {"mark": mark}, name=mark)
        for mark in writing_views.MARKS
    ),
    path("<str:slug>/<n:post_id>/move", writing_views.move_post, name="move_post"),
    path("<str:slug>/<n:post_id>/comments", comment_views.write_comment, name="write_comment"),
    path("<str:slug>/<n:post_id>/c<n:seq>", views.comment_link, name="comment"),
    path("<str:slug>/<n:post_id>/c<n:seq>/edit", comment_views.edit_comment, name="edit_comment"),
    path(
        "<str:slug>/<n:post_id>/c<n:seq>/delete",
        comment_views.delete_comment,
        name="delete_comment",
    ),
]
