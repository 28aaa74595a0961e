"""Programs write as members do: through the same rules, and as nobody in particular."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from madang.accounts.models import Account
from madang.boards.models import Board, Comment, Post, Recommendation
from madang.moderation.models import Report
from madang.web_api import calling
from madang.web_api.tokens import Scope

from ..factories import let_into, write_comment, write_post
from .calling import Program

NEW = {"title": "새 글", "text": "첫 줄\n\n둘째 줄", "category": "질문", "tags": ["시험"]}


def test_a_post_is_written_changed_and_deleted(board: Board, member: Account) -> None:
    program = Program(member)
    made = program.send("POST", "/boards/자유/posts", NEW)
    assert made.status_code == 201, made.content.decode()
    number = made.json()["id"]
    assert (made.json()["category"], made.json()["tags"]) == ("질문", ["시험"])
    changed = program.send("PATCH", f"/posts/{number}", {"title": "고친 글"}).json()
    assert (changed["title"], changed["text"]) == ("고친 글", NEW["text"])
    assert changed["category"] == "질문" and changed["edited"]
    assert program.send("DELETE", f"/posts/{number}").status_code == 200
    assert program.get(f"/posts/{number}").status_code == 404


def test_the_same_call_sent_twice_writes_once(board: Board, member: Account) -> None:
    program = Program(member)
    for _time in range(2):
        program.send("POST", "/boards/자유/posts", NEW, **{"Idempotency-Key": "once"})
    assert Post.objects.count() == 1


def test_what_a_form_refuses_is_refused_by_field(board: Board, member: Account) -> None:
    refused = Program(member).send("POST", "/boards/자유/posts", {"title": "  ", "text": "글"})
    assert refused.status_code == 409
    assert [one["field"] for one in refused.json()["errors"]] == ["title"]
    unknown = Program(member).send("POST", "/boards/자유/posts", {**NEW, "colour": "red"})
    assert [one["field"] for one in unknown.json()["errors"]] == ["sent.colour"]
    assert not Post.objects.exists()


def test_comments_are_written_answered_and_liked(post: Post, another: Account) -> None:
    program = Program(another)
    first = program.send("POST", f"/posts/{post.pk}/comments", {"text": "첫 댓글"}).json()
    assert (first["seq"], first["name"]) == (1, "익인1")
    path = f"/posts/{post.pk}/comments"
    answer = program.send("POST", path, {"text": "답글", "parent": 1})
    assert answer.json()["parent"] == 1
    changed = program.send("PATCH", f"{path}/1", {"text": "고친 댓글"})
    assert changed.json()["text"] == "고친 댓글"
    liker = Program(Account.objects.get(pk=write_liker(post)))
    assert liker.send("PUT", f"{path}/1/like").status_code == 200
    assert Comment.objects.get(seq=1).likes == 1
    assert program.send("DELETE", f"{path}/2").status_code == 200


def write_liker(post: Post) -> int:
    from ..factories import make_account

    return make_account("liker").pk


def test_a_recommendation_counts_once_and_is_taken_back(post: Post, another: Account) -> None:
    program, path = Program(another), f"/posts/{post.pk}/marks/recommendation"
    for _time in range(2):
        assert program.send("PUT", path).status_code == 200
    assert Recommendation.objects.count() == 1
    program.send("DELETE", path)
    assert not Recommendation.objects.exists()


def test_nobody_writes_for_another_or_without_the_scope(
    post: Post, member: Account, another: Account
) -> None:
    path = f"/posts/{post.pk}"
    assert Program(another).send("PATCH", path, {"title": "남의 글"}).status_code == 403
    assert Program(member, [Scope.READ]).send("DELETE", path).status_code == 403
    assert Program().send("DELETE", path).status_code == 401
    assert Post.objects.get().title == "제목이에요"


def test_a_session_writes_nothing_here(post: Post, member: Account) -> None:
    """A page elsewhere that sends a browser here sends its cookies too."""
    program = Program()
    program.client.force_login(member)
    assert program.send("DELETE", f"/posts/{post.pk}").status_code == 401


def test_boards_for_members_are_closed_to_programs_of_others(
    closed_board: Board, member: Account, another: Account
) -> None:
    let_into(closed_board, member)
    post = write_post(closed_board, member)
    write_comment(post, member)
    program = Program(another)
    for method, path, body in [
        ("POST", "/boards/회사/posts", NEW),
        ("POST", f"/posts/{post.pk}/comments", {"text": "댓글"}),
        ("PATCH", f"/posts/{post.pk}/comments/1", {"text": "댓글"}),
        ("PUT", f"/posts/{post.pk}/marks/scrap", None),
        ("POST", "/reports", {"post": post.pk, "complaint": "spam"}),
    ]:
        assert program.send(method, path, body).status_code == 404, (method, path)


def test_a_picture_is_kept_and_shown_by_its_line(
    board: Board, member: Account, settings: Any
) -> None:
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (64, 48), "red").save(file, "PNG")
    program = Program(member)
    answer = program.client.post(
        "/api/pictures",
        {"file": SimpleUploadedFile("a.png", file.getvalue())},
        headers=program.headers,
    )
    assert answer.status_code == 201
    text = answer.json()["line"]
    made = program.send("POST", "/boards/자유/posts", {"title": "사진", "text": text})
    assert "<img" in made.json()["html"]
    no_picture = {"file": SimpleUploadedFile("a.png", b"no picture")}
    refused = program.client.post("/api/pictures", no_picture, headers=program.headers)
    assert refused.status_code == 409


def test_reporting_is_joined_and_counted_once(post: Post, another: Account) -> None:
    program = Program(another)
    sent = {"post": post.pk, "complaint": "spam", "words": "광고예요"}
    assert program.send("POST", "/reports", sent).status_code == 201
    assert program.send("POST", "/reports", sent).status_code == 409
    assert Report.objects.count() == 1


def test_too_many_calls_are_told_when_to_come_again(
    post: Post, another: Account, monkeypatch: Any
) -> None:
    monkeypatch.setattr(calling, "WRITES", "2/minute")
    program, path = Program(another), f"/posts/{post.pk}/comments"
    answers = [program.send("POST", path, {"text": f"댓글 {n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_a_key_that_was_used_elsewhere_shows_what_it_wrote_there(
    post: Post, board: Board, member: Account, another: Account
) -> None:
    elsewhere = write_post(board, member)
    write_comment(elsewhere, member, "남의 댓글")
    program = Program(another)
    key = {"Idempotency-Key": "same"}
    for where in (post, elsewhere):
        made = program.send("POST", f"/posts/{where.pk}/comments", {"text": "한 번"}, **key)
        assert made.json()["text"] == "한 번"
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"title": ' + "9" * 5000 + "}",
        '{"title": "a", "title": "b"',
        b"\xff\xfe",
        '{"title": "\\ud800", "text": "\\udfff"}',
        "null",
    ],
    ids=["nested", "a long number", "cut", "no UTF-8", "half letters", "null"],
)
def test_what_cannot_be_read_is_refused_with_a_reason(
    body: Any, board: Board, member: Account
) -> None:
    program = Program(member)
    answer = program.client.generic(
        "POST",
        "/api/boards/자유/posts",
        body,
        content_type="application/json",
        headers=program.headers,
    )
    assert answer.status_code in (400, 422), answer.content.decode()
    assert answer.json()["detail"] and not Post.objects.exists()


def test_a_form_without_a_boundary_is_refused(board: Board, member: Account) -> None:
    answer = Program(member).client.post(
        "/api/pictures",
        b"file",
        content_type="multipart/form-data",
        headers=Program(member).headers,
    )
    assert answer.status_code == 400 and answer.json()["title"] == "Bad Request"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"seq": False}, 422),
        ({"seq": "0"}, 422),
        ({"complaint": "because"}, 422),
        ({"complaint": ""}, 422),
        ({"seq": 0.0}, 201),
    ],
)
def test_what_is_sent_is_what_the_schema_says(
    more: dict[str, object], status: int, post: Post, another: Account
) -> None:
    sent = {"post": post.pk, "complaint": "spam", **more}
    assert Program(another).send("POST", "/reports", sent).status_code == status
