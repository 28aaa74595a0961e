"""The page that tells members what is kept, and whether the last check agreed."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from madang.boards.models import Post
from madang.operations.leaks.run import RESULT, check_site

Browse = Callable[..., Client]


def test_it_says_how_long_authorship_is_kept(
    community: object, browse: Browse, settings: Any
) -> None:
    settings.KEY_MONTHS = 7
    assert "7개월 뒤" in browse().get("/about/anonymity").text
    settings.KEY_MONTHS = 0
    assert "자동으로 없애지 않아요" in browse().get("/about/anonymity").text


def test_it_shows_what_the_last_check_found(post: Post, browse: Browse, settings: Any) -> None:
    (settings.RUN_FOLDER / RESULT).unlink(missing_ok=True)
    assert "아직 검사하지 않았어요" in browse().get("/about/anonymity").text
    check_site()
    assert "모두 깨끗했어요" in browse().get("/about/anonymity").text
    with connection.cursor() as cursor:
        cursor.execute("UPDATE boards_category SET name = '010-1234-5678' WHERE place = 1")
    check_site()
    assert "문제 1개가 나왔어요" in browse().get("/about/anonymity").text
    (settings.RUN_FOLDER / RESULT).write_text("damaged")
    assert "아직 검사하지 않았어요" in browse().get("/about/anonymity").text


def test_every_page_leads_to_it(community: object, browse: Browse) -> None:
    assert 'href="/about/anonymity"' in browse().get("/").text


def test_it_says_so_when_access_is_recorded(community: Any, settings: Any, browse: Any) -> None:
    assert "어디에도 적지 않아요." in browse().get("/about/anonymity").content.decode()
    settings.RECORDS_KEY, settings.RECORDS_DAYS = "age1", 30
    page = browse().get("/about/anonymity").content.decode()
    assert "30일 뒤에 지워요." in page and "어디에도 적지 않아요." not in page
