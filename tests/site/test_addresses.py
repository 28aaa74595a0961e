"""Every page has one address; what people type instead of it leads there."""

import unicodedata
from typing import Any

import pytest
from django.test import Client

from madang.boards.models import Board, Post

APART = unicodedata.normalize("NFD", "자유")


@pytest.mark.parametrize(
    "path",
    ["/popular/", "/accounts/login/", "/search/", "/자유/", "/popular//", "/calls/settings/"],
)
def test_a_slash_at_the_end_is_taken_off(community: Any, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 301
    assert Client().get(answer["Location"]).status_code in (200, 302)


def test_a_post_is_found_however_its_board_is_spelled(post: Post) -> None:
    page = Client().get(f"/{APART}/{post.pk}/", follow=True)
    assert page.status_code == 200 and page.redirect_chain[-1][1] == 301
    assert post.title in page.content.decode()


@pytest.mark.parametrize("name", ["q", "board", "category"])
def test_what_an_address_asks_for_is_composed(board: Board, name: str) -> None:
    answer = Client().get("/search", {name: APART, "page": "1"})
    assert answer.status_code == 301
    assert answer["Location"] == f"/search?{name}=%EC%9E%90%EC%9C%A0&page=1"


def test_a_form_is_sent_on_to_where_its_page_is(community: Any) -> None:
    assert Client().post("/accounts/login/", {"login": "x"}).status_code == 308


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/%E1%84%80%E1%85%A1", "/\\evil.example/", "///x/"]
)
def test_no_address_leads_to_another_site(community: Any, path: str) -> None:
    answer = Client().get("/", PATH_INFO=path.encode().decode("latin-1"))
    assert not answer.get("Location", "/").startswith(("//", "/\\", "http"))


def test_letters_that_are_sent_raw_stay_what_they_are(community: Any) -> None:
    raw = "q=점심".encode().decode("latin-1")
    answer = Client().get("/", PATH_INFO="/search/", QUERY_STRING=raw)
    assert answer["Location"] == "/search?q=%EC%A0%90%EC%8B%AC"
    assert Client().get("/", PATH_INFO="/search", QUERY_STRING=raw).status_code == 200


@pytest.mark.parametrize("path", ["/accounts", "/accounts/2fa"])
def test_a_slash_that_is_missing_is_added(path: str, community: Any) -> None:
    assert Client().get(path)["Location"] == f"{path}/"


def test_what_is_at_no_address_is_still_nowhere(community: Any) -> None:
    assert Client().get("/accounts/nothing-here/").status_code == 404


def test_an_address_without_its_slash_keeps_what_was_asked(client: Client, community: Any) -> None:
    answer = client.get("/accounts?next=%2Fme")
    assert (answer.status_code, answer["Location"]) == (301, "/accounts/?next=%2Fme")
