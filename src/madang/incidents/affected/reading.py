"""Reading lists of people: CSV as spreadsheets write it, and JSON Lines. One row at a time."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any, BinaryIO, NamedTuple

from django.utils.translation import gettext_noop as _noop

from madang.core.text.door import tidy_line

from .contacts import Contact, ContactKind, email, mobile
from .members import member
from .people import Person

# What columns are called, in Korean and English.
COLUMNS = {
    "name": ("name", "이름", "성명"),
    "birth": ("birth", "생년월일", "생일"),
    "email": ("email", "e-mail", "이메일", "메일"),
    "phone": ("phone", "mobile", "전화번호", "휴대전화", "휴대폰", "휴대폰번호", "핸드폰"),
    "login": ("login_name", "loginname", "아이디", "로그인이름"),
    "items": ("items", "항목", "유출항목"),
    "since": ("since", "언제부터", "유출일"),
    "reference": ("reference", "고객번호", "회원번호"),
    "customer": ("customer", "고객"),
    "staff": ("staff", "직원"),
    "address": ("address", "주소"),
    "language": ("language", "언어"),
}
_BY_NAME = {name: column for column, names in COLUMNS.items() for name in names}
_ITEMS = re.compile(r"[;|]|, ?")
_PARTS = re.compile(r"[;|]")
_BIRTH = re.compile(r"(\d{4})[-./년 ]+(\d{1,2})[-./월 ]+(\d{1,2})(?:\.|일|[ T].*)?", re.ASCII)
_YES = frozenset(("yes", "y", "true", "1", "예", "네", "o", "직원"))
_NO = frozenset(("no", "n", "false", "0", "아니요", "아님", "비고객"))
MAX_LINE, MAX_CONTACTS, MAX_TEXT = 20_000, 8, 200
LOOKED_AT = 64 * 1024


class ListRefused(ValueError):
    """A file is no list that can be read; the message, to be translated, says why."""


class RowRefused(ValueError):
    """A row cannot be taken; the message, to be translated, says why."""


class Row(NamedTuple):
    """A row as it was given: its place in the file, and its values by our names of columns."""

    place: int
    values: Mapping[str, str]
    raw: str


def read_rows(file: BinaryIO, *, is_csv: bool) -> Iterator[Row | tuple[int, str, RowRefused]]:
    """Yield the rows of a file, or (place, raw, why) of those that cannot be read; few at a time.

    Raises ListRefused.
    """
    # A look ahead, which a file that cannot be gone back in allows too.
    buffered = io.BufferedReader(file, LOOKED_AT)  # type: ignore[type-var]
    encoding = _encoding(buffered.peek(LOOKED_AT)[:LOOKED_AT])
    lines = io.TextIOWrapper(buffered, encoding=encoding, errors="replace", newline="")
    return _read_csv(lines) if is_csv else _read_json(lines)


def person_of(
    row: Mapping[str, str],
    items_in: Callable[[str], tuple[int, ...]],
    members: Mapping[str, int],
) -> Person:
    """Return the person that a row is of; raises RowRefused.

    `items_in` reads the incident's items, `members` are the accounts of rows' login names.
    """
    contacts = [*_contacts(row, "email", email), *_contacts(row, "phone", mobile)]
    if name := row.get("login", ""):
        if name not in members:
            raise RowRefused(_noop("이 아이디를 쓰는 회원이 없어요."))
        contacts.append(member(members[name]))
    if not contacts:
        contacts = [_reference(row)]
    return Person(
        name=_line(row, "name"),
        birth=birth_of(row.get("birth", "")),
        items=items_in(row.get("items", "")),
        since=_line(row, "since")[:40],
        is_customer=_line(row, "customer").casefold() not in _NO,
        language=_line(row, "language")[:8],
        contacts=tuple(dict.fromkeys(contact.text for contact in contacts)),
        address=_line(row, "address"),
        is_staff=_line(row, "staff").casefold() in _YES,
    )


def items_of(items: Mapping[str, int]) -> Callable[[str], tuple[int, ...]]:
    """Return what reads a row's items; most rows say the same, which is read once."""
    return lru_cache(1000)(partial(_items, items))


def _line(row: Mapping[str, str], column: str) -> str:
    return tidy_line(row[column])[:MAX_TEXT] if column in row else ""


