"""Addresses of what the editor asks for, below /write, and of polls and tests, below a post."""

from django.urls import path

from . import sticker_views, views

urlpatterns = [path("/pictures", views.send_picture, name="send_picture")]
under_posts = [
    path("<str:slug>/<n:post_id>/vote", views.vote, name="vote"),
    path("<str:slug>/<n:post_id>/result", views.result, name="answered_quiz"),
    path("<str:slug>/<n:post_id>/result/<n:number>", views.result, name="quiz_result"),
]
# Below /admin.
operate = [
    path("/pictures/<str:name>.webp", views.withheld_picture, name="withheld_picture"),
    path("/boards/<str:slug>/stickers", sticker_views.operate, name="operate_stickers"),
]
