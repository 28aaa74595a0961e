"""Addresses of the whole site. Boards come last: any other first word may be one."""

from django.urls import include, path

from madang.boards import urls as boards_urls  # also registers the converter "n"
from madang.web import first_run, views

urlpatterns = [
    path("", views.home, name="home"),
    path("welcome", first_run.welcome, name="welcome"),
    path("about/anonymity", views.anonymity, name="anonymity"),
    path("write", views.choose_board, name="choose_board"),
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap/<n:part>.xml", views.sitemap_part, name="sitemap_part"),
    path("", include("madang.calls.urls")),
    path("", include("madang.leaving.urls")),
    path("accounts/", include("madang.accounts.urls")),
    path("", include("madang.moderation.urls")),
    path("", include(boards_urls)),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken
