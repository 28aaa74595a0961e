"""Addresses to which gateways report."""

from django.urls import path

from . import views

urlpatterns = [
    path("hooks/nhn", views.nhn_report, name="nhn_report"),
    path("hooks/solapi/<str:token>", views.solapi_report, name="solapi_report"),
]
