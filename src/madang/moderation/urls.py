"""Addresses of moderation."""

from django.urls import path

from . import acting_views, opening_views, thing_views, views, word_views

# Below /admin.
operate = [
    path("/reports", acting_views.cases, name="operate_reports"),
    path("/things/<n:post_id>/<n:seq>", acting_views.thing, name="thing"),
    path("/acts", acting_views.log, name="operate_acts"),
    path("/acts/<n:number>/undo", acting_views.undo, name="undo_act"),
    path("/words", acting_views.words, name="operate_words"),
    path("/openings", opening_views.ask, name="operate_openings"),
    path("/openings/<int:number>/approve", opening_views.approve, name="approve_opening"),
    path("/openings/<int:number>/answer", opening_views.answer, name="answer_opening"),
]
# Below /calls.
words = [path("/<int:epoch>/<int:number>/word", word_views.word, name="moderators_word")]
# Below a board.
things = [
    path("<str:slug>/<n:post_id>/more", thing_views.more, name="more"),
    path("<str:slug>/<n:post_id>/c<n:seq>/more", thing_views.more, name="more"),
]
# Below /about.
urlpatterns = [path("/openings", views.openings, name="openings")]
