"""Addresses of boards, posts and comments."""

from django.urls import include, path

from .activity import views as activity_views
from .administration import board_console, boards_console, notices_console
from .directory import entry_views
from .directory import views as directory_views
from .lists import views as list_views
from .nicknames import views as nickname_views
from .reactions import views as reaction_views
from .threads import comment_views, draft_views, history_views, writing_views
from .threads import views as thread_views

urlpatterns = [
    path("write", directory_views.choose_board, name="choose_board"),
    path("write/shared", directory_views.share, name="share"),
    path(
        "me",
        include(
            [
                path("", activity_views.mine, name="my_posts"),
                path("/drafts", draft_views.mine, name="my_drafts"),
                path("/<slug:kind>", activity_views.mine, name="mine"),
                path(
                    "/<slug:kind>/<n:epoch>/<n:number>", activity_views.leave_out, name="leave_out"
                ),
            ]
        ),
    ),
    path("p/<n:post_id>", thread_views.short_link, name="short_link"),
    path("live/<n:post_id>/<n:after>", thread_views.live_comments, name="live_comments"),
    path("tags/<str:name>", list_views.tag, name="tag"),
]
console_urlpatterns = [
    path("/notices", notices_console.notices, name="console_notices"),
    path("/boards", boards_console.boards, name="console_boards"),
    path("/boards/<str:slug>", board_console.board_page, name="console_board"),
    path("/boards/<str:slug>/rules", boards_console.rules, name="console_rules"),
    path("/boards/<str:slug>/codes", boards_console.codes, name="console_codes"),
]
board_urlpatterns = [
    path("<str:slug>", list_views.board_list, name="board"),
    path("<str:slug>/feed", list_views.feed, name="feed"),
    path("<str:slug>/nickname", nickname_views.nickname, name="nickname"),
    path("<str:slug>/enter", entry_views.enter, name="enter"),
    path("<str:slug>/draft", draft_views.keep, name="keep_draft"),
    path("<str:slug>/write", writing_views.write_post, name="write_post"),
    path(
        "<str:slug>/<n:post_id>",
        include(
            [
                path("", thread_views.post_page, name="post"),
                path("/live/<n:after>", thread_views.live_comments_for_members),
                path("/edit", writing_views.edit_post, name="edit_post"),
                path("/delete", writing_views.delete_post, name="delete_post"),
                path("/move", writing_views.move_post, name="move_post"),
                path("/pin", list_views.pin_post, name="pin_post"),
                path("/history", history_views.history, name="history"),
                path("/like", reaction_views.like_comment, name="like_comment"),
                path("/react", reaction_views.react, name="react"),
                path("/recommend", reaction_views.recommend, name="recommend"),
                *(
                    path(f"/{mark}", reaction_views.set_mark, {"mark": mark}, name=mark)
                    for mark in reaction_views.MARKS
                ),
                path("/comments", comment_views.write_comment, name="write_comment"),
                path("/c<n:seq>", thread_views.comment_link, name="comment"),
                path("/c<n:seq>/history", history_views.history),
                path("/c<n:seq>/edit", comment_views.edit_comment, name="edit_comment"),
                path("/c<n:seq>/delete", comment_views.delete_comment, name="delete_comment"),
            ]
        ),
    ),
]
