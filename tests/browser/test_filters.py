"""Filters in a browser: kept on the device without an account, in the account with one."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from madang.core.text.compared import compared

from ..test_words import CASES, DRESSED
from .conftest import sign_in, sign_up, write_comment, write_post

WORD = "밥솥이야기"


def add_word(page: Page, word: str, how: str) -> None:
    page.goto("/filters")
    form = page.locator("form.rule").first
    form.get_by_label(re.compile("^단어 ")).fill(word)
    form.get_by_label("필터링된 글 표시").select_option(label=how)
    form.get_by_role("button", name="저장").click()
    expect(page.locator("#rules")).to_contain_text(word)


def titles(page: Page) -> list[str]:
    return page.locator(".posts .title:visible").all_inner_texts()


def test_a_word_means_the_same_in_the_browser(person: Callable[..., Page]) -> None:
    page = person()
    page.goto("/자유")
    script = page.locator('script[src*="filters"]').get_attribute("src")
    assert script
    text = page.request.get(script).text()
    (words,) = re.findall(r"words\.\w+\.js", text)
    found = page.evaluate(
        """async ([address, cases]) => {
            const { compared, patternOf } = await import(address);
            return cases.map(([word, text]) => patternOf(word, true).test(compared(text)));
        }""",
        [f"/static/{words}", [[word, text] for word, text, _there in CASES]],
    )
    assert found == [there for _word, _text, there in CASES]
    texts = [*DRESSED, *(text for _word, text, _there in CASES)]
    there = page.evaluate(
        """async ([address, texts]) => {
            const { compared } = await import(address);
            return texts.map(compared);
        }""",
        [f"/static/{words}", texts],
    )
    assert there == list(map(compared, texts))


def test_a_reader_without_an_account_filters_on_the_device(person: Callable[..., Page]) -> None:
    writer, reader = person("member"), person()
    address = write_post(writer, f"{WORD}에서 생긴 일")
    write_comment(writer, f"{WORD}는 그만")
    reader.goto("/자유")
    expect(reader.get_by_text(f"{WORD}에서 생긴 일")).to_be_visible()
    add_word(reader, WORD, "숨기기")
    reader.goto("/자유")
    expect(reader.locator("html")).not_to_have_attribute("data-sifting", "")
    shown = titles(reader)
    assert len(shown) == 30 and not any(WORD in title for title in shown)
    reader.get_by_role("navigation", name="페이지", exact=True).get_by_role(
        "link", name="다음", exact=True
    ).click()
    expect(reader).to_have_url(re.compile("below="))
    expect(reader.locator("html")).not_to_have_attribute("data-sifting", "")
    second = titles(reader)
    assert not set(second) & set(shown)
    reader.get_by_role("navigation", name="페이지", exact=True).get_by_role(
        "link", name="이전", exact=True
    ).click()
    expect(reader.locator("html")).not_to_have_attribute("data-sifting", "")
    assert titles(reader) == shown
    reader.locator(".pager").get_by_role("link", name="2", exact=True).click()
    expect(reader.locator("html")).not_to_have_attribute("data-sifting", "")
    assert titles(reader) == second
    assert not reader.context.cookies()

    reader.goto(address)
    expect(reader.locator(".comment", has_text=WORD)).to_be_hidden()
    write_comment(writer, f"또 {WORD}")
    write_comment(writer, "다른 이야기")
    expect(reader.locator(".comment", has_text="다른 이야기")).to_be_visible()
    expect(reader.locator(".comment", has_text=f"또 {WORD}")).to_be_hidden()

    reader.goto("/filters")
    reader.get_by_role("button", name=re.compile("삭제: .*밥솥")).click()
    add_word(reader, WORD, "접기")
    reader.goto("/자유")
    folded = reader.locator(".posts li", has=reader.locator(".folded", has_text=WORD)).first
    expect(folded.locator(".title")).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator(".title")).to_be_visible()


def test_a_trial_is_shown_before_a_filter_is_saved(person: Callable[..., Page]) -> None:
    reader = person()
    reader.goto("/filters")
    form = reader.locator("form.rule").first
    form.get_by_label(re.compile("^단어 ")).fill("x")
    form.get_by_role("button", name="저장").click()
    expect(form.get_by_role("alert")).to_contain_text("2자에서 30자까지")
    expect(form.get_by_label(re.compile("^단어 "))).to_have_value("x")
    form.get_by_label(re.compile("^단어 ")).fill("텀블러")
    form.get_by_role("button", name="어떤 글이 필터링되나요?").click()
    expect(form.get_by_role("status")).to_contain_text("개가 걸려요")
    expect(reader.locator("#no-rules")).to_be_visible()


def test_a_post_is_put_away_without_an_account_and_comes_back(
    person: Callable[..., Page],
) -> None:
    reader = person()
    reader.goto("/자유")
    title = titles(reader)[0]
    reader.get_by_role("link", name=title).first.click()
    reader.get_by_role("link", name="감추기·신고").click()
    expect(reader.get_by_role("button", name="다시 보기")).to_be_hidden()
    reader.get_by_role("button", name="1주일 보지 않기").click()
    reader.wait_for_url("**/%EC%9E%90%EC%9C%A0")
    expect(reader.get_by_role("status")).to_have_text("1주일 동안 안 보여요.")
    expect(reader.locator("html")).not_to_have_attribute("data-sifting", "")
    assert title not in titles(reader) and len(titles(reader)) == 30
    reader.goto("/filters")
    expect(reader.get_by_role("link", name=title)).to_be_visible()
    reader.get_by_role("button", name=f"다시 보기: {title}").click()
    expect(reader.locator("#no-hidden")).to_be_visible()
    reader.goto("/자유")
    assert titles(reader)[0] == title


def test_filters_of_a_device_go_into_an_account(person: Callable[..., Page]) -> None:
    page = person()
    add_word(page, "이어폰", "접기")
    sign_up(page, "기기를-바꾸는-사람")
    page.goto("/filters")
    page.get_by_role("button", name="계정에 추가").click()
    expect(page.locator("#rules")).to_contain_text("이어폰")
    expect(page.get_by_role("button", name="계정에 추가")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("link", name="파일로 받기").click()
    file = download.value.path()
    other = person()
    other.goto("/filters")
    other.get_by_label("필터 파일").set_input_files(file)
    expect(other.locator("#rules")).to_contain_text("이어폰")
    expect(other.locator("#imported")).to_have_text("필터를 가져왔어요.")


def test_what_a_device_filters_stays_filtered_after_signing_up(
    person: Callable[..., Page],
) -> None:
    page = person()
    add_word(page, "앵무새", "접기")
    sign_up(page, "거르다-가입한-사람")
    page.goto("/search?q=앵무새")
    expect(page.locator(".results .folded summary").first).to_have_text("필터링된 글: 앵무새")


def test_a_search_says_how_many_are_hidden(person: Callable[..., Page]) -> None:
    page = person()
    page.goto("/search?q=앵무새")
    found = page.locator(".results > li .title", has_text="앵무새").count()
    assert found
    add_word(page, "앵무새", "숨기기")
    page.goto("/search?q=앵무새")
    expect(page.get_by_text(f"필터링으로 {found}개를 숨겼어요.")).to_be_visible()


def test_what_the_account_does_not_take_stays_on_the_device(person: Callable[..., Page]) -> None:
    page = person()
    add_word(page, "이어폰", "접기")
    sign_up(page, "가득-채운-사람")
    page.goto("/filters")
    page.evaluate("document.querySelector('#from-device').elements.text.value = '{}'")
    page.get_by_role("button", name="계정에 추가").click()
    expect(page.get_by_role("alert")).to_have_text("마당의 필터 파일이 아니에요.")
    expect(page.get_by_role("button", name="계정에 추가")).to_be_visible()


def test_where_all_is_filtered_the_list_says_so(person: Callable[..., Page]) -> None:
    reader = person()
    reader.goto("/일과-사람")
    count = len(titles(reader))
    reader.goto("/filters")
    form = reader.locator("form.rule").last
    form.get_by_label("추천 수가 이보다 적은 글").fill("1000")
    form.get_by_label("필터링된 글 표시").select_option(label="접기")
    form.get_by_role("button", name="저장").click()
    expect(reader.locator("#rules li")).to_have_count(1)
    reader.goto("/일과-사람")
    expect(reader.get_by_text("필터링된 글: 추천 1000개 미만")).to_have_count(count)
    reader.goto("/filters")
    form = reader.locator("form.rule").last
    form.get_by_label("추천 수가 이보다 적은 글").fill("1000")
    form.get_by_label("필터링된 글 표시").select_option(label="숨기기")
    form.get_by_role("button", name="저장").click()
    expect(reader.locator("#rules li")).to_contain_text("숨기기")
    reader.goto("/일과-사람")
    expect(reader.get_by_text("여기 있는 글이 모두 필터링됐어요.")).to_be_visible()
    expect(
        reader.get_by_role("navigation", name="페이지", exact=True).get_by_role(
            "link", name="다음", exact=True
        )
    ).to_have_count(0)


def test_a_trial_without_scripts_is_a_page(person: Callable[..., Page]) -> None:
    reader = person(java_script_enabled=False)
    reader.goto("/filters")
    form = reader.locator("form.rule").first
    form.get_by_label(re.compile("^단어 ")).fill("텀블러")
    form.get_by_role("button", name="어떤 글이 필터링되나요?").click()
    expect(reader.locator(".trial").first).to_contain_text("개가 걸려요")
    expect(reader.get_by_role("heading", name="필터링")).to_be_visible()
    assert (
        reader.locator("form.rule").first.get_by_label(re.compile("^단어 ")).input_value()
        == "텀블러"
    )


def test_a_notice_is_put_away_for_a_week(person: Callable[..., Page]) -> None:
    operator, reader = person("operator"), person()
    operator.goto("/console/banner")
    operator.get_by_label("한 줄 공지").fill("내일 새벽 점검이 있어요")
    operator.get_by_role("button", name="저장").click()
    reader.wait_for_timeout(3000)
    reader.goto("/")
    expect(reader.get_by_text("내일 새벽 점검이 있어요")).to_be_visible()
    reader.get_by_role("button", name="1주일 보지 않기").click()
    expect(reader.get_by_text("내일 새벽 점검이 있어요")).to_be_hidden()
    reader.goto("/자유")
    expect(reader.get_by_text("내일 새벽 점검이 있어요")).to_be_hidden()
    operator.goto("/console/banner")
    operator.get_by_label("한 줄 공지").fill("")
    with operator.expect_navigation():
        operator.get_by_role("button", name="저장").click()


def test_a_member_without_scripts_filters_too(person: Callable[..., Page]) -> None:
    page = person(java_script_enabled=False)
    sign_in(page, "member")
    page.goto("/filters")
    form = page.locator("form.rule").first
    form.get_by_label(re.compile("^단어 ")).fill("텀블러")
    form.get_by_role("button", name="어떤 글이 필터링되나요?").click()
    expect(page.get_by_role("status")).to_contain_text("개가 걸려요")
    page.locator("form.rule").first.get_by_role("button", name="저장").click()
    page.get_by_role("button", name="삭제: “텀블러” 초성도").click()
    expect(page.locator("#no-rules")).to_be_visible()
