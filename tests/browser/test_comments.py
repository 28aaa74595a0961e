"""Comments as people write them: pictures, stickers, names called, likes."""

from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from .conftest import sign_up, write_comment, write_post


def test_a_picture_a_sticker_and_a_name(person: Callable[..., Page], tmp_path: Path) -> None:
    author, keeper = person("member"), person("operator")
    picture = tmp_path / "웃는 얼굴.png"
    Image.new("RGB", (900, 600), (90, 140, 220)).save(picture)
    keeper.goto("/console/boards/자유/stickers")
    keeper.get_by_label("이름").fill("하하")
    keeper.get_by_label("그림").set_input_files(str(picture))
    keeper.get_by_role("button", name="추가").click()
    expect(keeper.get_by_text("저장했어요.")).to_be_visible()
    assert not Axe().run(keeper).response["violations"]

    address = write_post(author, "사진과 스티커를 다는 글").split("?")[0]
    reader = person()
    sign_up(reader, "댓글에-사진을-다는-사람")
    reader.goto(address)
    area = reader.get_by_label("댓글 내용")
    area.fill("이거 봐요")
    reader.locator(".write-comment [data-choose]").set_input_files(str(picture))
    expect(reader.get_by_role("button", name="사진 삭제")).to_have_count(1)
    expect(area).to_have_value("이거 봐요")
    reader.locator(".write-comment [data-choose]").set_input_files(str(picture))
    expect(reader.get_by_role("button", name="사진 삭제")).to_have_count(2)
    assert not Axe().run(reader).response["violations"]
    reader.get_by_role("button", name="사진 삭제").last.click()
    expect(reader.get_by_role("button", name="사진 삭제")).to_have_count(1)
    reader.get_by_role("button", name="댓글 쓰기").click()
    expect(reader.locator("#c1 img")).to_have_js_property("complete", True)
    reader.locator("#c1").get_by_role("link", name="수정").click()
    expect(reader.get_by_role("button", name="사진 삭제")).to_have_count(1)
    expect(reader.get_by_label("댓글 내용")).to_have_value("이거 봐요")
    reader.get_by_label("댓글 내용").fill("이거 다시 봐요")
    reader.get_by_role("button", name="저장").click()
    expect(reader.locator("#c1 img")).to_have_count(1)
    expect(reader.locator("#c1")).to_contain_text("이거 다시 봐요")
    reader.locator("#c1").get_by_role("link", name="삭제").click()
    expect(reader.locator("blockquote")).to_have_text("이거 다시 봐요 (사진)")
    reader.get_by_role("link", name="취소").click()
    reader.locator(".stickers summary").click()
    reader.get_by_role("radio", name="하하").check(force=True)
    reader.get_by_role("button", name="댓글 쓰기").click()
    expect(reader.locator("#c2 img")).to_have_attribute("alt", "하하")

    author.goto(address)
    area = author.get_by_label("댓글 내용")
    area.press_sequentially("@익")
    expect(author.get_by_role("option")).to_have_text(["익인1"])
    area.press("Enter")
    expect(area).to_have_value("@익인1 ")
    area.press_sequentially("고마워요 @")
    # Everybody but oneself.
    expect(author.get_by_role("option")).to_have_text(["익인1"])
    assert not Axe().run(author).response["violations"]
    area.press("Escape")
    expect(author.get_by_role("listbox")).to_be_hidden()
    author.get_by_role("button", name="댓글 쓰기").click()
    expect(author.locator("#c3")).to_contain_text("@익인1 고마워요")

    author.locator("#c1").get_by_role("button", name="좋아요").click()
    expect(author.locator("#c1").get_by_role("button", name="좋아요 1")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert author.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_answer_begins_with_a_quotation(person: Callable[..., Page]) -> None:
    page = person("member")
    write_post(page, "인용할 글")
    write_comment(page, "인용될 말")
    page.get_by_role("link", name="답글").first.click()
    page.get_by_role("link", name="인용하기").click()
    area = page.get_by_label("댓글 내용")
    expect(area).to_have_value("> 인용될 말\n\n")
    area.press("Control+End")
    area.press_sequentially("맞아요")
    page.get_by_role("button", name="댓글 쓰기").click()
    expect(page.locator("#c2 blockquote")).to_have_text("인용될 말")
