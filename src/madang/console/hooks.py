"""What the console adds to the site."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _lazy

from madang.core.site import ConsoleEntry, ConsoleSection, SiteExtension


class ConsoleInSite(SiteExtension):
    slots = {"account.operator_links": "console/slots/account.html"}

    def console_entries(self) -> Iterable[ConsoleEntry]:
        return [
            ConsoleEntry(ConsoleSection.SITE, 35, "site", _lazy("사이트"), "console_site"),
            ConsoleEntry(ConsoleSection.SITE, 50, "banner", _lazy("한 줄 공지"), "console_banner"),
            ConsoleEntry(ConsoleSection.SYSTEM, 20, "data", _lazy("데이터"), "console_data"),
            ConsoleEntry(ConsoleSection.SYSTEM, 10, "settings", _lazy("설정"), "console_settings"),
        ]


EXTENSIONS = [ConsoleInSite()]
