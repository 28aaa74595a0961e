"""Static files, as the server's own application serves them."""

import gzip
from typing import Any

import pytest
from django.templatetags.static import static

from .asking import ask_site


def test_a_file_is_kept_for_good_and_by_this_site_alone(community: Any) -> None:
    said = ask_site(static("site.css"))
    assert said.status == 200 and "immutable" in said.headers["cache-control"]
    assert "access-control-allow-origin" not in said.headers and said.body


def test_a_file_is_compressed_for_those_who_take_it(community: Any) -> None:
    plain = ask_site(static("site.css"))
    said = ask_site(static("site.css"), accept_encoding="gzip")
    assert said.headers["content-encoding"] == "gzip" and gzip.decompress(said.body) == plain.body


def test_a_browser_that_has_a_file_is_told_so(community: Any) -> None:
    etag = ask_site(static("site.css")).headers["etag"]
    said = ask_site(static("site.css"), if_none_match=etag)
    assert said.status == 304 and not said.body


def test_a_part_of_a_file_is_that_part(community: Any) -> None:
    whole = ask_site(static("site.css")).body
    said = ask_site(static("site.css"), range="bytes=3-9")
    assert said.status == 206 and said.body == whole[3:10]


@pytest.mark.parametrize("path", ["/static/none.css", "/static/../config/settings.py"])
def test_what_is_no_file_is_a_404(path: str, community: Any) -> None:
    assert ask_site(path, host="localhost").status == 404
