"""Boards with nicknames, boards for those who belong, and opening a seal, on a phone."""

from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from madang.operations.demo.write import SIGN_INS

from .conftest import sign_up, write_comment


def axe_finds_nothing(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, [(page.url, one["id"], [n["html"] for n in one["nodes"]]) for one in found]


def confirm_password(page: Page, role: str) -> None:
    if "reauthenticate" in page.url:
        page.get_by_label("비밀번호").fill(SIGN_INS[role][1])
        page.get_by_role("button", name="확인").click()
        page.wait_for_url(lambda address: "reauthenticate" not in address)


def test_a_neighbour_takes_a_nickname_with_a_picture_and_talks(
    person: Callable[..., Page], tmp_path: Path
) -> None:
    Image.effect_mandelbrot((600, 400), (-2, -1, 1, 1), 40).convert("RGB").save(tmp_path / "a.jpg")
    page = person()
    sign_up(page, "새-이웃")
    page.goto("/동네")
    page.locator(".posts a").first.click()
    page.get_by_role("link", name="별명을 정하고 댓글을 달아 보세요").click()
    page.get_by_label("별명", exact=True).fill("글쓴이")
    page.get_by_role("button", name="이 별명으로 정하기").click()
    expect(page.get_by_role("alert")).to_contain_text("다른 사람으로 잘못 알 수 있는")
    axe_finds_nothing(page)
    page.get_by_label("별명", exact=True).fill("새로 온 사람")
    page.get_by_label("대표 사진").set_input_files(tmp_path / "a.jpg")
    page.get_by_role("button", name="이 별명으로 정하기").click()
    write_comment(page, "반갑습니다")
    said = page.locator(".comment", has_text="반갑습니다")
    expect(said.locator(".nickname")).to_have_text("새로 온 사람")
    assert said.locator("img").evaluate("image => image.naturalWidth") == 192
    axe_finds_nothing(page)


def test_a_colleague_comes_in_by_a_code_and_waits(person: Callable[..., Page]) -> None:
    operator = person("operator")
    operator.goto("/console/boards")
    operator.get_by_role("main").get_by_role("link", name="우리 회사").click()
    operator.get_by_role("link", name="초대 코드 만들기").click()
    confirm_password(operator, "operator")
    operator.get_by_role("button", name="만들기").click()
    code = operator.locator(".codes code").first.inner_text()
    axe_finds_nothing(operator)
    page = person()
    sign_up(page, "새-동료")
    page.goto("/우리-회사")
    page.get_by_label("초대 코드").fill("틀린 코드")
    page.get_by_role("button", name="들어가기").click()
    expect(page.get_by_role("alert")).to_contain_text("쓸 수 없는 초대 코드예요")
    page.get_by_label("초대 코드").fill(code.lower())
    page.get_by_role("button", name="들어가기").click()
    expect(page.get_by_role("status")).to_contain_text("여러 사람이 함께 들어가요")
    axe_finds_nothing(page)


def test_colleagues_see_each_others_comments_as_they_come(person: Callable[..., Page]) -> None:
    first, second = person("member"), person("operator")
    first.goto("/우리-회사")
    first.locator(".posts a").first.click()
    second.goto(first.url)
    write_comment(second, "지금 막 쓴 말")
    first.locator(".comment .text", has_text="지금 막 쓴 말").wait_for()
    assert "지금 막 쓴 말" not in person().goto(first.url).text()  # type: ignore[union-attr]


def test_an_operator_asks_and_cannot_approve(person: Callable[..., Page]) -> None:
    page = person("operator")
    page.goto("/console/openings")
    confirm_password(page, "operator")
    page.get_by_label("주소의 마지막 숫자").fill("1")
    page.get_by_label("이유").fill("서울중앙지방법원 2026영장1234")
    page.get_by_role("button", name="요청 남기기").click()
    expect(page.get_by_text("다른 운영자의 승인을 기다려요")).to_be_visible()
    expect(page.get_by_role("button", name="승인")).to_have_count(0)
    axe_finds_nothing(page)
