"""Addresses of calls."""

from django.urls import path

from . import views

urlpatterns = [
    path("calls", views.calls, name="calls"),
    path("calls/settings", views.settings, name="call_settings"),
    path("calls/watch", views.watch, name="watch"),
    path("calls/read", views.read_all, name="read_all_calls"),
    path("calls/count", views.count, name="count_calls"),
    path("calls/<int:epoch>/<int:number>", views.open_call, name="open_call"),
]
