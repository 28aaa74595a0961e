"""Addresses of what the editor asks for, below /write."""

from django.urls import path

from . import views

urlpatterns = [path("/pictures", views.send_picture, name="send_picture")]
