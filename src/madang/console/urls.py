"""Addresses of the console that belong to no app."""

from django.urls import path

from . import views

console_urlpatterns = [
    path("", views.start, name="console"),
    path("/banner", views.banner, name="console_banner"),
]
