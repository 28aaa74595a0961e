"""Members moderate the boards that an operator gave them, and no others."""

from collections.abc import Callable

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.directory.moderators import (
    MAX_BOARDS,
    MODERATORS,
    CannotModerate,
    Moderator,
    appoint,
    dismiss,
    moderators_of,
)
from madang.boards.directory.rules import Rules, set_rules
from madang.boards.directory.setup import NotAnOperator
from madang.boards.hooks import BoardsInAccounts
from madang.boards.models import Board, ModeratorRow, Pin, Post, State
from madang.moderation import decisions, reports
from madang.moderation.models import Complaint, Decision, DecisionKind, ReportedPart, Scope
from madang.moderation.subjects import ReportSubject, find_subject
from madang.web_api.tokens import Scope as TokenScope

from ..factories import make_account, write_post
from ..web_api.calling import Program

Browse = Callable[..., Client]
REASON = "광고예요"


@pytest.fixture
def elsewhere(member: Account, post: Post) -> Post:
    """A post on a board that the moderator has nothing to do with."""
    return write_post(Board.objects.get(slug="이슈"), member, title="다른 게시판 글")


@pytest.fixture
def moderator(board: Board, operator: Account) -> Account:
    return appoint(board.pk, make_account("helper").login_name, by=operator)


def subject_of(post: Post) -> ReportSubject:
    found = find_subject(post.pk, 0)
    assert found is not None
    return found


def report(post: Post, by: Account) -> None:
    part, complaint = ReportedPart.WORDS, Complaint.SPAM
    reports.report(subject_of(post), by=by, part=part, complaint=complaint, words="")


def test_only_what_is_on_their_boards_is_theirs_to_decide(
    post: Post, elsewhere: Post, another: Account, moderator: Account, browse: Browse
) -> None:
    report(post, another)
    report(elsewhere, another)
    browser = browse(moderator)
    page = browser.get("/console/reports").content.decode()
    assert post.title in page and elsewhere.title not in page
    assert '<span class="answers" role="img" aria-label="기다리는 신고 1건">' in page
    form = {"kind": "hide", "scope": "", "reason": REASON}
    assert browser.post(f"/console/subjects/{elsewhere.pk}/0", form).status_code == 404
    assert browser.post(f"/console/subjects/{post.pk}/0", form).status_code == 302
    states = dict(Post.objects.values_list("pk", "state"))
    assert states == {post.pk: State.HIDDEN, elsewhere.pk: State.LIVE}
    # It is read on by whoever may bring it back.
    assert browser.get(f"/자유/{post.pk}").status_code == 200
    assert browse(another).get(f"/자유/{post.pk}").status_code == 403


def test_several_at_once_stop_at_other_boards(
    post: Post, elsewhere: Post, another: Account, moderator: Account, browse: Browse
) -> None:
    report(post, another)
    report(elsewhere, another)
    keys = [case.key for case in reports.open_cases(Account(is_operator=True))]
    form = {"cases": keys, "kind": "hide", "reason": REASON}
    page = browse(moderator).post("/console/reports", form, follow=True).content.decode()
    assert "1건을 처리했어요." in page and "관리하지 않는 게시판의 글이에요." in page
    assert Post.objects.get(pk=elsewhere.pk).state == State.LIVE


def test_nobody_is_muted_on_other_boards(post: Post, moderator: Account, browse: Browse) -> None:
    page = browse(moderator).get(f"/console/subjects/{post.pk}/0").content.decode()
    assert "이 게시판에서 쓰기 제한" in page and "모든 게시판에서 쓰기 제한" not in page
    form = {"kind": "", "scope": Scope.SITE, "length": "1d", "reason": REASON}
    assert browse(moderator).post(f"/console/subjects/{post.pk}/0", form).status_code == 422
    with pytest.raises(decisions.NotYours):
        mute = decisions.Mute(Scope.SITE, None)
        decisions.decide(subject_of(post), by=moderator, kind=None, mute=mute, reason=REASON)
    assert not Decision.objects.exists()


def test_a_moderator_takes_back_what_moderators_decided_and_nothing_else(
    post: Post, elsewhere: Post, moderator: Account, operator: Account, browse: Browse
) -> None:
    browser = browse(moderator)
    for one, by in ((post, moderator), (elsewhere, operator)):
        decisions.decide(
            subject_of(one), by=by, kind=DecisionKind.HIDE, mute=None, reason=f"{one.pk}번 글"
        )
    theirs, others = Decision.objects.order_by("pk")
    log = browser.get("/console/decisions").content.decode()
    assert theirs.reason in log and others.reason not in log
    assert browser.post(f"/console/decisions/{others.pk}/undo").status_code == 404
    assert browser.post(f"/console/decisions/{theirs.pk}/undo").status_code == 302
    assert Post.objects.get(pk=post.pk).state == State.LIVE
    decisions.decide(
        subject_of(post), by=operator, kind=DecisionKind.HIDE, mute=None, reason=REASON
    )
    last = Decision.objects.latest("pk")
    said = browser.post(f"/console/decisions/{last.pk}/undo", follow=True).content.decode()
    assert "운영자가 처리한 것은 운영자만 되돌릴 수 있어요." in said
    assert Post.objects.get(pk=post.pk).state == State.HIDDEN


