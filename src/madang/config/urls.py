"""Addresses of the whole site, put together from the apps that are on.

Boards come last: any other first word may be one. Each app lists its own in `urls.py`:
`urlpatterns` from the root on, `console_urlpatterns` below /console, and `board_urlpatterns`, which
begin with the name of a board.
"""

from django.urls import include, path

from madang.core.apps import listed_in
from madang.core.http import converters  # noqa: F401 - numbers in addresses
from madang.core.http.first_words import by_first_word

urlpatterns = [
    *by_first_word(
        [
            *listed_in("urls", "urlpatterns"),
            path("console", include(listed_in("urls", "console_urlpatterns"))),
        ]
    ),
    *listed_in("urls", "board_urlpatterns"),
]

handler400 = "madang.site.views.bad_request"
handler403 = "madang.site.views.forbidden"
handler404 = "madang.site.views.not_found"
handler500 = "madang.site.views.broken"
