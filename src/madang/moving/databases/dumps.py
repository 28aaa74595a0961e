"""Dumps of MySQL and MariaDB: what of them is loaded, as UTF-8, and nothing else.

A dump is a program, and may come from anybody. Of its statements only those are let through that
make a table that is read, with columns of three kinds and no keys, and those that fill it with
plain values. The rest, such as visits, sessions, mail and procedures, is not even written to disk.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path

from django.utils.translation import gettext as _

from .charsets import Mender
from .errors import CannotLoad

GZIP_MAGIC = b"\x1f\x8b"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# What ended nowhere is looked through again once it is so much longer.
AGAIN = 1.5

_STRING = rb"'(?:[^'\\]++|\\.|'')*+'|\"(?:[^\"\\]++|\\.|\"\")*+\""
_COMMENT = rb"--(?=\s)[^\n]*+(?:\n|$)|#[^\n]*+(?:\n|$)|/\*.*?\*/"
# One statement up to its end; what is quoted or in a comment ends nothing.
_STATEMENT = re.compile(
    rb"(?:[^'\"`;#/-]++|" + _STRING + rb"|`[^`]*+`|" + _COMMENT + rb"|[/-])*+;", re.DOTALL
)
_BLANK = rb"(?:\s++|" + _COMMENT + rb")*+"
_NAME = rb"(?:`[^`]++`|[\w$-]++)"
_TABLE = rb"(?:" + _NAME + rb"\s*+\.\s*+)?(" + _NAME + rb")"
_CREATE = re.compile(
    _BLANK + rb"CREATE\s++TABLE\s++(?:IF\s++NOT\s++EXISTS\s++)?" + _TABLE + _BLANK,
    re.IGNORECASE | re.DOTALL,
)
_LIKE = re.compile(rb"\(?\s*LIKE\s++" + _TABLE + rb"\s*\)?\s*;", re.IGNORECASE)
_FILL = re.compile(
    _BLANK
    + rb"(?:INSERT|REPLACE)\s++(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|INTO)\s++)*+"
    + _TABLE
    + _BLANK,
    re.IGNORECASE | re.DOTALL,
)
_VALUE = (
    rb"(?:(?:_\w++\s*+)?(?:" + _STRING + rb")|[xXbBnN]'[^']*+'|0x[0-9A-Fa-f]++|NULL|DEFAULT|TRUE"
    rb"|FALSE|[-+]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][-+]?\d++)?)"
)
_TUPLE = rb"\(" + _BLANK + _VALUE + _BLANK + rb"(?:," + _BLANK + _VALUE + _BLANK + rb")*+\)"
_VALUES = re.compile(
    rb"(\((?:[^()'\"]++)\))?"
    + _BLANK
    + rb"VALUES?"
    + _BLANK
    + rb"("
    + _TUPLE
    + rb"(?:"
    + _BLANK
    + rb","
    + _BLANK
    + _TUPLE
    + rb")*+)"
    + _BLANK
    + rb"(?:ON\s++DUPLICATE\s++KEY\s++UPDATE\s++[^;'\"]*+)?;",
    re.IGNORECASE | re.DOTALL,
)
_DELIMITER = re.compile(rb"DELIMITER\s+(\S+)\s*$", re.IGNORECASE)
# Parts of what makes a table, at the outermost level.
_WITHIN = rb"[^()'\"]++|" + _STRING
_BRACKETS = rb"\((?:" + _WITHIN + rb")*+\)"
for _depth in range(3):
    _BRACKETS = rb"\((?:" + _WITHIN + rb"|" + _BRACKETS + rb")*+\)"
_PART = re.compile(rb"(?:[^'\"`(),]++|" + _STRING + rb"|`[^`]*+`|" + _BRACKETS + rb")++", re.DOTALL)
_COLUMN = re.compile(rb"\s*+(" + _NAME + rb")\s++([A-Za-z]++)", re.DOTALL)
_KEYS = frozenset(
    b"PRIMARY KEY UNIQUE INDEX FULLTEXT SPATIAL CONSTRAINT FOREIGN CHECK PERIOD".split()
)
_WHOLE = frozenset(b"TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT YEAR BOOL BOOLEAN".split())
_BYTES = frozenset(b"BLOB TINYBLOB MEDIUMBLOB LONGBLOB BINARY VARBINARY BIT".split())


def statements(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the statements of a dump, each whole; of procedures and triggers none.

    Raises CannotLoad for a dump that ends within one.
    """
    parts: list[bytes] = []
    is_apart, size, tried = False, 0, 0
    for line in _without_mark(lines):
        if (changed := _DELIMITER.match(line)) and not b"".join(parts).strip():
            is_apart = changed[1] != b";"
            continue
        if is_apart:
            continue
        parts.append(line)
        size += len(line)
        if line.rstrip().endswith(b";") and size >= tried * AGAIN:
            whole, rest = _parted(b"".join(parts))
            yield from whole
            parts, size, tried = [rest], len(rest), len(rest)
    whole, rest = _parted(b"".join(parts))
    yield from whole
    if re.sub(_COMMENT, b"", rest, flags=re.DOTALL).strip():
        raise CannotLoad(_("덤프 파일이 끝까지 오지 않았거나, 따옴표가 맞지 않아요."))


