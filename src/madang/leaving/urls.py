"""Addresses of leaving and taking along."""

from django.urls import path

from . import views

urlpatterns = [
    path("accounts/takeout", views.takeout, name="takeout"),
    path("accounts/takeout/download", views.download, name="takeout_download"),
    path("accounts/leave", views.leave, name="leave"),
    path("accounts/inactive", views.inactive, name="account_inactive"),
]
