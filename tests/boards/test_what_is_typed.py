"""What people type is there as they typed it, or they hear why not; nothing goes in silence."""

import re
import unicodedata
import xml.etree.ElementTree as xml
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.directory.setup import BoardPlan, BoardPlanError, open_planned_board
from madang.boards.models import Board, Category, Comment, Post, PostTag

from .. import writers
from ..factories import let_into, write_comment, write_post

Browse = Callable[..., Client]
EMOJI = "🩷🩵🫨 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 👩‍👩‍👧"
POLL = {"title": "제목", "text": "내용", "what": "poll", "question": "?", "choices": "가\n나"}
QUIZ = {"title": "제목", "text": "내용", "what": "quiz"}
SHOWS_NOTHING = [
    "\u3164", "\u115f\u1160", "\uffa0 \uffa0", "\u2800", "\u034f", "\ufe0f", "\u180b", "\u200d",
    "\u200b\u2060", "\u3000", "\u17b5", "\U0001d159", "\U000e0020\U000e0067", "\u3164\n\u2800",
]  # fmt: skip


@pytest.mark.parametrize("blank", SHOWS_NOTHING)
def test_what_shows_nothing_is_no_post_and_no_comment(
    blank: str, post: Post, member: Account, browse: Browse
) -> None:
    browser = browse(member)
    there = Post.objects.count()
    forms: list[dict[str, str]] = [
        {"title": blank, "text": "내용"},
        {"title": "제목", "text": blank},
        {"title": "제목", "html": f"<p>{blank}</p><p><strong>{blank}</strong></p>"},
        {"title": "제목", "text": "내용", "what": "poll", "question": blank, "choices": "가\n나"},
        {
            "title": "제목",
            "text": "내용",
            "what": "poll",
            "question": "?",
            "choices": f"가\n{blank}",
        },
    ]
    for form in forms:
        assert browser.post("/자유/write", form).status_code == 422, form
    answer = browser.post(f"/자유/{post.pk}/comments", {"text": blank})
    assert answer.status_code == 422
    assert (Post.objects.count(), Comment.objects.count()) == (there, 0)


@pytest.mark.parametrize("blank", SHOWS_NOTHING)
def test_what_shows_nothing_is_no_name(
    blank: str, community: Any, operator: Account, browse: Browse
) -> None:
    browser = browse(operator)
    assert browser.post("/console/boards", {"name": blank}).status_code == 422
    browser.post("/console/boards", {"name": "새 곳", "categories": f"가,{blank},나"})
    names = Category.objects.filter(board__name="새 곳").values_list("name", flat=True)
    assert list(names) == ["가", "나"]


def test_emoji_of_any_age_stay(board: Board, member: Account, browse: Browse) -> None:
    form = {"title": EMOJI, "text": EMOJI, "source": EMOJI}
    address = browse(member).post("/자유/write", form)["Location"]
    browse(member).post(f"{address}/comments", {"text": EMOJI})
    page = browse().get(address).content.decode()
    assert page.count(EMOJI) >= 4 and Post.objects.get().title == EMOJI


def test_names_and_titles_are_composed(operator: Account, browse: Browse, board: Board) -> None:
    apart = unicodedata.normalize("NFD", "각" * 100)
    browse(operator).post("/자유/write", {"title": apart, "text": "내용"})
    assert Post.objects.get().title == "각" * 100
    answer = browse(operator).post(
        "/console/boards", {"name": unicodedata.normalize("NFD", "자유")}
    )
    assert answer.status_code == 422 and Board.objects.filter(name="자유").count() == 1


@pytest.mark.parametrize("name", ["a\u202eb", "a\0b", "a\x1bb", "a\u2028b", "  a \u3164 b"])
def test_a_boards_name_can_stand_in_a_feed(
    name: str, community: Any, operator: Account, browse: Browse
) -> None:
    answer = browse(operator).post("/console/boards", {"name": name, "categories": f"분류{name}"})
    if answer.status_code == 302:
        made = Board.objects.latest("id")
        assert not any(unicodedata.category(each).startswith("C") for each in made.name)
        feed = browse().get(f"/{made.slug}/feed").content
        assert xml.fromstring(feed).tag.endswith("feed")
    else:
        assert answer.status_code == 422


@pytest.mark.parametrize(
    ("one", "two"), [("C++", "C#"), ("일상/잡담", "일상 잡담"), ("R&B", "R-B"), ("Q·A", "Q A")]
)
def test_two_names_are_two_boards(one: str, two: str, db: Any) -> None:
    first, second = (open_planned_board(BoardPlan(name)) for name in (one, two))
    assert (first.name, second.name) == (one, two) and first.slug != second.slug