def _encoding(start: bytes) -> str:
    """Return how a file is encoded: Korean spreadsheets still write CP949."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        start.decode("utf-8-sig")
        return "utf-8-sig"
    except UnicodeDecodeError as error:
        # A letter may be cut where the look ends.
        return "utf-8-sig" if len(start) == LOOKED_AT and error.end >= len(start) - 4 else "cp949"


def _read_csv(lines: io.TextIOWrapper) -> Iterator[Row | tuple[int, str, RowRefused]]:
    first = lines.readline(MAX_LINE)
    delimiter = max(",;\t", key=first.count)
    heads = next(csv.reader([first], delimiter=delimiter), [])
    columns = [_BY_NAME.get(tidy_line(head).casefold().replace(" ", "")) for head in heads]
    if not {"email", "phone", "login", "reference"} & set(columns):
        raise ListRefused(
            _noop(
                "첫 줄에 이메일, 전화번호, 아이디, 고객번호 가운데 하나는 열 이름으로 있어야 해요."
            )
        )
    return _rows_of_csv(lines, columns, delimiter)


def _rows_of_csv(
    lines: io.TextIOWrapper, columns: list[str | None], delimiter: str
) -> Iterator[Row | tuple[int, str, RowRefused]]:
    """Yield rows; each line is one: a quotation that does not end would swallow those below it."""
    wrong = RowRefused(_noop("따옴표가 닫히지 않았거나 줄이 너무 길어요."))
    for place, line in enumerate(_bounded(lines), 2):
        raw = line.rstrip("\r\n")
        try:
            cells = next(csv.reader([raw], delimiter=delimiter, strict=True), [])
        except csv.Error:
            yield place, raw[:MAX_TEXT], wrong
            continue
        if not any(cells):
            continue
        if len(cells) != len(columns):
            yield place, raw[:MAX_TEXT], RowRefused(_noop("칸의 수가 첫 줄과 달라요."))
            continue
        values: dict[str, str] = {}
        for column, cell in zip(columns, cells, strict=True):
            if column is not None and cell:
                values[column] = f"{values[column]};{cell}" if column in values else cell
        yield Row(place, values, raw)


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines; one that does not end is cut, or it would fill the memory."""
    stream = lines
    assert isinstance(stream, io.TextIOWrapper)
    while line := stream.readline(MAX_LINE):
        yield line


def _read_json(lines: io.TextIOWrapper) -> Iterator[Row | tuple[int, str, RowRefused]]:
    for place, line in enumerate(_bounded(lines), 1):
        if not line.strip():
            continue
        try:
            held = json.loads(line)
        except (ValueError, RecursionError):
            yield place, line[:MAX_TEXT], RowRefused(_noop("JSON으로 읽을 수 없는 줄이에요."))
            continue
        if not isinstance(held, dict):
            yield place, line[:MAX_TEXT], RowRefused(_noop("이름과 값으로 된 줄이 아니에요."))
            continue
        known = {_BY_NAME.get(str(name).casefold()): _plain(value) for name, value in held.items()}
        yield Row(place, {name: value for name, value in known.items() if name}, line.strip())


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _contacts(row: Mapping[str, str], column: str, read: Any) -> Iterator[Contact]:
    given = row.get(column, "")
    if not given:
        return
    parts = [part for part in _PARTS.split(given) if part.strip()]
    if len(parts) > MAX_CONTACTS:
        raise RowRefused(_noop("연락처가 너무 많아요."))
    for part in parts:
        contact = read(part)
        if contact is None and column == "email":
            raise RowRefused(_noop("이메일 주소가 아니에요."))
        if contact is None:
            raise RowRefused(_noop("휴대전화 번호가 아니에요."))
        yield contact


def _reference(row: Mapping[str, str]) -> Contact:
    """Return how somebody is named whom nobody can reach."""
    reference = _line(row, "reference")
    if not reference:
        raise RowRefused(_noop("연락처도 고객번호도 없어요."))
    return Contact(ContactKind.REFERENCE, reference)


def _items(items: Mapping[str, int], given: str) -> tuple[int, ...]:
    if not given:
        raise RowRefused(_noop("유출된 항목이 비어 있어요."))
    if (whole := items.get(tidy_line(given))) is not None:
        return (whole,)
    found = []
    for part in _ITEMS.split(given):
        if name := tidy_line(part):
            if name not in items:
                raise RowRefused(_noop("사고에 적지 않은 항목이 있어요."))
            found.append(items[name])
    return tuple(dict.fromkeys(found))


def birth_of(given: str) -> str:
    """Return a day of birth as 1990-03-07, however it is written; raises RowRefused."""
    text = tidy_line(given) if given else ""
    if not text:
        return ""
    if text.isascii() and text.isdigit() and len(text) == 8:
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _BIRTH.fullmatch(text)
    try:
        year, month, day = map(int, found.groups()) if found else (0, 0, 0)
        return date(year, month, day).isoformat()
    except ValueError:
        raise RowRefused(_noop("생년월일을 읽을 수 없어요. 예: 1990-03-07")) from None
