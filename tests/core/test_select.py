"""Light reads: names come from the models, and one that is nowhere fails at import."""

from datetime import datetime
from typing import Any, NamedTuple

import pytest
from django.core.exceptions import ImproperlyConfigured

from madang.boards.models import Board, Post, State
from madang.core.db.select import Select, fetch, none_of, statement


class Row(NamedTuple):
    id: int
    title: str
    created: datetime


class WrongRow(NamedTuple):
    id: int
    heading: str


def test_a_row_with_a_column_that_no_model_has_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="no field heading in Post"):
        Select(WrongRow, Post, rest="")


@pytest.mark.parametrize("wrong", ["WHERE {nowhere} = 1", "WHERE {Post.nowhere} = 1", "{LIVE}"])
def test_a_name_that_is_nowhere_is_refused(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        statement(wrong, Post)


@pytest.mark.django_db
def test_rows_have_aware_moments_and_lists_stand_for_many(post: Post) -> None:
    posts = Select(Row, Post, rest="WHERE {state} = {LIVE} AND {id} IN %s", LIVE=State.LIVE)
    (row,) = posts.rows([post.pk, 0])
    assert row == (post.pk, post.title, post.created) and row.created.tzinfo
    assert posts.first([0]) is None and posts.rows([]) == []


def test_a_condition_may_be_given_with_names_in_it() -> None:
    sql = statement("SELECT {id} FROM {Post} {where}", Post, where="WHERE {title} = %s")
    assert sql == "SELECT id FROM boards_post WHERE title = %s"
    with pytest.raises(ImproperlyConfigured):
        statement("SELECT {id} FROM {Post} {where}", Post, where="WHERE {heading} = %s")


@pytest.mark.django_db
def test_what_is_left_out_may_be_nothing(post: Post) -> None:
    others = Select(Row, Post, rest="WHERE {id} NOT IN %s")
    assert [row.id for row in others.rows(none_of([]))] == [post.pk]
    assert others.rows(none_of([post.pk])) == []


@pytest.mark.django_db
def test_the_first_rows_of_several_are_read_at_once(
    post: Post, django_assert_num_queries: Any
) -> None:
    first = Select(Row, Post, rest="WHERE {board_id} = %s ORDER BY {id} DESC LIMIT %s")
    with django_assert_num_queries(1):
        rows = first.rows_of_each([(post.board_id, 1), (0, 1), (post.board_id, 5)])
    assert [row.id for row in rows] == [post.pk, post.pk] and rows[0].created.tzinfo
    with django_assert_num_queries(0):
        assert first.rows_of_each([]) == []


@pytest.mark.django_db
def test_a_statement_may_name_several_tables(post: Post) -> None:
    sql = statement(
        "SELECT {Board.slug}, {Post.title} FROM {Post} JOIN {Board} ON {Board.id} = {board_id} "
        "WHERE {Post.id} = %s",
        Post,
        Board,
    )
    assert fetch(sql, [post.pk]) == [(post.board.slug, post.title)]
