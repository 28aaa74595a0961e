"""Addresses for programs below /api, and the pages about them."""

from django.urls import path

from . import token_views, views
from .web_hooks import console

urlpatterns = [
    path("api", views.about, name="api"),
    path("api/openapi.json", views.schema, name="api_schema"),
    path("api/<rest:rest>", views.called),
    path("accounts/tokens", token_views.tokens, name="api_tokens"),
]
console_urlpatterns = [
    path("/hooks", console.hooks, name="console_hooks"),
    path("/hooks/<n:hook_id>", console.hook, name="console_hook"),
]
