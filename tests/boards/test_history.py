"""What was changed can be read by whoever wrote it, and by operators."""

from collections.abc import Callable

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from madang.accounts.models import Account
from madang.boards.models import Post, Version
from madang.boards.threads import history
from madang.boards.threads.history import difference

from .. import writers
from ..factories import write_comment

Browse = Callable[..., Client]


def change(post: Post, by: Account, text: str, title: str = "제목이에요") -> None:
    writers.edit_post(post.pk, by=by, category_id=None, title=title, text=text, source="")


def test_the_writer_reads_what_was_changed(
    post: Post, member: Account, another: Account, operator: Account, browse: Browse
) -> None:
    change(post, member, "어제 산 우산을 잃어버렸어요", title="우산")
    change(post, member, "어제 산 모자를 잃어버렸어요", title="우산")
    change(post, member, "어제 산 모자를 잃어버렸어요", title="우산")
    address = f"/자유/{post.pk}"
    assert f"/{post.pk}/history" in browse(member).get(address).content.decode()
    assert "/history" not in browse(another).get(address).content.decode()
    for reader in (member, operator):
        page = browse(reader).get(f"{address}/history").content.decode()
        assert "<del>우산을</del><ins>모자를</ins>" in page and "내용이에요" in page
        assert page.count("<time") == 3
    assert browse(another).get(f"{address}/history").status_code == 403
    assert browse().get(f"{address}/history").status_code == 302


def test_a_comments_changes_too_and_they_go_with_it(
    post: Post, member: Account, another: Account, browse: Browse
) -> None:
    said = write_comment(post, another, "처음 한 말")
    writers.edit_comment(post.pk, said.seq, by=another, text="고친 말")
    address = f"/자유/{post.pk}/c{said.seq}/history"
    assert "<del>처음" in browse(another).get(address).content.decode()
    assert browse(member).get(address).status_code == 403
    writers.delete_comment(post.pk, said.seq, by=another)
    assert not Version.objects.exists()
    assert browse(another).get(address).status_code == 404


def test_a_deleted_post_leaves_no_older_words(post: Post, member: Account) -> None:
    change(post, member, "다른 단어")
    writers.delete_post(post.pk, by=member)
    assert not Version.objects.exists()


def test_so_many_versions_are_kept(post: Post, member: Account) -> None:
    for number in range(history.MAX_VERSIONS + 5):
        change(post, member, f"{number}번째")
    assert Version.objects.count() == history.MAX_VERSIONS


@given(st.text("가나다 \n", max_size=60), st.text("가나다 \n", max_size=60))
def test_what_stayed_and_went_is_the_old_text_and_what_came_the_new_one(
    before: str, after: str
) -> None:
    pieces = difference(before, after)
    assert "".join(p.words for p in pieces if p.how != "ins") == before
    assert "".join(p.words for p in pieces if p.how != "del") == after
