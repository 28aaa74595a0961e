"""Programs read what everybody may read, and a member's what they may."""

from unicodedata import normalize

from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.accounts.models import Account
from madang.boards.directory.directory import BoardDirectory
from madang.boards.models import Board, Post
from madang.web_api.tokens import Scope

from ..factories import let_into, write_comment, write_post
from ..writers import delete_post
from .calling import Program


def test_boards_and_their_posts_are_read_without_a_token(post: Post, member: Account) -> None:
    write_comment(post, member, "안녕하세요")
    program = Program()
    assert program.get("/boards/" + normalize("NFD", "자유") + "/posts").status_code == 200
    assert [one["slug"] for one in program.get("/boards").json()["items"]] == ["자유", "이슈"]
    (listed,) = program.get("/boards/자유/posts").json()["items"]
    assert (listed["title"], listed["comments"]) == ("제목이에요", 1)
    shown = program.get(f"/posts/{post.pk}").json()
    assert shown["text"] == "내용이에요" and shown["html"].startswith("<p>")
    (comment,) = program.get(f"/posts/{post.pk}/comments").json()["items"]
    assert (comment["name"], comment["voice"], comment["text"]) == ("글쓴이", 0, "안녕하세요")


def test_nothing_that_is_answered_names_an_account(post: Post, member: Account) -> None:
    write_comment(post, member)
    paths = ["/boards", "/posts", f"/posts/{post.pk}", f"/posts/{post.pk}/comments", "/me"]
    for path in paths:
        said = Program(member).get(path).content.decode()
        assert member.login_name not in said and str(member.pk) not in said


def test_a_list_goes_on_by_its_cursor_without_gaps(board: Board, member: Account) -> None:
    written = [write_post(board, member, title=f"글 {number}").pk for number in range(65)]
    seen: list[int] = []
    cursor: int | None = None
    for _page in range(3):
        answer = (
            Program().get("/boards/자유/posts" + (f"?cursor={cursor}" if cursor else "")).json()
        )
        seen += [one["id"] for one in answer["items"]]
        cursor = answer["next"]
    assert seen == written[::-1] and cursor is None


def test_a_list_costs_the_same_at_any_depth(board: Board, member: Account) -> None:
    posts = [write_post(board, member) for _number in range(40)]
    program = Program()
    program.get("/boards")
    for cursor in ("", f"?cursor={posts[20].pk}"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            program.get(f"/boards/자유/posts{cursor}")
        assert len(asked) == 1


def test_what_is_unchanged_is_not_sent_again(post: Post) -> None:
    first = Program().get(f"/posts/{post.pk}")
    again = Program().get(f"/posts/{post.pk}", **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_a_board_for_members_is_read_with_a_token_of_one(
    closed_board: Board, member: Account, another: Account
) -> None:
    let_into(closed_board, member)
    post = write_post(closed_board, member)
    for program in (Program(), Program(another), Program(member, [Scope.WRITE])):
        assert program.get("/boards/회사/posts").status_code == 403
        refused = program.get(f"/posts/{post.pk}")
        assert refused.status_code == 404 and "회사" not in refused.content.decode()
        assert post.pk not in [one["id"] for one in program.get("/posts").json()["items"]]
    answer = Program(member).get(f"/posts/{post.pk}")
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-cache"


def test_what_is_gone_and_what_never_was_are_told_apart(post: Post, member: Account) -> None:
    delete_post(post.pk, by=member)
    gone = Program().get(f"/posts/{post.pk}")
    assert gone.status_code == 404
    assert gone["Content-Type"] == "application/problem+json"
    assert gone.json()["detail"] == "그사이에 삭제됐거나 숨겨졌어요."
    assert Program().get("/posts/999999999").status_code == 404
    assert Program().get("/nowhere").status_code == 404
    assert Program().get("/posts/zero").status_code == 422


def test_refusals_are_in_the_language_that_was_asked_for(community: BoardDirectory) -> None:
    said = Program().get("/boards/none/posts", **{"Accept-Language": "en"}).json()["detail"]
    assert said.isascii() and said


def test_search_and_lists_are_read_too(post: Post) -> None:
    assert Program().get("/search?q=제목").status_code == 200
    assert Program().get("/top/now").json() == {"items": [], "next": None}


def test_a_members_own_pages_need_the_scope(post: Post, member: Account) -> None:
    assert Program(member, [Scope.WRITE]).get("/me/posts").status_code == 403
    assert Program().get("/me/posts").status_code == 401
    (mine,) = Program(member).get("/me/posts").json()["items"]
    assert mine["post"] == post.pk


def test_whoever_goes_on_from_the_last_post_misses_none(board: Board, member: Account) -> None:
    written = [write_post(board, member).pk for _number in range(70)]
    seen: list[int] = []
    last = written[2]
    while items := Program().get(f"/posts?after={last}").json()["items"]:
        seen += [one["id"] for one in items]
        last = seen[-1]
    assert seen == written[3:]
    first = Program().get("/posts").json()
    assert [one["id"] for one in first["items"]] == written[:-31:-1]
    second = Program().get(f"/posts?cursor={first['next']}").json()
    assert second["items"][0]["id"] == written[-31]


def test_other_pages_may_read_what_everybody_can_and_no_more(post: Post, member: Account) -> None:
    assert Program().get("/boards")["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in Program(member).get("/me")


def test_a_head_is_answered_like_a_get(post: Post) -> None:
    program = Program()
    answer = program.client.head(f"/api/posts/{post.pk}")
    assert answer.status_code == 200 and answer["ETag"] and not answer.content


def test_wrong_tokens_shut_nobody_else_out(post: Post, member: Account) -> None:
    """Many phones share one address."""
    program = Program(member)
    for _number in range(30):
        wrong = program.client.get("/api/me", headers={"Authorization": "Bearer madang_x"})
        assert wrong.status_code == 401
    assert program.get("/me").status_code == 200
