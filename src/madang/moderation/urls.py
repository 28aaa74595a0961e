"""Addresses of moderation."""

from django.urls import path

from . import console, notice_views, opening_console, report_views, views

urlpatterns = [
    path("calls/<int:epoch>/<int:number>/notice", notice_views.notice, name="moderation_notice"),
    path("about/openings", views.openings, name="openings"),
]
console_urlpatterns = [
    path("/reports", console.cases, name="console_reports"),
    path("/subjects/<n:post_id>/<n:seq>", console.subject, name="console_subject"),
    path("/decisions", console.log, name="console_decisions"),
    path("/decisions/<n:number>/undo", console.undo, name="undo_decision"),
    path("/words", console.words, name="console_words"),
    path("/openings", opening_console.ask, name="console_openings"),
    path("/openings/<int:number>/approve", opening_console.approve, name="approve_opening"),
    path("/openings/<int:number>/answer", opening_console.answer, name="answer_opening"),
]
board_urlpatterns = [
    path("<str:slug>/<n:post_id>/more", report_views.more, name="more"),
    path("<str:slug>/<n:post_id>/c<n:seq>/more", report_views.more, name="more"),
]
