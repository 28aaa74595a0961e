"""Dumps of MySQL and MariaDB: what of them is loaded, as UTF-8, and nothing else.

A dump is a program, and may come from anybody. Of its statements only those are let through that
make a table that is read, with columns of three kinds and no keys, and those that fill it with
plain values. The rest, such as visits, sessions, mail and procedures, is not even written to disk.
"""

import re
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from ..streams import BYTE_ORDER_MARK
from .charsets import Mender
from .errors import CannotLoad

# Of a statement that is left out so much is looked at.
MAX_LOOKED_AT = 20_000
# What ended nowhere is looked through again once it is so much longer.
AGAIN = 1.5

_STRING = rb"'(?:[^'\\]++|\\.|'')*+'|\"(?:[^\"\\]++|\\.|\"\")*+\""
_COMMENT = rb"--(?=\s)[^\n]*+(?:\n|$)|#[^\n]*+(?:\n|$)|/\*.*?\*/"
# The same, where one may not end: what begins it is not looked at again.
_UP_TO_AN_END = re.compile(_COMMENT.replace(rb".*?\*/", rb"(?:.*?\*/|.*)"), re.DOTALL)
# One statement up to its end; what is quoted or in a comment ends nothing.
_STATEMENT = re.compile(
    rb"(?:[^'\"`;#/-]++|" + _STRING + rb"|`[^`]*+`|" + _COMMENT + rb"|-|/(?!\*))*+;", re.DOTALL
)
_BLANK = rb"(?:\s++|" + _COMMENT + rb")*+"
_BLANK_OR_COMMENT = rb"(?:\s|" + _COMMENT + rb")++"
_WORD = rb"`[^`]++`|[\w$-]++"
# As a dump for other databases (--compatible=ansi) writes it, in quotes.
_NAME = rb"(?:" + _WORD + rb'|"[^"]++")'
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
# Statements that change a table, at the beginning of a line or of what some servers execute.
_CHANGES = re.compile(
    rb"(?:\A|\n|/\*!\d*)\s*"
    rb"(?:INSERT|REPLACE|UPDATE|DELETE|TRUNCATE|RENAME|LOAD|CREATE\s+OR\s+REPLACE)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    rb"CREATE\b(?:[^;(]{0,400}?)\b(?:TRIGGER|PROCEDURE|FUNCTION|EVENT|VIEW)\b", re.IGNORECASE
)
# One value, or what stands between two; what a comment says is left out.
_TOKEN = re.compile(
    rb"(?P<blank>" + _BLANK_OR_COMMENT + rb")"
    rb"|(?:_\w++\s*+|[nN](?='))?(?P<text>" + _STRING + rb")"
    rb"|(?P<hex>0x[0-9A-Fa-f]++)|[xX]'(?P<digits>(?:[0-9A-Fa-f]{2})*+)'|[bB]'(?P<bits>[01]++)'"
    rb"|(?P<word>NULL|DEFAULT|TRUE|FALSE)\b"
    rb"|(?P<number>[-+]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][-+]?\d++)?)"
    rb"|(?P<mark>[(),])",
    re.IGNORECASE | re.DOTALL,
)
_COLUMNS = re.compile(rb"\(\s*+(" + _NAME + rb"(?:\s*+,\s*+" + _NAME + rb")*+)\s*+\)" + _BLANK)
_VALUES = re.compile(rb"VALUES?\b" + _BLANK, re.IGNORECASE | re.DOTALL)
_ENDING = re.compile(
    _BLANK + rb"(?:ON\s++DUPLICATE\s++KEY\s++UPDATE\s++[^;'\"]*+)?;?\s*+\Z",
    re.IGNORECASE | re.DOTALL,
)
_ESCAPED = re.compile(rb"\\(.)|''|\"\"", re.DOTALL)
# What MySQL writes for a byte behind a backslash; all others stand for themselves.
_MEANT = {b"0": b"\0", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"Z": b"\x1a"}
_MEANT |= {b"%": b"\\%", b"_": b"\\_"}
_DELIMITER = re.compile(rb"\s*DELIMITER\s+(\S+)", re.IGNORECASE)
# Lines that say nothing by themselves.
_NOTHING = re.compile(rb"\s*(?:--(?:\s.*)?|#.*|/\*(?!!).*\*/)?\s*\Z", re.DOTALL)
# What mysqldump and mariadb-dump write first and last.
_FIRST, _LAST = re.compile(rb"-- (?:MySQL|MariaDB) dump "), b"-- Dump completed"
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
    is_apart = is_begun = False
    is_ended, size, tried = True, 0, 0
    for line in _without_mark(lines):
        if _FIRST.match(line):
            is_ended = False
        elif line.startswith(_LAST):
            is_ended = True
        if not is_begun and (changed := _DELIMITER.match(line)):
            is_apart = changed[1] != b";"
            continue
        if is_apart:
            continue
        is_begun = is_begun or not _NOTHING.match(line)
        parts.append(line)
        size += len(line)
        if line.rstrip().endswith(b";") and size >= tried * AGAIN:
            whole, rest = _parted(b"".join(parts))
            yield from whole
            parts, size, tried = [rest], len(rest), len(rest)
            is_begun = not _NOTHING.match(rest)
    whole, rest = _parted(b"".join(parts))
    yield from whole
    if is_apart or not is_ended or _said(rest):
        raise CannotLoad(_("덤프 파일이 끝까지 오지 않았거나, 따옴표가 맞지 않아요."))


def _said(text: bytes) -> bytes:
    """Return what a text says besides comments and what ends a file elsewhere."""
    return _UP_TO_AN_END.sub(b"", text).strip(b" \t\r\n\0\x1a")


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
                yield _filled(name, statement, found.end(), mender)
        else:
            _must_be_no_matter(statement[:MAX_LOOKED_AT], is_wanted)


def _must_be_no_matter(statement: bytes, is_wanted: Callable[[str], bool]) -> None:
    """Raise CannotLoad for a statement that is left out and may change what is read."""
    if not _CHANGES.search(statement) or _DEFINES.search(statement):
        return
    for name in map(_bare, re.findall(_WORD, statement)):
        if is_wanted(name):
            raise CannotLoad(_("표 %s에 무엇을 하는지 읽을 수 없는 문장이 있어요.") % name)


def _table(name: str, rest: bytes) -> bytes:
    """Return what makes a table with columns of its names: numbers, bytes or words."""
    if like := _LIKE.match(rest):
        return f"CREATE TABLE `{name}` LIKE `{_bare(like[1])}`;\n".encode()
    begin = rest.find(b"(") + 1
    columns, at = [], begin
    while found := _PART.match(rest, at):
        column = _COLUMN.match(found[0])
        if column and (column[1].startswith((b"`", b'"')) or column[1].upper() not in _KEYS):
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


def _filled(name: str, statement: bytes, at: int, mender: Mender) -> bytes:
    """Return what fills a table, written anew: names, plain values, and nothing between them."""
    columns = b""
    if found := _COLUMNS.match(statement, at):
        names = [_bare(each) for each in re.findall(_NAME, found[1])]
        columns = f"(`{'`,`'.join(names)}`)".encode()
        at = found.end()
    begins = _VALUES.match(statement, at)
    if begins is None:
        raise CannotLoad(_("표 %s를 채우는 문장을 읽을 수 없어요.") % name)
    values, at = _values(statement, begins.end(), mender)
    if not values or not _ENDING.match(statement, at):
        raise CannotLoad(_("표 %s를 채우는 문장을 읽을 수 없어요.") % name)
    return b"INSERT INTO `%s` %s VALUES %s;\n" % (name.encode(), columns, values)


def _values(statement: bytes, at: int, mender: Mender) -> tuple[bytes, int]:
    """Return the lists of values from a place on, written anew, and where they end.

    A list that is not closed, or has two values without a comma between, is none: then all of it
    is nothing.
    """
    parts: list[bytes] = []
    is_within, wants_value, end = False, False, at
    while found := _TOKEN.match(statement, at):
        kind = found.lastgroup
        at = found.end()
        if kind == "blank":
            continue
        if kind == "mark":
            mark = found[0]
            if is_within and mark == b")" and not wants_value:
                is_within, end = False, at
            elif is_within and mark == b"," and not wants_value:
                wants_value = True
            elif not is_within and mark == b"(":
                is_within = wants_value = True
            elif is_within or mark != b"," or not parts:
                return b"", at
            parts.append(mark)
            continue
        if not (is_within and wants_value):
            break
        parts.append(_value(found, mender))
        wants_value = False
    while parts and parts[-1] == b"," and not is_within:
        parts.pop()
    return (b"" if is_within else b"".join(parts)), end


def _value(found: "re.Match[bytes]", mender: Mender) -> bytes:
    """Return one value as it is written here."""
    if (text := found["text"]) is not None:
        return _string(text, mender)
    if (digits := found["digits"]) is not None:
        return b"0x%s" % digits if digits else b"''"
    if (bits := found["bits"]) is not None:
        return b"%d" % int(bits, 2)
    return found[0].upper() if found["word"] else found[0].lower()


def _string(quoted: bytes, mender: Mender) -> bytes:
    """Return a string in UTF-8, with each of its letters as no reader can take for a quote."""
    inner = quoted[1:-1]
    is_plain = b"\\" not in inner and quoted[:1] not in inner and b"'" not in inner
    if is_plain and _is_utf8(inner):
        return b"'%s'" % inner
    said = _ESCAPED.sub(lambda part: _meant(part, quoted[:1]), inner)
    if not _is_utf8(said):
        said = mender.text(said).encode()
    said = said.replace(b"\\", b"\\\\").replace(b"'", b"\\'").replace(b"\0", b"\\0")
    return b"'%s'" % said


def _meant(part: "re.Match[bytes]", quote: bytes) -> bytes:
    """Return what a byte behind a backslash, or a quote that is doubled, stands for."""
    if part[1] is None:
        return quote if part[0] == quote * 2 else part[0]
    return _MEANT.get(part[1], part[1])


def _is_utf8(text: bytes) -> bool:
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _bare(name: bytes) -> str:
    return name.strip(b'`"').decode(errors="replace")


def _without_mark(lines: Iterator[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        yield line if number else line.removeprefix(BYTE_ORDER_MARK)
