"""Addresses of the console that belong to no app."""

from django.urls import path

from . import site_page, views

console_urlpatterns = [
    path("", views.start, name="console"),
    path("/site", site_page.site_page, name="console_site"),
    path("/banner", views.banner, name="console_banner"),
]
