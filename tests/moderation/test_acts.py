"""What a moderator does is told to the writer with its reason, logged, and can be undone."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from madang.account_data.departure import departures
from madang.accounts.models import Account
from madang.board_requests.actions import RequestRefused, ask_for_board
from madang.boards.extensions import WritingRefused
from madang.boards.models import Board, Comment, Nickname, Post, State
from madang.boards.nicknames import nicknames
from madang.moderation import decisions, sanctions
from madang.moderation.models import Case, Decision, DecisionKind, Sanction, Scope
from madang.moderation.subjects import ReportSubject, find_subject

from .. import writers
from ..factories import make_account, write_comment, write_post

Browse = Callable[..., Client]


def thing_of(written: Post | Comment) -> ReportSubject:
    place = (written.pk, 0) if isinstance(written, Post) else (written.post_id, written.seq)
    found = find_subject(*place)
    assert found is not None
    return found


def mute(written: Post | Comment, by: Account, scope: Scope, hours: int | None = 24) -> Decision:
    until = timezone.now() + timedelta(hours=hours) if hours is not None else None
    decided = decisions.Mute(scope, until)
    return decisions.decide(thing_of(written), by=by, kind=None, mute=decided, reason="그만하세요")[
        -1
    ]


def may_write(post: Post, by: Account) -> bool:
    try:
        write_comment(post, by)
    except WritingRefused:
        return False
    return True


def test_a_hidden_post_is_gone_from_the_list_until_it_is_undone(
    post: Post, operator: Account, member: Account, browse: Browse
) -> None:
    browser = browse(operator)
    form = {"kind": "hide", "scope": "", "reason": "전화번호가 있어요"}
    page = browser.post(f"/console/subjects/{post.pk}/0", form, follow=True).content.decode()
    assert "지금 숨겨져 있어요" in page and "전화번호가 있어요" in page
    assert "제목이에요" not in browse().get("/자유").content.decode()
    (decision,) = Decision.objects.all()
    browser.post(f"/console/decisions/{decision.pk}/undo")
    assert "제목이에요" in browse().get("/자유").content.decode()
    again = browser.post(f"/console/decisions/{decision.pk}/undo", follow=True).content.decode()
    assert "되돌릴 것이 없어요" in again


def test_the_writer_reads_the_reason_and_nobody_else_does(
    post: Post, operator: Account, member: Account, another: Account, browse: Browse
) -> None:
    decisions.decide(
        thing_of(post), by=operator, kind=DecisionKind.HIDE, mute=None, reason="전화번호"
    )
    writer = browse(member)
    inbox = writer.get("/calls").content.decode()
    assert "운영자 안내" in inbox
    address = inbox.partition('<ol class="mine calls">')[2].partition('href="')[2].partition('"')[0]
    page = writer.get(address, follow=True).content.decode()
    assert "전화번호" in page and "숨기기" in page
    assert browse(another).get(address, follow=True).status_code == 404
    assert "운영자 안내" not in browse(another).get("/calls").content.decode()


def test_what_is_decided_together_is_told_once(
    post: Post, operator: Account, another: Account, browse: Browse
) -> None:
    said = write_comment(post, another)
    form = {"kind": "hide", "scope": "board", "length": "7d", "reason": "도배예요"}
    page = browse(operator).post(f"/console/subjects/{post.pk}/{said.seq}", form, follow=True)
    assert "되돌릴 수 있어요" in page.content.decode()
    inbox = browse(another).get("/calls").content.decode()
    assert inbox.count("숨기기, 쓰기 제한") == 1
    address = inbox.partition('<ol class="mine calls">')[2].partition('href="')[2].partition('"')[0]
    page = browse(another).get(address, follow=True).content.decode()
    assert "숨기기" in page and "쓰기 제한" in page and page.count("도배예요") == 1
    hidden, muted = Decision.objects.order_by("pk")
    for decision, notice in ((muted, "이 가운데 되돌린 것이"), (hidden, "이 일을 되돌렸어요")):
        decisions.undo(decision.pk, by=operator)
        assert notice in browse(another).get(address, follow=True).content.decode()
    inbox = browse(another).get("/calls").content.decode()
    assert "숨기기 (되돌림), 쓰기 제한 (되돌림)" in inbox


def test_who_wrote_a_hidden_comment_still_reads_it_in_its_place(
    post: Post, operator: Account, another: Account, member: Account, browse: Browse
) -> None:
    said = write_comment(post, another, "숨겨질 말")
    decisions.decide(thing_of(said), by=operator, kind=DecisionKind.HIDE, mute=None, reason="욕설")
    assert "숨겨질 말" in browse(another).get(f"/자유/{post.pk}").content.decode()
    for reader in (None, member):
        assert "숨겨질 말" not in browse(reader).get(f"/자유/{post.pk}").content.decode()


@pytest.mark.parametrize(
    ("kind", "said"), [("fine", "문제없음으로 처리했어요"), ("word", "글쓴이에게 전했어요")]
)
def test_what_cannot_be_undone_is_not_said_to_be(
    kind: str, said: str, post: Post, operator: Account, browse: Browse
) -> None:
    form = {"kind": kind, "scope": "", "reason": "한마디"}
    page = (
        browse(operator).post(f"/console/subjects/{post.pk}/0", form, follow=True).content.decode()
    )
    assert said in page and "되돌릴 수 있어요" not in page


def test_who_wrote_what_is_hidden_can_read_and_delete_it_but_not_change_it(
    post: Post, operator: Account, member: Account, another: Account, browse: Browse
) -> None:
    said = write_comment(post, member, "내가 한 말")
    for subject in (post, said):
        decisions.decide(
            thing_of(subject), by=operator, kind=DecisionKind.HIDE, mute=None, reason="이유"
        )
    browser, address = browse(member), f"/자유/{post.pk}"
    page = browser.get(address)
    assert page.status_code == 403 and "내용이에요" in page.content.decode()
    assert "내용이에요" not in browse(another).get(address).content.decode()
    for own in (address, f"{address}/c{said.seq}"):
        form = {"title": "바꾼 제목", "text": "바꾼 말", "category": ""}
        for answer in (browser.get(f"{own}/edit"), browser.post(f"{own}/edit", form)):
            assert answer.status_code == 410
        assert browse(another).post(f"{own}/delete").status_code in (403, 410)
        assert browser.post(f"{own}/delete").status_code == 302
    post.refresh_from_db()
    said.refresh_from_db()
    assert (post.state, said.state, said.html) == (State.DELETED, State.DELETED, "")
    for decision in Decision.objects.all():
        decisions.undo(decision.pk, by=operator)
    post.refresh_from_db()
    assert post.state == State.DELETED and post.comment_count == 0


def test_what_was_deleted_says_until_when_it_can_come_back(
    post: Post, operator: Account, browse: Browse
) -> None:
    decisions.decide(
        thing_of(post), by=operator, kind=DecisionKind.DELETE, mute=None, reason="불법"
    )
    page = browse(operator).get(f"/console/subjects/{post.pk}/0").content.decode()
    assert "까지 되돌릴 수 있고" in page


def test_a_hidden_comment_keeps_its_place_and_its_count_is_right(
    post: Post, operator: Account, another: Account, browse: Browse
) -> None:
    said = write_comment(post, another, "나쁜 말")
    (decision,) = decisions.decide(
        thing_of(said), by=operator, kind=DecisionKind.HIDE, mute=None, reason="욕설"
    )
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert "나쁜 말" not in page and "운영자가 숨긴 댓글이에요" in page
    post.refresh_from_db()
    assert post.comment_count == 0
    decisions.undo(decision.pk, by=operator)
    post.refresh_from_db()
    assert post.comment_count == 1
    assert "나쁜 말" in browse().get(f"/자유/{post.pk}").content.decode()


def test_what_is_deleted_comes_back_for_a_month_and_is_wiped_then(
    post: Post, operator: Account, another: Account
) -> None:
    said = write_comment(post, another, "나쁜 말")
    for written in (post, said):
        decisions.decide(
            thing_of(written), by=operator, kind=DecisionKind.DELETE, mute=None, reason="불법"
        )
    decisions.wipe_deleted()
    assert Comment.objects.get().html
    month = timedelta(days=decisions.RETURN_DAYS, minutes=1)
    for decision in Decision.objects.all():
        decision.at -= month
        decision.save()
    decisions.wipe_deleted()
    post.refresh_from_db()
    assert post.state == State.DELETED and post.title == ""
    assert Comment.objects.get().html == "" and bytes(Comment.objects.get().author) == b""
    for decision in Decision.objects.all():
        with pytest.raises(decisions.DecisionRefused):
            decisions.undo(decision.pk, by=operator)


def test_hidden_twice_is_hidden_until_both_are_undone(post: Post, operator: Account) -> None:
    done = [
        decisions.decide(thing_of(post), by=operator, kind=kind, mute=None, reason="이유")[0]
        for kind in (DecisionKind.HIDE, DecisionKind.DELETE)
    ]
    for decision, state in zip(done, (State.HIDDEN, State.LIVE), strict=True):
        decisions.undo(decision.pk, by=operator)
        post.refresh_from_db()
        assert post.state == state


@pytest.mark.parametrize("scope", Scope)
def test_a_muted_account_is_muted_under_every_voice(
    scope: Scope, board: Board, post: Post, operator: Account, another: Account, community: Any
) -> None:
    other_thread = write_post(board, operator)
    other_board = write_post(Board.objects.get(slug="이슈"), operator)
    decision = mute(write_comment(post, another), operator, scope)
    places = {Scope.THREAD: post, Scope.BOARD: other_thread, Scope.SITE: other_board}
    reached = list(places)[: list(places).index(scope) + 1]
    for place, thread in places.items():
        assert may_write(thread, another) is (place not in reached)
    assert may_write(post, operator)
    decisions.undo(decision.pk, by=operator)
    assert all(may_write(thread, another) for thread in places.values())
    assert not Sanction.objects.exists()


def test_who_is_muted_is_told_why_and_keeps_what_was_typed(
    post: Post, operator: Account, another: Account, browse: Browse
) -> None:
    said = write_comment(post, another)
    mute(said, operator, Scope.SITE)
    browser = browse(another)
    answer = browser.post(f"/자유/{post.pk}/comments", {"text": "하던 말"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "모든 게시판에서 쓰지 못하게" in page and "그만하세요" in page and "하던 말" in page
    assert "그만하세요" in browser.get("/자유/write").content.decode()
    answer = browser.post("/자유/write", {"title": "제목", "text": "쓰던 글"})
    assert answer.status_code == 422 and "쓰던 글" in answer.content.decode()
    answer = browser.post(f"/자유/{post.pk}/c{said.seq}/edit", {"text": "고치던 말"})
    assert answer.status_code == 422 and "고치던 말" in answer.content.decode()
    # One's own words can still be taken back.
    assert browser.post(f"/자유/{post.pk}/c{said.seq}/delete").status_code == 302


def test_a_mute_ends(post: Post, operator: Account, another: Account) -> None:
    mute(write_comment(post, another), operator, Scope.SITE, hours=-1)
    assert may_write(post, another)
    sanctions.drop_ended()
    assert not Sanction.objects.exists()


def test_a_mute_for_good_does_not(post: Post, operator: Account, another: Account) -> None:
    mute(write_comment(post, another), operator, Scope.SITE, hours=None)
    sanctions.drop_ended()
    assert not may_write(post, another)


def test_no_mute_writes_the_row_of_another(
    board: Board, post: Post, operator: Account, another: Account
) -> None:
    """A row that is written again would tell that two voices are one."""
    threads = [post, *(write_post(board, operator) for _ in range(sanctions.PLACES))]
    said = [write_comment(thread, another) for thread in threads]
    for number, comment in enumerate(said, start=1):
        boxes = dict(Sanction.objects.values_list("pk", "box"))
        mute(comment, operator, Scope.SITE, hours=number)
        now = dict(Sanction.objects.values_list("pk", "box"))
        if number <= sanctions.PLACES:
            assert boxes.items() <= now.items() and len(now) == number
    assert len(now) == sanctions.PLACES and not may_write(post, another)


def test_both_at_once_with_one_reason_or_nothing_at_all(
    post: Post, operator: Account, another: Account, browse: Browse
) -> None:
    said = write_comment(post, another)
    address = f"/console/subjects/{post.pk}/{said.seq}"
    both = {"kind": "hide", "scope": "board", "length": "7d", "reason": ""}
    answer = browse(operator).post(address, both)
    assert answer.status_code == 422 and "이유를 적어 주세요" in answer.content.decode()
    assert not Decision.objects.exists()
    browse(operator).post(address, {**both, "reason": "도배"})
    assert set(Decision.objects.values_list("kind", flat=True)) == {"hide", "mute"}
    assert not may_write(post, another)


def test_nothing_chosen_is_said(post: Post, operator: Account, browse: Browse) -> None:
    answer = browse(operator).post(f"/console/subjects/{post.pk}/0", {"reason": "이유"})
    assert answer.status_code == 422 and "하나를 골라 주세요" in answer.content.decode()


def test_whose_words_nobody_knows_cannot_be_muted(
    post: Post, operator: Account, browse: Browse
) -> None:
    Post.objects.update(author=b"")
    post.refresh_from_db()
    with pytest.raises(decisions.DecisionRefused):
        mute(post, operator, Scope.SITE)
    assert not Decision.objects.exists()
    page = browse(operator).get(f"/console/subjects/{post.pk}/0").content.decode()
    assert "누가 썼는지가 남아 있지 않아서" in page


def test_members_may_not(post: Post, member: Account, another: Account, browse: Browse) -> None:
    decision = Decision(kind=DecisionKind.HIDE, post=post.pk, at=timezone.now(), box="")
    decision.save()
    for address in (
        "/console/reports",
        "/console/decisions",
        "/console/words",
        f"/console/subjects/{post.pk}/0",
    ):
        assert browse(another).get(address).status_code == 403
        assert browse().get(address).status_code == 302
    assert browse(another).post(f"/console/decisions/{decision.pk}/undo").status_code == 403
    with pytest.raises(writers.NotYours):
        decisions.decide(thing_of(post), by=another, kind=DecisionKind.FINE, mute=None, reason="")


def test_the_log_tells_what_was_done_and_no_name(
    post: Post, operator: Account, member: Account, browse: Browse
) -> None:
    for number in range(52):
        decisions.decide(
            thing_of(post), by=operator, kind=DecisionKind.WORD, mute=None, reason=f"말 {number}"
        )
    page = browse(operator).get("/console/decisions").content.decode()
    assert post.title in page and "자유" in page.partition("<ul")[2]
    assert "말 51" in page and "말 1<" not in page and member.login_name not in page
    below = page.partition("?below=")[2].partition('"')[0]
    assert "말 1<" in browse(operator).get(f"/console/decisions?below={below}").content.decode()
    assert Case.objects.count() == 0


def test_who_is_muted_takes_no_other_way_to_be_read(
    named_board: Board, post: Post, operator: Account, another: Account
) -> None:
    nicknames.choose(named_board.pk, by=another, name="조용한이")
    mute(write_comment(post, another), operator, Scope.SITE)
    with pytest.raises(nicknames.NicknameRefused, match="쓰지 못하게"):
        nicknames.choose(named_board.pk, by=another, name="시끄러운이")
    with pytest.raises(RequestRefused, match="쓰지 못하게"):
        ask_for_board(by=another, name="욕설", why="욕설")


def test_what_a_leaver_wrote_looks_like_all_else_to_a_moderator(
    post: Post, operator: Account, another: Account, browse: Browse, settings: Any
) -> None:
    """Otherwise a moderator would see, as somebody leaves, which voices were one."""
    settings.LEAVING_DAYS = 0
    gone, here = write_comment(post, another), write_comment(post, make_account("who-stays"))
    departures.leave(another, departures.Choice.KEEP)
    departures.settle(another.pk)
    pages = []
    for said in (gone, here):
        page = browse(operator).get(f"/console/subjects/{post.pk}/{said.seq}").content.decode()
        pages.append(page.partition("결정하기")[2].partition("<footer")[0])
        before = Sanction.objects.count()
        decision = mute(said, operator, Scope.SITE)
        decisions.decide(
            thing_of(said), by=operator, kind=DecisionKind.WORD, mute=None, reason="한마디"
        )
        assert Sanction.objects.count() == before + 1
        decisions.undo(decision.pk, by=operator)
        assert not Sanction.objects.exists()
    assert "쓰기 제한" in pages[0] and without_tokens(pages[0]) == without_tokens(pages[1])


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"kind": "fine", "scope": "site", "length": "1d"}, "문제없음으로 처리하면서"),
        ({"kind": "hide", "scope": "site", "length": ""}, "하나를 골라 주세요"),
    ],
)
def test_what_makes_no_sense_together_is_refused(
    form: dict[str, str], said: str, post: Post, operator: Account, browse: Browse
) -> None:
    sent = {**form, "reason": "이유예요"}
    answer = browse(operator).post(f"/console/subjects/{post.pk}/0", sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "이유예요" in page
    assert not Decision.objects.exists()


def test_a_nickname_is_taken_away_once_and_its_picture_is_gone_at_once(
    named_board: Board,
    operator: Account,
    another: Account,
    settings: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    picture = BytesIO()
    Image.new("RGB", (300, 300), (30, 120, 90)).save(picture, "PNG")
    nicknames.choose(named_board.pk, by=another, name="나쁜이름", picture=picture.getvalue())
    written = write_post(named_board, another)
    with django_capture_on_commit_callbacks(execute=True):
        (decision,) = decisions.decide(
            thing_of(written), by=operator, kind=DecisionKind.NICKNAME, mute=None, reason="욕설"
        )
    assert not [file for file in (tmp_path / "media").rglob("*") if file.is_file()]
    with pytest.raises(decisions.DecisionRefused, match="삭제할 별명이 없어요"):
        decisions.decide(
            thing_of(written), by=operator, kind=DecisionKind.NICKNAME, mute=None, reason="욕설"
        )
    decisions.undo(decision.pk, by=operator)
    own = Nickname.objects.get()
    assert own.name == "나쁜이름" and own.picture == ""


@pytest.mark.django_db(transaction=True)
def test_two_acts_undone_at_once_leave_nothing_hidden(post: Post, operator: Account) -> None:
    """Each would see the other one still standing, where both look before either is undone."""
    done = [
        decisions.decide(thing_of(post), by=operator, kind=kind, mute=None, reason="이유")[0]
        for kind in (DecisionKind.HIDE, DecisionKind.DELETE)
    ]
    start = threading.Barrier(len(done))

    def undo(decision: Decision) -> None:
        start.wait()
        try:
            decisions.undo(decision.pk, by=operator)
        finally:
            connection.close()

    moderators = [threading.Thread(target=undo, args=(decision,)) for decision in done]
    for moderator in moderators:
        moderator.start()
    for moderator in moderators:
        moderator.join()
    post.refresh_from_db()
    assert post.state == State.LIVE
