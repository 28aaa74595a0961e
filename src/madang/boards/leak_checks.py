"""Checks of what a stolen database tells about those who wrote on boards."""

from collections.abc import Iterator

from madang.core.leak_check import Finding, StolenDatabase, tables

from .models import State


def names_where_there_are_none(stolen: StolenDatabase) -> Iterator[Finding]:
    """Find nicknames on boards of voices, and one nickname on two boards."""
    on_board = {
        "boards_post": "SELECT board_id, nickname FROM boards_post",
        "boards_comment": "SELECT p.board_id, c.nickname FROM boards_comment AS c "
        "JOIN boards_post AS p ON p.id = c.post_id",
    }
    for table, rows in on_board.items():
        sql = (
            f"SELECT COUNT(*) FROM ({rows}) AS written "
            "LEFT JOIN boards_nickname AS n "
            "ON n.id = written.nickname AND n.board_id = written.board_id "
            "WHERE written.nickname IS NOT NULL AND n.id IS NULL"
        )
        if count := stolen.ask(sql)[0][0]:
            where = f"{table}.nickname"
            yield Finding(
                "names where there are none", where, f"names {count} writers across boards"
            )


def marks_of_leavers(stolen: StolenDatabase) -> Iterator[Finding]:
    """Find what sets the words of those who leave apart: it would tie words together."""
    for table in tables().values():
        if not table.beside_posts:
            continue
        sql = (
            f"SELECT 1 FROM {table.name} AS one JOIN boards_post "
            f"ON boards_post.id = one.{table.beside_posts} "
            f"AND boards_post.state = {State.DELETED} LIMIT 1"
        )
        if stolen.ask(sql):
            yield Finding("marks of leavers", table.name, "goes with what is deleted")
    for name in ("boards_post", "boards_comment"):
        if stolen.ask(f"SELECT 1 FROM {name} WHERE state > {State.DELETED} LIMIT 1"):
            yield Finding("marks of leavers", f"{name}.state", "has a state of its own")
