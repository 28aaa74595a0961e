"""Two people call each other, on phones."""

import json
from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ..services.push import PushService
from .conftest import DESKTOP, sign_up, write_comment, write_post


def wait_for_calls(page: Page, count: str) -> None:
    """Look until the bell says so: calls are made within a second or two."""
    page.goto("/")
    for _ in range(40):
        mark = page.locator(".account-links .bell .answers")
        mark.wait_for(state="attached")
        page.wait_for_timeout(250)
        if mark.inner_text() == count:
            return
        page.reload()
    expect(page.locator(".account-links .bell .answers")).to_have_text(count)


def test_a_reply_a_name_and_news_ring_the_bell(person: Callable[..., Page]) -> None:
    author, reader = person(), person()
    sign_up(author, "소식이-있는-사람")
    sign_up(reader, "소식을-기다리는-사람")
    address = write_post(author, "소식을 기다리는 글").split("?")[0]
    reader.goto(address)
    reader.get_by_role("button", name="호출 예약").click()
    write_comment(reader, "궁금해요 @글쓴이")
    wait_for_calls(author, "1")
    author.locator(".bell:visible").click()
    expect(author.locator(".calls .unread")).to_have_count(1)
    assert not Axe().run(author).response["violations"]
    author.get_by_role("link", name="궁금해요").click()
    expect(author.locator(".comment:target .text")).to_have_text("궁금해요 @글쓴이")

    author.get_by_label("댓글 내용").fill("드디어 나왔어요")
    author.get_by_label("새 소식이에요").check()
    author.get_by_role("button", name="댓글 쓰기").click()
    expect(author.locator(".comment .mark", has_text="새 소식")).to_be_visible()
    reader.goto("/calls")
    for _ in range(40):
        if reader.get_by_role("link", name="드디어 나왔어요").count():
            break
        reader.wait_for_timeout(250)
        reader.reload()
    reader.get_by_role("link", name="드디어 나왔어요").click()
    expect(reader.locator(".comment:target")).to_be_visible()
    reader.get_by_role("button", name="이 글의 호출 끄기").click()
    expect(reader.get_by_role("button", name="이 글의 호출 다시 받기")).to_be_visible()


def test_a_board_a_word_and_a_number_call(person: Callable[..., Page]) -> None:
    watcher, writer = person(), person(viewport=DESKTOP, color_scheme="dark")
    sign_up(watcher, "새-글을-기다리는-사람")
    sign_up(writer, "새-글을-쓰는-사람")
    watcher.goto("/자유")
    watcher.get_by_role("link", name="새 글 알림 받기").click()
    watcher.get_by_role("button", name="새 글 알림 받기").click()
    watcher.get_by_label("알림 받을 게시판").select_option(label="모든 게시판 (단어로)")
    watcher.get_by_label("제목에 이 단어가 있을 때만").fill("안내문")
    watcher.get_by_role("button", name="새 글 알림 받기").click()
    expect(watcher.locator(".devices li")).to_have_count(2)
    address = write_post(writer, "개인 정보 안내 문이 왔어요").split("?")[0]
    wait_for_calls(watcher, "2")
    watcher.goto("/calls")
    # Among the live lists below it may stand once more.
    news = watcher.locator("section[aria-labelledby^=watch-]")
    expect(news.get_by_role("link", name="개인 정보 안내 문이 왔어요")).to_have_count(2)
    assert not Axe().run(watcher).response["violations"]
    news.get_by_role("link", name="개인 정보 안내 문이 왔어요").first.click()
    write_comment(watcher, "저도 받았어요")
    watcher.goto("/calls")
    watcher.get_by_role("button", name="모두 읽음").click()
    expect(watcher.get_by_role("button", name="모두 읽음")).to_have_count(0)
    writer.goto(address)
    write_comment(writer, "@익인1 뭐라고 왔어요?")
    wait_for_calls(watcher, "1")
    watcher.goto("/calls")
    watcher.get_by_role("link", name="@익인1 뭐라고 왔어요?").click()
    expect(watcher.locator(".comment:target")).to_be_visible()


def test_what_was_typed_is_not_left_behind_unasked(person: Callable[..., Page]) -> None:
    page = person("member")
    page.goto("/자유/write")
    page.locator(".editor .body").fill("반쯤 쓴 글")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.once("dialog", stay)
    with page.expect_event("dialog"):
        page.get_by_role("link", name="홈").click(no_wait_after=True)
    assert asked == ["beforeunload"]
    expect(page.locator(".editor .body")).to_have_text("반쯤 쓴 글")


# What stands for a browser's maker: Chromium here has no push service of its own.
SUBSCRIBE = """subscription => {
    PushManager.prototype.subscribe = async function (options) {
        globalThis.asked = options;
        return { toJSON: () => subscription };
    };
}"""


def test_a_phone_is_told_of_a_reply(person: Callable[..., Page], push: PushService) -> None:
    author, reader = person(whole=True), person()
    sign_up(author, "알림을-받는-사람")
    sign_up(reader, "답글을-다는-사람")
    author.context.grant_permissions(["notifications"])
    browser = push.subscribe()
    author.goto("/calls/settings")
    author.get_by_label("기기로 바로 알림 받기: 내 글의 댓글과 내 댓글의 답글").check()
    author.get_by_role("button", name="저장").click()
    author.goto("/calls/settings")
    author.evaluate(SUBSCRIBE, browser.subscription)
    author.get_by_role("button", name="이 기기로 알림 받기").click()
    expect(author.get_by_text("기기 1대에서 알림을 받고 있어요")).to_be_visible()
    assert not Axe().run(author).response["violations"]

    address = write_post(author, "알림을 기다리는 글").split("?")[0]
    reader.goto(address)
    write_comment(reader, "여기 있어요")
    wait_for_push(author, push)
    to, _headers, body = push.sent[-1]
    assert to == browser.endpoint
    said = browser.read(body)
    assert said == {"title": "마당", "body": "댓글 1개"}

    shown = show_push(author, said)
    assert shown == [["마당", "댓글 1개", "calls"]]
    author.goto("/calls/settings")
    author.get_by_role("button", name="모든 기기에서 끄기").click()
    expect(author.get_by_text("모든 기기에서 알림을 껐어요.")).to_be_visible()


SHOWN = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const all = await registration.getNotifications();
    return all.map((one) => [one.title, one.body, one.tag]);
}"""


def wait_for_push(page: Page, push: PushService) -> None:
    """Wait for the minute to be over in which somebody was called: pushes are sent after it."""
    for _ in range(400):
        if push.sent:
            return
        page.wait_for_timeout(250)


def show_push(page: Page, said: dict[str, str]) -> list[list[str]]:
    """Give a push to the page's own worker; return what it shows: title, text and tag."""
    devtools = page.context.new_cdp_session(page)
    found: list[str] = []

    def registered(event: dict[str, Any]) -> None:
        found.extend(one["registrationId"] for one in event["registrations"])

    devtools.on("ServiceWorker.workerRegistrationUpdated", registered)
    devtools.send("ServiceWorker.enable")
    for _ in range(200):
        if found:
            break
        page.wait_for_timeout(50)
    # Asking what is shown makes Chromium forget what it was just about to show: given anew then,
    # under the same tag.
    for _ in range(10):
        devtools.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": page.evaluate("location.origin"),
                "registrationId": found[0],
                "data": json.dumps(said),
            },
        )
        page.wait_for_timeout(1000)
        shown: list[list[str]] = page.evaluate(SHOWN)
        if shown:
            return shown
    return []
