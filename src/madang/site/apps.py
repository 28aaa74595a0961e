from django.apps import apps

from madang.core.apps import MadangApp
from madang.core.extensions import close_all


class SiteApp(MadangApp):
    name = "madang.site"
    label = "site"
    reserved_words = frozenset(
        {
            "static",
            "welcome",
            "about",
            "manifest.json",
            "robots.txt",
            "sitemap",
            "sitemap.xml",
            "favicon.ico",
            "apple-touch-icon.png",
            "apple-touch-icon-precomposed.png",
            ".well-known",
            "settings",
            "language",
            "emoji.json",
            "worker.js",
            "icons",
        }
    )

    def ready(self) -> None:
        """Close all doors: this app is ready last."""
        super().ready()
        close_all(frozenset(app.label for app in apps.get_app_configs()))