def test_posts_are_pinned_and_moved_between_their_boards_alone(
    board: Board, post: Post, elsewhere: Post, moderator: Account, operator: Account, browse: Browse
) -> None:
    browser, category = browse(moderator), board.categories.get(name="질문")
    assert f'value="{elsewhere.board_id}/"' not in browser.get(f"/자유/{post.pk}").content.decode()
    browser.post(f"/자유/{post.pk}/pin")
    assert browser.post(f"/이슈/{elsewhere.pk}/pin").status_code == 403
    assert list(Pin.objects.values_list("post", flat=True)) == [post.pk]
    refused = browser.post(f"/자유/{post.pk}/move", {"to": f"{elsewhere.board_id}/"})
    browser.post(f"/자유/{post.pk}/move", {"to": f"{board.pk}/{category.pk}"})
    now = Post.objects.get(pk=post.pk)
    assert refused.status_code == 422
    assert (now.board_id, now.category_id) == (board.pk, category.pk)
    appoint(elsewhere.board_id, moderator.login_name, by=operator)
    browser.post(f"/자유/{post.pk}/move", {"to": f"{elsewhere.board_id}/"})
    assert Post.objects.get(pk=post.pk).board_id == elsewhere.board_id


def test_they_enter_their_boards_and_write_where_operators_do(
    board: Board, closed_board: Board, operator: Account, moderator: Account, browse: Browse
) -> None:
    browser = browse(moderator)
    assert browser.get("/회사").status_code == 403
    appoint(closed_board.pk, moderator.login_name, by=operator)
    assert browser.get("/회사").status_code == 200
    set_rules(board.pk, Rules(operators_write=True, min_length=10_000), by=operator)
    form = {"title": "공지", "text": "짧아요"}
    # The rules for what is written are theirs too: what breaks them would tell who wrote it.
    assert "10000자 이상" in browser.post("/자유/write", form).content.decode().replace(",", "")
    set_rules(board.pk, Rules(operators_write=True), by=operator)
    assert browser.post("/자유/write", form).status_code == 302


def test_other_pages_of_operators_stay_closed(moderator: Account, browse: Browse) -> None:
    browser = browse(moderator)
    menu = browser.get("/console/reports").content.decode().partition('<nav class="tabs')[2]
    shown = menu.partition("</nav>")[0]
    assert "신고함" in shown and "처리 기록" in shown and "금지어" not in shown
    for page in ("", "/words", "/openings", "/boards", "/site", "/settings", "/data"):
        assert browser.get(f"/console{page}").status_code == 403


def test_an_operator_appoints_and_dismisses_on_the_page_of_a_board(
    board: Board, operator: Account, another: Account, browse: Browse
) -> None:
    def press(**sent: str) -> str:
        page = browse(operator).post(f"/console/boards/{board.slug}", sent, follow=True)
        return str(page.content.decode())

    assert "게시판 관리자로 정했어요." in press(what="appoint", login_name=another.login_name)
    assert [one.pk for one in moderators_of(board.pk)] == [another.pk]
    assert "“nobody-here” 계정이 없어요." in press(what="appoint", login_name="nobody-here")
    assert "운영자는 이미" in press(what="appoint", login_name=operator.login_name)
    assert "이제 게시판 관리자가 아니에요." in press(what=f"dismiss:{another.pk}")
    assert moderators_of(board.pk) == []
    assert browse(another).get("/console/reports").status_code == 403


def test_nobody_else_appoints(board: Board, moderator: Account, another: Account) -> None:
    with pytest.raises(NotAnOperator):
        appoint(board.pk, another.login_name, by=moderator)
    with pytest.raises(NotAnOperator):
        dismiss(board.pk, moderator.pk, by=moderator)


def test_a_moderator_of_many_boards_is_as_long_as_one_of_few(
    operator: Account, another: Account, board: Board
) -> None:
    appoint(board.pk, another.login_name, by=operator)
    (few,) = ModeratorRow.objects.all()
    MODERATORS.amend(another.pk, Moderator(another.pk, tuple(range(10_000, 10_000 + MAX_BOARDS))))
    (many,) = ModeratorRow.objects.all()
    assert len(few.box) == len(many.box)
    with pytest.raises(CannotModerate):
        appoint(board.pk, another.login_name, by=operator)


def test_programs_of_moderators_decide_on_their_boards(
    post: Post, elsewhere: Post, another: Account, moderator: Account
) -> None:
    report(post, another)
    report(elsewhere, another)
    program = Program(moderator, [TokenScope.READ, TokenScope.MODERATE])
    assert program.get("/me").json()["moderates"] == ["자유"]
    assert [case["post"] for case in program.get("/moderation/cases").json()["items"]] == [post.pk]
    sent = {"kind": "hide", "reason": REASON}
    path = "/moderation/cases/{}/0/decisions"
    assert program.send("POST", path.format(elsewhere.pk), sent).status_code == 404
    assert program.send("POST", path.format(post.pk), sent).status_code == 201


def test_nothing_about_a_moderator_is_left_of_an_account_that_goes(
    board: Board, moderator: Account, browse: Browse
) -> None:
    assert "자유" in BoardsInAccounts().export_values(moderator)["moderates"]
    BoardsInAccounts().erase(moderator.pk, deletes_texts=False)
    assert not ModeratorRow.objects.exists()
    assert browse(moderator).get("/console/reports").status_code == 403
