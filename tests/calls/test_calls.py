"""A reply, a name and news call people; nobody is missed, nobody twice, and nobody learns who."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from madang.account_data.erasure.erasure import erase
from madang.accounts.models import Account
from madang.boards.models import Board, Comment, Post, Reservation, ThreadMute
from madang.boards.nicknames import nicknames
from madang.boards.reactions import marks
from madang.boards.threads import visibility
from madang.calls import dispatch
from madang.calls.codec import Kind
from madang.calls.dispatch import make_batch
from madang.calls.models import CallPreferences, PendingCall
from madang.calls.preferences import preferences_of, want
from madang.calls.queries import my_calls, unread
from madang.identity.inboxes import inbox_of
from madang.identity.journals import Journal, length
from madang.membership.entry import leave_boards
from madang.operations.leaks.database import Stolen
from madang.operations.leaks.run import check_database

from .. import writers
from ..factories import let_into, make_account, write_comment, write_post
from .calling import called, make_all


def test_a_comment_calls_the_author_and_a_reply_whom_it_answers(
    post: Post, member: Account, another: Account
) -> None:
    third = make_account("third")
    write_comment(post, another, "글에 단 댓글")
    write_comment(post, third, "댓글에 단 답글", parent=1)
    make_all()
    assert called(member) == [(Kind.REPLY, "글에 단 댓글")]
    assert called(another) == [(Kind.REPLY, "댓글에 단 답글")]
    assert called(third) == []
    assert not PendingCall.objects.exists()


def test_nobody_calls_oneself(post: Post, member: Account) -> None:
    write_comment(post, member, "내 글에 내가 @글쓴이")
    write_comment(post, member, "나에게", parent=1)
    make_all()
    assert called(member) == []


def test_a_name_calls_its_voice_once(post: Post, member: Account, another: Account) -> None:
    third = make_account("third")
    write_comment(post, another, "첫째")
    write_comment(post, third, "@익인1 @익인1 @글쓴이 보세요", parent=1)
    make_all()
    # Whoever is answered and named is called for the answer.
    assert called(another) == [(Kind.REPLY, "@익인1 @익인1 @글쓴이 보세요")]
    assert called(member)[0][0] is Kind.MENTION


@pytest.mark.parametrize(
    "text",
    [
        "kim@익인1",
        "@익인",
        "@익인99",
        "익인1",
        "@@익인1",
        "@글쓴이님은author",
        "@익인 1a",
        "https://x/@익인1",
    ],
)
def test_what_is_no_name_calls_nobody_or_no_one_there(
    text: str, post: Post, member: Account, another: Account
) -> None:
    write_comment(post, another, "첫째")
    make_all()
    dispatch._last.clear()
    dispatch._put_off.clear()
    count = len(called(another))
    write_comment(post, member, text)
    make_all()
    assert len(called(another)) == count or text == "@익인 1a"


def test_no_comment_calls_more_than_a_few_by_name(post: Post) -> None:
    people = [make_account(f"person-{n}") for n in range(9)]
    for person in people:
        write_comment(post, person)
    make_all()
    write_comment(post, people[0], " ".join(f"@익인{n}" for n in range(1, 10)))
    make_all()
    assert sum(kind is Kind.MENTION for one in people for kind, _ in called(one)) == 4


def test_whoever_muted_a_thread_or_a_kind_is_not_called(
    post: Post, member: Account, another: Account
) -> None:
    marks.mark(ThreadMute, post.pk, by=member)
    want(another, {Kind.NEWS})
    write_comment(post, another, "@글쓴이")
    write_comment(post, make_account("third"), "답글 @익인1", parent=1)
    make_all()
    assert called(member) == [] and called(another) == []
    marks.unmark(ThreadMute, post.pk, by=member)
    write_comment(post, another, "다시")
    make_all()
    assert called(member) == [(Kind.REPLY, "다시")]


def test_calls_of_one_kind_about_one_post_are_one_until_it_is_read(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    third = make_account("third")
    for person in (another, third, another):
        write_comment(post, person, f"{person.login_name}의 댓글")
        make_all_committed()
    page = my_calls(member, 1)
    assert page is not None and [(row.count, row.seq) for row in page.rows] == [(3, 3)]
    browser = browse(member)
    line = page.rows[0].line
    assert browser.get(f"/calls/{line.epoch}/{line.number}")["Location"].endswith("#c3")
    write_comment(post, third, "넷째")
    make_all_committed()
    page = my_calls(member, 1)
    assert page is not None and [row.count for row in page.rows] == [1, 3]


@pytest.mark.parametrize("address", ["/calls", "/calls/count"])
def test_more_calls_ask_no_more_queries(
    address: str, board: Board, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    """All but those that find how many there are, of which there are seven at most."""
    browser = browse(member)
    seen = []
    for posts in (1, 6, 12):
        for _ in range(posts):
            write_comment(write_post(board, member), another, "답글")
        make_all()
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        searches = [q for q in queries if q["sql"].startswith("SELECT key FROM identity_journal")]
        assert 1 <= len(searches) <= 7
        seen.append(len(queries) - len(searches))
    assert unread(member) == 19 and len(set(seen)) == 1


def make_all_committed() -> None:
    """Make calls and let the worker remember them, as when its transactions end."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        make_all()


