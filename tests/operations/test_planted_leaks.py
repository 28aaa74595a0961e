"""Leaks in disguise: each kind in several of them, planted in a busy site, is found."""

import hashlib
import random
from base64 import b32encode, b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from madang.accounts.models import Account
from madang.boards.models import Board, Comment, Post, Recommendation, Scrap
from madang.boards.reactions import marks
from madang.core.db.select import execute
from madang.core.leak_check import Finding
from madang.identity.models import JournalEntry, Voice
from madang.identity.seals import unseal
from madang.operations import layout
from madang.operations.leaks import files
from madang.operations.leaks.accounts import Known, accounts_in_content, either_way, writes_an_id
from madang.operations.leaks.chance import chance
from madang.operations.leaks.database import Stolen
from madang.operations.leaks.forms import forms
from madang.operations.leaks.order import order_of_writing
from madang.operations.leaks.run import check_database, check_from_inside

from .. import writers
from ..factories import make_account, write_comment, write_post

PEOPLE, POSTS = 16, 32


@pytest.fixture
def people(board: Board, settings: Any) -> list[Account]:
    """Sixteen members with two posts, some comments and marks each."""
    sampling = random.Random(3)
    everybody = [make_account(f"member-{n}") for n in range(PEOPLE)]
    posts = [write_post(board, everybody[n % PEOPLE], title=f"글 {n}") for n in range(POSTS)]
    for person in everybody:
        for post in sampling.sample(posts, 5):
            write_comment(post, person)
            if not writers.may_change(post, person):
                marks.recommend(post.pk, by=person)
            marks.mark(Scrap, post.pk, by=person)
    return everybody


def found_by(check: Callable[[Stolen], Iterable[Finding]]) -> set[str]:
    """Return where one check finds something."""
    return {finding.where for finding in check(Stolen(connection))}


def test_nothing_is_found_where_nothing_is_planted(people: list[Account]) -> None:
    layout.hide_order_of_few()
    assert check_database(Stolen(connection)) == []


def author(post: Post) -> int:
    account = unseal(bytes(post.author), row=post.row)
    assert account is not None
    return account


Writing = Callable[[int], str]
WRITINGS: dict[str, Writing] = {
    "digits": str,
    "digits with zeros": lambda a: f"{a:022d}",
    "digits turned round": lambda a: str(a)[::-1],
    "hexadecimal": lambda a: f"{a:x}",
    "HEXADECIMAL": lambda a: f"{a:016X}",
    "0x": lambda a: f"id=0x{a:x};",
    "hexadecimal of little bytes": lambda a: a.to_bytes(8, "little").hex(),
    "within a longer hexadecimal": lambda a: "ab12" + f"{a:016x}" + "ffee",
    "Base64": lambda a: b64encode(a.to_bytes(8, "big")).decode(),
    "Base64 for addresses": lambda a: urlsafe_b64encode(a.to_bytes(8)).decode().rstrip("="),
    "base 36": lambda a: _in_base(a, 36),
    "base 32": lambda a: _in_base(a, 32),
    "RFC 4648 base 32": lambda a: b32encode(a.to_bytes(8, "big")).decode().rstrip("="),
}  # fmt: skip


