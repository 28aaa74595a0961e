"""An operator opens boards and makes codes for them; nobody else does."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.directory.setup import BoardPlan, NotAnOperator, open_planned_board
from madang.boards.models import Board, Category
from madang.membership.models import EntryCode

from ..factories import sign_in

PASSWORD = "낯선-나무-열한그루"


@pytest.fixture
def keeper(board: Board) -> Account:
    return Account.objects.create_user("the-keeper", PASSWORD, is_operator=True)


def test_a_board_is_opened_with_one_press(keeper: Account, browse: Callable[..., Client]) -> None:
    browser = browse(keeper)
    assert "운영" in browser.get("/accounts/").content.decode()
    form = {
        "name": "우리 회사",
        "categories": "소식, 상담,소식",
        "members_only": "on",
        "domains": "@Corp.example, sub.corp.example",
    }
    browser.post("/console/boards", form)
    made = Board.objects.get(name="우리 회사")
    assert made.members_only and made.domains == "corp.example sub.corp.example"
    assert list(Category.objects.filter(board=made).values_list("name", flat=True)) == [
        "소식",
        "상담",
    ]
    assert browser.get("/우리-회사").status_code == 200
    assert browse().get("/우리-회사").status_code == 403


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": "자유"}, "이미 있는 게시판이에요"),
        ({"name": "admin"}, "쓸 수 없어"),
        ({"name": "!!!"}, "글자나 숫자가 하나는"),
        ({"name": "😀"}, "글자나 숫자가 하나는"),
        ({"name": "\u3164\u2800"}, "게시판 이름을 적어"),
        ({"name": "새것", "members_only": "on", "domains": "corp"}, "corp.example처럼"),
        ({"name": ""}, "게시판 이름을 적어"),
    ],
)
def test_a_board_that_cannot_be_is_refused_and_kept(
    form: dict[str, str], said: str, keeper: Account, browse: Callable[..., Client]
) -> None:
    count = Board.objects.count()
    answer = browse(keeper).post("/console/boards", {**form, "categories": "소식"})
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and 'value="소식"' in page
    assert Board.objects.count() == count


def test_codes_are_shown_once(keeper: Account, closed_board: Board) -> None:
    browser = sign_in(keeper, PASSWORD)
    page = browser.post("/console/boards/회사/codes", {"count": "30"}).content.decode()
    codes = re.findall(r"<code>([0-9A-Z-]{14})</code>", page)
    assert len(set(codes)) == 30 == EntryCode.objects.count()
    assert codes[0] not in browser.get("/console/boards/회사/codes").content.decode()
    assert browser.get("/console/boards/자유/codes").status_code == 404


@pytest.mark.parametrize(
    "path", ["/console/boards", "/console/boards/회사/codes", "/console/openings"]
)
def test_nobody_else_gets_there(
    path: str, closed_board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    assert browse().get(path)["Location"].startswith("/accounts/login")
    for answer in (browse(member).get(path), browse(member).post(path, {"name": "새것"})):
        assert answer.status_code == 403
    with pytest.raises(NotAnOperator):
        open_planned_board(BoardPlan("새것"), by=member)
    assert not Board.objects.filter(name="새것").exists() and not EntryCode.objects.exists()
