"""The demo that is drawn, and what of it is looked at."""

import os

from .addresses import EXAMPLES, FOR_READERS, MORE, OWN_EXAMPLES, Address, all_routes


def write_demo(data: str) -> list[Address]:
    """Write the demo into a folder; return the addresses to look at."""
    os.environ["MADANG_DATA"] = data
    from madang.cli.common import set_up, start_site

    set_up()
    start_site()
    from madang.operations.demo.write import write_demo as write

    write(lambda _done, _total: None)
    from django.db import connections

    examples, own = EXAMPLES | a_thread(), OWN_EXAMPLES | of_the_operator()
    found = [
        Address(
            route.filled(examples | own.get(route.name, {})),
            route.name,
            "reader" if route.name in FOR_READERS else "operator",
        )
        for route in all_routes(lambda route: not route.is_of_the_company)
    ]
    connections.close_all()
    return found + [Address(path, "more") for path in MORE]


def a_thread() -> dict[str, str]:
    """Return the numbers of a post of 자유 that many talk about."""
    from madang.boards.models import Post

    post = Post.objects.filter(board__slug="자유", state=0).order_by("-comment_count").first()
    assert post is not None
    return {"post_id": str(post.pk), "number": "1", "epoch": str(post.epoch), "after": "0"}


def of_the_operator() -> dict[str, dict[str, str]]:
    """Return what the operator alone may change or read, and a quiz, by addresses' names."""
    from madang.accounts.models import Account
    from madang.attachments.addons import QUIZ
    from madang.boards.activity.queries import my_comments, my_posts
    from madang.boards.models import Post
    from madang.calls.queries import my_calls
    from madang.moderation.models import Case
    from madang.operations.demo.write import SIGN_INS

    keeper = Account.objects.get(login_name=SIGN_INS["operator"][0])

    def place(post_id: int, seq: int | None = None) -> dict[str, str]:
        slug = Post.objects.get(pk=post_id).board.slug
        return {"slug": slug, "post_id": str(post_id), "seq": str(seq or 1)}

    found: dict[str, dict[str, str]] = {}
    if posts := my_posts(keeper, 1):
        found |= dict.fromkeys(("edit_post", "delete_post"), place(posts.rows[0].post.id))
    if comments := my_comments(keeper, 1):
        row = comments.rows[0]
        found |= dict.fromkeys(("edit_comment", "delete_comment"), place(row.post.id, row.seq))
    if quiz := Post.objects.filter(addon=QUIZ).first():
        found |= dict.fromkeys(("answered_quiz", "quiz_result"), place(quiz.pk) | {"number": "0"})
    if case := Case.objects.filter(is_open=True).first():
        found["console_subject"] = {"post_id": str(case.post), "seq": str(case.seq)}
    if (page := my_calls(keeper, 1)) and page.rows:
        line = page.rows[0].line
        found["open_call"] = {"epoch": str(line.epoch), "number": str(line.number)}
    return found
