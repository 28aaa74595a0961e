"""Writing, changing and deleting posts, as a member does it with forms."""

from collections.abc import Callable

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import MAX_BODY_LENGTH, Board, Category, Post

from .. import writers
from ..factories import write_post


def test_a_post_is_written(board: Board, member: Account, browse: Callable[..., Client]) -> None:
    category = Category.objects.get(name="일상")
    answer = browse(member).post(
        "/자유/write", {"title": " 새   글 ", "text": "본문\r\n둘째 줄", "category": category.pk}
    )
    post = Post.objects.get()
    assert answer["Location"] == f"/%EC%9E%90%EC%9C%A0/{post.pk}"
    assert (post.title, post.text.html) == ("새 글", "<p>본문<br>둘째 줄</p>")
    assert post.category == category


def test_a_form_sent_twice_makes_one_post(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    form = {"title": "한 번만", "text": "본문", "idempotency_key": "token"}
    first, second = (browser.post("/자유/write", form)["Location"] for _ in range(2))
    assert first == second and Post.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "아직 아무것도 쓰지 않았어요."),
        ({"title": "\u200b \u3000"}, "아직 아무것도 쓰지 않았어요."),
        ({"title": "가" * 101}, "100자까지 쓸 수 있어요. 지금은 101자예요."),
        ({"text": " \n \n"}, "아직 아무것도 쓰지 않았어요."),
        ({"text": "나" * (MAX_BODY_LENGTH + 1)}, "20,000자까지 쓸 수 있어요. 지금은 20,001자예요."),
        ({"category": "9999"}, "이 게시판에 없는 분류예요."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    wrong: dict[str, str],
    said: str,
    board: Board,
    member: Account,
    browse: Callable[..., Client],
) -> None:
    form = {"title": "아까운 제목", "text": "아까운 본문", "source": "아까운 출처", **wrong}
    answer = browse(member).post("/자유/write", form)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page
    for name in ("제목", "본문", "출처"):
        if f"아까운 {name}" in form.values():
            assert f"아까운 {name}" in page
    assert not Post.objects.exists()


def test_who_is_not_signed_in_is_asked_to_and_comes_back(
    board: Board, browse: Callable[..., Client]
) -> None:
    answer = browse().get("/자유/write")
    assert answer["Location"] == "/accounts/login?next=/%25EC%259E%2590%25EC%259C%25A0/write"


def test_who_was_signed_out_meanwhile_keeps_the_text(
    board: Board, browse: Callable[..., Client]
) -> None:
    answer = browse().post("/자유/write", {"title": "제목", "text": "한 시간 쓴 글"})
    assert answer.status_code == 403 and "한 시간 쓴 글" in answer.content.decode()


def test_an_edit_shows_and_keeps_its_place(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    post = write_post(board, member, text="처음 말\n\nhttps://example.com/ 링크")
    write_post(board, member, title="다음 글")
    browser = browse(member)
    form = browser.get(f"/자유/{post.pk}/edit").content.decode()
    assert "처음 말\n\nhttps://example.com/ 링크</textarea>" in form
    browser.post(f"/자유/{post.pk}/edit", {"title": "고친 제목", "text": "고친 말"})
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert "고친 제목" in page and "고친 말" in page and "수정됨" in page
    lists = browse().get("/자유").content.decode()
    assert lists.index("다음 글") < lists.index("고친 제목")


def test_only_its_writer_may_change_or_delete_it(
    post: Post, another: Account, operator: Account, browse: Callable[..., Client]
) -> None:
    for stranger in (another, operator):
        browser = browse(stranger)
        form = {"title": "남의 글", "text": "바꾸기"}
        for path in ("edit", "delete"):
            assert browser.get(f"/자유/{post.pk}/{path}").status_code == 403
            assert browser.post(f"/자유/{post.pk}/{path}", form).status_code == 403
    post.refresh_from_db()
    assert (post.title, post.state) == ("제목이에요", 0)


def test_deleting_asks_first_and_then_leads_to_the_list(
    post: Post, member: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    assert "이 글을 삭제할까요?" in browser.get(f"/자유/{post.pk}/delete").content.decode()
    answer = browser.post(f"/자유/{post.pk}/delete", follow=True)
    page = answer.content.decode()
    assert "글을 삭제했어요." in page and "제목이에요" not in page


def test_a_deleted_post_cannot_be_changed(
    post: Post, member: Account, browse: Callable[..., Client]
) -> None:
    writers.delete_post(post.pk, by=member)
    answer = browse(member).post(
        f"/자유/{post.pk}/edit", {"title": "되살리기", "text": "잃기 아까운 말"}
    )
    assert answer.status_code in (403, 410) and "잃기 아까운 말" in answer.content.decode()
    post.refresh_from_db()
    assert post.title == ""


def test_a_form_without_its_token_saves_nothing_and_keeps_the_text(
    board: Board, member: Account
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)
    answer = browser.post("/자유/write", {"title": "위조", "text": "잃기 아까운 말"})
    assert answer.status_code == 403 and "잃기 아까운 말" in answer.content.decode()
    assert not Post.objects.exists()


def test_a_preview_is_what_would_be_published_and_publishes_nothing(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    form = {
        "title": "미리 볼 <제목>",
        "text": "첫 줄\n\nhttps://news.example/1",
        "source": "https://source.example",
        "idempotency_key": "idempotency_key",
    }
    browser = browse(member)
    answer = browser.post("/자유/write", {**form, "preview": "1"})
    page = answer.content.decode()
    preview = page.partition('<article class="post preview"')[2].partition("</article>")[0]
    assert answer.status_code == 200 and not Post.objects.exists()
    assert "미리 볼 &lt;제목&gt;" in preview and 'href="https://source.example"' in preview
    assert 'value="idempotency_key"' in page
    browser.post("/자유/write", form)
    post = Post.objects.select_related("text").get()
    assert post.text.html in preview
    edited = browser.post(f"/자유/{post.pk}/edit", {**form, "text": "고친 글", "preview": "1"})
    assert "고친 글" in edited.content.decode()
    post.text.refresh_from_db()
    assert "고친 글" not in post.text.html
    refused = browser.post("/자유/write", {**form, "title": "", "preview": "1"})
    assert refused.status_code == 422 and "post preview" not in refused.content.decode()
