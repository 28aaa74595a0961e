"""고르기: one vote for each account, which can be changed, and nobody learns whose it is."""

import json
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from madang.account_data.erasure.erasure import erase
from madang.accounts.models import Account
from madang.attachments.models import Poll, PollChoice, PollVote, QuizText
from madang.attachments.polls import polls
from madang.attachments.quizzes.quizzes import (
    Question,
    Quiz,
    QuizRefused,
    Result,
    read_quiz,
    write_quiz,
)
from madang.boards.models import Board, CommentLike, Post
from madang.boards.reactions import likes
from madang.boards.threads import visibility

from .. import writers
from ..factories import let_into, make_account, write_comment, write_post

Browse = Callable[..., Client]
TYPED = {"title": "점심 뭐 먹지", "text": "골라 주세요", "what": "poll", "question": "뭐가 좋아요?"}
CHOICES = {"choices": "김밥\n 라면 \n\n김밥\n돈가스"}
QUIZ = """? 주말에는
- 집에 있어요 = 0
- 나가요 = 2
? 비가 오면
- 좋아요 = -1
- 싫어요 = 1
= -1~0: 집돌이 | 집이 제일 좋아요
= 1~3: 나들이꾼"""


def asked(browser: Client, **more: Any) -> str:
    answer = browser.post("/자유/write", {**TYPED, **CHOICES, **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def votes() -> dict[str, int]:
    return dict(PollChoice.objects.order_by("poll", "place").values_list("words", "votes"))


def test_a_poll_is_made_voted_in_and_voted_in_anew(
    board: Board, member: Account, another: Account, browse: Browse
) -> None:
    address = asked(browse(member))
    page = browse().get(address).content.decode()
    assert "뭐가 좋아요?" in page and "로그인하고 투표하기" in page and 'name="choice"' not in page
    voter = browse(another)
    page = voter.get(address).content.decode()
    assert page.count('type="radio" name="choice"') == 3
    for place, now in (("1", [0, 1, 0]), ("1", [0, 1, 0]), ("2", [0, 0, 1])):
        voter.post(f"{address}/vote", {"choice": place})
        assert list(votes().values()) == now and Poll.objects.get().voters == 1
    page = voter.get(address).content.decode()
    assert "100% · 1표" in page and 'value="2" checked' in page
    assert bytes(PollVote.objects.get().tag) and "another" not in page


def test_several_can_be_chosen_where_the_author_lets_one(
    board: Board, member: Account, another: Account, browse: Browse
) -> None:
    one = asked(browse(member))
    answer = browse(another).post(f"{one}/vote", {"choice": ["0", "1"]}, follow=True)
    assert "하나를 골라 주세요" in answer.content.decode()
    for wrong in ({}, {"choice": "99"}, {"choice": "x"}, {"choice": "-1"}, {"choice": "²"}):
        browse(another).post(f"{one}/vote", wrong)
    assert not PollVote.objects.exists()
    many = asked(browse(member), is_many="on")
    browse(another).post(f"{many}/vote", {"choice": ["0", "1"]})
    assert sorted(votes().values()) == [0, 1, 1] or PollVote.objects.get().places == "0 1"


def test_results_wait_where_the_author_wants_it(
    board: Board, member: Account, another: Account, browse: Browse
) -> None:
    address = asked(browse(member), is_hidden="on", days="1")
    browse(member).post(f"{address}/vote", {"choice": "0"})
    for reader in (None, another):
        page = browse(reader).get(address).content.decode()
        assert "1표" not in page and "고르면 결과가 보여요" in page
    browse(another).post(f"{address}/vote", {"choice": "1"})
    assert "50% · 1표" in browse(another).get(address).content.decode()
    Poll.objects.update(closes=timezone.now() - timedelta(minutes=1))
    page = browse().get(address).content.decode()
    assert "50% · 1표" in page and "투표가 끝났어요" in page
    answer = browse(another).post(f"{address}/vote", {"choice": "2"}, follow=True)
    assert "투표가 끝났어요" in answer.content.decode() and votes()["돈가스"] == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": ""}, "무엇에 대한 투표인지"),
        ({"choices": "하나뿐"}, "2개에서 20개까지"),
        ({"choices": "\n".join(f"고를 것 {n}" for n in range(21))}, "2개에서 20개까지"),
        ({"choices": "짧은 것\n" + "긴" * 81}, "80자까지"),
        ({"what": "quiz", "quiz": "아무 말"}, "이 줄을 읽지 못했어요"),
        ({"what": "nonsense"}, "목록에서 골라 주세요"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    wrong: dict[str, str], said: str, board: Board, member: Account, browse: Browse
) -> None:
    answer = browse(member).post("/자유/write", {**TYPED, **CHOICES, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "골라 주세요" in page
    assert re.search('<details class="extra"[^>]* open>', page)
    assert not Post.objects.exists() and not Poll.objects.exists()


def test_a_poll_stays_what_it_is_once_somebody_voted(
    board: Board, member: Account, another: Account, browse: Browse
) -> None:
    author = browse(member)
    address = asked(author)
    form = {**TYPED, "choices": "짜장\n짬뽕"}
    assert "라면" in author.get(f"{address}/edit").content.decode()
    author.post(f"{address}/edit", form)
    assert set(votes()) == {"짜장", "짬뽕"}
    browse(another).post(f"{address}/vote", {"choice": "0"})
    author.post(f"{address}/edit", {**form, "what": ""})
    assert votes() == {"짜장": 1, "짬뽕": 0}
    writers.delete_post(Post.objects.get().pk, by=member)
    assert not Poll.objects.exists() and not PollVote.objects.exists()


def test_only_who_may_enter_votes_and_only_where_it_can_be_read(
    board: Board, closed_board: Board, member: Account, operator: Account, browse: Browse
) -> None:
    address = asked(browse(member))
    assert browse().post(f"{address}/vote", {"choice": "0"}).status_code == 403
    visibility.hide_post(Post.objects.get().pk, by=operator)
    assert browse(member).post(f"{address}/vote", {"choice": "0"}).status_code == 410
    let_into(closed_board, operator)
    browse(operator).post("/회사/write", {**TYPED, **CHOICES})
    inside = Post.objects.latest("pk").pk
    for board_name in ("회사", "자유"):
        answer = browse(member).post(f"/{board_name}/{inside}/vote", {"choice": "0"})
        assert answer.status_code in (403, 404)
    assert not PollVote.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_votes_at_once_are_all_counted_once(board: Board, member: Account) -> None:
    post = write_post(board, member, save_addon=lambda post: 1)
    polls.ask(post.pk, polls.PollDraft("무엇?", ["가", "나"], False, False, None))
    people = [make_account(f"voter-{n}") for n in range(4)]

    def vote(person: Account) -> None:
        try:
            for place in (0, 1, 0, 1):
                polls.vote(post.pk, [place], by=person)
        finally:
            connection.close()

    voters = [threading.Thread(target=vote, args=(one,)) for one in people for _ in range(2)]
    for voter in voters:
        voter.start()
    for voter in voters:
        voter.join()
    assert sum(votes().values()) == Poll.objects.get().voters == PollVote.objects.count() == 4


def test_a_leavers_votes_and_likes_count_on_and_are_nobodys(
    board: Board, member: Account, another: Account
) -> None:
    post = write_post(board, member, save_addon=lambda post: 1)
    polls.ask(post.pk, polls.PollDraft("무엇?", ["가", "나"], False, False, None))
    said = write_comment(post, member)
    polls.vote(post.pk, [0], by=another)
    likes.like(post.pk, said.seq, by=another)
    before = [bytes(PollVote.objects.get().tag), bytes(CommentLike.objects.get().tag)]
    erase(another.pk, deletes_texts=False)
    after = [bytes(PollVote.objects.get().tag), bytes(CommentLike.objects.get().tag)]
    assert not set(before) & set(after)
    said.refresh_from_db()
    assert votes()["가"] == 1 and said.likes == 1


def test_a_preview_shows_the_poll_too(board: Board, member: Account, browse: Browse) -> None:
    page = browse(member).post("/자유/write", {**TYPED, **CHOICES, "preview": "1"})
    preview = page.content.decode().partition('class="post preview"')[2].partition("</article>")[0]
    assert "뭐가 좋아요?" in preview and "돈가스" in preview and not Post.objects.exists()


def test_a_test_leads_to_a_result_that_can_be_shared(
    board: Board, member: Account, browse: Browse
) -> None:
    form = {"title": "나는 어떤 사람", "text": "해 보세요", "what": "quiz", "quiz": QUIZ}
    address = browse(member).post("/자유/write", form)["Location"]
    reader = browse()
    assert "비가 오면" in reader.get(address).content.decode()
    page = reader.get(f"{address}/result", {"q0": "1", "q1": "1"}, follow=True).content.decode()
    assert "<h1>나들이꾼</h1>" in page and 'property="og:title" content="나들이꾼"' in page
    assert "집이 제일 좋아요" in reader.get(f"{address}/result/0").content.decode()
    assert reader.get(f"{address}/result/2").status_code == 404
    for wrong in ({"q0": "1"}, {"q0": "1", "q1": "7"}, {"q0": "x", "q1": "²"}):
        answer = reader.get(f"{address}/result", wrong, follow=True)
        assert "모든 질문에 답해 주세요" in answer.content.decode()
    assert QUIZ in browse(member).get(f"{address}/edit").content.decode()
    writers.delete_post(Post.objects.get().pk, by=member)
    assert not QuizText.objects.exists() and reader.get(f"{address}/result/0").status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "질문은 1개에서"),
        ("? 질문\n- 하나 = 1\n= 0~9: 결과", "답은 질문마다 2개에서"),
        ("? 질문\n- 하나 = 1\n- 둘 = 2", "결과는 1개에서"),
        ("? 질문\n- 하나 = 1\n- 둘 = 5\n= 0~4: 결과", "5점일 때의 결과가 없어요"),
        ("? 질문\n- 하나", "이 줄을 읽지 못했어요: - 하나"),
        ("- 하나 = 1", "이 줄을 읽지 못했어요"),
        ("? 질문\n- 하나 = 1\n- 둘 = 500\n= 0~999: 결과", "100점까지"),
        (f"? {'긴' * 300}", "200자까지"),
    ],
)
def test_what_is_no_test_is_refused_with_its_line(typed: str, said: str) -> None:
    with pytest.raises(QuizRefused, match=said):
        read_quiz(typed)


_line = st.text("가나다 ab", min_size=1, max_size=9).map(lambda t: " ".join(t.split())).filter(bool)


@given(
    st.lists(
        st.tuples(_line, st.lists(st.tuples(_line, st.integers(-9, 9)), min_size=2, max_size=4)),
        min_size=1,
        max_size=4,
    ),
    _line,
)
def test_a_test_is_typed_as_it_was_read(made: list[Any], title: str) -> None:
    quiz = Quiz([Question(*one) for one in made], [Result(-99, 99, title, "")])
    assert read_quiz(write_quiz(quiz)) == quiz
    assert Quiz.from_values(json.loads(json.dumps(quiz.to_values()))) == quiz


def test_a_poll_keeps_its_end_when_its_post_is_changed(
    board: Board, member: Account, browse: Browse
) -> None:
    author = browse(member)
    address = asked(author, days="3")
    closes = Poll.objects.get().closes
    page = author.get(f"{address}/edit").content.decode()
    assert '<option value="same" selected>' in page
    author.post(f"{address}/edit", {**TYPED, "days": "same", "title": "고친 제목"})
    assert closes and Poll.objects.get().closes == closes
    assert 'value="same"' not in author.get("/자유/write").content.decode()


def test_choices_that_nobody_sees_are_none(board: Board, member: Account, browse: Browse) -> None:
    answer = browse(member).post("/자유/write", {**TYPED, "choices": "가\n\u200b\n\u200c"})
    assert answer.status_code == 422 and not Poll.objects.exists()


def test_nobody_votes_twice_when_the_months_key_is_gone(
    board: Board,
    member: Account,
    another: Account,
    browse: Browse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = asked(browse(member))
    voter = browse(another)
    voter.post(f"{address}/vote", {"choice": "0"})
    monkeypatch.setattr(polls, "is_open", lambda _epoch: False)
    page = voter.post(f"{address}/vote", {"choice": "0"}, follow=True).content.decode()
    assert "투표가 끝났어요" in page and Poll.objects.get().voters == 1
