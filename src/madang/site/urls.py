"""Addresses of the site as a whole."""

from django.urls import path, re_path

from . import emoji, first_run, icons, language, views

# Of whatever side a telephone asks for.
TOUCH_ICON = r"^apple-touch-icon(?:-\d{1,4}x\d{1,4})?(?:-precomposed)?\.png$"

urlpatterns = [
    path("", views.home, name="home"),
    path("welcome", first_run.welcome, name="welcome"),
    path("manifest.json", views.manifest, name="manifest"),
    path("favicon.ico", icons.icon, {"side": 48}),
    re_path(TOUCH_ICON, icons.icon, {"side": 180}),
    path("icons/<n:side>.png", icons.icon, name="icon"),
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap/<slug:app>/<n:part>.xml", views.sitemap_part, name="sitemap_part"),
    path("emoji.json", emoji.emoji_names, name="emoji"),
    path("language/<slug:code>", language.choose, name="language"),
    path("about/rules", views.rules, name="rules"),
    path("about/offline", views.offline, name="offline"),
    path("worker.js", views.worker, name="worker"),
    path("about/anonymity", views.anonymity, name="anonymity"),
]
