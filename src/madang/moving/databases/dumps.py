"""Dumps of MySQL and MariaDB: what of them is loaded, as UTF-8, and nothing else.

A dump is a program: of its statements only those are let through that make and fill the tables
that are asked for. The rest, such as visits, sessions and mail, is not even written to disk.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path

from .charsets import Mender

GZIP_MAGIC = b"\x1f\x8b"
_TABLE = re.compile(
    rb"(CREATE TABLE(?: IF NOT EXISTS)?|INSERT (?:IGNORE )?INTO|REPLACE INTO"
    rb"|DROP TABLE(?: IF EXISTS)?)"
    rb"\s+(?:`?[\w$-]+`?\.)?`?([\w$-]+)`?",
    re.IGNORECASE,
)
_SETTINGS = re.compile(
    r"(?:DEFAULT\s+)?(?:CHARACTER\s+SET|CHARSET)\s*=?\s*'?\w+'?|\bCOLLATE\s*=?\s*'?\w+'?"
    r"|\bENGINE\s*=?\s*\w+|\bROW_FORMAT\s*=?\s*\w+|\bKEY_BLOCK_SIZE\s*=?\s*\d+"
    r"|\bTYPE\s*=\s*(?:MyISAM|InnoDB)|\b(?:DATA|INDEX)\s+DIRECTORY\s*=?\s*'[^']*'",
    re.IGNORECASE,
)
_NOT_OPTION = re.compile(r"^\s*`")


def statements(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the statements of a dump, each whole; comments are left out."""
    parts: list[bytes] = []
    is_within = False
    for line in lines:
        if not is_within and (line.startswith((b"--", b"#")) or not line.strip()):
            continue
        parts.append(line)
        # An escaped quote ends nothing; a doubled one ends and begins.
        quotes = line.replace(b"\\\\", b"").replace(b"\\'", b"").count(b"'")
        is_within ^= bool(quotes % 2)
        if not is_within and line.rstrip().endswith(b";"):
            yield b"".join(parts)
            parts = []


def loadable(
    lines: Iterator[bytes], is_wanted: Callable[[str], bool], mender: Mender
) -> Iterator[bytes]:
    """Yield the statements that make and fill the wanted tables, in UTF-8."""
    for statement in statements(lines):
        found = _TABLE.match(statement.lstrip())
        if found is None or not is_wanted(found[2].decode()):
            continue
        if found[1][:6].upper() == b"CREATE":
            yield _as_utf8_table(mender.text(statement)).encode()
        else:
            yield _as_utf8(statement, mender)


def _as_utf8_table(statement: str) -> str:
    """Return what makes a table, as one of InnoDB in UTF-8, whatever it was."""
    if ")" not in statement:
        return statement
    body, closing, options = statement.rpartition(")")
    made = [_without_settings(line) for line in body.split("\n")]
    comment = _SETTINGS.sub("", options.rstrip().rstrip(";"))
    return (
        "\n".join(made)
        + closing
        + comment
        + " ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4;\n"
    )


def _without_settings(line: str) -> str:
    """Return a column without its character set; a word within its comment may go too."""
    return _SETTINGS.sub("", line)


def _as_utf8(statement: bytes, mender: Mender) -> bytes:
    """Return a statement in UTF-8; where it is not, each string is read by itself.

    No letter of CP949 has a byte that is a quote.
    """
    try:
        statement.decode()
    except UnicodeDecodeError:
        parts = statement.split(b"'")
        return b"'".join(p if p.isascii() else mender.text(p).encode() for p in parts)
    return statement


def opened(file: Path) -> "gzip.GzipFile | BufferedReader":
    """Open a dump, gzip or plain. Raises OSError."""
    with file.open("rb") as begun:
        zipped = begun.read(2) == GZIP_MAGIC
    return gzip.open(file) if zipped else file.open("rb")
