"""Two members and a moderator: a report, a decision with its reason, a mute, and back."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import DESKTOP, PHONE, sign_up, write_comment, write_post
from .test_calls import wait_for_calls


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_a_report_is_decided_and_undone(person: Callable[..., Page], size: dict[str, int]) -> None:
    number = size["width"]
    rude, reporter = person(), person()
    keeper = person("operator", viewport=size, color_scheme="dark")
    sign_up(rude, f"거친-사람-{number}")
    sign_up(reporter, f"신고하는-사람-{number}")
    address = write_post(reporter, f"조용한 글 {number}").split("?")[0]
    rude.goto(address)
    write_comment(rude, f"거친 말 {number}")

    reporter.goto(address)
    reporter.locator(".comment", has_text="거친 말").get_by_role("link", name="더보기").click()
    assert not Axe().run(reporter).response["violations"]
    reporter.get_by_label("욕설이나 괴롭힘").check()
    reporter.get_by_role("button", name="신고", exact=True).click()
    expect(reporter.get_by_text("신고했어요.")).to_be_visible()

    keeper.goto("/console/reports")
    assert not Axe().run(keeper).response["violations"]
    keeper.get_by_role("link", name=f"거친 말 {number}").click()
    assert not Axe().run(keeper).response["violations"]
    keeper.get_by_label("숨기기", exact=True).check()
    keeper.get_by_label("작성자 제재").select_option(label="이 게시판에서 쓰기 제한")
    keeper.get_by_role("button", name="결정", exact=True).click()
    expect(keeper.get_by_text("이유를 적어 주세요.")).to_be_visible()
    expect(keeper.get_by_label("숨기기", exact=True)).to_be_checked()
    keeper.get_by_label("이유 (글쓴이에게 보여요)").fill("욕설은 안 돼요")
    keeper.get_by_role("button", name="결정", exact=True).click()
    # The next case is there at once.
    expect(keeper.get_by_text("처리했어요.")).to_be_visible()
    expect(keeper.locator("main")).not_to_contain_text(f"거친-사람-{number}")

    reporter.goto(address)
    expect(reporter.get_by_text("운영자가 숨긴 댓글이에요.")).to_be_visible()
    wait_for_calls(rude, "1")
    rude.locator(".bell:visible").click()
    rude.get_by_role("link", name="숨기기, 쓰기 제한").first.click()
    expect(rude.get_by_text("욕설은 안 돼요")).to_be_visible()
    assert not Axe().run(rude).response["violations"]
    other = write_post(reporter, f"다른 글 {number}").split("?")[0]
    rude.goto(other)
    rude.get_by_label("댓글 내용").fill("그래도 쓸래")
    rude.get_by_role("button", name="댓글 쓰기").click()
    expect(rude.get_by_role("alert")).to_contain_text("이 게시판에서 쓰지 못하게 했어요")
    expect(rude.get_by_label("댓글 내용")).to_have_value("그래도 쓸래")

    keeper.goto("/console/decisions")
    assert not Axe().run(keeper).response["violations"]
    for act in ("쓰기 제한", "숨기기"):
        keeper.goto("/console/decisions")
        keeper.get_by_role("button", name=re.compile(f"되돌리기: {act}")).first.click()
        expect(keeper.get_by_text("되돌렸어요.")).to_be_visible()
    reporter.goto(address)
    expect(reporter.get_by_text(f"거친 말 {number}")).to_be_visible()
    rude.goto(other)
    write_comment(rude, "이제 조심할게요")


def test_a_board_is_asked_for_and_opened(person: Callable[..., Page]) -> None:
    asker, friend, keeper = person(), person("member"), person("operator")
    sign_up(asker, "여행을-바라는-사람")
    asker.goto("/")
    asker.get_by_role("link", name="게시판 신설 요청").click()
    asker.get_by_label("게시판 이름").fill("혼자 여행")
    asker.get_by_label("어떤 이야기를 나누나요?").fill("혼자 다녀온 곳")
    asker.get_by_role("button", name="요청하기").click()
    friend.goto("/board-requests")
    friend.get_by_role("button", name="응원하기: 혼자 여행").click()
    expect(friend.get_by_role("button", name="응원 중: 혼자 여행")).to_be_visible()
    assert not Axe().run(friend).response["violations"]
    keeper.goto("/board-requests")
    keeper.locator(".requests li", has_text="혼자 여행").get_by_text("운영", exact=True).click()
    keeper.get_by_role("button", name="이 게시판 열기").click()
    expect(keeper.get_by_role("heading", level=1, name="혼자 여행")).to_be_visible()


def test_words_are_tried_before_they_are_refused(person: Callable[..., Page]) -> None:
    keeper, member = person("operator"), person("member")
    keeper.goto("/console/words")
    keeper.get_by_label("한 줄에 하나씩").fill("금지단어")
    keeper.get_by_role("button", name="어떤 글이 필터링되나요?").click()
    expect(keeper.get_by_role("status")).to_contain_text("0개가 걸려요")
    keeper.get_by_role("button", name="저장").click()
    member.wait_for_timeout(3000)
    member.goto("/자유/write")
    member.get_by_label("제목").fill("금지단어는 왜요")
    member.locator(".editor .body").fill("쓰던 내용")
    member.get_by_role("button", name="올리기").click()
    expect(member.get_by_role("alert")).to_contain_text("“금지단어” 때문에")
    expect(member.locator(".editor .body")).to_have_text("쓰던 내용")
    keeper.goto("/console/words")
    keeper.get_by_label("한 줄에 하나씩").fill("")
    # A browser that is closed while a form is on its way may never answer again.
    with keeper.expect_navigation():
        keeper.get_by_role("button", name="저장").click()
