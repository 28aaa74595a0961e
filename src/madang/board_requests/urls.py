"""Addresses of board requests, below /board-requests."""

from django.urls import include, path

from . import views

urlpatterns = [
    path(
        "board-requests",
        include(
            [
                path("", views.requests, name="board_requests"),
                path("/<n:number>/support", views.support, name="support_request"),
                path("/<n:number>/decide", views.decide, name="decide_request"),
            ]
        ),
    ),
]
