"""Addresses of filters, below /filters."""

from django.urls import include, path

from . import views

urlpatterns = [
    path(
        "filters",
        include(
            [
                path("", views.filters, name="filters"),
                path("/try", views.try_rule, name="try_filter"),
                path("/remove", views.remove, name="remove_filter"),
                path("/posts/<n:post_id>", views.put_away, name="put_away"),
                path("/voices/<n:post_id>/<int:voice>", views.hide_voice, name="hide_voice"),
                path("/export", views.take_along, name="export_filters"),
                path("/import", views.bring_in, name="import_filters"),
            ]
        ),
    ),
]
