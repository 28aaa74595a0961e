"""Reports of one subject are one case; nobody learns who reported or who wrote."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Board, Post
from madang.boards.nicknames import nicknames
from madang.moderation import decisions, report_views, reports
from madang.moderation.models import Case, Complaint, DecisionKind, Report
from madang.moderation.subjects import find_subject

from .. import writers
from ..factories import make_account, write_comment, write_post

Browse = Callable[..., Client]
# Whoever operates the site sees every case.
KEEPER = Account(is_operator=True)
FORM = {"part": "words", "complaint": "abuse", "words": "세 번째 줄을 보세요"}


@pytest.fixture
def said(post: Post, another: Account) -> Any:
    """A comment that can be reported, between others."""
    write_comment(post, another, "앞의 말")
    found = write_comment(post, another, "나쁜 말")
    write_comment(post, another, "뒤의 말")
    return found


def test_several_reports_are_one_case(
    said: Any, post: Post, member: Account, operator: Account, browse: Browse
) -> None:
    third = make_account("third")
    for person in (member, third):
        page = browse(person).post(f"/자유/{post.pk}/c{said.seq}/more", FORM, follow=True)
        assert "신고했어요" in page.content.decode()
    case = Case.objects.get()
    assert (case.post, case.seq, case.reports, case.is_open) == (post.pk, said.seq, 2, True)
    listed = browse(operator).get("/console/reports").content.decode()
    assert "나쁜 말" in listed and "욕설이나 괴롭힘" in listed
    page = browse(operator).get(f"/console/subjects/{post.pk}/{said.seq}").content.decode()
    for words in ("앞의 말", "나쁜 말", "뒤의 말", "세 번째 줄을 보세요"):
        assert words in page
    for person in (member, third):
        assert person.login_name not in listed + page


def test_one_report_each(said: Any, post: Post, member: Account, browse: Browse) -> None:
    address = f"/자유/{post.pk}/c{said.seq}/more"
    browse(member).post(address, FORM)
    again = browse(member).post(address, FORM)
    assert again.status_code == 422
    page = again.content.decode()
    assert "이미 신고했어요" in page and "세 번째 줄을 보세요" in page
    assert Case.objects.get().reports == Report.objects.count() == 1


def test_ones_own_words_are_not_reported(
    said: Any, post: Post, another: Account, browse: Browse
) -> None:
    answer = browse(another).post(f"/자유/{post.pk}/c{said.seq}/more", FORM)
    assert "자기가 쓴 것은" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_reader_without_an_account_is_asked_to_sign_in(
    said: Any, post: Post, browse: Browse
) -> None:
    page = browse().get(f"/자유/{post.pk}/c{said.seq}/more")
    assert "로그인하고 신고하기" in page.content.decode()
    assert "public" in page["Cache-Control"]
    browse().post(f"/자유/{post.pk}/c{said.seq}/more", FORM)
    assert not Case.objects.exists()


def test_a_choice_that_is_not_there_is_refused(
    said: Any, post: Post, member: Account, browse: Browse
) -> None:
    for wrong in ({"complaint": "nonsense"}, {"complaint": ""}, {"part": "picture"}):
        form = {**FORM, **wrong}
        answer = browse(member).post(f"/자유/{post.pk}/c{said.seq}/more", form)
        assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_nickname_and_its_words_are_reported_apart(
    named_board: Board, member: Account, another: Account, operator: Account, browse: Browse
) -> None:
    nicknames.choose(named_board.pk, by=another, name="나쁜별명")
    post = write_post(named_board, another)
    for person, subject in ((member, "words"), (make_account("third"), "nickname")):
        browse(person).post(f"/동네/{post.pk}/more", {**FORM, "part": subject})
    page = browse(operator).get(f"/console/subjects/{post.pk}/0").content.decode()
    assert "<strong>욕설이나 괴롭힘</strong> · 별명" in page
    # One account is one report, whatever it is about.
    again = browse(member).post(f"/동네/{post.pk}/more", {**FORM, "part": "nickname"})
    assert "이미 신고했어요" in again.content.decode()
    assert Case.objects.get().reports == 2
    subject = find_subject(post.pk, 0)
    assert subject is not None
    (decision,) = decisions.decide(
        subject, by=operator, kind=DecisionKind.NICKNAME, mute=None, reason="욕설"
    )
    assert "나쁜별명" not in browse().get(f"/동네/{post.pk}").content.decode()
    decisions.undo(decision.pk, by=operator)
    assert "나쁜별명" in browse().get(f"/동네/{post.pk}").content.decode()


def test_a_board_for_members_tells_nobody_else(
    closed_board: Board, operator: Account, member: Account, browse: Browse
) -> None:
    post = write_post(closed_board, operator)
    assert browse(member).get(f"/회사/{post.pk}/more").status_code == 403
    assert browse().post(f"/회사/{post.pk}/more", FORM).status_code == 403
    assert browse(member).get(f"/자유/{post.pk}/more").status_code == 404
    assert not Case.objects.exists()


def test_a_decided_case_opens_again_with_another_report(
    said: Any, post: Post, member: Account, operator: Account
) -> None:
    subject = find_subject(post.pk, said.seq)
    assert subject is not None

    def report(by: Account) -> None:
        reports.report(
            subject, by=by, part=reports.ReportedPart.WORDS, complaint=Complaint.SPAM, words=""
        )

    report(member)
    decisions.decide(subject, by=operator, kind=DecisionKind.FINE, mute=None, reason="")
    assert reports.open_cases(KEEPER) == []
    report(make_account("third"))
    assert [case.reports for case in reports.open_cases(KEEPER)] == [2]


def test_an_undone_decision_is_to_be_taken_again(
    said: Any, post: Post, member: Account, operator: Account, browse: Browse
) -> None:
    browse(member).post(f"/자유/{post.pk}/c{said.seq}/more", FORM)
    page = browse(member).get(f"/자유/{post.pk}/c{said.seq}/more").content.decode()
    assert "이미 신고했어요" in page and "<textarea" not in page
    subject = find_subject(post.pk, said.seq)
    assert subject is not None
    done = [
        decisions.decide(subject, by=operator, kind=kind, mute=None, reason="이유")[0]
        for kind in (DecisionKind.HIDE, DecisionKind.DELETE)
    ]
    for decision, are_open in zip(done, (0, 1), strict=True):
        decisions.undo(decision.pk, by=operator)
        assert len(reports.open_cases(KEEPER)) == are_open


def test_a_report_that_came_while_one_decided_is_still_to_be_read(
    said: Any, post: Post, member: Account, operator: Account, browse: Browse
) -> None:
    browser = browse(operator)
    browse(member).post(f"/자유/{post.pk}/c{said.seq}/more", FORM)
    address = f"/console/subjects/{post.pk}/{said.seq}"
    page = browser.get(address).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    browse(make_account("third")).post(f"/자유/{post.pk}/c{said.seq}/more", FORM)
    browser.post(address, {"kind": "fine", "seen": seen})
    assert [case.reports for case in reports.open_cases(KEEPER)] == [2]
    browser.post(address, {"kind": "fine", "seen": Report.objects.latest("pk").pk})
    assert reports.open_cases(KEEPER) == []


def test_the_list_of_cases_takes_four_queries(
    said: Any, post: Post, member: Account, django_assert_num_queries: Any
) -> None:
    for seq in (0, 1, 2, 3):
        subject = find_subject(post.pk, seq)
        assert subject is not None
        by = make_account(f"reporter-{seq}")
        reports.report(
            subject, by=by, part=reports.ReportedPart.WORDS, complaint=Complaint.SPAM, words=""
        )
    with django_assert_num_queries(4):
        assert len(reports.open_cases(KEEPER)) == 4


def test_what_its_author_deleted_is_no_case_any_more(
    said: Any, post: Post, member: Account, another: Account
) -> None:
    for seq in (0, said.seq):
        subject = find_subject(post.pk, seq)
        assert subject is not None
        by = make_account(f"reporter-{seq}")
        reports.report(
            subject, by=by, part=reports.ReportedPart.WORDS, complaint=Complaint.SPAM, words=""
        )
    writers.delete_comment(post.pk, said.seq, by=another)
    assert [case.seq for case in reports.open_cases(KEEPER)] == [0]
    writers.delete_post(post.pk, by=member)
    assert reports.open_cases(KEEPER) == []
    reports.close_cases_of_what_is_gone()
    assert not Case.objects.filter(is_open=True).exists()


def test_too_many_reports_are_slowed_down(
    said: Any, post: Post, member: Account, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_views, "REPORTS_PER_MEMBER", "1/hour")
    address, browser = f"/자유/{post.pk}/c{said.seq}/more", browse(member)
    assert browser.post(address, FORM).status_code == 302
    assert browser.post(address, FORM).status_code == 429


def test_what_is_gone_or_elsewhere_is_not_reported(
    post: Post, member: Account, another: Account, browse: Browse
) -> None:
    browser = browse(another)
    assert browser.get(f"/이슈/{post.pk}/more")["Location"] == f"{quote('/자유')}/{post.pk}/more"
    assert browser.get(f"/자유/{post.pk}/c9/more").status_code == 404
    writers.delete_post(post.pk, by=member)
    assert browser.post(f"/자유/{post.pk}/more", FORM).status_code == 404
    assert not Report.objects.exists()


def test_several_are_handled_at_once(
    post: Post, board: Board, member: Account, another: Account, operator: Account, browse: Browse
) -> None:
    others = [write_post(board, another, title=f"광고 {number}") for number in range(3)]
    for one in others:
        browse(member).post(f"/자유/{one.pk}/more", FORM)
    keys = [case.key for case in reports.open_cases(KEEPER)]
    page = browse(operator).get("/console/reports").content.decode()
    assert all(f'value="{key}"' in page for key in keys)
    sent = {"cases": keys[:2], "kind": DecisionKind.HIDE, "reason": ""}
    refused = browse(operator).post("/console/reports", sent)
    assert refused.status_code == 422 and "이유를 적어 주세요." in refused.content.decode()
    assert refused.content.decode().count(" checked>") >= 2
    sent["reason"] = "광고예요"
    done = browse(operator).post("/console/reports", sent, follow=True).content.decode()
    assert "2건을 처리했어요." in done and len(reports.open_cases(KEEPER)) == 1
    assert browse(operator).post("/console/reports", {}).status_code == 422
    assert browse(member).post("/console/reports", sent).status_code == 403


def test_the_next_case_follows_a_decision_and_the_header_counts(
    board: Board, member: Account, another: Account, operator: Account, browse: Browse
) -> None:
    for number in range(2):
        one = write_post(board, another, title=f"신고될 글 {number}")
        browse(member).post(f"/자유/{one.pk}/more", FORM)
    assert "기다리는 신고 2건" in browse(operator).get("/").content.decode()
    assert "기다리는 신고" not in browse(member).get("/").content.decode()
    first, second = reports.open_cases(KEEPER)
    sent = {"kind": DecisionKind.FINE, "seen": first.last}
    answer = browse(operator).post(f"/console/subjects/{first.post}/{first.seq}", sent)
    assert answer["Location"] == f"/console/subjects/{second.post}/{second.seq}"
