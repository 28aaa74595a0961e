"""Writing and talking on a phone, with and without JavaScript."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from madang.operations.demo.write import SIGN_INS

from .conftest import sign_up, write_comment, write_post


@pytest.mark.parametrize("scripts", [True, False])
def test_a_member_writes_talks_edits_and_deletes(
    scripts: bool, person: Callable[..., Page]
) -> None:
    page = person("member", java_script_enabled=scripts)
    address = write_post(
        page, "비 오는 저녁", "첫 줄\n\n둘째 문단 https://example.com/", scripts=scripts
    )
    expect(page.locator(".body p")).to_have_count(2)
    expect(page.locator(".body a")).to_have_attribute("href", "https://example.com/")
    write_comment(page, "내가 단 댓글")
    expect(page.locator(".comment .voice").first).to_have_text("글쓴이")
    page.get_by_role("link", name="답글").first.click()
    expect(page.get_by_text("글쓴이에게 답글을 써요.")).to_be_visible()
    write_comment(page, "내 댓글의 답글")
    expect(page.locator(".replies .comment")).to_contain_text("내 댓글의 답글")
    page.locator("#c1").get_by_role("link", name="수정").click()
    page.get_by_label("댓글 내용").fill("고친 댓글")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("#c1")).to_contain_text("고친 댓글")
    expect(page.locator("#c1")).to_contain_text("수정됨")
    page.locator("#c1").get_by_role("link", name="삭제").click()
    page.get_by_role("button", name="삭제").click()
    expect(page.locator("#c1")).to_contain_text("삭제된 댓글이에요.")
    page.goto(address)
    page.locator("#buttons").get_by_role("link", name="삭제").click()
    page.get_by_role("button", name="삭제").click()
    expect(page.get_by_text("글을 삭제했어요.")).to_be_visible()
    response = page.goto(address)
    assert response and response.status == 410


def test_what_others_write_appears_without_reloading(person: Callable[..., Page]) -> None:
    writer = person("member")
    address = write_post(writer, "같이 보는 글")
    reader = person()
    reader.goto(address)
    expect(reader.get_by_text("아직 댓글이 없어요.")).to_be_visible()
    reader.evaluate("window.stillTheSamePage = true")
    write_comment(writer, "방금 쓴 댓글")
    expect(reader.locator("#c1")).to_contain_text("방금 쓴 댓글")
    expect(reader.locator("#live-said")).to_have_text("새 댓글이 있어요")
    expect(reader.get_by_text("아직 댓글이 없어요.")).to_have_count(0)
    answerer = person("operator")
    answerer.goto(address)
    answerer.locator("#c1").get_by_role("link", name="답글").click()
    write_comment(answerer, "옆에서 단 답글")
    expect(reader.locator("#thread > li > .replies #c2")).to_contain_text("익인1")
    expect(reader.locator("#comments .answers")).to_have_text("2")
    # As the page would show them: under their comment nobody is named whom they answer.
    expect(reader.locator("#c2 .answering")).to_have_count(0)
    # Whoever is signed in likes what came as well.
    writer.locator("#c2").get_by_role("button", name="좋아요").click()
    expect(writer.locator("#c2").get_by_role("button", name="좋아요 1")).to_be_visible()
    assert reader.evaluate("window.stillTheSamePage") is True
    assert reader.context.cookies() == []


def test_two_presses_make_one_comment(person: Callable[..., Page]) -> None:
    page = person("member")
    write_post(page, "두 번 누르기")
    page.get_by_label("댓글 내용").fill("한 번만 나와야 해요")
    page.get_by_role("button", name="댓글 쓰기").dblclick()
    page.locator("#c1").wait_for()
    page.reload()
    expect(page.locator(".comment")).to_have_count(1)


def test_the_length_is_counted_as_one_types(person: Callable[..., Page]) -> None:
    page = person("member")
    page.goto("/자유/write")
    page.locator(".editor .body").fill("다섯글자요")
    expect(page.locator("#text-count")).to_have_text("5 / 20,000자")


def test_recommending_and_taking_it_back(person: Callable[..., Page]) -> None:
    address = write_post(person("member"), "추천받을 글")
    page = person("operator")
    page.goto(address)
    page.get_by_role("button", name="추천 0").click()
    page.get_by_role("button", name="추천됨 1").click()
    expect(page.get_by_role("button", name="추천 0")).to_be_visible()


def test_one_signs_up_writes_and_signs_out(person: Callable[..., Page]) -> None:
    page = person()
    page.goto("/자유")
    page.get_by_role("link", name="글쓰기").first.click()
    page.get_by_role("main").get_by_role("link", name="가입").click()
    page.get_by_label("아이디").fill("폰으로온사람")
    page.get_by_label("비밀번호").fill("숲속의-깊은-밤-31")
    page.get_by_role("main").get_by_role("button", name="가입").click()
    expect(page.get_by_role("heading", name="자유 글쓰기")).to_be_visible()
    page.goto("/accounts/")
    assert "폰으로온사람" not in page.content()
    page.get_by_role("link", name="로그아웃", exact=True).click()
    page.get_by_role("button", name="로그아웃").click()
    bar = page.get_by_role("navigation", name="바로 가기")
    expect(bar.get_by_role("link", name="로그인")).to_be_visible()


def test_a_half_written_post_survives_and_is_listed(person: Callable[..., Page]) -> None:
    page = person("member")
    page.goto("/자유/write")
    page.get_by_label("제목").fill("다 쓰지 못한 글")
    page.locator(".editor .body").fill("여기까지 썼는데")
    expect(page.locator(".draft-said")).to_have_text("임시 저장했어요.")
    page.context.new_page().goto("/자유")
    other = page.context.pages[-1]
    other.goto("/me/drafts")
    assert not Axe().run(other).response["violations"]
    other.get_by_role("link", name="다 쓰지 못한 글").click()
    expect(other.locator(".editor .body")).to_have_text("여기까지 썼는데")
    other.locator(".editor .body").fill("여기까지 썼는데 이제 다 썼어요")
    other.get_by_role("button", name="올리기").click()
    other.get_by_role("heading", level=1, name="다 쓰지 못한 글").wait_for()
    other.goto("/me/drafts")
    expect(drafts_on(other).get_by_role("link", name="다 쓰지 못한 글")).to_have_count(0)


def drafts_on(page: Page) -> Locator:
    """Return the part of a page that is its own: below it are the newest posts of every board."""
    return page.get_by_role("main").filter(has_text="임시 저장한 글")


def test_a_comment_is_there_again_after_a_crash(person: Callable[..., Page]) -> None:
    page = person("member")
    address = write_post(page, "댓글을 쓰다 만 글")
    page.get_by_label("댓글 내용").fill("쓰다 만 댓글")
    # What was kept of the post itself may not have gone yet: only the comment's counts.
    kept = "localStorage.getItem('draft:' + location.pathname)?.includes('쓰다 만')"
    while not page.evaluate(kept):
        page.wait_for_timeout(250)
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto(address)
    expect(again.get_by_label("댓글 내용")).to_have_value("쓰다 만 댓글")
    again.get_by_role("button", name="댓글 쓰기").click()
    again.locator(".comment .text", has_text="쓰다 만 댓글").wait_for()
    again.goto(address)
    expect(again.get_by_label("댓글 내용")).to_have_value("")


def test_what_the_network_lost_is_offered_again(person: Callable[..., Page]) -> None:
    page = person("member")
    title = "지하철에서 쓴 글"
    page.goto("/자유/write")
    page.get_by_label("제목").fill(title)
    page.locator(".editor .body").fill("터널에 들어가기 전")
    expect(page.locator(".draft-said")).to_have_text("임시 저장했어요.")
    page.context.set_offline(True)
    page.locator(".editor .body").fill("터널 안에서 더 쓴 말")
    expect(page.locator(".draft-said")).to_contain_text("이 기기에만 저장했어요.")
    page.get_by_role("button", name="올리기").click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.goto("/")
    page.goto("/자유/write")
    page.get_by_role("button", name="이어 쓰기").click()
    expect(page.locator(".editor .body")).to_have_text("터널 안에서 더 쓴 말")
    page.get_by_role("button", name="올리기").click()
    page.get_by_role("heading", level=1, name=title).wait_for()
    page.goto("/자유/write")
    expect(page.get_by_text("이 기기에 쓰던 글이 남아 있어요.")).to_be_hidden()
    page.goto("/me/drafts")
    expect(drafts_on(page).get_by_role("link", name=title)).to_have_count(0)


def test_one_answers_where_one_reads(person: Callable[..., Page]) -> None:
    author, reader = person("member"), person()
    address = write_post(author, "길게 이야기할 글").split("?")[0]
    for number in range(12):
        write_comment(author, f"이야기 {number}")
    sign_up(reader, "답글을-다는-손님")
    reader.goto(address)
    reader.get_by_label("댓글 내용").fill("쓰던 말")
    reader.locator("#c2").get_by_role("link", name="답글").click()
    expect(reader.locator("li:has(> #c2) form#write")).to_be_visible()
    expect(reader.get_by_text("글쓴이에게 답글을 써요.")).to_be_visible()
    area = reader.get_by_label("댓글 내용")
    expect(area).to_be_focused()
    expect(area).to_have_value("쓰던 말")
    reader.get_by_role("link", name="인용하기").click()
    expect(area).to_have_value("> 이야기 1\n\n쓰던 말")
    assert not Axe().run(reader).response["violations"]
    reader.get_by_role("link", name="취소").click()
    expect(reader.locator("li form#write")).to_have_count(0)
    expect(reader.locator("#c2").get_by_role("link", name="답글")).to_be_focused()
    reader.locator("#c3").get_by_role("link", name="답글").click()
    reader.get_by_role("button", name="댓글 쓰기").click()
    expect(reader.locator("li:has(> #c3) .replies .text")).to_contain_text("쓰던 말")


def test_whom_one_meant_to_answer_is_answered_after_signing_in(
    person: Callable[..., Page],
) -> None:
    author = person("member")
    address = write_post(author, "로그인하고 답하는 글")
    write_comment(author, "누구든 답해 주세요")
    reader = person()
    reader.goto(address)
    reader.locator("#c1").get_by_role("link", name="답글").click()
    reader.get_by_role("link", name="로그인 후 댓글을 달아 보세요").click()
    name, password = SIGN_INS["operator"]
    reader.get_by_label("아이디").fill(name)
    reader.get_by_label("비밀번호").fill(password)
    reader.get_by_role("main").get_by_role("button", name="로그인", exact=True).click()
    expect(reader.get_by_text("글쓴이에게 답글을 써요.")).to_be_visible()


def test_enter_in_the_title_leads_to_the_text(person: Callable[..., Page]) -> None:
    page = person("member")
    page.goto("/자유/write")
    page.locator(".editor .body").wait_for()
    page.get_by_label("제목").press("Enter")
    expect(page.locator(".editor .body")).to_be_focused()


def test_a_button_is_pressed_without_leaving_the_place(person: Callable[..., Page]) -> None:
    author, reader = person("member"), person()
    address = write_post(author, "누를 것이 많은 글").split("?")[0]
    for number in range(12):
        write_comment(author, f"누를 댓글 {number}")
    sign_up(reader, "누르는-사람")
    reader.goto(address)
    reader.evaluate("window.same = true")
    like = reader.locator("#c6").get_by_role("button", name="좋아요")
    like.scroll_into_view_if_needed()
    before = reader.evaluate("scrollY")
    like.click()
    pressed = reader.locator("#c6").get_by_role("button", name="좋아요 1")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(pressed).to_be_focused()
    assert reader.evaluate("[window.same, scrollY]") == [True, before]
    reader.get_by_role("button", name="추천 0").click()
    reader.get_by_role("button", name="추천됨 1").wait_for()
    reader.get_by_role("button", name="호출 예약 0").click()
    reader.get_by_role("button", name="호출 예약됨 1").wait_for()
    reader.get_by_role("button", name="추천됨 1").click()
    reader.get_by_role("button", name="추천 0").wait_for()
    assert reader.evaluate("window.same") is True
    author.goto(address)
    author.locator("#buttons").get_by_role("link", name="삭제").click()
    author.get_by_role("button", name="삭제").click()
    reader.get_by_role("button", name="추천 0").click()
    expect(reader.get_by_text("그사이에 삭제됐거나 숨겨졌어요.")).to_be_visible()


def test_a_draft_is_thrown_away_only_after_a_second_thought(person: Callable[..., Page]) -> None:
    page = person()
    sign_up(page, "버릴까-말까")
    page.goto("/자유/write")
    page.get_by_label("제목").fill("버릴지도 모르는 글")
    page.locator(".editor .body").fill("내용")
    expect(page.locator(".draft-said")).to_have_text("임시 저장했어요.")
    page.goto("/me/drafts")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="삭제").click()
    expect(page.get_by_role("link", name="버릴지도 모르는 글")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="삭제").click()
    expect(page.get_by_role("link", name="버릴지도 모르는 글")).to_have_count(0)


def test_an_answer_is_there_again_where_it_was_begun(
    person: Callable[..., Page],
) -> None:
    page = person("member")
    address = write_post(page, "답글을 쓰다 만 글").split("?")[0]
    for number in range(2):
        write_comment(page, f"이야기 {number}")
    page.goto(address)
    page.locator("#c1").get_by_role("link", name="답글").click()
    page.get_by_label("댓글 내용").fill("쓰다 만 답글")
    # What was kept of the post itself may not have gone yet: only the comment's counts.
    kept = "localStorage.getItem('draft:' + location.pathname)?.includes('쓰다 만')"
    while not page.evaluate(kept):
        page.wait_for_timeout(250)
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto(address)
    expect(again.get_by_label("댓글 내용")).to_have_value("쓰다 만 답글")
    expect(again.locator("li:has(> #c1) > form#write")).to_be_visible()
    again.get_by_role("button", name="댓글 쓰기").click()
    expect(again.locator("li:has(> #c1) .replies")).to_contain_text("쓰다 만 답글")
