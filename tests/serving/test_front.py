"""Before anything else: no body too large, no request read in another charset than ours."""

import pytest

from madang.boards.directory.directory import BoardDirectory
from madang.boards.models import Board

from .asking import ask_site


@pytest.mark.parametrize("charset", ["latin-1", "hex", "rot13", "idna", "euc-kr"])
def test_a_readers_charset_is_nobodys_page(charset: str, board: Board) -> None:
    path = "/자유?category=%EC%9D%BC%EC%83%81"
    said = ask_site(path, host="localhost", content_type=f"text/plain; charset={charset}")
    assert said.status == 200 and "일상" in said.body.decode()
    assert ask_site(path, host="localhost").status == 200


@pytest.mark.parametrize("charset", ["hex", "rot13", "idna"])
def test_an_odd_charset_of_a_form_breaks_nothing(charset: str, community: BoardDirectory) -> None:
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    form = b"login=%EC%9D%BC"
    said = ask_site("/accounts/login", "POST", form, host="localhost", content_type=kind)
    assert said.status == 403  # no CSRF token; but read


def test_what_is_too_large_is_refused_unread(community: BoardDirectory) -> None:
    said = ask_site("/accounts/login", "POST", content_length=str(700 * 1024 * 1024))
    assert said.status == 413 and "22MB" in said.body.decode()


def test_a_part_of_the_sitemap_beyond_the_last_is_not_there(community: BoardDirectory) -> None:
    assert ask_site("/sitemap/999999999999999999.xml", host="localhost").status == 404


def test_a_form_opened_in_two_tabs_may_be_sent_from_both(community: BoardDirectory) -> None:
    """A second look at the form keeps the browser's secret, so that the first tab's still holds."""
    first = ask_site("/accounts/login", host="localhost").headers["set-cookie"]
    secret = first.partition("csrftoken=")[2].partition(";")[0]
    again = ask_site("/accounts/login", host="localhost", cookie=f"csrftoken={secret}")
    assert secret and secret in again.headers.get("set-cookie", secret)
