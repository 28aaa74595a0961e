"""An operator's words are refused where they stand alone, and nothing that was typed is lost."""

from collections.abc import Callable

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.extensions import WritingRefused
from madang.boards.models import Board, Comment, Post
from madang.moderation import refused_words

from ..factories import write_comment, write_post

Browse = Callable[..., Client]


def test_a_trial_shows_what_would_have_been_caught_and_saves_nothing(
    board: Board, member: Account, operator: Account, browse: Browse
) -> None:
    write_post(board, member, title="5개년 계획")
    write_post(board, member, title="개년이 뭐야")
    form = {"words": "개년\n오피", "try": "1"}
    page = browse(operator).post("/console/words", form).content.decode()
    assert "최근 글 2개 가운데 1개가 걸려요" in page
    assert "개년이 뭐야" in page.partition('role="status"')[2]
    assert refused_words.refused_words().words == ()


def test_a_trial_looks_at_all_that_would_be_refused(
    board: Board, closed_board: Board, member: Account, operator: Account, browse: Browse
) -> None:
    write_post(board, member, title="내용에 있어요", text="여기 개년이 있다\n\n둘째 줄")
    write_post(board, member, title="출처에 있어요", source="개년 신문")
    write_post(board, member, title="없어요")
    form = {"words": "개년", "try": "1"}
    page = browse(operator).post("/console/words", form).content.decode()
    assert "최근 글 3개 가운데 2개가 걸려요" in page
    trial = page.partition('role="status"')[2]
    assert "내용에 있어요" in trial and "출처에 있어요" in trial and ">없어요" not in trial


def test_a_refused_word_is_named_and_the_text_is_kept(
    post: Post, another: Account, operator: Account, browse: Browse
) -> None:
    browse(operator).post("/console/words", {"words": "개년\n\n 오피 ", "save": "1"})
    assert refused_words.refused_words().words == ("개년", "오피")
    browser = browse(another)
    answer = browser.post(f"/자유/{post.pk}/comments", {"text": "여기 오피는 어때요"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“오피” 때문에" in page and "여기 오피는 어때요" in page
    assert not Comment.objects.exists()
    answer = browser.post("/자유/write", {"title": "오피 찾아요", "text": "본문"})
    assert answer.status_code == 422 and "오피 찾아요" in answer.content.decode()
    browser.post(f"/자유/{post.pk}/comments", {"text": "오피스텔 5개년 계획"})
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    "hidden", ["오\u200b피", "오\u115f피", "오피\u3164", "오\u034f피\ufe0f", "\u202e오피"]
)
def test_letters_that_nobody_sees_do_not_help(
    hidden: str, board: Board, member: Account, operator: Account
) -> None:
    refused_words.save_words(["오피"], initials=False, by=operator)
    for words in ({"title": f"{hidden} 찾아요"}, {"text": hidden}, {"source": f"{hidden}에서"}):
        with pytest.raises(WritingRefused, match="오피"):
            write_post(board, member, **words)


@pytest.mark.parametrize("words", ["가", "\n".join(f"단어{n}" for n in range(501)), "가" * 31])
def test_a_list_that_cannot_be_is_refused(
    words: str, board: Board, operator: Account, browse: Browse
) -> None:
    answer = browse(operator).post("/console/words", {"words": words, "save": "1"})
    assert answer.status_code == 422
    assert refused_words.refused_words().words == ()


@pytest.mark.parametrize(
    "text",
    [
        "**쿠**팡",
        "쿠[팡](https://example.com)",
        "[여기](https://refused.example/a)",
    ],
)
def test_marks_and_links_hide_no_word(
    text: str, board: Board, member: Account, operator: Account, post: Post
) -> None:
    refused_words.save_words(["쿠팡", "refused"], False, by=operator)
    with pytest.raises(WritingRefused):
        write_post(board, member, text=text)
    with pytest.raises(WritingRefused):
        write_comment(post, member, text)


@pytest.mark.parametrize(
    "dressed",
    [
        "ｃａｓｉｎｏ", "𝐜𝐚𝐬𝐢𝐧𝐨", "ⓒⓐⓢⓘⓝⓞ", "ca\u00adsi\u200bno",
        "c\u0336a\u0336s\u0336i\u0336n\u0336o",
        "càsínö", "🄲🄰🅂🄸🄽🄾", "ＣＡＳＩＮＯ은",
        "카\u2800지\u2800노",
        "카\u0336지\u0336노", "ﾻￂﾸￜﾡ노", "ㅋㅏㅈㅣㄴㅗ", "ㅋㅏㅈㅣㄱㄴㅗ", "카\u3164지노에서",
        "\u110f\u1161\u110c\u1175\u1102\u1169",
    ],
)  # fmt: skip
def test_a_refused_word_is_one_however_it_is_dressed(
    dressed: str, post: Post, another: Account, operator: Account, browse: Browse
) -> None:
    browse(operator).post("/console/words", {"words": "casino\n카지노\n카직노", "save": "1"})
    answer = browse(another).post(f"/자유/{post.pk}/comments", {"text": f"여기 {dressed} 좋아요"})
    assert answer.status_code == 422 and dressed[-1] in answer.content.decode()
    assert not Comment.objects.exists()


def test_words_of_nothing_but_marks_are_refused_and_break_nothing(
    post: Post, another: Account, operator: Account, browse: Browse
) -> None:
    answer = browse(operator).post("/console/words", {"words": "\u0336\u0336\u0336", "save": "1"})
    assert answer.status_code == 422
    write_comment(post, another, "카지노가 아니라 카페")
