"""Which addresses are drawn: the URL table's, with an example for each parameter."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

# For which address an example is taken, by the parameter's name.
EXAMPLES = {"slug": "자유", "kind": "comments", "tab": "week", "name": "집밥", "seq": "1"}
OWN_EXAMPLES = {
    "nickname": {"slug": "동네"},
    "enter": {"slug": "우리-회사"},
    "console_codes": {"slug": "우리-회사"},
    "console_stickers": {"slug": "유머"},
}
# Pages of people without an account; of the others an operator sees most.
FOR_READERS = {"account_login", "account_signup", "passkey_signup", "password_forgot"}
# These end the session that draws, or ask for a key that nobody has here.
LEFT_OUT = {"account_logout", "welcome", "password_reset", "email_confirm", "stored"}
# And these show no page of their own.
LEFT_OUT |= {"language", "emoji", "icon", "short_link"}
MORE = ["/자유?page=2", "/search?q=김치", "/없음", "/자유?category=일상"]
# Whose pages are drawn of a made-up company in an incident, which has more to show than a demo.
OF_THE_COMPANY = ("madang.incidents", "madang.desk", "madang.staff", "madang.delivery")


@dataclass(frozen=True, slots=True)
class Address:
    """An address to draw, and as whom; `note` tells its picture from others of the address."""

    path: str
    name: str
    who: str = "operator"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    path: str
    name: str
    module: str

    @property
    def is_of_the_company(self) -> bool:
        return self.module.startswith(OF_THE_COMPANY)

    def filled(self, examples: Mapping[str, str]) -> str:
        """Return an address with an example for each of the route's parameters."""
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: examples.get(found[1], "1"), self.path)


def all_routes(is_wanted: Callable[[Route], bool]) -> list[Route]:
    """Return the URL table's routes that are drawn; Django must be set up."""
    from django.urls import get_resolver

    found = _routes(get_resolver().url_patterns, "/")
    return [one for one in found if one.name and one.name not in LEFT_OUT and is_wanted(one)]


def _routes(patterns: list, before: str) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern.url_patterns, path)
        else:
            yield Route(path, pattern.name or "", pattern.callback.__module__)
