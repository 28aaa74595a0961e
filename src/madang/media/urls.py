"""Addresses of pictures that are kept in a store; the server sends those of the data folder."""

from django.urls import path

from . import views

urlpatterns = [path("media/<path:path>", views.stored, name="stored")]
