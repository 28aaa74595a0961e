"""Nothing that is known to run in a page is left of what an editor sends, or of what is typed."""

from html.parser import HTMLParser

import pytest

from madang.core.richtext import TAGS, rich_to_html, to_html

from .attacks import attacks

KEPT = {"href", "rel", "src", "alt", "width", "height", "loading", "srcset", "sizes", "start"}


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        address = named.get("href") or "https:"
        if tag not in TAGS or set(named) - KEPT or not address.startswith(("http:", "https:")):
            self.wrong.append((tag, attrs))


@pytest.mark.parametrize("clean", [rich_to_html, to_html])
def test_nothing_is_left_that_runs(clean: object) -> None:
    assert len(attacks()) > 300
    for attack in attacks():
        seen = Seen()
        seen.feed(clean(attack))  # type: ignore[operator]
        assert not seen.wrong, attack


def test_what_is_cleaned_twice_is_the_same() -> None:
    for attack in attacks():
        once = rich_to_html(attack)
        assert rich_to_html(once) == once