def _in_base(number: int, base: int) -> str:
    letters = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_in_base(number // base, base) if number >= base else "") + letters[number % base]


@pytest.mark.parametrize("writing", WRITINGS)
@given(account=st.integers(2**55, 2**63 - 1), before=st.sampled_from(["", "글 ", "a=", "/"]))
def test_an_accounts_number_in_a_text(writing: str, account: int, before: str) -> None:
    ids = frozenset({account, 7**20})
    known = Known(ids, frozenset(either_way(set(ids))), frozenset())
    assert writes_an_id(before + WRITINGS[writing](account), known)


@given(text=st.text(max_size=60))
def test_a_text_of_nobodys_writes_no_number(text: str) -> None:
    ids = frozenset(range(2**62, 2**62 + 1000))
    assert not writes_an_id(text, Known(ids, frozenset(either_way(set(ids))), frozenset()))


@pytest.mark.parametrize(
    ("table", "column"), [("boards_post", "domains"), ("boards_pagerun", "listing")]
)
def test_an_accounts_number_among_words_and_in_what_pages_show(
    table: str, column: str, people: list[Account]
) -> None:
    where = "" if table == "boards_post" else "WHERE level = 1"
    execute(f"UPDATE {table} SET {column} = %s {where}", (f"{people[5].pk:x}",))
    assert f"{table}.{column}" in found_by(accounts_in_content)


@pytest.mark.parametrize(
    "disguise", ["xor", "sum", "complement", "xor, little", "xor, in the middle"]
)
@pytest.mark.parametrize("model", [Recommendation, Voice])
def test_a_number_changed_by_a_constant_in_a_tag(
    disguise: str, model: Any, people: list[Account]
) -> None:
    constant, ids = 0x5DEECE66D1234567, [person.pk for person in people]
    for number, row in enumerate(model.objects.all()):
        account = ids[number % len(ids)]
        changed = {
            "sum": (account + constant) % 2**64,
            "complement": account ^ (2**64 - 1),
        }.get(disguise, account ^ constant)
        packed = changed.to_bytes(8, "little" if "little" in disguise else "big")
        noise = random.Random(number).randbytes(8)
        tag = noise[:3] + packed + noise[3:] if "middle" in disguise else packed + noise
        model.objects.filter(pk=row.pk).update(tag=tag)
    assert f"{model._meta.db_table}.tag" in found_by(accounts_in_content)


DAYS: dict[str, Callable[[Any], Any]] = {
    "as people write it": lambda day: day.isoformat(),
    "without dashes": lambda day: day.strftime("%Y%m%d"),
}


@pytest.mark.parametrize("writing", DAYS)
def test_a_day_of_joining_in_a_text(writing: str, people: list[Account]) -> None:
    words = DAYS[writing](people[0].joined)
    execute("UPDATE boards_category SET name = %s WHERE place = 1", (words,))
    assert "boards_category.name" in found_by(forms)


@pytest.mark.parametrize("number", [lambda d: d.toordinal(), lambda d: d.toordinal() - 719163])
def test_a_day_of_joining_as_a_number(number: Callable[[Any], int], people: list[Account]) -> None:
    Post.objects.update(views=number(people[0].joined))
    assert "boards_post.views" in found_by(forms)


@pytest.mark.parametrize("model", [Post, Comment])
@pytest.mark.parametrize("longer", [1, 4, 16])
def test_a_seals_length_that_differs(longer: int, model: Any, people: list[Account]) -> None:
    row = model.objects.first()
    model.objects.filter(pk=row.pk).update(author=bytes(row.author) + bytes(longer))
    assert f"{model._meta.db_table}.author" in found_by(forms)


def test_a_lines_length_that_differs(people: list[Account]) -> None:
    line = JournalEntry.objects.first()
    assert line is not None
    JournalEntry.objects.filter(pk=line.pk).update(box=bytes(line.box)[:-1])
    assert "identity_journalentry.box" in found_by(forms)


@pytest.mark.parametrize("column", ["is_operator", "is_active"])
def test_a_rank_where_yes_or_no_belongs(column: str, people: list[Account]) -> None:
    if connection.vendor == "postgresql":
        execute(f"ALTER TABLE accounts_account ALTER {column} TYPE int USING {column}::int", ())
    for rank, person in enumerate(people):
        execute(f"UPDATE accounts_account SET {column} = %s WHERE id = %s", (rank + 1, person.pk))
    assert f"accounts_account.{column}" in found_by(forms)


def test_a_text_where_bytes_belong(people: list[Account]) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL takes no text for bytes")
    execute("UPDATE boards_scrap SET tag = CAST(x'ff00fe' AS TEXT) WHERE id = "
            "(SELECT MAX(id) FROM boards_scrap)", ())  # fmt: skip
    assert "boards_scrap.tag" in found_by(forms)


@pytest.mark.parametrize("where", ["the end", "the nonce", "the beginning of tags"])
@pytest.mark.parametrize("width", [4, 8])
def test_bytes_of_the_author_that_come_back(where: str, width: int, people: list[Account]) -> None:
    mark = {p.pk: hashlib.sha256(b"%d" % p.pk).digest()[:width] for p in people}
    for comment in Comment.objects.all():
        seal = bytes(comment.author)
        account = unseal(seal, row=comment.row)
        assert account is not None
        if where == "the end":
            Comment.objects.filter(pk=comment.pk).update(author=seal[:-width] + mark[account])
        elif where == "the nonce":
            seal = seal[:5] + mark[account] + seal[5 + width :]
            Comment.objects.filter(pk=comment.pk).update(author=seal)
        else:
            tag = mark[account] + random.Random(comment.pk).randbytes(16 - width)
            Comment.objects.filter(pk=comment.pk).update(idempotency_key=tag)
    column = "idempotency_key" if "tags" in where else "author"
    assert f"boards_comment.{column}" in found_by(chance)


def test_a_table_numbered_as_it_was_written(people: list[Account]) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("of SQLite")
    execute("ALTER TABLE boards_pin RENAME TO old_pin", ())
    execute("CREATE TABLE boards_pin (post_id text NOT NULL PRIMARY KEY)", ())
    execute("DROP TABLE old_pin", ())
    assert "boards_pin" in found_by(order_of_writing)


@pytest.mark.django_db(transaction=True)
def test_accounts_that_lie_as_they_were_written(board: Board) -> None:
    for number in range(60):
        make_account(f"late-{number}")
    layout.forget_log()
    assert "accounts_account.id" in found_by(order_of_writing)
    layout.hide_order()
    assert found_by(order_of_writing) == set()


@pytest.mark.parametrize(
    "name", ["madang.log", "database/dump.sql", "run/debug.txt", "media.tar", "keys/notes"]
)
def test_a_file_that_is_not_the_sites(name: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    for own in ("database/madang.sqlite3", "run/readers", "keys/keys.json", "media/a/b.webp"):
        (tmp_path / own).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / own).touch()
    assert list(files.others(tmp_path)) == []
    (tmp_path / name).write_text("kim 203.0.113.9")
    assert [found.where for found in files.others(tmp_path)] == [name]


def test_a_folder_that_others_may_read(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert [found.what for found in files.others(tmp_path)] != []


# What nobody without the keys can tell from chance, and the keys show.


def with_keys() -> set[str]:
    return {found.where for found in check_from_inside()}


def test_with_the_keys_nothing_goes_with_an_author(people: list[Account]) -> None:
    assert with_keys() == set()


@pytest.mark.parametrize("width", [1, 4])
def test_with_the_keys_a_covert_mark_in_idle_bytes_is_found(
    width: int, people: list[Account]
) -> None:
    for comment in Comment.objects.all():
        account = unseal(bytes(comment.author), row=comment.row)
        mark = hashlib.sha256(f"secret {account}".encode()).digest()[:width]
        tag = random.Random(comment.pk).randbytes(16 - width) + mark
        Comment.objects.filter(pk=comment.pk).update(idempotency_key=tag)
    assert "boards_comment.idempotency_key" in with_keys()


def test_with_the_keys_an_authors_rank_in_a_counter_is_found(board: Board) -> None:
    everybody = [make_account(f"writer-{n}") for n in range(10)]
    posts = [write_post(board, everybody[n % 10]) for n in range(40)]
    ranks = {person.pk: rank + 1 for rank, person in enumerate(everybody)}
    assert with_keys() == set()
    for post in posts:
        Post.objects.filter(pk=post.pk).update(views=ranks[author(post)])
    assert "boards_post.views" in with_keys()


def test_with_the_keys_a_tag_that_the_threads_key_did_not_make_is_found(
    people: list[Account],
) -> None:
    for scrap in Scrap.objects.all():
        Scrap.objects.filter(pk=scrap.pk).update(tag=random.Random(scrap.pk).randbytes(16))
    assert "boards_scrap.tag" in with_keys()


def test_with_the_keys_a_hash_of_the_author_is_found_where_each_wrote_once(board: Board) -> None:
    for number in range(30):
        post = write_post(board, make_account(f"once-{number}"))
        comment = write_comment(post, make_account(f"other-{number}"))
        account = unseal(bytes(comment.author), row=comment.row)
        tag = random.Random(number).randbytes(12) + hashlib.md5(b"%d" % account).digest()[:4]
        Comment.objects.filter(pk=comment.pk).update(idempotency_key=tag)
    assert "boards_comment.idempotency_key" in with_keys()
