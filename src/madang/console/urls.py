"""Addresses of the console that belong to no app."""

from django.urls import path

from . import data_page, settings_page, site_page, views

console_urlpatterns = [
    path("", views.start, name="console"),
    path("/site", site_page.site_page, name="console_site"),
    path("/settings", settings_page.settings_page, name="console_settings"),
    path("/data", data_page.data_page, name="console_data"),
    path("/banner", views.banner, name="console_banner"),
]
