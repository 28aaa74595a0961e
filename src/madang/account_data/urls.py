"""Addresses of leaving and taking along, below /accounts/."""

from django.urls import include, path

from . import views

urlpatterns = [
    path(
        "accounts/",
        include(
            [
                path("export", views.export, name="export"),
                path("export/download", views.download, name="export_download"),
                path("leave", views.leave, name="leave"),
                path("inactive", views.inactive, name="account_inactive"),
            ]
        ),
    ),
]
