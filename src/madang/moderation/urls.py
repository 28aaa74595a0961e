"""Addresses of moderation."""

from django.urls import path

from . import opening_views, views

# Below /admin.
operate = [
    path("/openings", opening_views.ask, name="operate_openings"),
    path("/openings/<int:number>/approve", opening_views.approve, name="approve_opening"),
    path("/openings/<int:number>/answer", opening_views.answer, name="answer_opening"),
]
# Below /about.
urlpatterns = [path("/openings", views.openings, name="openings")]
