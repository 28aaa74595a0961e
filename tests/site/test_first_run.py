"""The first-run page: makes the site once, for whoever holds the code."""

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.directory import directory
from madang.boards.models import Board
from madang.site.first_run import first_run_code

FORM = {
    "name": "우리 마당",
    "tagline": "한 줄",
    "boards": "자유: 일상, 질문\n일과 사람",
    "login_name": "operator",
    "password": "깊은-숲-속-8282",
}


@pytest.mark.django_db
def test_every_page_of_a_new_site_leads_there() -> None:
    for path in ("/", "/자유", "/accounts/login"):
        assert Client().get(path)["Location"] == "/welcome"


@pytest.mark.django_db
def test_it_makes_the_operator_the_name_and_the_boards() -> None:
    browser = Client()
    answer = browser.post("/welcome", {**FORM, "code": first_run_code()}, follow=True)
    page = answer.content.decode()
    assert "우리 마당" in page and "내 계정" in page
    assert Account.objects.get().is_operator
    assert list(Board.objects.values_list("slug", "name")) == [
        ("자유", "자유"),
        ("일과-사람", "일과 사람"),
    ]
    assert [c.name for c in directory.board_directory().boards[0].categories] == ["일상", "질문"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "00000000"}, "숫자가 맞지 않아요"),
        ({"boards": "accounts"}, "게시판 이름으로 쓸 수 없어요: accounts"),
        ({"boards": "자유\n자유"}, "이름이 같은 게시판이 둘 있어요"),
        ({"boards": ": 분류"}, "게시판 이름이 없는 줄이에요"),
        ({"boards": "가" * 41}, "이름이 너무 길어요"),
        ({"password": "12345678"}, 'role="alert"'),
        ({"login_name": "a b"}, "2자에서 30자까지예요"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(wrong: dict[str, str], said: str) -> None:
    answer = Client().post("/welcome", {**FORM, "code": first_run_code(), **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and 'value="우리 마당"' in page
    assert not Account.objects.exists() and not Board.objects.exists()


def test_it_is_gone_afterwards(community: directory.BoardDirectory) -> None:
    assert Client().get("/welcome").status_code == 404
    assert Client().post("/welcome", {**FORM, "code": first_run_code()}).status_code == 404