@pytest.mark.parametrize("word", ["हिन्दी", "น้ำ", "காதல்", "عربيّ", "မြန်မာ", "İstanbul", "שָׁלוֹם"])
def test_marks_belong_to_their_letters(
    word: str, board: Board, member: Account, browse: Browse
) -> None:
    browser = browse(member)
    address = browser.post("/자유/write", {"title": "제목", "text": "내용", "tags": word})[
        "Location"
    ]
    tag = PostTag.objects.get().name
    assert "제목" in browse().get(f"/tags/{tag}").content.decode(), address
    made = open_planned_board(BoardPlan(word))
    assert browse().get(f"/{made.slug}").status_code == 200 and "-" not in made.slug


def test_an_emptied_text_is_empty(post: Post, member: Account, browse: Browse) -> None:
    before = post.text.html
    form = {"title": "제목", "text": "내용이에요", "html": ""}
    answer = browse(member).post(f"/자유/{post.pk}/edit", form)
    assert answer.status_code == 422 and "아직 아무것도" in answer.content.decode()
    assert Post.objects.get().text.html == before


ODD = (
    '<p><a href="https://a.example/1">[속보] 기사</a></p><p>1. 첫째</p><p>- 둘</p><p>## 셋</p>'
    "<p>**넷</p><ul><li>하나<br>- 둘</li></ul>"
)


def typed_on(page: Any) -> str:
    """Return what a page's text area holds."""
    found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page.content.decode(), re.S)
    assert found
    return unescape(found[1])


def test_what_is_sent_back_unchanged_stays_what_it_was(
    board: Board, member: Account, browse: Browse
) -> None:
    browser = browse(member)
    address = browser.post("/자유/write", {"title": "제목", "html": ODD})["Location"]
    kept = Post.objects.get().text.html
    typed = typed_on(browser.get(f"{address}/edit"))
    browser.post(f"{address}/edit", {"title": "다른 제목", "text": typed.replace("\n", "\r\n")})
    changed = Post.objects.get()
    assert (changed.title, changed.text.html) == ("다른 제목", kept)


def test_a_comment_that_is_sent_back_unchanged_stays_too(
    post: Post, member: Account, browse: Browse
) -> None:
    said = write_comment(post, member, "[[속보] 가](https://a.example/1)")
    browser = browse(member)
    typed = typed_on(browser.get(f"/자유/{post.pk}/c{said.seq}/edit"))
    browser.post(f"/자유/{post.pk}/c{said.seq}/edit", {"text": typed})
    assert Comment.objects.get().html == said.html


def test_what_is_moved_while_it_is_changed_takes_the_change_along(
    post: Post, member: Account, operator: Account, browse: Browse
) -> None:
    said = write_comment(post, member, "처음")
    other = Board.objects.get(slug="이슈")
    writers.move_post(post.pk, by=operator, board_id=other.pk, category_id=None)
    browser = browse(member)
    for path, form in (
        (f"/자유/{post.pk}/edit", {"title": "바뀐 제목", "text": "바뀐 글"}),
        (f"/자유/{post.pk}/c{said.seq}/edit", {"text": "바뀐 댓글"}),
    ):
        answer = browser.post(path, form, follow=True)
        assert answer.redirect_chain[0][1] == 307 and answer.status_code == 200
    assert Post.objects.get().title == "바뀐 제목" and "바뀐 댓글" in Comment.objects.get().html
    for rest in ("history", "more", "related", "delete", f"c{said.seq}/more"):
        assert browser.get(f"/자유/{post.pk}/{rest}", follow=True).status_code == 200, rest


def test_nobody_is_told_that_it_was_moved_to_where_they_may_not_read(
    post: Post, closed_board: Board, member: Account, operator: Account, browse: Browse
) -> None:
    Post.objects.filter(pk=post.pk).update(board=closed_board)
    assert browse(member).get(f"/자유/{post.pk}/related").status_code == 404


def test_what_cannot_be_taken_is_shown_to_be_copied(
    board: Board, member: Account, browse: Browse
) -> None:
    answer = browse(member).post("/자유/999/edit", {"title": "제목", "text": "긴 글"})
    assert answer.status_code == 404 and "긴 글</textarea>" in answer.content.decode()


def test_what_is_folded_is_in_no_summary(board: Board, member: Account, browse: Browse) -> None:
    text = "영화 봤어요\n\n+++ 결말\n범인은 집사\n+++\n\n재밌어요"
    post = write_post(board, member, text=text)
    page = browse().get(f"/자유/{post.pk}").content.decode()
    head = page[: page.index("<body")]
    assert "결말" in head and "재밌어요" in head and "집사" not in head


