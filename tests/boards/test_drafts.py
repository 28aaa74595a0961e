"""What is being written is kept, found again by its writer alone, and leaves no trace when sent."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from madang.account_data.departure import departures
from madang.accounts.models import Account
from madang.boards.models import Board, Draft, Post
from madang.boards.threads import drafts
from madang.boards.threads.drafts import DraftContent, DraftKey

Browse = Callable[..., Client]
TYPED = {"title": "반쯤 쓴 제목", "text": "반쯤 쓴 글", "source": ""}


@pytest.fixture
def what(board: Board) -> DraftContent:
    return DraftContent(board.pk, None, "남모르는 제목", "남모르는 글", "")


def test_what_is_typed_is_kept_and_gone_on_with(
    board: Board, member: Account, browse: Browse
) -> None:
    browser = browse(member)
    key = browser.post("/자유/draft", TYPED).json()["draft"]
    again = browser.post("/자유/draft", {**TYPED, "text": "더 쓴 글", "draft": key})
    assert again.json()["draft"] == key and Draft.objects.count() == 1
    page = browser.get("/me/drafts").content.decode()
    assert "반쯤 쓴 제목" in page and f"/write?draft={key}" in page
    page = browser.get(f"/자유/write?draft={key}").content.decode()
    assert "반쯤 쓴 제목" in page and "더 쓴 글" in page
    browser.post("/자유/write", {**TYPED, "draft": key})
    assert Post.objects.get().title == "반쯤 쓴 제목"
    assert not Draft.objects.exists() and drafts.drafts_of(member) == []


def test_what_an_editor_made_its_tags_and_its_poll_are_kept_too(
    board: Board, member: Account, browse: Browse
) -> None:
    browser = browse(member)
    html = "<h1>제목</h1><p onclick='x()'><b>굵게</b></p>"
    form = {"title": "반쯤", "html": html, "tags": "집밥", "is_many": "on"}
    form |= {"what": "poll", "question": "어느 쪽?", "choices": "이쪽\n저쪽"}
    key = browser.post("/자유/draft", form).json()["draft"]
    page = browser.get(f"/자유/write?draft={key}").content.decode()
    assert 'value="집밥"' in page and "## 제목\n\n**굵게**</textarea>" in page
    assert "&lt;strong&gt;굵게&lt;/strong&gt;" in page and "onclick" not in page
    assert '<option value="poll" selected>' in page and 'value="어느 쪽?"' in page
    assert "이쪽\n저쪽</textarea>" in page and "checked" in page.partition("is_many")[2][:60]


def test_a_refused_post_keeps_its_draft(board: Board, member: Account, browse: Browse) -> None:
    browser = browse(member)
    key = browser.post("/자유/draft", TYPED).json()["draft"]
    answer = browser.post("/자유/write", {**TYPED, "title": "", "draft": key})
    assert answer.status_code == 422 and f'value="{key}"' in answer.content.decode()
    assert Draft.objects.exists()


def test_nobody_else_reads_it(
    what: DraftContent, member: Account, another: Account, browse: Browse
) -> None:
    key = drafts.keep(what, None, by=member)
    assert drafts.find(key, by=another) is None
    assert "남모르는" not in browse(another).get(f"/자유/write?draft={key}").content.decode()
    browse(another).post("/me/drafts", {"drop": str(key)})
    found = drafts.find(key, by=member)
    assert found and found.title == what.title
    browse(member).post("/me/drafts", {"drop": str(key)})
    assert drafts.find(key, by=member) is None
    assert browse().post("/자유/draft", TYPED).status_code == 403


def test_two_drafts_never_share_a_row(what: DraftContent, member: Account) -> None:
    rows = set()
    for _ in range(5):
        key = drafts.keep(what, None, by=member)
        rows.add(Draft.objects.get().pk)
        drafts.drop(key, by=member)
    assert len(rows) == 5


@given(st.text(max_size=300), st.text(max_size=800))
def test_a_box_does_not_tell_how_much_was_typed(title: str, text: str) -> None:
    what = DraftContent(1, None, title, text, "")
    box = drafts.DRAFTS.encrypt(what)
    # A nonce of 12 bytes and a tag of 16 around the padded text.
    assert (len(base64.urlsafe_b64decode(box)) - 28) % drafts.PADDED_TO == 0
    assert drafts.DRAFTS.decrypt(box) == what


def test_there_is_an_end_to_drafts(what: DraftContent, member: Account, browse: Browse) -> None:
    for _ in range(drafts.MAX_DRAFTS):
        drafts.keep(what, None, by=member)
    answer = browse(member).post("/자유/draft", TYPED)
    assert answer.status_code == 422 and "20개까지" in answer.json()["error"]


@pytest.mark.parametrize("key", ["", "x", "1", "1-", "-1", "999999-5", "1-1-1", "٣-٣", "9" * 30])
def test_a_key_that_is_none_begins_anew(
    key: str, board: Board, member: Account, browse: Browse
) -> None:
    answer = browse(member).post("/자유/draft", {**TYPED, "draft": key})
    assert answer.status_code in (200, 422)
    assert browse(member).get("/자유/write", {"draft": key}).status_code == 200


def test_too_much_is_not_kept(board: Board, member: Account, browse: Browse) -> None:
    answer = browse(member).post("/자유/draft", {**TYPED, "text": "가" * 20_001})
    assert answer.status_code == 422 and answer.json()["error"]


def test_old_drafts_and_those_of_leavers_go(
    what: DraftContent, member: Account, settings: Any
) -> None:
    settings.LEAVING_DAYS = 0
    drafts.keep(what, None, by=member)
    old = drafts.keep(what, None, by=member)
    first = Draft.objects.first()
    assert first is not None
    first.day -= timedelta(days=drafts.KEPT_DAYS + 1)
    first.save()
    drafts.drop_old_drafts()
    assert Draft.objects.count() == 1 and len(drafts.drafts_of(member)) == 1
    departures.leave(member, departures.Choice.KEEP)
    departures.settle(member.pk)
    assert not Draft.objects.exists() and drafts.find(old, by=member) is None


def test_a_key_is_read_as_it_is_written() -> None:
    assert DraftKey.read(str(DraftKey(202611, 7))) == DraftKey(202611, 7)


def test_a_page_that_was_closed_too_soon_makes_no_second_draft(
    board: Board, member: Account, browse: Browse
) -> None:
    browser, form = browse(member), {**TYPED, "idempotency_key": "한 서식"}
    first = browser.post("/자유/draft", form).json()["draft"]
    # The page was closed before it knew the draft's name, and what was typed is gone on with.
    again = browser.post("/자유/draft", {**form, "text": "더 쓴 글"}).json()["draft"]
    assert again == first and Draft.objects.count() == 1
    assert (
        browser.post("/자유/draft", {**TYPED, "idempotency_key": "다른 서식"}).json()["draft"]
        != first
    )
    assert "방금" in browser.get("/me/drafts").content.decode()


@pytest.mark.parametrize("knows_its_draft", [True, False])
def test_a_save_under_way_does_not_outlive_the_post(
    knows_its_draft: bool, board: Board, member: Account, browse: Browse
) -> None:
    browser, form = browse(member), {**TYPED, "idempotency_key": "a-form"}
    key = browser.post("/자유/draft", form).json()["draft"]
    # The form is sent before the answer to its last save came, or while another is under way.
    sent = form | ({"draft": key} if knows_its_draft else {})
    assert browser.post("/자유/write", sent).status_code == 302
    assert not Draft.objects.exists()
    late = browser.post("/자유/draft", {**sent, "text": "올린 뒤에 온 말"})
    assert late.status_code == 409 and "이 기기에만" in late.json()["error"]
    assert drafts.drafts_of(member) == []
    assert browser.post("/자유/draft", {**form, "idempotency_key": "new"}).status_code == 200


def test_a_form_that_arrived_says_which_it_was(
    board: Board, member: Account, browse: Browse
) -> None:
    browser = browse(member)
    refused = browser.post("/자유/write", {**TYPED, "title": "", "idempotency_key": "a-form"})
    assert refused.status_code == 422 and "arrived" not in refused.cookies
    sent = browser.post("/자유/write", {**TYPED, "idempotency_key": "a-form"})
    assert sent.cookies["arrived"].value == "a-form"


def test_an_old_draft_is_listed_however_many_were_begun_since(
    what: DraftContent, member: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "LINES_PER_PAGE", 3)
    old = drafts.keep(what, None, by=member)
    for _ in range(10):
        drafts.drop(drafts.keep(what, None, by=member), by=member)
    assert [one.key for one in drafts.drafts_of(member)] == [old]
