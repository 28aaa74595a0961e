"""What the console adds to the site."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _lazy

from madang.core.site import ConsoleEntry, SiteExtension


class ConsoleInSite(SiteExtension):
    slots = {"account.operator_links": "console/slots/account.html"}

    def console_entries(self) -> Iterable[ConsoleEntry]:
        return [
            ConsoleEntry(35, "site", _lazy("사이트"), "console_site"),
            ConsoleEntry(50, "banner", _lazy("한 줄 공지"), "console_banner"),
        ]


EXTENSIONS = [ConsoleInSite()]
