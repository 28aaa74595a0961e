"""Addresses for finding posts."""

from django.urls import path

from . import operator_views, search_views, views

# Below /admin.
operate = [
    path("/rising", operator_views.rising, name="operate_rising"),
    path("/places", operator_views.visitors, name="operate_places"),
]
# Below /live.
live = [
    path("lists", views.live_lists, name="live_lists"),
    path("suggestions", search_views.suggestions, name="suggestions"),
    path("places", search_views.visitor_places, name="visitor_places"),
]
# Below a board.
under_posts = [path("<str:slug>/<n:post_id>/related", views.related, name="related")]
urlpatterns = [
    path("search", search_views.search_page, name="search"),
    path("visitor", search_views.visitor_country, name="visitor_country"),
    path("popular", views.popular, name="popular"),
    path("popular/<slug:tab>", views.popular, name="popular_tab"),
]