@pytest.mark.parametrize(("page", "address"), [(1, "?comments=1"), (2, "")])
def test_each_page_of_a_thread_has_an_address_of_its_own(
    page: int, address: str, post: Post, member: Account, browse: Browse
) -> None:
    for number in range(101):
        write_comment(post, member, f"댓글 {number}")
    html = browse().get(f"/자유/{post.pk}?comments={page}").content.decode()
    assert f'/{post.pk}{address}">' in html[html.index("canonical") :].split("\n")[0]


@pytest.mark.parametrize("mark", ["## ", "- ", "> ", "1. ", "**{}**", "[{}](https://a.example)"])
@pytest.mark.parametrize("blank", ["\u3164", "\u2800", "\u115f\u200d"])
def test_marks_with_nothing_behind_them_are_nothing(
    mark: str, blank: str, post: Post, member: Account, browse: Browse
) -> None:
    typed = mark.format(blank) if "{}" in mark else mark + blank
    browser = browse(member)
    assert browser.post("/자유/write", {"title": "제목", "text": typed}).status_code == 422
    assert browser.post(f"/자유/{post.pk}/comments", {"text": typed}).status_code == 422
    assert Post.objects.count() == 1 and not Comment.objects.exists()


def test_fillers_make_no_twins(db: Any) -> None:
    made = open_planned_board(BoardPlan("\u3164가\u034f타", ("분류", "분류\u3164", "분\u00ad류")))
    assert (made.name, made.slug) == ("가타", "가타")
    assert list(Category.objects.values_list("name", flat=True)) == ["분류"]


@pytest.mark.parametrize("name", ["❤️", "🏴‍☠️", "\ufe0f1\ufe0f"])
def test_no_address_shows_nothing(name: str, db: Any) -> None:
    try:
        made = open_planned_board(BoardPlan(name))
    except BoardPlanError:
        return
    assert made.slug == "1"


def test_ideographs_of_any_age_are_letters(board: Board, member: Account, browse: Browse) -> None:
    word = "\U0002ebf0\U00020021"
    browse(member).post("/자유/write", {"title": word, "text": "내용", "tags": word})
    assert PostTag.objects.get().name == word
    assert open_planned_board(BoardPlan(word)).slug == word


@pytest.mark.parametrize(
    "typed", ["마당\ufe0f", "마\u034f당", "마당\u3164", "마당\u0336", "ＭＡ당", "น้ำ"]
)
def test_a_tag_is_found_as_it_is_typed(
    typed: str, board: Board, member: Account, browse: Browse
) -> None:
    browse(member).post("/자유/write", {"title": "제목이 여기", "text": "내용", "tags": typed})
    for name in (typed, PostTag.objects.get().name):
        assert "제목이 여기" in browse().get(f"/tags/{quote(name)}", follow=True).content.decode()


def test_a_comments_address_leads_to_its_page_wherever_the_post_is(
    post: Post, member: Account, operator: Account, browse: Browse
) -> None:
    for number in range(101):
        write_comment(post, member, f"댓글 {number}")
    other = Board.objects.get(slug="이슈")
    writers.move_post(post.pk, by=operator, board_id=other.pk, category_id=None)
    page = browse().get(f"/자유/{post.pk}/c5", follow=True)
    assert page.redirect_chain[-1][0].endswith("?comments=1") and "댓글 4<" in page.content.decode()


def test_nobody_learns_by_moving_whether_a_post_is_there(
    closed_board: Board, member: Account, another: Account, browse: Browse
) -> None:
    let_into(closed_board, another)
    hidden = write_post(closed_board, another)
    answers = [
        browse(member).post(f"/자유/{number}/move", {"to": f"{closed_board.pk}/"}).status_code
        for number in (hidden.pk, 99_999)
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("typed", ["2026. 11. 30. 모임", "11. 30. 모임", "2026. 첫날"])
def test_a_date_is_no_list(typed: str, board: Board, member: Account) -> None:
    assert write_post(board, member, text=typed).text.html == f"<p>{typed}</p>"


@pytest.mark.parametrize("behind", ["를 보세요", "을", "가", "- 둘"])
def test_a_link_that_something_is_stuck_to_leads_where_it_led(
    behind: str, board: Board, member: Account, browse: Browse
) -> None:
    html = f'<p><a href="https://a.example/길?q=가">https://a.example/길?q=가</a>{behind}</p>'
    browser = browse(member)
    address = browser.post("/자유/write", {"title": "제목", "html": html})["Location"]
    typed = typed_on(browser.get(f"{address}/edit"))
    browser.post(f"{address}/edit", {"title": "제목", "text": f"{typed} 더"})
    assert 'href="https://a.example/길?q=가"' in Post.objects.get().text.html
