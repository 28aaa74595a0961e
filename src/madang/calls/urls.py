"""Addresses of calls, below /calls."""

from django.urls import include, path

from . import views

urlpatterns = [
    path(
        "calls",
        include(
            [
                path("", views.calls, name="calls"),
                path("/settings", views.settings, name="call_settings"),
                path("/devices", views.devices, name="push_devices"),
                path("/watch", views.watch, name="watch"),
                path("/read", views.read_all, name="read_all_calls"),
                path("/count", views.count, name="count_calls"),
                path("/<int:epoch>/<int:number>", views.open_call, name="open_call"),
            ]
        ),
    ),
    path("push-worker.js", views.push_worker, name="push_worker"),
]