def _parted(text: bytes) -> tuple[list[bytes], bytes]:
    """Return the whole statements at the beginning of a text, and what follows them."""
    found, at = [], 0
    while statement := _STATEMENT.match(text, at):
        found.append(statement[0])
        at = statement.end()
    return found, text[at:]


def loadable(
    lines: Iterator[bytes], is_wanted: Callable[[str], bool], mender: Mender
) -> Iterator[bytes]:
    """Yield statements that make and fill the wanted tables, in UTF-8. Raises CannotLoad."""
    made: set[str] = set()
    for statement in statements(lines):
        if found := _CREATE.match(statement):
            name = _bare(found[1])
            if is_wanted(name):
                if name in made:
                    said = _("표 %s가 둘 들어 있어요. 데이터베이스 하나만 덤프해 주세요.")
                    raise CannotLoad(said % name)
                made.add(name)
                yield _table(name, statement[found.end() :])
        elif found := _FILL.match(statement):
            name = _bare(found[1])
            if is_wanted(name):
                yield _filled(name, statement[found.end() :], mender)


def _table(name: str, rest: bytes) -> bytes:
    """Return what makes a table with columns of its names: numbers, bytes or words."""
    if like := _LIKE.match(rest):
        return f"CREATE TABLE `{name}` LIKE `{_bare(like[1])}`;\n".encode()
    begin = rest.find(b"(") + 1
    columns, at = [], begin
    while found := _PART.match(rest, at):
        column = _COLUMN.match(found[0])
        if column and (column[1].startswith(b"`") or column[1].upper() not in _KEYS):
            columns.append(f"`{_bare(column[1])}` {_kind(column[2].upper())}")
        at = found.end()
        if rest[at : at + 1] != b",":
            break
        at += 1
    if not columns or rest[at : at + 1] != b")":
        raise CannotLoad(_("표 %s를 만드는 문장을 읽을 수 없어요.") % name)
    made = ", ".join(columns)
    # Nothing here is kept: no log, no keys; words are told apart by their letters alone.
    how = "ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"
    return f"CREATE TABLE `{name}` ({made}) {how};\n".encode()


def _kind(word: bytes) -> str:
    if word in _WHOLE:
        return "BIGINT"
    return "LONGBLOB" if word in _BYTES else "LONGTEXT"


def _filled(name: str, rest: bytes, mender: Mender) -> bytes:
    """Return what fills a table with values alone."""
    found = _VALUES.fullmatch(rest.rstrip())
    if found is None:
        raise CannotLoad(_("표 %s를 채우는 문장을 읽을 수 없어요.") % name)
    columns = found[1] or b""
    return b"INSERT IGNORE INTO `%s` %s VALUES %s;\n" % (
        name.encode(),
        columns,
        _as_utf8(found[2], mender),
    )


def _as_utf8(values: bytes, mender: Mender) -> bytes:
    """Return values in UTF-8; where they are not, each string is read by itself.

    No letter of CP949 has a byte that is a quote.
    """
    try:
        values.decode()
    except UnicodeDecodeError:
        parts = values.split(b"'")
        return b"'".join(p if p.isascii() else mender.text(p).encode() for p in parts)
    return values


def _bare(name: bytes) -> str:
    return name.strip(b"`").decode(errors="replace")


def _without_mark(lines: Iterator[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        yield line if number else line.removeprefix(BYTE_ORDER_MARK)


def opened(file: Path) -> "gzip.GzipFile | BufferedReader":
    """Open a dump, gzip or plain. Raises OSError."""
    with file.open("rb") as begun:
        zipped = begun.read(2) == GZIP_MAGIC
    return gzip.open(file) if zipped else file.open("rb")
