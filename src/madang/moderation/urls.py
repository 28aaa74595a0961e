"""Addresses of moderation."""

from django.urls import path

from . import opening_views, views

urlpatterns = [
    path("about/openings", views.openings, name="openings"),
    path("admin/openings", opening_views.ask, name="operate_openings"),
    path("admin/openings/<int:number>/approve", opening_views.approve, name="approve_opening"),
    path("admin/openings/<int:number>/answer", opening_views.answer, name="answer_opening"),
]