def test_a_comment_that_is_gone_by_then_calls_nobody(
    post: Post, member: Account, another: Account
) -> None:
    write_comment(post, another, "성급했네요")
    writers.delete_comment(post.pk, 1, by=another)
    make_all()
    assert called(member) == [] and not PendingCall.objects.exists()


def test_nobody_is_missed_or_called_twice_when_it_breaks_off(
    post: Post, member: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "RESERVERS_PER_BATCH", 3)
    people = [make_account(f"person-{n}") for n in range(12)]
    for person in people:
        marks.mark(Reservation, post.pk, by=person)
    write_comment(post, member, "새 소식", is_news=True)
    put, fails = dispatch.put, iter([True, False, True, True, False, False, True, False] * 3)

    def breaks_off(*args: Any, **values: Any) -> list[int]:
        numbers = put(*args, **values)
        if next(fails):
            raise OSError("the worker dies after writing, before its transaction ends")
        return numbers

    monkeypatch.setattr(dispatch, "put", breaks_off)
    for _ in range(40):
        # As if a minute had passed each time.
        dispatch._put_off.clear()
        with suppress(OSError):
            make_batch()
    assert not PendingCall.objects.exists()
    assert [length(Journal("calls", person.pk)) for person in people] == [1] * 12


def test_the_page_shows_counts_and_marks_all_read(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    assert "아직 호출이 없어요" in browser.get("/calls").content.decode()
    write_comment(post, another, "<b>읽어 주세요</b>")
    make_all()
    assert browser.get("/calls/count").json() == {"unread": 1} and unread(member) == 1
    page = browser.get("/calls").content.decode()
    assert "&lt;b&gt;읽어 주세요" in page and "안 읽음" in page and post.title in page
    browser.post("/calls/read")
    assert browser.get("/calls/count").json() == {"unread": 0}
    assert "안 읽음" not in browser.get("/calls").content.decode()


def test_another_ones_calls_cannot_be_opened(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, another)
    make_all()
    page = my_calls(member, 1)
    assert page is not None
    line = page.rows[0].line
    path = f"/calls/{line.epoch}/{line.number}"
    assert browse(another).get(path).status_code == 404
    assert browse().get(path)["Location"].startswith("/accounts/login")
    for wrong in ("/calls/209912/0", "/calls/1/1", f"/calls/{line.epoch}/99"):
        assert browse(member).get(wrong).status_code == 404


def test_one_chooses_what_to_be_called_for(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    browser.post("/calls/settings", {"kinds": ["2", "3"]})
    page = browser.get("/calls/settings").content.decode()
    assert re.findall(r'name="kinds" value="(\d)" checked', page) == ["2", "3"]
    write_comment(post, another)
    make_all()
    assert called(member) == []
    answer = browser.post("/calls/settings", {"kinds": ["99"]})
    assert answer.status_code == 422 and CallPreferences.objects.count() == 1


def test_the_buttons_reserve_and_mute(
    post: Post, another: Account, member: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(another)
    path = f"/자유/{post.pk}"
    assert "호출 예약 0" in browser.get(path).content.decode()
    browser.post(f"{path}/reserve")
    browser.post(f"{path}/reserve")
    page = browser.get(path).content.decode()
    assert (
        "호출 예약됨 1" in page and "호출 예약" in browser.get("/me/reservations").content.decode()
    )
    assert "호출을 예약한 1명을 불러요" in browse(member).get(path).content.decode()
    browse(member).post(f"{path}/comments", {"text": "나왔어요", "news": "on"})
    assert "새 소식" in browse().get(path).content.decode()
    make_all()
    assert called(another) == [(Kind.NEWS, "나왔어요")]
    browser.post(f"{path}/reserve", {"undo": "1"})
    assert "호출 예약 0" in browser.get(path).content.decode()
    browser.post(f"{path}/mute")
    assert "이 글의 호출 다시 받기" in browser.get(path).content.decode()
    assert post.title in browser.get("/me/mutes").content.decode()


def test_the_database_tells_nobody_who_was_called(
    board: Board, closed_board: Board, member: Account, another: Account
) -> None:
    let_into(closed_board, member, another)
    for where in (board, closed_board):
        post = write_post(where, member)
        marks.mark(Reservation, post.pk, by=another)
        write_comment(post, another, "@글쓴이")
        write_comment(post, member, "새 소식", is_news=True, parent=None)
    want(member, {Kind.REPLY})
    make_all()
    write_comment(post, another, "아직 부르지 않은 것")
    assert [str(finding) for finding in check_database(Stolen(connection))] == []


def test_whoever_leaves_has_no_calls(post: Post, member: Account, another: Account) -> None:
    write_comment(post, another)
    make_all()
    erase(member.pk, deletes_texts=False)
    assert length(Journal("calls", member.pk)) == 0
    write_comment(post, another, "이제 아무도 없어요")
    make_all()
    assert length(Journal("calls", member.pk)) == 0


def test_the_bell_counts_what_the_page_shows(
    post: Post, member: Account, another: Account, operator: Account
) -> None:
    write_comment(post, another)
    make_all()
    assert unread(member) == 1
    visibility.hide_post(post.pk, by=operator)
    assert unread(member) == 0 and called(member) == []


def test_one_comment_that_cannot_be_read_keeps_nobody_waiting(
    post: Post, member: Account, another: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_comment(post, another, "깨진 것")
    write_comment(post, another, "성한 것")
    whom = dispatch.calls_of_people

    def breaks(about: Post, comment: Comment) -> Any:
        if "깨진" in comment.html:
            raise ValueError
        return whom(about, comment)

    monkeypatch.setattr(dispatch, "calls_of_people", breaks)
    make_all()
    assert called(member) == [(Kind.REPLY, "성한 것")]


def test_a_call_about_what_one_may_not_read_any_more_leads_nowhere(
    closed_board: Board, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    let_into(closed_board, member, another)
    post = write_post(closed_board, member)
    write_comment(post, another)
    make_all()
    page = my_calls(member, 1)
    assert page is not None
    line = page.rows[0].line
    leave_boards(member.pk, [closed_board.pk])
    assert called(member) == []
    assert browse(member).get(f"/calls/{line.epoch}/{line.number}").status_code == 404


def test_a_nickname_is_called_where_people_have_them(
    named_board: Board, member: Account, another: Account
) -> None:
    third = make_account("third")
    for person, name in ((member, "산책"), (another, "산책 친구"), (third, "구경꾼")):
        nicknames.choose(named_board.pk, by=person, name=name)
    post = write_post(named_board, third)
    write_comment(post, member, "첫째")
    write_comment(post, another, "둘째")
    make_all()
    write_comment(post, third, "@산책 친구 님은요? mail@산책 말고")
    make_all()
    assert [kind for kind, _says in called(another)] == [Kind.MENTION]
    assert called(member) == []


def chosen_in(page: str) -> list[str]:
    found = re.findall(r'name="(kinds|push|digest)" value="(\d)" checked', page)
    return [" ".join(each) for each in found]


def test_what_was_chosen_is_kept_where_it_is_refused(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    hours = {"quiet_from": "23", "quiet_to": ""}
    for form, said in (
        (hours, "시작과 끝을 모두"),
        ({**hours, "quiet_to": "23"}, "시작과 끝이 같으면"),
    ):
        answer = browser.post("/calls/settings", {**form, "kinds": "2"})
        page = answer.content.decode()
        assert answer.status_code == 422 and said in page
        assert '<option value="23" selected>' in page
        assert chosen_in(page) == ["kinds 2"]


def test_what_a_device_is_told_of_is_gathered_too(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    page = browser.post("/calls/settings", {"push": "1"}, follow=True).content.decode()
    assert "저장했어요" in page and chosen_in(page) == ["kinds 1", "push 1"]
    assert preferences_of(inbox_of(member.pk)).push == {Kind.REPLY}


@pytest.mark.parametrize("quoted", ["> @익인1 고마워요", "> 그가\n> @익인1 했다", "> > @익인1"])
def test_a_quotation_calls_nobody(
    quoted: str, post: Post, another: Account, member: Account
) -> None:
    write_comment(post, another, "첫째")
    write_comment(post, member, f"{quoted}\n\n저도요")
    make_all()
    assert [kind for kind, _said in called(another)] == []


def test_a_call_says_what_was_written_without_its_marks(
    post: Post, member: Account, another: Account
) -> None:
    write_comment(post, another, "**굵게** [링크](https://a.example/) 끝")
    make_all()
    assert called(member) == [(Kind.REPLY, "굵게 링크 끝")]
