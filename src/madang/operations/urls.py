"""The operators' page of how the site is."""

from django.urls import path

from .health import console

console_urlpatterns = [path("/status", console.status, name="console_status")]
