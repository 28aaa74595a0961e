"""What the site keeps: every table, how much is in it, and what whoever copies it could read."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.core.db.select import fetch
from madang.core.fresh import Fresh
from madang.core.leak_check import Kind, Table, tables

# Counting takes a while, and of a large table nobody needs to know.
FRESH_SECONDS, MOST = 300.0, 100_000
_OPEN = {
    Kind.WORDS: _lazy("사람들이 쓴 말"),
    Kind.SHOWN: _lazy("페이지에 보이는 것"),
    Kind.LOGIN: _lazy("아이디와 비밀번호의 해시"),
    Kind.DAY: _lazy("날짜"),
    Kind.FLAG: _lazy("예, 아니요"),
    Kind.SYSTEM: _lazy("프로그램의 기록"),
    Kind.NUMBER: _lazy("줄의 번호"),
    Kind.ACCOUNT: _lazy("계정 번호"),
}
_SEALED = {
    Kind.SEAL: _lazy("봉인된 작성자"),
    Kind.LINE: _lazy("봉인된 기록"),
    Kind.TAG: _lazy("키 없이는 뜻 없는 표"),
    Kind.DIGEST: _lazy("키 없이는 뜻 없는 표"),
    Kind.BOXED: _lazy("암호화된 상자"),
    Kind.BOX: _lazy("암호화된 상자"),
    Kind.SECRET: _lazy("암호화된 것"),
    Kind.SCATTERED: _lazy("뜻 없는 번호"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A table: how many rows it has, and what is in them, open and sealed."""

    name: str
    rows: int
    open: list[str]
    sealed: list[str]
    about_people: bool


@operator_required
def data_page(request: HttpRequest, by: Account) -> HttpResponse:
    kept = [_kept(table, counts_lately()) for table in tables().values()]
    filled = sorted((one for one in kept if one.rows), key=lambda one: -one.rows)
    empty = [one.name for one in kept if not one.rows]
    context = {"kept": filled, "empty": empty, "most": MOST}
    return render(request, "console/data.html", context)


def _kept(table: Table, counts: dict[str, int]) -> Kept:
    return Kept(
        table.name,
        counts.get(table.name, 0),
        _named(table, _OPEN),
        _named(table, _SEALED),
        table.about_people,
    )


def _named(table: Table, names: Mapping[Kind, object]) -> list[str]:
    found = [name for kind, name in names.items() if table.of(kind)]
    return list(dict.fromkeys(map(str, found)))


def _counts() -> dict[str, int]:
    """Return how many rows each table has, as far as `MOST`. A query for each."""
    there = set(connection.introspection.table_names())
    known = [name for name in tables() if name in there]
    count = f"SELECT COUNT(*) FROM (SELECT 1 FROM {{}} LIMIT {MOST}) AS the_first"  # noqa: S608
    return {name: fetch(count.format(connection.ops.quote_name(name)), ())[0][0] for name in known}


counts_lately = Fresh(_counts, seconds=FRESH_SECONDS)
