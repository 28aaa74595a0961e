"""Addresses of leaving and taking along, below /accounts/."""

from django.urls import path

from . import views

urlpatterns = [
    path("takeout", views.takeout, name="takeout"),
    path("takeout/download", views.download, name="takeout_download"),
    path("leave", views.leave, name="leave"),
    path("inactive", views.inactive, name="account_inactive"),
]
