"""Addresses of the whole site. Boards come last: any other first word may be one.

Each first word is looked at once: every list and post passes by all that comes before boards.
"""

from django.urls import include, path

from madang.boards import urls as boards_urls  # also registers the converter "n"
from madang.boards.views import live_comments
from madang.calls.views import push_worker
from madang.discovery import urls as discovery_urls
from madang.moderation import urls as moderation_urls
from madang.web import first_run, views
from madang.writing import urls as writing_urls
from madang.writing.views import stored

urlpatterns = [
    path("", views.home, name="home"),
    path("welcome", first_run.welcome, name="welcome"),
    path("write", views.choose_board, name="choose_board"),
    path("write", include(writing_urls)),
    path("manifest.json", views.manifest, name="manifest"),
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap/<n:part>.xml", views.sitemap_part, name="sitemap_part"),
    path("accounts/", include("madang.leaving.urls")),
    path("accounts/", include("madang.accounts.urls")),
    path("calls", include("madang.calls.urls")),
    path("media/<path:path>", stored, name="stored"),
    path("push-worker.js", push_worker, name="push_worker"),
    path("calls", include(moderation_urls.words)),
    path("board-requests", include("madang.board_requests.urls")),
    path("filters", include("madang.filters.urls")),
    path("me", include(boards_urls.mine)),
    path("live/<n:post_id>/<n:after>", live_comments, name="live_comments"),
    path("live/", include(discovery_urls.live)),
    path("", include(discovery_urls)),
    path("about/anonymity", views.anonymity, name="anonymity"),
    path("about", include(moderation_urls)),
    path(
        "admin",
        include(
            [
                *boards_urls.operate,
                *discovery_urls.operate,
                *moderation_urls.operate,
                *writing_urls.operate,
            ]
        ),
    ),
    path("", include(boards_urls)),
    path("", include(moderation_urls.things)),
    path("", include(writing_urls.under_posts)),
    path("", include(discovery_urls.under_posts)),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken
