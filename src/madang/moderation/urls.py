"""Addresses of moderation."""

from django.urls import path

from . import views

urlpatterns = [path("about/openings", views.openings, name="openings")]
