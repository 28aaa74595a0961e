"""Addresses for finding posts."""

from django.urls import path

from . import console, views
from .search import views as search_views

urlpatterns = [
    path("live/lists", views.live_lists, name="live_lists"),
    path("live/suggestions", search_views.suggestions, name="suggestions"),
    path("live/places", search_views.visitor_places, name="visitor_places"),
    path("search", search_views.search_page, name="search"),
    path("visitor", search_views.visitor_country, name="visitor_country"),
    path("popular", views.popular, name="popular"),
    path("popular/<slug:tab>", views.popular, name="popular_tab"),
]
console_urlpatterns = [
    path("/rising", console.rising, name="console_rising"),
    path("/places", console.visitors, name="console_places"),
]
board_urlpatterns = [path("<str:slug>/<n:post_id>/related", views.related, name="related")]
