"""The letters of another site's page: by what it says of them, or else by what they look like."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder, lookup

from charset_normalizer import from_bytes

# A page says it in its head, an older one in its first line, however much stands before.
_SAID = re.compile(
    rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w:-]+)|^\s*<\?xml[^>]+?encoding\s*=\s*[\"']([\w:-]+)",
    re.IGNORECASE,
)
# What Korean pages call it, and what it is.
_KOREAN = (
    "euc-kr euc_kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 x-windows-949 ms949 "
    "uhc korean"
)
_ALIASES = dict.fromkeys(_KOREAN.split(), "cp949")
# Codecs that decode in no time whatever they are given; Python knows others that take minutes.
CHARSETS = {"ascii", "utf-8", "utf-16-le", "utf-16-be", "cp949", "johab", "iso8859-1"}
CHARSETS |= {"iso8859-15", "cp1252", "shift_jis", "cp932", "euc_jp", "gb2312", "gbk", "gb18030"}
CHARSETS |= {"big5", "cp1251", "koi8-r"}
_MARKS = {BOM_UTF8: "utf-8", BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}


def decoded(page: bytes, said: str) -> str:
    """Return a page as text; `said` is what its answer's headers call its letters.

    It may be cut within a letter, and hold broken ones: these are replaced.
    """
    for mark, name in _MARKS.items():
        if page.startswith(mark):
            return _text(page[len(mark) :], name, "replace")
    name = _known(said) or _said_within(page) or _looks_like_utf16(page)
    for each in filter(None, (name, "utf-8")):
        try:
            return _text(page, each, "strict")
        except UnicodeDecodeError:
            continue
    if name:
        return _text(page, name, "replace")
    guess = from_bytes(page, cp_isolation=["cp949", "utf_8", "cp1252"]).best()
    return str(guess) if guess else _text(page, "utf-8", "replace")


def _text(page: bytes, name: str, errors: str) -> str:
    # What ends within a letter waits for the rest of it, and is left out.
    return getincrementaldecoder(name)(errors).decode(page)


def _said_within(page: bytes) -> str:
    found = _SAID.search(page)
    name = _known((found[1] or found[2]).decode()) if found else ""
    # It was read as letters of one byte: those of two it cannot have (HTML, 13.2.3.2).
    return "utf-8" if name.startswith("utf-16") else name


def _known(said: str) -> str:
    """Return the codec of a name, empty for what is none that pages may have."""
    said = said.strip().lower()
    if said in ("utf-16", "unicode"):
        return "utf-16-le"
    try:
        name = lookup(_ALIASES.get(said, said)).name if said else ""
    except LookupError:
        return ""
    return name if name in CHARSETS else ""


def _looks_like_utf16(page: bytes) -> str:
    begin = page.lstrip(b" \r\n\t")[:2]
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(begin, "")
