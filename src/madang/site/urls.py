"""Addresses of the site as a whole."""

from django.urls import path, re_path

from . import first_run, views

# Of whatever side a telephone asks for.
TOUCH_ICON = r"^apple-touch-icon(?:-\d{1,4}x\d{1,4})?(?:-precomposed)?\.png$"

urlpatterns = [
    path("", views.home, name="home"),
    path("welcome", first_run.welcome, name="welcome"),
    path("manifest.json", views.manifest, name="manifest"),
    path("favicon.ico", views.icon, {"name": "favicon.ico"}),
    re_path(TOUCH_ICON, views.icon, {"name": "icon-180.png"}),
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap/<slug:app>/<n:part>.xml", views.sitemap_part, name="sitemap_part"),
    path("about/anonymity", views.anonymity, name="anonymity"),
]
