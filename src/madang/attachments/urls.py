"""Addresses of what the editor asks for, and of polls and tests, below a post."""

from django.urls import path

from .pictures import console as picture_console
from .pictures import views as picture_views
from .polls import views as poll_views
from .quizzes import views as quiz_views
from .stickers import console as sticker_console

urlpatterns = [path("write/pictures", picture_views.send_picture, name="send_picture")]
console_urlpatterns = [
    path("/pictures/<str:name>.webp", picture_console.withheld_picture, name="withheld_picture"),
    path("/stickers", sticker_console.all_stickers, name="console_all_stickers"),
    path("/boards/<str:slug>/stickers", sticker_console.stickers, name="console_stickers"),
]
board_urlpatterns = [
    path("<str:slug>/<n:post_id>/vote", poll_views.vote, name="vote"),
    path("<str:slug>/<n:post_id>/result", quiz_views.result, name="answered_quiz"),
    path("<str:slug>/<n:post_id>/result/<n:number>", quiz_views.result, name="quiz_result"),
]
